"""Asks Telegram who is an admin of a group, and remembers the answer for some minutes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.channels.telegram.errors import without_quotes
from bot.channels.telegram.retries import Retrying
from bot.people.readers import Reader
from bot.reception import AdminsUnknown

logger = logging.getLogger(__name__)

KNOWN_FOR: Final = 300
"""Seconds for which it is remembered."""
FLOOD_PATIENCE: Final = 5.0
"""Seconds a flood limit may hold back the question."""
NO_MEMBER: Final = ("user not found", "member not found", "user_not_participant", "participant_id_invalid")
"""What Telegram says of who is not in the group at all."""
HIDDEN: Final = ("member list is inaccessible", "chat_admin_required", "not enough rights")
"""What it says where only admins may see who is in the group."""


class Admins:
    """Tells who decides for a group."""

    def __init__(self, calls: Retrying, clock: Callable[[], float]) -> None:
        self._calls, self._clock = calls, clock
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def has(self, chat: int, person: Reader) -> bool:
        """Tell whether a person is an admin of a group; raises AdminsUnknown where Telegram does not tell."""
        key, now = (chat, int(person.id)), self._clock()
        known_until, known = self._known.get(key, (now, False))
        if known_until > now:
            return known
        found = await self._asked(*key) in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        self._known = {each: value for each, value in self._known.items() if value[0] > now}
        self._known[key] = (now + KNOWN_FOR, found)
        return found

    async def _asked(self, chat: int, person: int) -> str:
        """Return the status of a person in a group; raises AdminsUnknown."""
        try:
            member = await self._calls.call(
                "getChatMember", {"chat_id": chat, "user_id": person}, patience=FLOOD_PATIENCE
            )
        except TelegramError as error:
            words = str(error).lower()
            if any(each in words for each in NO_MEMBER):
                return str(ChatMemberStatus.LEFT)
            logger.info("Telegram: who is an admin cannot be told (%s)", without_quotes(error))
            raise AdminsUnknown(hidden=any(each in words for each in HIDDEN)) from None
        status = member.get("status") if isinstance(member, dict) else None
        if not isinstance(status, str):
            raise AdminsUnknown(hidden=False)
        return status
