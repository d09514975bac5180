"""Which updates Telegram may forget: at-least-once reception.

A request for updates confirms all before its offset, and what is confirmed a killed process never hears of again. So
the offset stays at the first update whose outcome is not stored yet; what Telegram then brings once more is passed over
by its number, as long as this process lives.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from bot.people.readers import Receipt

WAIT: Final = 0.2
"""Seconds a request for more waits for outcomes: it would be answered at once, with what is known already."""
MOST_HELD: Final = 50
"""Updates held back from confirmation: Telegram brings a hundred at a time, of which the rest must be new ones."""


class Taken:
    """The updates taken by their numbers, and how many of them may be confirmed."""

    def __init__(self) -> None:
        self.following: int | None = None
        """The number after the last update taken; None where none was."""
        self._held, self._open = set[int](), set[int]()
        self._settled = asyncio.Event()
        self._settled.set()

    @property
    def offset(self) -> int | None:
        """The first update to be fetched, which confirms those before it; too many are confirmed undecided."""
        return min(self._open, default=self.following) if len(self._held) < MOST_HELD else self.following

    async def add(self, number: int) -> bool:
        """Take an update; False where it was taken before."""
        if number in self._held:
            return False
        self.following = number + 1
        self._held.add(number)
        self._open.add(number)
        self._settled.clear()
        return True

    def receipt(self, number: int) -> Receipt | None:
        """Return by what an update is kept here; None for one that Telegram keeps until it is confirmed."""
        return None

    async def decided(self, number: int) -> None:
        """Note that the outcome of an update is stored, or that it has none."""
        self._open.discard(number)
        if not self._open:
            self._settled.set()

    async def settled(self) -> None:
        """Wait until all outcomes are stored, or for a moment where that takes long."""
        if self._settled.is_set():
            return  # at once, as is usual: a timer would cost more than all else here
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WAIT):
                await self._settled.wait()

    def confirmed(self, offset: int | None) -> None:
        """Forget what a request with this offset has confirmed."""
        gone = {each for each in self._held if offset is not None and each < offset}
        self._held -= gone
        self._open -= gone
