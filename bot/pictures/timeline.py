"""The timeline as a picture: a lane for each document, on one axis of time, with the line of today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.briefing import Briefing, Language
from bot.edition import Edition, state
from bot.pictures import scale as axis
from bot.pictures.lanes import Lane, View, occasion, pin
from bot.pictures.lettering import wrap
from bot.pictures.marks import Sample, legend, of_states
from bot.pictures.scale import Scale
from bot.pictures.sheet import LEFT, MARGIN, PLAIN, RIGHT, SMALL, SOFT, TALLEST, TINT, TITLE, Say, Sheet, trace

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
    lanes = [Lane(view, edition.card(each), view.events(each), view.forecasts(each)) for each in briefings]
    return _draw(view, [lane for lane in lanes if lane.events or lane.forecasts])


def _scale(edition: Edition, briefings: list[Briefing], today: dt.date, year: int | None) -> Scale:
    if year is not None and briefings:
        return axis.around(year)
    published = [edition.card(each).published for each in briefings]
    first = min([today, *(each.first for each in published)])
    last = max([today, *(each.last for each in published)])
    return Scale(axis.moved(first, _BEFORE), axis.moved(last, _AFTER))


def _draw(view: View, lanes: list[Lane]) -> str:
    counts = Counter(state(each, view.today) for lane in lanes for each in lane.forecasts)
    title = view.say("timeline-of", year=str(view.year)) if view.year is not None else view.say("timeline-title")
    kind = "all" if view.year is not None or view.whole else "core"
    subtitle = view.set(f"picture-{kind}", count=sum(counts.values()), documents=len(lanes))
    states = of_states(view.say, counts)
    sheet = Sheet(view.language, title, ", ".join([subtitle, *(each.words for each in states)]))
    sheet.words(LEFT, 76, title, TITLE, bold=True)
    if not lanes:
        sheet.words(LEFT, 130, view.say("picture-nothing"), PLAIN, SOFT)
        return sheet.svg(130 + MARGIN)
    y = sheet.lines(LEFT, 126, wrap(subtitle, PLAIN, RIGHT - LEFT), PLAIN, SOFT)
    y = _lanes(sheet, view, lanes, y - 10)
    return sheet.svg(legend(sheet, [*states, *_samples(view)], y) + MARGIN / 2)


def _lanes(sheet: Sheet, view: View, lanes: list[Lane], top: float) -> float:
    """Draw as many lanes as a picture may hold between two rows of years; returns where what follows may begin."""
    axis.today_flag(sheet, view.scale, view.today, view.set("picture-today", date=str(view.today)), top)
    axis.names(sheet, view.scale, top + 82, view.year)
    y, hidden = top + 100, len(lanes)
    for lane in lanes:
        if y + lane.height > TALLEST:
            break
        lane.draw(sheet, y)
        y += lane.height + _GAP
        hidden -= 1
    axis.names(sheet, view.scale, y + 24, view.year)
    y += 50
    if hidden:
        sheet.words(LEFT, y + 24, view.set("picture-more-documents", count=hidden), SMALL, SOFT)
    return y + (50 if hidden else 0)


def _samples(view: View) -> Iterator[Sample]:
    """Yield the entries of the legend that are no state."""
    yield Sample(
        view.set("picture-window"), lambda sheet, x, y: sheet.box(x - 26, y - 15, x + 26, y + 15, fill=TINT), 52
    )
    yield Sample(view.set("picture-beyond"), _arrow, 52)
    yield Sample(view.set("picture-published"), lambda sheet, x, y: pin(sheet, x - 9, y - 16, y + 16), 24)
    yield Sample(view.set("picture-past"), lambda sheet, x, y: occasion(sheet, x - 22, x + 22, y, past=True), 46)
    yield Sample(view.set("picture-foretold"), lambda sheet, x, y: occasion(sheet, x - 22, x + 22, y, past=False), 46)


def _arrow(sheet: Sheet, x: float, y: float) -> None:
    corners = [(x - 26, y - 15), (x + 10, y - 15), (x + 26, y), (x + 10, y + 15), (x - 26, y + 15)]
    sheet.add("path", d=trace(corners, closed=True), fill=TINT)
