"""The state in a database of PostgreSQL: what opens it, and what works on it from beside whoever has it open."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.state.errors import StateError
from bot.state.postgres import whole
from bot.state.postgres.due import SharedState
from bot.state.postgres.editions import PostgresEditions
from bot.state.postgres.pool import Pool
from bot.state.postgres.session import directly
from bot.state.postgres.store import PostgresStore, connected
from bot.state.postgres.tables import upgrade
from bot.state.postgres.whole import PostgresWhole
from bot.state.protocol import State
from bot.state.sql import statistics
from bot.state.sql.errors import answering, translated
from bot.state.sql.tallies import miscounted
from bot.state.values import Checkup

_OURS: Final[dict[str, Any]] = {
    "application_name": "hindsight",
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=5s",
}
"""What a connection has unless its address says so: nobody waits for long for a lock, or a network that is cut."""


@answering
@dataclass(frozen=True, slots=True)
class Postgres:
    """The state in a database; its address holds a password, and is never shown."""

    address: str = field(repr=False)
    clock: Callable[[], float] = time.monotonic

    def open(self) -> State:
        """Open the state, made where it is missing; any number of processes may. Raises NewerState or StateError."""
        with self._connected() as connection:
            upgrade(connection)
        pool = Pool(self._conninfo())
        return cast(State, SharedState(PostgresStore(self._conninfo(), pool, self.clock), pool))

    def exists(self) -> bool:
        """Tell whether there is a state."""
        with self._connected() as connection:
            found = connection.execute("select to_regclass('steps') is not null").fetchone()
            return bool(found and found[0])

    def look(self) -> None:
        """Raise StateError where the state cannot even be read."""
        with self._connected() as connection:
            connection.execute("select 1 from readers limit 1")

    def editions(self) -> PostgresEditions:
        """Open the editors' part, made where it is missing."""
        with self._connected() as connection:
            upgrade(connection)
        return PostgresEditions(functools.partial(connected, self._conninfo()))

    def backup(self, to: Path) -> None:
        """Say what makes backups of a database."""
        raise StateError(f"the state is on PostgreSQL; copy it by pg_dump --format=custom --file={to}")

    def checkup(self) -> Checkup:
        """Look over the state from beside whoever has it open."""
        with self._connected() as connection:
            db = directly(connection)
            (size,) = db.execute("select pg_database_size(current_database())").fetchone()
            return Checkup(size, statistics.newest(db), "", None, miscounted(db))

    def in_use(self) -> bool:
        """Any number of processes may work with it."""
        return False

    def restore(self, backup: Path) -> Path | None:
        """Say what puts a backup in the place of a database."""
        raise StateError(f"the state is on PostgreSQL; put a dump in its place by pg_restore --clean {backup}")

    def export(self, to: Path) -> int:
        """Write all readers into a file, replaced at once or not at all; return how many. Raises OSError too."""
        from bot.state.sql.transfer import export_readers  # readers seldom move to another state

        with self._connected() as connection:
            return export_readers(directly(connection), to)

    @contextlib.contextmanager
    def whole(self) -> Iterator[PostgresWhole]:
        """Have all of the state, while nobody works with it; raises InUse, NewerState or StateError."""
        with self._connected() as connection, whole.whole(connection) as found:
            yield found

    @contextlib.contextmanager
    def empty(self) -> Iterator[PostgresWhole]:
        """Have a new state to fill; raises Unusable where there is one, InUse, NewerState or StateError."""
        with self._connected() as connection, whole.empty(connection) as found:
            yield found

    @contextlib.contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        with translated(), closing(connected(self._conninfo())) as connection:
            yield connection

    def _conninfo(self) -> str:
        """Return the address with what every connection of ours has; raises StateError, which does not show it."""
        try:
            chosen = conninfo_to_dict(self.address)
            return make_conninfo(**(_OURS | chosen))
        except psycopg.Error:
            raise StateError(
                "the address of the database is none of the form postgresql://name@host/database"
            ) from None
