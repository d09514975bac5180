"""What a check-in asks: in which order, of which documents, and what again."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answers.questions import choose, line_up
from bot.content.briefing import Standing, VerdictText
from bot.content.edition import Edition, Statement, ref
from bot.content.prediction import Prediction
from bot.people.readers import Known
from tests.answers.test_checkin import forecasts, ids, known
from tests.conftest import TODAY

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
BEGINS = dt.date(2026, 12, 1)

LONG_DUE = ("long-due", TODAY - 300 * DAY, "core")
JUST_DUE = ("just-due", TODAY - 20 * DAY, "minor")
ENDS_SOON = ("ends-soon", TODAY + 80 * DAY, "secondary")
ENDS_SOON_CORE = ("ends-soon-core", TODAY + 89 * DAY, "core")
ENDS_LATER = ("ends-later", TODAY + 200 * DAY, "core")
ENDLESS = ("endless", None, "core")
REVIEW = ("review", None, "minor")
REVIEW_CORE = ("review-core", TODAY + 900 * DAY, "core")
ALL = (ENDLESS, LONG_DUE, ENDS_LATER, REVIEW, REVIEW_CORE, ENDS_SOON_CORE, JUST_DUE, ENDS_SOON)


def up_for_review(statement: Statement[Prediction], since: dt.date) -> Statement[Prediction]:
    because = VerdictText(zh="一", en="a")
    standing = Standing(leans="mixed", on=since - 90 * DAY, next=since, because=because)
    record = statement.record.model_copy(update={"standing": standing})
    return Statement(statement.briefing, statement.card, record)


def lined_up(small: Edition, *, since: dt.date = TODAY - 3 * DAY) -> list[Statement[Prediction]]:
    made = forecasts(small, *ALL)
    return [up_for_review(each, since) if each.record.id.startswith("review") else each for each in made]


def order(small: Edition, facts: Known, since: dt.date = TODAY - 3 * DAY) -> list[str]:
    """Return what a reader is asked, one check-in a day after the other, until nothing is left."""
    found: list[str] = []
    line = line_up(lined_up(small, since=since), TODAY)
    while chosen := choose(line, facts, TODAY):
        found += ids(chosen)
        facts = Known(facts.chances, facts.rulings, asked={**facts.asked, **dict.fromkeys(chosen, TODAY)})
    return found


def test_first_what_is_settled_soon_with_one_far_review_and_endless_ones_last(small: Edition) -> None:
    expected = ["ends-soon-core", "ends-soon", "review-core", "just-due", "long-due", "ends-later", "review", "endless"]
    assert order(small, Known()) == expected


@pytest.mark.parametrize("days", [-1, 28, 100])
def test_a_review_that_has_not_come_or_that_nobody_did_for_four_weeks_is_none(small: Edition, days: int) -> None:
    expected = ["ends-soon-core", "ends-soon", "review-core", "just-due", "long-due", "ends-later", "endless", "review"]
    assert order(small, Known(), TODAY - days * DAY) == expected, "it has an end, and else nothing sets it apart"


def test_what_was_guessed_at_is_asked_again_for_its_review_and_else_after_what_is_new(small: Edition) -> None:
    facts = known(small, guessed="ends-soon-core review-core endless ends-later")
    assert order(small, facts) == [
        *("ends-soon", "just-due", "review-core"),
        *("long-due", "ends-soon-core", "ends-later"),
        *("review", "endless"),
    ]


def test_no_check_in_of_a_new_reader_is_of_one_document_alone(shipped: Edition) -> None:
    for week in range(52):
        day = BEGINS + week * WEEK
        chosen = choose(line_up(shipped.predictions, day), Known(), day)
        assert len({each.partition("/")[0] for each in chosen}) > 1


def test_what_is_settled_later_than_in_two_years_is_asked_once_in_four_weeks_beside_others(small: Edition) -> None:
    far = [(f"far-{number}", TODAY + 900 * DAY, "core") for number in range(9)]
    near = [(f"near-{number}", TODAY + 60 * DAY, "core") for number in range(20)]
    asked: dict[str, dt.date] = {}
    found = []
    for week in range(5):
        day = TODAY + week * WEEK
        chosen = choose(line_up(forecasts(small, *far, *near), day), Known(asked=asked), day)
        found.append(sum("/far-" in each for each in chosen))
        asked |= dict.fromkeys(chosen, day)
    assert found == [1, 0, 0, 0, 1]


def test_where_nothing_of_a_week_comes_up_soon_one_far_review_does(small: Edition) -> None:
    near = [(f"near-{number}", TODAY + 300 * DAY, "core") for number in range(9)]
    made = [*forecasts(small, *near), up_for_review(forecasts(small, REVIEW)[0], TODAY)]
    recently = {f"{made[0].briefing.briefing}/other": TODAY - DAY}
    assert ids(choose(line_up(made, TODAY), Known(asked=recently), TODAY))[-1] == "review"


def test_all_that_is_asked_is_still_there_to_be_asked(shipped: Edition) -> None:
    line = line_up(shipped.predictions, BEGINS)
    kinds = (line.soon, line.review, line.due, line.near, line.far_review, line.dated, line.endless)
    names = [each.name for kind in kinds for each in kind]
    assert sorted(names) == sorted(ref(each) for each in shipped.predictions if each.record.verdict is None)
