"""The state in the file of a folder, which one process has to itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import functools
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from bot import files
from bot.state.errors import InUse
from bot.state.sql import statistics
from bot.state.sql.errors import answering
from bot.state.sql.store import StoreRows
from bot.state.sqlite import maintenance
from bot.state.sqlite.connection import SQLiteConnection
from bot.state.sqlite.errors import translated
from bot.state.values import Totals

CHANGE_PATIENCE: Final = 0.5
"""Seconds a change waits for another process that writes, such as `publish`; no reader is answered meanwhile."""
FILE: Final = "hindsight.db"
JOURNAL: Final = f"{FILE}-wal"
LOCK: Final = "hindsight.lock"


def alone(folder: Path) -> IO[str]:
    """Take the state in a folder for us alone until what is returned is closed; raises InUse or OSError."""
    files.private_file(folder / LOCK)
    lock = (folder / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InUse("another process works with it; end that one first") from None
    except BaseException:
        lock.close()
        raise
    return lock


@answering
class Store(SQLiteConnection, StoreRows):
    """The one writer of the state: what readers chose and said, and what they were asked."""

    def __init__(self, connection: sqlite3.Connection, folder: Path | None = None) -> None:
        """Work with a state, whose files lie in a folder if it is not in memory alone; raises StateError."""
        super().__init__(connection, "normal", CHANGE_PATIENCE)
        self._lock: IO[str] | None = None
        self._folder = folder
        with translated():
            self._put_together(functools.partial(_flush, folder / JOURNAL) if folder else None)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the state in a folder, made where it is missing; raises InUse, OSError or StateError.

        One process at a time: two would send every check-in twice.
        """
        files.private_folder(folder)
        with contextlib.ExitStack() as left:
            lock = left.enter_context(alone(folder))
            files.private_file(folder / FILE)
            files.narrow(folder / JOURNAL, folder / f"{FILE}-shm")
            with translated():
                store = cls(sqlite3.connect(folder / FILE, timeout=5), folder)
                while store.clear_some():
                    pass
            left.pop_all()
        store._lock = lock
        return store

    def close(self) -> None:
        """Close the file, and let others have it."""
        super().close()
        if self._lock:
            self._lock.close()

    # For operators

    async def look(self) -> None:
        """Raise StateError where the state cannot be read: by this connection, or by a new one."""
        maintenance.look(self.connection)
        await self.beside(maintenance.look)

    async def totals(self, since: dt.datetime) -> Totals:
        """Count what the state holds, deliveries by their slots since then."""
        found = await self.beside(lambda db: statistics.totals(db, since))
        return replace(found, copied=maintenance.copied(self._folder) if self._folder else None)

    async def nightly(self, now: Callable[[], dt.datetime]) -> None:
        """Forget what has expired, and make a backup; what fails is logged, and tried again the next night."""
        file = self._folder / FILE if self._folder else None
        await maintenance.nightly(self, file, now, self._unfound.expire)


def _flush(journal: Path) -> None:
    """Wait until a file is on the disk. SQLite's locks, which any close of their file lifts, are on other files."""
    handle = os.open(journal, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
