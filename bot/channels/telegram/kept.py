"""Updates kept until they are handled: each is handed over once, those first that the last process left behind.

They wait in the state, not in memory: none is handed over before there is room for it. Which of them are handled is
noted with what they change, or else before their answer leaves: like one that is fetched, an update whose answer may be
on its way is not answered twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.raw_updates import RawUpdate
from bot.channels.telegram.refusals import read_json
from bot.people.readers import Receipt
from bot.people.schedule import Clock
from bot.reception import StateError
from bot.state import Received

logger = logging.getLogger(__name__)

MOST: Final = 100
"""Updates handed over between two looks at whether there is room for more."""
AGAIN: Final = 1.0
"""Seconds after which it is looked again, where the state cannot be read."""


class Kept(Taken):
    """The updates of a bot that are kept, and beside them those that are fetched."""

    def __init__(self, received: Received, bot: str, now: Clock) -> None:
        """`bot` is its number, by which its updates are told from another bot's."""
        super().__init__()
        self._received, self._source, self._now = received, f"telegram:{bot}", now
        self._in_hand = dict[int, Receipt]()
        self._arrived = asyncio.Event()
        self.last_at = now().timestamp()
        """When one was brought last, or else when it began, in seconds since 1970."""

    @property
    def in_hand(self) -> int:
        """How many were handed over and have no outcome yet."""
        return len(self._in_hand)

    async def keep(self, number: int, content: bytes, lane: str) -> None:
        """Keep an update that was brought; raises StateError. One that had come before is passed over.

        Those of one `lane` are answered by one process.
        """
        now = self._now()
        self.last_at = now.timestamp()
        if await self._received.keep(Receipt(self._source, number), content, now, lane):
            self._arrived.set()

    async def add(self, number: int) -> bool:
        """Take an update that is fetched; False where it was taken before, or had been brought."""
        if not await super().add(number):
            return False
        if came := await self._came(number):
            await super().decided(number)
        return not came

    async def _came(self, number: int) -> bool:
        """Tell whether an update was brought before; where that cannot be read it counts as new."""
        try:
            return await self._received.came(Receipt(self._source, number))
        except StateError as error:
            logger.error("Telegram: whether update %d came before cannot be read: %s", number, error)
            return False

    def receipt(self, number: int) -> Receipt | None:
        """Return by what an update is kept here; None for one that was fetched."""
        return self._in_hand.get(number)

    async def decided(self, number: int) -> None:
        """Note that the outcome of an update is stored, or that it has none."""
        if receipt := self._in_hand.pop(number, None):
            try:
                await self._received.done(receipt)
            except StateError as error:
                logger.error("Telegram: update %d was handled, which cannot be noted: %s", number, error)
        else:
            await super().decided(number)

    async def hand_over(
        self, take: Callable[[RawUpdate], Awaitable[None]], room: Callable[[], Awaitable[None]]
    ) -> None:
        """Hand over all that is kept, and what is kept from now on, until cancelled; each where there is `room`."""
        while True:
            await room()
            self._arrived.clear()
            try:
                found = await self._received.take(self._source, MOST)
            except StateError as error:
                logger.error("Telegram: what was brought cannot be read just now: %s", error)
                await asyncio.sleep(AGAIN)
                continue
            for receipt, content in found:
                await self._hand_over(receipt, content, take)
            if not found:
                await self._more()

    async def _more(self) -> None:
        """Wait for what is kept here; where other processes keep too, no longer than until it is time to look."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._received.look_again):
                await self._arrived.wait()

    async def _hand_over(self, receipt: Receipt, content: bytes, take: Callable[[RawUpdate], Awaitable[None]]) -> None:
        self._in_hand[receipt.number] = receipt
        try:
            await take(read_json(content) or {"update_id": receipt.number})
        except Exception:  # one that cannot be taken must not be taken for ever
            logger.exception("Telegram: an update was not taken")
            await self.decided(receipt.number)
