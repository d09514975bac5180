"""Which steps a state lacks of the tables of today, and taking them.

Most states lack none, which a mark in them tells: the library that takes steps takes longer to load than all else that
opens a state.
"""

from __future__ import annotations

import sqlite3
import zlib
from importlib.resources import files

from bot.state.errors import NewerState


def current(connection: sqlite3.Connection) -> bool:
    """Tell whether a state has the mark of the steps of today; one that has taken all may lack it."""
    (mark,) = connection.execute("pragma user_version").fetchone()
    return bool(mark and mark == _mark(connection))


def lacking(connection: sqlite3.Connection) -> list[str]:
    """Return the steps that a state has not taken; raises NewerState where it has taken one unknown here."""
    from sqlite_utils import Database

    from bot.state.sqlite.migrations import migrations

    db = Database(connection)
    known = {each.name for each in migrations.pending(Database(memory=True))}
    if unknown := [each.name for each in migrations.applied(db) if each.name not in known]:
        raise NewerState(
            f"a newer version of Hindsight has written it (steps unknown here: {', '.join(unknown)});"
            " run that version or a newer one, or restore a backup of before"
        )
    return [each.name for each in migrations.pending(db)]


def of_before(connection: sqlite3.Connection) -> bool:
    """Tell whether an earlier version left a state, not one that is new; raises NewerState."""
    made = connection.execute("select 1 from sqlite_schema where name = '_sqlite_migrations'").fetchone()
    return made is not None and not current(connection) and bool(lacking(connection))


def upgrade(connection: sqlite3.Connection) -> None:
    """Take a state to the tables of today, and mark it."""
    from sqlite_utils import Database

    from bot.state.sqlite.migrations import migrations

    migrations.apply(Database(connection))
    connection.execute(f"pragma user_version = {_mark(connection)}")


def _mark(connection: sqlite3.Connection) -> int:
    """Return what a state is marked with that has taken all steps: a number that changes with them, and those taken."""
    taken = connection.execute("select name from _sqlite_migrations order by rowid").fetchall()
    written = files(__package__).joinpath("migrations.py").read_bytes()
    return zlib.crc32(written + repr(taken).encode()) >> 1  # there is room for 31 bits
