"""The state of a folder as a file of SQLite: what opens it, and what works on it from beside whoever has it open."""

from __future__ import annotations

import contextlib
import sqlite3
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot import files
from bot.state.errors import InUse
from bot.state.sql import statistics
from bot.state.sql.errors import answering
from bot.state.sql.tallies import miscounted
from bot.state.sqlite import maintenance, upgrading, whole
from bot.state.sqlite.connection import SQLiteConnection
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.errors import translated
from bot.state.sqlite.restoring import BESIDE, restore
from bot.state.sqlite.store import FILE, LOCK, Store, alone
from bot.state.sqlite.whole import SQLiteWhole
from bot.state.values import Checkup

EXPORT_PATIENCE: Final = 5.0
"""Seconds an export waits for another process that writes."""
FILES: Final = (FILE, *(FILE + each for each in BESIDE), LOCK)
"""The names of the files a state is made of."""


@answering
@dataclass(frozen=True, slots=True)
class SQLite:
    """The state in a folder."""

    folder: Path

    @property
    def file(self) -> Path:
        """The file that holds the state."""
        return self.folder / FILE

    @property
    def copied(self) -> Path:
        """The file that holds last night's backup."""
        return self.folder / maintenance.BACKUP

    @property
    def locked(self) -> bool:
        """Tell whether a process had or has the state to itself."""
        return (self.folder / LOCK).exists()

    def open(self) -> Store:
        """Open the state for one process alone, made where it is missing; raises InUse, OSError or StateError."""
        files.narrow(self.copied)
        maintenance.keep_of_before(self.file)
        return Store.open(self.folder)

    def exists(self) -> bool:
        """Tell whether there is a state; raises OSError where nobody can tell."""
        try:
            self.file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def editions(self) -> SQLiteEditions:
        """Open the editors' part, which several processes may at once, made where it is missing; raises OSError too."""
        maintenance.keep_of_before(self.file)
        return SQLiteEditions.open(self.file)

    def backup(self, to: Path) -> None:
        """Copy the whole state into a file, which is replaced at once or not at all; raises OSError too."""
        maintenance.copy(self.file, to)

    def checkup(self) -> Checkup:
        """Look over the state from beside whoever has it open; raises NewerState or OSError too."""
        with closing(sqlite3.connect(self.file, timeout=EXPORT_PATIENCE)) as db:
            db.execute("pragma query_only = on")
            damage, before = maintenance.damage(db), upgrading.of_before(db)
            lacking = {"votes", "issues", "editions", "deliveries", "basis"}.difference(maintenance.tables(db))
            return Checkup(
                self.file.stat().st_size,
                statistics.newest(db, lacking),
                damage,
                maintenance.copied(self.folder),
                0 if damage or before or "basis" in lacking else miscounted(db),
                of_before=before,
            )

    def in_use(self) -> bool:
        """Tell whether a process has the state to itself now; raises OSError."""
        if not self.locked:
            return False
        try:
            alone(self.folder).close()
        except InUse:
            return True
        return False

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the place of the state; return where that is kept, None where there was none.

        Raises Unusable, InUse, NewerState or OSError too.
        """
        return restore(self.folder, backup)

    def export(self, to: Path) -> int:
        """Write all readers into a file, replaced at once or not at all; return how many. Raises OSError too."""
        from bot.state.sql.transfer import export_readers  # here and below: readers seldom move to another state

        with closing(SQLiteConnection(sqlite3.connect(self.file), "normal", EXPORT_PATIENCE)) as state:
            return export_readers(state.connection, to)

    def whole(self) -> AbstractContextManager[SQLiteWhole]:
        """Have all of the state, while nobody works with it; raises InUse, NewerState or OSError too."""
        return whole.whole(self.folder)

    def empty(self) -> AbstractContextManager[SQLiteWhole]:
        """Have a new state to fill; raises Unusable where there is one, InUse or OSError too."""
        return whole.empty(self.folder)

    def look(self) -> None:
        """Raise StateError where the state cannot even be read."""
        with closing(sqlite3.connect(self.file, timeout=EXPORT_PATIENCE)) as found:
            found.execute("select count(*) from sqlite_master").fetchone()


def in_memory() -> Store:
    """Return an empty state that is gone with whoever made it."""
    with translated():
        return Store(sqlite3.connect(":memory:"))


def is_export(path: Path) -> bool:
    """Tell whether a file is one that `export` wrote; raises OSError."""
    from bot.state.transfer import BEGINNING

    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING


def is_backup(path: Path) -> bool:
    """Tell whether a file is a database of this program; one that is damaged is not known to be. Raises OSError."""
    from bot.state.sqlite.migrations import migrations

    with contextlib.suppress(sqlite3.Error), closing(_untouched(path)) as found:
        query = "select 1 from _sqlite_migrations where migration_set = ?"
        return found.execute(query, (migrations.name,)).fetchone() is not None
    return False


def _untouched(path: Path) -> sqlite3.Connection:
    """Open a database so that nothing is written beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
