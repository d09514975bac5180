"""The line of time as a picture whose every mark is a link: what was foretold for when, and what became of it.

Lengths are in the units of the picture, which is as wide as `WIDE`; a page draws it in whatever size it has.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from bot.answers import as_of, filters
from bot.answers.asked import MARKS, Asked
from bot.answers.items import event_time
from bot.content.briefing import Event
from bot.content.edition import Edition, Forecast, Statement, ref, state
from bot.pages.addresses import filters_of
from bot.pages.paging import Pages, last_of, number_of, pages
from bot.pages.rows import Named, to

WIDE: Final = 1_200.0
LEFT: Final = 24.0
RIGHT: Final = WIDE - LEFT
STEP: Final = 22.0
"""Between the middles of two marks."""
LANES: Final = 10
"""Lanes of a page: documents that are still looked at beside each other."""
MOST_SOURCES: Final = 40
"""Documents that can be chosen, the newest: the pages of the others lead to their lines."""
STACK: Final = 5
"""Marks below each other before one goes beside its day."""
HEAD: Final = 40.0
"""Above the marks of a lane: its name."""
AXIS: Final = 44.0
"""Above the first lane: the years."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One forecast or event: where it is drawn, as what, and where it leads; `name` says it to who does not see it."""

    x: float
    y: float
    shape: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of one source, below its name; `top` and `tall` are where the lane lies."""

    source: Named
    top: float
    tall: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the axis, from one edge to the other, with the address that shows it alone."""

    name: str
    left: float
    right: float
    address: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture, and what narrows it: fields of its address with their choices (value, name, whether chosen).

    Of many sources each of the `pages` draws some, and of very many `left` cannot be chosen.
    """

    tall: float
    years: tuple[Year, ...]
    lanes: tuple[Lane, ...]
    today: float | None
    shapes: tuple[tuple[str, str], ...]
    count: int
    sources: tuple[tuple[str, str, bool], ...]
    left: int
    sectors: tuple[tuple[str, str, bool], ...]
    first: int
    last: int
    address: str
    whole: str
    wider: str
    pages: Pages


@dataclass(frozen=True, slots=True)
class _Span:
    """The years that are drawn."""

    first: int
    last: int

    def x(self, day: dt.date) -> float:
        begin, end = dt.date(self.first, 1, 1).toordinal(), dt.date(self.last, 12, 31).toordinal()
        return LEFT + (RIGHT - LEFT) * (day.toordinal() - begin) / max(1, end - begin)

    def holds(self, day: dt.date) -> bool:
        return self.first <= day.year <= self.last


def understood(edition: Edition, query: Mapping[str, str]) -> dict[str, str]:
    """Return what the line makes of the fields of an address: its sources and fields, and its years."""
    chosen = filters_of(edition, {each: query.get(each, "") for each in ("source", "sector")})
    years = {each: query[each] for each in ("from", "to") if _year(query.get(each, ""))}
    number = min(number_of(query) or 1, last_of(len(edition.briefings), LANES))
    return {**chosen, **years, **({"page": str(number)} if number > 1 else {})}


def chart(asked: Asked, query: Mapping[str, str]) -> Chart:
    """Return the line of time of the sources, fields and years that the fields of an address let through."""
    chosen = filters_of(asked.edition, {each: query.get(each, "") for each in ("source", "sector")})
    found = list(_found(asked, chosen))
    span = _span(asked, query, [day for _, day, _ in found])
    within = [each for each in found if span.holds(each[1])]
    sources = [*dict.fromkeys(each[0].briefing.briefing for each in within)]
    last = last_of(len(sources), LANES)
    number = min(number_of(query) or 1, last)
    drawn = {*sources[(number - 1) * LANES : number * LANES]}
    shown = [each for each in within if each[0].briefing.briefing in drawn]
    lanes = tuple(_lanes(asked, span, shown))
    known = asked.edition.by_slug
    offered = [*dict.fromkeys((*islice(known, MOST_SOURCES), *filter(None, [chosen.get("source")])))]
    asks = span if {"from", "to"} & {each for each in query if query[each]} else None
    return Chart(
        tall=lanes[-1].top + lanes[-1].tall if lanes else AXIS + HEAD,
        years=tuple(_years(span, chosen)),
        lanes=lanes,
        today=span.x(asked.today) if span.holds(asked.today) else None,
        shapes=tuple(_shapes(asked, shown)),
        count=len(shown),
        sources=tuple(_choices(asked, offered, chosen.get("source", ""))),
        left=len(known) - len(offered),
        sectors=tuple(_choices(asked, asked.edition.sectors, chosen.get("sector", ""))),
        first=span.first,
        last=span.last,
        address=_address(chosen, asks, number),
        whole=_address(chosen, None),
        wider=_address(chosen, _Span(max(1, span.first - 1), min(9_999, span.last + 1))),
        pages=pages(number, last, partial(_address, chosen, asks)),
    )


_Found = tuple[Statement[Any], dt.date, str]
"""A statement, the day it is drawn at, and its shape."""


def _found(asked: Asked, chosen: Mapping[str, str]) -> Iterable[_Found]:
    source, edition = chosen.get("source"), asked.edition
    for forecast in edition.of_briefing.get(source, ()) if source else edition.predictions:
        until = forecast.record.window.until
        if until and _wanted(forecast, chosen, forecast.record.sectors):
            yield forecast, until, state(forecast.record, asked.today)
    for event in asked.edition.events:
        if not chosen.get("sector") and _wanted(event, chosen, ()):
            yield event, event.record.when.first, event.record.kind


def _wanted(statement: Statement[Any], chosen: Mapping[str, str], sectors: Iterable[str]) -> bool:
    source, sector = chosen.get("source"), chosen.get("sector")
    return source in (None, statement.briefing.briefing) and (sector is None or sector in sectors)


# Which years


def _span(asked: Asked, query: Mapping[str, str], days: list[dt.date]) -> _Span:
    """Return the years asked for; without any, the decade around today, where most of what was foretold falls."""
    near = sorted(each.year for each in days if abs(each.year - asked.today.year) <= 10) or [asked.today.year]
    first, last = _year(query.get("from", "")) or near[0], _year(query.get("to", "")) or near[-1]
    return _Span(min(first, last), max(first, last))


def _year(written: str) -> int | None:
    """Return a year of four digits; None for what is none."""
    return int(written) or None if len(written) == 4 and written.isascii() and written.isdigit() else None


def _years(span: _Span, chosen: Mapping[str, str]) -> Iterable[Year]:
    step = max(1, -(-(span.last - span.first + 1) // 14))
    for year in range(span.first, span.last + 1, step):
        last = min(span.last, year + step - 1)
        left, right = span.x(dt.date(year, 1, 1)), span.x(dt.date(last, 12, 31))
        name = f"{year}–{last % 100:02}" if last > year else f"{year}"
        yield Year(name, left, right, _address(chosen, _Span(year, last)))


def _address(chosen: Mapping[str, str], span: _Span | None, number: int = 1) -> str:
    years = {"from": str(span.first), "to": str(span.last)} if span else {}
    query = {**chosen, **years, **({"page": str(number)} if number > 1 else {})}
    return f"timeline?{urlencode(query)}" if query else "timeline"


# Where


def _lanes(asked: Asked, span: _Span, shown: Iterable[_Found]) -> Iterable[Lane]:
    by_source: dict[str, list[_Found]] = {}
    for each in shown:
        by_source.setdefault(each[0].briefing.briefing, []).append(each)
    top = AXIS
    for slug, those in by_source.items():
        placed = _placed(span, sorted(those, key=lambda each: each[1]))
        tall = HEAD + STEP * (1 + max(level for *_, level in placed))
        marks = tuple(_mark(asked, found, x, top + HEAD + STEP * level) for found, x, level in placed)
        yield Lane(Named(as_of.named(asked, those[0][0].card), to("briefings", slug)), top, tall, marks)
        top += tall


def _placed(span: _Span, found: Iterable[_Found]) -> list[tuple[_Found, float, int]]:
    """Return marks with where they are drawn: at their day, or where that is full beside it within the same year."""
    filled = Counter[int]()
    placed = []
    for each in found:
        column = _column(filled, _columns(span, each[1]))
        placed.append((each, STEP * column, filled[column]))
        filled[column] += 1
    return placed


def _column(filled: Mapping[int, int], columns: list[int]) -> int:
    """Return the first column with room in a stack; where all stacks are full further ones begin below them."""
    stacks = min(filled[each] // STACK for each in columns)
    return next(each for each in columns if filled[each] // STACK == stacks)


def _columns(span: _Span, day: dt.date) -> list[int]:
    """Return the columns in which a day may be drawn, the nearest first."""
    own = round(span.x(day) / STEP)
    first, last = span.x(dt.date(day.year, 1, 1)) / STEP, span.x(dt.date(day.year, 12, 31)) / STEP
    columns = [each for each in range(int(first), int(last) + 2) if first + 0.4 <= each <= last - 0.4] or [own]
    return sorted(columns, key=lambda each: abs(each - own))


def _mark(asked: Asked, found: _Found, x: float, y: float) -> Mark:
    statement, day, shape = found
    if isinstance(statement.record, Event):
        when, says = event_time(asked, statement.record), asked.text(statement.record.what)
        return Mark(x, y, shape, f"{when} · {_called(asked, shape)}: {says}", to("timeline", str(day.year)))
    forecast: Forecast = statement
    ends = asked.say("until", date=str(day))
    record = forecast.record
    stands = " · ".join((asked.stands(record), *([asked.looks(record)] if record.proposal else [])))
    return Mark(x, y, shape, f"{stands} · {ends} · {asked.text(record.statement)}", to("predictions", ref(forecast)))


def _called(asked: Asked, shape: str) -> str:
    if shape in MARKS:
        return asked.say(f"state-{shape}")
    return asked.say("picture-past" if shape == "past" else "picture-foretold")


def _shapes(asked: Asked, shown: Iterable[_Found]) -> Iterable[tuple[str, str]]:
    """Yield the shapes that are drawn, each with what it means."""
    drawn = {shape for _, _, shape in shown}
    yield from ((each, _called(asked, each)) for each in (*MARKS, "past", "forecast") if each in drawn)


def _choices(asked: Asked, known: Iterable[str], chosen: str) -> Iterable[tuple[str, str, bool]]:
    yield from ((each, filters.label(asked, each), each == chosen) for each in known)
