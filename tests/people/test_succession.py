"""Under which name what was said and asked before is read now."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.people.readers import Issue
from bot.people.succession import Succession

MERGED = Succession({"a/old": "a/new", "a/older": "a/new", "a/gone": "a/seen"})
MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ([("a/old", "20")], {"a/new": "20"}),
        ([("a/old", "20"), ("a/new", "80")], {"a/new": "80"}),
        ([("a/new", "80"), ("a/old", "20")], {"a/new": "20"}),
        ([("a/older", "5"), ("a/old", "20"), ("a/other", "50")], {"a/new": "20", "a/other": "50"}),
        ([("a/gone", "95")], {"a/seen": "95"}),
        ([("a/unknown", "95")], {"a/unknown": "95"}),
    ],
)
def test_the_later_answer_under_any_name_counts_once(said: list[tuple[str, str]], counted: dict[str, str]) -> None:
    assert MERGED.last_words(said) == counted


def test_what_was_asked_under_any_name_was_asked() -> None:
    days = [("a/old", MONDAY), ("a/new", MONDAY - dt.timedelta(7)), ("a/other", MONDAY)]
    assert MERGED.last_days(days) == {"a/new": MONDAY, "a/other": MONDAY}


def test_a_check_in_of_before_holds_each_question_of_now_once_and_in_its_place() -> None:
    told = Issue(("a/older", "a/other", "a/new"), MONDAY, ("a/old", "a/new"), ("a",))
    assert MERGED.issue(told) == Issue(("a/new", "a/other"), MONDAY, ("a/new",), ("a",))


def test_what_moves_between_successions_is_told_by_both_names() -> None:
    assert Succession().changed(MERGED) == {"a/old", "a/older", "a/new", "a/gone", "a/seen"}
    assert MERGED.changed(Succession({**MERGED.successors, "a/gone": "a/new"})) == {"a/seen", "a/new"}
    assert not MERGED.changed(MERGED)
