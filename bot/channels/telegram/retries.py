"""Calls of the Bot API for somebody who waits, retried where that is safe and while their patience lasts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.telegram.bulk import seconds
from bot.channels.telegram.errors import Meaning, meaning, without_quotes
from bot.channels.telegram.fair_queue import aside
from bot.channels.telegram.older_servers import may_be_too_new, plainer
from bot.channels.telegram.parameters import FilePart
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.render import Own
from bot.channels.telegram.transport import call

logger = logging.getLogger(__name__)

CALL_WAITS: Final = (1.0, 3.0)
"""Seconds before each further attempt, where the bot or the way to Telegram is at fault."""
LONGEST_FLOOD_WAIT: Final = 30.0
"""Seconds an answer may be held back by a flood limit; later nobody waits for it any more."""
REPEATABLE: Final = frozenset({"editMessageText", "answerCallbackQuery", "getChatMember"})
"""Methods that come to the same when they are carried out twice: tried again even where they may have been."""


class Retrying:
    """Calls methods until they are carried out, surely or perhaps, refused, or too late."""

    def __init__(
        self, bot: Bot, pacer: Pacer, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._bot, self._pacer, self._clock, self._sleep = bot, pacer, clock, sleep
        self._older = False

    @property
    def own(self) -> Own:
        """What Telegram says of the bot, once it has logged in."""
        return Own(self._bot.username, bool(self._bot.supports_inline_queries))

    async def call(
        self,
        method: str,
        parameters: Mapping[str, object],
        files: Mapping[str, FilePart] = MappingProxyType({}),
        *,
        patience: float = LONGEST_FLOOD_WAIT,
        waits: Sequence[float] = CALL_WAITS,
    ) -> Any:
        """Return the plain result; raises TelegramError, RetryAfter where flood limits outlast the patience.

        A message whose buttons or markup the server refuses is sent without what it may not know; if that helps, so are
        all later ones.
        """
        given = plainer(parameters) if self._older else parameters
        try:
            return await self._call(method, given, files, patience, waits)
        except BadRequest as error:
            if not may_be_too_new(error) or (less := plainer(given)) == given:
                raise
        result = await self._call(method, less, files, patience, waits)
        self._older = True
        logger.warning("Telegram: the server knows no newer buttons or quotations; they stay away until the next start")
        return result

    async def _call(
        self,
        method: str,
        parameters: Mapping[str, object],
        files: Mapping[str, FilePart],
        patience: float,
        waits: Sequence[float],
    ) -> Any:
        attempts = iter(waits)
        while True:
            try:
                return await call(self._bot, method, parameters, files)
            except RetryAfter as flood:
                wait = seconds(flood)
                self._flooded(parameters.get("chat_id"), wait)
                if (patience := patience - wait) < 0:
                    raise
            except TelegramError as error:
                again = next(attempts, None) if _safe(method, error) else None
                if again is None:
                    raise
                wait = again
                logger.debug("Telegram: %s is tried again in %.0f s (%s)", method, wait, without_quotes(error))
            with aside():
                await self._sleep(wait)

    def _flooded(self, chat: object, wait: float) -> None:
        if isinstance(chat, int):
            self._pacer.pause(chat, self._clock() + wait)


def _safe(method: str, error: TelegramError) -> bool:
    """Tell whether to call a method again may help, and does no harm."""
    what = meaning(error)
    return what is Meaning.OURS or (what is Meaning.DOUBT and method in REPEATABLE)
