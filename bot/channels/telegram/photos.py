"""Paints pictures as PNG to send: off the loop, few at a time, and once for all who want the same.

What Telegram has taken is sent again by its file id there: neither painted nor uploaded.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any, Final

from bot.channels.latest import Latest
from bot.channels.telegram.fair_queue import aside
from bot.pictures import png

PAINTINGS_AT_ONCE: Final = 1
"""Pictures painted at the same time: more would take all threads and processors, and memory that does not come back."""
PICTURES_KEPT: Final = 8
"""Pictures kept as PNG, some 250 kB each, for those who ask before Telegram has taken it, or has lost it."""
IDS_KEPT: Final = 1000
"""Pictures known by their file id."""


class Photos:
    """Paints pictures and knows them by their content; who waits for one holds no place where answers are made."""

    def __init__(self, paint: Callable[[str], bytes] = png.png, *, kept: int = PICTURES_KEPT) -> None:
        self._paint = paint
        self._brush = asyncio.Semaphore(PAINTINGS_AT_ONCE)
        self._painting: dict[bytes, asyncio.Task[bytes]] = {}
        self._kept, self._ids = Latest[bytes, bytes](kept), Latest[bytes, str](IDS_KEPT)

    async def png(self, svg: str) -> bytes:
        """Return a picture as PNG; raises what painting raises. Who gives up waiting takes it from nobody else."""
        key = _key(svg)
        if kept := self._kept.get(key):
            return kept
        if key not in self._painting:
            task = self._painting[key] = asyncio.create_task(self._painted(svg))
            task.add_done_callback(lambda done: self._done(key, done))
        with aside():
            return await asyncio.shield(self._painting[key])

    def file_id(self, svg: str) -> str | None:
        """Return the id Telegram has given a picture; None where it has not taken it yet."""
        return self._ids.get(_key(svg))

    def taken(self, svg: str, message: Any) -> None:
        """Note the id of a picture, which the message Telegram made of it tells: that of its largest size."""
        sizes = message.get("photo") if isinstance(message, dict) else None
        largest = sizes[-1] if isinstance(sizes, list) and sizes else None
        if isinstance(largest, dict) and isinstance(name := largest.get("file_id"), str):
            self._ids.put(_key(svg), name)

    def lost(self, svg: str) -> None:
        """Forget the id of a picture, which Telegram knows no more."""
        self._ids.drop(_key(svg))

    async def _painted(self, svg: str) -> bytes:
        async with self._brush:
            return await asyncio.to_thread(self._paint, svg)

    def _done(self, key: bytes, done: asyncio.Task[bytes]) -> None:
        del self._painting[key]
        # An exception is looked at, even where nobody waits for the picture any more, lest asyncio logs it.
        if not done.cancelled() and done.exception() is None:
            self._kept.put(key, done.result())


def _key(svg: str) -> bytes:
    return hashlib.sha256(svg.encode("utf-8", "surrogatepass")).digest()
