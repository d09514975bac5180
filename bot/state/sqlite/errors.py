"""SQLite's errors as those of the state, so that nobody else has to know which database there is."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from bot.state.errors import StateBusy, StateError, StateFull, StateReadOnly, StateUnavailable

C = TypeVar("C")
_KINDS: Final[dict[int, type[StateError]]] = {
    sqlite3.SQLITE_BUSY: StateBusy,
    sqlite3.SQLITE_LOCKED: StateBusy,
    sqlite3.SQLITE_FULL: StateFull,
    sqlite3.SQLITE_READONLY: StateReadOnly,
    sqlite3.SQLITE_CANTOPEN: StateReadOnly,
}


def as_ours(error: sqlite3.Error) -> StateError:
    """Return the error of the state that says what one of SQLite does."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    otherwise = StateUnavailable if isinstance(error, sqlite3.OperationalError) else StateError
    return _KINDS.get(primary, otherwise)(str(error))


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise the state's error for every one of SQLite within."""
    try:
        yield
    except sqlite3.Error as error:
        raise as_ours(error) from error


def answering(rows: type[C]) -> type[C]:
    """Make a class one whose public methods raise StateError where SQLite raises an error of its own."""
    for name, method in dict(vars(rows)).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            setattr(rows, name, _awaited(method) if inspect.iscoroutinefunction(method) else _called(method))
    return rows


def _called(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except sqlite3.Error as error:
            raise as_ours(error) from error

    return call


def _awaited(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    async def call(*args: Any, **named: Any) -> Any:
        try:
            return await method(*args, **named)
        except sqlite3.Error as error:
            raise as_ours(error) from error

    return call
