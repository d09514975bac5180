"""A whole state in a database, to be moved into a file or another database, or out of one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Final

import psycopg
from psycopg import sql

from bot.state.errors import InUse, Unusable
from bot.state.moving import TABLES, Row
from bot.state.postgres.tables import upgrade
from bot.state.sql.errors import answering, translated

_OURS: Final = {"received": {"lane", "taker", "until"}, "drafts": {"rowid"}}
"""Columns that mean something to several processes alone, or that every table of SQLite has unnamed."""
_SLICE: Final = 1_000
"""Rows that the database hands over at once."""


@answering
class PostgresWhole:
    """All rows of a state, by a connection in whose transaction nobody else writes."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns, without those of this database alone."""
        query = (
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
            " order by attnum"
        )
        names = (name for (name,) in self._connection.execute(query, (table,)))
        return tuple(name for name in names if name not in _OURS.get(table, ()))

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        row = self._connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
        return int(row[0]) if row else 0

    def rows(self, table: str, columns: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a table in order."""
        query = sql.SQL("select {} from {} order by {}").format(
            _named(columns), sql.Identifier(table), sql.SQL(TABLES[table])
        )
        with translated(), self._connection.cursor(name="whole") as cursor:  # the server keeps the rest: they are many
            cursor.itersize = _SLICE
            yield from cursor.execute(query)

    def highest(self, table: str) -> int:
        """Return the highest number that a table gave."""
        if not (sequence := self._sequence(table)):
            return 0
        query = "select coalesce(pg_sequence_last_value(%s::regclass), 0)"
        row = self._connection.execute(query, (sequence,)).fetchone()
        return int(row[0]) if row else 0

    def fill(self, table: str, columns: Iterable[str], rows: Iterable[Row], highest: int) -> None:
        """Take in all rows of a table."""
        columns, name = tuple(columns), sql.Identifier(table)
        copying = sql.SQL("copy {} ({}) from stdin").format(name, _named(columns))
        with self._connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)
        if sequence := self._sequence(table):
            query = sql.SQL("select setval(%s::regclass, greatest(max({}), %s) + 1, false) from {}")
            (key,) = _keys(table)
            self._connection.execute(query.format(sql.Identifier(key), name), (sequence, highest))

    def _sequence(self, table: str) -> str:
        """Return what gives a table's numbers; an empty name where its keys are none."""
        if len(keys := _keys(table)) > 1:
            return ""
        row = self._connection.execute("select pg_get_serial_sequence(%s, %s)", (table, *keys)).fetchone()
        return str(row[0]) if row and row[0] else ""


@contextlib.contextmanager
def whole(connection: psycopg.Connection) -> Iterator[PostgresWhole]:
    """Have all of a state as it is at one moment; raises InUse where others work with it, or StateError."""
    with translated():
        upgrade(connection)
        _alone(connection)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read")
            _locked(connection, "share")
            yield PostgresWhole(connection)


@contextlib.contextmanager
def empty(connection: psycopg.Connection) -> Iterator[PostgresWhole]:
    """Have a state to fill, which is there for others once the context ends well.

    Raises Unusable where there is anything in it, InUse where others work with it, or StateError.
    """
    with translated():
        upgrade(connection)
        _alone(connection)
        with connection.transaction():
            _locked(connection, "access exclusive")
            new = PostgresWhole(connection)
            if any(map(new.count, TABLES)):
                raise Unusable("there is a state in the database already")
            yield new
            # Nobody knows whose it is before it is read: so all that waits is handled in the order it came.
            connection.execute("update received set lane = 'moved' where content is not null")


def _alone(connection: psycopg.Connection) -> None:
    """Raise InUse where a process of ours is connected."""
    query = (
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and application_name = current_setting('application_name')"
    )
    row = connection.execute(query).fetchone()
    if row and row[0]:
        raise InUse("other processes work with the database; end them first")


def _locked(connection: psycopg.Connection, mode: str) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, TABLES))
    connection.execute(sql.SQL("lock table {} in {} mode").format(names, sql.SQL(mode)))


def _keys(table: str) -> list[str]:
    return [each.strip(' "') for each in TABLES[table].split(",")]


def _named(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
