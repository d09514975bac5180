"""Opens SQLite (WAL, foreign keys) with explicit transactions: one writer, no `await` inside a transaction."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeVar

from bot.state.errors import NewerState
from bot.state.sql.connection import Connection
from bot.state.sqlite import upgrading
from bot.state.sqlite.errors import translated
from bot.state.values import News

T = TypeVar("T")


class SQLiteConnection(Connection):
    """A connection to the state that writes one transaction at a time, and has all tables."""

    def __init__(self, connection: sqlite3.Connection, synchronous: Literal["normal", "full"], patience: float) -> None:
        """`patience` is how many seconds a transaction waits for another process that writes; raises StateError.

        With `full` it also waits for the disk; with `normal` a loss of power may cost the last ones and breaks nothing.
        """
        self.connection: sqlite3.Connection = connection
        self._also: tuple[str, tuple[Any, ...]] | None = None
        self._afterwards: list[Callable[[], None]] = []
        self._patience, self._patient = round(patience * 1_000), True
        with translated():
            for pragma in ("journal_mode=wal", f"synchronous={synchronous}", "foreign_keys=on"):
                connection.execute(f"pragma {pragma}")
            _steps(connection)
            connection.isolation_level = None  # from here on transactions begin where `writing` says so
            self._wait(patient=True)

    def close(self) -> None:
        """Close the file."""
        with translated():
            self.connection.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that waits for another writer at its start, if at all; within one, be a part of that."""
        if self.connection.in_transaction:
            yield self.connection
            return
        self._begin()
        try:
            if self._also:
                self.connection.execute(*self._also)
            yield self.connection
            self.connection.commit()
            self._also = None
        except BaseException:
            self._afterwards.clear()
            self.connection.rollback()
            raise
        done, self._afterwards = self._afterwards, []
        for action in done:
            action()

    def hold(self, what: str) -> None:
        """Do nothing: while one writes to a file nobody else does."""

    def tell(self, news: News) -> None:
        """Do nothing: nobody else works with the file."""

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept: what is at hand never tells of what is not."""
        self._afterwards.append(action)

    @contextlib.contextmanager
    def also(self, statement: str, values: tuple[Any, ...]) -> Iterator[None]:
        """Make a statement part of the first transaction within that succeeds; of none where there is none."""
        self._also = statement, values
        try:
            yield
        finally:
            self._also = None

    def _begin(self) -> None:
        """Begin a transaction; after a busy timeout the next fail at once until one succeeds: the loop waits once."""
        try:
            self.connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if self._patient and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                self._wait(patient=False)
            raise
        if not self._patient:
            self._wait(patient=True)

    def _wait(self, *, patient: bool) -> None:
        self._patient = patient
        self.connection.execute(f"pragma busy_timeout={self._patience if patient else 0}")

    async def beside(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Read beside the loop, by a connection of its own, what takes time by how much there is."""
        if not (file := self._file):
            return read(self.connection)
        return await asyncio.to_thread(lambda: _reading(_opened(file), read))

    async def since_now(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Read beside the loop what there is at this moment, whatever is written until it is read."""
        if not (file := self._file):
            return read(self.connection)
        db = _opened(file)
        db.execute("begin")
        db.execute("select name from sqlite_schema limit 1").fetchone()  # from here on it sees nothing newer
        return await asyncio.to_thread(_reading, db, read)

    @property
    def _file(self) -> str:
        """The file of the state; nothing of one in memory, which its own connection alone sees, and which is small."""
        return str(self.connection.execute("pragma database_list").fetchone()[2])


def _opened(file: str) -> sqlite3.Connection:
    db = sqlite3.connect(file, check_same_thread=False)  # one thread at a time has it
    db.execute("pragma query_only = on")
    return db


def _reading(db: sqlite3.Connection, read: Callable[[sqlite3.Connection], T]) -> T:
    with contextlib.closing(db):
        return read(db)


def _steps(connection: sqlite3.Connection) -> None:
    """Take the state to the tables of today; raises NewerState, and then leaves it as it is."""
    if upgrading.current(connection):
        return
    try:
        upgrading.lacking(connection)
    except NewerState:
        connection.close()
        raise
    upgrading.upgrade(connection)
