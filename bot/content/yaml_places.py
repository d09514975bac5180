"""Where the values of a YAML file stand: of tens of thousands, held until all files are read, in a number each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import yaml

from bot.content.problem import Mark

COLUMNS: Final = 1 << 20
"""More than any line of a file may have: a place is its line, from 0, times this, and its column, from 0."""


@dataclass(slots=True)
class Position:
    """Where a value stands, in a mapping also its key, the comment that may have taken it, and what it holds."""

    at: int
    inside: dict[str | int, Position]
    key_at: int | None = None
    cut: Mark | None = None

    @property
    def mark(self) -> Mark:
        """The place of the value, as editors count."""
        return _mark(self.at)

    @property
    def key(self) -> Mark | None:
        """The place of its key, likewise."""
        return None if self.key_at is None else _mark(self.key_at)


NOTHING: Final[dict[str | int, Position]] = {}
"""What every value holds that is neither a mapping nor a list."""


def packed(mark: yaml.Mark) -> int:
    """Return a place of the parser's as one number."""
    return int(mark.line * COLUMNS + mark.column)


def _mark(place: int) -> Mark:
    line, column = divmod(place, COLUMNS)
    return Mark(line + 1, column + 1)
