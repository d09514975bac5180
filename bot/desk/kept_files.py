"""Keeps what was read of the editors' files beside the state, so that the next start need not read them again."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import pydantic_core
import yaml

from bot.files import private_file, private_folder

logger = logging.getLogger(__name__)

READ: Final = "read"
"""The folder, beside the state, of what was read of the files: all in it can be made again."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """A file for each that was read, below a seal of it, of what the other held, and of the program that read it.

    Where the seal is another one, as after an edit, an update or damage, it is as if there were none. What cannot be
    kept is read again; the folder may be deleted at any time. Who may write in it may write in the state too.
    """

    folder: Path

    def get(self, name: str, digest: str) -> bytes | None:
        """Return what is kept of a file that held what has this digest."""
        try:
            seal, _, kept = self._path(name).read_bytes().partition(b"\n")
        except OSError:
            return None
        return kept if seal == _seal(name, digest, kept) else None

    def put(self, name: str, digest: str, kept: bytes) -> None:
        """Keep this of a file."""
        try:
            private_folder(self.folder)
            new = self._path(name).with_suffix(".new")
            private_file(new)
            new.write_bytes(_seal(name, digest, kept) + b"\n" + kept)  # whether it reaches the disk, the seal tells
            new.replace(self._path(name))
        except OSError as error:
            logger.info("what was read of %s cannot be kept: %s", name, error.strerror)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name.replace('/', '.')}.json"


def _seal(name: str, digest: str, kept: bytes) -> bytes:
    seal = hashlib.sha256(f"{_reader()}\0{name}\0{digest}\0".encode())
    seal.update(kept)
    return seal.hexdigest().encode()


@cache
def _reader() -> str:
    """Return a digest that changes with the code that reads files, and with what it is written in."""
    whole = hashlib.sha256(f"{sys.version}\0{pydantic_core.__version__}\0{yaml.__version__}".encode())
    for source in _sources():
        whole.update(source)
    return whole.hexdigest()


def _sources() -> Iterator[bytes]:
    for each in sorted(files("bot.content").iterdir(), key=lambda each: each.name):
        if each.name.endswith(".py"):
            yield each.read_bytes()
