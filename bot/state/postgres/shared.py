"""The parts of a state that many processes share: what one of them decides by is what all of them have written.

SQLite gives that free, as one process at a time writes there, and knows all there is. Here a transaction holds what it
is about: the rows of its readers, and what is no reader's by a lock of its name. Of two that wait for each other the
database ends one, which begins anew, see `calls`. What is at hand is asked for again after a moment.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot.people.appeals import Heard
from bot.state.basis import Basis, Row, Word, said
from bot.state.postgres.claimed import SharedClaimed
from bot.state.postgres.foreseeing import Asked, Who, foresee
from bot.state.postgres.ledger import SharedLedger
from bot.state.postgres.received import SharedReceived
from bot.state.postgres.session import PostgresConnection
from bot.state.sql.appeals import HEARD, AppealRows
from bot.state.sql.connection import Database
from bot.state.sql.notes import NoteRows
from bot.state.sql.reader_votes import BEFORE, COUNTS, KNOWN, LAST_WORD, MOST_VOTES, NOT_COUNTED, VOTES
from bot.state.sql.store import Parts
from bot.state.sql.tallies import Tallies, Tally, kept, read_basis, tallies_of

_TALLIES: Final = "hashtext('hindsight: tallies')"
_GROUPED: Final = (
    "with named (name, current, closes) as (select * from unnest(?::text[], ?::text[], ?::text[])),"
    " given as (select reader, vote, current, value, at, value ~ '^[0-9]' as chance, closes"
    " from votes join named on votes.prediction = named.name"
    f" where {KNOWN} and reader not in ({NOT_COUNTED}))"
    " select current, value, false, count(*) from (select distinct on (reader, current, chance) current, value"
    " from given order by reader, current, chance, vote desc) as last group by current, value"
    " union all select current, value, true, count(*) from (select distinct on (reader, current) current, value"
    " from given where chance and at < closes order by reader, current, at desc, vote desc) as closed"
    " group by current, value"
)
"""How many readers say each word, as `said` finds them: last of all, and last before the close by the clock."""


class SharedTallies(Tallies):
    """The tallies that all processes move, each by the basis that the database has; what is at hand is looked up."""

    _store: PostgresConnection

    def __init__(self, store: PostgresConnection) -> None:
        self._looks, self._as_of = itertools.count(1), dict[str, int]()
        self._moved: set[str] = set()
        self.tallies, self.crowd = {}, {}
        super().__init__(store)

    def reread(self) -> None:
        """Look up all of them."""
        self.basis = read_basis(self._store.connection)
        self._look()

    def refreshing(self) -> tuple[list[Asked], Callable[[], None]]:
        """Return what is asked of those that this process has moved since, and what takes the answer to hand."""
        if not (moved := tuple(sorted(self._moved))):
            return [], lambda: None
        self._moved.difference_update(moved)
        look = next(self._looks)
        return [(tallies_of(moved), moved)], lambda: self._look(moved, look)

    def _look(self, predictions: Sequence[str] | None = None, look: int = 0) -> None:
        """Take to hand what is counted of some predictions, unless somebody has looked later and was told sooner."""
        look = look or next(self._looks)
        found: dict[tuple[str, bool], dict[str, int]] = {}
        for word, count in kept(self._store.connection, predictions).items():
            found.setdefault((word.prediction, word.closed), {})[word.value] = count
        names = {*self.tallies, *self.crowd, *(name for name, _ in found)} if predictions is None else predictions
        for name in names:
            if self._as_of.get(name, 0) < look:
                self._as_of[name] = look
                _put(self.tallies, name, found.get((name, False)))
                _put(self.crowd, name, found.get((name, True)))

    def _show(self, moves: Iterable[Word]) -> None:
        self._moved.update(word.prediction for word in moves)

    def _hold(self, db: Database, readers: Sequence[int]) -> None:
        """Hold these readers, and by what is counted."""
        self.share()
        if readers:
            marks = ", ".join("?" * len(readers))
            query = f"select reader from readers where reader in ({marks}) order by reader for no key update"
            self._store.connection.later(query, readers)
        self.basis = read_basis(db)

    def share(self) -> None:
        """See to it that nobody changes by what is counted until this transaction ends."""
        self._store.connection.later(f"select pg_advisory_xact_lock_shared({_TALLIES})")

    def words(self, reader: Who, predictions: Iterable[str], also: Iterable[str] = ()) -> list[Asked]:
        """Return what is asked to know what a reader says of some predictions, and of some names of theirs."""
        names = self.basis.names(predictions)
        closings = {name: close for name in names if (close := self.basis.closing(name))}
        return [
            (COUNTS, (reader,)),
            *(
                (LAST_WORD, (reader, name, chance))
                for name in dict.fromkeys((*names, *also))
                for chance in (False, True)
            ),
            *((BEFORE, (reader, *each)) for each in closings.items()),
        ]

    async def prepare(self, basis: Basis) -> None:
        """Count nothing in advance: others go on voting meanwhile, and do not tell us."""

    def follow(self, basis: Basis) -> None:
        """Count by another basis from now on, while nobody votes."""
        with self._store.writing() as db:
            db.execute(f"select pg_advisory_xact_lock({_TALLIES})")
            self.basis = read_basis(db)
            super().follow(basis)

    def own(self, db: Database, reader: int) -> frozenset[Word]:
        """Return what a reader will add once what they say counts, by their votes, which are at hand."""
        votes = sorted(Row(*each) for each in db.execute(VOTES, (reader, MOST_VOTES + 1)))
        return said(votes, self.basis) if len(votes) <= MOST_VOTES else super().own(db, reader)

    def _shown(self, predictions: Iterable[str]) -> dict[Word, int]:
        names = frozenset(predictions)
        return {word: count for word, count in kept(self._store.connection).items() if word.prediction in names}

    def _counted(self, db: Database, basis: Basis, predictions: Iterable[str]) -> Mapping[Word, int]:
        return grouped(db, basis, predictions)

    def recount(self, db: Database) -> None:
        """Count all there is afresh, while nobody votes."""
        db.execute(f"select pg_advisory_xact_lock({_TALLIES})")
        super().recount(db)


def grouped(db: Database, basis: Basis, predictions: Iterable[str]) -> dict[Word, int]:
    """Return what `counted` does of some predictions: the database counts, as nobody votes meanwhile."""
    wanted = {*predictions}
    names = basis.names(wanted)
    current = [basis.succession.current(each) for each in names]
    rows = db.execute(_GROUPED, (names, current, [basis.closings.get(each) for each in current]))
    return {Word(name, value, closed): n for name, value, closed, n in rows if name in wanted}


def _put(tallies: Tally, name: str, tally: dict[str, int] | None) -> None:
    if tally:
        tallies[name] = tally
    else:
        tallies.pop(name, None)


class SharedAppeals(AppealRows):
    """Appeals, of which one process at a time changes any: there are few."""

    _store: PostgresConnection

    def _told(self, predictions: Iterable[str]) -> dict[str, Heard]:
        names, predictions = self._names(), tuple(predictions)
        about = dict.fromkeys(name for each in predictions for name in names.all_of(names.current(each)))
        if about:
            foresee(self._store.connection, [(query, (name,)) for name in about for query in HEARD])
        return super()._told(predictions)

    def _hold(self, predictions: Iterable[str] | None = None) -> None:
        self._store.hold("appeals")
        if predictions is None:
            self.reread()
        else:
            self.look_again(predictions)


class SharedNotes(NoteRows):
    """Notes, which any process may add and call back."""

    def refresh(self) -> None:
        """Look up all notes: they are few."""
        self._notes = self._read()

    def _look(self) -> None:
        self.refresh()


SHARED: Final = Parts(SharedTallies, SharedAppeals, SharedLedger, SharedNotes, SharedReceived, SharedClaimed)
