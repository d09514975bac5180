"""The days on which forecasts fall due, as a calendar has them: one entry for each forecast, which follows its record.

The number of an entry's corrections only grows, as records do; nothing in it depends on the day it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.answers import as_of
from bot.answers.asked import MARKS, Asked
from bot.content.edition import Forecast, ref
from bot.content.prediction import Prediction
from bot.content.proposals import overtaken, said
from bot.pages.rows import to


@dataclass(frozen=True, slots=True)
class DueDate:
    """The first day on which a forecast can be ruled on.

    `changed` is the day its record changed last, `corrections` how often it did. One that was `withdrawn` stays, as
    calendars keep what only vanishes.
    """

    name: str
    day: dt.date
    title: str
    text: str
    address: str
    sectors: tuple[str, ...]
    changed: dt.date
    corrections: int
    withdrawn: bool


def due_dates(asked: Asked, sectors: Iterable[str] = ()) -> list[DueDate]:
    """Return the days of all forecasts, or of those about any of some fields, by day; of a day by name."""
    wanted = frozenset(sectors)
    forecasts = (each for each in asked.edition.predictions if not wanted or wanted & {*each.record.sectors})
    return sorted((due for each in forecasts for due in _of(asked, each)), key=lambda each: (each.day, each.name))


def _of(asked: Asked, forecast: Forecast) -> Iterator[DueDate]:
    record = forecast.record
    if record.due is None:
        return
    changed = [*_days(record)] or [forecast.card.published.first]
    common = (to("predictions", ref(forecast)), record.sectors, max(changed))
    title, text = _title(asked, record), _text(asked, forecast)
    yield DueDate(ref(forecast), record.due, title, text, *common, len(changed) - 1, record_void(record))
    for old in record.was:
        name = f"{forecast.briefing.briefing}/{old}"
        yield DueDate(name, record.due, title, text, *common, len(changed), withdrawn=True)


def record_void(record: Prediction) -> bool:
    """Tell whether a forecast fell away, so that nothing falls due."""
    return record.verdict is not None and record.verdict.outcome == "void"


def _title(asked: Asked, record: Prediction) -> str:
    statement = asked.text(record.statement)
    if record.verdict or record.proposal:
        return f"{asked.mark(record)} {asked.stands(record)}: {statement}"
    return f"{MARKS['due']} {asked.say('calendar-due', statement=statement)}"


def _text(asked: Asked, forecast: Forecast) -> str:
    """Return who said it when, by which question it is ruled on, and the reason of a verdict, proposed or not."""
    record = forecast.record
    told = f"{asked.say('foretold', when=as_of.when(asked, forecast.card))} {asked.authors(forecast.card)}"
    counts = [asked.looks(record)] if record.proposal else []
    given = record.verdict or record.proposal
    reason = [asked.text(given.because)] if given else []
    return "\n\n".join([told, asked.text(record.rule.question), *counts, *reason])


def _days(record: Prediction) -> Iterator[dt.date]:
    """Yield the days on which what a calendar shows of a record was written."""
    rules = (*record.resolution.earlier, record.resolution) if record.resolution else ()
    yield from (each.written for each in rules if each.written)
    latest = said(record).verdict
    rulings = (*latest.earlier, latest) if latest else ()
    yield from (each.on for each in rulings)
    silent = (record.proposal, *overtaken(record))
    yield from (each.proposed for each in rulings if each.proposed and each not in silent)
