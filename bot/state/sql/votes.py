"""Votes: all a reader ever said is kept, the last word counts, and the tallies are at hand."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.people.changes import Follow, Vote
from bot.people.readers import CHANCES, Reader
from bot.people.succession import Succession
from bot.state.basis import Row
from bot.state.sql import rows
from bot.state.sql.appeals import AppealRows
from bot.state.sql.connection import Database, text
from bot.state.sql.errors import answering
from bot.state.sql.leaving import leave
from bot.state.sql.reader_votes import last_word
from bot.state.sql.readers import ReaderRows
from bot.state.sql.tallies import Tallies

_NEWEST: Final = 1 << 62
"""The number of a vote that has none yet, above all others."""
NOBODY: Final = "—"  # by whom an edition is whose editor has been forgotten


@answering
class VoteRows(ReaderRows):
    """Keeps votes, and from when on those of a reader of the page count for all; every method is one transaction."""

    _tallies: Tallies
    _names: Succession
    appeals: AppealRows

    def vote(self, reader: Reader, prediction: str, value: str, now: dt.datetime) -> None:
        """Keep what a reader says of a prediction; saying the same again changes nothing."""
        self._answered(reader, reader, Vote(prediction, value), now)

    def _answered(self, reader: Reader, chat: Reader, said: Vote, now: dt.datetime) -> None:
        """Keep a vote, and where it was given: in which check-in, be it one only shown so far, or in which group."""
        prediction, value = said.prediction, said.value
        with self.writing() as db:
            number = rows.reader_number(db, reader)
            names, chance = self._names.all_of(prediction), value in CHANCES
            before = last_word(db, number, names, chance=chance)
            # What was said under a name of before is said under that of now too: an undo may part them again.
            new = (value, value) != (before, last_word(db, number, names[:1], chance=chance))
            if new:
                self._tallies.voted(db, number, Row(_NEWEST, prediction, value, text(now)))
                vote = (number, prediction, value, text(now))
                db.executemany("insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)", [vote])
            if said.issue:
                shown = said.issue.with_answer(prediction) if chat == reader else said.issue
                rows.write_issue(db, rows.reader_number(db, chat), shown, now)
            if said.within is not None:
                rows.write_answered(db, number, said.within, prediction)
            if chat != reader:
                query = "insert into answered_in (reader, chat, prediction) values (?, ?, ?) on conflict do nothing"
                db.executemany(query, [(number, rows.reader_number(db, chat), prediction)])

    def follow(self, reader: Reader, change: Follow, now: dt.datetime) -> None:
        """Keep that a reader follows a prediction, from the first time on; or, under any of its names, no longer."""
        with self.writing() as db:
            number = rows.reader_number(db, reader)
            if change.off:
                names = [(number, name) for name in self._names.all_of(change.prediction)]
                db.executemany("delete from follows where reader = ? and prediction = ?", names)
            else:
                query = "insert into follows (reader, prediction, at) values (?, ?, ?) on conflict do nothing"
                db.execute(query, (number, change.prediction, text(now)))

    def forget(self, reader: Reader) -> None:
        """Forget a reader; they leave the tallies, and what they published bears their id no more.

        Of one who said very much the rest is deleted by `clear`: from now on it is nobody's.
        """
        with self.writing() as db:
            number = rows.held_number(db, reader)
            objected = self.appeals.of_all(number) if number is not None else []
            if number is not None:
                with self._tallies.moving(db, number):
                    leave(db, number)
            self.appeals.settle(db, objected)
            for table in rows.SIGNED:
                db.execute(f"update {table} set by = ? where by = ?", (NOBODY, reader.signature))
        self.appeals.look_again(objected)

    def _give_all(self, db: Database, before: int, after: int) -> None:
        with self._tallies.moving(db, before, after):
            super()._give_all(db, before, after)

    async def came(self, reader: Reader, now: dt.datetime) -> bool:
        """Note that a reader came; tell whether they are new. One who is back on a later day counts from now on."""
        number, today = self._number(reader), text(now)[:10]
        if number is None:
            return False
        row = self.connection.execute("select first, back from visits where reader = ?", (number,)).fetchone()
        first, back = row or (None, False)
        if back or first == today:
            return False
        later = first is not None and first < today  # else new, or noted by a clock that was wrong
        with self.writing() as db, self._tallies.moving(db, number):
            query = (
                "insert into visits (reader, first, back) values (?, ?, ?)"
                " on conflict (reader) do update set first = excluded.first, back = excluded.back"
            )
            db.execute(query, (number, first if later else today, int(later)))
        if later:
            self.appeals.look_again(self.appeals.of_all(number))
        return row is None
