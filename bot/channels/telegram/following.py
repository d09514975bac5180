"""Answers that change by themselves, shown anew in their messages until they say no more or others take their place."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

from telegram.error import RetryAfter, TelegramError

from bot.answers import Answer
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.bulk import seconds
from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.errors import SHUT, meaning, pauses, without_quotes
from bot.channels.telegram.replies import Replies
from bot.delivery.channel import Gone, TryLater
from bot.reception import IsAdmin, Reception


class Following:
    """Follows answers, each in a task of its own."""

    def __init__(self, reception: Reception, replies: Replies) -> None:
        self._reception, self._replies = reception, replies
        self._tasks: dict[tuple[int, int], asyncio.Task[None]] = {}

    def begin(self, asked: Asking, answer: Answer, message: int, is_admin: IsAdmin | None) -> None:
        """Show an answer anew in its message, from now on; one that says all at once needs no following."""
        if answer.follows:
            following = self._follow(asked, answer, message, is_admin)
            self._tasks[asked.chat, message] = asyncio.create_task(following)

    def end(self, asked: Asking) -> None:
        """Show what a message held no more, as another answer takes its place."""
        if asked.edits and (following := self._tasks.pop((asked.chat, asked.edits), None)):
            following.cancel()

    async def close(self) -> None:
        """Follow nothing any more."""
        await cancelled(self._tasks.values())

    async def _follow(self, asked: Asking, answer: Answer, message: int, is_admin: IsAdmin | None) -> None:
        again = replace(asked, edits=message)

        async def show(changed: Answer) -> bool:
            try:
                return await self._replies.edit(again, changed)
            except TelegramError as error:
                if (what := meaning(error)) in SHUT:
                    raise Gone(without_quotes(error), pauses(what) or "blocked") from None
                raise TryLater(without_quotes(error), _wait(error)) from None

        await self._reception.follow(asked.message, answer, show, is_admin)
        self._tasks.pop((asked.chat, message), None)


def _wait(error: TelegramError) -> dt.timedelta | None:
    return dt.timedelta(seconds=seconds(error)) if isinstance(error, RetryAfter) else None
