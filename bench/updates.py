"""50,000 updates of every shape that the Bot API knows, and damaged ones, one after the other.

The bot is a process of its own, and fetches them over HTTP. Each is to be no fault of ours and stop nobody, and none is
to be answered where nobody asked. Run it with `python -m bench.updates [MANY [SEED]]`; 50,000 take some minutes.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.request import urlopen

from bench.measuring import Row, below, resident, table
from bench.start import running
from tests.support.botapi import TOKEN, Person
from tests.support.everything import Everything

MANY: Final = 50_000
PART: Final = 1_000
"""Updates after which somebody asks: in vain where the queue has stopped."""
SEED: Final = 10
ASKER: Final = 7
QUIET: Final = 3.0
"""Seconds in which the last of them are answered."""


def rows(many: int = MANY, seed: int = SEED) -> Iterator[Row]:
    """Yield how many there were, what came of them, and the memory before and after."""
    with TemporaryDirectory() as name:
        return iter(asyncio.run(_measured(Path(name), many, seed)))


async def _measured(folder: Path, many: int, seed: int) -> list[Row]:
    api, log, waits = Everything(seed), folder / "log", list[float]()
    settings = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_BULK_RATE": "1000"}
    async with api.serving(), running(folder, log, **settings | {"BOT_TELEGRAM_API_URL": api.url}) as (process, url):
        await _waits(api)  # until it has started
        before, started = resident(process.pid), time.perf_counter()
        for first in range(1, many + 1, PART):
            await api.bring(min(PART, many - first + 1), first)
            waits.append(await _waits(api))
            print(f"{first + PART - 1:,} updates, {len(api.sent):,} answers, {waits[-1]:.2f} s", file=sys.stderr)
        taken = time.perf_counter() - started
        await asyncio.sleep(QUIET)
        failures = await asyncio.to_thread(_failures, url)
        after = resident(process.pid)
    said = log.read_text(encoding="utf-8")
    wrong, faults = api.wrong(ASKER), said.count("Traceback")
    return [
        Row("updates, answers", f"{many:,}, {len(api.sent):,} in {taken:.0f} s"),
        Row("passed over as they cannot be read", f"{said.count('cannot be read and is passed over'):,}"),
        Row("faults in the log", str(faults), "0", not faults),
        Row("failures in /metrics", f"{failures:g}", "0", not failures),
        Row("answers where nobody asked", str(len(wrong)), "0", not wrong),
        *(Row(f"  {method}", form["chat_id"]) for method, form in wrong[:5]),
        below("a question meanwhile, at the longest", max(waits), None, "s"),
        below("memory, before and after", after - before, 32, "MB more", 0),
    ]


async def _waits(api: Everything) -> float:
    """Return how long somebody waits for an answer."""
    started = time.perf_counter()
    await Person(api, ASKER, "en").write("/help")
    return time.perf_counter() - started


def _failures(url: str) -> float:
    """Return how many answers were errors of ours, by what operators are told."""
    with urlopen(f"{url}/metrics", timeout=20) as answer:
        told = answer.read().decode()
    return sum(float(line.split()[-1]) for line in told.splitlines() if line.startswith("hindsight_failures_total"))


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
