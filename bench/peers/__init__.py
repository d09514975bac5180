"""Us against the peers, in one run: deliveries, answers, starts, memory, pages, reading; written to bench/RESULTS.md.

Rounds alternate, one process for each; what is compared is the time of the processor within a round, as machines that
are shared change their speed by half. What peers do has nothing behind it. How they are installed: `installed`. Ours
ran once before, so that it is compiled as they are, and is measured once it is ready.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, table
from bench.peers import echoing, reading, sending, serving
from bench.peers.installed import IN_NODE, IN_PYTHON, Peer, peers
from bench.start import run_once

RESULTS: Final = Path(__file__).parent.parent / "RESULTS.md"
ROUNDS: Final = 5
COUNT: Final = 1_500


def rows(count: int = COUNT, rounds: int = ROUNDS) -> Iterator[Row]:
    """Yield all rows, and write them down with the machine and the versions."""
    found = peers()
    for name in {*IN_PYTHON, *IN_NODE} - {peer.name for peer in found}:
        yield Row(name, "not installed, not measured")
    with TemporaryDirectory() as name:
        asyncio.run(run_once(Path(name)))
        measured = [
            Row("DELIVERIES", f"{rounds} rounds of {count:,}"),
            *sending.rows(found, rounds, count),
            Row("ANSWERS OVER LONG POLLING", f"{rounds} rounds of {count:,}"),
            *echoing.rows(found, rounds, count, Path(name)),
            Row("PAGES", f"{rounds} rounds of {count:,}"),
            *serving.rows(rounds, count, Path(name)),
            Row("READING", f"{rounds} rounds"),
            *reading.rows(rounds),
        ]
    RESULTS.write_text(_written(measured, found), encoding="utf-8")
    yield from measured


def _written(measured: list[Row], found: list[Peer]) -> str:
    ours = [f"{each} {version(each)}" for each in ("httptools", "orjson", "starlette", "uvicorn", "jinja2", "PyYAML")]
    versions = ", ".join([*ours, *(f"{peer.name} {peer.version}" for peer in found)])
    machine = f"{os.cpu_count()} processors ({platform.machine()}), load {os.getloadavg()[0]:.1f} at the end"
    return f"""# Us against the peers

Written by `python -m bench peers`, which says how it is measured: least times of the processor, median rates, ratios as
medians of rounds with the least and the greatest. What peers do has nothing behind it. Ours ran once before, so that it
is compiled as they are, and its answers are measured once a question in words was answered.

- On {dt.datetime.now(dt.UTC):%Y-%m-%d}: {machine}, {platform.system()}, Python {platform.python_version()}
- {versions}

```
{table(measured)}
```
"""


if __name__ == "__main__":
    sys.exit("run it as: python -m bench peers")
