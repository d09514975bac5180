"""What the state costs by where it is, SQLite in the process or PostgreSQL beside it: an answer, and a week's plan.

Each reader is one of the page with a cookie of their own, and presses buttons as a browser does; a process of its own
serves them. What is told of PostgreSQL is of one on this machine, which waits for the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.cluster import fill_database
from bench.measuring import Row, below, peak, percentile, ratio, resident, spread
from bench.planning import MANY, apart, working
from bot.state.postgres.engine import Postgres
from tests.conftest import NOW
from tests.support import postgres
from tests.support.home import Home, running
from tests.support.visiting import token

ROOT: Final = Path(__file__).parent.parent
AT_ONCE: Final = (1, 8, 32)
ANSWERS: Final = 1_600
"""Answers of each round."""
ROUNDS: Final = 3
SAID: Final = ("/vote machine-dough/night-shift 35", "/checkin", "/vote machine-dough/night-shift 80", "/settings")


def rows() -> Iterator[Row]:
    """Yield the times of answers on both, in alternating rounds, and how many times one is the other."""
    postgres.wait_for_the_disk()
    yield from asyncio.run(_on_both())
    with postgres.database() as address:
        asyncio.run(fill_database(Postgres(address), MANY, NOW))
        grown, taken = apart(_plan, address)
    yield below(f"planning {MANY:,} check-ins due at once on PostgreSQL", taken, 60, "s", 1)
    yield below("  memory", grown, 200, "MB", 0)


def _plan(address: str) -> tuple[float, float]:
    """Return the megabytes by which planning everything grew memory at most, and its seconds."""
    with closing(Postgres(address).open()) as state:
        before, started = resident(), time.perf_counter()
        due = asyncio.run(working(state).tick())
        taken = time.perf_counter() - started
    assert due == MANY
    return peak() - before, taken


async def _on_both() -> list[Row]:
    found: list[Row] = []
    with postgres.database() as address:
        async with _served() as one, _served(BOT_DATABASE_URL=address) as other:
            for at_once in AT_ONCE:
                times: dict[str, list[list[float]]] = {one: [], other: []}
                for _, url in itertools.product(range(ROUNDS), (one, other)):
                    times[url].append(await _answers(url, at_once))
                alone, beside = (list(itertools.chain(*times[url])) for url in (one, other))
                found += [
                    spread(f"an answer over HTTP, {at_once} at once, SQLite", alone),
                    spread("  PostgreSQL", beside),
                    _p99(times[one], times[other], at_once),
                ]
                if at_once == 1:
                    more = (percentile(beside, 0.5) - percentile(alone, 0.5)) * 1_000
                    found.append(below("  how much more the median is", more, 1, "ms"))
    return found


def _p99(alone: list[list[float]], beside: list[list[float]], at_once: int) -> Row:
    pairs = [(percentile(two, 0.99), percentile(one, 0.99)) for one, two in zip(alone, beside, strict=True)]
    return ratio("  its 99th percentile is that of SQLite", pairs, most=2 if at_once > 1 else None)


@contextlib.asynccontextmanager
async def _served(**variables: object) -> AsyncIterator[str]:
    """Run the bot on the small edition while the context lasts; yields its address."""
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        async with running(Home(Path(name), forks=False), **variables) as bot:
            yield await bot.address()


async def _answers(url: str, at_once: int) -> list[float]:
    """Return how long each answer took, to so many readers who all press at once, and again once they have it."""
    async with contextlib.AsyncExitStack() as left:
        readers = [await left.enter_async_context(httpx.AsyncClient(base_url=url, timeout=60)) for _ in range(at_once)]
        tokens = [token((await each.get("/en/chat")).text) for each in readers]
        lives = zip(readers, tokens, strict=True)
        found = await asyncio.gather(*(_life(*each, ANSWERS // at_once) for each in lives))
    return list(itertools.chain(*found))


async def _life(reader: httpx.AsyncClient, csrf: str, answers: int) -> list[float]:
    times = []
    for said in itertools.islice(itertools.cycle(SAID), answers):
        started = time.perf_counter()
        answer = await reader.post("/ask", json={"q": said}, headers={"X-CSRF": csrf})
        times.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.text
    return times
