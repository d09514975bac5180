"""Notifies editors of what they did not ask for: problems of files, a channel that rests."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from bot.answers import Answer
from bot.content.briefing import Language
from bot.people.readers import Reader

logger = logging.getLogger(__name__)

Notice = Callable[[Language], Answer]
"""What editors are told, each in their own language."""
Tell = Callable[[Notice], None]
"""Has editors told something; whoever calls goes on at once."""


class EditorChannel(Protocol):
    """A channel on which editors can be told what they did not ask for."""

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Show an editor an answer."""


class Notifier:
    """Tells all `editors`, each in order and in their `language`, over the channels by their names.

    Nobody waits for one who is slow, and nothing that befalls one is another's.
    """

    def __init__(
        self,
        editors: Callable[[], Iterable[Reader]],
        language: Callable[[Reader], Language],
        channels: Mapping[str, EditorChannel],
    ) -> None:
        self._editors, self._language, self._channels = editors, language, channels
        self._turns: defaultdict[Reader, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks = set[asyncio.Task[None]]()

    def __call__(self, notice: Notice) -> None:
        """Show every editor something, in their own language."""
        for editor in self._editors():
            if channel := self._channels.get(editor.channel):
                task = asyncio.create_task(self._tell(channel, editor, notice))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def done(self) -> None:
        """Wait until all have been told."""
        await asyncio.gather(*self._tasks)

    async def _tell(self, channel: EditorChannel, editor: Reader, notice: Notice) -> None:
        try:
            answer = notice(self._language(editor))
            async with self._turns[editor]:
                await channel.tell(editor, answer)
        except Exception:
            logger.exception("an editor on %s cannot be told", editor.channel)
