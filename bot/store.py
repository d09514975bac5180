"""What readers chose, in SQLite: plain functions named by intent; no `await` ever stands inside a transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from bot.briefing import Language
from bot.migrations import migrations

FILE: Final = "hindsight.db"


@dataclass(frozen=True, slots=True)
class Reader:
    """One person or chat on one channel."""

    channel: str
    id: str


class Store:
    """The one writer of the state. Times are UTC, identifiers are text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
        migrations.apply(Database(connection))

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
        with self._connection:
            self._connection.execute(
                "insert into readers (channel, id, language) values (?, ?, ?)"
                " on conflict (channel, id) do update set language = excluded.language",
                (reader.channel, reader.id, language),
            )
