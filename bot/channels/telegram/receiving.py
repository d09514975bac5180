"""What receiving updates has in common, whether they are fetched or brought: it goes on until it is cancelled."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.poll_errors import NONE, POLL_WAITS, TRIES_BEFORE_ALARM, Trouble

logger = logging.getLogger(__name__)

WANTED: Final = (
    *(Update.MESSAGE, Update.CHANNEL_POST, Update.EDITED_MESSAGE, Update.EDITED_CHANNEL_POST),
    *(Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER),
)
"""Kinds of updates we understand."""


class Receiver(ABC):
    """Receives updates of a bot, from its logging in on; no error ends it.

    `tell` hears of a trouble that lasts, and of its end (None). `trouble` is the one there is now.
    """

    def __init__(self, bot: Bot, tell: Callable[[Trouble | None], None], waits: tuple[float, ...] = POLL_WAITS) -> None:
        self._bot, self._tell, self._waits = bot, tell, waits
        self.trouble: Trouble | None = None
        self.connected = asyncio.Event()

    async def run(self) -> None:
        """Receive until cancelled."""
        while True:
            try:
                await self._enter()
                await self._receive()
            except Exception as error:
                await asyncio.sleep(self._failed(error))
            else:
                self._worked()

    async def log_in(self) -> None:
        """Log in at the first try or not at all: `trouble` says why."""
        try:
            await self._enter()
        except TelegramError as error:
            self.trouble = NONE.again(error)

    @abstractmethod
    async def _receive(self) -> None:
        """Do what is to be done again and again."""

    @abstractmethod
    async def confirm(self) -> None:
        """Tell Telegram at the end what has been taken, as far as it does not know yet."""

    async def _enter(self) -> None:
        if not self.connected.is_set():
            await self._bot.initialize()
            self.connected.set()

    def _failed(self, error: Exception) -> float:
        """Note a try in vain, told once for as long as it is the same; return the seconds until the next."""
        before, self.trouble = self.trouble, (self.trouble or NONE).again(error)
        if before is None or before.kind != self.trouble.kind:
            fault = error if self.trouble.kind == "fault" else None
            logger.warning("Telegram: %s; trying again until it works", self.trouble.why, exc_info=fault)
        if self.trouble.tries == TRIES_BEFORE_ALARM:
            self._tell(self.trouble)
        return self.trouble.wait(self._waits)

    def _worked(self) -> None:
        before, self.trouble = self.trouble, None
        if before:
            logger.info("Telegram: works again, at try %d", before.tries + 1)
            if before.tries >= TRIES_BEFORE_ALARM:
                self._tell(None)


class Nothing(Receiver):
    """Receives nothing: another process of the same bot does. It logs in, so that we can send."""

    async def _receive(self) -> None:
        await asyncio.Event().wait()

    async def confirm(self) -> None:
        """Do nothing: nothing has been taken."""
