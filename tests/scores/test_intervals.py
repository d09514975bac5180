"""Intervals: published values, what they are by definition, and what must never move them."""

from __future__ import annotations

import random
from collections import Counter
from math import isclose, sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.scores import Interval, paired, trend, wilson

counts = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), pair[1]))
"""Successes, and of how many."""
differences = st.lists(st.sampled_from([-1, -0.5, -0.25, 0, 0.25, 0.5, 1]), min_size=1, max_size=60)
points = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), min_size=2, max_size=25)


# Shares


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3: the score method without correction for continuity."""
    interval = wilson(successes, trials)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(counts)
def test_a_bound_is_the_share_from_which_the_one_seen_is_just_not_too_far(seen: tuple[int, int]) -> None:
    """What the interval is by definition: z standard errors, those of the bound and not of the share that was seen."""
    successes, trials = seen
    for bound in wilson(successes, trials):
        distance = abs(successes / trials - bound)
        assert isclose(distance, 1.959963984540054 * sqrt(max(0, bound * (1 - bound)) / trials), abs_tol=1e-9)


@given(counts)
@example((0, 7))
@example((7, 7))
def test_an_interval_contains_the_share_and_is_one_of_shares(seen: tuple[int, int]) -> None:
    successes, trials = seen
    interval = wilson(successes, trials)
    assert 0 <= interval.low <= successes / trials <= interval.high <= 1


@given(counts, st.integers(2, 9))
def test_an_interval_narrows_with_more_of_the_same(seen: tuple[int, int], times: int) -> None:
    few, many = wilson(*seen), wilson(seen[0] * times, seen[1] * times)
    assert many.high - many.low < few.high - few.low


@given(counts)
def test_what_failed_has_the_interval_of_what_held_turned_round(seen: tuple[int, int]) -> None:
    held, failed = wilson(*seen), wilson(seen[1] - seen[0], seen[1])
    assert isclose(held.low, 1 - failed.high, abs_tol=1e-12)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="no cases"):
        paired({})


# Differences


def matched(both: int, first: int, second: int, neither: int) -> list[float]:
    """Return the differences of matched pairs, of which so many are successes of both, of one alone, or of neither."""
    return [0.0] * both + [1.0] * first + [-1.0] * second + [0.0] * neither


def test_the_interval_of_a_difference_is_the_adjusted_one_worked_out_by_hand() -> None:
    """A half is added to each cell: of 12 and 5 discordant among 40 pairs 7 / 42 ± z √((18 / 42 − (7 / 42)²) / 42)."""
    reach = 1.959963984540054 * sqrt((18 / 42 - (7 / 42) ** 2) / 42)
    found = paired(Counter(matched(15, 12, 5, 8)))
    assert isclose(found.low, 7 / 42 - reach) and isclose(found.high, 7 / 42 + reach)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_of_whole_cases_it_is_the_published_formula(same: int, first: int, second: int) -> None:
    """Agresti and Min 2005: (b − c) / (n + 2) ± z √( (b + c + 1) − (b − c)² / (n + 2) ) / (n + 2)."""
    if not (trials := same + first + second):
        return
    total = trials + 2
    reach = 1.959963984540054 * sqrt(first + second + 1 - (first - second) ** 2 / total) / total
    found = paired(Counter(matched(same, first, second, 0)))
    assert isclose(found.low, max(-1, (first - second) / total - reach), abs_tol=1e-12)
    assert isclose(found.high, min(1, (first - second) / total + reach), abs_tol=1e-12)


@given(differences, st.randoms(use_true_random=False))
def test_no_order_of_cases_and_no_change_of_sides_moves_it(found: list[float], dice: random.Random) -> None:
    interval, shuffled = paired(Counter(found)), found[:]
    dice.shuffle(shuffled)
    turned = paired(Counter(-each for each in shuffled))
    assert isclose(interval.low, -turned.high, abs_tol=1e-12) and isclose(interval.high, -turned.low, abs_tol=1e-12)
    assert -1 <= interval.low <= interval.high <= 1


@given(differences)
def test_it_narrows_with_more_of_the_same(found: list[float]) -> None:
    few, many = paired(Counter(found)), paired(Counter(found * 4))
    assert many.high - many.low < few.high - few.low


# Trends


def test_the_trend_is_that_of_its_author() -> None:
    """The example of Sen 1968, section 6, by his 93 % interval: slope 4, from 3.71 to 4.38."""
    found = trend(zip((1, 2, 3, 4, 10, 12, 18), (9, 15, 19, 20, 45, 55, 78), strict=True), 0.93)
    assert found and isclose(found.slope, 4)
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (3.71, 4.38)


@given(points, st.randoms(use_true_random=False))
def test_no_order_of_points_moves_a_trend(said: list[tuple[int, int]], dice: random.Random) -> None:
    shuffled = said[:]
    dice.shuffle(shuffled)
    assert trend(said) == trend(shuffled)


@given(points)
def test_a_trend_lies_within_its_interval_and_turns_with_its_points(said: list[tuple[int, int]]) -> None:
    found, turned = trend(said), trend((x, -y) for x, y in said)
    if found is None or turned is None:
        assert found is turned and len({x for x, _ in said}) == 1
        return
    assert found.interval.low <= found.slope <= found.interval.high
    assert isclose(found.slope, -turned.slope, abs_tol=1e-12)


@given(st.integers(0, 20), st.integers(10, 40))
def test_where_nothing_changes_none_is_found(value: int, count: int) -> None:
    assert trend((x, value) for x in range(count)) == (0, Interval(0, 0))
