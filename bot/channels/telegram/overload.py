"""Tells people whose questions were dropped, as they asked too much at once: in a message, or beside the button."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.answers import Answer, channel_errors
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.replies import Replies
from bot.words import say

EXCUSES_AT_ONCE: Final = 8
"""Presses that are excused at the same time, beside the places where answers are made."""
MOST_EXCUSES: Final = 1000
"""Presses that may wait for it; the buttons of any beyond them stop spinning by themselves."""


class Overload:
    """Stops the spinners of presses that came to nothing, each with a note that says so: none may seem counted."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._tasks, self._places = set[asyncio.Task[None]](), asyncio.Semaphore(EXCUSES_AT_ONCE)

    def dropped(self, asked: Asking) -> bool:
        """Excuse a press, soon; True for what has no button, where a message must say it."""
        if not asked.press:
            return True
        self.stop(asked.press, asked)
        return False

    def stop(self, press: str, asked: Asking | None = None) -> None:
        """Stop the spinner of a press that gets no answer, soon; with a note that says so to who `asked` something."""
        if len(self._tasks) < MOST_EXCUSES:
            task = asyncio.create_task(self._excuse(press, asked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def answer(self, asked: Asking) -> Answer:
        """Return the message that says it."""
        return channel_errors.slower(await self._replies.language(asked))

    async def close(self) -> None:
        """Excuse no more."""
        await cancelled(self._tasks)

    async def _excuse(self, press: str, asked: Asking | None) -> None:
        async with self._places:
            toast = say(await self._replies.language(asked), "slower") if asked else ""
            await self._replies.presses.acknowledge(press, toast)
