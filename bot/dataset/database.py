"""Tables → a SQLite database, as the bytes of its file: it lies in memory alone, and is no state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

Cell = str | int | float | None
Row = Mapping[str, Cell]
_TYPES: Final[Mapping[frozenset[type], str]] = {
    frozenset({int}): "integer",
    frozenset({float}): "real",
    frozenset({int, float}): "real",
}
"""The type of a column by those of its values; of all others it is text."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the same columns in the same order; `key` are those that name a row, `leads` where others lead.

    What a column leads to is a table and the column of its key. Names are ours: they go into SQL as they stand.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    key: tuple[str, ...] = ()
    leads: Mapping[str, tuple[str, str]] | None = None


def database(tables: Iterable[Table]) -> bytes:
    """Return the file of a database of tables, which come in the order in which they lead to each other."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("pragma page_size = 4096")
        made.execute("begin")
        for table in tables:
            made.execute(_definition(table))
            made.executemany(_insertion(table), ([row[each] for each in table.columns] for row in table.rows))
            for column in table.leads or ():
                made.execute(f'create index "{table.name}_{column}" on "{table.name}"("{column}")')
        made.execute("commit")
        return made.serialize()


def _definition(table: Table) -> str:
    columns = [f'"{each}" {_type(table, each)}' for each in table.columns]
    key = [f"primary key ({', '.join(map(_quoted, table.key))})"] if table.key else []
    leads = [
        f'foreign key ("{column}") references "{other}"("{named}")'
        for column, (other, named) in (table.leads or {}).items()
    ]
    return f'create table "{table.name}" ({", ".join([*columns, *key, *leads])})'


def _insertion(table: Table) -> str:
    return f'insert into "{table.name}" values ({", ".join("?" * len(table.columns))})'  # noqa: S608 - names of ours


def _type(table: Table, column: str) -> str:
    return _TYPES.get(frozenset(type(row[column]) for row in table.rows if row[column] is not None), "text")


def _quoted(name: str) -> str:
    return f'"{name}"'
