"""Connections to PostgreSQL that calls take in turn, and give back.

`psycopg_pool` has tasks of its own, which belong to a loop and must be awaited at its end; a state is opened and closed
outside of any. It also waits for a server that is gone, where whoever asks us is better told at once.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

import psycopg
from psycopg.pq import TransactionStatus

from bot.state.errors import StateUnavailable

MOST: Final = 8
"""Connections of one process: more would wait for each other in the database instead of here."""


class Pool:
    """Connections, made as they are needed, at most so many; the one given back last is taken first."""

    def __init__(self, address: str, most: int = MOST) -> None:
        self._address = address
        self._idle: list[psycopg.AsyncConnection] = []
        self._free = asyncio.Semaphore(most)
        self.closed = False

    @contextlib.asynccontextmanager
    async def taken(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """Have a connection for ourselves; raises StateUnavailable once closed, or psycopg's errors."""
        if self.closed:
            raise StateUnavailable("the state is closed")
        async with self._free:
            connection = self._idle.pop() if self._idle else await self._connected()
            try:
                yield connection
            finally:
                if self.closed or connection.info.transaction_status != TransactionStatus.IDLE:
                    await connection.close()
                else:
                    self._idle.append(connection)

    async def _connected(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(self._address, autocommit=True)

    def forget(self) -> None:
        """Let go of all connections that nobody has: the server that they lead to is gone."""
        for connection in self._idle:
            connection.pgconn.finish()
        self._idle.clear()

    def close(self) -> None:
        """Let go of all connections, those that calls have as soon as they give them back."""
        self.closed = True
        self.forget()
