"""A session with PostgreSQL: the statements of both databases, told in its own words, one transaction at a time."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import psycopg

from bot.state.sql.connection import Connection, T

_WORDS: Final = {
    "%": "%%",
    "?": "%s",
    "/*": "",
    "*/": "",
    "glob '[0-9]*'": "~ '^[0-9]'",
    "json_each(files)": "json_each_text(files::json)",
}
"""What of the shared dialect is another word here; what SQLite takes for a comment is meant for PostgreSQL alone."""


@lru_cache(maxsize=1_000)
def told(query: str) -> str:
    """Return a statement in PostgreSQL's words."""
    for ours, theirs in _WORDS.items():
        query = query.replace(ours, theirs)
    return query


class Rows:
    """What a statement found, all of which has come, and how many rows it changed."""

    def __init__(self, rows: list[tuple[Any, ...]], rowcount: int, description: Any) -> None:
        self._left = iter(rows)
        self.rowcount, self.description = rowcount, description

    def fetchone(self) -> Any:
        """Return the next row, None behind the last one."""
        return next(self._left, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return [*self._left]

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""
        return self._left


class OthersError(Exception):
    """What was to be part of a transaction is in the hands of others by now, and the transaction with it."""


class Session:
    """One connection for the time of a call; `done` makes of what it answers the answer, by waiting where need be."""

    def __init__(self, connection: Any, done: Callable[[Any], Any]) -> None:
        self._connection, self._done = connection, done
        self._also: tuple[str, tuple[Any, ...]] | None = None
        self._afterwards: list[Callable[[], None]] = []
        self._writes, self._changes = False, itertools.count()
        self.kept = False
        """Whether any transaction has been kept, or may have been."""

    @property
    def total_changes(self) -> int:
        """A number that is never the same twice: others write too."""
        return next(self._changes)

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Rows:
        """Carry out a statement."""
        cursor = self._done(self._connection.execute(told(query), values))
        rows = self._done(cursor.fetchall()) if cursor.description else []
        return Rows(rows, cursor.rowcount, cursor.description)

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Carry out a statement with the values of each row, all of which are sent at once."""
        if rows := [*rows]:
            self._done(self._connection.cursor().executemany(told(query), rows))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction; within one, be a part of that."""
        if self._writes:
            yield self
            return
        self.execute("begin")
        self._writes = True
        try:
            if self._also and not self.execute(*self._also).rowcount:
                raise OthersError
            yield self
            self.kept = True
            self.execute("commit")
            self._also = None
        except BaseException:
            self._afterwards.clear()
            with contextlib.suppress(psycopg.Error):
                self.execute("rollback")
            raise
        finally:
            self._writes = False
        done, self._afterwards = self._afterwards, []
        for action in done:
            action()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """See all as it is at one moment."""
        self.execute("begin isolation level repeatable read read only")
        try:
            yield
        finally:
            with contextlib.suppress(psycopg.Error):
                self.execute("rollback")

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept."""
        self._afterwards.append(action)

    @contextlib.contextmanager
    def also(self, statement: str, values: tuple[Any, ...]) -> Iterator[None]:
        """Make a statement part of the first transaction within that succeeds, which fails if that changes nothing."""
        self._also = statement, values
        try:
            yield
        finally:
            self._also = None


class PostgresConnection(Connection):
    """A connection to the state: whatever session its call has."""

    @property
    def _session(self) -> Session:
        """The session of this call."""
        raise NotImplementedError

    @property
    def connection(self) -> Session:  # type: ignore[override]  # each call has its own
        """What takes statements."""
        return self._session

    def writing(self) -> contextlib.AbstractContextManager[Session]:
        """Open a transaction; within one, be a part of that."""
        return self._session.writing()

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept: what is at hand never tells of what is not."""
        self._session.afterwards(action)

    def also(self, statement: str, values: tuple[Any, ...]) -> contextlib.AbstractContextManager[None]:
        """Make a statement part of the first transaction within that succeeds; of none where there is none.

        Where the statement changes nothing, the transaction raises OthersError.
        """
        return self._session.also(statement, values)

    def hold(self, what: str) -> None:
        """Let nobody else work at something until this transaction ends."""
        self._session.execute("select pg_advisory_xact_lock(hashtext(?))", (f"hindsight: {what}",))

    async def beside(self, read: Callable[[Any], T]) -> T:
        """Read what takes time by how much there is: the database does, and nobody waits for it."""
        return read(self._session)

    async def since_now(self, read: Callable[[Any], T]) -> T:
        """Do the same with what there is at this moment."""
        return read(self._session)
