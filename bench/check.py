"""Checking and loading 1,000 generated briefings with their cards, and the same with a mistake in every briefing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import files
from bench.measuring import Row, seconds
from bot import desk
from bot.answers.problems import located
from bot.content.checks import problems_between
from bot.content.edition import InvalidEdition
from bot.content.reading import model_of, read_as, read_file
from bot.content.yaml_document import YamlDocument
from bot.content.yaml_loading import load_yaml

ROOT: Final = Path(__file__).parent.parent
BRIEFINGS: Final = 1_000


def rows() -> Iterator[Row]:
    """Yield the time in all and per file, split in its parts; the parts are measured apart from the whole."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shipped = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
        files.write(folder, ROOT, shipped, BRIEFINGS)
        size = sum(path.stat().st_size for path in folder.glob("briefings/report-*"))
        yield Row("files", f"{BRIEFINGS:,} briefings of {size / BRIEFINGS / 1000:.0f} KB and their cards")
        yield from _measured("sound", folder)
        count = files.spoil(folder)
        yield from _measured(f"{count:,} mistakes", folder)


def _measured(which: str, folder: Path) -> Iterator[Row]:
    problems: list[str] = []
    yield _row(f"{which}: check and load", seconds(lambda: problems.extend(_check(folder))))
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}
    documents: list[YamlDocument] = []
    parse = seconds(lambda: documents.extend(load_yaml(file, content) for file, content in contents.items()))
    validate = seconds(lambda: [read_as(model_of(document.file), document) for document in documents])
    readings = [read_file(file, content) for file, content in contents.items()]
    yield _row("  parse, values with their places", parse)
    yield _row("  validate, each file by itself", validate)
    yield _row("  cross-checks", seconds(lambda: problems_between(readings)))
    yield Row("  problems found", f"{len(problems):,}")


def _check(folder: Path) -> list[str]:
    """Load a folder as `check` does and return its problems, in words with line and column."""
    try:
        desk.load_folders(folder / "briefings", folder / "seeds")
    except InvalidEdition as invalid:
        return [located("en", problem) for problem in invalid.problems]
    return []


def _row(what: str, taken: float) -> Row:
    return Row(what, f"{taken:6.2f} s, {taken / BRIEFINGS * 1000:5.2f} ms a briefing")
