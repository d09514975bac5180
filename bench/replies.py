"""Questions on Telegram: what an answer costs the processor and how long it takes, beside bots that only echo.

All poll one server at a time, at which the same number of people always has a question open; rounds alternate, and the
bot is held against each echo within a round.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench import echoes
from bench.measuring import Row, above, processor_time, spread
from bench.open_questions import OPEN, open_questions
from bench.start import running
from tests.support.botapi import TOKEN

ROUNDS: Final = 3
WARM: Final = 500
ASKED: Final = 2_000
QUESTION: Final = "/sectors"
OURS: Final = "answers on Telegram"
WANTED: Final = {"Telegraf": 1.3}
"""How many times the processor time of an answer these are to take to echo."""
SLOWEST: Final = 10
"""Milliseconds that one answer in a hundred may take."""


def rows(asked: int = ASKED) -> Iterator[Row]:
    """Yield for what is written and for what is pressed the time of the processor, the ratios and the waits."""
    for pressed in (False, True):
        yield from _compared(asked, pressed=pressed)
    if "Telegraf" not in echoes.commands(""):
        yield Row("Telegraf", "not installed, not measured")


def _compared(asked: int, *, pressed: bool) -> Iterator[Row]:
    costs, waits = defaultdict[str, list[float]](list), list[float]()
    for _ in range(ROUNDS):
        for name in (OURS, *echoes.commands("")):
            cost, waited = asyncio.run(_measured(name, asked, pressed=pressed))
            costs[name].append(cost)
            waits += waited if name == OURS else []
    kind = "pressed" if pressed else "written"
    for name, found in costs.items():
        yield Row(f"{name}, {kind}, {OPEN} open", f"{min(found) * 1e6:,.0f} µs of processor each")
    for name in costs.keys() - {OURS}:
        ratio = median(theirs / ours for ours, theirs in zip(costs[OURS], costs[name], strict=True))
        yield above(f"  an echo of {name}, {kind}", ratio, WANTED.get(name), "answers")
    yield spread(f"  {OURS}, {kind}", waits, p99=SLOWEST)


async def _measured(name: str, asked: int, *, pressed: bool) -> tuple[float, list[float]]:
    """Return the seconds of processor an answer takes, and how long each question was open."""
    with open_questions() as server:
        async with _bot(name, server.url) as process:
            await asyncio.to_thread(server.warm, QUESTION, WARM, pressed=pressed)
            before = processor_time(process)
            waits = await asyncio.to_thread(server.ask, QUESTION, asked, pressed=pressed)
            return (processor_time(process) - before) / asked, waits


@contextlib.asynccontextmanager
async def _bot(name: str, url: str) -> AsyncIterator[int]:
    """Run ours or an echo while the context lasts; gives the id of its process."""
    if name == OURS:
        with TemporaryDirectory() as folder:
            async with running(Path(folder), BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=url) as (process, _):
                yield process.pid
        return
    command = echoes.commands(url)[name]
    echo = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield echo.pid
    finally:
        echo.kill()
        await echo.wait()
