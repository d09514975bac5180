"""Maintenance of the state in SQLite: backups, and what has expired."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from bot import files
from bot.state.errors import StateError
from bot.state.sql.connection import Connection
from bot.state.sql.expiring import expire
from bot.state.sqlite.errors import translated
from bot.state.sqlite.upgrading import of_before

logger = logging.getLogger(__name__)

BACKUP: Final = "backup.db"
NEXT: Final = "backup-next.db"
"""The copy that is about to take the place of the last one."""
FORMER: Final = "before-restore.db"
"""What the state that was replaced by a backup is called."""
UPGRADED: Final = "before-upgrade.db"
"""What the state is called that an earlier version left."""
NIGHTS: Final = 7
"""How many nights are kept: the last one as `backup.db`, those before with their days in their names.

States of before are kept as many days: what somebody asked to be forgotten is then gone from all of them.
"""
_DATED: Final = re.compile(r"backup-\d{4}-\d\d-\d\d\.db", re.ASCII)


async def nightly(
    store: Connection, file: Path | None, now: Callable[[], dt.datetime], first: Callable[[dt.datetime], object]
) -> None:
    """Do all chores; what fails is logged and tried again the next night. A state in no file has no backup.

    `first` is what is to be done before all else: of what it deletes the backup is to hold nothing.
    """
    try:
        first(now())
        while expired := expire(store, now()):
            logger.debug("%d rows have expired", expired)
            await asyncio.sleep(0)
        if file:
            await asyncio.to_thread(back_up, file)
    except (OSError, StateError):
        logger.exception("the nightly maintenance was not done")


def back_up(state: Path) -> None:
    """Copy the state beside it, keep the copies of the nights before, and drop those older; raises OSError, StateError.

    What is damaged takes the place of nothing: all that was kept is as it was.
    """
    folder, last, new = state.parent, state.with_name(BACKUP), state.with_name(NEXT)
    copy(state, new)
    if day := copied(folder):
        last.replace(folder / f"backup-{day:%Y-%m-%d}.db")
    new.replace(last)
    files.sync(folder)
    for old in (*kept(folder)[NIGHTS - 1 :], *_of_before(folder)):
        old.unlink(missing_ok=True)


def _of_before(folder: Path) -> Iterator[Path]:
    """Yield what is left of states of before that have been kept long enough, by the clock of the last copy."""
    since = (folder / BACKUP).stat().st_mtime - dt.timedelta(days=NIGHTS).total_seconds()
    found = (path for name in (FORMER, UPGRADED) for path in folder.glob(f"{name}*"))
    yield from (path for path in found if path.stat().st_mtime < since)


def keep_of_before(state: Path) -> None:
    """Keep beside it a state that an earlier version left, for that version; where that cannot be, only say so.

    Of one that cannot even be read whoever opens it says why.
    """
    kept = state.with_name(UPGRADED)
    try:
        if not state.exists() or not _left_by_another(state):
            return
    except OSError:
        return
    try:
        copy(state, kept)
    except (OSError, StateError) as error:
        logger.warning("the state of the version before cannot be kept in %s: %s", kept, error)
    else:
        logger.info("the state is upgraded to this version; as it was it is kept in %s for a week", kept)


def _left_by_another(state: Path) -> bool:
    """Tell whether an earlier version left a state; one that cannot be read is for whoever opens it."""
    try:
        with translated(), closing(sqlite3.connect(state, timeout=5)) as found:
            return of_before(found)
    except StateError:
        return False


def kept(folder: Path) -> list[Path]:
    """Return the copies of the nights before the last one, the newest first."""
    return sorted((path for path in folder.iterdir() if _DATED.fullmatch(path.name)), reverse=True)


def copied(folder: Path) -> dt.datetime | None:
    """Return when the last copy was made, None where there is none; raises OSError."""
    try:
        return dt.datetime.fromtimestamp((folder / BACKUP).stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return None


def copy(state: Path, to: Path) -> None:
    """Copy the whole state into a file, which is replaced at once or not at all; raises OSError or StateError.

    It needs no connection of others, so that it may take its time in a thread or process of its own.
    """
    with (
        translated(),
        files.replacing(to) as new,
        closing(sqlite3.connect(state, timeout=5)) as original,
        closing(sqlite3.connect(new)) as copied,
    ):
        original.backup(copied)
        if found := damage(copied):
            raise StateError(f"the state is damaged: {found}")


def look(db: sqlite3.Connection) -> None:
    """Read a row of every table, which fails where the database is damaged beyond reading."""
    for table in tables(db):
        db.execute(f'select * from "{table}" limit 1').fetchone()


def tables(db: sqlite3.Connection) -> list[str]:
    """Return the names of all tables there are."""
    return [name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")]


def damage(db: sqlite3.Connection) -> str:
    """Return what is damaged in a database; nothing where it is sound.

    Where a quick look finds something a thorough one decides: to the SQLite of Debian 12 (3.40) a row of a strict table
    without row ids looks as if it held no value.
    """
    said = "ok"
    for look in ("quick_check", "integrity_check"):
        (said,) = db.execute(f"pragma {look}(1)").fetchone()
        if said == "ok":
            return ""
    return " ".join(said.split())
