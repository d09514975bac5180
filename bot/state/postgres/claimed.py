"""What there is of readers whose check-ins were claimed: nothing is at hand of it, as other processes write meanwhile.

What a check-in needs to know is asked when it is composed, for all of those at a time that are, see `due`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from bot.state.postgres.session import PostgresConnection
from bot.state.sql.claimed import ALL, Claimed


class SharedClaimed(Claimed):
    """Takes there to be all there may be of a reader."""

    def __init__(self, store: PostgresConnection) -> None:
        self._store = store

    def look(self, readers: Iterable[int], now: dt.datetime) -> None:
        """Look up nothing."""

    def of(self, _: int) -> Collection[str]:
        """Return all there may be."""
        return ALL

    @contextmanager
    def kept(self, _: Iterable[int] = ()) -> Iterator[None]:
        """Do nothing: nothing is at hand."""
        yield
