"""Who is an admin of a group: asked of Telegram, and remembered for some minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.readers import Reader

logger = logging.getLogger(__name__)

KNOWN_FOR: Final = 300
"""Seconds for which it is remembered."""


class Admins:
    """Tells who decides for a group."""

    def __init__(self, bot: Bot, clock: Callable[[], float]) -> None:
        self._bot, self._clock = bot, clock
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def has(self, chat: int, person: Reader) -> bool:
        """Tell whether a person is an admin of a group."""
        key, now = (chat, int(person.id)), self._clock()
        known_until, known = self._known.get(key, (now, False))
        if known_until > now:
            return known
        try:
            member = await self._bot.get_chat_member(*key)
        except TelegramError as error:
            logger.info("Telegram: who is an admin cannot be told (%s)", error)
            return False
        found = member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        self._known = {each: value for each, value in self._known.items() if value[0] > now}
        self._known[key] = (now + KNOWN_FOR, found)
        return found
