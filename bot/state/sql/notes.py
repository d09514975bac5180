"""Editors' notes to all subscribers: stored, queued in slices beside the check-ins, called back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.content.texts import Written
from bot.people.readers import Note
from bot.state.sql.connection import Connection, Database, instant, text
from bot.state.sql.errors import answering
from bot.state.sql.rows import readable
from bot.state.values import News

AT_ONCE: Final = 250
"""Deliveries of a note that is called back which are dropped right away."""
NOTES: Final = "select note, zh, en, by, at, spread, stopped from notes order by note"


@answering
class NoteRows:
    """Keeps notes and puts them into the ledger. Every method is one transaction."""

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._notes = self._read()

    async def begin(self, words: Mapping[Written, str], by: str, now: dt.datetime) -> Note:
        """Keep a note that is to be sent, and return it."""
        return self.add(words, by, now)

    def add(self, words: Mapping[Written, str], by: str, now: dt.datetime) -> Note:
        """Do the same, as a part of a transaction if there is one."""
        with self._store.writing() as db:
            self._store.hold("notes")
            self._look()
            row = (words["zh"], words["en"], by, text(self._free(now)))
            query = "insert into notes (zh, en, by, at) values (?, ?, ?, ?) returning note"
            (number,) = db.execute(query, row).fetchone()
        self._notes = self._read()
        return self._notes[number]

    def _free(self, now: dt.datetime) -> dt.datetime:
        """Return a slot that no other note has, and no check-in: those are on whole minutes."""
        at = now.replace(microsecond=0)
        taken = {each.at for each in self._notes.values()}
        while at in taken or at.second == 0:
            at += dt.timedelta(seconds=1)
        return at

    async def spread(self, now: dt.datetime, most: int) -> int:
        """Queue notes for at most so many subscribers; return for how many, 0 where all are queued.

        First drop as many that still wait with a note that was called back.
        """
        with self._store.writing() as db:
            if dropped := _drop_stopped(db, most):
                return dropped
            query = (
                "select note, at, reached from notes where spread = 0 and stopped = 0 order by note limit 1"
                " /* for update skip locked */"
            )
            row = db.execute(query).fetchone()
            if row is None:
                return 0
            number, slot, reached = row
            query = (
                "select reader, channel from subscriptions join readers using (reader)"
                " where paused is null and reader > ? order by reader limit ?"
            )
            receivers = db.execute(query, (reached, most)).fetchall()
            db.executemany(
                "insert into deliveries (reader, channel, slot, state, next_at, note)"
                " values (?, ?, ?, 'queued', ?, ?) on conflict do nothing",
                [(reader, channel, slot, text(now), number) for reader, channel in receivers],
            )
            if receivers:
                self._store.tell(News("due"))
            last = receivers[-1][0] if receivers else reached
            db.execute(
                "update notes set reached = ?, spread = ? where note = ?", (last, int(len(receivers) < most), number)
            )
        if len(receivers) < most:
            self._notes = self._read()
        return len(receivers)

    async def stop(self, number: int) -> None:
        """Call a note back from those for whom it is still queued."""
        self.call_back(number)

    def call_back(self, number: int) -> None:
        """Do the same, as a part of a transaction if there is one."""
        with self._store.writing() as db:
            db.execute("update notes set stopped = 1 where note = ? and stopped = 0", (number,))
            _drop_stopped(db, AT_ONCE)  # the others at the next tick; who is claimed before gets nothing either
        self._notes = self._read()

    async def going(self, number: int, delivery: int) -> Note | None:
        """Return the note of a delivery; one that was called back is dropped, as those that were still queued are."""
        self._look()
        note = self._notes.get(number)
        if note and not note.stopped:
            return note
        with self._store.writing() as db:
            db.execute("delete from deliveries where delivery = ?", (delivery,))
        return None

    async def notes(self) -> Mapping[int, Note]:
        """Return all notes by number; how far each has come only `counted` tells."""
        return self._notes

    async def counted(self) -> tuple[Mapping[int, Note], int]:
        """Return all notes with how their deliveries stand, and how many would get one now; counted beside the loop."""
        self._look()
        counts, receivers = await self._store.beside(_counts)
        return {number: replace(each, counts=counts.get(number, {})) for number, each in self._notes.items()}, receivers

    def _look(self) -> None:
        """Have at hand what notes there are now; where one process writes they are."""

    def _read(self) -> dict[int, Note]:
        rows = self._store.connection.execute(NOTES)
        return {each.number: each for each in readable("notes", rows, _note)}


def _note(row: tuple[Any, ...]) -> Note:
    number, zh, en, by, at, spread, stopped = row
    return Note(number, {"zh": zh, "en": en}, by, instant(at), {}, not spread, bool(stopped))


def _counts(db: Database) -> tuple[dict[int, dict[str, int]], int]:
    counts: dict[int, dict[str, int]] = {}
    query = "select note, state, count(*) from deliveries where note is not null group by note, state"
    for number, state, count in db.execute(query):
        counts.setdefault(number, {})[state] = count
    return counts, db.execute("select count(*) from subscriptions where paused is null").fetchone()[0]


def _drop_stopped(db: Database, most: int) -> int:
    query = (
        "delete from deliveries where delivery in (select delivery from deliveries where state = 'queued'"
        " and note in (select note from notes where stopped = 1) limit ?)"
    )
    return db.execute(query, (most,)).rowcount
