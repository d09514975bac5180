"""A document's lane in the timeline: its title, its events, and the windows of its predictions with their marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from bot.content.briefing import Briefing, Card, Event, Language, Prediction
from bot.content.edition import state
from bot.pictures.lettering import balanced, typeset, width
from bot.pictures.scale import Scale, grid, today_line
from bot.pictures.sheet import (
    ACCENT,
    CARD,
    HEADING,
    LEFT,
    MARGIN,
    RIGHT,
    SMALL,
    SOFT,
    WIDTH,
    Say,
    Sheet,
    leading,
    trace,
)
from bot.pictures.windows import Dot, WindowBar, bars, packed
from bot.words import joined

_PADDING: Final = 18
_STRIP: Final = 22
"""How tall a strip of events is: one of those told as past, one of those foretold."""
_HALF: Final = 7
"""Half of how tall an event is drawn."""
_EDGE: Final = 12
"""How far an event that goes on beyond the picture reaches beyond the axis."""
PAST: Final = "#a5b0bb"
_DOT: Final = 14
_BESIDE: Final = 20
_TALLEST_BARS: Final = 2_000


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn, in which language and on which day; of a `year` or a `whole` document all, else core claims."""

    language: Language
    today: dt.date
    say: Say
    scale: Scale
    year: int | None = None
    whole: bool = False

    def set(self, message: str, **args: str | int) -> str:
        """Return a message as it is set."""
        return typeset(self.say(message, **args), self.language)

    def events(self, briefing: Briefing) -> tuple[Event, ...]:
        """Return the events of a briefing that are in view."""
        first, last = self.scale.first, self.scale.last
        if self.year is not None:
            first, last = dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        return tuple(each for each in briefing.timeline if each.when.first <= last and each.when.last >= first)

    def forecasts(self, briefing: Briefing) -> tuple[Prediction, ...]:
        """Return the forecasts of a briefing that are in view; a year's are those whose windows end in it."""
        return tuple(filter(self._shows, briefing.predictions))

    def dot(self, slug: str, prediction: Prediction) -> Dot:
        """Return the dot of a forecast of a document; it opens the forecast."""
        stands = state(prediction, self.today)
        told = self.say(f"state-{stands}")
        if proposal := prediction.proposal:
            told = self.say("row-proposed", state=self.say(f"state-{proposal.outcome}"))
        name = self.say("picture-door", state=told, statement=prediction.statement.in_(self.language))
        return Dot(stands, f"/prediction {slug}/{prediction.id}", name)

    def _shows(self, prediction: Prediction) -> bool:
        until = prediction.window.until
        if self.year is not None:
            return until is not None and until.year == self.year
        return self.whole or prediction.weight == "core"


@dataclass(frozen=True)
class DocumentLane:
    """One document: what is written above it, the rows of its events, the rows of its bars."""

    view: View
    slug: str
    card: Card
    events: tuple[Event, ...]
    forecasts: tuple[Prediction, ...]

    @cached_property
    def title(self) -> tuple[str, ...]:
        """The document's title, in lines."""
        language = self.view.language
        return balanced(typeset(self.card.title.as_name_in(language), language), HEADING, RIGHT - LEFT)

    @cached_property
    def byline(self) -> tuple[str, ...]:
        """The byline: authors and date, in lines."""
        language = self.view.language
        names = joined(language, (author.as_name_in(language) for author in self.card.authors))
        return balanced(self.view.set("picture-by", authors=names, date=str(self.card.published)), SMALL, RIGHT - LEFT)

    @cached_property
    def beside(self) -> bool:
        """Whether there is room for the byline beside the end of the title."""
        taken = width(self.title[-1], HEADING) + _BESIDE if self.title else 0
        return len(self.byline) == 1 and taken + width(self.byline[0], SMALL) <= RIGHT - LEFT

    @property
    def pinned(self) -> bool:
        """Whether the day of publication is in view."""
        return self.view.scale.holds(self.card.published.first)

    @property
    def strips(self) -> list[bool]:
        """Which strips of events the lane has: of those told as past, of those foretold."""
        return [past for past in (True, False) if any((each.kind == "past") is past for each in self.events)]

    @cached_property
    def bar_rows(self) -> list[list[WindowBar]]:
        """The windows in rows, as many as a lane may hold."""
        rows: list[list[WindowBar]] = []
        for row in packed(bars(self.view.scale, self.forecasts, partial(self.view.dot, self.slug))):
            if sum(map(_height, [*rows, row])) > _TALLEST_BARS:
                break
            rows.append(row)
        return rows

    @cached_property
    def hidden(self) -> str:
        """How many forecasts the lane has no room for, in words."""
        left_out = len(self.forecasts) - sum(bar.forecasts for row in self.bar_rows for bar in row)
        return self.view.set("picture-more-forecasts", count=left_out) if left_out else ""

    @property
    def plot(self) -> float:
        """How far below the lane's top the time begins."""
        below = 0 if self.beside else len(self.byline) * leading(SMALL)
        return _PADDING + len(self.title) * leading(HEADING) + below + 6

    @property
    def _windows(self) -> float:
        """How far below the lane's top the windows begin."""
        return self.plot + len(self.strips) * _STRIP + (8 if self.strips else 0)

    @cached_property
    def height(self) -> float:
        """How tall the lane is."""
        tail = leading(SMALL) if self.hidden else 0
        return self._windows + sum(map(_height, self.bar_rows)) + tail + 8

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw the lane below a line."""
        sheet.box(MARGIN / 2, top, WIDTH - MARGIN / 2, top + self.height, rx=14, fill=CARD)
        self._words(sheet, top + _PADDING + HEADING - 4)
        self._time(sheet, top + self.plot - 4, top + self.height)
        if self.pinned:
            pin(sheet, self.view.scale.x(self.card.published.first), top + self.plot - 4, top + self.height)
        for bar, y in self._placed(top):
            bar.marks(sheet, y)
        sheet.words(LEFT, top + self.height - _PADDING, self.hidden, SMALL, SOFT)

    def _words(self, sheet: Sheet, baseline: float) -> None:
        """Write the title, and who wrote it when beside or below it."""
        below = sheet.lines(LEFT, baseline, self.title, HEADING, bold=True)
        if self.beside:
            sheet.words(RIGHT, below - leading(HEADING), self.byline[0], SMALL, SOFT, anchor="end")
        else:
            sheet.lines(LEFT, below - 8, self.byline, SMALL, SOFT)

    def _strip(self, sheet: Sheet, y: float, *, past: bool) -> None:
        """Draw the events of one kind along a line, the longer ones below the shorter."""
        spans = {(each.when.first, each.when.last) for each in self.events if (each.kind == "past") is past}
        for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            occasion(sheet, *_seen(self.view.scale, first, last), y, past=past)

    def _time(self, sheet: Sheet, top: float, bottom: float) -> None:
        """Draw what lies below the marks: the years, the bars, today."""
        grid(sheet, self.view.scale, top, bottom)
        for bar, y in self._placed(top - self.plot + 4):
            bar.ground(sheet, y)
        for number, past in enumerate(self.strips):
            self._strip(sheet, top + 4 + (number + 0.5) * _STRIP, past=past)
        today_line(sheet, self.view.scale, self.view.today, top, bottom)

    def _placed(self, top: float) -> Iterable[tuple[WindowBar, float]]:
        y = top + self._windows
        for row in self.bar_rows:
            yield from ((bar, y) for bar in row)
            y += _height(row)


def _height(row: Iterable[WindowBar]) -> float:
    return max(bar.height for bar in row) + 8


def _seen(scale: Scale, first: dt.date, last: dt.date) -> tuple[float, float, bool, bool]:
    """Return where an event begins and ends, wide enough to be seen, and whether it goes on beyond each end."""
    before, beyond = first < scale.first, last > scale.last
    left = LEFT - _EDGE if before else scale.x(first)
    right = RIGHT + _EDGE if beyond else scale.x(last)
    left = min(left, max(left, right) - _DOT / 2)
    return left, max(right, left + _DOT), before, beyond


def occasion(sheet: Sheet, left: float, right: float, before: bool, beyond: bool, y: float, *, past: bool) -> None:
    """Draw a time of events: full where a source tells of them as past, hollow where it foretells them.

    One that goes on beyond the picture ends in a point, as windows do.
    """
    corners = [(left, y + _HALF), (left, y - _HALF), (right, y - _HALF), (right, y + _HALF)]
    if beyond:
        corners[2:] = [(right - _HALF, y - _HALF), (right, y), (right - _HALF, y + _HALF)]
    if before:
        corners[:2] = [(left + _HALF, y + _HALF), (left, y), (left + _HALF, y - _HALF)]
    fill, edge = (PAST, CARD) if past else ("#ffffff", SOFT)
    sheet.add("path", d=trace(corners, closed=True), fill=fill, stroke=edge, stroke_width=2)


def pin(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """Draw the day of publication: a line with a flag."""
    sheet.line((x, top), (x, bottom), colour=ACCENT, weight=4)
    sheet.add("path", d=trace([(x, top), (x + 26, top + 12), (x, top + 24)], closed=True), fill=ACCENT)
