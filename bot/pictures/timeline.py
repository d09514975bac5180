"""The timeline as a picture: a lane for each document, on one axis of time, with the line of today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from bot.content.briefing import Briefing, Language
from bot.content.edition import Edition, state
from bot.pictures.lanes import DocumentLane, View, occasion, pin
from bot.pictures.lettering import balanced
from bot.pictures.marks import Sample, legend, of_states
from bot.pictures.scale import Scale, around, today_flag, write_years, years_later
from bot.pictures.sheet import LEFT, MARGIN, PLAIN, RIGHT, SMALL, SOFT, TALLEST, TINT, Say, Sheet, trace

_BEFORE, _AFTER = -1, 2
"""Years that the axis shows before the earliest publication and after today."""
_GAP: Final = 14


def timeline(
    edition: Edition,
    language: Language,
    today: dt.date,
    say: Say,
    *,
    year: int | None = None,
    briefing: str | None = None,
) -> str:
    """Return as SVG the timeline of all documents and their core claims, or all there is of a year or one briefing."""
    possible = year is None or dt.MINYEAR <= year <= dt.MAXYEAR
    briefings = [each for each in edition.briefings if briefing in (None, each.briefing) and possible]
    view = View(language, today, say, _scale(edition, briefings, today, year), year, whole=bool(briefing))
    lanes = [
        DocumentLane(view, each.briefing, edition.card(each), view.events(each), view.forecasts(each))
        for each in briefings
    ]
    return _draw(view, [lane for lane in lanes if lane.events or lane.forecasts])


def _scale(edition: Edition, briefings: list[Briefing], today: dt.date, year: int | None) -> Scale:
    if year is not None and briefings:
        return around(year)
    published = [edition.card(each).published for each in briefings]
    first = min([today, *(each.first for each in published)])
    last = max([today, *(each.last for each in published)])
    return Scale(years_later(first, _BEFORE), years_later(last, _AFTER))


def _draw(view: View, lanes: list[DocumentLane]) -> str:
    counts = Counter(state(each, view.today) for lane in lanes for each in lane.forecasts)
    title = view.say("timeline-of", year=str(view.year)) if view.year is not None else view.say("timeline-title")
    kind = "year" if view.year is not None else "all" if view.whole else "core"
    documents = sum(bool(lane.forecasts) for lane in lanes)
    subtitle = view.set(f"picture-{kind}", count=sum(counts.values()), documents=documents)
    states = of_states(view.say, counts)
    sheet = Sheet(view.language, title, ", ".join([subtitle, *(each.words for each in states)]))
    y = sheet.head(title)
    if not lanes:
        return sheet.svg(sheet.lines(LEFT, y, [view.say("picture-nothing")], PLAIN, SOFT))
    y = sheet.lines(LEFT, y, balanced(subtitle, PLAIN, RIGHT - LEFT), PLAIN, SOFT)
    y = _lanes(sheet, view, lanes, y - 14)
    return sheet.svg(legend(sheet, [*states, *_samples(view, lanes)], y) + MARGIN / 2)


def _lanes(sheet: Sheet, view: View, lanes: list[DocumentLane], top: float) -> float:
    """Draw as many lanes as a picture may hold between two rows of years; returns where what follows may begin."""
    y = today_flag(sheet, view.scale, view.today, view.set("picture-today", date=str(view.today)), top)
    write_years(sheet, view.scale, y + PLAIN, view.year)
    y, hidden = y + PLAIN + 18, len(lanes)
    for lane in lanes:
        if y + lane.height > TALLEST:
            break
        lane.draw(sheet, y)
        y += lane.height + _GAP
        hidden -= 1
    write_years(sheet, view.scale, y + PLAIN - 6, view.year)
    y += PLAIN + 16
    if hidden:
        sheet.words(LEFT, y + SMALL, view.set("picture-more-documents", count=hidden), SMALL, SOFT)
    return y + (SMALL + 24 if hidden else 0)


def _samples(view: View, lanes: list[DocumentLane]) -> Iterator[Sample]:
    """Yield the entries of the legend that are no state: of what occurs."""
    bars = [bar for lane in lanes for row in lane.bar_rows for bar in row]
    kinds = {each.kind for lane in lanes for each in lane.events}
    if not all(bar.goes_on for bar in bars):
        yield Sample(view.set("picture-window"), lambda sheet, x, y: _window(sheet, x, y), 52)
    if any(bar.goes_on for bar in bars):
        yield Sample(view.set("picture-beyond"), lambda sheet, x, y: _window(sheet, x, y, 16), 52)
    if any(lane.pinned for lane in lanes):
        yield Sample(view.set("picture-published"), lambda sheet, x, y: pin(sheet, x - 11, y - 18, y + 18), 30)
    if "past" in kinds:
        yield Sample(view.set("picture-past"), _occasion(past=True), 48)
    if "forecast" in kinds:
        yield Sample(view.set("picture-foretold"), _occasion(past=False), 48)


def _window(sheet: Sheet, x: float, y: float, head: float = 0) -> None:
    corners = [(x - 26, y - 17), (x + 26 - head, y - 17), (x + 26, y), (x + 26 - head, y + 17), (x - 26, y + 17)]
    sheet.add("path", d=trace(corners, closed=True), fill=TINT)


def _occasion(*, past: bool) -> Callable[[Sheet, float, float], None]:
    return lambda sheet, x, y: occasion(sheet, x - 23, x + 23, False, False, y, past=past)
