"""Ten thousand hostile appeals by made-up visitors of the page: what others wait meanwhile, and whether one is buried.

The bot, the crowd, and those who wait for it are processes of their own; whoever waits asks on Telegram and on the page
in turn, first while nobody else is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.measuring import Row, percentile, spread
from bot.people.newcomer_limit import MOST_NEWCOMERS
from tests.reception.test_crowd_of_appeals import DESK, HONEST, HOSTILE
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, Running, running
from tests.support.visiting import token

ROOT: Final = Path(__file__).parent.parent
MANY: Final = 10_000
EACH: Final = 5
"""Appeals of one visitor: more than may wait, so that some are refused."""
TOGETHER: Final = 4
"""Visitors of the crowd that wait for an answer at a time."""
ALONE: Final = 200
"""Questions that are asked while nobody else is there."""
ASK_EVERY: Final = 0.25
ANNA, HONEST_READER = 41, 42
ASKERS: Final = range(1_000, 1_010)
"""Enough chats that none of them is sent more than one message a second."""
ABOUT: Final = (
    DESK, "machine-dough/handmade-dearer", "machine-dough/half-of-shops", "quiet-library/no-closures",
)  # fmt: skip
QUESTIONS: Final = ("/predictions", f"/prediction {DESK}", "/scores", "bread", "/briefings")


def rows(many: int = MANY) -> Iterator[Row]:
    """Yield what others wait alone and beside a crowd, how many times as long, and where the honest appeal stands."""
    return iter(asyncio.run(_measured(many)))


async def _measured(many: int) -> list[Row]:
    async with BotAPI().serving() as api, _served(api) as bot:
        address = await bot.address()
        await bot.says("Telegram")
        async with httpx.AsyncClient(base_url=address, timeout=60) as page:
            idle = await _ask(api, page, lambda asked: asked < ALONE)
            crowd = multiprocessing.get_context("spawn").Process(target=_crowd, args=(address, many))
            crowd.start()
            honest = asyncio.create_task(_object(api))
            waits = await _ask(api, page, lambda _: crowd.is_alive())
            await honest
        due = (await Person(api, ANNA, "en").write("/due")).text
        started = time.perf_counter()
        listed = await Person(api, ANNA, "en").write("/appeals")
        weighed = time.perf_counter() - started
    first = due.index(HONEST) < due.find("evil.example") % (len(due) + 1) if HONEST in due else False
    rows = []
    for name, alone, beside in zip(("Telegram", "the page"), idle, waits, strict=True):
        rows += [spread(f"{name}, nobody else there", alone), spread(f"  beside {many:,} hostile appeals", beside)]
        for share in (0.5, 0.99):
            ratio = percentile(beside, share) / percentile(alone, share)
            rows.append(Row(f"  p{share * 100:.0f}, times as long", f"{ratio:.1f}"))
    rows.append(Row("the honest appeal stands first in /due", "yes" if first else "no", "yes", first))
    rows.append(Row(f"/appeals weighs all: {listed.text.splitlines()[0]}", f"{weighed * 1000:.0f} ms"))
    return rows


@contextlib.asynccontextmanager
async def _served(api: BotAPI) -> AsyncIterator[Running]:
    """Run the bot on the small edition, on Telegram and the page, while the context lasts."""
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        settings = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, "BOT_EDITORS": f"telegram:{ANNA}"}
        async with running(Home(Path(name), forks=False), **settings) as bot:
            yield bot


async def _object(api: BotAPI) -> None:
    """Object honestly, in the midst of the crowd."""
    await asyncio.sleep(5)
    await Person(api, HONEST_READER, "en").write(f"/appeal {DESK} {HONEST}")


async def _ask(api: BotAPI, page: httpx.AsyncClient, goes_on: Callable[[int], bool]) -> tuple[list[float], list[float]]:
    """Ask at a steady pace, on Telegram and on the page in turn; return how long each took."""
    people, waits = [Person(api, each, "en") for each in ASKERS], (list[float](), list[float]())
    for asked in itertools.count():
        if not goes_on(asked):
            return waits
        question, started = QUESTIONS[asked % len(QUESTIONS)], time.perf_counter()
        if asked % 2:
            await page.get("/en/chat", params={"q": question})
        else:
            await people[asked // 2 % len(people)].write(question)
        waits[asked % 2].append(time.perf_counter() - started)
        await asyncio.sleep(max(0, ASK_EVERY - (time.perf_counter() - started)))
    raise AssertionError


def _crowd(address: str, many: int) -> None:
    async def come() -> None:
        visitors = iter(range(-(-many // EACH)))

        async def one_after_the_other() -> None:
            for number in visitors:
                await _visit(address, number)

        await asyncio.gather(*(one_after_the_other() for _ in range(TOGETHER)))

    asyncio.run(come())


async def _visit(address: str, number: int) -> None:
    """Come as somebody new, from a network that is still let in, and object to everything."""
    network = 2 + number // MOST_NEWCOMERS
    transport = httpx.AsyncHTTPTransport(local_address=f"127.{network // 250}.{network % 250}.1")
    async with httpx.AsyncClient(base_url=address, transport=transport, timeout=60) as page:
        csrf = token((await page.get("/en/chat")).text)
        for turn in range(EACH):
            words = HOSTILE[(number + turn) % len(HOSTILE)].format(number)
            command = f"/appeal {ABOUT[(number + turn) % len(ABOUT)]} {words}"
            await page.post("/", data={"csrf": csrf, "q": command})
