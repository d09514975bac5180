"""Live reload: a changed file is live in under a second, a bad one never shows, and editors are told once."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from bot import desk, watching
from bot.answers import finding
from bot.answers.commands import forget_pages
from bot.answers.problems import located
from bot.app import App
from bot.edition import Edition, InvalidEdition

logger = logging.getLogger(__name__)

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
        """Make what changes in the folders live until `stop`."""
        await watching.watch(self._folders, self._load, self._show, self._complain, stop)

    async def reload(self) -> bool:
        """Make the edition of the files live where it passes every check; else tell its problems, once."""
        try:
            await self._show(await asyncio.to_thread(self._load))
        except InvalidEdition as invalid:
            await self._complain(invalid)
            return False
        return True

    def _load(self) -> Edition:
        self.last_tried = self._now()
        return desk.load(*self._folders)

    async def _show(self, edition: Edition) -> None:
        async with self._lock:
            self.last_good, self._complaint = self.last_tried, ""
            if edition.digest != self._app.edition.digest:
                await asyncio.to_thread(finding.warm, edition)
                self._app.live(edition, self._now())
                forget_pages()
                gc.freeze()
                logger.info("edition %s is live", edition.digest)

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
