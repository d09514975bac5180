"""The editors' part of the state on PostgreSQL, by a connection of its own: a desk works beside the loop."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Final

import psycopg

from bot.state.errors import StateUnavailable
from bot.state.postgres.session import PostgresConnection, Session, directly
from bot.state.sql.editions import EditionRows
from bot.state.sql.errors import translated

_PUBLISHING: Final = "hashtext('hindsight: publishing')"


class PostgresEditions(PostgresConnection, EditionRows):
    """Drafts, and the editions that were live; one process writes at a time."""

    shared = True

    def __init__(self, connect: Callable[[], psycopg.Connection]) -> None:
        """Work over a connection, and over a new one where the database has gone and come back; raises StateError."""
        self._connect, self._ended = connect, False
        with translated():
            self._own = directly(connect())

    @property
    def _session(self) -> Session:
        if self._ended:
            raise StateUnavailable("the state is closed")
        if self._own.lost:
            with translated():
                self._own = directly(self._connect())
        return self._own

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that waits for another process that writes; within one, be a part of that."""
        with super().writing() as db:
            self.hold("editions")
            yield db

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let the desk of no other process publish while the context lasts; the lock goes with the connection too."""
        db = self._session
        with translated():
            db.execute(f"select pg_advisory_lock({_PUBLISHING})")
        try:
            yield
        finally:
            if not db.lost:
                db.execute(f"select pg_advisory_unlock({_PUBLISHING})")

    def close(self) -> None:
        """Let go of it."""
        self._ended = True
        self._own.end()
