"""The commands on the state: `backup`, and what opens it for the others."""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
from collections.abc import Iterator

from bot import chores
from bot.settings import Settings
from bot.store import FILE, InUse, Store
from bot.terminal import Clock
from bot.terminal.output import Failure


def opened(chosen: Settings) -> Store:
    """Return the state for a command that works with it alone."""
    try:
        return Store.open(chosen.data)
    except InUse:
        raise Failure(f"BOT_DATA: another process is working with the state in {chosen.data}; stop it first") from None
    except (OSError, sqlite3.Error) as error:
        raise Failure(f"BOT_DATA: the state in {chosen.data} cannot be opened: {error}") from None


@contextlib.contextmanager
def _read(chosen: Settings) -> Iterator[sqlite3.Connection]:
    """Open the state for a command that may run beside another one."""
    source = chosen.data / FILE
    if not source.exists():
        raise Failure(f"BOT_DATA: there is no state in {chosen.data}")
    with contextlib.closing(sqlite3.connect(source, timeout=5)) as connection:
        yield connection


def backup(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Copy the whole state into a file."""
    try:
        with _read(chosen) as connection:
            chores.backup(connection, asked.file)
    except sqlite3.Error as error:
        raise Failure(f"{asked.file}: cannot be written: {error}") from None
    return 0
