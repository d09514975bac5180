"""The editors' part of the state on PostgreSQL, by a connection of its own: a desk works beside the loop."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg

from bot.state.errors import StateUnavailable
from bot.state.postgres.session import PostgresConnection, Session, directly
from bot.state.sql.editions import EditionRows


class PostgresEditions(PostgresConnection, EditionRows):
    """Drafts, and the editions that were live; one process writes at a time."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._direct = connection
        self._own = directly(connection)

    @property
    def _session(self) -> Session:
        if self._direct.closed:
            raise StateUnavailable("the state is closed, or its database has gone")
        return self._own

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that waits for another process that writes; within one, be a part of that."""
        with super().writing() as db:
            self.hold("editions")
            yield db

    def close(self) -> None:
        """Let go of it."""
        self._direct.close()
