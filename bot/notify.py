"""Notifies people of what they did not ask for: editors of problems and appeals, a reader of what their link did."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, Protocol

from bot.answers import Answer
from bot.answers.editors.waiting_appeals import notice
from bot.content.briefing import Language
from bot.people.appeals import Waiting
from bot.people.readers import Reader
from bot.state import StateError

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
        editors: Callable[[], Awaitable[Iterable[Reader]]],
        language: Callable[[Reader], Awaitable[Language]],
        channels: Mapping[str, EditorChannel],
    ) -> None:
        self._editors, self._language, self._channels = editors, language, channels
        self._notices = asyncio.Lock()
        self._turns: defaultdict[Reader, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks = set[asyncio.Task[None]]()

    def __call__(self, notice: Notice) -> None:
        """Show every editor something, in their own language."""
        self._begin(self._all(notice))

    async def _all(self, notice: Notice) -> None:
        async with self._notices:
            for editor in await self._editors():
                self.one(editor, notice)

    def one(self, reader: Reader, notice: Notice) -> None:
        """Show one reader something, in their own language."""
        if channel := self._channels.get(reader.channel):
            self._begin(self._tell(channel, reader, notice))

    def _begin(self, telling: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(telling)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def done(self) -> None:
        """Wait until all have been told."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _tell(self, channel: EditorChannel, reader: Reader, notice: Notice) -> None:
        try:
            async with self._turns[reader]:
                await channel.tell(reader, notice(await self._language(reader)))
        except Exception:
            logger.exception("somebody on %s cannot be told", reader.channel)


class AppealNotices:
    """Tells editors how many appeals wait, whenever it is called and a new one does.

    However many come, editors hear of them no more often than it is called, and never in the words of readers. After a
    start they are told again of those that still wait.
    """

    def __init__(self, waiting: Callable[[], Awaitable[Waiting]], tell: Tell | None) -> None:
        self._waiting, self._tell, self._newest = waiting, tell, 0

    async def __call__(self) -> None:
        """Tell all editors, where an appeal waits that they were not told of."""
        if self._tell is None:
            return
        try:
            waiting = await self._waiting()
        except StateError as error:
            logger.error("which appeals wait cannot be read, editors hear of them tomorrow: %s", error)
            return
        if waiting.newest > self._newest:
            self._newest = waiting.newest
            self._tell(lambda language: notice(language, waiting))
