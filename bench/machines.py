"""What programs are served: requests of the API a second, calls of assistants, and the site written as files."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, above, below, seconds, spread
from bot.channels.mcp.server import answered
from bot.channels.web.export.writing import ask
from bot.channels.web.site import build
from bot.dataset import Dataset
from bot.state.sqlite.store import Store
from tests.conftest import TODAY, built, shipped_edition

ROOT: Final = Path(__file__).parent.parent
REQUESTS: Final = 2_000
CALLS: Final = 300
SITE: Final = 30
"""Seconds in which the shipped edition is written."""


def rows() -> Iterator[Row]:
    """Yield requests a second without a network, in processor time; calls; and the seconds of a site by the clock."""
    edition = shipped_edition()
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        app = build(built(Store(connection), edition=edition).page)

        async def ask_often(address: str) -> None:
            for _ in range(REQUESTS):
                await ask(app, address)

        for address in ("/api/v1/predictions/ten-hypotheses/support-first", "/api/v1/predictions?state=failed"):
            asyncio.run(ask(app, address))  # made once, then kept
            took = seconds(asyncio.run, ask_often(address))
            yield above(f"{address}, kept", REQUESTS / took, 500, "requests/s", 0)
    dataset = Dataset(edition, TODAY, lambda language, address: f"https://site.example/{language}/{address}")
    calls = {"search": {"words": "客服"}, "forecast": {"id": "support-first"}, "track_record": {}}
    for name, arguments in calls.items():
        times = [seconds(answered, dataset, name, arguments) for _ in range(CALLS)]
        yield spread(f"tool {name}", times, p99=30)
    yield below("the site as files, by the clock", _site(), SITE, "s", 1)


def _site() -> float:
    """Return how long the site of the shipped edition takes, with feeds and calendars."""
    with TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        command = [sys.executable, "-m", "bot", "site", f"{folder}/site", "--base", "https://site.example"]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started
