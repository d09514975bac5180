"""/timeline: past events and forecasts, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final, Literal, NamedTuple

from bot.answers.answer import Answer, Block, Button, Listing, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import Sourced, event_lines, shown_below, sourced
from bot.answers.picture import picture_button
from bot.content.briefing import Event, Prediction
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Statement
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
    if asked.words and not entries and called not in _windows(asked.edition):
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
def _all(edition: Edition) -> list[_Entry]:
    """Return all events, year by year and source by source."""
    by_year = ((year, sourced(found)) for year, found in groupby(edition.events, key=_year))
    return [_Entry(each, year, "" if n else "year") for year, found in by_year for n, each in enumerate(found)]


def _about(edition: Edition, year: str) -> list[_Entry]:
    """Return the events of a year, then those of several that it is one of."""
    events = [event for event in edition.events if _covers(event.record, year)]
    own = sourced(event for event in events if _within(event.record, year))
    lasting = sourced(event for event in events if not _within(event.record, year))
    listed = [_Entry(each, "", "" if n else "lasting") for n, each in enumerate(lasting)]
    return [*(_Entry(each, year) for each in own), *listed]


_of_year = kept_with_edition(_about, YEARS_KEPT)


def _year(event: Statement[Event]) -> str:
    return str(event.record.when.first.year)


def _covers(event: Event, year: str) -> bool:
    return year.isascii() and year.isdigit() and event.when.first.year <= int(year) <= event.when.last.year


def _within(event: Event, year: str) -> bool:
    """Tell whether an event belongs to one year alone; what spans several stands after it."""
    return str(event.when.first.year) == str(event.when.last.year) == year


@kept_with_edition
def _windows(edition: Edition) -> dict[str, list[Prediction]]:
    """Return the predictions by the year in which their windows end."""
    ending: dict[str, list[Prediction]] = {}
    for each in edition.predictions:
        if each.record.window.until:
            ending.setdefault(str(each.record.window.until.year), []).append(each.record)
    return ending


def _standing(asked: Asked, year: str) -> list[Block]:
    ending = _windows(asked.edition).get(year, [])
    if not ending:
        return []
    text = asked.say("forecasts-until", year=year, count=len(ending))
    return [item(f"{text}\n{asked.tally(ending)}", command=f"/predictions {year}")]


def _years(asked: Asked) -> list[str]:
    years = {
        str(year)
        for event in asked.edition.events
        for year in (event.record.when.first.year, event.record.when.last.year)
    }
    return sorted(years | set(_windows(asked.edition)))


def _neighbours(asked: Asked, year: str) -> list[Button]:
    """Return buttons to the years of which the sources speak right before a year and right after it."""
    years = _years(asked)
    older, newer = [each for each in years if each < year][-1:], [each for each in years if each > year][:1]
    back = [Button(f"‹ {each}", f"/timeline {each}") for each in older]
    return back + [Button(f"{each} ›", f"/timeline {each}") for each in newer]


def _doors(asked: Asked, wanted: str) -> tuple[tuple[Button, ...], ...]:
    whole = Button(asked.say("button-timeline"), "/timeline all")
    return rows([whole, picture_button(asked, f"timeline {wanted}")], 2)


def _nothing(asked: Asked, wanted: str) -> Answer:
    years = rows([Button(year, f"/timeline {year}") for year in _years(asked)], 6)
    said = paragraph(asked.say("unknown-year", called=wanted[:20]))
    return Answer(asked.say("unknown-title"), (said,), rows([picture_button(asked, "timeline")], 1), years)
