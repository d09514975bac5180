"""Calls of the state: each has a connection and a greenlet of its own, and is tried again where that helps."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import inspect
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, Final, TypeVar

import psycopg

from bot.state.errors import StateError
from bot.state.postgres.bridge import bridged, waited
from bot.state.postgres.errors import AGAIN
from bot.state.postgres.foreseeing import Answers
from bot.state.postgres.pool import MOST, Pool
from bot.state.postgres.round_trips import Rows, Statement, at_once, many_at_once
from bot.state.postgres.session import Session
from bot.state.sql.errors import translated

T = TypeVar("T")

SESSION: Final = contextvars.ContextVar[Session]("SESSION")
"""The session of the call that runs."""
PARTS: Final = frozenset(("ledger", "notes", "received", "editors", "appeals", "budget"))
TRIES: Final = MOST + 2
"""How often a call is tried: as often as connections may be stale, and then against others who are in the way."""


class Bridging:
    """Any part of a state, whose every call waits for the network without holding up the loop."""

    def __init__(self, part: Any, pool: Pool) -> None:
        self._part, self._pool = part, pool

    def __getattr__(self, name: str) -> Any:
        """Return what the part has: its own parts and calls bridged, all else as it is."""
        found = getattr(self._part, name)
        if inspect.iscoroutinefunction(found):
            found = self.__dict__[name] = self._call(found)
        elif name in PARTS:
            found = self.__dict__[name] = Bridging(found, self._pool)
        return found

    def _call(self, method: Callable[..., Coroutine[Any, Any, T]]) -> Callable[..., Coroutine[Any, Any, T]]:
        @functools.wraps(method)
        async def call(*args: Any, **named: Any) -> T:
            args = tuple(tuple(each) if isinstance(each, Iterator) else each for each in args)
            with translated():
                return await calling(self._pool, lambda: method(*args, **named))

        return call


async def calling(pool: Pool, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do something over a connection; where nothing of it was kept, once more for each time that may help."""
    for left in reversed(range(TRIES)):
        async with pool.taken() as connection:
            session = Session(connection, _send, _send_many)
            try:
                return await bridged(lambda: _with(session, work))  # noqa: B023 - done before the next turn
            except Exception as error:
                if not left or session.kept or not _passes(error, connection):
                    raise
                if connection.closed:
                    pool.forget()
            finally:
                if session.spoilt:
                    await connection.close()
    raise AssertionError("the last try raises or returns")


@contextlib.contextmanager
def without_asking(known: Answers) -> Iterator[None]:
    """Have a session that knows these answers and asks the database nothing; it raises UnforeseenError instead."""
    session = Session(None, _send, _send_many)
    token = SESSION.set(session)
    try:
        with session.alone():
            session.foreseen(known)
            yield
    finally:
        SESSION.reset(token)


def _send(connection: psycopg.AsyncConnection, statements: Sequence[Statement]) -> list[Rows]:
    return waited(at_once(connection, statements))


def _send_many(connection: psycopg.AsyncConnection, query: str, rows: list[Sequence[Any]]) -> None:
    waited(many_at_once(connection, query, rows))


async def _with(session: Session, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    SESSION.set(session)
    return await work()


def _passes(error: Exception, connection: psycopg.AsyncConnection) -> bool:
    """Tell whether what failed may succeed when it is tried again."""
    cause = error.__cause__ if isinstance(error, StateError) else error
    return isinstance(cause, AGAIN) or connection.closed
