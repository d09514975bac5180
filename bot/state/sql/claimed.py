"""What there is of readers whose check-ins were claimed: one statement for all of them, instead of a dozen for each.

Most have nothing in most tables, and to look into each of those takes longer than to compose a check-in. That a table
holds nothing of a reader is true until anything is written; then it is looked up again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.state.sql.connection import Connection

_OWN: Final = ("votes", "asked", "follows", "issues", "appeals", "seconds")
_FOUND: Final = {
    **{table: f"exists (select 1 from {table} where {table}.reader = readers.reader)" for table in _OWN},
    "answered_in": "exists (select 1 from answered_in where chat = readers.reader)",
    "crossings": (
        "exists (select 1 from crossings where crossings.reader = readers.reader)"
        " or exists (select 1 from crossings where maker = readers.reader)"
    ),
    "missed": "exists (select 1 from deliveries where deliveries.reader = readers.reader and state = 'missed')",
    "uncounted": (
        "channel = 'web' and not exists (select 1 from visits where visits.reader = readers.reader and back = 1)"
    ),
}
ALL: Final = frozenset(_FOUND)
"""What there may be of a reader: rows in tables; `missed` check-ins; answers that are `uncounted` among all readers."""


class Claimed:
    """Knows what there is of readers, and of what there is nothing."""

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._known: dict[int, frozenset[str]] = {}
        self._written = -1

    def look(self, readers: Iterable[int], _: dt.datetime) -> None:
        """Look up all those whose check-ins were claimed just now."""
        if not self._holds():
            self._known.clear()
        self._known |= self._read(tuple(readers))
        self._written = self._store.connection.total_changes

    def of(self, reader: int) -> Collection[str]:
        """Return what there is of a reader: all there may be, where that is not known, or no longer surely true."""
        return self._known.get(reader, ALL) if self._holds() else ALL

    @contextmanager
    def kept(self, readers: Iterable[int] = ()) -> Iterator[None]:
        """Let what is known hold though something is written, which concerns these readers alone."""
        held = self._holds()
        yield
        for reader in readers:
            self._known.pop(reader, None)
        if held:
            self._written = self._store.connection.total_changes

    def _holds(self) -> bool:
        return self._written == self._store.connection.total_changes

    def _read(self, readers: tuple[int, ...]) -> dict[int, frozenset[str]]:
        marks = ", ".join("?" * len(readers))
        query = f"select reader, {', '.join(_FOUND.values())} from readers where reader in ({marks})"
        return {
            reader: frozenset(table for table, there in zip(_FOUND, found, strict=True) if there)
            for reader, *found in self._store.connection.execute(query, readers)
        }
