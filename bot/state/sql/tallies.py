"""Tallies of all readers' votes: a table that moves with each vote, and at hand what it holds.

How many readers said each value is kept by prediction, as it is named now: last of all, and of those that were ruled on
last before the close. The table `basis` says by which names and closes it was counted; where an edition has others,
those predictions are counted afresh. Readers are left out whose votes do not count yet: what a crowd of made-up ones
says changes nothing for others.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from bot.people.readers import moved
from bot.people.succession import Succession
from bot.state.basis import Basis, Row, Word, said
from bot.state.sql.connection import Connection, Database
from bot.state.sql.reader_votes import NOT_COUNTED, words_around, words_of

MOST_NAMES: Final = 500
"""Names that are looked for in a statement; where more are counted, all are."""
TALLIES: Final = "select prediction, value, closed, readers from tallies"
BASIS: Final = "select name, current, closes from basis"
Tally = dict[str, dict[str, int]]


@dataclass
class _Coming:
    """The tallies that a coming edition will need: as they were counted, and what has moved since."""

    basis: Basis
    predictions: frozenset[str]
    counted: Counter[Word] | None = None
    since: Counter[Word] = field(default_factory=Counter)

    @property
    def ready(self) -> dict[Word, int] | None:
        """How many readers say each word now; None while they are being counted."""
        if self.counted is None:
            return None
        return {word: n for word, n in _sum(self.counted, self.since).items() if word.prediction in self.predictions}


class Tallies:
    """Keeps the tallies; what is at hand changes once all of it is kept."""

    def __init__(self, store: Connection) -> None:
        """Take to hand what a state holds."""
        self._store = store
        self._coming: _Coming | None = None
        self.reread()

    def reread(self) -> None:
        """Take it to hand again."""
        db = self._store.connection
        self.basis, found = read_basis(db), kept(db)
        self.tallies: Tally = {}
        self.crowd: Tally = {}
        for word, count in found.items():
            self._of(word).setdefault(word.prediction, {})[word.value] = count

    @contextlib.contextmanager
    def moving(self, db: Database, *readers: int, about: Iterable[str] | None = None) -> Iterator[None]:
        """Count readers by what they say once the context ends, no longer by what they said; part of a transaction.

        `about` are the predictions of which they say anything else then; without it all.
        """
        self._hold(db, readers)
        coming, about = self._coming, about and tuple(about)
        bases = [self.basis, *([coming.basis] if coming else [])]
        before = [_words(db, readers, basis, about) for basis in bases]
        yield
        moves = [_sum(_words(db, readers, basis, about), was, -1) for basis, was in zip(bases, before, strict=True)]
        self._move(db, moves[0])
        if coming:
            aside, there = coming, moves[1]
            self._store.afterwards(lambda: aside.since.update(there))

    def voted(self, db: Database, reader: int, vote: Row) -> None:
        """Count a reader by what they say with a vote that is kept with this, no longer by what they said."""
        self._hold(db, [reader])
        coming = self._coming
        before, after = words_around(db, reader, self.basis, vote)
        self._move(db, _sum(Counter(after), Counter(before), -1))
        if coming:
            was, will = words_around(db, reader, coming.basis, vote)
            there = _sum(Counter(will), Counter(was), -1)
            self._store.afterwards(lambda: coming.since.update(there))

    def _hold(self, db: Database, readers: Sequence[int]) -> None:
        """See to it that nobody else moves what is counted of these readers; where one process writes nobody does."""

    def _move(self, db: Database, moves: Mapping[Word, int]) -> None:
        """Move the table by so much; in one order, so that nobody ever waits for somebody who waits for them."""
        ordered = sorted(moves.items())
        query = (
            "insert into tallies (prediction, closed, value, readers) values (?, ?, ?, ?)"
            " on conflict (prediction, closed, value) do update set readers = tallies.readers + excluded.readers"
        )
        db.executemany(query, [(*_key(word), by) for word, by in ordered])
        query = "delete from tallies where prediction = ? and closed = ? and value = ? and readers = 0"
        db.executemany(query, [_key(word) for word, by in ordered if by < 0])
        self._store.afterwards(lambda: self._show(moves))

    def _show(self, moves: Mapping[Word, int]) -> None:
        for word, by in moves.items():
            known = self._of(word)
            tally = {
                **known.get(word.prediction, {}),
                word.value: known.get(word.prediction, {}).get(word.value, 0) + by,
            }
            if left := {value: count for value, count in tally.items() if count}:
                known[word.prediction] = left
            else:
                known.pop(word.prediction, None)

    def _of(self, word: Word) -> Tally:
        return self.crowd if word.closed else self.tallies

    def own(self, db: Database, reader: int) -> frozenset[Word]:
        """Return what a reader will add once what they say counts."""
        return words_of(db, reader, self.basis, counting=True)

    def seen_with(self, words: Iterable[Word]) -> tuple[Tally, Tally]:
        """Return the tallies, now and at the close, as one sees them whose votes do not count yet: with their own."""
        if not (words := tuple(words)):
            return self.tallies, self.crowd
        seen = dict(self.tallies), dict(self.crowd)
        for word in words:
            found = seen[word.closed]
            found[word.prediction] = moved(found.get(word.prediction, {}), None, word.value)
        return seen

    async def prepare(self, basis: Basis) -> None:
        """Count beside the loop what is counted by another basis otherwise than now, so that `follow` need not."""
        if not (again := self.basis.changed(basis)):
            return
        self._coming = coming = _Coming(basis, again)
        coming.counted = await self._store.since_now(lambda db: counted(db, basis, again))

    def follow(self, basis: Basis) -> None:
        """Count by another basis from now on: of the predictions to which it leads otherwise, those who say anything.

        Of a reader who answered under several names of a prediction the last word counts, once.
        """
        coming, self._coming = self._coming, None
        if not (again := self.basis.changed(basis)) and basis == self.basis:
            return
        before = self.basis
        with self._store.writing() as db:
            ready = coming.ready if coming and coming.basis == basis else None
            new = self._counted(db, basis, again) if ready is None else ready
            _write_basis(db, before, basis)
            self._move(db, _sum(new, self._shown(again), -1))
            self._store.afterwards(lambda: setattr(self, "basis", basis))

    def _shown(self, predictions: Iterable[str]) -> dict[Word, int]:
        return {
            Word(name, value, closed): count
            for closed, tallies in ((False, self.tallies), (True, self.crowd))
            for name in predictions
            for value, count in tallies.get(name, {}).items()
        }

    def _counted(self, db: Database, basis: Basis, predictions: Iterable[str]) -> Mapping[Word, int]:
        return counted(db, basis, predictions)

    def recount(self, db: Database) -> None:
        """Count all there is afresh, within a transaction after which it is to be read again."""
        self._move(db, _sum(counted(db, self.basis), kept(db), -1))


def _words(db: Database, readers: Iterable[int], basis: Basis, about: Iterable[str] | None) -> Counter[Word]:
    return Counter(word for each in readers for word in words_of(db, each, basis, about))


def _sum(one: Mapping[Word, int], other: Mapping[Word, int], sign: int = 1) -> dict[Word, int]:
    """Return by word what two counts come to together, or one less the other, where that is anything."""
    found = {word: one.get(word, 0) + sign * other.get(word, 0) for word in {*one, *other}}
    return {word: count for word, count in found.items() if count}


def _key(word: Word) -> tuple[str, int, str]:
    return word.prediction, int(word.closed), word.value


def kept(db: Database, predictions: Sequence[str] | None = None) -> Counter[Word]:
    """Return the tallies as they are kept, or those of some predictions."""
    rows = db.execute(TALLIES if predictions is None else tallies_of(predictions), predictions or ())
    return Counter({Word(name, value, bool(closed)): count for name, value, closed, count in rows})


def tallies_of(predictions: Sequence[str]) -> str:
    """Return the statement for the tallies of some predictions."""
    return f"{TALLIES} where prediction in ({', '.join('?' * len(predictions))})"


def counted(db: Database, basis: Basis, predictions: Iterable[str] | None = None) -> Counter[Word]:
    """Count all votes afresh, or those of some predictions, in time by their number; in memory by the predictions'."""
    names = None if predictions is None else basis.names(predictions)
    few = names is not None and len(names) <= MOST_NAMES
    of = f" and prediction in ({', '.join('?' * len(names))})" if names is not None and few else ""
    query = (
        "select reader, vote, prediction, value, at from votes"
        f" where reader not in ({NOT_COUNTED}){of} order by reader, vote"
    )
    found: Counter[Word] = Counter()
    for _, votes in groupby(db.execute(query, names if names and few else ()), lambda row: row[0]):
        found.update(said((Row(*row[1:]) for row in votes), basis))
    wanted = None if predictions is None else frozenset(predictions)
    return Counter({word: n for word, n in found.items() if wanted is None or word.prediction in wanted})


def miscounted(db: Database) -> int:
    """Return of how many predictions the tallies are not what counting afresh gives."""
    db.execute("begin /* isolation level repeatable read */")  # what is written meanwhile does not show
    try:
        return len({word.prediction for word in _sum(kept(db), counted(db, read_basis(db)), -1)})
    finally:
        db.execute("rollback")


def read_basis(db: Database) -> Basis:
    """Return by what the tallies are counted."""
    rows = db.execute(BASIS).fetchall()
    return Basis(
        Succession({name: current for name, current, _ in rows if current != name}),
        {name: closes for name, _, closes in rows if closes is not None},
    )


def _write_basis(db: Database, before: Basis, after: Basis) -> None:
    was, new = _basis_rows(before), _basis_rows(after)
    gone = [(name,) for name in sorted(was.keys()) if was[name] != new.get(name)]
    db.executemany("delete from basis where name = ?", gone)
    rows = [(name, *row) for name, row in sorted(new.items()) if was.get(name) != row]
    db.executemany("insert into basis (name, current, closes) values (?, ?, ?)", rows)


def _basis_rows(basis: Basis) -> dict[str, tuple[str, str | None]]:
    """Return by name what it is called now, and until when guesses counted."""
    current = basis.succession.current
    return {name: (current(name), basis.closings.get(name)) for name in {*basis.succession.successors, *basis.closings}}
