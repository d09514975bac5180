"""Checks where a command may write a file: never over the state, the content, the settings, or files of others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.channels.web import sessions
from bot.cli.output import Failure
from bot.settings import Settings
from bot.state.sqlite.engine import FILES, SQLite, is_backup, is_export
from bot.state.sqlite.maintenance import FORMER, UPGRADED
from bot.state.sqlite.restoring import BESIDE

STATE: Final = (*FILES, FORMER, UPGRADED, sessions.KEY_FILE)
CONTENT: Final = (".yaml", ".yml", ".json")


def for_backup(chosen: Settings, path: Path) -> Path:
    """Return where a backup goes, links followed; raises Failure where something else is there."""
    return _allowed(chosen, path, "a backup that this program made", is_backup)


def for_export(chosen: Settings, path: Path) -> Path:
    """Return where an export of readers goes, links followed; raises Failure where something else is there."""
    return _allowed(chosen, path, "an export of readers", is_export, SQLite(chosen.data).copied)


def _allowed(chosen: Settings, path: Path, kind: str, is_kind: Callable[[Path], bool], *more: Path) -> Path:
    try:
        real = path.resolve()
        said = _nowhere(real) or _belongs(chosen, real, more) or _occupied(real, kind, is_kind)
    except (OSError, RuntimeError, ValueError) as error:  # rights that are missing, a loop of links, a name with a NUL
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if said:
        raise Failure(f"{path}: cannot be written: {said}")
    return real


def _nowhere(real: Path) -> str:
    if real.is_dir():
        return "this is a folder; name a file in it"
    return "" if real.parent.is_dir() else "there is no such folder"


def _belongs(chosen: Settings, real: Path, more: tuple[Path, ...]) -> str:
    """Return to what of ours a file belongs, however it was named; nothing where it is free."""
    if any(_is(real, each) for each in (*(chosen.data / name for name in STATE), *more)):
        return "this is the state itself, or part of it; choose another file"
    if _in_use(real):
        return "this is a database that is in use; choose another file"
    if _is(real, Path(".env")):
        return "this is where the settings are read from; choose another file"
    for folder in (chosen.briefings, chosen.seeds):
        if _same(real.parent, folder) and (real.suffix.lower() in CONTENT or real.name.startswith(".")):
            return "this is a place of the content; choose another file"
    return ""


def _occupied(real: Path, kind: str, is_kind: Callable[[Path], bool]) -> str:
    """Return what is there that no command may write over; nothing where there is none, or one of its own kind."""
    if real.exists() and not (real.is_file() and (real.stat().st_size == 0 or is_kind(real))):
        return f"this is there already and is not {kind}; choose another file, or remove it first"
    return ""


def _in_use(real: Path) -> bool:
    """Tell whether a file is part of the state of some bot, or a database that is open or was not closed."""
    of_a_bot = real.name.casefold() in STATE and SQLite(real.parent).locked
    return of_a_bot or any(real.with_name(real.name + each).exists() for each in BESIDE)


def _is(real: Path, file: Path) -> bool:
    """Tell whether two paths are one file: by what it is where it is there, else by folder and name."""
    same_name = real.name.casefold() == file.name.casefold()  # there are drives where upper case is lower case
    return _same(real, file) or (same_name and _same(real.parent, file.parent))


def _same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return False
