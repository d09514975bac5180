"""Reads the document for a draft, and writes the files made of it, all or none."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.content import reading
from bot.content.briefing import Vocabulary
from bot.documents import document
from bot.drafting.skeleton import SourceFile


class CannotFile(Exception):
    """A file that is not there to be read, or is there and not to be replaced."""


def read_source_file(path: Path, today: dt.date | None = None) -> SourceFile:
    """Read a document, which was published on `today` at the latest; raises CannotFile, Unreadable, or OSError."""
    if not path.is_file():
        raise CannotFile(f"{path}: there is no such file")
    with path.open("rb") as file:
        content = file.read(document.LARGEST + 1)
    return SourceFile(path.name, content, document.read_document(path.name, content, today))


def vocabulary(briefings: Path) -> Vocabulary | None:
    """Return the vocabulary of the content; None where it is missing or bad, which is for `check` to say."""
    path = briefings / "vocabulary.yaml"
    record = reading.read_file(reading.VOCABULARY, path.read_bytes()).record if path.is_file() else None
    return record if isinstance(record, Vocabulary) else None


def write_all(files: Mapping[Path, str], *, force: bool) -> None:
    """Write all files or none; raises CannotFile where one is there already, unless by force, or OSError."""
    for path in files:
        if path.is_dir() or (path.exists() and not force):
            raise CannotFile(f"{path}: this is there already; rename it, or give --force to replace it")
    new, old = {path: _beside(path) for path in files}, {path: _beside(path) for path in files if path.exists()}
    done: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            new[path].write_text(text, encoding="utf-8", newline="\n")
        for path, kept in old.items():
            shutil.copy2(path, kept)  # now, as there may be no room for it when it is needed
        for path in files:
            new[path].replace(path)
            done.append(path)
    except BaseException:
        for path in done:
            _restore(path, old.get(path))
        raise
    finally:
        for path in (*new.values(), *old.values()):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _restore(path: Path, kept: Path | None) -> None:
    if kept is None:
        path.unlink(missing_ok=True)
    else:
        kept.replace(path)
