"""A whole state in a file, to be moved into another database or out of one."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from bot import files
from bot.state.errors import StateError, Unusable
from bot.state.moving import TABLES, Row
from bot.state.sql.errors import answering
from bot.state.sqlite.errors import translated
from bot.state.sqlite.restoring import place, sound
from bot.state.sqlite.store import FILE, Store, alone

_SLICE: Final = 1_000
"""Rows that are read at once."""
_NUMBERED: Final = (
    "insert into sqlite_sequence select name, 0 from sqlite_schema where name = ? and sql like '%autoincrement%'"
    " and name not in (select name from sqlite_sequence)"
)
"""Keeps apart from its rows which number of a table is the highest, if it does: there may be none."""


@answering
class SQLiteWhole:
    """All rows of a state, by a connection that nobody else writes beside."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns."""
        return tuple(name for (name,) in self._db.execute("select name from pragma_table_info(?)", (table,)))

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        (found,) = self._db.execute(f"select count(*) from {table}").fetchone()
        return int(found)

    def rows(self, table: str, columns: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a table in order."""
        with translated():
            found = self._db.execute(f"select {_named(columns)} from {table} order by {TABLES[table]}")
            while some := found.fetchmany(_SLICE):
                yield from some

    def highest(self, table: str) -> int:
        """Return the highest number that a table gave, where it is kept apart from its rows."""
        row = self._db.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
        return row[0] if row else 0

    def fill(self, table: str, columns: Iterable[str], rows: Iterable[Row], highest: int) -> None:
        """Take in all rows of a table."""
        columns = tuple(columns)
        marks = ", ".join("?" * len(columns))
        self._db.execute(f"delete from {table}")  # what opening a new state left in it
        self._db.executemany(f"insert into {table} ({_named(columns)}) values ({marks})", rows)
        self._db.execute(_NUMBERED, (table,))
        self._db.execute("update sqlite_sequence set seq = ? where name = ? and seq < ?", (highest, table, highest))


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[SQLiteWhole]:
    """Have all of a state, as nobody works with it; raises InUse, OSError or StateError."""
    with translated(), closing(Store.open(folder)) as store, store.writing() as db:
        yield SQLiteWhole(db)


@contextlib.contextmanager
def empty(folder: Path) -> Iterator[SQLiteWhole]:
    """Have a new state, in its folder once the context ends well; raises Unusable where there is one, InUse, OSError.

    It is made beside its place, and looked through before it is moved there.
    """
    files.private_folder(folder)
    with alone(folder), tempfile.TemporaryDirectory(prefix=f".{FILE}.", dir=folder) as aside:
        if (folder / FILE).exists():
            raise Unusable(f"there is a state in {folder} already")
        new = Path(aside) / FILE
        files.private_file(new)
        with translated(), closing(Store(sqlite3.connect(new))) as store:
            with store.writing() as db:
                yield SQLiteWhole(db)
            _sound(store.connection)
            store.connection.execute("pragma journal_mode = delete")  # all of it in the one file
        place(new, folder)


def _sound(db: sqlite3.Connection) -> None:
    try:
        sound(db)
    except Unusable as why:
        raise StateError(f"what was moved: {why}") from None


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in columns)
