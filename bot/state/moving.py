"""Moves a whole state into another database, row by row, and shows that every row arrived as it left.

Both are held while it goes on, so that nothing is said meanwhile that only one of them hears. What was moved stays
where it was, unchanged: a move that ends badly is one that never was.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.state.errors import StateError

TABLES: Final[Mapping[str, str]] = {
    "readers": "reader",
    "subscriptions": "reader",
    "notes": "note",
    "replies": "reply",
    "votes": "vote",
    "issues": "issue",
    "asked": "reader, prediction",
    "deliveries": "delivery",
    "pauses": "channel, chat",
    "news": "kind, what",
    "inbox": "item",
    "texts": "hash",
    "editions": "edition",
    "links": "edition",
    "drafts": "rowid",
    "editors": "reader",
    "forms": "reader",
    "visits": "reader",
    "unfound": "question",
    "unfound_digests": "number",
    "unfound_key": '"only"',
    "conversations": "question",
    "follows": "reader, prediction",
    "answered_in": "chat, prediction, reader",
    "appeals": "appeal",
    "seconds": "reader, prediction",
    "passes": "reader",
    "crossings": "crossing",
    "received": "item",
    "tallies": "prediction, closed, value",
    "basis": "name",
}
"""Every table, behind those that its rows refer to, and what puts its rows in an order that is the same everywhere."""
Row = tuple[Any, ...]
_OFTEN: Final = 10_000
"""Rows after which it is told how far it has come."""


class Whole(Protocol):
    """A whole state, that nobody else works with."""

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns, without those that mean something in this database alone."""

    def count(self, table: str) -> int:
        """Count the rows of a table."""

    def rows(self, table: str, columns: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a table in the order of `TABLES`, as numbers, texts and bytes."""

    def highest(self, table: str) -> int:
        """Return the highest number that a table is known to have given, also to rows that are gone; 0 for none."""


class Empty(Whole, Protocol):
    """A state to be filled."""

    def fill(self, table: str, columns: Iterable[str], rows: Iterable[Row], highest: int) -> None:
        """Take in all rows of a table, which has none, and give numbers above the `highest` from then on."""


@dataclass(slots=True)
class Sum:
    """What rows come to: how many they are, and a digest of them in their order."""

    count: int = 0
    _digest: Any = field(default_factory=lambda: hashlib.blake2b(digest_size=16), repr=False)

    def over(self, rows: Iterable[Row], told: Callable[[int], object]) -> Iterator[Row]:
        """Yield rows as they are, and reckon them in; tell how many they are so far, now and then and at the end."""
        for row in rows:
            self.count += 1
            self._digest.update(repr(row).encode())
            if self.count % _OFTEN == 0:
                told(self.count)
            yield row
        told(self.count)

    @property
    def digest(self) -> str:
        """The digest of all rows so far."""
        found: str = self._digest.hexdigest()
        return found


def move(old: Whole, new: Empty, told: Callable[[int, int], object] = lambda done, total: None) -> dict[str, int]:
    """Fill a state with all of another one; return how many rows each table has.

    `told` hears how many rows of how many are done; each is written, and read again. Raises StateError where what
    arrived is not what left.
    """
    total, counts = 2 * sum(old.count(table) for table in TABLES), dict[str, int]()
    for table in TABLES:
        before = 2 * sum(counts.values())
        counts[table] = _moved(table, old, new, functools.partial(_further, told, before, total))
    return counts


def _further(told: Callable[[int, int], object], before: int, total: int, done: int) -> None:
    told(before + done, total)


def _moved(table: str, old: Whole, new: Empty, told: Callable[[int], object]) -> int:
    """Move a table, and return how many rows it has; `told` hears how many are done."""
    columns, left, arrived = old.columns(table), Sum(), Sum()
    rows = map(_storable, old.rows(table, columns))
    new.fill(table, columns, left.over(rows, told), old.highest(table))
    for _ in arrived.over(new.rows(table, columns), lambda done: told(left.count + done)):
        pass
    if (arrived.count, arrived.digest) != (left.count, left.digest):
        raise StateError(f"of {table} {left.count} rows left and {arrived.count} arrived, not all of them the same")
    return left.count


def _storable(row: Row) -> Row:
    """Return a row without the one character that not every database stores, as what readers say is kept today."""
    return tuple(each.replace("\0", "") if isinstance(each, str) else each for each in row)
