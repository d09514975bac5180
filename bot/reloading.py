"""Live reload: a changed file is live in under a second, a bad one never shows, and editors are told once."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from watchfiles import awatch

from bot import desk
from bot.answers import finding
from bot.answers.commands import forget_pages
from bot.answers.problems import located
from bot.app import App
from bot.edition import InvalidEdition

logger = logging.getLogger(__name__)

SETTLED: Final = 200
"""Milliseconds of silence after which files count as written."""
MISSING: Final = 5.0
"""Seconds after which folders that vanished are looked for again."""
MOST_TOLD: Final = 10
"""Problems told to an editor in one message; `check` lists all."""


class Reloader:
    """Holds the live edition against the files; remembers when it last tried, and what it last complained of."""

    def __init__(
        self,
        app: App,
        briefings: Path,
        seeds: Path,
        *,
        now: Callable[[], dt.datetime],
        tell: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._app, self._folders, self._now, self._tell = app, (briefings, seeds), now, tell
        self._lock = asyncio.Lock()
        self._complaint = ""
        self.last_good = self.last_tried = now()

    async def watch(self, stop: asyncio.Event) -> None:
        """Reload after every change of the folders until `stop`; folders that vanish are waited for."""
        while not stop.is_set():
            try:
                async for _ in awatch(*self._folders, stop_event=stop, step=SETTLED, recursive=False):
                    await self.reload()
            except (OSError, RuntimeError) as error:
                logger.warning("the folders cannot be watched (%s); trying again", error)
                await _wait(stop, MISSING)

    async def reload(self) -> bool:
        """Make the edition of the files live where it passes every check; else tell its problems, once."""
        async with self._lock:
            self.last_tried = self._now()
            try:
                edition = await asyncio.to_thread(desk.load, *self._folders)
            except InvalidEdition as invalid:
                await self._complain(invalid)
                return False
            self.last_good, self._complaint = self.last_tried, ""
            if edition.digest != self._app.edition.digest:
                await asyncio.to_thread(finding.warm, edition)
                self._app.live(edition, self._now())
                forget_pages()
                gc.freeze()
                logger.info("edition %s is live", edition.digest)
            return True

    async def _complain(self, invalid: InvalidEdition) -> None:
        lines = [located("en", problem) for problem in invalid.problems]
        complaint = "\n".join(lines)
        if complaint == self._complaint:
            return
        self._complaint = complaint
        for line in lines:
            logger.error("not live: %s", line)
        if self._tell:
            more = f"\n… +{len(lines) - MOST_TOLD}" if len(lines) > MOST_TOLD else ""
            await self._tell("\n".join(lines[:MOST_TOLD]) + more)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
