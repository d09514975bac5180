"""Asks the application for files, one after the other, in this process; tells their links anew, and writes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from bot.channels.web.export.addresses import Target
from bot.channels.web.export.rewriting import Rewriter
from bot.channels.web.export.walk import Ahead, Written
from bot.channels.web.languages import PATHS

_TEXTS: Final = ("application/json", "application/atom+xml", "application/feed+json", "application/xml", "text/plain")
"""Types in which addresses of ours are told anew."""
SCRIPT: Final = (
    '<script src="{root}static/offline.js" data-root="{root}" data-language="%s" data-here="%s" defer></script>'
)


File = tuple[str, bytes]
"""The name of a file, and what is in it."""


class Unserved(Exception):
    """The application does not answer for an address that it leads to itself."""


async def ask(app: ASGIApp, address: str) -> tuple[int, str, bytes]:
    """Return the status, the media type and the body that an application answers for an address, path?query."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html,*/*"), (b"accept-language", b"en")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    status, media, body = 500, "", bytearray()

    unread: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return unread.pop() if unread else await asyncio.Future()  # nobody goes before the answer is there

    async def send(message: Message) -> None:
        nonlocal status, media
        if message["type"] == "http.response.start":
            status = message["status"]
            media = dict(message["headers"]).get(b"content-type", b"").decode().partition(";")[0]
        body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return status, media, bytes(body)


@dataclass(slots=True)
class Writer:
    """Writes files: those of an application, and `own` ones, by what they are of. `put` returns their bytes."""

    app: ASGIApp
    rewriter: Rewriter
    put: Callable[[str, bytes], int]
    own: Mapping[str, Callable[[], Iterable[File]]]
    _led: set[Target] = field(default_factory=set)
    _told: set[Target] = field(default_factory=set)

    def write(self, ahead: Iterable[Ahead]) -> Written:
        """Write files, and return what came of it, without what was returned before; raises Unserved."""
        count, size = asyncio.run(self._write(ahead))
        found, told = self.rewriter.taken()
        new = (
            tuple(each for each in found if each not in self._led),
            tuple(each for each in told if each not in self._told),
        )
        self._led.update(new[0])
        self._told.update(new[1])
        return Written(count, size, *new)

    async def _write(self, ahead: Iterable[Ahead]) -> tuple[int, int]:
        sizes = [self.put(*file) for each in ahead async for file in self._files(each)]
        return len(sizes), sum(sizes)

    async def _files(self, each: Ahead) -> AsyncIterator[File]:
        if make := self.own.get(each.to.file):
            for file in make():
                yield file
        elif (content := await self._content(*each)) is not None:
            yield each.to.file, content

    async def _content(self, to: Target, sure: bool) -> bytes | None:
        """Return what is written into a file; None for what only others can have led to. Raises Unserved."""
        asked = f"{self.rewriter.path}{to.asked}"
        status, media, body = await ask(self.app, asked)
        if status != 200 and not sure:
            return None
        if status != 200:
            raise Unserved(f"{asked}: {status}")
        if media == "text/html":
            language, _, here = to.file.removesuffix("/index.html").partition("/")
            scripts = f"{SCRIPT % (language, here)}\n" if language in PATHS.values() else ""
            return self.rewriter.page(body.decode(), to.file, scripts).encode()
        return self.rewriter.data(body.decode(), to.file).encode() if media in _TEXTS else body
