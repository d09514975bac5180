"""The state in SQLite: plain functions named by intent, one writer, no `await` inside a transaction.

Every method owns its transaction. Instants go in and come out as aware UTC; readers are named by channel and id.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from bot.briefing import Language
from bot.migrations import migrations
from bot.readers import CHANCES, Issue, Known, Reader, moved

FILE: Final = "hindsight.db"


class Store:
    """The one writer of the state: what readers chose and said, and what they were asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for pragma in ("journal_mode=wal", "synchronous=normal", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")
        migrations.apply(Database(connection))
        connection.isolation_level = None  # from here on transactions begin where `_writing` says so
        self._tallies = self._count_votes()

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the state in a folder, made where it is missing; raises OSError or sqlite3.Error."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(sqlite3.connect(folder / FILE, timeout=5))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def language(self, reader: Reader) -> Language | None:
        """Return the language a reader chose."""
        query = "select language from readers where channel = ? and id = ?"
        row = self._connection.execute(query, (reader.channel, reader.id)).fetchone()
        return row[0] if row else None

    def choose_language(self, reader: Reader, language: Language) -> None:
        """Remember the language a reader chose."""
        with self._writing() as db:
            db.execute("update readers set language = ? where reader = ?", (language, _number(db, reader)))

    def vote(self, reader: Reader, prediction: str, value: str, now: dt.datetime) -> None:
        """Keep what a reader says of a prediction; saying the same again changes nothing."""
        with self._writing() as db:
            number = _number(db, reader)
            before = self._last_vote(number, prediction, chance=value in CHANCES)
            if before == value:
                return
            row = (number, prediction, value, _text(now))
            db.execute("insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)", row)
        self._tallies[prediction] = moved(self._tallies.get(prediction, {}), before, value)

    def forget(self, reader: Reader) -> None:
        """Delete everything of a reader: what they chose, said and were asked; they leave the tallies."""
        with self._writing() as db:
            db.execute("delete from readers where channel = ? and id = ?", (reader.channel, reader.id))
        self._tallies = self._count_votes()

    def keep_issue(self, reader: Reader, questions: tuple[str, ...], now: dt.datetime) -> None:
        """Keep what a check-in asked a reader, and when."""
        with self._writing() as db:
            number = _number(db, reader)
            row = (number, _text(now), json.dumps(questions))
            db.execute("insert into issues (reader, at, questions) values (?, ?, ?)", row)
            asked = [(number, question, _text(now)) for question in questions]
            db.executemany("insert or replace into asked (reader, prediction, at) values (?, ?, ?)", asked)

    def known(self, chat: Reader, person: Reader) -> Known:
        """Return what an answer may need to know of a chat, of the person who asks in it, and of all readers."""
        votes = self._votes(person)
        return Known(
            chances={prediction: value for prediction, value in votes if value in CHANCES},
            rulings={prediction: value for prediction, value in votes if value not in CHANCES},
            tallies=self._tallies,
            asked=self._asked(chat),
            issue=self._last_issue(chat),
        )

    def _votes(self, person: Reader) -> list[tuple[str, str]]:
        """Return a person's votes, oldest first."""
        query = (
            "select prediction, value from votes join readers using (reader) where channel = ? and id = ? order by vote"
        )
        return self._connection.execute(query, (person.channel, person.id)).fetchall()

    def _asked(self, chat: Reader) -> dict[str, dt.date]:
        query = "select prediction, at from asked join readers using (reader) where channel = ? and id = ?"
        rows = self._connection.execute(query, (chat.channel, chat.id))
        return {prediction: _day(at) for prediction, at in rows}

    def _last_issue(self, chat: Reader) -> Issue | None:
        query = (
            "select questions, at from issues join readers using (reader) where channel = ? and id = ?"
            " order by at desc, issue desc limit 1"
        )
        row = self._connection.execute(query, (chat.channel, chat.id)).fetchone()
        return Issue(tuple(json.loads(row[0])), _day(row[1])) if row else None

    def _last_vote(self, number: int, prediction: str, *, chance: bool) -> str | None:
        query = "select value from votes where reader = ? and prediction = ? order by vote desc"
        values = (row[0] for row in self._connection.execute(query, (number, prediction)))
        return next((value for value in values if (value in CHANCES) == chance), None)

    def _count_votes(self) -> dict[str, dict[str, int]]:
        """Return how many readers say each value of each prediction, by the last word of each reader."""
        query = (
            "select prediction, value, count(*) from votes where vote in"
            " (select max(vote) from votes group by reader, prediction, value glob '[0-9]*') group by prediction, value"
        )
        tallies: dict[str, dict[str, int]] = {}
        for prediction, value, count in self._connection.execute(query):
            tallies.setdefault(prediction, {})[value] = count
        return tallies

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that waits for another writer at its start, if at all, and never half-way."""
        self._connection.execute("begin immediate")
        try:
            yield self._connection
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()


def _number(db: sqlite3.Connection, reader: Reader) -> int:
    """Return the number of a reader, who is new where never seen."""
    db.execute("insert or ignore into readers (channel, id) values (?, ?)", (reader.channel, reader.id))
    query = "select reader from readers where channel = ? and id = ?"
    number: int = db.execute(query, (reader.channel, reader.id)).fetchone()[0]
    return number


def _text(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(stored: str) -> dt.date:
    return dt.datetime.fromisoformat(stored).date()
