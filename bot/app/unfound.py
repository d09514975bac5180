"""Notes what people ask in vain, so that editors can add the words they use: one small write for each."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable

from bot.app.messages import Message
from bot.people.readers import Reader
from bot.state import State, StateError

logger = logging.getLogger(__name__)


class Unfound:
    """Counts what readers ask on purpose, each for themselves: no link, nothing passed on, and no editor who tries."""

    def __init__(self, state: State, is_editor: Callable[[Reader], Awaitable[bool]]) -> None:
        self._state, self._is_editor = state, is_editor

    async def note(self, message: Message, question: str, now: dt.datetime) -> None:
        """Note a question that found nothing. Never raises: it is answered all the same."""
        if not message.on_purpose or message.anonymous or message.editor or await self._is_editor(message.voter):
            return
        try:
            await self._state.note_unfound(question, message.voter, now)
        except StateError as error:
            logger.error("what was asked in vain on %s cannot be counted: %s", message.reader.channel, error)
