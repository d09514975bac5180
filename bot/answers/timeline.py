"""/timeline: past events and forecasts, year by year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Final, Literal, NamedTuple

from bot.answers.answer import Answer, Block, Button, Listing, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import Sourced, event_lines, shown_below, sourced
from bot.answers.picture import picture_button
from bot.content.briefing import Briefing, Card, Event
from bot.content.derived import DAYS_KEPT, kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, State, Statement, state
from bot.search import normal

_ALL: Final = ("all", "全部")
YEARS_KEPT: Final = 32
"""Years whose events are kept."""


def timeline(asked: Asked) -> Answer:
    """Show what the sources date to a year, this one where none is named, or to all of them ([YEAR|all])."""
    called = normal(asked.words[0]).removesuffix("年") if asked.words else str(asked.today.year)
    if called in _ALL:
        return _whole(asked)
    entries = _of_year(asked.edition, called)
    if asked.words and not entries and called not in _ends(asked.edition, asked.today):
        return _nothing(asked, called)
    lead = tuple(_standing(asked, called))
    lead = lead if lead or entries else (paragraph(asked.say("timeline-quiet", year=called)),)
    around, doors = rows(_neighbours(asked, called), 3), _doors(asked, called)
    return Answer(asked.say("timeline-of", year=called), lead, doors, around, listing=_listing(asked, entries))


def _whole(asked: Asked) -> Answer:
    """Show all that the sources date, year by year."""
    years = rows([Button(year, f"/timeline {year}") for year in _years(asked)], 6)
    drawn = rows([picture_button(asked, "timeline")], 1)
    listing = _listing(asked, _all(asked.edition))
    return Answer(asked.say("timeline-title"), (), drawn, years, command="/timeline all", listing=listing)


class _Entry(NamedTuple):
    """An event in a list: of which year that is, if of one, and whether it is the first below a heading."""

    event: Sourced[Event]
    year: str
    heads: Literal["", "year", "lasting"] = ""


def _listing(asked: Asked, entries: Sequence[_Entry]) -> Listing:
    return Listing(entries, partial(_shown, asked))


def _shown(asked: Asked, entry: _Entry) -> Iterator[Block]:
    if entry.heads:
        yield heading(entry.year if entry.heads == "year" else asked.say("timeline-lasting"))
    if entry.heads == "year":
        yield from _standing(asked, entry.year)
    yield from shown_below(asked, entry.event, partial(event_lines, year=entry.year))


@kept_with_edition
def _by_year(edition: Edition) -> dict[int, tuple[Statement[Event], ...]]:
    """Return all events by the year in which they begin, in the order of time."""
    return {year: tuple(found) for year, found in groupby(edition.events, key=_year)}


@kept_with_edition
def _all(edition: Edition) -> list[_Entry]:
    """Return all events, year by year and source by source."""
    by_year = ((str(year), sourced(found)) for year, found in _by_year(edition).items())
    return [_Entry(each, year, "" if n else "year") for year, found in by_year for n, each in enumerate(found)]


def _about(edition: Edition, called: str) -> list[_Entry]:
    """Return the events of a year, then those of several that it is one of."""
    year = int(called) if called.isascii() and called.isdigit() else 0
    own = sourced(each for each in _by_year(edition).get(year, ()) if each.record.when.last.year == year)
    lasting = sourced(each for each in _lasting(edition) if _year(each) <= year <= each.record.when.last.year)
    listed = [_Entry(each, "", "" if n else "lasting") for n, each in enumerate(lasting)]
    return [*(_Entry(each, called) for each in own), *listed]


@kept_with_edition
def _lasting(edition: Edition) -> list[Statement[Event]]:
    """Return the events of several years, in the order of time."""
    return [each for each in edition.events if each.record.when.last.year != _year(each)]


_of_year = kept_with_edition(_about, YEARS_KEPT)


def _year(event: Statement[Event]) -> int:
    return event.record.when.first.year


def _ending(edition: Edition, today: dt.date) -> dict[str, Counter[State]]:
    """Return how the predictions stand on a day, by the year in which their windows end."""
    ends: dict[str, Counter[State]] = {}
    for (year, now), count in chain.from_iterable(_ends_of(edition, today).values()):
        ends.setdefault(year, Counter())[now] += count
    return ends


_ends = kept_with_edition(_ending, DAYS_KEPT)


@kept_with_briefings
def _ends_of(briefing: Briefing, _: Card, today: dt.date) -> tuple[tuple[tuple[str, State], int], ...]:
    """Return how many predictions of a briefing end in which year and stand how."""
    ended = ((each.window.until, each) for each in briefing.predictions)
    return tuple(Counter((str(until.year), state(each, today)) for until, each in ended if until).items())


def _standing(asked: Asked, year: str) -> list[Block]:
    ends = _ends(asked.edition, asked.today).get(year)
    if not ends:
        return []
    text = asked.say("forecasts-until", year=year, count=ends.total())
    return [item(f"{text}\n{asked.counted(ends)}", command=f"/predictions {year}")]


def _years(asked: Asked) -> list[str]:
    return sorted({*_event_years(asked.edition), *_ends(asked.edition, asked.today)})


@kept_with_edition
def _event_years(edition: Edition) -> frozenset[str]:
    """Return the years in which events begin or end."""
    return frozenset(map(str, chain.from_iterable(_years_of(edition).values())))


@kept_with_briefings
def _years_of(briefing: Briefing, _: Card) -> tuple[int, ...]:
    return tuple({year for each in briefing.timeline for year in (each.when.first.year, each.when.last.year)})


def _neighbours(asked: Asked, year: str) -> list[Button]:
    """Return buttons to the years of which the sources speak right before a year and right after it."""
    years = _years(asked)
    older, newer = [each for each in years if each < year][-1:], [each for each in years if each > year][:1]
    back = [Button(f"‹ {each}", f"/timeline {each}") for each in older]
    return back + [Button(f"{each} ›", f"/timeline {each}") for each in newer]


def _doors(asked: Asked, wanted: str) -> tuple[tuple[Button, ...], ...]:
    whole = Button(asked.say("button-timeline"), "/timeline all")
    return rows([whole, picture_button(asked, f"timeline {wanted}")], 2)


def warm(edition: Edition, today: dt.date) -> None:
    """Put all events in order, and count what ends in which year, before the first question asks for it."""
    _all(edition)
    _lasting(edition)
    _event_years(edition)
    _ends(edition, today)


def _nothing(asked: Asked, wanted: str) -> Answer:
    years = rows([Button(year, f"/timeline {year}") for year in _years(asked)], 6)
    said = paragraph(asked.say("unknown-year", called=wanted[:20]))
    return Answer(asked.say("unknown-title"), (said,), rows([picture_button(asked, "timeline")], 1), years)
