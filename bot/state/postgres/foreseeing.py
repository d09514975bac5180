"""Many questions as one statement: what is known to be asked soon is asked at once, and answered as of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from bot.people.readers import Reader
from bot.state.postgres.round_trips import Statement
from bot.state.postgres.session import Session
from bot.state.sql.readers import NUMBER


class Subquery(NamedTuple):
    """A value that the database finds itself, by a query for one column; it is asked once, wherever it stands."""

    query: str
    values: tuple[Any, ...]


class Each(Enum):
    """The reader of each row, where a statement asks the same of many."""

    READER = "given.reader"


EACH: Final = Each.READER
Who = int | Subquery | Each
"""A reader, by number or by what finds it; or each of many."""
Asked = tuple[str, tuple[Any, ...]]
"""A statement that will be asked, with its values; where a `Subquery` is one, with what that finds."""
Answers = Mapping[Asked, list[tuple[Any, ...]]]
"""What statements with their values find."""
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
    found: Sequence[Any] = session.foresee(parts.statement(queries)).fetchone()
    known: dict[Subquery, int | None] = dict(zip(parts.names, found[len(asked) :], strict=True))
    session.foreseen(_matched(asked, found, known))
    return known


def foresee_each(
    session: Session, readers: Sequence[int], asked: Sequence[Asked], instead: Mapping[str, str] = _NONE
) -> dict[int, Sequence[Any]]:
    """Ask the same of many readers, each of whom stands as `EACH`; return what is found of each, for `answered`."""
    parts = _PartsOfEach()
    queries = [parts.filled(instead.get(query, query), values) for query, values in asked]
    statement = parts.statement_of(readers, queries, _subqueries(asked))
    return {reader: found for reader, *found in session.foresee(statement)}


def answered(asked: Sequence[Asked], found: Sequence[Any]) -> Answers:
    """Return what was found of a reader in answer to the same questions, of them alone."""
    return _matched(asked, found, dict(zip(_subqueries(asked), found[len(asked) :], strict=True)))


def _subqueries(asked: Iterable[Asked]) -> tuple[Subquery, ...]:
    return tuple(dict.fromkeys(each for _, values in asked for each in values if isinstance(each, Subquery)))


def _matched(asked: Iterable[Asked], found: Sequence[Any], known: Mapping[Subquery, Any]) -> Answers:
    return {
        (query, tuple(known[each] if isinstance(each, Subquery) else each for each in values)): rows or []
        for (query, values), rows in zip(asked, found, strict=False)
    }


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
            text, own = self._mark(value)
            left += own
            first += text + part
        return first, tuple(left)

    def _mark(self, value: Any) -> Asked:
        """Return what stands for a value, with the values that it needs itself."""
        return (f"(table {self._named(value)})", ()) if isinstance(value, Subquery) else ("?", (value,))

    def _named(self, subquery: Subquery) -> str:
        if subquery not in self.names:
            text, values = self.filled(*subquery)
            self.names[subquery] = name = f"found_{len(self.names)}"
            self._first.append(f"{name} as materialized ({text})")
            self._values += values
        return self.names[subquery]

    def statement(self, queries: Iterable[Asked]) -> Statement:
        """Return the statement, whose only row holds the rows each query finds as a list, and what subqueries find."""
        columns, values = _columns(queries)
        columns += [f"(table {name})" for name in self.names.values()]
        first = f"with {', '.join(self._first)} " if self._first else ""
        return Statement(f"{first}select {', '.join(columns)}", [*self._values, *values], binary=True)


class _PartsOfEach(_Parts):
    """Likewise for many readers, of whom each has subqueries of their own."""

    def _mark(self, value: Any) -> Asked:
        if isinstance(value, Subquery):
            text, values = self.filled(*value)
            return f"({text})", values
        return (str(value.value), ()) if isinstance(value, Each) else ("?", (value,))

    def statement_of(
        self, readers: Sequence[int], queries: Iterable[Asked], subqueries: Iterable[Subquery]
    ) -> Statement:
        """Return the statement, each of whose rows holds a reader, and of them what the one of `statement` does."""
        columns, values = _columns(queries)
        for text, own in map(self._mark, subqueries):
            columns.append(text)
            values += own
        query = f"select given.reader, {', '.join(columns)} from unnest(?::bigint[]) as given (reader)"
        return Statement(query, [*values, list(readers)], binary=True)


def _columns(queries: Iterable[Asked]) -> tuple[list[str], list[Any]]:
    queries = list(queries)
    columns = [f"(select array_agg(found) from ({text}) as found)" for text, _ in queries]
    return columns, [each for _, values in queries for each in values]
