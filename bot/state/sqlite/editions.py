"""The editors' part of the state in SQLite, by a connection of its own that waits for the disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from bot import files
from bot.state.sql.editions import EditionRows
from bot.state.sqlite.connection import SQLiteConnection
from bot.state.sqlite.errors import translated

EDITIONS_PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes; only editors wait for it."""


class SQLiteEditions(SQLiteConnection, EditionRows):
    """Drafts, and the editions that were live. What it has kept survives a loss of power too."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, "full", EDITIONS_PATIENCE)

    @classmethod
    def open(cls, file: Path) -> SQLiteEditions:
        """Open the state, made where it is missing; raises OSError or StateError."""
        files.private_folder(file.parent)
        files.private_file(file)
        # The desk sees to it that only one thread uses it at a time.
        with translated():
            return cls(sqlite3.connect(file, timeout=5, check_same_thread=False))
