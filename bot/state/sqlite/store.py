"""The state in SQLite: one writer, no `await` inside a transaction.

Every method owns its transaction. Instants go in and come out as aware UTC; readers are named by channel and id.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from bot import files
from bot.people.readers import Figures
from bot.people.succession import Succession
from bot.state.basis import Basis
from bot.state.errors import InUse
from bot.state.sqlite import maintenance, statistics
from bot.state.sqlite.appeals import AppealRows
from bot.state.sqlite.changing import ChangeRows
from bot.state.sqlite.claimed import Claimed
from bot.state.sqlite.connection import text
from bot.state.sqlite.conversations import ConversationRows
from bot.state.sqlite.editors import EditorRows
from bot.state.sqlite.errors import answering, translated
from bot.state.sqlite.inbox import InboxRows
from bot.state.sqlite.knowing import NOTHING, KnownRows
from bot.state.sqlite.leaving import clear, left_over
from bot.state.sqlite.ledger import LedgerRows
from bot.state.sqlite.notes import NoteRows
from bot.state.sqlite.received import ReceivedRows
from bot.state.sqlite.tallies import Tallies
from bot.state.sqlite.unfound import UnfoundRows
from bot.state.values import Brought, Totals

CHANGE_PATIENCE: Final = 0.5
"""Seconds a change waits for another process that writes, such as `publish`; no reader is answered meanwhile."""
FILE: Final = "hindsight.db"
JOURNAL: Final = f"{FILE}-wal"
LOCK: Final = "hindsight.lock"
_NO_SUCCESSORS: Final[Mapping[str, str]] = {}


def alone(folder: Path) -> IO[str]:
    """Take the state in a folder for us alone until what is returned is closed; raises InUse or OSError."""
    files.private_file(folder / LOCK)
    lock = (folder / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InUse("another process works with it; end that one first") from None
    except BaseException:
        lock.close()
        raise
    return lock


@answering
class Store(KnownRows, ChangeRows, InboxRows, ConversationRows):
    """The one writer of the state: what readers chose and said, and what they were asked."""

    def __init__(self, connection: sqlite3.Connection, folder: Path | None = None) -> None:
        """Work with a state, whose files lie in a folder if it is not in memory alone; raises StateError."""
        super().__init__(connection, "normal", CHANGE_PATIENCE)
        self._lock: IO[str] | None = None
        self._folder = folder
        with translated():
            self._tallies = Tallies(self)
            self._names = self._tallies.basis.succession
            self.appeals = AppealRows(self, lambda: self._names)
            self._all_news = self._read_news()
            self._claimed = Claimed(connection)
            self.ledger = LedgerRows(self, self._claimed)
            self.editors, self.notes = EditorRows(self), NoteRows(self)
            self._unfound = UnfoundRows(self)
            self.received = ReceivedRows(self, folder / JOURNAL if folder else None)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the state in a folder, made where it is missing; raises InUse, OSError or StateError.

        One process at a time: two would send every check-in twice.
        """
        files.private_folder(folder)
        with contextlib.ExitStack() as left:
            lock = left.enter_context(alone(folder))
            files.private_file(folder / FILE)
            files.narrow(folder / JOURNAL, folder / f"{FILE}-shm")
            with translated():
                store = cls(sqlite3.connect(folder / FILE, timeout=5), folder)
                while store.clear_some():
                    pass
            left.pop_all()
        store._lock = lock
        return store

    def close(self) -> None:
        """Close the file, and let others have it."""
        super().close()
        if self._lock:
            self._lock.close()

    def reread(self) -> None:
        """Take to hand again what concerns all readers: what they say together, and what is new."""
        self._tallies.reread()
        self._all_news = self._read_news()
        self.appeals.reread()

    async def prepare(self, successors: Mapping[str, str], closings: Mapping[str, dt.datetime]) -> None:
        """Do beside the loop what of `live` takes time by how much readers said."""
        await self._tallies.prepare(_basis(successors, closings))

    async def live(
        self,
        verdicts: Iterable[str],
        briefings: Iterable[str],
        now: dt.datetime,
        successors: Mapping[str, str] = _NO_SUCCESSORS,
        later: Mapping[str, dt.datetime] = NOTHING,
        closings: Mapping[str, dt.datetime] = NOTHING,
    ) -> None:
        """Note which verdicts and briefings are live, what took the place of predictions of before, and what closed.

        From then on what was said and asked under a name of before is read under that of its successor.
        """
        basis = _basis(successors, closings)
        before, self._names = self._names, basis.succession
        self.appeals.look_again(before.changed(self._names))
        self._tallies.follow(basis)
        self._note_news(verdicts, briefings, now, later)

    async def clear(self) -> None:
        """Delete in slices what is left of readers who have gone."""
        while self.clear_some():  # noqa: ASYNC110 - nothing is waited for: others come between
            await asyncio.sleep(0)

    def clear_some(self) -> int:
        """Delete some of it; return of how much, 0 where nothing is left."""
        if not left_over(self.connection):
            return 0
        with self.writing() as db:
            return clear(db)

    # For operators

    async def look(self) -> None:
        """Raise StateError where the state cannot be read: by this connection, or by a new one."""
        statistics.look(self.connection)
        await self.beside(statistics.look)

    async def totals(self, since: dt.datetime) -> Totals:
        """Count what the state holds, deliveries by their slots since then."""
        found = await self.beside(lambda db: statistics.totals(db, since))
        return replace(found, copied=maintenance.copied(self._folder) if self._folder else None)

    async def figures(self, since: dt.datetime) -> Figures:
        """Return how the deliveries of slots since then stand, and the first of those left out."""
        return await self.beside(lambda db: statistics.figures(db, since))

    async def newest(self) -> dt.datetime | None:
        """Return when the state was last written; None for one never written."""
        return statistics.newest(self.connection)

    async def nightly(self, now: Callable[[], dt.datetime]) -> None:
        """Forget what has expired, and make a backup; what fails is logged, and tried again the next night."""
        file = self._folder / FILE if self._folder else None
        await maintenance.nightly(self, file, now, self._unfound.expire)

    def bring(self, file: IO[bytes]) -> Brought:
        """Take all readers of a file that `export` wrote, or none; twice is the same as once. Raises Unusable too."""
        from bot.state.sqlite.transfer import import_readers  # readers seldom come from another state

        with self.writing() as db:
            brought = import_readers(self, file)
            self._tallies.recount(db)
        self.reread()
        return brought

    def count_anew(self) -> None:
        """Count all votes afresh, in place of what the tallies hold, in time by their number."""
        with self.writing() as db:
            self._tallies.recount(db)
        self.reread()


def _basis(successors: Mapping[str, str], closings: Mapping[str, dt.datetime]) -> Basis:
    return Basis(Succession(successors), {name: text(at) for name, at in closings.items()})
