"""Stops the spinners of buttons that were pressed, beside their answers: neither waits for the other."""

from __future__ import annotations

import asyncio
import logging
from contextvars import Context
from typing import Final

from telegram.error import TelegramError

from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.errors import Meaning, meaning, without_quotes
from bot.channels.telegram.fair_queue import aside
from bot.channels.telegram.retries import Retrying

logger = logging.getLogger(__name__)

LONGEST_TOAST: Final = 200
"""Characters of the note that only the person who pressed a button sees."""


class Acknowledgements:
    """Acknowledges presses; where that cannot be, nothing else is the worse for it."""

    def __init__(self, calls: Retrying) -> None:
        self._calls = calls
        self._tasks = dict[str, asyncio.Task[None]]()

    def begin(self, press: str, note: str) -> None:
        """Stop the spinner of a button, soon, with a note only this person sees."""
        task = asyncio.create_task(self.acknowledge(press, note), context=Context())  # it holds no place of a lane
        self._tasks[press] = task
        task.add_done_callback(lambda _: self._tasks.pop(press, None))

    async def acknowledge(self, press: str, note: str = "", opens: str = "") -> None:
        """Stop the spinner of a button, with a note only this person sees; without one, an address may open for them.

        Where that cannot be, nothing else is the worse for it.
        """
        more = {"text": note[:LONGEST_TOAST]} if note else {"url": opens} if opens else {}
        try:
            await self._calls.call("answerCallbackQuery", {"callback_query_id": press, **more})
        except TelegramError as error:
            late = meaning(error) is Meaning.LATE
            logger.log(
                logging.DEBUG if late else logging.INFO, "Telegram: a button spins on (%s)", without_quotes(error)
            )

    async def done(self, press: str) -> None:
        """Wait until a button spins no more: else who presses fast, while that is slow, would take all connections."""
        if task := self._tasks.get(press):
            with aside():
                await asyncio.wait([task])

    async def close(self) -> None:
        """Acknowledge no more."""
        await cancelled(self._tasks.values())
