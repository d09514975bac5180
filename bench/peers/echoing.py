"""Questions answered over long polling against bots that only echo: cost, rate, waits; from the start; and memory.

Starts are those of a bot that ran before, as a peer's are: what it needs is compiled, and read. What answers cost is
measured once ours is ready for questions in words too: it makes itself ready for them while it answers others already.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from bench.measuring import Row, below, percentile, processor_time, ratio, resident
from bench.open_questions import OPEN, open_questions
from bench.peers.installed import ROOT, Peer, environment
from bench.start import after, running
from tests.support.botapi import TOKEN

QUESTION: Final = "/sectors"
OURS: Final = "answers"
FASTEST: Final = "telegraf"
WANTED: Final = 1.3
SLOWEST: Final = 10
"""Milliseconds that one answer in a hundred may take."""
WARM: Final = 300


class Seen(NamedTuple):
    """What was seen of a bot: seconds to its first answer, of the processor for each, for all; waits; megabytes."""

    first: float
    processor: float
    taken: float
    waits: list[float]
    memory: float


def rows(peers: list[Peer], rounds: int, count: int, run: Path) -> Iterator[Row]:
    """Yield what an answer costs everybody, how many come a second and how late; starts and memory.

    `run` is the folder of an earlier run of ours.
    """
    seen, silent = defaultdict[str, list[Seen]](list), set[Peer]()
    for _ in range(rounds):
        for peer in (None, *(each for each in peers if each not in silent)):
            try:
                seen[peer.name if peer else OURS].append(asyncio.run(_measured(peer, count, run)))
            except TimeoutError as error:
                if peer is None:
                    raise
                silent.add(peer)
                yield Row(f"{peer.name}, left out", str(error))
    peers = [each for each in peers if each not in silent]
    seen = defaultdict(list, {name: seen[name] for name in (OURS, *(each.name for each in peers))})
    for name, found in seen.items():
        late = percentile([wait for each in found for wait in each.waits], 0.99) * 1_000
        cost, rate = min(each.processor for each in found) * 1e6, median(count / each.taken for each in found)
        figures = f"{cost:6,.0f} µs {rate:6,.0f}/s p99 {late:5.1f} ms"
        yield Row(f"{name}, {OPEN} open", figures, *((f"p99 < {SLOWEST} ms", late < SLOWEST) if name == OURS else ()))
    for peer in peers:
        pairs = [(theirs.processor, mine.processor) for mine, theirs in zip(seen[OURS], seen[peer.name], strict=True)]
        wanted = WANTED if peer.name == FASTEST else None
        yield ratio(f"  an echo of {peer.name} / an answer, processor", pairs, least=wanted)
    for name, found in seen.items():
        first, memory = median(each.first for each in found), median(each.memory for each in found)
        yield below(f"{name}, start → first answer", first, 0.9 if name == OURS else None, "s")
        yield below(f"{name}, memory", memory, 90 if name == OURS else None, "MB", 0)


async def _measured(peer: Peer | None, count: int, run: Path) -> Seen:
    with open_questions() as server:
        waiting = asyncio.create_task(asyncio.to_thread(server.ask, QUESTION, 1, pressed=False))
        async with _bot(peer, server.url, run) as (process, began):
            await waiting
            first = time.perf_counter() - began
            await asyncio.to_thread(server.warm, QUESTION, WARM, pressed=False)
            before, began = processor_time(process), time.perf_counter()
            waits = await asyncio.to_thread(server.ask, QUESTION, count, pressed=False)
            taken = time.perf_counter() - began
            return Seen(first, (processor_time(process) - before) / count, taken, waits, resident(process))


@contextlib.asynccontextmanager
async def _bot(peer: Peer | None, url: str, run: Path) -> AsyncIterator[tuple[int, float]]:
    """Run a peer, or ours, while the context lasts; gives the id of its process, and when it began."""
    if peer is None:
        with after(run) as folder:
            began = time.perf_counter()
            async with running(folder, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=url) as (process, _):
                yield process.pid, began
        return
    silent, began = subprocess.DEVNULL, time.perf_counter()
    echo = await asyncio.create_subprocess_exec(
        *peer.echoes(url), cwd=ROOT, env=environment(), stdout=silent, stderr=silent
    )
    try:
        yield echo.pid, began
    finally:
        echo.kill()
        await echo.wait()
