"""Files that nobody but their owner reads, and that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import glob
import logging
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

logger = logging.getLogger(__name__)

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""The rights that everybody but the owner may have."""
_EXECUTE: Final = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


def nearest(path: Path) -> Path:
    """Return a path, or of the folders above it the nearest that is there, as far as we may look."""
    return next((each for each in (path, *path.absolute().parents) if os.access(each, os.F_OK)), path)


def private_folder(folder: Path) -> None:
    """Make a folder where there is none, for its owner alone; one that is there keeps its rights. Raises OSError."""
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file where there is none, for its owner alone; see to it that one that is there is. Raises OSError.

    Whoever writes it later, whatever their umask: the rights stay. SQLite gives those of a database to its `-wal` and
    `-shm`. One that is there is never opened: to close it would take from this process all its locks on it, those of
    SQLite too, and whoever looked at the database from beside would then delete its journal.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    new = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, new if _leads_nowhere(path) else new | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR))
    narrow(path)


def _leads_nowhere(path: Path) -> bool:
    """Tell whether a path is a link to a file that is still to be made."""
    return path.is_symlink() and not path.exists()


def narrow(*paths: Path) -> None:
    """Take from all but its owner the rights to files, as far as they are there; where that cannot be, say so."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            before = path.stat().st_mode
            if before & OTHERS:
                _narrow(path, stat.S_IMODE(before))


def _narrow(path: Path, mode: int) -> None:
    said = "the drive keeps no rights"
    try:
        path.chmod(mode & ~OTHERS)
    except OSError as error:
        said = error.strerror or str(error)
    if path.stat().st_mode & OTHERS:
        logger.warning("%s can be read by other users of this machine, and stays so: %s", path, said)
    else:
        logger.info("%s could be read by other users of this machine (%o); now it cannot", path, mode)


@contextlib.contextmanager
def replacing(path: Path, *, like: Path | None = None) -> Iterator[Path]:
    """Yield an empty file that takes the place of `path` once it is whole; raises OSError.

    It is its owner's alone; given `like`, it has the rights of that file, or of any new file where there is none.
    Where writing it fails, `path` is as it was, and nothing is left. What a killed process left goes with the next one.
    """
    _sweep(path)
    new = path.with_name(f".{_stem(path)}.{secrets.token_hex(4)}.partial")
    rights = stat.S_IRUSR | stat.S_IWUSR | (OTHERS & ~_EXECUTE if like else 0)
    handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, rights)
    try:
        with contextlib.suppress(OSError):  # where a drive knows no locks, nobody sweeps either
            fcntl.flock(handle, fcntl.LOCK_EX)  # somebody is at work on it
        yield new
        if like:
            with contextlib.suppress(OSError):  # there is none, or the drive keeps no rights
                os.fchmod(handle, stat.S_IMODE(like.stat().st_mode))
        os.fsync(handle)
        new.replace(path)
    finally:
        os.close(handle)
        new.unlink(missing_ok=True)  # half a file takes room on a disk that may be full
    sync(path.parent)


def _stem(path: Path) -> str:
    return path.name[:40]  # so that no name becomes too long


def _sweep(path: Path) -> None:
    """Delete what was begun in place of a file by processes that live no more."""
    for left in path.parent.glob(f".{glob.escape(_stem(path))}.*.partial"):
        with contextlib.suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def sync(folder: Path) -> None:
    """See to it that the names in a folder are on the disk too."""
    with contextlib.suppress(OSError):  # not every drive knows that
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
