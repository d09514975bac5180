"""The desk of one of several processes: what counts is the history they share; each has the files in its own folders.

Where folders hold what was live before, others have made something live since: they are brought up to it. What no
history knows somebody has put there, such as a newer version of the program, and it goes live for all.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace

from bot.content.drafts import Declined
from bot.content.edition import Edition
from bot.desk.declining import declining
from bot.desk.desk import Desk
from bot.desk.folders import read_files, read_unlocked
from bot.desk.journal import Journal
from bot.desk.proposal import Proposal
from bot.state import EDITIONS_KEPT, Contents, StateError

logger = logging.getLogger(__name__)


class SharedDesk(Desk):
    """Publishes as the only one at a time, and follows what others publish."""

    def load(self, now: dt.datetime) -> Edition:
        """Read the folders, brought up to what others published; where those cannot be written, the last edition."""
        with self._turn:
            if self._is_behind():
                try:
                    self._catch_up()
                except (OSError, StateError, Declined) as error:
                    logger.warning("what other processes published cannot be put into the folders: %r", error)
                if self._is_behind() and (last := self._last()):
                    return replace(last, seal=self._history.seal())
            return super().load(now)

    def publish(self, digest: str, by: str, now: dt.datetime) -> Proposal:
        """Make a draft the edition of all; raises Declined where others came first, in whatever process."""
        with self._turn, self._alone():
            if self._is_behind():
                self._catch_up()
            return super().publish(digest, by, now)

    def _catch_up(self) -> None:
        if not self._shipped:
            with self._alone(), self._folders.locked(alone=True):
                self._follow()

    def _carry_out(self, journal: Journal) -> None:
        """Make a plan count for all, and put the files into our folders; where they cannot be, it counts all the same.

        Whoever finds the folders as they were, then brings them up to it.
        """
        self._record(journal, journal.through(self._read(read_unlocked)[0]))
        try:
            super()._carry_out(journal)
        except OSError as error:
            logger.warning("edition %s is published, and not in the folders: %s", journal.digest, error.strerror)

    def _finished(self, _: Journal) -> None:
        """Do nothing: what a plan says has joined the history before it was begun."""

    def _note(self, edition: Edition, contents: Contents, now: dt.datetime) -> None:
        """Keep an edition that somebody put into the folders, unless others have made another one live meanwhile."""
        with self._alone():
            if edition.digest not in self._live_so_far():
                super()._note(edition, contents, now)

    def _is_behind(self) -> bool:
        """Tell whether the folders hold an edition that was live, and is not now; not where they are broken."""
        held = self._sound(self._read(read_files)[0])
        last, *before = self._live_so_far() or [""]
        return held is not None and held.digest != last and held.digest in before

    def _live_so_far(self) -> list[str]:
        return [each.digest for each in self._editions.entries(EDITIONS_KEPT)]

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with declining(), self._editions.alone():
            yield

    def _follow(self) -> None:
        """Put the files of the last edition into the folders, once what was begun there is done."""
        self._finish()
        last = self._editions.last()
        if not last:
            return
        held, wanted = self._read(read_unlocked)[0].digests, self._editions.manifest(last.number)
        others = sorted(name for name in held.keys() | wanted.keys() if held.get(name) != wanted.get(name))
        texts = self._editions.texts({name: wanted[name] for name in others if name in wanted})
        new = {name: texts[name].decode() if name in texts else None for name in others}
        old = {name: held.get(name) for name in others}
        self._folders.begin(Journal(last.digest, last.by, last.at.isoformat(), last.how, last.what, old, new))
        self._finish()
        logger.info("edition %s, which another process published, is in the folders", last.digest)
