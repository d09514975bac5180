"""SQLite's errors as those of the state."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.state.errors import StateBusy, StateError, StateFull, StateReadOnly, StateUnavailable
from bot.state.sql.errors import as_ours
from bot.state.sql.errors import translated as translated

_KINDS: Final[dict[int, type[StateError]]] = {
    sqlite3.SQLITE_BUSY: StateBusy,
    sqlite3.SQLITE_LOCKED: StateBusy,
    sqlite3.SQLITE_FULL: StateFull,
    sqlite3.SQLITE_READONLY: StateReadOnly,
    sqlite3.SQLITE_CANTOPEN: StateReadOnly,
}


@as_ours.register
def _as_ours(error: sqlite3.Error) -> StateError:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    otherwise = StateUnavailable if isinstance(error, sqlite3.OperationalError) else StateError
    return _KINDS.get(primary, otherwise)(str(error))
