"""Starting: from the start of a process to its first answer, and the memory it then holds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, below, percentile, resident
from tests.support.botapi import TOKEN, BotAPI, Person

ROOT: Final = Path(__file__).parent.parent
ROUNDS: Final = 5
SECONDS: Final = 1.5
MEGABYTES: Final = 100


def rows() -> Iterator[Row]:
    """Yield the median times of a few starts, the first of all not counted, and memory after a first answer."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _ask(folder)  # compiles what no process has compiled before
        yield below("ask → answer", percentile([_ask(folder) for _ in range(ROUNDS)], 0.5), SECONDS, "s")
        web = [asyncio.run(_web(folder)) for _ in range(ROUNDS)]
        yield below("run → /healthz", percentile([start for start, _ in web], 0.5), SECONDS, "s")
        telegram = [asyncio.run(_telegram(folder)) for _ in range(ROUNDS)]
        yield below("run → answer on Telegram", percentile([start for start, _ in telegram], 0.5), SECONDS, "s")
        yield below("memory, web alone", percentile([size for _, size in web], 0.5), MEGABYTES, "MB", 0)
        yield below("memory, web and Telegram", percentile([size for _, size in telegram], 0.5), MEGABYTES, "MB", 0)


def _ask(folder: Path) -> float:
    command = [sys.executable, "-m", "bot", "ask", "/sectors"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=_environment(folder), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return an environment in which only our settings count: no others, and no .env file of the current folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    places = {
        "BOT_BRIEFINGS": str(ROOT / "briefings"),
        "BOT_SEEDS": str(ROOT / "seeds"),
        "BOT_DATA": str(folder / "data"),
    }
    return own | {"PYTHONPATH": str(ROOT)} | places | settings


@contextlib.asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run the bot while the context lasts; gives its process and address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=_environment(folder, BOT_WEB_PORT=str(port), **settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _web(folder: Path) -> tuple[float, float]:
    """Return the seconds until /healthz answers, and the megabytes after a first answer."""
    started = time.perf_counter()
    async with running(folder) as (process, url):
        await asyncio.to_thread(_healthy, url)
        taken = time.perf_counter() - started
        await asyncio.to_thread(_read, f"{url}/zh/chat?q=/sectors")
        return taken, resident(process.pid)


async def _telegram(folder: Path) -> tuple[float, float]:
    """Return the seconds until a person who is already waiting gets an answer, and the megabytes then."""
    async with BotAPI().serving() as api:
        person = Person(api, 1)
        await person.send("/sectors")
        started = time.perf_counter()
        async with running(folder, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as (process, _):
            await person.read()
            return time.perf_counter() - started, resident(process.pid)


def _healthy(url: str) -> None:
    """Wait until /healthz answers; raises TimeoutError where it never does."""
    until = time.perf_counter() + 20
    while time.perf_counter() < until:
        try:
            return _read(f"{url}/healthz")
        except urllib.error.URLError:
            time.sleep(0.005)
    raise TimeoutError(f"{url}/healthz does not answer")


def _read(url: str) -> None:
    with urllib.request.urlopen(url, timeout=20) as answer:
        answer.read()
