"""The axis of time: the position of a day, the years that are named, and the line of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.pictures.lettering import width
from bot.pictures.sheet import INK, LEFT, MIDDLE, PLAIN, RIGHT, RULE, SMALL, SOFT, Sheet

TODAY: Final = "#0072b2"
_YEAR: Final = 365
_FLAG: Final = 52


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from the first to the last, from the left margin to the right one."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Return where a day stands; days beyond the ends stand at them."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share))

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is within."""
        return self.first <= day <= self.last

    def years(self) -> Iterator[int]:
        """Yield the years that are named: all, or as many as there is room for."""
        room = width("2000", PLAIN) + 24
        wide = (RIGHT - LEFT) / max(1, (self.last - self.first).days / _YEAR)
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if wide * step >= room)
        yield from (year for year in range(self.first.year, self.last.year + 1) if year % step == 0)


def years_later(day: dt.date, years: int) -> dt.date:
    """Return the day so many years on, as far as the calendar goes."""
    day_number = day.toordinal() + round(years * 365.25)
    return dt.date.fromordinal(min(dt.date.max.toordinal(), max(1, day_number)))


def around(year: int) -> Scale:
    """Return a year with the years before and after it."""
    return Scale(dt.date(max(1, year - 1), 1, 1), dt.date(min(9999, year + 1), 12, 31))


def grid(sheet: Sheet, scale: Scale, top: float, bottom: float) -> None:
    """Draw a line where each of the named years begins."""
    for year in scale.years():
        if scale.holds(begins := dt.date(year, 1, 1)):
            sheet.line((scale.x(begins), top), (scale.x(begins), bottom), colour=RULE, weight=2)


def write_years(sheet: Sheet, scale: Scale, baseline: float, chosen: int | None = None) -> None:
    """Write each of the named years in the middle of what is seen of it, a chosen one in bold."""
    named = list(scale.years())
    every_year = named == list(range(scale.first.year, scale.last.year + 1))
    for year in named:
        left, right = scale.x(dt.date(year, 1, 1)), scale.x(dt.date(year, 12, 31))
        x = (left + right) / 2 if every_year else left
        text, half = f"{year:04}", width(f"{year:04}", PLAIN) / 2
        if half <= (right - left) / 2 if every_year else x - half >= LEFT and x + half <= RIGHT:
            colour = INK if year == chosen else SOFT
            sheet.words(x, baseline, text, PLAIN, colour, bold=year == chosen, anchor="middle")


def today_flag(sheet: Sheet, scale: Scale, today: dt.date, words: str, top: float) -> float:
    """Write what day it is above where it stands, if it is in the picture; returns where what follows may begin."""
    if not scale.holds(today):
        return top
    half = width(words, SMALL) / 2 + 18
    middle = min(RIGHT - half, max(LEFT + half, scale.x(today)))
    sheet.box(middle - half, top, middle + half, top + _FLAG, rx=_FLAG / 2, fill=TODAY)
    sheet.words(middle, top + _FLAG / 2 + MIDDLE * SMALL, words, SMALL, "#ffffff", bold=True, anchor="middle")
    return top + _FLAG + 6


def today_line(sheet: Sheet, scale: Scale, today: dt.date, top: float, bottom: float) -> None:
    """Draw the line of today."""
    if scale.holds(today):
        sheet.line((scale.x(today), top), (scale.x(today), bottom), colour=TODAY, weight=4)
