"""Brier scores: published values and a published decomposition, days worked out by hand, and what must hold of any."""

from __future__ import annotations

import datetime as dt
import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scores import brier, decomposition, over_time

counts = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), pair[1]))
"""Successes, and of how many."""
CLOSED = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
shares = st.floats(0, 1)
outcomes = st.sampled_from([0, 0.5, 1])
said = st.lists(st.tuples(st.sampled_from([0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99]), outcomes), min_size=1, max_size=60)

TAMPERE = {
    0.0: (46, 1),
    0.1: (56, 1),
    0.2: (59, 5),
    0.3: (41, 5),
    0.4: (19, 4),
    0.5: (22, 8),
    0.6: (22, 6),
    0.7: (34, 16),
    0.8: (24, 16),
    0.9: (11, 8),
    1.0: (13, 11),
}
"""How often rain of more than 0.2 mm was given each chance in Tampere in 2003, 24 hours ahead, and how often it came.

P. Nurmi, Finnish Meteorological Institute: the example of cawcr.gov.au/projects/verification/POP3/POP3.html.
"""


# Single answers


@pytest.mark.parametrize(
    ("chance", "outcome", "expected"),
    [(1, 1, 0), (1, 0, 1), (0.7, 1, 0.09), (0.3, 1, 0.49), (0.5, 1, 0.25), (0.5, 0, 0.25)],
)
def test_brier_scores_are_those_published(chance: float, outcome: float, expected: float) -> None:
    """The examples of Wikipedia's article “Brier score”: rain forecast at 100, 70, 30 and 50 %."""
    assert isclose(brier([(chance, outcome)]), expected)


@given(counts, st.floats(0, 1))
def test_nobody_scores_better_than_by_saying_the_true_probability(seen: tuple[int, int], other: float) -> None:
    came_true, questions = seen
    outcomes = [1] * came_true + [0] * (questions - came_true)

    def always(chance: float) -> float:
        return brier((chance, outcome) for outcome in outcomes)

    truth = came_true / questions
    assert always(truth) <= always(other) + 1e-12
    assert abs(truth - other) < 1e-3 or always(truth) < always(other)


@given(said, st.randoms(use_true_random=False))
def test_no_order_of_answers_changes_a_score(answers: list[tuple[float, float]], dice: random.Random) -> None:
    shuffled = answers[:]
    dice.shuffle(shuffled)
    assert isclose(brier(answers), brier(shuffled), abs_tol=1e-12)


@given(said)
def test_an_answer_cut_in_two_halves_scores_the_same(answers: list[tuple[float, float]]) -> None:
    whole = [1.0] * len(answers)
    assert isclose(brier(answers), brier([*answers, answers[0]], [0.5, *whole[1:], 0.5]), abs_tol=1e-12)


# What a score is made of


def test_the_decomposition_is_the_one_published() -> None:
    """The table on that page: Brier score 0.144, reliability 0.025, resolution 0.060, uncertainty 0.179."""
    days = [
        (chance, 1.0 if number < rained else 0.0)
        for chance, (count, rained) in TAMPERE.items()
        for number in range(count)
    ]
    found = decomposition(days)
    assert len(days) == 347 and round(brier(days), 3) == 0.144
    assert [round(part, 3) for part in found] == [0.025, 0.060, 0.179]


@given(said)
def test_reliability_less_resolution_and_uncertainty_make_the_score(answers: list[tuple[float, float]]) -> None:
    parts = decomposition(answers)
    assert abs(parts.reliability - parts.resolution + parts.uncertainty - brier(answers)) < 1e-9
    assert min(parts) >= 0


@given(said, st.data())
def test_so_they_do_where_answers_weigh_differently(answers: list[tuple[float, float]], data: st.DataObject) -> None:
    weights = [data.draw(st.integers(1, 5)) / 5 for _ in answers]
    parts = decomposition(answers, weights)
    assert abs(parts.reliability - parts.resolution + parts.uncertainty - brier(answers, weights)) < 1e-9


@given(st.lists(st.tuples(shares, st.sampled_from([0, 1])), min_size=1))
def test_the_uncertainty_of_yes_and_no_is_that_of_murphy(answers: list[tuple[float, int]]) -> None:
    base = sum(outcome for _, outcome in answers) / len(answers)
    assert isclose(decomposition(answers).uncertainty, base * (1 - base), abs_tol=1e-12)


# Over the days


def at(days: float) -> dt.datetime:
    return CLOSED - days * DAY


@pytest.mark.parametrize(
    ("answers", "outcome", "expected"),
    [
        ([(at(10), 0.8)], 1, 0.04),
        ([(at(10), 0.2), (at(4), 0.8)], 1, (6 * 0.64 + 4 * 0.04) / 10),
        ([(at(10), 0.2), (at(1), 0.95)], 1, (9 * 0.64 + 1 * 0.0025) / 10),
        ([(at(8), 0.5), (at(6), 0.65), (at(1), 0.2)], 0, (2 * 0.25 + 5 * 0.4225 + 1 * 0.04) / 8),
        ([(at(2), 0.35), (at(0.5), 0.5)], 0.5, (1.5 * 0.0225 + 0.5 * 0) / 2),
        ([(at(3), 0.05), (at(3), 0.8)], 1, 0.04),
    ],
)
def test_each_answer_counts_as_long_as_it_stood(
    answers: list[tuple[dt.datetime, float]], outcome: float, expected: float
) -> None:
    assert isclose(over_time(answers, CLOSED, outcome), expected)


@given(st.lists(st.tuples(st.integers(1, 400), shares), min_size=1, unique_by=lambda each: each[0]), outcomes)
def test_to_say_the_same_again_changes_nothing(said: list[tuple[int, float]], outcome: float) -> None:
    answers = [(at(days), chance) for days, chance in sorted(said, reverse=True)]
    again = [each for at_, chance in answers for each in ((at_, chance), (at_ + DAY / 3, chance))]
    before = over_time(answers, CLOSED, outcome)
    assert isclose(before, over_time(again, CLOSED, outcome), abs_tol=1e-9)
    scores = [(chance - outcome) ** 2 for _, chance in answers]
    assert min(scores) - 1e-12 <= before <= max(scores) + 1e-12
