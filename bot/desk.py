"""The editors' folders: content files in, editions out."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import sources
from bot.document import LARGEST_FILE
from bot.edition import Edition, InvalidEdition, assemble
from bot.problem import Mark, Problem, problem
from bot.reading import Reading, read


def load(briefings: Path, seeds: Path, overlay: Mapping[str, Path] | None = None) -> Edition:
    """Read the folders and make an edition; raises InvalidEdition with every problem of every file.

    `overlay` maps names such as briefings/x.yaml to files that take the place of those in the folders.
    """
    with _collector_paused():
        readings, problems = read_folders(briefings, seeds, overlay or {})
    if missing := [each for each in problems if each.code == "no-folder"]:
        raise InvalidEdition(missing)  # all that would be said of what stands in it follows from that
    try:
        edition = assemble(readings)
    except InvalidEdition as invalid:
        raise InvalidEdition((*problems, *invalid.problems)) from None
    if problems:
        raise InvalidEdition(problems)
    return edition


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking through records of which none is garbage: it takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def verify(briefings: Path, seeds: Path, originals: Path) -> list[Problem]:
    """Return where cards and citations no longer agree with the original documents in a folder."""
    readings, problems = read_folders(briefings, seeds, {})
    files = {path.name: path.read_bytes() for path in originals.iterdir() if path.is_file()}
    return sorted([*problems, *sources.verify(readings, files)], key=lambda found: found.order)


def read_folders(briefings: Path, seeds: Path, overlay: Mapping[str, Path]) -> tuple[list[Reading], list[Problem]]:
    """Return the files of both folders, read, and the problems of files that could not even be opened."""
    paths: dict[str, Path] = {}
    problems: list[Problem] = []
    for folder, name, variable in ((briefings, "briefings", "BOT_BRIEFINGS"), (seeds, "seeds", "BOT_SEEDS")):
        if folder.is_dir():
            paths |= {f"{name}/{path.name}": path for path in _content(folder)}
        else:
            problems.append(problem(f"{name}/", Mark(1, 1), "no-folder", variable=variable))
    found = [_read(path, name) for name, path in sorted({**paths, **overlay}.items())]
    problems += [each for each in found if isinstance(each, Problem)]
    return [each for each in found if isinstance(each, Reading)], problems


def _content(folder: Path) -> Iterator[Path]:
    """Yield the files editors keep: not hidden ones, nor what text editors leave while they save."""
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml") and not path.name.startswith((".", "#", "~")) and path.is_file():
            yield path


def _read(path: Path, name: str) -> Reading | Problem:
    if path.suffix == ".yml":
        return problem(name, Mark(1, 1), "wrong-ending")
    try:
        with path.open("rb") as file:
            return read(name, file.read(LARGEST_FILE + 1))
    except OSError as error:
        return problem(name, Mark(1, 1), "unreadable", said=error.strerror or "")
