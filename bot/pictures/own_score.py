"""A reader's scores as a picture: first answers against last ones and against others, and how they change over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.pictures.lettering import balanced, typeset, wrap
from bot.pictures.sheet import CARD, HEADING, INK, LEFT, MARGIN, MIDDLE, PLAIN, RIGHT, RULE, SMALL, SOFT, Sheet, leading

OWN, OTHERS, _TREND = "#0072b2", "#a5b0bb", "#0b6e69"
_WORST: Final = 0.5
"""The score at the right end of a scale where none is worse: always saying 50 % scores half of it."""
_TALL: Final = 34
_NUMBERS: Final = 120
"""How wide a number beside a bar may be."""
_FIELD: Final = 420


@dataclass(frozen=True, slots=True)
class Way:
    """A score on the questions of the picture, in words and as a number from 0 to 1; `own` where it is the reader's."""

    words: str
    score: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """Scores of single claims by the day of the last answer; `words` tell whether they change.

    `slope` is the change by day, about the middle of all; None where no change is beyond chance.
    """

    points: tuple[tuple[dt.date, float], ...]
    words: str
    slope: float | None = None


def ways_drawn(sheet: Sheet, top: float, title: str, ways: Sequence[Way]) -> float:
    """Draw scores as bars below a line, the shorter the better; returns where what follows may begin."""
    below = _title(sheet, top, title)
    worst = max([_WORST, *(way.score for way in ways)])
    for way in ways:
        lines = balanced(typeset(way.words, sheet.language), SMALL, RIGHT - LEFT)
        below = sheet.lines(LEFT, below + SMALL, lines, SMALL, INK if way.own else SOFT) - leading(SMALL) + 14
        right = LEFT + max(3.0, (RIGHT - LEFT - _NUMBERS) * way.score / worst)
        sheet.box(LEFT, below, right, below + _TALL, rx=5, fill=OWN if way.own else OTHERS)
        baseline = below + _TALL / 2 + MIDDLE * SMALL
        sheet.words(right + 12, baseline, f"{way.score:.3f}", SMALL, INK, bold=way.own)
        below += _TALL + 16
    return below


def course_drawn(sheet: Sheet, top: float, title: str, course: Course) -> float:
    """Draw the scores of single claims over time below a line; returns where what follows may begin."""
    below = _title(sheet, top, title)
    said = wrap(typeset(course.words, sheet.language), PLAIN, RIGHT - LEFT)
    upper = sheet.lines(LEFT, below + PLAIN, said, PLAIN) - leading(PLAIN) + 24
    first, last = min(day for day, _ in course.points), max(day for day, _ in course.points)
    span, left, right = max(1, (last - first).days), LEFT + 80.0, RIGHT - 20.0
    sheet.box(LEFT + 50, upper, RIGHT, upper + _FIELD, rx=14, fill=CARD)

    def x(day: float) -> float:
        return left + (right - left) * (day / span if first != last else 0.5)

    def y(score: float) -> float:
        return upper + 20 + (_FIELD - 40) * (1 - min(1.0, max(0.0, score)))

    for score in (0, 0.5, 1):
        sheet.line((LEFT + 50, y(score)), (RIGHT, y(score)), colour=RULE, weight=2)
        sheet.words(LEFT + 40, y(score) + MIDDLE * SMALL, f"{score:g}", SMALL, SOFT, anchor="end")
    for day, score in course.points:
        sheet.add("circle", cx=x((day - first).days), cy=y(score), r=12, fill=OWN, stroke="#ffffff", stroke_width=3)
    if course.slope is not None:
        middle = sum(score for _, score in course.points) / len(course.points)
        about = sum((day - first).days for day, _ in course.points) / len(course.points)
        ends = [(x(day), y(middle + course.slope * (day - about))) for day in (0, span)]
        sheet.line(*ends, colour=_TREND, weight=6)
    baseline = upper + _FIELD + SMALL + 10
    sheet.words(left, baseline, str(first), SMALL, SOFT)
    if first != last:
        sheet.words(right, baseline, str(last), SMALL, SOFT, anchor="end")
    return baseline + 20


def _title(sheet: Sheet, top: float, title: str) -> float:
    lines = balanced(typeset(title, sheet.language), HEADING, RIGHT - LEFT)
    return sheet.lines(LEFT, top + MARGIN + HEADING, lines, HEADING, bold=True) - leading(HEADING) + 10
