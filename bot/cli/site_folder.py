"""A folder that holds a site: written aside, then moved file by file; what is not ours in it stays as it is."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.cli.output import Failure

MARK: Final = ".hindsight-site"
"""The file that lists what is ours in a folder, a name a line."""


class SiteFolder:
    """A folder to write a site to; raises Failure where something else is there already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._before = _listed(folder)
        except OSError as error:
            raise Failure(f"{folder}: cannot be written: {error.strerror}") from None

    @contextmanager
    def renewed(self) -> Iterator[Path]:
        """Yield a folder beside it to write to; what is there in the end becomes the site, unless something fails."""
        parent = self._folder.absolute().parent
        parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{self._folder.name}-", dir=parent))
        try:
            yield aside
            self._move(aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _move(self, aside: Path) -> None:
        names = sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*") if path.is_file())
        foreign = [name for name in names if name not in self._before and (self._folder / name).exists()]
        if foreign:
            more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
            raise Failure(
                f"{self._folder / foreign[0]}{more}: would be written over, and is not ours; move it away first"
            )
        self._folder.mkdir(exist_ok=True)
        # From now on all of both is ours: a stop halfway leaves nothing behind that the next run would not know.
        self._mark({*names, *self._before})
        for name in names:
            self._put(aside / name, self._folder / name)
        for name in self._before - {*names}:
            (self._folder / name).unlink(missing_ok=True)
            _without_empty(self._folder, (self._folder / name).parent)
        self._mark(set(names))

    @staticmethod
    def _put(new: Path, old: Path) -> None:
        """Put a file in its place, unless the same is there: its time then stays, for who copies what is newer."""
        if old.is_file() and filecmp.cmp(new, old, shallow=False):
            return
        old.parent.mkdir(parents=True, exist_ok=True)
        new.chmod(0o644)
        new.replace(old)

    def _mark(self, names: set[str]) -> None:
        new = self._folder / f"{MARK}.new"
        new.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
        new.replace(self._folder / MARK)


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
    if any(folder.iterdir()):
        raise Failure(
            f"{folder}: there are files in it, and none of them is a site of ours; name an empty or a new folder"
        )
    return set()


def _without_empty(folder: Path, inner: Path) -> None:
    """Remove a folder within another one, and those around it, as far as they are empty."""
    while inner != folder and not any(inner.iterdir()):
        inner.rmdir()
        inner = inner.parent
