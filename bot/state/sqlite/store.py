"""The state in SQLite: plain functions named by intent, one writer, no `await` inside a transaction.

Every method owns its transaction. Instants go in and come out as aware UTC; readers are named by channel and id.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import fcntl
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from bot import files
from bot.content.briefing import Language
from bot.people.readers import CHANCES, Issue, Known, PausedBy, Reader, Subscription
from bot.state.sqlite import rows
from bot.state.sqlite.connection import Writer, text
from bot.state.sqlite.tallies import Opinion

T = TypeVar("T")

PATIENCE: Final = 0.5
"""Seconds a change waits for another process that writes, such as `publish`; no reader is answered meanwhile."""
FILE: Final = "hindsight.db"
LOCK: Final = "hindsight.lock"
NOBODY: Final = "—"  # by whom an edition is whose editor has been forgotten
FOREVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_ALL: Final = 1 << 31
_NOTHING: Final[Mapping[str, dt.datetime]] = {}


class InUse(Exception):
    """Another process works with the state."""


class Store(Writer):
    """The one writer of the state: what readers chose and said, and what they were asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, "normal", PATIENCE)
        self._lock: IO[str] | None = None
        self.reread()

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the state in a folder, made where it is missing; raises InUse, OSError or sqlite3.Error.

        One process at a time: two would send every check-in twice.
        """
        files.private_folder(folder)
        files.private_file(folder / LOCK)
        lock = (folder / LOCK).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            files.private_file(folder / FILE)
            files.narrow(folder / f"{FILE}-wal", folder / f"{FILE}-shm")
            store = cls(sqlite3.connect(folder / FILE, timeout=5))
        except BlockingIOError:
            lock.close()
            raise InUse from None
        except BaseException:
            lock.close()
            raise
        store._lock = lock
        return store

    def close(self) -> None:
        """Close the file, and let others have it."""
        super().close()
        if self._lock:
            self._lock.close()

    def reread(self) -> None:
        """Take to hand again what concerns all readers: what they say together, and what is new."""
        self._opinion = Opinion(self.connection)
        self._all_news = self._read_news()

    def language(self, reader: Reader) -> Language | None:
        """Return the language a reader chose."""
        query = "select language from readers where channel = ? and id = ?"
        row = self.connection.execute(query, (reader.channel, reader.id)).fetchone()
        return row[0] if row and row[0] in rows.LANGUAGES else None

    def choose_language(self, reader: Reader, language: Language) -> None:
        """Remember the language a reader chose."""
        with self.writing() as db:
            db.execute("update readers set language = ? where reader = ?", (language, rows.numbered(db, reader)))

    def vote(self, reader: Reader, prediction: str, value: str, now: dt.datetime) -> None:
        """Keep what a reader says of a prediction; saying the same again changes nothing."""
        with self.writing() as db:
            number = rows.numbered(db, reader)
            before = rows.last_word(db, number, prediction, chance=value in CHANCES)
            if before == value:
                return
            vote = (number, prediction, value, text(now))
            db.execute("insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)", vote)
            counts = rows.counts(db, number)
        if counts:
            self._opinion.add(number, prediction, before, value, now)

    def forget(self, reader: Reader) -> None:
        """Delete everything of a reader; they leave the tallies, and what they published bears their id no more."""
        with self.writing() as db:
            number = self.number(reader)
            counted = number is not None and rows.counts(db, number)
            said = rows.said(db, number, {}) if number is not None else rows.Said({}, {}, ())
            db.execute("delete from readers where reader = ?", (number,))
            for table in rows.SIGNED:
                db.execute(f"update {table} set by = ? where by = ?", (NOBODY, reader.signature))
        if number is not None and counted:
            self._opinion.drop(number, said.chances, said.rulings)

    def keep_issue(self, reader: Reader, issue: Issue, now: dt.datetime) -> None:
        """Keep what a check-in asked and told a reader who asked for it, and when."""
        with self.writing() as db:
            rows.write_issue(db, rows.numbered(db, reader), issue, now)

    def known(
        self,
        chat: Reader,
        person: Reader,
        message: str | None = None,
        now: dt.datetime = FOREVER,
        settled: Mapping[str, dt.datetime] = _NOTHING,
    ) -> Known:
        """Return what an answer may need to know of a chat, of the person who asks in it, and of all readers.

        `message` is the message of the chat the question came from: its own check-in is then the one in question.
        What is dated after `now`, by a clock that was wrong, was not yet. `settled` says until when a guess counted at
        a prediction that was ruled on.
        """
        number = self.number(chat)
        return self.known_by(number, number if person == chat else self.number(person), message, now, settled)

    def known_by(
        self,
        number: int | None,
        own: int | None,
        message: str | None = None,
        now: dt.datetime = FOREVER,
        settled: Mapping[str, dt.datetime] = _NOTHING,
    ) -> Known:
        """Return the same for readers whose numbers are known."""
        said = rows.said(self.connection, own, settled) if own is not None else rows.Said({}, {}, ())
        found: dict[str, Any] = {}
        if number is not None:
            subscription = self._subscription(number)
            found = {
                "subscription": subscription,
                "asked": rows.asked(self.connection, number, now),
                "issue": rows.last_issue(self.connection, number, message, now),
            }
            if subscription:
                found |= self._news(number, subscription, now)
        own_counts = own is None or rows.counts(self.connection, own)
        tallies = self._opinion.tallies if own_counts else self._opinion.with_words(said.chances, said.rulings)
        return Known(**said._asdict(), crowd=self._opinion.crowd, tallies=tallies, **found)

    def number(self, reader: Reader) -> int | None:
        """Return the number of a reader; none for one never seen."""
        query = "select reader from readers where channel = ? and id = ?"
        row = self.connection.execute(query, (reader.channel, reader.id)).fetchone()
        return row[0] if row else None

    # Subscriptions

    def subscribe(self, reader: Reader, subscription: Subscription) -> None:
        """Write a reader's subscription, new or changed."""
        columns = rows.columns(subscription)
        marks = ", ".join("?" * (len(columns) + 1))
        query = f"insert or replace into subscriptions (reader, {rows.SUBSCRIPTION}) values ({marks})"
        with self.writing() as db:
            number = rows.numbered(db, reader)
            db.execute(query, (number, *columns))
            if subscription.paused:
                _drop_queued(db, number)

    def unsubscribe(self, reader: Reader) -> None:
        """Delete a reader's subscription and what waits for them; votes stay."""
        with self.writing() as db:
            number = rows.numbered(db, reader)
            db.execute("delete from subscriptions where reader = ?", (number,))
            _drop_queued(db, number)

    def pause(self, reader: Reader, by: PausedBy, now: dt.datetime) -> None:
        """Pause a subscription that runs, with the reason and the day; everything of it is kept."""
        with self.writing() as db:
            number = rows.numbered(db, reader)
            query = "update subscriptions set paused = ?, paused_on = ? where reader = ? and paused is null"
            db.execute(query, (by, now.date().isoformat(), number))
            _drop_queued(db, number)

    def subscription(self, reader: Reader) -> Subscription | None:
        """Return a reader's subscription, paused or not."""
        number = self.number(reader)
        return None if number is None else self._subscription(number)

    def _subscription(self, number: int) -> Subscription | None:
        query = f"select {rows.SUBSCRIPTION} from subscriptions where reader = ?"
        row = self.connection.execute(query, (number,)).fetchone()
        try:
            return rows.as_subscription(row) if row else None
        except rows.UNREADABLE:
            rows.set_aside("subscriptions", number)
            return None

    def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id; where both have something, what the new id has stays."""
        with self.writing() as db:
            for table in rows.SIGNED:
                db.execute(f"update {table} set by = ? where by = ?", (new.signature, old.signature))
            before, after = self.number(old), self.number(new)
            if before is None or before == after:
                return
            if after is None:
                db.execute("update readers set id = ? where reader = ?", (new.id, before))
                return
            for table in rows.OWNED:
                db.execute(f"update or ignore {table} set reader = ? where reader = ?", (after, before))
            query = (
                "update readers set language = coalesce(language, (select language from readers where reader = ?))"
                " where reader = ?"
            )
            db.execute(query, (before, after))
            db.execute("delete from readers where reader = ?", (before,))

    # What is new

    def live(self, verdicts: Iterable[str], briefings: Iterable[str], now: dt.datetime) -> None:
        """Note which verdicts and briefings are live, each with the time it was first seen."""
        known = {(kind, what) for _, kind, what in self._all_news}
        named = [*(("verdict", each) for each in verdicts), *(("briefing", each) for each in briefings)]
        new = [(*each, text(now)) for each in named if each not in known]
        if new:
            with self.writing() as db:
                db.executemany("insert or ignore into news (kind, what, at) values (?, ?, ?)", new)
            self._all_news = self._read_news()

    def _read_news(self) -> list[tuple[str, str, str]]:
        return self.connection.execute("select at, kind, what from news order by at, what").fetchall()

    def _news(self, number: int, subscription: Subscription, now: dt.datetime) -> dict[str, Any]:
        at, begun = text(now), text(subscription.since)
        query = "select max(at) from issues where reader = ? and at <= ?"
        last = self.connection.execute(query, (number, at)).fetchone()[0] or ""
        since = max(last, begun) if begun <= at else last or at
        first, end = (bisect_right(self._all_news, each, key=itemgetter(0)) for each in (since, at))
        new = self._all_news[first:end]
        query = "select count(*) from deliveries where reader = ? and state = 'missed' and slot > ? and slot <= ?"
        return {
            "missed": self.connection.execute(query, (number, since, at)).fetchone()[0],
            "new_verdicts": tuple(what for _, kind, what in new if kind == "verdict"),
            "new_briefings": tuple(what for _, kind, what in new if kind == "briefing"),
        }

    # The page's newcomers

    def came(self, reader: Reader, now: dt.datetime) -> bool:
        """Note that a reader came; tell whether they are new. One who is back on a later day counts from now on."""
        number, today = self.number(reader), text(now)[:10]
        if number is None:
            return False
        row = self.connection.execute("select first, back from visits where reader = ?", (number,)).fetchone()
        first, back = row or (None, False)
        if back or first == today:
            return False
        later = first is not None and first < today  # else new, or noted by a clock that was wrong
        with self.writing() as db:
            query = "insert or replace into visits (reader, first, back) values (?, ?, ?)"
            db.execute(query, (number, first if later else today, later))
        if later:
            self._opinion.join(*rows.said(self.connection, number, {}, most=_ALL))
        return row is None

    # The page's inbox

    def put(self, reader: Reader, command: str, now: dt.datetime) -> str:
        """Keep a check-in for a reader of the page until they have seen it; return its number."""
        with self.writing() as db:
            row = (rows.numbered(db, reader), command, text(now))
            return str(db.execute("insert into inbox (reader, command, at) values (?, ?, ?)", row).lastrowid)

    def unseen(self, reader: Reader) -> list[tuple[int, str]]:
        """Return what a reader of the page has not seen: numbers and commands, oldest first."""
        query = "select item, command from inbox where reader = ? and seen = 0 order by item"
        return self.connection.execute(query, (self.number(reader),)).fetchall()

    def seen(self, reader: Reader, item: int) -> None:
        """Note that a reader has seen an item of their inbox and those before it."""
        with self.writing() as db:
            db.execute(
                "update inbox set seen = 1 where item <= ? and reader = ? and seen = 0", (item, self.number(reader))
            )

    # A reader's rights

    def everything(self, reader: Reader) -> dict[str, Any]:
        """Return all that is stored of a reader, table by table, as plain values; nothing of one never seen."""
        return rows.everything(self.connection, reader)

    async def beside(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Read beside the loop, by a connection of its own, what takes time by how much there is."""
        _, _, file = self.connection.execute("pragma database_list").fetchone()
        if not file:  # a state in memory is seen by its own connection alone, and is small
            return read(self.connection)
        return await asyncio.to_thread(_reading, file, read)


def _reading(file: str, read: Callable[[sqlite3.Connection], T]) -> T:
    with closing(sqlite3.connect(file)) as db:
        db.execute("pragma query_only = on")
        return read(db)


def _drop_queued(db: sqlite3.Connection, number: int) -> None:
    db.execute("delete from deliveries where reader = ? and state = 'queued'", (number,))
