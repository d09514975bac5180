"""Answers on their way to a chat: sent, or shown in place of an older message, within what flood limits allow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot import pictures_png
from bot.answers import Answer
from bot.telegram import render
from bot.telegram.asking import Asking
from bot.telegram.pacing import Pacer
from bot.telegram.sending import seconds
from bot.telegram.transport import NotSent

logger = logging.getLogger(__name__)

LONGEST_WAIT: Final = 30
"""Seconds an answer may be held back by a flood limit; later nobody waits for it any more."""
AGAIN: Final = (1, 5, 30, 60, 300, 900)
"""Seconds between attempts to send what nobody waits for."""
LONGEST_TOAST: Final = 200
"""Characters of the note that only the person who pressed a button sees."""


class Answering:
    """Brings answers to where they were asked for."""

    def __init__(self, bot: Bot, pacer: Pacer, clock: Callable[[], float]) -> None:
        self._bot, self._pacer, self._clock = bot, pacer, clock

    async def acknowledge(self, press: str, toast: str, opens: str = "") -> None:
        """Stop the spinner of a button, with a note only this person sees; without one, an address may open for them.

        Telegram refuses it for an old one.
        """
        try:
            await self._bot.answer_callback_query(
                press, toast[:LONGEST_TOAST] or None, url=None if toast else opens or None
            )
        except BadRequest as error:
            logger.debug("Telegram: %s", error)

    async def deliver(self, asked: Asking, answer: Answer) -> int | None:
        """Show an answer where it is wanted; return its message, None for a picture or one given up."""
        # Telegram bears with bursts of answers; only where it has said to wait do we wait.
        flooded = asked.chat in self._pacer.pauses()
        if not await self._pacer.turn("answer", asked.chat, patience=LONGEST_WAIT if flooded else 0) and flooded:
            logger.warning("Telegram: an answer was given up, as a flood limit lasts too long")
            return None
        answer = _drawable(answer)
        if answer.picture:
            await self._send_picture(asked, answer)
            return None
        if answer.file:
            await self._bot.send_document(asked.chat, answer.file.content, filename=answer.file.name)
        if asked.edits is not None and await self.edit(asked, answer):
            return asked.edits
        return await self.send(asked, answer, asked.chat)

    async def _send_picture(self, asked: Asking, answer: Answer) -> None:
        """Send a picture, painted off the loop, with the answer's title below it."""
        await self._bot.send_photo(
            asked.chat,
            await asyncio.to_thread(pictures_png.png, answer.picture),
            filename="picture.png",
            caption=answer.title,
            reply_markup=self._keyboard(asked, answer),
            message_thread_id=asked.topic,
        )

    def _keyboard(self, asked: Asking, answer: Answer) -> InlineKeyboardMarkup | None:
        return render.keyboard(answer, self._bot.username if asked.message.shared else "")

    async def edit(self, asked: Asking, answer: Answer) -> bool:
        """Show an answer in place of an older one; False where that message is gone or too old to change."""
        try:
            await self._bot.edit_message_text(
                render.text(answer),
                chat_id=asked.chat,
                message_id=asked.edits,
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(asked, answer),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        return True

    async def send(self, asked: Asking, answer: Answer, chat: int) -> int:
        """Send an answer as a new message; return its id."""
        replies_to = ReplyParameters(asked.replies_to, allow_sending_without_reply=True) if asked.replies_to else None
        sent = await self._bot.send_message(
            chat,
            render.text(answer),
            parse_mode=ParseMode.HTML,
            reply_markup=self._keyboard(asked, answer),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=asked.topic,
            reply_parameters=replies_to,
        )
        return sent.message_id

    async def tell(self, asked: Asking, answer: Answer) -> None:
        """Send what nobody waits for; again and again while it surely has not arrived."""
        for wait in AGAIN:
            try:
                await self.send(asked, answer, asked.chat)
                return
            except NotSent:
                await asyncio.sleep(wait)
            except RetryAfter as flood:
                await asyncio.sleep(seconds(flood))
            except TelegramError as error:
                logger.warning("Telegram: an editor cannot be told (%s)", error)
                return
        logger.warning("Telegram: an editor cannot be told, however long we try")

    async def later(self, asked: Asking, answer: Answer, flood: RetryAfter) -> int | None:
        """Send once more when a flood limit ends, if that is soon."""
        wait = seconds(flood)
        self._pacer.pause(asked.chat, self._clock() + wait)
        if wait > LONGEST_WAIT:
            logger.warning("Telegram: an answer was given up, the flood limit lasts %.0f s", wait)
            return None
        return await self.deliver(asked, answer)


def _drawable(answer: Answer) -> Answer:
    """Return an answer without what cannot be drawn here, for want of a font: neither pictures nor buttons to them."""
    if pictures_png.available():
        return answer
    rows = [tuple(each for each in row if not each.command.startswith("/picture")) for row in answer.buttons]
    return replace(answer, picture="", buttons=tuple(row for row in rows if row))
