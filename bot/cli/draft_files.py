"""Reads the document for a draft, and writes the files made of it, all or none."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content import reading
from bot.content.briefing import Vocabulary
from bot.documents import document
from bot.drafting.skeleton import SourceFile
from bot.files import replacing


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
    with contextlib.ExitStack() as put_back, contextlib.ExitStack() as replaced:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            put_back.enter_context(_put_back(path, text))
        for path, text in reversed(list(files.items())):
            new = replaced.enter_context(replacing(path, like=path))
            new.write_text(text, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def _put_back(path: Path, text: str) -> Iterator[None]:
    """Where something fails, give a file what it held before, and remove one that was not there if it holds a text."""
    kept = path.with_name(f".{path.name}.{secrets.token_hex(4)}") if path.exists() else None
    try:
        if kept:
            shutil.copy2(path, kept)  # now, as there may be no room for it when it is needed
        try:
            yield
        except BaseException:
            if kept:
                kept.replace(path)
            elif path.is_file() and path.read_bytes() == text.encode():
                path.unlink()
            raise
    finally:
        if kept:
            with contextlib.suppress(OSError):
                kept.unlink(missing_ok=True)
