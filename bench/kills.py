"""200 kills of real deliveries, 1,000 recipients a run: who was forgotten, who got a message twice.

Run it with `python -m bench.kills [KILLS]`; it takes minutes, so it is not among what `python -m bench` runs.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, below, table
from tests.conftest import NOW
from tests.delivery.test_kill import IN_FLIGHT, SLOW, Post, issues, prepare, states, tick
from tests.support.home import Home

ROOT: Final = Path(__file__).parent.parent
KILLS: Final = 200
A_RUN: Final = 20
RECIPIENTS: Final = 1_000


def rows(kills: int = KILLS) -> Iterator[Row]:
    """Yield what became of everyone after so many kills at moments of a fixed seed."""
    chance, started = random.Random(200), time.perf_counter()
    forgotten = repeated = unrecorded = 0
    most = Counter[str]()
    for run in range(kills // A_RUN):
        counts, left, records = asyncio.run(_run(chance))
        forgotten += RECIPIENTS - len(counts)
        repeated += counts.total() - len(counts)
        unrecorded += left + sum(records[chat] != 1 for chat in range(1, RECIPIENTS + 1))
        most["messages to one reader"] = max(most["messages to one reader"], *counts.values())
        print(f"run {run + 1}: {counts.total() - len(counts)} twice", file=sys.stderr)
    yield Row("kills", f"{kills} in {time.perf_counter() - started:.0f} s")
    yield Row("recipients", f"{kills // A_RUN} × {RECIPIENTS:,}")
    yield Row("forgotten", str(forgotten), "0", forgotten == 0)
    yield Row("rows not sent, or recorded other than once", str(unrecorded), "0", unrecorded == 0)
    yield below("messages sent again", repeated, kills * IN_FLIGHT + 1, "of them", 0)
    yield Row("  a kill, on average", f"{repeated / kills:.2f}", f"≤ {IN_FLIGHT}", repeated <= kills * IN_FLIGHT)
    yield Row("  to one reader at most", f"{most['messages to one reader']} messages")


async def _run(chance: random.Random) -> tuple[Counter[int], int, Counter[int]]:
    """Kill one delivery again and again, then let it end; return what arrived, rows not sent, and what is recorded."""
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        home = Home(Path(name), forks=False)
        await prepare(home, RECIPIENTS, NOW)
        async with Post(SLOW).serving() as post:
            for _ in range(A_RUN):
                ended = await tick(home, post, kill_after=chance.randint(1, 2 * RECIPIENTS // A_RUN - IN_FLIGHT))
                if ended != -9:
                    raise RuntimeError(f"a process ended with {ended} before it was killed")
            if await tick(home, post) != 0:
                raise RuntimeError("the last process failed")
        return post.counts, RECIPIENTS - states(home)["sent"], issues(home)


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
