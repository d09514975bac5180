"""Memory of `run` under steady load: whether it grows, as a line fitted to it over an hour.

Everything goes on at once, as fast as a busy day brings it: readers ask on Telegram and on the page, answer questions,
get check-ins, and editors change a file every other minute. Before that a day's edits come at once: each leaves holes
in memory which the next ones fill, so that it grows for some thirty of them, by how much two editions need, and no
further. Run it with `python -m bench.memory [MINUTES]`.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.measuring import Row, below, resident, table
from bench.start import running
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.visiting import token

ROOT: Final = Path(__file__).parent.parent
MINUTES: Final = 60
FIRST_EDITS: Final = 40
FIRST_EVERY: Final = 4.0
"""Seconds between two edits before memory is looked at."""
LOOK_EVERY: Final = 5.0
EDIT_EVERY: Final = 120.0
ASK_EVERY: Final = 0.2
"""Seconds between two questions on each channel."""
MOST: Final = 8.0
"""Megabytes by which memory may seem to grow in an hour: what two runs of the same differ by."""
LAST_LINES: Final = 20
"""Lines of the log that are shown where the bot answers no more."""
LAST_WORDS: Final = 15.0
"""Seconds it is waited for then, whether it ends."""
READERS: Final = range(1_000, 1_200)
QUESTIONS: Final = (
    *("/start", "/predictions", "/sectors", "客服", "agents", "律師會失業嗎", "/briefing ten-hypotheses", "/scores"),
    *(
        "/checkin",
        "/prediction support-first",
        "/timeline all",
        "/vote ten-hypotheses/agents-disruptive 50",
        "xyzzy nothing",
    ),
)
PAGES: Final = (
    "/zh/",
    "/en/predictions",
    "/en/timeline",
    "/zh-hant/sectors",
    "/en/search?q=agents",
    "/api/v1/predictions",
)


def rows(minutes: int = MINUTES) -> Iterator[Row]:
    """Yield how much was asked and changed meanwhile, and by how much memory grew."""
    with TemporaryDirectory() as name:
        return iter(asyncio.run(_measured(Path(name), minutes * 60.0)))


async def _measured(folder: Path, seconds: float) -> list[Row]:
    for part in ("briefings", "seeds"):
        shutil.copytree(ROOT / part, folder / part)
    api, log = BotAPI(), folder / "log"
    async with api.serving():
        given = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
        own = {"BOT_BRIEFINGS": str(folder / "briefings"), "BOT_SEEDS": str(folder / "seeds")}
        async with running(folder, log, **given, **own) as (process, url):
            await Person(api, READERS[0], "en").write("/help")
            async with httpx.AsyncClient(base_url=url, timeout=60, limits=httpx.Limits(keepalive_expiry=1)) as page:
                ask, view = _questions(api), await _pages(page)
                edit = _edits(folder / "briefings" / "ten-hypotheses.yaml")
                try:
                    until = time.monotonic() + FIRST_EDITS * FIRST_EVERY
                    first = ((ASK_EVERY, ask), (ASK_EVERY, view), (FIRST_EVERY, edit))
                    await asyncio.gather(*(_again(until, *each) for each in first))
                    until = time.monotonic() + seconds
                    asked, viewed, edited, seen = await asyncio.gather(
                        _again(until, ASK_EVERY, ask),
                        _again(until, ASK_EVERY, view),
                        _again(until, EDIT_EVERY, edit),
                        _watched(process.pid, until),
                    )
                except (httpx.HTTPError, TimeoutError):
                    print(_last_lines(log), await _fate(process), sep="\n", file=sys.stderr)
                    raise
    rows = [
        Row("minutes", f"{seconds / 60:.0f}"),
        Row("questions, pages, edits", f"{asked:,}, {viewed:,}, {edited:,}"),
        Row("faults in the log", str(faults := log.read_text(encoding="utf-8").count("Traceback")), "0", not faults),
    ]
    return rows + list(_judged(seen))


def _last_lines(log: Path) -> str:
    """Return what the bot said last."""
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-LAST_LINES:])


async def _fate(process: asyncio.subprocess.Process) -> str:
    """Return whether the bot goes on: one that somebody ended is no fault of its own."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS):
            return f"the bot has ended, with {await process.wait()}"
    return "the bot goes on"


def _judged(seen: Sequence[tuple[float, float]]) -> Iterator[Row]:
    """Yield the memory at the beginning and the end of what is looked at, and the slope of a line through it."""
    slope, _ = linear_regression(*zip(*seen, strict=True))
    sizes = [size for _, size in seen]
    yield Row("memory, first, least, most, last", " ".join(f"{each:.0f}" for each in _marks(sizes)) + " MB")
    yield below(f"a line through {len(sizes)} looks", slope * 3_600, MOST, "MB an hour", 1)


def _marks(sizes: Sequence[float]) -> tuple[float, ...]:
    return sizes[0], min(sizes), max(sizes), sizes[-1]


async def _again(until: float, pause: float, work: Callable[[], Awaitable[object]]) -> int:
    """Do something at a steady pace until a time, and return how often it was done."""
    began = time.monotonic()
    for done in itertools.count():
        if time.monotonic() >= until:
            return done
        await work()
        await asyncio.sleep(max(0.0, began + (done + 1) * pause - time.monotonic()))
    raise AssertionError


async def _watched(process: int, until: float) -> list[tuple[float, float]]:
    """Return the megabytes a process held, and when."""
    began, seen = time.monotonic(), list[tuple[float, float]]()

    async def look() -> None:
        seen.append((time.monotonic() - began, resident(process)))
        if len(seen) % 60 == 0:
            print(f"{seen[-1][0] / 60:.0f} min: {seen[-1][1]:.0f} MB", file=sys.stderr)

    await _again(until, LOOK_EVERY, look)
    return seen


def _questions(api: BotAPI) -> Callable[[], Awaitable[object]]:
    """Return what asks on Telegram: each of the readers in turn, and now and then for a check-in within the hour."""
    people, questions = itertools.cycle(READERS), itertools.cycle(QUESTIONS)
    numbers = itertools.count()

    async def ask() -> None:
        person, number = Person(api, next(people), "en" if next(numbers) % 2 else "zh-hans"), next(numbers)
        if number % 20 == 0:
            soon = time.gmtime(time.time() + 300)
            await person.write(f"/subscribe {time.strftime('%a %H:%M', soon)} UTC")
        else:
            await person.write(next(questions))
        api.calls.clear()  # of us, who watch, nothing is to grow either
        api.done.clear()

    return ask


async def _pages(page: httpx.AsyncClient) -> Callable[[], Awaitable[object]]:
    """Return what asks on the page: for pages, and in a conversation."""
    csrf = token((await page.get("/en/chat")).text)
    addresses, questions, turns = itertools.cycle(PAGES), itertools.cycle(QUESTIONS), itertools.count()

    async def ask() -> None:
        if next(turns) % 2:
            got = await page.get(next(addresses))
        else:
            got = await page.post("/ask", json={"q": next(questions)}, headers={"X-CSRF": csrf})
        got.raise_for_status()

    return ask


def _edits(file: Path) -> Callable[[], Awaitable[object]]:
    """Return what changes a file in a way that readers do not see."""
    text, numbers = file.read_bytes(), itertools.count()

    async def edit() -> None:
        await asyncio.to_thread(file.write_bytes, text + b"# %d\n" % next(numbers))

    return edit


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
