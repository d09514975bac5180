"""What there is of readers whose check-ins were claimed: one statement asks it of all of them.

Other processes write meanwhile, so it holds for a moment, no longer than a message may be on its way. Whether somebody
is still subscribed is asked anew for each: who has just left gets no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from bot.state.postgres.foreseeing import EACH, Answers, answered, foresee_each
from bot.state.postgres.questions import ENOUGH, asked_of
from bot.state.postgres.session import PostgresConnection
from bot.state.sql.claimed import ALL, Claimed
from bot.state.sql.subscriptions import SUBSCRIBED

MOMENT: Final = dt.timedelta(seconds=1)
_NONE: Final[Answers] = {}


class SharedClaimed(Claimed):
    """Has at hand what a check-in needs to know of somebody."""

    _store: PostgresConnection

    def __init__(self, store: PostgresConnection) -> None:
        self._store = store
        self._found: dict[int, tuple[dt.datetime, Sequence[Any]]] = {}

    def look(self, readers: Iterable[int], now: dt.datetime) -> None:
        """Look up all those whose check-ins were claimed just now."""
        self._found = {reader: found for reader, found in self._found.items() if _holds(found[0], now)}
        each = foresee_each(self._store.connection, tuple(readers), asked_of(EACH, EACH, None, now), ENOUGH)
        self._found |= {reader: (now, found) for reader, found in each.items()}

    def answers(self, reader: int, now: dt.datetime) -> Answers:
        """Return what is at hand of a reader; nothing where that was looked up longer ago."""
        as_of, found = self._found.get(reader, (now, None))
        if found is None or not _holds(as_of, now):
            return _NONE
        known = answered(asked_of(reader, reader, None, now), found)
        return {asked: rows for asked, rows in known.items() if asked[0] != SUBSCRIBED}

    def of(self, _: int) -> Collection[str]:
        """Return all there may be of a reader: what is at hand says what there is."""
        return ALL

    @contextmanager
    def kept(self, readers: Iterable[int] = ()) -> Iterator[None]:
        """Forget what was at hand of these readers, whose check-ins are done."""
        for reader in readers:
            self._found.pop(reader, None)
        yield


def _holds(as_of: dt.datetime, now: dt.datetime) -> bool:
    return dt.timedelta() <= now - as_of <= MOMENT
