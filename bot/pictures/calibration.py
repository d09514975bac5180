"""A reader's calibration as a picture: the chance they gave against the share that came true, and their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bot.content.briefing import Language
from bot.pictures.lettering import balanced, typeset, width, wrap
from bot.pictures.marks import Sample, legend
from bot.pictures.own_score import Course, Way, course_drawn, ways_drawn
from bot.pictures.sheet import CARD, INK, LEFT, MARGIN, MIDDLE, PLAIN, RIGHT, RULE, SMALL, SOFT, Say, Sheet, leading

_DOT, _TRAIL = "#0072b2", "#7fb8d8"
_ZERO_X, _ALL_X = 210.0, 1170.0
_SIDE: Final = _ALL_X - _ZERO_X
_AROUND: Final = 52
"""How far the field reaches beyond shares of none and all, so that no dot leaves it."""
_SMALLEST, _LARGEST = 26.0, 48.0
ENOUGH: Final = 10
"""With fewer answers the picture shows chance more than skill, and says so."""
_STEPS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """Questions a reader gave about the same chance: the chance, the share that came true, and how many they are."""

    chance: float
    share: float
    count: int


def calibration(
    points: Sequence[Point], language: Language, say: Say, ways: Sequence[Way] = (), course: Course | None = None
) -> str:
    """Return a reader's calibration as SVG, below it their scores in several ways and over time, where there are any.

    Chances, shares and scores are from 0 to 1; points of no questions are left out.
    """
    points = [point for point in points if point.count > 0]
    title, count = say("picture-calibration"), sum(point.count for point in points)
    told = [*(_told(say, point) for point in points), *(f"{way.words} {way.score:.3f}" for way in ways)]
    told += [course.words] if course else []
    sheet = Sheet(language, title, "; ".join(told) or say("picture-no-answers"))
    y = sheet.head(title)

    def lines(message: str, baseline: float, colour: str = SOFT, **args: int) -> float:
        return sheet.lines(
            LEFT, baseline, balanced(typeset(say(message, **args), language), PLAIN, RIGHT - LEFT), PLAIN, colour
        )

    if not points:
        return sheet.svg(lines("picture-no-answers", y))
    y = lines("picture-answers" if count >= ENOUGH else "picture-few-answers", y, count=count)
    y = lines("picture-came-true", y + 16, INK)
    zero = y + _AROUND + _SIDE - 24
    _field(sheet, zero)
    _dots(sheet, points, zero)
    below = zero + _AROUND + SMALL + 10
    for share in _STEPS:
        sheet.words(_x(share), below, f"{share:.0%}", SMALL, SOFT, anchor="middle")
    said = wrap(typeset(say("picture-given"), language), PLAIN, RIGHT - LEFT)
    for line in said:
        below += leading(PLAIN) + 6
        sheet.words((_ZERO_X + _ALL_X) / 2, below, line, PLAIN, anchor="middle")
    below = legend(sheet, _samples(say), below + 20)
    below = ways_drawn(sheet, below, say("picture-ways"), ways) if ways else below
    below = course_drawn(sheet, below, say("picture-course"), course) if course else below
    return sheet.svg(below + MARGIN / 2)


def _told(say: Say, point: Point) -> str:
    """Return a point in words, for those who do not see it."""
    true = f"{round(point.share * point.count, 1):g}"
    return say("calibration-at", percent=str(round(100 * point.chance)), true=true, count=point.count)


def _x(chance: float) -> float:
    return _ZERO_X + _SIDE * min(1.0, max(0.0, chance))


def _y(share: float, zero: float) -> float:
    return zero - _SIDE * min(1.0, max(0.0, share))


def _field(sheet: Sheet, zero: float) -> None:
    """Draw the field, its lines and the diagonal, on which everything came true as often as was said."""
    left, right, top, bottom = _ZERO_X - _AROUND, _ALL_X + _AROUND, zero - _SIDE - _AROUND, zero + _AROUND
    sheet.box(left, top, right, bottom, rx=14, fill=CARD)
    for share in _STEPS:
        x, y = _x(share), _y(share, zero)
        sheet.line((x, top), (x, bottom), colour=RULE, weight=2)
        sheet.line((left, y), (right, y), colour=RULE, weight=2)
        sheet.words(left - 14, y + MIDDLE * SMALL, f"{share:.0%}", SMALL, SOFT, anchor="end")
    _diagonal(sheet, (_x(0), _y(0, zero)), (_x(1), _y(1, zero)))


def _diagonal(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    sheet.line(start, end, colour=SOFT, weight=4, stroke_dasharray="14 10")


@dataclass(frozen=True, slots=True)
class _Dot:
    """Where a point stands, how large it is, and the number written on it."""

    x: float
    y: float
    radius: float
    number: str

    @property
    def box(self) -> _Box:
        """The area that the dot covers."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius

    @property
    def fits(self) -> bool:
        """Tell whether the number fits on the dot."""
        return width(self.number, SMALL) / 2 <= self.radius

    def places(self) -> Iterator[tuple[float, float]]:
        """Yield the middles of where the number may stand: on the dot where it fits, else beside it."""
        half = width(self.number, SMALL) / 2
        if self.fits:
            yield self.x, self.y
        else:
            aside = self.radius + 8 + half
            yield from ((self.x + aside, self.y), (self.x - aside, self.y))
            yield from ((self.x, self.y - self.radius - SMALL * 0.7), (self.x, self.y + self.radius + SMALL * 0.7))


def _dots(sheet: Sheet, points: Sequence[Point], zero: float) -> None:
    """Draw a dot for each point, as large as its questions are many, the larger ones below; then their numbers."""
    most = max(point.count for point in points)
    dots = []
    for point in sorted(points, key=lambda each: (-each.count, each.chance, each.share)):
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(point.count / most)
        dots.append(_Dot(_x(point.chance), _y(point.share, zero), radius, f"{point.count:,}"))
        off = ((dots[-1].x, dots[-1].y), (dots[-1].x, _y(point.chance, zero)))
        sheet.line(*off, colour=_TRAIL, weight=4)
    for dot in dots:
        sheet.add("circle", cx=dot.x, cy=dot.y, r=dot.radius, fill=_DOT, stroke="#ffffff", stroke_width=3)
    _numbers(sheet, dots, zero)


def _numbers(sheet: Sheet, dots: Sequence[_Dot], zero: float) -> None:
    """Write the numbers of dots where they cover nothing and nothing covers them, those of dots on top first."""
    field = (_ZERO_X - _AROUND, zero - _SIDE - _AROUND, _ALL_X + _AROUND, zero + _AROUND)
    taken: list[_Box] = []
    for above, dot in enumerate(reversed(dots)):
        others = [other.box for other in (dots[len(dots) - above :] if dot.fits else dots) if other is not dot]
        for x, y in dot.places():
            half = width(dot.number, SMALL) / 2
            box = (x - half, y - SMALL / 2, x + half, y + SMALL / 2)
            if _within(box, field) and not any(_meet(box, other) for other in (*others, *taken)):
                colour = "#ffffff" if dot.fits else INK
                sheet.words(x, y + MIDDLE * SMALL, dot.number, SMALL, colour, bold=True, anchor="middle")
                taken.append(box)
                break


def _within(inner: _Box, outer: _Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _samples(say: Say) -> list[Sample]:
    def dot(sheet: Sheet, x: float, y: float) -> None:
        sheet.add("circle", cx=x, cy=y, r=16, fill=_DOT)

    def line(sheet: Sheet, x: float, y: float) -> None:
        _diagonal(sheet, (x - 36, y + 12), (x + 36, y - 12))

    return [Sample(say("picture-dot"), dot), Sample(say("picture-diagonal"), line, 76)]
