"""Takes updates: what is asked into its lane, what they tell of a chat itself to the reception, which is never late."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from telegram import Bot

from bot.channels.telegram.asking import Asking
from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.edits import Edits
from bot.channels.telegram.fair_queue import LONGEST_LANE, Lane, Service
from bot.channels.telegram.inline import Inline
from bot.channels.telegram.memberships import membership, moved_chat
from bot.channels.telegram.overload import Overload
from bot.channels.telegram.raw_updates import RawUpdate, ordinary, parsed
from bot.channels.telegram.updates import asking
from bot.content.briefing import Language
from bot.reception import Limits, Reception

logger = logging.getLogger(__name__)

EDITORS_ROOM: Final = 100
"""Files of an editor that may wait: an album that lost one would be another edition."""


class Intake:
    """Takes updates of a bot; in `otherwise` where a client names no language. `met` hears of chats that ask."""

    def __init__(
        self,
        bot: Bot,
        reception: Reception,
        otherwise: Language,
        *,
        limits: Callable[[], Limits],
        lanes: Service[Asking],
        taken: Taken,
        inline: Inline,
        excusing: Overload,
        met: Callable[[int], None],
    ) -> None:
        self._bot, self._reception, self._otherwise, self._limits = bot, reception, otherwise, limits
        self._lanes, self._taken, self._inline, self._excusing, self._met = lanes, taken, inline, excusing, met
        self._edits = Edits()

    async def take(self, update: RawUpdate) -> None:
        """Put what is asked into its lane; what it says of a chat itself is never dropped."""
        asked, number = None, update["update_id"]
        try:
            asked = ordinary(update, self._bot.username, self._otherwise, self._limits()) or await self._asked(update)
            if asked and self._edits.says_nothing_new(update):
                asked = None
        except Exception:
            logger.exception("Telegram: an update was not taken")
        if asked is None:
            await self._taken.decided(number)
            return
        if receipt := self._taken.receipt(number):
            asked = replace(asked, message=replace(asked.message, receipt=receipt))
        self._met(asked.chat)
        attached = asked.attached is not None and await self._reception.edits(asked.message.voter)
        lane = Lane(asked.chat, str(asked.message.voter))
        album, room = (asked.album, EDITORS_ROOM) if attached else (None, LONGEST_LANE)
        self._lanes.put(lane, asked, together=album, room=room, number=number)

    async def _asked(self, raw: RawUpdate) -> Asking | None:
        if (update := parsed(raw)) is None:
            return None
        if update.inline_query:
            self._inline.take(update.inline_query)
            return None
        if ids := moved_chat(update):
            await self._reception.moved(*ids)
            return None
        if change := membership(update, self._otherwise):
            start = await self._reception.membership(change, self._limits())
            return (
                Asking(start, int(change.reader.id), invited_by=change.by, update=update.update_id) if start else None
            )
        asked = asking(update, self._bot.username, self._otherwise, self._limits())
        if asked is None and update.callback_query:  # of a message that is in no chat of ours
            self._excusing.stop(update.callback_query.id)
        return asked
