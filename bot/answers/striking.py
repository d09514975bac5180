"""The verdict a newcomer is told first, and how many days are left to the next ones: chosen by edition and day alone.

A striking verdict is clear, on a core claim, and its reason begins with a figure. Each is told for a week: what held
and what failed in turn, the latest rulings before older ones.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Final, NamedTuple

from bot.answers import as_of
from bot.answers.answer import Block, bold, paragraph
from bot.answers.asked import MARKS, Asked
from bot.answers.excerpts import first_clause
from bot.answers.items import spaced
from bot.content.briefing import Briefing, Card, Language
from bot.content.derived import kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, Forecast, Statement, state
from bot.content.texts import WRITTEN, Written

LONGEST: Final[dict[Written, int]] = {"zh": 120, "en": 260}
"""Characters of a statement and the first clause of its reason: with a question they fill a phone's screen."""
CLEAR: Final = ("failed", "held")
_FIGURE: Final = re.compile(r"(?<![A-Za-z\d.,-])(?!(?:19|20)\d\d(?!\d))\d[\d,.]*(?!\s?[年月日\d])")
"""A number that is neither a date nor part of a name such as GPT-5."""


def striking(edition: Edition, today: dt.date) -> Forecast | None:
    """Return the forecast whose verdict is told in the week of a day; None where there is none clear and short."""
    week = today.toordinal() // 7
    kinds = [kind for kind in _clear(edition) if kind]
    if not kinds:
        return None
    those = kinds[week % len(kinds)]
    return those[week // len(kinds) % len(those)]


def told(asked: Asked, forecast: Forecast) -> Block:
    """Return who said what and when, and what became of it and why, in two sentences."""
    outcome = state(forecast.record, asked.today)
    said = asked.say("striking-said", source=asked.short(forecast.card), when=as_of.when(asked, forecast.card))
    late = forecast.record.ruled_beforehand is False
    became = asked.say(
        f"striking-late-{outcome}" if late else f"striking-{outcome}", why=_why(forecast, asked.language)
    )
    return paragraph(said, spaced(said), bold(asked.text(forecast.record.statement)), f"\n{MARKS[outcome]} {became}")


def countdown(asked: Asked) -> str:
    """Return in how many days something is next decided of how many forecasts; nothing where no day is known.

    Their time may be up, or the day may have come on which they are ruled on.
    """
    ends, rulings = Counter[dt.date](), Counter[dt.date]()
    for ending, ruled in _next(asked.edition, asked.today).values():
        ends.update(ending)
        rulings.update(ruled)
    if not (ends or rulings):
        return ""
    day = min((*ends, *rulings))
    what, count = ("up", ends[day]) if ends[day] else ("ruled", rulings[day])
    return asked.say(f"countdown-{what}", days=(day - asked.today).days, count=count)


@kept_with_briefings
def _next(briefing: Briefing, _: Card, today: dt.date) -> tuple[dict[dt.date, int], dict[dt.date, int]]:
    """Return on which day first the time of forecasts of a briefing is up, and they are ruled on: of how many each."""
    waiting = [each for each in briefing.predictions if state(each, today) == "open"]
    ends = Counter(until for each in waiting if (until := each.window.until) and until >= today)
    return _first(ends), _first(Counter(each.due for each in waiting if each.due))


def _first(days: Counter[dt.date]) -> dict[dt.date, int]:
    return {day: days[day]} if (day := min(days, default=None)) else {}


@kept_with_edition
def _clear(edition: Edition) -> tuple[tuple[Forecast, ...], ...]:
    """Return what failed and what held of the core forecasts that can be told in short, the latest rulings first."""
    short = sorted(chain.from_iterable(_short(edition).values()), key=lambda each: _age(each.forecast))
    return tuple(_telling(short, outcome) for outcome in CLEAR)


class _Short(NamedTuple):
    """A forecast that can be told in short with its verdict, and whether the reason of that begins with a figure."""

    forecast: Forecast
    figure: bool


@kept_with_briefings
def _short(briefing: Briefing, card: Card) -> list[_Short]:
    forecasts = (Statement(briefing, card, each) for each in briefing.predictions)
    ruled = (each for each in forecasts if each.record.verdict and each.record.weight == "core")
    clear = (each for each in ruled if each.record.verdict and each.record.verdict.outcome in CLEAR)
    return [_Short(each, _has_figure(each)) for each in clear if _is_short(each)]


def warm(edition: Edition, today: dt.date) -> None:
    """Find the verdicts that can be told first, and what is decided next, before the first newcomer asks."""
    _clear(edition)
    _next(edition, today)


def _telling(short: Iterable[_Short], outcome: str) -> tuple[Forecast, ...]:
    """Return those of an outcome whose reasons begin with a figure; where none does, all of it."""
    verdicts = ((each, each.forecast.record.verdict) for each in short)
    those = [each for each, verdict in verdicts if verdict and verdict.outcome == outcome]
    return tuple(each.forecast for each in [each for each in those if each.figure] or those)


def _age(forecast: Forecast) -> int:
    return -forecast.record.verdict.on.toordinal() if forecast.record.verdict else 0


def _is_short(forecast: Forecast) -> bool:
    said = forecast.record.statement
    return all(len(said.in_(each)) + len(_why(forecast, each)) <= LONGEST[each] for each in WRITTEN)


def _has_figure(forecast: Forecast) -> bool:
    return all(_FIGURE.search(_why(forecast, each)) for each in WRITTEN)


def _why(forecast: Forecast, language: Language) -> str:
    """Return why a verdict is as it is, in short."""
    return first_clause(forecast.record.verdict.because.in_(language)) if forecast.record.verdict else ""
