"""Starting: from the start of a process to its first answer, and the memory it then holds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
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
from urllib.parse import urlencode

from bench.measuring import Row, below, percentile, processor_time, resident
from tests.support.botapi import TOKEN, BotAPI, Person

ROOT: Final = Path(__file__).parent.parent
ROUNDS: Final = 5
SECONDS: Final = 0.9
IDLE: Final = 90
"""Megabytes allowed while nobody asks anything, with Telegram."""
MORE: Final = 15
WEB, TELEGRAM = 89 + MORE, 128 + MORE
"""Megabytes allowed after a first answer, web alone and with Telegram: so much more than when the bot could only be
given commands (602b61f)."""


def rows() -> Iterator[Row]:
    """Yield the median times of a few starts, the first of all not counted, and memory after a first answer."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _ask(folder)  # compiles what no process has compiled before
        yield below("ask → answer", percentile([_ask(folder) for _ in range(ROUNDS)], 0.5), SECONDS, "s")
        web = [asyncio.run(_web(folder)) for _ in range(ROUNDS)]
        yield below("run → /healthz", percentile([start for start, _, _ in web], 0.5), SECONDS, "s")
        yield below("run → /healthz, processor time", percentile([used for _, used, _ in web], 0.5), None, "s")
        telegram = [asyncio.run(_telegram(folder)) for _ in range(ROUNDS)]
        yield below("run → answer on Telegram", percentile([start for start, _ in telegram], 0.5), SECONDS, "s")
        yield below("memory, idle, web and Telegram", percentile(asyncio.run(_idle(folder)), 0.5), IDLE, "MB", 0)
        for (what, most), sizes in zip(_ASKED.items(), zip(*(sizes for *_, sizes in web), strict=True), strict=True):
            yield below(f"memory, web alone, after {what}", percentile(sizes, 0.5), most, "MB", 0)
        yield below("memory, web and Telegram", percentile([size for _, size in telegram], 0.5), TELEGRAM, "MB", 0)


_ASKED: Final = {"/sectors in zh": WEB, "律师会不会失业 in zh": WEB, "/sectors in zh-hant": None}
"""What is asked one after the other, in which language, and the megabytes allowed; the last takes dictionaries."""


def _ask(folder: Path) -> float:
    command = [sys.executable, "-m", "bot", "ask", "/sectors"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=_environment(folder), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return an environment in which only our settings count: no others, and no .env file of the current folder.

    What is compiled once is kept, as it is where the bot is installed.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHONDONTWRITE"))}
    places = {
        "BOT_BRIEFINGS": str(ROOT / "briefings"),
        "BOT_SEEDS": str(ROOT / "seeds"),
        "BOT_DATA": str(folder / "data"),
    }
    python = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    return own | python | places | settings


def free_port() -> int:
    """Return the number of a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def running(
    folder: Path, log: Path | None = None, /, **settings: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run the bot while the context lasts; gives its process and address, which settings may name as {address}.

    What it says goes into a `log`, if any.
    """
    port = free_port()
    with (log or Path(os.devnull)).open("ab") as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=folder,
            env=_environment(folder, BOT_WEB_PORT=str(port), **_filled(settings, f"http://127.0.0.1:{port}")),
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _filled(settings: dict[str, str], address: str) -> dict[str, str]:
    return {name: value.replace("{address}", address) for name, value in settings.items()}


async def _web(folder: Path) -> tuple[float, float, list[float]]:
    """Return the seconds until /healthz answers, the processor's too, and the megabytes after each question."""
    started = time.perf_counter()
    async with running(folder) as (process, url):
        await asyncio.to_thread(_healthy, url)
        taken, used = time.perf_counter() - started, processor_time(process.pid)
        sizes = []
        for asked in _ASKED:
            question, _, language = asked.partition(" in ")
            await asyncio.to_thread(_read, f"{url}/{language}/chat?{urlencode({'q': question})}")
            sizes.append(resident(process.pid))
        return taken, used, sizes


async def _telegram(folder: Path) -> tuple[float, float]:
    """Return the seconds until a person who is already waiting gets an answer, and the megabytes then."""
    async with BotAPI().serving() as api:
        person = Person(api, 1)
        await person.send("/sectors")
        started = time.perf_counter()
        async with running(folder, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as (process, _):
            await person.read()
            return time.perf_counter() - started, resident(process.pid)


async def run_once(folder: Path) -> None:
    """Run the bot until it has answered on Telegram and in words: what it needs is compiled and read from then on."""
    async with BotAPI().serving() as api:
        person = Person(api, 1)
        await person.send("/sectors")
        async with running(folder, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as (_, url):
            await person.read()
            await ready(url)


@contextlib.contextmanager
def after(run: Path) -> Iterator[Path]:
    """Give a folder with what an earlier run compiled and read, and nothing of its readers, while the context lasts."""
    with TemporaryDirectory() as name:
        folder = shutil.copytree(run, Path(name, "again"), ignore=shutil.ignore_patterns("hindsight.*"))
        yield Path(folder)


async def ready(url: str) -> None:
    """Wait until all that words are understood by is made: a question in words waits for it, and is answered then."""
    await asyncio.to_thread(_healthy, url)
    await asyncio.to_thread(_read, f"{url}/en/chat?q=lawyers")


async def _idle(folder: Path) -> list[float]:
    """Return the megabytes once all that words are understood by is made."""
    sizes = []
    for _ in range(ROUNDS):
        async with BotAPI().serving() as api:
            telegram = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
            async with running(folder, **telegram) as (process, url):
                await ready(url)
                sizes.append(resident(process.pid))
    return sizes


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
