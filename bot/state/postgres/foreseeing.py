"""Many questions as one statement: what is known to be asked soon is asked at once, and answered as of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from bot.people.readers import Reader
from bot.state.postgres.round_trips import Statement
from bot.state.postgres.session import Session
from bot.state.sql.readers import NUMBER


class Subquery(NamedTuple):
    """A value that the database finds itself, by a query for one column; it is asked once, wherever it stands."""

    query: str
    values: tuple[Any, ...]


Who = int | Subquery
"""A reader, by number or by what finds it."""
Asked = tuple[str, tuple[Any, ...]]
"""A statement that will be asked, with its values; where a `Subquery` is one, with what that finds."""
_NONE: Final[Mapping[str, str]] = {}


def named(reader: Reader) -> Subquery:
    """Return what finds the number of a reader."""
    return Subquery(NUMBER, (reader.channel, reader.id))


def foresee(
    session: Session, asked: Sequence[Asked], instead: Mapping[str, str] = _NONE
) -> Mapping[Subquery, int | None]:
    """Have the answers to all of them at hand; some are looked up by another query `instead`, which finds enough.

    Return what the subqueries found.
    """
    parts = _Parts()
    queries = [parts.filled(instead.get(query, query), values) for query, values in asked]
    found = session.foresee(parts.statement(queries))
    known: dict[Subquery, int | None] = dict(zip(parts.names, found[len(asked) :], strict=True))
    session.foreseen(
        {
            (query, tuple(known[each] if isinstance(each, Subquery) else each for each in values)): rows or []
            for (query, values), rows in zip(asked, found, strict=False)
        }
    )
    return known


class _Parts:
    """Puts a statement together of queries, and of the subqueries in them, each of which has a name."""

    def __init__(self) -> None:
        self.names: dict[Subquery, str] = {}
        self._first, self._values = list[str](), list[Any]()

    def filled(self, query: str, values: Iterable[Any]) -> Asked:
        """Return a query with subqueries in the place of values; the rest stay marks, with their values."""
        first, *parts = query.split("?")
        left = list[Any]()
        for value, part in zip(values, parts, strict=True):
            if isinstance(value, Subquery):
                first += f"(table {self._named(value)}){part}"
            else:
                left.append(value)
                first += f"?{part}"
        return first, tuple(left)

    def _named(self, subquery: Subquery) -> str:
        if subquery not in self.names:
            text, values = self.filled(*subquery)
            self.names[subquery] = name = f"found_{len(self.names)}"
            self._first.append(f"{name} as materialized ({text})")
            self._values += values
        return self.names[subquery]

    def statement(self, queries: Iterable[Asked]) -> Statement:
        """Return the statement, whose only row holds the rows each query finds as a list, and what subqueries find."""
        columns, values = list[str](), [*self._values]
        for text, needed in queries:
            columns.append(f"(select array_agg(found) from ({text}) as found)")
            values += needed
        columns += [f"(table {name})" for name in self.names.values()]
        first = f"with {', '.join(self._first)} " if self._first else ""
        return Statement(f"{first}select {', '.join(columns)}", values, binary=True)
