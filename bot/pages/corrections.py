"""What was taken back or said anew: verdicts that were replaced, and rules that were reworded. It only ever grows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, get_args

from bot.answers.asked import MARKS, Asked
from bot.content.briefing import Rule, Ruling
from bot.content.edition import Forecast, ref
from bot.pages.rows import Row, row

What = Literal["outcome", "reasons", "rule"]
WHATS: Final[tuple[What, ...]] = get_args(What)
"""What is corrected, the gravest first."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that is said otherwise from a day on: how it was before, and how it is now."""

    name: str
    on: dt.date
    what: What
    title: str
    before: str
    after: str
    row: Row


def corrections(asked: Asked, wanted: Callable[[Forecast], bool] = lambda _: True) -> list[Correction]:
    """Return the corrections of forecasts, the latest first; of a day those of outcomes before those of words."""
    forecasts = filter(wanted, asked.edition.predictions)
    found = [each for forecast in forecasts for each in _of(asked, forecast)]
    return sorted(found, key=lambda each: (-each.on.toordinal(), WHATS.index(each.what)))


def _of(asked: Asked, forecast: Forecast) -> Iterator[Correction]:
    verdict, rule = forecast.record.verdict, forecast.record.resolution
    if verdict and verdict.earlier:
        yield from _rulings(asked, forecast, (*verdict.earlier, verdict))
    if rule and rule.earlier:
        yield from _rules(asked, forecast, (*rule.earlier, rule))


def _rulings(asked: Asked, forecast: Forecast, rulings: Iterable[Ruling]) -> Iterator[Correction]:
    rulings = tuple(rulings)
    for number, (before, after) in enumerate(pairwise(rulings), 1):
        on = min(each.counts_from for each in rulings[number:])
        what: What = "outcome" if before.outcome != after.outcome else "reasons"
        was, now = _outcome(asked, before), _outcome(asked, after)
        same = asked.say("correction-reasons", outcome=now)
        title = same if what == "reasons" else asked.say("correction-outcome", before=was, after=now)
        said = asked.text(before.because), asked.text(after.because)
        name = f"correction:{ref(forecast)}:verdict:{number}"
        yield Correction(name, on, what, title, *said, row(asked, forecast))


def _outcome(asked: Asked, ruling: Ruling) -> str:
    return f"{MARKS[ruling.outcome]} {asked.say(f'state-{ruling.outcome}')}"


def _rules(asked: Asked, forecast: Forecast, rules: Iterable[Rule]) -> Iterator[Correction]:
    for number, (before, after) in enumerate(pairwise(rules), 1):
        assert after.written, "checks want the day of every rule but those of the first format"
        said = asked.text(before.question), asked.text(after.question)
        name = f"correction:{ref(forecast)}:rule:{number}"
        yield Correction(name, after.written, "rule", asked.say("correction-rule"), *said, row(asked, forecast))
