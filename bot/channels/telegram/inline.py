"""Answers inline queries: whoever writes @bot and some words, in any chat, gets forecasts to send there.

Clients ask at nearly every key. Of one person only the latest query is answered, as nobody looks at the others'.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from telegram import Bot, InlineQuery
from telegram.error import TelegramError

from bot.answers import Excerpt
from bot.channels.telegram import render
from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.errors import without_quotes
from bot.channels.telegram.transport import call
from bot.channels.telegram.updates import asked_inline
from bot.content.briefing import Language
from bot.reception import Message, Reception, link
from bot.words import say

logger = logging.getLogger(__name__)

QUERIES_AT_ONCE: Final = 8
"""Queries that are answered at the same time, beside the places where answers are made."""
MOST_QUERIES: Final = 1000
"""People whose queries may wait; those of any beyond them stay without results."""
KEPT_FOR: Final = 60
"""Seconds Telegram may give the same results to the same person; an edition may be another one after that."""


class Inline:
    """Answers queries with what the reception finds; in `otherwise` where a client names no language."""

    def __init__(self, bot: Bot, reception: Reception, otherwise: Language) -> None:
        self._bot, self._reception, self._otherwise = bot, reception, otherwise
        self._latest: dict[int, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(QUERIES_AT_ONCE)

    def take(self, query: InlineQuery) -> None:
        """Answer a query, soon; the one before of the same person is given up."""
        person = query.from_user.id
        if before := self._latest.pop(person, None):
            before.cancel()
        if len(self._latest) < MOST_QUERIES:
            task = self._latest[person] = asyncio.create_task(self._answer(query))
            task.add_done_callback(lambda done: self._done(person, done))

    async def close(self) -> None:
        """Answer no more."""
        await cancelled(self._latest.values())

    def _done(self, person: int, done: asyncio.Task[None]) -> None:
        if self._latest.get(person) is done:
            del self._latest[person]

    async def _answer(self, query: InlineQuery) -> None:
        async with self._places:
            message = asked_inline(query, self._otherwise)
            found = () if query.offset else await self._reception.excerpts(message)
            # The results are in the language of whoever asks, so that nobody else may be given them.
            kept: dict[str, object] = {"cache_time": KEPT_FOR, "is_personal": True}
            more = kept if found or query.offset else {**kept, "button": await self._nothing(message)}
            results = [_article(each, self._bot.username) for each in found]
            try:
                await call(self._bot, "answerInlineQuery", {"inline_query_id": query.id, "results": results, **more})
            except TelegramError as error:
                logger.info("Telegram: an inline query stays without results (%s)", without_quotes(error))

    async def _nothing(self, message: Message) -> dict[str, object]:
        """Return the button of who found nothing: it leads to all there is, in a chat with the bot alone."""
        language = await self._reception.language(message.reader, message.language)
        return {"text": say(language, "inline-none"), "start_parameter": link(f"/search {message.text}".strip())}


def _article(excerpt: Excerpt, username: str) -> dict[str, object]:
    """Return a result, whose message opens the rest in a chat with the bot of that username."""
    shown = render.content(excerpt.answer)
    return {
        "type": "article",
        "id": excerpt.name,
        "title": excerpt.title,
        "description": excerpt.about,
        "input_message_content": {"message_text": shown.pop("text"), **shown},
        "reply_markup": render.plain_keyboard(excerpt.answer, username),
    }
