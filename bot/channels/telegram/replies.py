"""Brings answers to a chat, or shows them in place of an older message; where Telegram takes neither, the next best."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from typing import Final

from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.answers import Answer, channel_errors
from bot.channels.telegram.acknowledgements import Acknowledgements
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.attachments import Attachments
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.errors import SHUT, Meaning, fate, meaning, pauses, without_quotes
from bot.channels.telegram.posting import Posting, patience
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.retries import Retrying
from bot.content.briefing import Language
from bot.delivery.channel import Gone
from bot.reception import Message, Reception

logger = logging.getLogger(__name__)

SEND_WAITS: Final = (1.0, 5.0, 30.0, 60.0, 300.0, 900.0)
"""Seconds between attempts to send what nobody waits for."""


class Replies:
    """Brings answers to where they were asked for."""

    def __init__(self, calls: Retrying, pacer: Pacer, reception: Reception, actions: ChatActions) -> None:
        self._calls, self._pacer, self._reception = calls, pacer, reception
        self.presses = Acknowledgements(calls)
        self._posting = Posting(calls, reception)
        self._attachments = Attachments(self._posting, actions, self.language)

    async def bring(self, asked: Asking, answer: Answer) -> int | None:
        """Show an answer, and stop the spinner of the button that asked for it; return its message, where it is known.

        What prevents it is one line of the log, and pauses a chat that takes none.
        """
        try:
            return await self._bring(asked, answer)
        except Gone as gone:
            logger.info("Telegram: a chat takes no answer (%s)", gone)
            told = await self._reception.shut_out(asked.message, gone.paused, asked.invited_by)
            if told and (person := asked.invited_by):
                alone = Message(reader=person, text="", language=asked.message.language)
                await self.bring(Asking(alone, int(person.id)), told)
        return None

    async def edit(self, asked: Asking, answer: Answer) -> bool:
        """Show an answer in place of an older one; False where that message is gone or too old to change."""
        where = {"chat_id": asked.chat, "message_id": asked.edits, **self._posting.content(asked, answer)}
        try:
            await self._calls.call("editMessageText", where, patience=patience(asked))
        except ChatMigrated:
            return False  # whoever sends learns where to
        except BadRequest as error:
            if meaning(error) in SHUT:
                raise
            return meaning(error) is Meaning.UNCHANGED
        return True

    async def tell(self, asked: Asking, answer: Answer) -> None:
        """Send what nobody waits for; again and again while it surely has not arrived."""
        parameters = {"chat_id": asked.chat, **self._posting.content(asked, answer)}
        try:
            await self._calls.call("sendMessage", parameters, patience=math.inf, waits=SEND_WAITS)
        except TelegramError as error:
            logger.warning("Telegram: an editor cannot be told (%s)", without_quotes(error))

    async def language(self, asked: Asking) -> Language:
        """Return the language in which whoever asks is answered."""
        return await self._reception.language(asked.message.reader, asked.message.language)

    async def _bring(self, asked: Asking, answer: Answer) -> int | None:
        """Show an answer; raises Gone."""
        note = answer.toast
        if asked.press and (asked.opens or (asked.shared and note)):
            await self.presses.acknowledge(asked.press, note, asked.opens)
            return None
        if asked.press and not (asked.shared or self._paused(asked) > patience(asked)):
            self.presses.begin(asked.press, note)  # beside the answer: neither waits for the other
            asked = replace(asked, press=None)
        try:
            return await self._deliver(asked, answer)
        except RetryAfter as flood:
            logger.warning(
                "Telegram: an answer was given up, as a flood limit lasts too long (%s)", without_quotes(flood)
            )
            note = channel_errors.flooded(await self.language(asked), shared=asked.shared)
        except TelegramError as error:
            if (what := meaning(error)) in SHUT:
                raise Gone(without_quotes(error), pauses(what) or "blocked") from None
            logger.warning("Telegram: an answer %s", fate(error))
        finally:
            if asked.press:
                self.presses.begin(asked.press, note)
        return None

    async def _deliver(self, asked: Asking, answer: Answer) -> int | None:
        # Telegram bears with bursts of answers; only where it has said to wait do we wait.
        waits = patience(asked) if self._paused(asked) else 0
        if not await self._pacer.turn("answer", asked.chat, patience=waits) and waits:
            raise RetryAfter(math.ceil(self._paused(asked)))
        if answer.picture:
            if await self._attachments.picture(asked, answer):
                return None
            answer = channel_errors.in_words(answer)
        if answer.file:
            left = await self._attachments.file(asked, answer, answer.file)
            if left is None:
                return None
            answer = left
        if asked.edits is not None and await self.edit(asked, answer):
            return asked.edits
        sent = await self._posting.send(asked, "sendMessage", self._posting.content(asked, answer))
        number = sent.get("message_id") if isinstance(sent, dict) else None
        return number if isinstance(number, int) else None

    def _paused(self, asked: Asking) -> float:
        """Return the seconds for which Telegram has told us to leave the chat alone."""
        return self._pacer.wait("answer", asked.chat) if asked.chat in self._pacer.pauses() else 0.0
