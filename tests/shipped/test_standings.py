"""The shipped standings: every open core forecast has one, with evidence; in five years what to ask never runs dry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from bot.answers.questions import JUST_DUE, MOST_QUESTIONS, SOON, choose, line_up
from bot.content.edition import Edition, Forecast, ref, state
from bot.content.reviews import REVIEW_LASTS, current, is_up, next_review, to_review
from bot.people.readers import Known
from tests.conftest import shipped_edition

EDITION = shipped_edition()
TODAY = dt.date(2026, 11, 29)
WEEK = dt.timedelta(weeks=1)
FIVE_YEARS = [dt.date(2026, 12, 1) + number * WEEK for number in range(5 * 52 + 1)]
QUARTER = 13

OPEN = [each for each in EDITION.predictions if state(each.record, TODAY) == "open"]
STANDINGS = [(each, standing) for each in OPEN if (standing := current(each.record))]


@pytest.mark.parametrize("forecast", [each for each in OPEN if each.record.weight == "core"], ids=ref)
def test_an_open_core_forecast_tells_how_it_stands_on_which_evidence(forecast: Forecast) -> None:
    standing = current(forecast.record)
    assert standing and standing.evidence
    assert standing.because.zh and standing.because.en


@pytest.mark.parametrize("forecast", [each for each, _ in STANDINGS], ids=ref)
def test_a_standing_says_when_to_look_again_before_a_verdict_is_due(forecast: Forecast) -> None:
    standing = current(forecast.record)
    assert standing and standing.on <= TODAY < standing.next
    assert (standing.ripe is not None) is (standing.leans == "too-early")
    for later in filter(None, (standing.ripe, standing.next)):
        assert not forecast.record.due or later <= forecast.record.due


def test_reviews_are_spread_over_the_quarters_of_the_year_and_pile_up_on_no_day() -> None:
    days = [standing.next for _, standing in STANDINGS]
    assert {(day.year, (day.month - 1) // 3) for day in days} >= {(2027, quarter) for quarter in range(4)}
    assert max(Counter(days).values()) <= MOST_QUESTIONS


# Five years in which no editor acts


def comes_up(forecast: Forecast, today: dt.date) -> bool:
    """Tell whether a forecast falls due or is reviewed within a quarter, or was just now: less than four weeks ago."""
    due, standing = forecast.record.due, to_review(forecast.record, today)
    reviewed = standing is not None and next_review(standing, today) - today <= SOON
    return is_up(forecast.record, today) or reviewed or (due is not None and -JUST_DUE < due - today <= SOON)


def test_a_new_subscriber_is_always_asked_of_what_comes_up_within_a_quarter(shipped: Edition) -> None:
    for day in FIVE_YEARS:
        chosen = choose(line_up(shipped.predictions, day), Known(), day)
        assert len(chosen) == MOST_QUESTIONS, day
        assert any(comes_up(shipped.by_ref[name], day) for name in chosen), day


def test_whoever_subscribes_has_something_to_answer_in_every_week_of_a_quarter(shipped: Edition) -> None:
    lines = {day: line_up(shipped.predictions, day) for day in FIVE_YEARS}
    for begins in range(0, len(FIVE_YEARS), QUARTER):
        asked: dict[str, dt.date] = {}
        for day in FIVE_YEARS[begins : begins + QUARTER]:
            chosen = choose(lines[day], Known(asked=asked, chances=dict.fromkeys(asked, "50")), day)
            assert len(chosen) == MOST_QUESTIONS, day
            assert any(comes_up(shipped.by_ref[name], day) for name in chosen), day
            asked |= dict.fromkeys(chosen, day)


def test_a_review_nobody_does_is_up_for_four_weeks_and_comes_again(shipped: Edition) -> None:
    for forecast, _ in STANDINGS:
        up = [day for day in FIVE_YEARS if is_up(forecast.record, day)]
        begun = [later for before, later in pairwise([dt.date.min, *up]) if later - before > WEEK]
        assert len(up) * WEEK <= len(begun) * REVIEW_LASTS, ref(forecast)
        years = ((forecast.record.due or dt.date.max) - TODAY) / dt.timedelta(days=365)
        assert len(begun) >= min(years, 5) * 2 - 2, ref(forecast)
