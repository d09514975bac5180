"""A proxy between a bot and the Bot API server of the tests that fails once, in a way a test chooses."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.support import wire
from tests.support.botapi import BotAPI

HTML = b"<html><body><h1>nginx</h1></body></html>"


class Front:
    """Passes requests on to the server; `fault` is what happens instead to the next one of `method`.

    `seen` names the methods of all requests; one that is `slow` has been carried out and is answered when released.
    """

    def __init__(self, api: BotAPI) -> None:
        self.api = api
        self.method = ""
        self.fault: Fault | None = None
        self.seen: list[str] = []
        self.holding, self.released = asyncio.Event(), asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            method = re.split("[/ ]", head.split(b"\r\n")[0].decode())[3]
            self.seen.append(method)
            request = Request(self, head, reader, writer)
            if method == self.method and (fault := self.fault):
                self.fault = None
                await fault(request)
            else:
                writer.write(await request.carried_out())


class Request:
    """A request of which the head has been read."""

    def __init__(self, front: Front, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.front, self.writer = front, writer
        self._head, self._reader = head, reader

    async def body(self) -> bytes:
        length = re.search(rb"(?i)content-length: *(\d+)", self._head)
        return await self._reader.readexactly(int(length[1]) if length else 0)

    async def carried_out(self) -> bytes:
        """Have the server do it; return its answer, whole."""
        there, onwards = await asyncio.open_connection("127.0.0.1", self.front.api.port)
        first, rest = self._head.split(b"\r\n", 1)
        onwards.write(first + b"\r\nConnection: close\r\n" + rest + await self.body())
        try:
            status, answer = await wire.request(there)
        finally:
            onwards.close()
        return wire.answer(int(status.split()[1]), answer)


Fault = Callable[[Request], Awaitable[None]]


def says(status: int, description: str = "", *headers: str, **parameters: Any) -> Fault:
    """Return a refusal of the Bot API; without a description, a page of what stands before it."""
    told = {"ok": False, "error_code": status, "description": description}
    body = json.dumps(told | ({"parameters": parameters} if parameters else {})).encode() if description else HTML

    async def fault(request: Request) -> None:
        await request.body()
        request.writer.write(wire.answer(status, body, *headers))

    return fault


async def resets_before_reading(request: Request) -> None:
    wire.reset(request.writer)


async def resets_unanswered(request: Request) -> None:
    await request.body()
    wire.reset(request.writer)


async def hangs(request: Request) -> None:
    await request.body()
    await asyncio.Event().wait()


async def resets_after(request: Request) -> None:
    await request.carried_out()
    wire.reset(request.writer)


async def truncates(request: Request) -> None:
    answer = await request.carried_out()
    request.writer.write(answer[:-10])
    await request.writer.drain()
    request.writer.close()


def answers(body: bytes) -> Fault:
    """Return an answer of its own to a request that was carried out."""

    async def fault(request: Request) -> None:
        await request.carried_out()
        request.writer.write(wire.answer(200, body))

    return fault


async def is_slow(request: Request) -> None:
    answer = await request.carried_out()
    request.front.holding.set()
    await request.front.released.wait()
    request.writer.write(answer)
