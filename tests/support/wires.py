"""Passes on what comes by a connection: to another place, which may be another one each time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextlib.asynccontextmanager
async def passing(host: str, onwards: Callable[[], Awaitable[Streams]]) -> AsyncIterator[int]:
    """Listen on an address while the context lasts, and connect each who comes `onwards`; yields the port."""

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await onwards()
        with contextlib.suppress(asyncio.CancelledError):  # at the end, with what is still open
            await asyncio.gather(_copied(reader, there), _copied(back, writer))

    server = await asyncio.start_server(passed, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    writer.close()
