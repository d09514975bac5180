"""When a channel rests: where it told several chats to wait, or where sending failed too many times in a row."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from bot.delivery.pulse import Pulse
from bot.people.schedule import LONGEST_WAIT
from bot.state import Ledger, StateError

logger = logging.getLogger(__name__)

CHANNEL_FLOODED: Final = dt.timedelta(seconds=10)
"""Two chats told to wait within this time mean that the whole channel must."""
STREAK: Final = 20
"""Failures in a row after which a channel rests and the editors are told."""
CHANNEL_REST: Final = dt.timedelta(minutes=10)
EVERYONE: Final = "*"
"""Under this name a rest is kept that the channel told us to take: all processes take it."""
SICK: Final = "!"
"""Under this one a rest after failures: others may fare better."""


class Rests:
    """Knows until when each channel rests, over restarts too."""

    def __init__(
        self,
        ledger: Ledger,
        channels: Iterable[str],
        now: Callable[[], dt.datetime],
        pulse: Pulse,
        alarm: Callable[[str], Awaitable[None]] | None,
    ) -> None:
        self._ledger, self._now, self._pulse, self._alarm = ledger, now, pulse, alarm
        self._until: dict[str, dt.datetime] = {}
        self._floods: dict[str, tuple[str, dt.datetime]] = {}
        self._streaks = dict.fromkeys(channels, 0)

    async def recover(self) -> None:
        """Take up the rests that a process before us was told to keep."""
        for name in self._streaks:
            pauses = await self._ledger.pauses(name, self._now())
            if rests := [until for chat, until in pauses.items() if chat in (EVERYONE, SICK)]:
                self._until[name] = max(rests)

    def until(self, name: str, now: dt.datetime) -> dt.datetime:
        """Return until when a channel rests; a rest longer than there is any was begun under a wrong clock."""
        until = self._until.get(name, now)
        return until if until - now <= LONGEST_WAIT else now

    async def flooded(self, name: str, chat: str, until: dt.datetime) -> None:
        """Hear that a chat must be left alone; a second chat soon after means that all must wait."""
        now = self._now()
        self._pulse.floods[name] += 1
        before, at = self._floods.get(name, (chat, now))
        self._floods[name] = (chat, now)
        if before != chat and now - at < CHANNEL_FLOODED:
            await self._rest(name, until, EVERYONE)

    def unready(self, name: str, until: dt.datetime) -> None:
        """Hear that we cannot send over a channel yet; no other process is told, and none after us."""
        self._until[name] = max(until, self.until(name, self._now()))

    def worked(self, name: str) -> None:
        """Hear that a channel took a message."""
        self._streaks[name] = 0

    async def failed(self, name: str) -> None:
        """Hear that a channel failed; after too many times in a row let it rest, and tell the editors."""
        self._streaks[name] += 1
        if self._streaks[name] >= STREAK:
            self._streaks[name] = 0
            await self._rest(name, self._now() + CHANNEL_REST, SICK)
            logger.error("deliveries: %s rests for ten minutes after %d failures in a row", name, STREAK)
            if self._alarm:
                await self._alarm(name)

    async def _rest(self, name: str, until: dt.datetime, kept_as: str) -> None:
        now = self._now()
        self._until[name] = max(min(until, now + LONGEST_WAIT), self.until(name, now))
        try:
            await self._ledger.pause(name, kept_as, self._until[name])
        except StateError as error:
            logger.error("deliveries: a pause cannot be kept over a restart: %s", error)
