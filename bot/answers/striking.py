"""The verdict a newcomer is told first, and how many days are left to the next ones: chosen by edition and day alone.

A striking verdict is clear, on a core claim, and its reason begins with a figure. Each is told for a week: what held
and what failed in turn, the latest rulings before older ones.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.answers import as_of
from bot.answers.answer import Block, bold, paragraph
from bot.answers.asked import MARKS, Asked
from bot.answers.excerpts import first_clause
from bot.answers.items import spaced
from bot.content.briefing import Language
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, state
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
    waiting = [each.record for each in asked.edition.predictions if state(each.record, asked.today) == "open"]
    ends = Counter(each.window.until for each in waiting if each.window.until and each.window.until >= asked.today)
    rulings = Counter(each.due for each in waiting if each.due)
    if not (ends or rulings):
        return ""
    day = min((*ends, *rulings))
    what, count = ("up", ends[day]) if ends[day] else ("ruled", rulings[day])
    return asked.say(f"countdown-{what}", days=(day - asked.today).days, count=count)


@kept_with_edition
def _clear(edition: Edition) -> tuple[tuple[Forecast, ...], ...]:
    """Return what failed and what held of the core forecasts that can be told in short, the latest rulings first."""
    ruled = [each for each in edition.predictions if each.record.verdict and each.record.weight == "core"]
    short = sorted((each for each in ruled if _is_short(each)), key=_age)
    return tuple(_telling(short, outcome) for outcome in CLEAR)


def _telling(forecasts: Iterable[Forecast], outcome: str) -> tuple[Forecast, ...]:
    """Return those of an outcome whose reasons begin with a figure; where none does, all of it."""
    those = tuple(each for each in forecasts if each.record.verdict and each.record.verdict.outcome == outcome)
    return tuple(filter(_has_figure, those)) or those


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
