"""Puts a backup in the place of the state: looked through first, and what was there before kept beside it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from bot import files
from bot.state.errors import StateError, Unusable
from bot.state.sqlite import maintenance
from bot.state.sqlite.errors import translated
from bot.state.sqlite.maintenance import FORMER
from bot.state.sqlite.store import FILE, Store, alone

BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite adds to the name of a database for the files beside it."""


def restore(folder: Path, backup: Path) -> Path | None:
    """Put a backup in the place of the state in a folder; return where what was there is kept, None where nothing was.

    Raises Unusable where the backup is damaged, then nothing has changed; InUse, NewerState, StateError or OSError.
    """
    files.private_folder(folder)
    with alone(folder), tempfile.TemporaryDirectory(prefix=f".{FORMER}.", dir=folder) as aside:
        new = Path(aside) / FILE
        _copied(backup, new)
        former = _kept(folder)
        place(new, folder)
    return former


def place(new: Path, folder: Path) -> None:
    """Make a whole database the state of a folder; whoever calls has that alone."""
    for each in BESIDE:  # of the database that goes: what they hold must never be read into the new one
        (folder / f"{FILE}{each}").unlink(missing_ok=True)
    with new.open("rb") as written:
        os.fsync(written.fileno())
    new.replace(folder / FILE)
    files.sync(folder)


def _copied(backup: Path, new: Path) -> None:
    """Copy a backup, bring it to the tables of this version, and look through all of it."""
    try:
        with translated(), closing(_untouched(backup)) as original:
            files.private_file(new)
            with closing(sqlite3.connect(new)) as copied:
                original.backup(copied)
            with closing(Store(sqlite3.connect(new))) as opened:
                sound(opened.connection)
                opened.connection.execute("pragma journal_mode = delete")  # all of it in the one file
    except Unusable:
        raise
    except StateError as error:
        if type(error) is StateError:  # the kinds of it say what is to be done
            raise Unusable(f"it cannot be read: {error}") from None
        raise


def _untouched(backup: Path) -> sqlite3.Connection:
    """Open a backup so that nothing is written beside it: it may lie on what is read-only.

    With a journal beside it, it is no backup but a state that somebody took along, and the journal is read too.
    """
    alone = not backup.with_name(f"{backup.name}-wal").exists()
    return sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro{'&immutable=1' * alone}", uri=True)


def sound(db: sqlite3.Connection) -> None:
    """Raise Unusable where a database is damaged."""
    for check in ("integrity_check", "foreign_key_check"):
        found = [row for row in db.execute(f"pragma {check}").fetchmany(2) if row != ("ok",)]
        if found:
            raise Unusable(f"it is damaged: {' '.join(map(str, found[0]))[:200]}")


def _kept(folder: Path) -> Path | None:
    """Keep the state there is, as a whole where it can be read, else file by file; return where, if there is one."""
    file, former = folder / FILE, folder / FORMER
    if not file.exists():
        return None
    for each in ("", *BESIDE):
        former.with_name(f"{FORMER}{each}").unlink(missing_ok=True)
    try:
        maintenance.copy(file, former)
    except StateError:
        for each in ("", *BESIDE):
            if (part := folder / f"{FILE}{each}").exists():
                former.with_name(f"{FORMER}{each}").write_bytes(part.read_bytes())
                files.narrow(former.with_name(f"{FORMER}{each}"))
    return former
