"""Ten million votes: how long a state of them takes to open, to count afresh, and in memory.

`python -m bench votes 1000000` measures as many as it says.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.measuring import Row, below, peak, resident
from bot.people.readers import CHANCES
from bot.state.sqlite.engine import SQLite
from tests.conftest import NOW
from tests.delivery.test_kill import fill

VOTES: Final = 10_000_000
OF_EACH: Final = 100
NAMES: Final = 236


def rows(votes: int = VOTES) -> Iterator[Row]:
    """Yield how long the first start takes that counts all votes, and every one after it; with the memory of both."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _apart(_filled, folder, votes)
        yield Row(f"{votes:,} votes", f"a file of {SQLite(folder).file.stat().st_size / 1e6:,.0f} MB")
        taken, grown = _apart(_counted, folder)
        yield below("  counted afresh: memory", grown, 50, "MB", 1)
        yield Row("    in all, for each vote", f"{taken:.1f} s, {taken / votes * 1e6:.2f} us")
        taken, grown = _apart(_opened, folder)
        yield below("  opened", taken, 2, "s", 3)
        yield below("    memory", grown, 20, "MB", 1)


def _apart(measured: Callable[..., Any], *args: Any) -> Any:
    """Return what a function returns in a process of its own, whose memory nothing else has used."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, *args).result()


def _filled(folder: Path, votes: int) -> None:
    with closing(SQLite(folder).open()) as store:
        readers = votes // OF_EACH
        asyncio.run(fill(store, readers, NOW))
        vote = "insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)"
        at = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
        said = (
            (n, f"a/{(n + v) % NAMES}", CHANCES[(n * v) % len(CHANCES)], at)
            for n in range(1, readers + 1)
            for v in range(OF_EACH)
        )
        with store.writing() as db:
            db.executemany(vote, said)


def _counted(folder: Path) -> tuple[float, float]:
    with closing(SQLite(folder).open()) as store:
        before, began = resident(), time.perf_counter()
        store.count_anew()
        return time.perf_counter() - began, peak() - before


def _opened(folder: Path) -> tuple[float, float]:
    before, began = resident(), time.perf_counter()
    with closing(SQLite(folder).open()):
        return time.perf_counter() - began, resident() - before
