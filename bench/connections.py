"""Connections: what thousands that say nothing cost everybody else, and pages that wait; and few descriptors for many.

The server is a process of its own; whoever asks meanwhile opens a new connection each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.measuring import Row, below, percentile, resident
from tests.support.home import Home, Running, running

ROOT: Final = Path(__file__).parent.parent
SILENT: Final = 5_000
WAITING: Final = 2_000
FEW: Final = 64
"""Descriptors a server is left with, where many connect."""
ASKED: Final = 50
_END: Final = b"0\r\n\r\n"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def rows() -> Iterator[Row]:
    """Yield what others wait meanwhile, how long connections stay, what they take, what the log says of them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield from asyncio.run(_silent())
    yield from asyncio.run(_waiting())
    yield from asyncio.run(_few())


async def _silent() -> list[Row]:
    async with _served() as (bot, url):
        connections = [await _opened(url) for _ in range(SILENT)]
        waits = [await _asked(url) for _ in range(ASKED)]
        started = time.perf_counter()
        await asyncio.gather(*(_drained(each) for each in connections))
        closed = time.perf_counter() - started
        await bot.stop()
    return [
        below(f"/healthz beside {SILENT:,} silent connections", percentile(waits, 0.99) * 1_000, 250, "ms", 0),
        below("  until all of those are closed", closed, 20, "s", 0),
    ]


async def _waiting() -> list[Row]:
    async with _served() as (bot, url):
        before = resident(bot.process.pid)
        async with httpx.AsyncClient() as client:
            cookies = (await client.get(url)).cookies
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        says = f"GET /events HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()
        pages = [await _opened(url, says) for _ in range(WAITING)]
        await asyncio.sleep(35)  # two signs of life, and more than a head may take
        waits = [await _asked(url) for _ in range(ASKED)]
        taken = resident(bot.process.pid) - before
        started = time.perf_counter()
        ending = asyncio.create_task(bot.stop())
        whole = sum(await asyncio.gather(*(_drained(each) for each in pages)))
        await ending
        stopped = time.perf_counter() - started
    return [
        Row(f"of {WAITING:,} pages that wait, open after 35 s", f"{whole:,}", f"{WAITING:,}", whole == WAITING),
        below("  /healthz meanwhile", percentile(waits, 0.99) * 1_000, 250, "ms", 0),
        Row("  what they take", f"{taken:.0f} MB"),
        below("  a stop", stopped, 10, "s", 1),
    ]


async def _few() -> list[Row]:
    async with _served("sh", "-c", f'ulimit -n {FEW}; exec "$@"', "sh") as (bot, url):
        connections = [await _opened(url) for _ in range(10 * FEW)]
        waits = [await _asked(url) for _ in range(ASKED)]
        await asyncio.gather(*(_drained(each) for each in connections))
        ended = await bot.stop()
    return [
        below(f"/healthz beside {10 * FEW} with {FEW} descriptors", percentile(waits, 0.99) * 1_000, 2_000, "ms", 0),
        below("  the log", len(ended.lines), 5, "lines", 0),
    ]


@contextlib.asynccontextmanager
async def _served(*before: str) -> AsyncIterator[tuple[Running, str]]:
    """Run the bot on the small edition while the context lasts; gives it and its address."""
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        async with running(Home(Path(name), forks=False), before) as bot:
            yield bot, await bot.address()


async def _opened(url: str, says: bytes = b"") -> Streams:
    address = httpx.URL(url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(says)
    return reader, writer


async def _drained(connection: Streams) -> bool:
    """Wait until a connection is closed; tell whether an answer that came in pieces was whole."""
    reader, writer = connection
    heard = b""
    with contextlib.suppress(ConnectionResetError):
        while part := await reader.read(10_000):
            heard = part
    writer.close()
    return heard.endswith(_END)


async def _asked(url: str) -> float:
    """Return the seconds somebody waits who connects anew."""
    started = time.perf_counter()
    await _drained(await _opened(url, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    return time.perf_counter() - started
