"""Statements on their way to PostgreSQL: those that nobody waits for go with the next one that somebody does.

What a statement costs is its way there and back, far more than the database's work. So what is only to be done waits
here until an answer is needed, and what is known to be asked soon is asked together, as one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import psycopg

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


class Statement(NamedTuple):
    """A statement; what it found is looked at by `check`, where one that nobody waits for may not be in vain."""

    query: str
    values: Sequence[Any] = ()
    check: Callable[[Rows], None] | None = None
    binary: bool = False


class Rows:
    """What a statement found, all of which has come, and how many rows it changed."""

    def __init__(self, rows: list[tuple[Any, ...]], rowcount: int, description: Any = None) -> None:
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


async def at_once(connection: psycopg.AsyncConnection, statements: Sequence[Statement]) -> list[Rows]:
    """Carry out statements in their order, on one way there and back; the first that fails is the last."""
    if len(statements) == 1:
        cursors = [await _begun(connection, statements[0])]
    else:
        async with connection.pipeline():
            cursors = [await _begun(connection, each) for each in statements]
    found = [await each.fetchall() if each.description else [] for each in cursors]
    return [Rows(rows, each.rowcount, each.description) for rows, each in zip(found, cursors, strict=True)]


async def _begun(connection: psycopg.AsyncConnection, statement: Statement) -> psycopg.AsyncCursor[Any]:
    query, values, _, binary = statement
    return await connection.execute(told(query).encode(), values, binary=binary)


async def many_at_once(connection: psycopg.AsyncConnection, query: str, rows: list[Sequence[Any]]) -> None:
    """Carry out a statement with the values of each row, on one way there and back."""
    await connection.cursor().executemany(told(query).encode(), rows)


def one_by_one(connection: psycopg.Connection, statements: Sequence[Statement]) -> list[Rows]:
    """Carry out statements one after the other, where nobody waits for long."""
    cursors = [
        connection.execute(told(query).encode(), values, binary=binary) for query, values, _, binary in statements
    ]
    return [Rows(each.fetchall() if each.description else [], each.rowcount, each.description) for each in cursors]


def many_one_by_one(connection: psycopg.Connection, query: str, rows: list[Sequence[Any]]) -> None:
    """Carry out a statement with the values of each row."""
    connection.cursor().executemany(told(query).encode(), rows)
