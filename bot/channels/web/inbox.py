"""Check-ins for readers of the page: kept until seen, and pushed to open pages by server-sent events."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from operator import itemgetter
from typing import Final

from bot.answers import Answer
from bot.delivery.channel import Delivery
from bot.people.readers import Reader
from bot.reception import EVERYWHERE, StateError
from bot.state import Inboxes

logger = logging.getLogger(__name__)
PING: Final = 15.0
"""Seconds in which an open page is told something, be it that nothing came: proxies cut what says nothing for 60."""


class Inbox:
    """The channel of the page: what is sent is stored, whether or not anybody looks."""

    def __init__(self, inboxes: Inboxes, now: Callable[[], dt.datetime], ping: float = PING) -> None:
        self._inboxes, self._now, self._ping = inboxes, now, ping
        self._open: defaultdict[Reader, set[asyncio.Event]] = defaultdict(set)
        self._closed = False

    limits: Final = EVERYWHERE

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Keep a check-in for a reader, and show it on their open pages."""
        return await self._put(delivery.reader, answer)

    def shares(self, _: Reader) -> bool:
        """Tell that nobody else sees a reader's page."""
        return False

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Keep what an editor did not ask for, and show it on their open pages."""
        await self._put(reader, answer)

    async def _put(self, reader: Reader, answer: Answer) -> str:
        item = await self._inboxes.put(reader, answer.command, self._now())
        for event in self._open.get(reader, ()):
            asyncio.get_running_loop().call_soon(event.set)  # a turn later, when it is recorded what was sent
        return item

    def wake(self, reader: Reader | None) -> None:
        """Have the open pages of a reader look for what waits for them, or those of all."""
        for each in [reader] if reader else [*self._open]:
            for event in self._open.get(each, ()):
                event.set()

    async def items(self, reader: Reader, after: int = 0) -> AsyncIterator[tuple[int, str] | None]:
        """Yield what a reader has not seen, then what comes, each with the command that shows it; None while none does.

        Of several that show the same only the last is yielded: after a long absence that is this week's check-in.
        `after` is the last item that the page has got already, before its connection broke.
        """
        event, told = asyncio.Event(), after
        self._open[reader].add(event)
        try:
            while not self._closed:
                event.clear()
                last = {command: item for item, command in await self._unseen(reader) if item > told}
                for command, item in sorted(last.items(), key=itemgetter(1)):
                    told = item
                    yield item, command
                try:
                    async with asyncio.timeout(self._ping):
                        await event.wait()
                except TimeoutError:
                    yield None
        finally:
            self._open[reader].discard(event)
            if not self._open[reader]:
                del self._open[reader]

    async def _unseen(self, reader: Reader) -> list[tuple[int, str]]:
        """Return what a reader has not seen; nothing where it cannot be read: the page stays open, and asks again."""
        try:
            return await self._inboxes.unseen(reader)
        except StateError as error:
            logger.error("what waits for a reader of the page cannot be read: %s", error)
            return []

    async def seen(self, reader: Reader, item: int) -> list[str]:
        """Note that a page has shown an item; return the commands that show it and those before it, if that is new."""
        shown = [command for number, command in await self._inboxes.unseen(reader) if number <= item]
        await self._inboxes.seen(reader, item)
        return shown

    def close(self) -> None:
        """Let open pages go."""
        self._closed = True
        for events in self._open.values():
            for event in events:
                event.set()
