"""Sends check-ins behind all answers, and tells `delivery` how each of them ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.answers import Answer
from bot.channels.telegram import render
from bot.channels.telegram.contents import Content, Contents
from bot.channels.telegram.errors import Meaning, meaning, pauses, without_quotes
from bot.channels.telegram.older_servers import may_be_too_new, plainer
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.transport import call, serialized
from bot.delivery.channel import Delivery, Gone, InDoubt, Moved, Refused, TryLater

if TYPE_CHECKING:
    from bot.channels.telegram.shared_rate import SharedRate

LINE_PATIENCE: Final = 60
"""Seconds a check-in waits in line before it goes back into the ledger."""


class CheckIns:
    """Sends check-ins through a bot that has logged in."""

    def __init__(self, bot: Bot, pacer: Pacer, clock: Callable[[], float], shared: SharedRate | None = None) -> None:
        """`shared` is the rate of all processes that send as this bot, where it is not the only one."""
        self._bot, self._pacer, self._clock, self._shared = bot, pacer, clock, shared
        self._contents, self._older = Contents(self._serialized), False

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one at the pace of mass sends and return the id of its message; raises as `delivery.channel` says."""
        chat = int(delivery.reader.id)
        if not await self._pacer.turn("bulk", chat, patience=LINE_PATIENCE):
            raise TryLater("this chat must wait", dt.timedelta(seconds=max(1.0, self._pacer.wait("bulk", chat))))
        if self._shared:
            await self._shared.turn(patience=LINE_PATIENCE)
        where = {"chat_id": chat} if delivery.topic is None else {"chat_id": chat, "message_thread_id": delivery.topic}
        try:
            result = await self._sent(where, answer, shared=chat < 0)
        except TelegramError as error:
            raise self._word(error, chat) from None
        return _number(result)

    async def _sent(self, where: dict[str, int], answer: Answer, *, shared: bool) -> Any:
        """Send a message; where an older server refuses what it does not know, it and all later ones without that."""
        try:
            return await call(self._bot, "sendMessage", {**where, **self._contents.of(answer, shared=shared)})
        except BadRequest as error:
            content = self._whole(answer, shared)
            if self._older or not may_be_too_new(error) or plainer(content) == content:
                raise
            result = await call(self._bot, "sendMessage", {**where, **plainer(content)})
        self._older, self._contents = True, Contents(self._serialized)
        return result

    def _whole(self, answer: Answer, shared: bool) -> Content:
        """Return what a message is made of, as the server is thought to know it."""
        keyboard = render.plain_keyboard(answer, self._bot.username if shared else "")
        content = render.content(answer) | ({"reply_markup": keyboard} if keyboard else {})
        return dict(plainer(content)) if self._older else content

    def _serialized(self, answer: Answer, shared: bool) -> Content:
        """Return what all who get the same are sent, its longest parts serialised once.

        Ids of groups and channels are below zero: what doors open there, opens in a chat with the bot alone.
        """
        content, long = self._whole(answer, shared), ("text", "reply_markup")
        return {name: serialized(value) if name in long else value for name, value in content.items()}

    def _word(self, error: TelegramError, chat: int) -> Exception:
        """Return what became of a message, in one of the five words."""
        what, words = meaning(error), without_quotes(error)
        if isinstance(error, RetryAfter):
            wait = seconds(error)
            self._pacer.pause(chat, self._clock() + wait)
            return TryLater(words, dt.timedelta(seconds=wait))
        if isinstance(error, ChatMigrated):
            return Moved(str(error.new_chat_id))
        if pause := pauses(what):
            return Gone(words, pause)
        return _WORDS.get(what, Refused)(words)


_WORDS: Final[dict[Meaning, type[Exception]]] = {Meaning.OURS: TryLater, Meaning.DOUBT: InDoubt}


def _number(result: Any) -> str:
    """Return the id of a message; raises InDoubt where Telegram took it and names none."""
    number = result.get("message_id") if isinstance(result, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise InDoubt("taken without an id")
    return str(number)


def seconds(flood: RetryAfter) -> float:
    """Return how long a flood limit lasts."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
