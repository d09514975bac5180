"""Paints pictures as PNG to send: off the loop, few at a time, and once for all who want the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from bot.channels.telegram.fair_queue import aside
from bot.pictures import png

PAINTINGS_AT_ONCE: Final = 1
"""Pictures painted at the same time: more would take all threads and processors, and memory that does not come back."""


class Photos:
    """Paints pictures; who waits for one holds no place where answers are made."""

    def __init__(self, paint: Callable[[str], bytes] = png.png) -> None:
        self._paint = paint
        self._brush = asyncio.Semaphore(PAINTINGS_AT_ONCE)
        self._painting: dict[str, asyncio.Task[bytes]] = {}

    async def png(self, svg: str) -> bytes:
        """Return a picture as PNG; raises what painting raises. Who gives up waiting takes it from nobody else."""
        if svg not in self._painting:
            task = self._painting[svg] = asyncio.create_task(self._painted(svg))
            task.add_done_callback(lambda done: self._forget(svg, done))
        with aside():
            return await asyncio.shield(self._painting[svg])

    async def _painted(self, svg: str) -> bytes:
        async with self._brush:
            return await asyncio.to_thread(self._paint, svg)

    def _forget(self, svg: str, done: asyncio.Task[bytes]) -> None:
        del self._painting[svg]
        if not done.cancelled():
            done.exception()  # now it is known, even where nobody waits for the picture any more
