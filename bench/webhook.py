"""Questions that Telegram brings beside those that are fetched: what an answer costs and how long each was open.

The same bot in both ways, in rounds that alternate, at a server at which the same number of people always has a
question open. What is brought lies on the disk before it is taken for delivered; what is fetched is confirmed by the
next request.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, below, processor_time, spread
from bench.open_questions import OPEN, open_questions
from bench.start import running
from tests.support.botapi import TOKEN

ROUNDS: Final = 3
WARM: Final = 300
ASKED: Final = 2_000
QUESTION: Final = "/sectors"
WAYS: Final[dict[str, dict[str, str]]] = {"fetched": {}, "brought": {"BOT_WEBHOOK_URL": "{address}"}}
SLOWEST: Final = 100
"""Milliseconds that one answer in a hundred may take, as a question over the webhook is to."""


def rows(asked: int = ASKED) -> Iterator[Row]:
    """Yield for both ways the time of the processor, the answers a second and the waits; and the ratio of the first."""
    costs, rates, waits = (defaultdict[str, list[float]](list) for _ in range(3))
    for _ in range(ROUNDS):
        for way in WAYS:
            cost, rate, waited = asyncio.run(_measured(way, asked))
            costs[way].append(cost)
            rates[way].append(rate)
            waits[way] += waited
    for way in WAYS:
        yield Row(f"{way}, {OPEN} open", f"{min(costs[way]) * 1e6:,.0f} µs of processor each, {max(rates[way]):,.0f}/s")
        yield spread(f"  {way}", waits[way], p99=SLOWEST)
    ratio = median(brought / fetched for fetched, brought in zip(costs["fetched"], costs["brought"], strict=True))
    yield below("what is brought costs", ratio, None, "times what is fetched")


async def _measured(way: str, asked: int) -> tuple[float, float, list[float]]:
    """Return the seconds of processor an answer takes, the answers a second, and how long each question was open."""
    with open_questions() as server, TemporaryDirectory() as folder:
        named = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": server.url}
        async with running(Path(folder), **named, **WAYS[way]) as (process, _):
            await asyncio.to_thread(server.warm, QUESTION, WARM, pressed=False)
            used, began = processor_time(process.pid), time.perf_counter()
            waits = await asyncio.to_thread(server.ask, QUESTION, asked, pressed=False)
            return (
                (processor_time(process.pid) - used) / asked,
                asked / (time.perf_counter() - began),
                waits,
            )
