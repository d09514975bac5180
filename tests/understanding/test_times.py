"""Times as people say them, as of one day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.times import schedule, year
from bot.understanding.words import plain

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        *[("2025年", 2025), ("in 2030", 2030), ("1975", 1975), ("version 20245", None), ("12025", None)],
        *[("大前年", 2023), ("前年", 2024), ("去年", 2025), ("今年年底", 2026), ("明年", 2027), ("后年", 2028)],
        *[("the year before last", 2024), ("last year", 2025), ("this yr", 2026), ("next year", 2027)],
        *[("the year after next", 2028), ("by the end of the year", 2026)],
        *[("上个月", 2026), ("下个月", 2026), ("next month", 2026)],
        *[("三年后", 2029), ("10年之内", 2036), ("两年前", 2024), ("再过十年", 2036), ("未来三年", 2029)],
        *[("in five years", 2031), ("three years ago", 2023), ("two years from now", 2028), ("next 3 years", 2029)],
        *[("很久以前", None), ("some years", None), ("", None)],
    ],
)
def test_a_year_is_heard(words: str, meant: int | None) -> None:
    assert year(plain(words), TODAY) == meant


def test_next_month_may_be_next_year() -> None:
    assert year("下个月", dt.date(2026, 12, 1)) == 2027
    assert year("last month", dt.date(2026, 1, 31)) == 2025


@given(st.integers(1900, 2099))
def test_a_year_in_figures_is_that_year(number: int) -> None:
    assert year(plain(f"预测{number}年"), TODAY) == number


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        *[("改到周日晚上八点", "sun 20:00"), ("on Tuesdays", "tue"), ("7:30 pm please", "19:30"), ("at 9", "09:00")],
        *[("周五", "fri"), ("the top 10 predictions", ""), ("2025", ""), ("", "")],
    ],
)
def test_a_day_and_an_hour_are_heard_as_a_subscription_is_told_them(words: str, meant: str) -> None:
    assert schedule(words) == meant
