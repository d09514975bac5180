"""Asks the application for everything there is, one after the other, in this process; yields the files."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from typing import Final
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from bot.channels.web.export.addresses import API, EDITION, Target
from bot.channels.web.export.rewriting import Rewriter
from bot.channels.web.languages import PATHS

_TEXTS: Final = ("application/json", "application/atom+xml", "application/feed+json", "application/xml", "text/plain")
"""Types in which addresses of ours are told anew."""
_OF_SITE: Final = ("sitemap.xml", "robots.txt")
SCRIPT: Final = (
    '<script src="{root}static/offline.js" data-root="{root}" data-language="%s" data-here="%s" defer></script>'
)


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


class Walk:
    """A walk over an application below a path; `total` grows as more is found."""

    def __init__(self, app: ASGIApp, rewriter: Rewriter, starts: Iterable[str]) -> None:
        self._app, self._rewriter = app, rewriter
        self._ahead: deque[Target] = deque()
        self._known, self._sure = set[str](), set[str]()
        for each in starts:
            rewriter.target(each)
        self._take_found()

    @property
    def total(self) -> int:
        """Files that are known to come."""
        return len(self._known)

    async def files(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield each file with what is in it; raises Unserved."""
        while self._ahead:
            to = self._ahead.popleft()
            if (content := await self._written(to)) is not None:
                yield to.file, content
            self._take_found()

    def _take_found(self) -> None:
        self._sure.update(self._rewriter.found)
        for found in (self._rewriter.found, self._rewriter.told):
            for each in found.values():
                self._take(each)
            found.clear()

    def _take(self, to: Target) -> None:
        """Note a file that is to come.

        The first page and whole editions come from elsewhere; robots are told nothing of a site that nobody named.
        """
        if to.file.startswith(f"{API}/{EDITION}"):
            return
        if to.file == "index.html" or (to.file in _OF_SITE and not self._rewriter.base) or to.file in self._known:
            return
        self._known.add(to.file)
        self._ahead.append(to)

    async def _written(self, to: Target) -> bytes | None:
        """Return what is written into a file; None for what only others can have led to. Raises Unserved."""
        asked = f"{self._rewriter.path}{to.asked}"
        status, media, body = await ask(self._app, asked)
        if status != 200 and to.file not in self._sure:
            return None
        if status != 200:
            raise Unserved(f"{asked}: {status}")
        if media == "text/html":
            language, _, here = to.file.removesuffix("/index.html").partition("/")
            scripts = f"{SCRIPT % (language, here)}\n" if language in PATHS.values() else ""
            return self._rewriter.page(body.decode(), to.file, scripts).encode()
        return self._rewriter.data(body.decode(), to.file).encode() if media in _TEXTS else body
