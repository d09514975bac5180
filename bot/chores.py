"""The nightly chores of the state: a backup, what has expired, and the statistics of its indexes."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from bot import files
from bot.store import FILE, Store
from bot.writer import text

logger = logging.getLogger(__name__)

BACKUP: Final = "backup.db"
KEPT: Final = dt.timedelta(days=400)
"""How long closed deliveries and inboxes are kept."""


async def nightly(store: Store, data: Path, now: Callable[[], dt.datetime]) -> None:
    """Do all chores; a chore that fails is told and tried again the next night."""
    try:
        expire(store, now())
        store.connection.execute("pragma optimize")
        await asyncio.to_thread(copy, data / FILE, data / BACKUP)
    except (OSError, sqlite3.Error):
        logger.exception("the nightly chores were not done")


def expire(store: Store, now: dt.datetime) -> None:
    """Delete deliveries and items of inboxes that are too old to matter."""
    with store.writing() as db:
        db.execute("delete from deliveries where done_at < ?", (text(now - KEPT),))
        db.execute("delete from inbox where at < ?", (text(now - KEPT),))


def copy(state: Path, to: Path) -> None:
    """Copy the whole state into a file, which is replaced at once or not at all; raises OSError or sqlite3.Error.

    It needs no connection of others, so that it may take its time in a thread or process of its own.
    """
    with (
        files.replacing(to) as new,
        closing(sqlite3.connect(state, timeout=5)) as original,
        closing(sqlite3.connect(new)) as copied,
    ):
        original.backup(copied)
