"""Live reload: a changed file is live in under a second, a bad one never is; editors are told of it once."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bot import garbage
from bot.answers import Answer
from bot.answers.asked import Asked
from bot.answers.commands import paged
from bot.answers.editors import drafts
from bot.answers.prepared import prepare, prepare_day
from bot.answers.problems import located
from bot.app import App
from bot.content.briefing import Language
from bot.content.derived import let_go
from bot.content.drafts import Reloads
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import NOT_READ, Problem
from bot.content.proposals import as_of
from bot.desk.watch import unread, watch
from bot.notify import Tell
from bot.state import StateError

logger = logging.getLogger(__name__)


class Reloader:
    """Holds the live edition against the files; remembers what it last complained of."""

    def __init__(
        self,
        app: App,
        briefings: Path,
        seeds: Path,
        load: Callable[[dt.datetime], Edition],
        *,
        now: Callable[[], dt.datetime],
        tell: Tell | None = None,
    ) -> None:
        self._app, self._folders, self._load, self._now, self._tell = app, (briefings, seeds), load, now, tell
        self._lock, self._reading = asyncio.Lock(), threading.Lock()
        self._read_last: Edition | None = None
        self._complaint, self._hindered = "", False  # and whether it keeps the files from going live

    async def watch(self, stop: asyncio.Event) -> None:
        """Make what changes in the folders live until `stop`."""
        await watch(self._folders, self.load, self._show_last, self._complain, stop)

    async def reload(self) -> bool:
        """Make the edition of the files live where it passes every check; else tell its problems, once."""
        try:
            edition = await asyncio.to_thread(self.load)
            await self._show_last(edition)
            if left := unread(edition):
                await self._complain(InvalidEdition(left))
        except InvalidEdition as invalid:
            await self._complain(invalid)
            return False
        except (OSError, MemoryError, StateError) as error:
            logger.warning("the edition cannot be loaded now (%r); what is live stays, ask for a reload again", error)
            return False
        return True

    def load(self) -> Edition:
        """Make an edition of the files as they are now; raises InvalidEdition. It may be called from any thread."""
        now = self._now()
        self._app.reloads = Reloads(self._app.reloads.good if self._app.reloads else now, now)
        with self._reading:
            self._read_last = edition = self._load(now)
            return edition

    async def _show_last(self, edition: Edition) -> None:
        """Make live what was read last, which may be later than what one of several readers comes with."""
        await self.show(self._read_last or edition)

    async def show(self, edition: Edition) -> None:
        """Make an edition live, in one assignment; who was told of problems is told that they are gone."""
        async with self._lock:
            self._read_last = edition  # also where somebody published it, and holds nothing longer than it is live
            mended = self._hindered or bool(self._complaint and not unread(edition))
            self._complaint, self._hindered = "" if mended else self._complaint, False
            now = self._now()
            self._app.reloads = Reloads(now, now)
            if edition.digest != self._app.edition.digest:
                viewed = await asyncio.to_thread(as_of, edition, now.date())
                await asyncio.to_thread(prepare, viewed)
                await self._app.expect(edition, now)
                leaving = [self._app.edition, as_of(self._app.edition, now.date())]
                await self._app.live(edition, now)
                await asyncio.to_thread(_let_go, leaving)
                garbage.leave_alone()
                logger.info("edition %s is live", edition.digest)
                await asyncio.to_thread(prepare_day, viewed, now.date())
                garbage.settle()
        if mended and self._tell:
            self._tell(lambda language: drafts.reloaded(self._asked(language), edition))

    async def _complain(self, invalid: InvalidEdition) -> None:
        if (complaint := _lines(invalid.problems)) == self._complaint:
            return
        self._complaint = complaint
        self._hindered = any(problem.code not in NOT_READ for problem in invalid.problems)
        for line in complaint.splitlines():
            logger.error("not live: %s" if self._hindered else "not read: %s", line)
        if self._tell:
            self._tell(lambda language: self._refused(language, invalid))

    def _refused(self, language: Language, invalid: InvalidEdition) -> Answer:
        asked = self._asked(language)
        return paged(drafts.refused(asked, invalid), asked)

    def _asked(self, language: Language) -> Asked:
        return Asked(edition=self._app.edition, language=language, today=self._now().date(), editor=True)


def _let_go(editions: list[Edition]) -> None:
    """Take editions that are live no more off a list, and forget what is kept of them; between, others have a turn."""
    while editions:
        for _ in let_go(editions.pop()):
            time.sleep(0)


def _lines(problems: Iterable[Problem]) -> str:
    return "\n".join(located("en", problem) for problem in problems)
