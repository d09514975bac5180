"""Parses times (2024-Q3) and paragraphs of a source (52-54) as editors write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-([0-9]{2}))?))?")
_PARAGRAPHS = re.compile(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first day to the last; `text` is how the editor wrote it."""

    first: dt.date
    last: dt.date
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class Paragraphs:
    """Paragraphs `first` to `last` of a source, counted over its non-empty lines from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def parse_period(value: object) -> Period:
    """Read 2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-30 or two of them joined by a slash; raises PydanticCustomError."""
    text = str(value)
    spans = [] if isinstance(value, bool) else [_days(part.strip(" ")) for part in text.split("/")]
    match spans:
        case [(first, last)]:
            return Period(first, last, text)
        case [(first, _), (_, last)] if first <= last:
            return Period(first, last, text)
    raise PydanticCustomError("period", "not a period of time")


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of one year, half, quarter, month or day; None where it is none of these."""
    if not (match := _PERIOD.fullmatch(text)):
        return None
    year, half, quarter, month, day = (int(group or 0) for group in match.groups())
    try:
        if day:
            return dt.date(year, month, day), dt.date(year, month, day)
        start, months = (
            (half * 6 - 5, 6) if half else (quarter * 3 - 2, 3) if quarter else (month or 1, 1 if month else 12)
        )
        after = dt.date(year + (start + months > 12), (start + months - 1) % 12 + 1, 1)
        return dt.date(year, start, 1), after - dt.timedelta(days=1)
    except ValueError:
        return None


def parse_paragraphs(value: object) -> Paragraphs:
    """Read 52 or 52-54; raises PydanticCustomError."""
    match = None if isinstance(value, bool) else _PARAGRAPHS.fullmatch(str(value))
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise PydanticCustomError("paragraphs", "not a paragraph")
    return Paragraphs(int(match[1]), int(match[2] or match[1]))
