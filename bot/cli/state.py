"""The commands on the state: `backup`, `restore`, `move`, `readers export|import`; and what opens it for the others."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bot.cli import output_files, terminal
from bot.cli.output import Failure, write
from bot.files import nearest
from bot.people.schedule import Clock
from bot.settings import Settings
from bot.state import Editions, Engine, InUse, State, StateError, Unusable, moving
from bot.state.sqlite.engine import FILES, SQLite, is_backup
from bot.state.sqlite.engine import in_memory as in_memory

SHARING: Final = ("psycopg", "greenlet", "procrastinate")
"""What those need who have a database."""


def engine(chosen: Settings) -> Engine:
    """Return the database that holds the state. It is chosen here and nowhere else; raises Failure."""
    if chosen.database_url is None:
        return SQLite(chosen.data)
    return _database(chosen.database_url.get_secret_value())


def _database(address: str) -> Engine:
    if not all(map(find_spec, SHARING)):
        missing = 'PostgreSQL needs the extra "cluster": pip install "psycopg[binary]" greenlet procrastinate'
        raise Failure(f"BOT_DATABASE_URL: {missing}; without the variable the state is in BOT_DATA")
    from bot.state.postgres.engine import Postgres  # whose libraries only those need who have it

    return Postgres(address)


def named(chosen: Settings) -> str:
    """Return what the state is called where something is wrong with it: by its variable, and by its place."""
    return "BOT_DATABASE_URL: the state" if chosen.database_url else f"BOT_DATA: the state in {chosen.data}"


def last_backup(chosen: Settings) -> Path | None:
    """Return the backup of last night, None where there is none on this machine."""
    kept = SQLite(chosen.data).copied
    return kept if chosen.database_url is None and kept.is_file() else None


def unwritable(chosen: Settings) -> str:
    """Return why nothing can be written where the state is or is to be, and what to do; nothing where it can be."""
    if chosen.database_url:
        return ""
    there = nearest(chosen.data)
    if not there.is_dir():
        return f"{there} is no folder: set BOT_DATA to another place, or move that file away"
    own = (path for name in FILES if os.access(path := chosen.data / name, os.F_OK))
    shut = next((each for each in (there, *own) if not os.access(each, _rights(each))), None)
    who = "ask as the user that runs the bot; if this is the one, give it that right"
    return f"this user may not read and write {shut}: {who}" if shut else ""


def _rights(path: Path) -> int:
    return os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)


def open_state(chosen: Settings) -> State:
    """Return the state for a command that works with it alone."""
    try:
        return engine(chosen).open()
    except InUse:
        raise Failure(f"BOT_DATA: another process is working with the state in {chosen.data}; stop it first") from None
    except (OSError, StateError) as error:
        raise Failure(f"{named(chosen)} cannot be opened: {error}{_advice(error)}") from None


@contextlib.contextmanager
def history(chosen: Settings) -> Iterator[Editions]:
    """Open the editors' part of the state while the context lasts, which several processes may at once."""
    try:
        kept = engine(chosen).editions()
    except (OSError, StateError) as error:
        raise Failure(f"{named(chosen)} cannot be opened: {error}{_advice(error)}") from None
    with contextlib.closing(kept):
        yield kept


def backup(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Copy the whole state into a file."""
    _in_a_file(chosen, "copy it by pg_dump while all goes on")
    state, to = _there(chosen), output_files.for_backup(chosen, asked.file)
    try:
        with terminal.under_way("copying the state"):
            state.backup(to)
    except (OSError, StateError) as error:
        if advice := _advice(error):
            raise Failure(f"{named(chosen)} cannot be copied: {error}{advice}") from None
        raise _broken(chosen, state) or _unwritable(asked.file, error) from None
    write(f"the state in {chosen.data} is copied to {asked.file}\n")
    return 0


def restore(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Put a backup in the place of the state, which is kept beside it."""
    _in_a_file(chosen, "put a dump in its place by pg_restore")
    if not asked.file.is_file():
        raise Failure(f"{asked.file}: there is no such file")
    if not is_backup(asked.file):
        raise Failure(f"{asked.file}: this is no backup that this program made", code=1)
    try:
        former = engine(chosen).restore(asked.file)
    except Unusable as why:
        raise Failure(f"{asked.file}: {why}; the state is as it was", code=1) from None
    except InUse:
        raise Failure(f"BOT_DATA: another process is working with the state in {chosen.data}; stop it first") from None
    write(
        f"the state in {chosen.data} is that of {asked.file}" + (f"; the one before is {former}" * bool(former)) + "\n"
    )
    return 0


def _in_a_file(chosen: Settings, instead: str) -> None:
    """Raise Failure where the state is in no file of ours."""
    if chosen.database_url:
        raise Failure(f"BOT_DATABASE_URL: the state is on PostgreSQL; {instead}")


def _unwritable(file: Path, error: OSError | StateError) -> Failure:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(f"{file}: cannot be written: {said}")


def _advice(error: OSError | StateError) -> str:
    """Say who knows what to do about a state that is damaged; of its kinds, and of files, the words themselves do."""
    return "; `doctor` says what to do" if type(error) is StateError else ""


def _broken(chosen: Settings, state: Engine) -> Failure | None:
    """Return what is wrong with a state that cannot even be read."""
    try:
        state.look()
    except StateError as error:
        return Failure(f"{named(chosen)} cannot be read: {error}{_advice(error)}")
    return None


def _there(chosen: Settings) -> Engine:
    """Return a state that is there; a command that only reads may run beside another one."""
    state = engine(chosen)
    try:
        there = state.exists()
    except OSError as error:
        raise Failure(f"{named(chosen)} cannot be read: {error.strerror}") from None
    if not there:
        database = "BOT_DATABASE_URL: there is no state in the database"
        raise Failure(database if chosen.database_url else f"BOT_DATA: there is no state in {chosen.data}")
    return state


def export(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Write all readers into a file."""
    state, to = _there(chosen), output_files.for_export(chosen, asked.file)
    try:
        with terminal.under_way("writing all readers"):
            count = state.export(to)
    except OSError as error:
        raise _unwritable(asked.file, error) from None
    except StateError as error:
        raise Failure(f"{named(chosen)} cannot be read: {error}{_advice(error)}") from None
    write(f"{_counted(count)} exported to {asked.file}\n")
    return 0


def bring(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Take the readers of a file into the state, all of them or none."""
    if not asked.file.exists() or asked.file.is_dir():
        raise Failure(f"{asked.file}: there is no such file{'; this is a folder' if asked.file.is_dir() else ''}")
    try:
        with terminal.reading(asked.file, "taking in readers") as file, contextlib.closing(open_state(chosen)) as state:
            brought = state.bring(file)
    except Unusable as why:
        raise Failure(f"{asked.file}: {why}; nobody was imported", code=1) from None
    except StateError as error:
        raise Failure(f"{named(chosen)} cannot be written: {error}; nobody was imported") from None
    write(f"{_counted(sum(brought))} imported: {brought.new} new, {brought.known} known already\n")
    return 0


def move(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Take the whole state over into a database, or into a folder."""
    old = _there(chosen)
    new, place, then = _elsewhere(asked.to)
    with contextlib.ExitStack() as held:
        try:
            left = held.enter_context(old.whole())
        except (InUse, OSError, StateError) as error:
            raise Failure(f"{named(chosen)} cannot be moved: {error}") from None
        counts = _moved(left, new, place)
    rows = f"{_counted(counts['readers'])} in {sum(counts.values())} rows"
    write(f"moved to {place}: {rows}, each of them read again\n")
    write(f"serve from there with {then}; where it was it still is: never serve from both\n")
    return 0


def _moved(left: moving.Whole, new: Engine, place: str) -> dict[str, int]:
    try:
        with terminal.counted("moving the state") as told, new.empty() as arrived:
            return moving.move(left, arrived, told)
    except Unusable as why:
        raise Failure(f"--to: {why}; nothing was moved", code=1) from None
    except (OSError, StateError) as error:
        raise Failure(f"the state cannot be moved to {place}: {error}; where it was, it is as it was") from None


def _elsewhere(to: str) -> tuple[Engine, str, str]:
    """Return the state at an address or in a folder, what it is called, and by which settings it serves."""
    if to.startswith(("postgresql://", "postgres://")):
        return _database(to), "the database", "BOT_DATABASE_URL set to its address"
    return SQLite(Path(to)), to, f"BOT_DATA={to} and without BOT_DATABASE_URL"


def _counted(count: int) -> str:
    return f"{count} reader{'' if count == 1 else 's'}"
