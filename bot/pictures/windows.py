"""Windows of predictions as bars: those of the same days share one, with a mark for each, and are packed into rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final

from bot.content.briefing import Prediction
from bot.content.edition import State
from bot.pictures.lettering import width
from bot.pictures.marks import ORDER, mark
from bot.pictures.scale import Scale
from bot.pictures.sheet import LEFT, MIDDLE, RIGHT, SMALL, SOFT, TINT, Sheet, trace

PITCH: Final = 38
_MOST_DEEP: Final = 15
_MOST_MARKS: Final = 120
"""More marks than this in one bar are drawn once per state, with their number."""
_PADDING: Final = 5
_HEAD: Final = 20
_GAP: Final = 10


@dataclass(frozen=True, slots=True)
class Dot:
    """A forecast in a picture: its state, the command that opens it, and what its door is called."""

    state: State
    command: str = ""
    name: str = ""


@dataclass(frozen=True)
class WindowBar:
    """The forecasts with one window: its days, and each of them in the order of their states."""

    scale: Scale
    first: dt.date
    until: dt.date | None
    dots: tuple[Dot, ...]

    @property
    def forecasts(self) -> int:
        """How many forecasts share the window."""
        return len(self.dots)

    @property
    def goes_on(self) -> bool:
        """Tell whether the window ends beyond the picture, or never."""
        return self.until is None or self.until > self.scale.last

    @property
    def end_named(self) -> str:
        """The year of an end beyond the picture."""
        return f"{self.until.year:04}" if self.until and self.goes_on else ""

    @cached_property
    def left(self) -> float:
        """Where the window begins; a bar too narrow to be seen begins a little earlier."""
        return min(self.scale.x(self.first), self.right - (2 * _HEAD if self.goes_on else 8))

    @property
    def right(self) -> float:
        """Where the window ends."""
        return self.scale.x(self.until) if self.until and not self.goes_on else RIGHT

    @cached_property
    def cells(self) -> tuple[tuple[Dot, str], ...]:
        """The marks to draw: one for each forecast, or where they are many, one for each state with their number."""
        if self.forecasts <= _MOST_MARKS:
            return tuple((dot, "") for dot in self.dots)
        return tuple((Dot(state), f"×{count}") for state, count in Counter(dot.state for dot in self.dots).items())

    @cached_property
    def cell(self) -> float:
        """How wide one of them is."""
        return PITCH + max(width(label, SMALL) + (12 if label else 0) for _, label in self.cells)

    @cached_property
    def columns(self) -> int:
        """How many stand side by side: as many as the bar has room for, or more where they would pile up."""
        inside = int((self._inner_right - self.left - _PADDING) / self.cell)
        wanted = max(1, inside, ceil(len(self.cells) / _MOST_DEEP))
        return min(len(self.cells), wanted, int((RIGHT - LEFT) / self.cell))

    @property
    def _inner_right(self) -> float:
        """Where the marks end: before an arrow's head and the year that stands in it."""
        named = width(self.end_named, SMALL) + 14 if self.end_named else 0
        return self.right - _PADDING - (_HEAD + named if self.goes_on else 0)

    @cached_property
    def marks_left(self) -> float:
        """Where the marks begin: at the end of the bar, for there the verdict falls due."""
        return max(LEFT, self._inner_right - self.columns * self.cell)

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where nothing else may stand in the row."""
        return min(self.left, self.marks_left), max(self.right, self.marks_left + self.columns * self.cell)

    @property
    def height(self) -> float:
        """How tall the bar is."""
        return ceil(len(self.cells) / self.columns) * PITCH + 2 * _PADDING

    def ground(self, sheet: Sheet, top: float) -> None:
        """Draw the bar itself below a line; one that goes on beyond the picture ends in an arrow."""
        bottom = top + self.height
        if not self.goes_on:
            sheet.box(self.left, top, self.right, bottom, rx=4, fill=TINT)
            return
        neck, middle = self.right - _HEAD, (top + bottom) / 2
        corners = [(self.left, top), (neck, top), (self.right, middle), (neck, bottom), (self.left, bottom)]
        sheet.add("path", d=trace(corners, closed=True), fill=TINT)

    def marks(self, sheet: Sheet, top: float) -> None:
        """Draw the marks on the bar, and the year of an end beyond the picture."""
        for number, (each, label) in enumerate(self.cells):
            x = self.marks_left + number % self.columns * self.cell + PITCH / 2
            y = top + _PADDING + number // self.columns * PITCH + PITCH / 2
            with sheet.door(each.command, each.name):
                mark(sheet, each.state, x, y)
            sheet.words(x + PITCH / 2, y + MIDDLE * SMALL, label, SMALL)
        baseline = top + self.height / 2 + MIDDLE * SMALL
        sheet.words(self.right - _HEAD - 4, baseline, self.end_named, SMALL, SOFT, anchor="end")


def bars(scale: Scale, predictions: Iterable[Prediction], dot: Callable[[Prediction], Dot]) -> list[WindowBar]:
    """Return the bars of some forecasts, of which each is drawn as a dot: those that end first come first."""
    windows: dict[tuple[dt.date, dt.date | None], list[Dot]] = {}
    for each in predictions:
        windows.setdefault((each.window.from_, each.window.until), []).append(dot(each))
    ordered = sorted(windows, key=lambda window: (window[1] or dt.date.max, window[0]))
    by_state = {each: place for place, each in enumerate(ORDER)}
    return [
        WindowBar(scale, *window, tuple(sorted(windows[window], key=lambda found: by_state[found.state])))
        for window in ordered
    ]


def packed(found: Iterable[WindowBar]) -> list[list[WindowBar]]:
    """Return bars in rows, each in the first row where it overlaps no other."""
    rows: list[list[WindowBar]] = []
    for bar in found:
        row = next((row for row in rows if not any(_meet(bar, other) for other in row)), None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    return rows


def _meet(bar: WindowBar, other: WindowBar) -> bool:
    """Tell whether two bars overlap, or all but touch."""
    return bar.extent[0] < other.extent[1] + _GAP and other.extent[0] < bar.extent[1] + _GAP
