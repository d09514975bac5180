"""/timeline: past events and forecasts, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Final

from bot.answers.answer import Answer, Block, Button, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import by_source, event_lines
from bot.answers.picture import picture_button
from bot.content.briefing import Event, Prediction
from bot.content.edition import Edition, Statement, kept_with_edition
from bot.search import normal

_ALL: Final = ("all", "全部")


def timeline(asked: Asked) -> Answer:
    """Show what the sources date to a year, this one where none is named, or to all of them ([YEAR|all])."""
    called = normal(asked.words[0]).removesuffix("年") if asked.words else str(asked.today.year)
    if called in _ALL:
        return _whole(asked)
    events = [event for event in asked.edition.events if _covers(event.record, called)]
    if asked.words and not events and called not in _windows(asked.edition):
        return _nothing(asked, called)
    own = [event for event in events if _within(event.record, called)]
    lasting = [event for event in events if not _within(event.record, called)]
    lines = partial(event_lines, year=called)
    blocks = [*_standing(asked, called), *by_source(asked, own, lines)]
    blocks += [heading(asked.say("timeline-lasting")), *by_source(asked, lasting, event_lines)] if lasting else []
    shown = tuple(blocks) or (paragraph(asked.say("timeline-quiet", year=called)),)
    around = rows(_neighbours(asked, called), 3)
    return Answer(asked.say("timeline-of", year=called), shown, _doors(asked, called), around)


def _whole(asked: Asked) -> Answer:
    """Show all that the sources date, year by year."""
    by_year = groupby(asked.edition.events, key=_year)
    blocks = tuple(block for year, found in by_year for block in _year_blocks(asked, year, found))
    years = rows([Button(year, f"/timeline {year}") for year in _years(asked)], 6)
    drawn = rows([picture_button(asked, "timeline")], 1)
    return Answer(asked.say("timeline-title"), blocks, drawn, years, command="/timeline all")


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


def _year_blocks(asked: Asked, year: str, events: Iterable[Statement[Event]]) -> Iterable[Block]:
    yield heading(year)
    yield from _standing(asked, year)
    yield from by_source(asked, events, partial(event_lines, year=year))


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
