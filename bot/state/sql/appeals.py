"""Appeals: what readers object to, who says so too, and what editors answered.

What everybody may know of them is at hand, by the names of now. Rows of a reader go with them by a trigger: what was
not answered whole, of the rest the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.people.appeals import DECISIONS, MOST_OPEN, MOST_SHOWN, Answered, Appeal, Heard, Lodged, Reply, Waiting
from bot.people.appeals import weightiest as in_order
from bot.people.changes import MakeAppeal, Second, TakeBack
from bot.people.readers import Reader
from bot.people.succession import Succession
from bot.state.sql.connection import Connection, Database, text
from bot.state.sql.errors import answering
from bot.state.sql.reader_votes import counts
from bot.state.sql.rows import day, readable, reader_number

_COUNT: Final = (
    "(channel <> 'web' or exists (select 1 from visits where visits.reader = readers.reader and visits.back = 1))"
)
"""Whether what a reader says counts among all readers."""
_NEW: Final = f"readers.reader = appeals.reader and not {_COUNT}"
_COLUMNS: Final = (
    "appeal, prediction, against, words, appeals.at, seconds, decision, replies.at, zh, en"
    " from appeals left join replies using (reply)"
)
SECONDED: Final = "select prediction from seconds where reader = ?"
APPEALS_OF: Final = f"select {_COLUMNS} where reader = ? order by appeal"
APPEALED: Final = "select distinct prediction from appeals"
_FIRST: Final = (
    "select appeal, at from appeals join readers using (reader)"
    f" where prediction = ? and decision is null and {_COUNT} order by appeal limit 1"
)
_SECONDS: Final = f"select count(*) from seconds join readers using (reader) where prediction = ? and {_COUNT}"
_ANSWERED: Final = f"select {_COLUMNS} where prediction = ? and decision in ('upheld', 'declined') order by appeal"
HEARD: Final = (_FIRST, _SECONDS, _ANSWERED)
"""What is asked of each prediction to which anybody objected."""


@answering
class AppealRows:
    """Keeps appeals. Every method is one transaction; `names` are those under which predictions are read now."""

    def __init__(self, store: Connection, names: Callable[[], Succession]) -> None:
        self._store, self._names = store, names
        self.heard: Mapping[str, Heard] = {}
        self.reread()

    def reread(self) -> None:
        """Take to hand again what everybody may know of appeals, which takes time by their number."""
        names = self._store.connection.execute(APPEALED).fetchall()
        self.heard = self._told(each for (each,) in names)

    def look_again(self, predictions: Iterable[str]) -> None:
        """Take to hand again what everybody may know of the appeals about some predictions, by any of their names."""
        predictions = {*predictions}
        told = self._told(predictions)
        self.heard = {name: each for name, each in self.heard.items() if name not in predictions} | told

    def _told(self, predictions: Iterable[str]) -> dict[str, Heard]:
        """Return what everybody may know of the appeals about some predictions, where there is anything."""
        names = self._names()
        told = {name: self._heard(names.all_of(name)) for name in {names.current(each) for each in predictions}}
        return {name: heard for name, heard in told.items() if heard != Heard()}

    def _heard(self, names: tuple[str, ...]) -> Heard:
        db = self._store.connection
        found = [row for name in names for row in db.execute(_FIRST, (name,))]
        since = list(readable("appeals", found, lambda row: day(row[1])))
        answered = [each for name in names for each in self._read(db.execute(_ANSWERED, (name,)))]
        seconds = sum(db.execute(_SECONDS, (name,)).fetchone()[0] for name in names) if since else 0
        return Heard(min(since, default=None), seconds, tuple(sorted(answered)))

    def say(self, reader: Reader, change: MakeAppeal | TakeBack | Second, now: dt.datetime) -> None:
        """Keep an appeal, that it is taken back, or that a reader says so too."""
        match change:
            case MakeAppeal():
                self.make(reader, change, now)
            case TakeBack(prediction):
                self.take_back(reader, prediction)
            case Second():
                self.second(reader, change, now)

    def make(self, reader: Reader, change: MakeAppeal, now: dt.datetime) -> None:
        """Keep an appeal, unless its reader has one about the same prediction, or as many as may wait at a time."""
        with self._store.writing() as db:
            name = self._names().current(change.prediction)
            number, names = reader_number(db, reader), self._names().all_of(name)
            self._hold([name])
            query = "select prediction from appeals where reader = ? and decision is null"
            waiting = [each for (each,) in db.execute(query, (number,))]
            if len(waiting) >= MOST_OPEN or not {*waiting}.isdisjoint(names):
                return
            row = (number, name, change.against, change.words, text(now))
            query = (
                "insert into appeals (reader, prediction, against, words, at) values (?, ?, ?, ?, ?)"
                " on conflict do nothing"
            )
            db.execute(query, row)
            _unsay(db, number, names)
            counted = counts(db, number)
        if counted:
            self.look_again([name])

    def take_back(self, reader: Reader, prediction: str) -> None:
        """Delete what a reader objected to in a prediction, where it waits for an answer."""
        name = self._names().current(prediction)
        with self._store.writing() as db:
            names = self._names().all_of(name)
            number = reader_number(db, reader)
            self._hold([name])
            query = "delete from appeals where reader = ? and prediction = ? and decision is null"
            db.executemany(query, [(number, each) for each in names])
            self.settle(db, [name])
        self.look_again([name])

    def second(self, reader: Reader, change: Second, now: dt.datetime) -> None:
        """Keep that a reader says so too, where an appeal waits that is not theirs; or no longer."""
        with self._store.writing() as db:
            name = self._names().current(change.prediction)
            number, names = reader_number(db, reader), self._names().all_of(name)
            self._hold([name])
            query = "select prediction from appeals where reader = ? and decision is null"
            own, new = {each for (each,) in db.execute(query, (number,))}, False
            if change.off:
                _unsay(db, number, names)
            elif own.isdisjoint(names) and self.heard.get(name, Heard()).since:
                query = "insert into seconds (reader, prediction, at) values (?, ?, ?) on conflict do nothing"
                new = db.execute(query, (number, name, text(now))).rowcount > 0
            counted = counts(db, number)
        if change.off and counted:
            self.look_again([name])
        elif new and counted:  # one more: counting all again would take longer the more there are
            heard = self.heard.get(name, Heard())
            self.heard = {**self.heard, name: heard._replace(seconds=heard.seconds + 1)}

    def answer(self, reply: Reply, by: str, now: dt.datetime) -> int:
        """Keep what editors say to appeals that wait; return to how many.

        Where none waits any more, nobody says so too.
        """
        with self._store.writing() as db:
            self._hold()
            row = (reply.words["zh"], reply.words["en"], by, text(now))
            query = "insert into replies (zh, en, by, at) values (?, ?, ?, ?) returning reply"
            (number,) = db.execute(query, row).fetchone()
            which, values = self._which(reply)
            query = f"select appeal, prediction from appeals where decision is null and appeal <= ? and {which}"
            found = db.execute(query, (reply.until, *values)).fetchall()
            for appeal, prediction in found:
                said = self.heard.get(self._names().current(prediction), Heard()).seconds
                query = "update appeals set decision = ?, reply = ?, seconds = ? where appeal = ?"
                db.execute(query, (reply.decision, number, said, appeal))
            if not found:
                db.execute("delete from replies where reply = ?", (number,))
            concerned = {self._names().current(prediction) for _, prediction in found}
            self.settle(db, concerned)
        self.look_again(concerned)
        return len(found)

    def _hold(self, predictions: Iterable[str] | None = None) -> None:
        """Have at hand what is true of some predictions, or of all, until the transaction ends; it always is here."""

    def _which(self, reply: Reply) -> tuple[str, Sequence[str | int]]:
        """Return to which of those that wait an answer is, as a condition and its values."""
        match reply.scope:
            case "one":
                return "appeal = ?", (int(reply.what) if reply.what.isdecimal() else 0,)
            case "forecast":
                names = self._names().all_of(reply.what)
                return f"prediction in ({', '.join('?' * len(names))})", names
            case "newcomers":
                return f"exists (select 1 from readers where {_NEW})", ()

    def settle(self, db: Database, predictions: Iterable[str]) -> None:
        """Forget within a transaction who said so too, at those of some predictions where nothing waits any more."""
        query = "select 1 from appeals where prediction = ? and decision is null limit 1"
        for current in {self._names().current(each) for each in predictions}:
            names = self._names().all_of(current)
            if not any(db.execute(query, (name,)).fetchone() for name in names):
                db.executemany("delete from seconds where prediction = ?", [(name,) for name in names])

    async def waiting(self, also: Iterable[int] = ()) -> Waiting:
        """Return what waits for editors, the weightiest first; `also` those of some numbers, if they wait."""
        db, names = self._store.connection, self._names()
        query = (
            f"select appeal, prediction, reader, not {_COUNT}, channel from appeals join readers using (reader)"
            " where decision is null"
        )
        rows = db.execute(query).fetchall()
        lodged = [Lodged(number, names.current(name), reader, bool(new), at) for number, name, reader, new, at in rows]
        order = in_order(lodged, {name: each.seconds for name, each in self.heard.items()})
        new = {each.number for each in lodged if each.newcomer}
        wanted = [*dict.fromkeys((*order[:MOST_SHOWN], *({*also} & {*order})))]
        query = f"select {_COLUMNS} where appeal = ?"
        found = {each.number: each for number in wanted for each in self._read(db.execute(query, (number,)))}
        shown = tuple(self._shown(found[number], new) for number in wanted if number in found)
        return Waiting(shown, len(order), len(new), max(order, default=0))

    def _shown(self, appeal: Appeal, newcomers: set[int]) -> Appeal:
        said = self.heard.get(appeal.prediction, Heard()).seconds
        return appeal._replace(seconds=said, newcomer=appeal.number in newcomers)

    def of(self, number: int) -> dict[str, Any]:
        """Return a reader's own appeals, oldest first, and at which predictions they said so too."""
        db, current = self._store.connection, self._names().current
        said = db.execute(SECONDED, (number,))
        own = self._read(db.execute(APPEALS_OF, (number,)))
        return {"appeals": tuple(own), "seconded": frozenset(current(each) for (each,) in said)}

    def of_all(self, number: int) -> list[str]:
        """Return the predictions at which something of a reader stands: what they object to, or say too."""
        query = "select prediction from appeals where reader = ? union select prediction from seconds where reader = ?"
        return [each for (each,) in self._store.connection.execute(query, (number, number))]

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> list[Appeal]:
        return list(readable("appeals", rows, lambda row: _appeal(row, self._names())))


def _unsay(db: Database, number: int, names: tuple[str, ...]) -> None:
    rows = [(number, name) for name in names]
    db.executemany("delete from seconds where reader = ? and prediction = ?", rows)


def _appeal(row: tuple[Any, ...], names: Succession) -> Appeal:
    number, prediction, against, words, at, seconds, decision, answered_at, zh, en = row
    said = next((each for each in DECISIONS if each == decision), None)
    answered = Answered(said, day(answered_at), zh, en) if said else None
    return Appeal(number, names.current(prediction), against, words, day(at), seconds, answered)
