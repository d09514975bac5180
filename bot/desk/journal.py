"""Replaces several files as one: a journal is written first, and carried out until all of it is done.

From the moment the journal is in its place the new edition counts: whoever reads the folders reads it as if it were
done (`through`), and the next one who may write finishes it (`finish`). Before that moment nothing has happened.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bot.content.drafts import Declined, EditionOrigin
from bot.files import sync
from bot.state import Contents, KeptDraft, digest

JOURNAL_FILE: Final = ".publishing.json"
"""Its name, hidden, in the folder of briefings."""
STAGED: Final = ".publishing-"
"""How the names of files begin that wait to take the place of others."""
LOCK_PATIENCE: Final = 5
"""Seconds to wait for another process that reads or writes the folders."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Planned changes of files, and who wants them; `old`: digests of what they held, None where there was nothing."""

    digest: str
    by: str
    at: str
    how: EditionOrigin
    what: Mapping[str, int]
    old: Mapping[str, str | None]
    new: Mapping[str, str | None]

    @classmethod
    def of(cls, kept: KeptDraft, what: Mapping[str, int], by: str, now: dt.datetime) -> Journal:
        """Return the plan of what a draft changes."""
        return cls(
            digest=kept.draft.digest,
            by=by,
            at=now.isoformat(),
            how=kept.draft.how,
            what=what,
            old={name: kept.base.get(name) for name in kept.files},
            new={name: None if text is None else text.decode() for name, text in kept.files.items()},
        )

    def concerns(self, contents: Mapping[str, bytes]) -> bool:
        """Tell whether files hold what they held before or will hold: nobody else has edited them since."""
        held = {name: digest(contents[name]) if name in contents else None for name in self.new}
        new = {name: None if text is None else digest(text.encode()) for name, text in self.new.items()}
        return all(held[name] in (self.old[name], new[name]) for name in self.new)

    def through(self, contents: Contents) -> Contents:
        """Return what files hold once this is done; what they do hold where it is no longer to be done."""
        if not self.concerns(contents):
            return contents
        return contents.replaced({name: None if text is None else text.encode() for name, text in self.new.items()})


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the files of editors are; they are named with their folder, such as briefings/x.yaml."""

    briefings: Path
    seeds: Path

    def path(self, name: str) -> Path:
        """Return where a file is."""
        folder, _, file = name.partition("/")
        return (self.briefings if folder == "briefings" else self.seeds) / file

    @property
    def _journal(self) -> Path:
        return self.briefings / JOURNAL_FILE

    def pending(self) -> Journal | None:
        """Return what was begun and is not done."""
        try:
            journal = Journal(**json.loads(self._journal.read_bytes()))
        except (OSError, ValueError, TypeError):  # none, or not one of ours: ours come whole or not at all
            return None
        return journal if all(map(_ours, journal.new)) and journal.old.keys() == journal.new.keys() else None

    def held(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return what files hold, as far as they are there."""
        paths = {name: self.path(name) for name in names}
        return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}

    def begin(self, journal: Journal) -> None:
        """Write new texts beside the old ones and, once they are safe, the journal: from here on they count.

        Raises OSError, and then nothing has happened.
        """
        try:
            for name, text in journal.new.items():
                if text is not None:
                    _write(_staged(self.path(name)), text.encode())
            _write(_staged(self._journal), json.dumps(asdict(journal), ensure_ascii=False).encode())
            _staged(self._journal).replace(self._journal)
        except OSError:
            self.sweep()
            raise
        sync(self.briefings)

    def finish(self, journal: Journal) -> None:
        """Do what the journal says, however much of it is done already. Raises OSError."""
        for name, text in journal.new.items():
            path = self.path(name)
            if text is None:
                path.unlink(missing_ok=True)
            elif not path.is_file() or path.read_bytes() != text.encode():
                if not _holds(_staged(path), text.encode()):
                    _write(_staged(path), text.encode())
                _staged(path).replace(path)
        sync(self.briefings)
        sync(self.seeds)

    def close(self) -> None:
        """Put the journal away: what it says is done, or not wanted any more."""
        self._journal.unlink(missing_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Delete what a publication that never came to be left behind."""
        for folder in (self.briefings, self.seeds):
            for path in folder.glob(f"{STAGED}*"):
                with contextlib.suppress(OSError):
                    path.unlink()

    @contextlib.contextmanager
    def locked(self, *, alone: bool) -> Iterator[None]:
        """Keep other processes from writing, and `alone` from reading too; raises Declined where one does not end.

        A reader goes on all the same: it reads through the journal.
        """
        try:
            handle = os.open(self.briefings, os.O_RDONLY)
        except OSError:  # no folder: nobody writes there
            yield
            return
        try:
            if not _lock(handle, fcntl.LOCK_EX if alone else fcntl.LOCK_SH) and alone:
                raise Declined("busy")
            yield
        finally:
            os.close(handle)


def _ours(name: str) -> bool:
    """Tell whether a name is one of a file in our folders: a journal may have come with files of others."""
    folder, _, file = name.partition("/")
    return folder in ("briefings", "seeds") and file == Path(file).name and not file.startswith(".")


def _lock(handle: int, kind: int) -> bool:
    """Lock a folder; tell whether that was possible in time. Where a file system knows no locks, nobody waits."""
    until = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        except OSError:
            return True


def _staged(path: Path) -> Path:
    return path.with_name(STAGED + path.name)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _write(path: Path, content: bytes) -> None:
    """Write a file that is wholly on the disk before anything else happens, with the rights of the one it replaces."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):
        path.chmod(path.with_name(path.name.removeprefix(STAGED)).stat().st_mode & 0o777)
