"""A reader's guesses as a picture: how likely they said each forecast is, beside what all readers said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.content.briefing import Language
from bot.pictures.lettering import balanced, typeset
from bot.pictures.marks import Sample, legend
from bot.pictures.sheet import (
    ACCENT,
    CARD,
    INK,
    LEFT,
    MARGIN,
    MIDDLE,
    PLAIN,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    WIDTH,
    Anchor,
    Say,
    Sheet,
    leading,
)

MOST_GUESSES: Final = 12
"""Guesses in one picture: as many as a phone shows on two screens."""
_ZERO, _ALL = LEFT + 90.0, RIGHT - 110.0
"""Where the scale begins and ends: beside its ends stand their numbers."""
_LINES: Final = 4
"""Lines of a statement: more than nearly all have."""
_PADDING: Final = 18
_GAP: Final = 14
_DOT, _RING = 20.0, 28.0
_ENDS: Final[tuple[tuple[float, str, Anchor], ...]] = (
    (_ZERO - _DOT - 14, "0%", "end"),
    (_ALL + _DOT + 14, "100%", "start"),
)


@dataclass(frozen=True, slots=True)
class GuessRow:
    """What a reader said of a forecast, and the median of all readers, in percent; None where nobody else answered."""

    statement: str
    percent: int
    median: int | None = None


def guesses(rows: Sequence[GuessRow], language: Language, say: Say) -> str:
    """Return a reader's guesses as SVG, in their order; of more than `MOST_GUESSES` the first ones."""
    shown, title = rows[:MOST_GUESSES], say("picture-guesses")
    sheet = Sheet(language, title, "; ".join(_told(say, row) for row in shown) or say("picture-no-guesses"))
    y = sheet.head(title)
    if not shown:
        return sheet.svg(sheet.lines(LEFT, y, [say("picture-no-guesses")], PLAIN, SOFT))
    for row in shown:
        y += _row(sheet, row, y) + _GAP
    return sheet.svg(legend(sheet, _samples(say, shown), y + 4) + MARGIN / 2)


def _told(say: Say, row: GuessRow) -> str:
    """Return a guess in words, for those who do not see it."""
    if row.median is None:
        return say("picture-guess", what=row.statement, own=str(row.percent))
    return say("picture-guess-beside", what=row.statement, own=str(row.percent), median=str(row.median))


def _row(sheet: Sheet, row: GuessRow, top: float) -> float:
    """Draw a guess below a line; returns how tall it is."""
    lines = balanced(typeset(row.statement, sheet.language), PLAIN, RIGHT - LEFT, _LINES)
    axis = top + _PADDING + len(lines) * leading(PLAIN) + SMALL + 40
    tall = axis - top + _DOT + _PADDING + (SMALL + 12 if row.median is not None else 0)
    sheet.box(MARGIN / 2, top, WIDTH - MARGIN / 2, top + tall, rx=14, fill=CARD)
    sheet.lines(LEFT, top + _PADDING + PLAIN - 4, lines, PLAIN)
    sheet.line((_ZERO, axis), (_ALL, axis), colour=RULE, weight=6)
    for percent in (0, 50, 100):
        sheet.line((_x(percent), axis - 12), (_x(percent), axis + 12), colour=RULE, weight=3)
    for x, end, anchor in _ENDS:
        sheet.words(x, axis + MIDDLE * SMALL, end, SMALL, SOFT, anchor=anchor)
    if row.median is not None:
        _ring(sheet, _x(row.median), axis)
        sheet.words(_x(row.median), axis + _DOT + SMALL + 14, f"{row.median}%", SMALL, SOFT, anchor="middle")
    _dot(sheet, _x(row.percent), axis)
    sheet.words(_x(row.percent), axis - _DOT - 18, f"{row.percent}%", SMALL, INK, bold=True, anchor="middle")
    return tall


def _x(percent: int) -> float:
    return _ZERO + (_ALL - _ZERO) * percent / 100


def _dot(sheet: Sheet, x: float, y: float) -> None:
    sheet.add("circle", cx=x, cy=y, r=_DOT, fill=ACCENT, stroke="#ffffff", stroke_width=3)


def _ring(sheet: Sheet, x: float, y: float) -> None:
    sheet.add("circle", cx=x, cy=y, r=_RING, fill="none", stroke=INK, stroke_width=5)


def _samples(say: Say, rows: Sequence[GuessRow]) -> list[Sample]:
    own = Sample(say("picture-own-guess"), _dot, 2 * _DOT + 4)
    others = (
        [Sample(say("picture-readers-median"), _ring, 2 * _RING + 6)]
        if any(row.median is not None for row in rows)
        else []
    )
    return [own, *others]
