"""Answers to requests for what depends on the edition and the day alone: with an ETag, compressed, kept for the next.

Nothing in them is secret or anybody's own, so that compressing them gives nothing away.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.public_url import Public
from bot.channels.web.throttle import worked_out

KEPT: Final = 16_000_000
"""Bytes of compressed pages that are kept, with their keys."""
LONGEST_HOST: Final = 255
"""Characters of a name with its port; what is longer names no host."""
_GZIP: Final = re.compile(r"(?i)(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*(?P<weight>[\d.]+)\s*)?(?:,|$)")
_HEADERS: Final = {"cache-control": "public, no-cache", "vary": "accept-encoding"}


@dataclass(frozen=True, slots=True)
class Made:
    """Bytes, compressed, and the tag that changes with any of them."""

    packed: bytes
    tag: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Compress bytes. The tag is weak: what is sent may be either."""
        return cls(gzip.compress(content, 6, mtime=0), f'W/"{hashlib.sha256(content).hexdigest()[:32]}"')


class Kept:
    """What was made once, until others are asked for more lately; what is made is made beside the loop, in turn."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._size = most, 0
        self._source: Hashable = None
        self._found: OrderedDict[Hashable, Made] = OrderedDict()
        self._turn = asyncio.Lock()

    def only_of(self, source: Hashable) -> None:
        """Forget what was made of another edition or day: nobody asks for that again."""
        if source != self._source:
            self._found.clear()
            self._size, self._source = 0, source

    async def get(self, request: Request, key: Hashable, make: Callable[[], bytes]) -> Made:
        """Return what is kept under a key, or else is made now, which costs who asks more."""
        if found := self.find(key):
            return found
        worked_out(request)
        async with self._turn:  # however many ask for it at once, it is made once
            return self.find(key) or self.put(key, await asyncio.to_thread(lambda: Made.of(make())))

    async def once(self, request: Request, make: Callable[[], bytes]) -> Made:
        """Return what is made now and not kept, which costs who asks more."""
        worked_out(request)
        async with self._turn:
            return await asyncio.to_thread(lambda: Made.of(make()))

    def find(self, key: Hashable) -> Made | None:
        """Return what is kept under a key."""
        if key in self._found:
            self._found.move_to_end(key)
        return self._found.get(key)

    def put(self, key: Hashable, made: Made) -> Made:
        """Keep what was made, under a key that holds nothing yet, and return it."""
        self._found[key] = made
        self._size += _size(key, made)
        while self._size > self._most and len(self._found) > 1:
            self._size -= _size(*self._found.popitem(last=False))
        return made


def _size(key: Hashable, made: Made) -> int:
    """Return about how many bytes are kept: a key holds what was asked for, and under which host."""
    return len(repr(key)) + len(made.packed)


def fresh(request: Request, tag: str) -> bool:
    """Tell whether who asks has it already: tags are compared weakly, as proxies that compress weaken them."""
    wanted = tag.removeprefix("W/")
    asked = request.headers.get("if-none-match", "")
    return any(each.strip().removeprefix("W/") in (wanted, "*") for each in asked.split(","))


def at_origin(request: Request, public: Public) -> Public:
    """Return where readers reach us: as the settings say, else at the origin they asked for.

    Where a request names no host but something longer, addresses stay without an origin.
    """
    if public.origin or len(request.url.netloc) > LONGEST_HOST:
        return public
    return replace(public, origin=f"{request.url.scheme}://{request.url.netloc}")


def respond(
    request: Request, made: Made, kind: str, more: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Return what is asked for, or that it has not changed; with `more` headers than all such answers have."""
    headers = {**_HEADERS, **(more or {}), "etag": made.tag}
    if status == 200 and fresh(request, made.tag):
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request):
        return Response(made.packed, status, media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(made.packed), status, media_type=kind, headers=headers)


def _takes_gzip(request: Request) -> bool:
    """Tell whether who asks reads gzip: a weight of nothing refuses it (RFC 9110, 12.5.3)."""
    found = re.search(_GZIP, request.headers.get("accept-encoding", ""))
    return bool(found and not re.fullmatch(r"0(\.0*)?", found["weight"] or "1"))


def moved(path: str) -> RedirectResponse:
    """Return that something stands under another path of ours for ever."""
    return RedirectResponse(path, 308, {"cache-control": "public, max-age=3600"})
