"""The state: all that is kept of readers, put together of its parts.

Every method owns its transaction. Instants go in and come out as aware UTC; readers are named by channel and id.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Final

from bot.people.readers import Figures
from bot.people.succession import Succession
from bot.state.basis import Basis
from bot.state.sending import Budget
from bot.state.sql import statistics
from bot.state.sql.appeals import AppealRows
from bot.state.sql.changing import ChangeRows
from bot.state.sql.claimed import Claimed
from bot.state.sql.connection import text
from bot.state.sql.conversations import ConversationRows
from bot.state.sql.editors import EditorRows
from bot.state.sql.errors import answering
from bot.state.sql.inbox import InboxRows
from bot.state.sql.knowing import NOTHING, KnownRows
from bot.state.sql.leaving import clear, left_over
from bot.state.sql.ledger import LedgerRows
from bot.state.sql.notes import NoteRows
from bot.state.sql.received import ReceivedRows
from bot.state.sql.tallies import Tallies
from bot.state.sql.unfound import UnfoundRows
from bot.state.values import Brought, News

_NO_SUCCESSORS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Parts:
    """What keeps what; a database that many processes share has some of its own, as none of them is alone."""

    tallies: type[Tallies] = Tallies
    appeals: type[AppealRows] = AppealRows
    ledger: type[LedgerRows] = LedgerRows
    notes: type[NoteRows] = NoteRows
    received: type[ReceivedRows] = ReceivedRows
    claimed: type[Claimed] = Claimed


@answering
class StoreRows(KnownRows, ChangeRows, InboxRows, ConversationRows):
    """What readers chose and said, and what they were asked."""

    _parts = Parts()
    _coming: tuple[Mapping[str, str], Mapping[str, dt.datetime], Basis] | None = None
    """The basis that is prepared for some successors and closings."""
    budget: Budget | None = None

    def _put_together(self, flush: Callable[[], None] | None = None) -> None:
        """Make the parts, over a connection that is open, and take to hand what they have there."""
        self._tallies = self._parts.tallies(self)
        self._names = self._tallies.basis.succession
        self.appeals = self._parts.appeals(self, lambda: self._names)
        self._all_news = self._read_news()
        self._claimed = self._parts.claimed(self)
        self.ledger = self._parts.ledger(self, self._claimed)
        self.editors, self.notes = EditorRows(self), self._parts.notes(self)
        self._unfound = UnfoundRows(self)
        self.received = self._parts.received(self, flush)

    def reread(self) -> None:
        """Take to hand again what concerns all readers: what they say together, and what is new."""
        self._tallies.reread()
        self._all_news = self._read_news()
        self.appeals.reread()

    async def prepare(self, successors: Mapping[str, str], closings: Mapping[str, dt.datetime]) -> None:
        """Do beside the loop what of `live` takes time by how much there is, and by how much readers said."""
        basis = _basis(successors, closings)
        self._coming = successors, closings, basis
        await self._tallies.prepare(basis)

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
        coming, self._coming = self._coming, None
        ready = coming is not None and coming[0] is successors and coming[1] is closings
        basis = coming[2] if coming and ready else _basis(successors, closings)
        before, self._names = self._names, basis.succession
        self.appeals.look_again(before.changed(self._names))
        self._tallies.follow(basis)
        self._note_news(verdicts, briefings, now, later)

    def hear(self) -> AsyncGenerator[News, None]:
        """Return nothing: nobody else works with the state."""
        return _nothing()

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

    async def figures(self, since: dt.datetime) -> Figures:
        """Return how the deliveries of slots since then stand, and the first of those left out."""
        return await self.beside(lambda db: statistics.figures(db, since))

    async def newest(self) -> dt.datetime | None:
        """Return when the state was last written; None for one never written."""
        return statistics.newest(self.connection)

    def bring(self, file: IO[bytes]) -> Brought:
        """Take all readers of a file that `export` wrote, or none; twice is the same as once. Raises Unusable too."""
        from bot.state.sql.transfer import import_readers  # readers seldom come from another state

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


async def _nothing() -> AsyncGenerator[News, None]:
    nobody: tuple[News, ...] = ()
    for each in nobody:
        yield each


def _basis(successors: Mapping[str, str], closings: Mapping[str, dt.datetime]) -> Basis:
    told = cache(text)  # many closed on the same day
    return Basis(Succession(successors), {name: told(at) for name, at in closings.items()})
