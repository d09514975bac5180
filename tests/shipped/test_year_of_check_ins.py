"""A year of check-ins from the shipped record alone, for a reader who always answers: the loop closes, and soon.

Editors rule on the day of ruling and look again on the day of the next review that the files state, and do nothing
else. What they find is drawn by a seed, at the rates below.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from bot.answers.questions import MOST_QUESTIONS, choose, line_up
from bot.content.briefing import Prediction, Verdict, VerdictText
from bot.content.edition import Forecast, ref, state
from bot.content.reviews import LEANINGS, RECURS, current, months_later, turned
from bot.people.readers import CHANCES, Known
from tests.conftest import shipped_edition

TODAY: Final = dt.date(2026, 11, 29)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
WEEKS: Final = 52
QUARTER: Final = 13
TWO_YEARS: Final = dt.timedelta(days=2 * 365)
READERS: Final = range(24)
OUTCOMES: Final = {"held": 0.25, "partly": 0.35, "failed": 0.3, "unclear": 0.1}
"""How often a verdict is which: about as those so far."""
TURNS: Final = 0.25
"""How often a standing leans another way at a review than before."""
BECAUSE: Final = VerdictText(zh="看过了。", en="Somebody looked.")


@dataclass
class Year:
    """What a reader was asked in each week, and what they heard of their own answers, by week."""

    asked: list[tuple[dt.date, tuple[str, ...]]] = field(default_factory=list)
    verdicts: list[tuple[int, str]] = field(default_factory=list)
    standings: list[tuple[int, str]] = field(default_factory=list)

    def heard(self, kind: str, within: int) -> bool:
        """Tell whether they heard of a verdict or of a standing that turned within so many weeks."""
        return any(week < within for week, _ in getattr(self, kind))


def edited(forecast: Forecast, last: dt.date, today: dt.date, chance: random.Random) -> Forecast:
    """Return a forecast as editors leave it who acted on every stated day after the last check-in."""
    record = forecast.record
    days = (last + number * DAY for number in range(1, (today - last).days + 1))
    for day in days:
        record = _acted(record, day, chance)
    return forecast if record is forecast.record else replace(forecast, record=record)


def _acted(record: Prediction, day: dt.date, chance: random.Random) -> Prediction:
    if record.verdict:
        return record
    if record.due and record.due == day:
        (outcome,) = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))
        return record.model_copy(update={"verdict": Verdict(outcome=outcome, on=day, because=BECAUSE)})
    stands = current(record)
    if stands is None or stands.next != day:
        return record
    others = [each for each in LEANINGS if each != stands.leans and each != "too-early"]
    leans = chance.choice(others) if chance.random() < TURNS else stands.leans
    before = (*stands.earlier, stands.model_copy(update={"earlier": ()}))
    update = {"leans": leans, "on": day, "next": months_later(day, RECURS), "earlier": before}
    return record.model_copy(update={"standing": stands.model_copy(update=update)})


@cache
def year(seed: int) -> Year:
    """Return a reader's year: they subscribe on one of seven days, and answer every question the day it comes."""
    chance, found = random.Random(seed), Year()
    forecasts = {ref(each): each for each in shipped_edition().predictions}
    last = TODAY
    day = TODAY + chance.randint(1, 7) * DAY
    known = Known()
    for week in range(WEEKS):
        before, forecasts = forecasts, {name: edited(each, last, day, chance) for name, each in forecasts.items()}
        for name in known.asked:
            _heard(found, week, before[name].record, forecasts[name].record, name)
        asked = choose(line_up(forecasts.values(), day), known, day)
        found.asked.append((day, asked))
        rulings = {name for name in asked if state(forecasts[name].record, day) == "due"}
        known = replace(
            known,
            asked={**known.asked, **dict.fromkeys(asked, day)},
            chances={**known.chances, **{name: chance.choice(CHANCES) for name in asked if name not in rulings}},
            rulings={**known.rulings, **dict.fromkeys(rulings, "yes")},
        )
        last, day = day, day + WEEK
    return found


def _heard(found: Year, week: int, before: Prediction, now: Prediction, name: str) -> None:
    if now.verdict and not before.verdict:
        found.verdicts.append((week, name))
    elif now.standing != before.standing and turned(now):
        found.standings.append((week, name))


def test_three_readers_in_four_hear_of_their_own_answers_within_three_months(
    record_property: Callable[[str, object], None],
) -> None:
    years = [year(seed) for seed in READERS]
    verdicts = sum(each.heard("verdicts", QUARTER) for each in years)
    standings = sum(each.heard("standings", QUARTER) for each in years)
    either = sum(each.heard("verdicts", QUARTER) or each.heard("standings", QUARTER) for each in years)
    found = {"verdicts": verdicts, "standings": standings, "either": either, "readers": len(years)}
    for kind, count in found.items():
        record_property(kind, count)
    assert either >= len(years) * 3 / 4, found


def test_hardly_a_question_is_without_a_day_of_ruling_within_two_years() -> None:
    by_ref = shipped_edition().by_ref
    asked = [(day, name) for seed in READERS for day, week in year(seed).asked for name in week]
    late = Counter(name for day, name in asked if not (due := by_ref[name].record.due) or due - day > TWO_YEARS)
    assert sum(late.values()) < len(asked) / 10, late.most_common(9)


def test_no_week_of_the_first_year_is_empty() -> None:
    sizes = Counter(len(week) for seed in READERS for _, week in year(seed).asked)
    assert 0 not in sizes and max(sizes) <= MOST_QUESTIONS
