"""The week of deliveries that `bench scale` goes through on paper: its sums come out."""

from __future__ import annotations

import pytest

from bench.scale import MINUTES, due, simulated


def test_everybody_is_due_once_a_week() -> None:
    minutes = due(1_000_000)
    assert len(minutes) == MINUTES and sum(minutes) == pytest.approx(1_000_000)


@pytest.mark.parametrize(("at", "rate"), [(0, 25.0), (5_000, 25.0), (MINUTES - 1, 25.0), (MINUTES - 1, 1_000.0)])
def test_of_those_due_in_one_minute_the_last_is_late_by_as_long_as_all_of_them_take(at: int, rate: float) -> None:
    minutes = [0.0] * MINUTES
    minutes[at] = 60 * rate * 100  # a hundred minutes' worth, the first of which is the minute itself
    week = simulated(minutes, rate)
    assert (week.most, week.left) == (99, 0) and week.busy == pytest.approx(100 / 60)


def test_what_comes_evenly_and_slowly_is_never_late() -> None:
    week = simulated([60.0] * MINUTES, 2.0)
    assert (week.half, week.nearly_all, week.most, week.busy) == (0, 0, 0, 0)


def test_more_than_a_week_can_take_is_never_sent() -> None:
    assert simulated([60.0] * MINUTES, 0.75).left == pytest.approx(0.25)
