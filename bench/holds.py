"""How long the event loop is kept from everybody: a coroutine sleeps a millisecond and notes how late it wakes.

On a machine that does other things too it wakes late anyway; so beside how late it was stands how long the loop's own
thread was at work meanwhile, which nobody else lengthens, and what waking costs when nothing is done.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bench.measuring import Row

HOLD: Final = 20.0
"""Milliseconds for which the loop may be kept from answering readers."""
SLEEP: Final = 0.001
ROUNDS: Final = 5

Action = Callable[[], Awaitable[object]]


@dataclass
class Turns:
    """The longest turn of the loop: by how much somebody woke late, and how long the loop's thread worked in it."""

    late: float = 0.0
    busy: float = 0.0


@dataclass
class Held:
    """What an action did to the loop, round by round: the longest turns, and the processor time of it all."""

    turns: list[Turns] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The processor time of the round that used least, in seconds."""
        return min(self.used)

    def row(self, what: str) -> Row:
        """Return the longest hold beside its goal: met where the loop's thread never worked longer at a stretch."""
        late, busy = (sorted(getattr(each, kind) * 1000 for each in self.turns) for kind in ("late", "busy"))
        figures = (
            f"{busy[-1]:6.1f} ms at work, {late[0]:5.1f} to {late[-1]:5.1f} late, in all {max(self.taken) * 1000:8,.0f}"
        )
        return Row(f"  {what}", figures, f"< {HOLD:g} ms", busy[-1] < HOLD)


@asynccontextmanager
async def watched() -> AsyncIterator[Turns]:
    """Note the longest turn of the loop while the context lasts."""
    found = Turns()

    async def watch() -> None:
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(SLEEP)
            found.late = max(found.late, time.perf_counter() - began - SLEEP)
            found.busy = max(found.busy, time.thread_time() - worked)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield found
    finally:
        await asyncio.sleep(2 * SLEEP)  # so that it wakes once more
        task.cancel()


async def held(action: Action, rounds: int = ROUNDS, *, warm: bool = True) -> Held:
    """Do something a few times, after a first time that loads what no question has needed before."""
    if warm:
        await action()
    found = Held()
    for _ in range(rounds):
        async with watched() as turns:
            began, used = time.perf_counter(), time.process_time()
            await action()
            found.taken.append(time.perf_counter() - began)
            found.used.append(time.process_time() - used)
        found.turns.append(turns)
    return found


def exponents(of: Mapping[str, float], less: Mapping[str, float], times: float) -> dict[str, float]:
    """Return with which power the time of each thing grows, where there are so many times as many of something."""
    return {
        each: math.log(max(of[each], 1e-6) / max(less[each], 1e-6)) / math.log(times) for each in of if each in less
    }
