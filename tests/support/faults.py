"""Faults that are real: another process that holds the state, and a disk without room."""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from bot.state.sqlite.store import Store

_HOLD = """
import sqlite3, sys
state = sqlite3.connect(sys.argv[1], isolation_level=None)
for word in sys.stdin:
    state.execute({"take": "begin exclusive", "give": "rollback"}[word.strip()])
    print("done", flush=True)
"""


class Holder:
    """Another process, which takes the state for itself and gives it back when told; each is done on return."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.holds = False

    def take(self) -> None:
        self._tell("take")
        self.holds = True

    def give(self) -> None:
        self._tell("give")
        self.holds = False

    def _tell(self, word: str) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"


@contextlib.contextmanager
def holder(file: Path) -> Iterator[Holder]:
    """Start a process that can hold a state."""
    command = [sys.executable, "-c", _HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Holder(process)


class Disk(Protocol):
    """Where a state lies, full or not."""

    folder: Path

    def fill(self, store: Store) -> None: ...

    def free(self, store: Store) -> None: ...


class SmallDisk:
    """A file system of its own, filled up by a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, _: Store) -> None:
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))

    def free(self, _: Store) -> None:
        (self.folder / "filler").unlink()


class SmallFile:
    """A state that may have no more pages than it has, for machines where a test may not mount anything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, store: Store) -> None:
        pages = store.connection.execute("pragma page_count").fetchone()[0]
        store.connection.execute(f"pragma max_page_count = {pages}")

    def free(self, store: Store) -> None:
        store.connection.execute("pragma max_page_count = 1073741823")


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mount a small file system; the test is skipped where that is not allowed."""
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if mounted.returncode:
        pytest.skip("only root may mount a small file system")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Have nothing written in a folder while the context lasts: for root too, where it may mount."""
    mount: list[str | Path] = ["mount", "--bind", "-o", "ro", folder, folder]
    mounted = shutil.which("mount") and subprocess.run(mount, capture_output=True).returncode == 0
    rights = folder.stat().st_mode
    if not mounted:
        folder.chmod(0o500)
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        folder.chmod(rights)


@contextlib.contextmanager
def heard(logger: str, then: Callable[[], object], level: int = logging.ERROR) -> Iterator[list[str]]:
    """Call `then` at each error a logger is told, or at all from another level on, and yield what it was told."""
    errors: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record.getMessage())
            then()

    ear = Ear(level)
    logging.getLogger(logger).addHandler(ear)
    try:
        yield errors
    finally:
        logging.getLogger(logger).removeHandler(ear)
