"""A folder that holds a site: written aside, then moved file by file; what is not ours in it stays as it is.

What is written aside lies within the folder, as it may be the only place that can be written to, or a drive of its own.
No symbolic link below the folder is followed: what it leads to is not ours.
"""

from __future__ import annotations

import contextlib
import fcntl
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from bot.cli.output import Failure
from bot.words import WRITTEN, say

MARK: Final = ".hindsight-site"
"""The file that lists what is ours in a folder, a name a line."""
_ASIDE: Final = f"{MARK}-"
"""How the name begins of a folder of what is not in its place yet."""


class SiteFolder:
    """A folder to write a site to; raises Failure where something else is there already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._refuse_links([MARK])
            self._before = _listed(folder)
            self._refuse_links(self._before)
        except OSError as error:
            raise Failure(f"{folder}: cannot be written: {error.strerror}") from None

    @contextmanager
    def renewed(self) -> Iterator[Path]:
        """Yield a folder within it to write to; what is there in the end becomes the site, unless something fails."""
        is_new = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with _aside(self._folder) as aside:
                yield aside
                self._move(aside)
        finally:
            if is_new:
                with contextlib.suppress(OSError):  # there is something in it
                    self._folder.rmdir()

    def _move(self, aside: Path) -> None:
        names = _files(aside)
        self._refuse_links(names)
        if foreign := sorted(self._foreign(names)):
            more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
            raise Failure(
                f"{self._folder / foreign[0]}{more}: would be written over, and is not ours; move it away first"
            )
        # From now on all of both is ours: a stop halfway leaves nothing behind that the next run would not know.
        self._mark(aside, names | self._before)
        for new in sorted(aside.iterdir()):
            _put(new, self._folder / new.name)
        for name in self._before - names:
            self._remove(self._folder / name)
        self._mark(aside, names)

    def _refuse_links(self, names: Iterable[str]) -> None:
        """Raise Failure where any part of a name below the folder is a symbolic link."""
        for part in sorted({each for name in names for each in _parts(name)}):
            path = self._folder / part
            if path.is_symlink():
                raise Failure(*(say(language, "site-behind-link", path=str(path)) for language in WRITTEN))

    def _foreign(self, names: set[str]) -> Iterator[str]:
        """Yield what would have to go for files, and is not ours."""
        for part in {each for name in names for each in _parts(name)} - self._before:
            path = self._folder / part
            if os.path.lexists(path) and not path.is_dir():
                yield part
        for name in names:
            if (path := self._folder / name).is_dir():
                within = (each for each in path.rglob("*") if each.is_symlink() or not each.is_dir())
                yield from {each.relative_to(self._folder).as_posix() for each in within} - self._before

    def _remove(self, path: Path) -> None:
        """Remove a file that is no more, and the folders around it as far as they are empty."""
        if path.is_file():
            path.unlink()
        while (path := path.parent) != self._folder:
            if path.is_dir():
                try:
                    path.rmdir()
                except OSError:  # it is not empty
                    break

    def _mark(self, aside: Path, names: set[str]) -> None:
        new = aside / MARK
        new.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
        new.replace(self._folder / MARK)


def _put(new: Path, old: Path) -> None:
    """Put a file or folder in its place; a file that says the same stays: so does its time, for who copies newer ones.

    A folder that was not there goes as a whole: of very many files that takes a small part of the time.
    """
    if new.is_dir() and old.is_dir():
        for each in sorted(new.iterdir()):
            _put(each, old / each.name)
        return
    if old.is_dir():
        shutil.rmtree(old)  # a folder of files of ours, now a file
    elif old.is_file():
        if new.is_dir():
            old.unlink()  # a file of ours, now a folder
        elif filecmp.cmp(new, old, shallow=False):
            return
    shutil.move(new, old)  # what is there already may be another drive


def _files(folder: Path) -> set[str]:
    """Return the names of all files in a folder, and let everybody read them."""
    names = set[str]()
    for within, _, files in os.walk(folder):
        for each in files:
            (path := Path(within, each)).chmod(0o644)
            names.add(path.relative_to(folder).as_posix())
    return names


def _parts(name: str) -> list[str]:
    """Return the folders of a file from the outermost on, and the file itself: a/b → a, a/b."""
    path = PurePosixPath(name)
    return [str(each) for each in (*reversed(path.parents[:-1]), path)]


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Yield a new folder within one; those that were left by processes which live no more go."""
    for left in folder.glob(f"{_ASIDE}*"):
        with contextlib.suppress(OSError), _locked(left):
            shutil.rmtree(left)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        with _locked(aside):
            yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder, so that everybody sees that somebody is at work on it; raises OSError where another one is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _listed(folder: Path) -> set[str]:
    """Return which files of a folder are ours; raises Failure where there are files, and none is known to be."""
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise Failure(f"{folder}: this is a file; name a folder")
    mark = folder / MARK
    if mark.is_file():
        names = mark.read_text(encoding="utf-8").splitlines()
        return {name for name in names if name and not name.startswith("/") and ".." not in name.split("/")}
    if any(not each.name.startswith(_ASIDE) for each in folder.iterdir()):
        raise Failure(
            f"{folder}: there are files in it, and none of them is a site of ours; name an empty or a new folder"
        )
    return set()
