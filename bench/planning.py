"""Ticks: what they cost with very many subscriptions, and what a million rows at once take in memory."""

from __future__ import annotations

import asyncio
import datetime as dt
import multiprocessing
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from bench.measuring import Row, below, peak, resident
from bot.delivery.worker import Deliveries
from bot.state import State
from bot.state.sqlite.store import Store
from tests.conftest import NOW, ROOT, built
from tests.delivery.test_kill import fill

T = TypeVar("T")

SMALL: Final = ROOT / "tests" / "small"
SUBSCRIPTIONS: Final = 100_000
DUE: Final = 1_000
MANY: Final = 1_000_000
HOLD: Final = 50.0
"""Milliseconds for which a tick may keep the loop from answering readers."""


def rows() -> Iterator[Row]:
    """Yield what a tick costs, with none due and with a thousand, and the memory of a million due at once."""
    with TemporaryDirectory() as name, closing(Store.open(Path(name))) as store:
        yield from _ticks(store)
    with TemporaryDirectory() as name:
        apart(_fill, Path(name))
        grown, taken, hold = apart(_plan, Path(name))
    yield below(f"planning {MANY:,} check-ins due at once: memory", grown, 200, "MB", 0)
    yield Row("  for each", f"{taken / MANY * 1e6:.0f} us")
    yield below("  longest hold of the loop", hold * 1000, HOLD, "ms", 1)


def _ticks(store: Store) -> Iterator[Row]:
    asyncio.run(fill(store, SUBSCRIPTIONS, NOW + dt.timedelta(days=1)))
    work = working(store)
    taken, _, due = asyncio.run(_tick(work))
    assert due == 0
    yield below(f"a tick, none of {SUBSCRIPTIONS:,} due", taken * 1000, 5, "ms")
    with store.writing() as db:
        query = "update subscriptions set next_at = ?, minute = ?, weekday = ? where reader <= ?"
        db.execute(query, (f"{NOW:%Y-%m-%dT%H:%M:%SZ}", NOW.hour * 60 + NOW.minute, NOW.weekday(), DUE))
    taken, hold, due = asyncio.run(_tick(work))
    assert due == DUE
    yield below(f"a tick, {DUE:,} of {SUBSCRIPTIONS:,} due", taken * 1000, 100, "ms", 1)
    yield below("  longest hold of the loop", hold * 1000, HOLD, "ms", 1)


def apart(measured: Callable[[T], Any], of: T) -> Any:
    """Return what a function returns in a process of its own, whose memory nothing else has used."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, of).result()


def _fill(folder: Path) -> None:
    with closing(Store.open(folder)) as store:
        asyncio.run(fill(store, MANY, NOW))


def _plan(folder: Path) -> tuple[float, float, float]:
    """Return the megabytes by which planning everything grew memory at most, its seconds, the longest hold."""
    with closing(Store.open(folder)) as store:
        before = resident()
        taken, hold, due = asyncio.run(_tick(working(store)))
    assert due == MANY
    return peak() - before, taken, hold


def working(store: State) -> Deliveries:
    """Return what plans, and has nobody to send anything by."""
    return built(store, briefings=SMALL / "briefings", seeds=SMALL / "seeds").deliveries({})


async def _tick(work: Deliveries) -> tuple[float, float, int]:
    """Return how long a tick took, how long it held the loop at most, and how many were due."""
    async with watched() as longest:
        started = time.perf_counter()
        due = await work.tick()
        taken = time.perf_counter() - started
        await asyncio.sleep(0)
    return taken, max(longest), due


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """Keep how long turns of the loop took, those longer than all before: somebody who wants to run waits as long."""
    longest = [0.0]

    async def watch() -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            if now - before > longest[-1]:
                longest.append(now - before)
            before = now

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield longest
    finally:
        task.cancel()
