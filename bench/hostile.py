"""Files and zips that want to stall whoever reads them: how long each takes, whatever the others may do."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from bench.measuring import Row, below, seconds
from bot.content.assembling import build_edition
from bot.content.diff import differences
from bot.content.drafts import Declined
from bot.content.edition import InvalidEdition
from bot.content.likeness import MOST_COMPARED
from bot.content.reading import read_file
from bot.desk import upload
from tests.content import test_fouled_texts
from tests.content.test_deletions import COMPLETE
from tests.content.test_diff import with_caveats
from tests.desk.test_desk import BOMBS, lying, zipped
from tests.documents.test_hostile import HOSTILE

SMALL: Final = Path(__file__).parent.parent / "tests" / "small"
FILE: Final = "briefings/machine-dough.yaml"
MOST: Final = 2.0
"""Seconds of work for one edition or one zip, whatever is in it."""


def rows() -> Iterator[Row]:
    """Yield the longest time of each kind, and which it was of."""
    files = {path.relative_to(SMALL).as_posix(): path.read_bytes() for path in sorted(SMALL.rglob("*.yaml"))}
    editions = {
        f"{name} in {file}": {**files, file: content}
        for name, content in {**HOSTILE, **test_fouled_texts.HEAVY}.items()
        for file in (FILE, "briefings/debates.yaml", "seeds/bakery-2024.yaml")
    }
    yield from _longest("hostile files", {name: partial(_build, each) for name, each in editions.items()})
    yield from _longest("less any one character", {f"{at}": partial(_read_less, at) for at in range(len(COMPLETE))})
    zips = {name: zipped(members) for name, (members, _) in BOMBS.items()}
    zips["one that lies of its size"] = lying(zipped({"x.yaml": os.urandom(2_000_000)}, zipfile.ZIP_STORED), 2_000)
    yield from _longest("zips", {name: partial(_open, packed) for name, packed in zips.items()})
    small, count = build_edition(files), 3 * MOST_COMPARED
    old, new = (
        with_caveats(small, [f"{word}第{number}条，{'很长' * 50}" for number in range(count)]) for word in ("旧", "新")
    )
    yield from _longest("comparing", {f"{count} entries rewritten at once": partial(differences, old, new)})


def _longest(what: str, actions: Mapping[str, Callable[[], object]]) -> tuple[Row, Row]:
    name, taken = max(((name, seconds(action)) for name, action in actions.items()), key=lambda pair: pair[1])
    return Row(f"{what}, {len(actions):,}", ""), below(f"  longest: {name}", taken, MOST, "s")


def _build(files: Mapping[str, bytes]) -> None:
    with contextlib.suppress(InvalidEdition):
        build_edition(files)


def _read_less(at: int) -> None:
    read_file(FILE, (COMPLETE[:at] + COMPLETE[at + 1 :]).encode())


def _open(packed: bytes) -> None:
    with contextlib.suppress(Declined):
        upload.uploaded_files({"x.zip": packed}, ())
