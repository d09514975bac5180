"""/timeline: past events and forecasts, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from bot.answers.answer import Answer, Block, Button, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import event_item
from bot.answers.picture import picture_button
from bot.content.briefing import Event, Prediction
from bot.content.edition import Edition, Statement, kept_with_edition
from bot.search import normal


def timeline(asked: Asked) -> Answer:
    """Show what the sources date, by year, with how the forecasts for that year stand ([YEAR])."""
    wanted = normal(asked.words[0]).removesuffix("年") if asked.words else ""
    events = [event for event in asked.edition.events if not wanted or _covers(event.record, wanted)]
    if wanted:
        events.sort(key=lambda event: not _within(event.record, wanted))
    if wanted and not events and wanted not in _windows(asked.edition):
        return _nothing(asked, wanted)
    by_year = groupby(events, key=lambda event: wanted or _year(event))
    blocks = [block for year, found in by_year for block in _year_blocks(asked, year, found)]
    blocks += [] if events else _standing(asked, wanted)
    title = asked.say("timeline-of", year=wanted) if wanted else asked.say("timeline-title")
    return Answer(title, tuple(blocks), _doors(asked, wanted))


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
    yield from (event_item(asked, event) for event in events)


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


def _doors(asked: Asked, wanted: str = "") -> tuple[tuple[Button, ...], ...]:
    whole = [Button(asked.say("button-timeline"), "/timeline")] if wanted else []
    drawn = picture_button(asked, f"timeline {wanted}")
    years = rows([Button(year, f"/timeline {year}") for year in _years(asked) if year != wanted], 5)
    return years + rows([drawn, *whole], 2)


def _nothing(asked: Asked, wanted: str) -> Answer:
    return Answer(
        asked.say("unknown-title"), (paragraph(asked.say("unknown-year", called=wanted[:20])),), _doors(asked)
    )
