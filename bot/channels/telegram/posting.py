"""Sends what an answer is made of to where it was asked for, or as near as can be: beside a topic, to a new id."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from telegram.error import ChatMigrated, TelegramError

from bot.answers import Answer
from bot.channels.telegram import render
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.contents import Content, Contents
from bot.channels.telegram.errors import TOPIC, meaning, without_quotes
from bot.channels.telegram.parameters import FilePart
from bot.channels.telegram.retries import LONGEST_FLOOD_WAIT, Retrying
from bot.people.readers import Reader
from bot.reception import Reception

logger = logging.getLogger(__name__)

SHORT_WAIT: Final = 5.0
"""Seconds a flood limit may hold back what a button of a shared chat asks: a note to who pressed it says it at once."""


class Posting:
    """Makes messages of answers, and sends them."""

    def __init__(self, calls: Retrying, reception: Reception) -> None:
        self._calls, self._reception = calls, reception
        self._contents = Contents(self._made)

    async def send(
        self,
        asked: Asking,
        method: str,
        content: Mapping[str, object],
        files: Mapping[str, FilePart] = MappingProxyType({}),
    ) -> Any:
        """Send to where it was asked, or as near as can be; return the message as Telegram tells it."""
        places = _places(asked)
        while True:
            try:
                return await self._calls.call(method, {**places[0], **content}, files, patience=patience(asked))
            except TelegramError as error:
                places = await self._elsewhere(asked, places, error)

    def content(self, asked: Asking, answer: Answer) -> Content:
        """Return what an answer is made of, as sending and editing take it."""
        return self._contents.of(answer, shared=asked.message.shared)

    def keyboard(self, asked: Asking, answer: Answer) -> Content:
        """Return the keyboard of an answer; nothing where it has none."""
        return self._keyboard(answer, asked.message.shared)

    def _made(self, answer: Answer, shared: bool) -> Content:
        return {**render.content(answer), **self._keyboard(answer, shared)}

    def _keyboard(self, answer: Answer, shared: bool) -> Content:
        own = self._calls.own if answer.actions or shared else None
        keyboard = render.plain_keyboard(answer, own.username if own and shared else "", own)
        return {"reply_markup": keyboard} if keyboard else {}

    async def _elsewhere(self, asked: Asking, places: list[Content], error: TelegramError) -> list[Content]:
        """Return where else to send what was refused: to the new id of a chat, beside a topic; raises the error."""
        if isinstance(error, ChatMigrated) and places[0]["chat_id"] == asked.chat != error.new_chat_id:
            await self._reception.moved(asked.message.reader, Reader("telegram", str(error.new_chat_id)))
            return _places(replace(asked, chat=error.new_chat_id, replies_to=None))
        if meaning(error) in TOPIC and len(places) > 1:
            logger.info("Telegram: an answer goes beside its topic (%s)", without_quotes(error))
            return places[1:]
        raise error


def patience(asked: Asking) -> float:
    """Return the seconds an answer may be held back by a flood limit."""
    return SHORT_WAIT if asked.shared and asked.press else LONGEST_FLOOD_WAIT


def _places(asked: Asking) -> list[Content]:
    """Return where an answer belongs and, where that is a topic, the next best: under what asked, or anywhere."""
    here: Content = {"chat_id": asked.chat}
    if asked.topic is None:
        return [here | _reply(asked.replies_to)]
    under = _reply(asked.replies_to or int(asked.message.shown or 0))
    return [
        here | _reply(asked.replies_to) | {"message_thread_id": asked.topic},
        *([here | under] if under else []),
        here,
    ]


def _reply(message: int | None) -> Content:
    return {"reply_parameters": {"message_id": message, "allow_sending_without_reply": True}} if message else {}
