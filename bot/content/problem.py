"""A problem of a file: its code, arguments, line and column. `answers` puts it into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, NamedTuple

LINE_BREAK: Final = re.compile("\r\n|\r|\n")
"""Between lines as editors count them."""
MOST_PROBLEMS: Final = 100
"""Of one file and stage: more of them have one cause, and nobody reads on."""

FOR_LATER: Final = frozenset(
    (
        "unwritten",
        "criterion-only",
        "criterion-only-core",
        "no-rank",
        "unclear-why",
        "month-end",
        "evidence-before-window",
        "evidence-after-window",
        "claim-alone",
        "figure-in-chinese",
        "publisher-once",
        "pending-and-standing",
    )
)
"""Codes of what an editor may put right later: they keep no edition from going live."""

OUT_OF_REACH: Final = frozenset(("unreadable", "dangling-link", "not-a-file"))
"""Codes of files that are named as they should be, but cannot be opened."""
NOT_READ: Final = OUT_OF_REACH | {"wrong-ending", "conflict-copy"}
"""Codes of what lies in the folders and is not read: `check` tells it, and the other files go live all the same."""


class Mark(NamedTuple):
    """A place in a file: line and column, both from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at a place of a file, as a code and its arguments; it is put into words where it is shown."""

    file: str
    mark: Mark
    code: str
    args: tuple[tuple[str, str | int], ...] = ()

    @property
    def level(self) -> Literal["error", "warning"]:
        """Return whether it keeps an edition from going live, as programs name it."""
        return "warning" if self.code in FOR_LATER else "error"

    @property
    def order(self) -> tuple[str, Mark, str]:
        """Sort key: by file, then from top to bottom."""
        return self.file, self.mark, self.code


def problem(file: str, mark: Mark, code: str, **args: str | int) -> Problem:
    """Return a `Problem` with named arguments."""
    return Problem(file, mark, code, tuple(args.items()))


def shortened(value: object) -> str:
    """Return a value of a file on one line and short enough for a message."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def capped(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first problems of a file; where there are more, the last one says so."""
    first = tuple(islice(found, MOST_PROBLEMS + 1))
    if len(first) <= MOST_PROBLEMS:
        return first
    last = max(each.mark for each in first)
    return (*first[:-1], problem(first[0].file, last, "more-problems", most=MOST_PROBLEMS))
