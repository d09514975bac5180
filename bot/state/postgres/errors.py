"""PostgreSQL's errors as those of the state; what they say of rows is left out, as those are readers'."""

from __future__ import annotations

from typing import Final

import psycopg
from psycopg import errors

from bot.state.errors import StateBusy, StateError, StateFull, StateReadOnly, StateUnavailable
from bot.state.sql.errors import as_ours

AGAIN: Final = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.ForeignKeyViolation,
)
"""What a transaction is told that others were in the way of: what it found is not so any more, it is to begin anew."""
_KINDS: Final[dict[type[psycopg.Error], type[StateError]]] = {
    errors.SerializationFailure: StateBusy,
    errors.DeadlockDetected: StateBusy,
    errors.LockNotAvailable: StateBusy,
    errors.DiskFull: StateFull,
    errors.OutOfMemory: StateFull,
    errors.ReadOnlySqlTransaction: StateReadOnly,
    errors.InsufficientPrivilege: StateReadOnly,
    psycopg.OperationalError: StateUnavailable,
    psycopg.InterfaceError: StateUnavailable,
    psycopg.Error: StateError,
}


@as_ours.register
def _as_ours(error: psycopg.Error) -> StateError:
    kind = next(ours for theirs, ours in _KINDS.items() if isinstance(error, theirs))
    said = " ".join((error.diag.message_primary or str(error)).split())
    error.args = (said,)  # a traceback tells the cause too
    return kind(said)
