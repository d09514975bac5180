"""What was ruled stays: no edit takes a verdict away, or moves its outcome or its day, as if it had never been."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.drafts import Declined
from bot.content.edition import Edition
from bot.content.erasures import hold
from bot.content.prediction import Ruling
from bot.content.proposals import OBJECTIONS
from bot.state.sqlite.editions import SQLiteEditions
from tests.conftest import NOW, TODAY
from tests.content.test_edition import DOUGH, put
from tests.content.test_proposals import DAY, DONE, ruled, ruling
from tests.desk.test_desk import ANNA, desk_on

FIRST = ruling(TODAY - 30 * DAY, outcome="partly")
NEXT = ruling(TODAY, outcome="held")
PROPOSED = ruling(TODAY - 20 * DAY, TODAY - 20 * DAY + OBJECTIONS, "failed")


def declined(before: Edition, after: Edition, today: dt.date = TODAY) -> str:
    """Return why an edit is declined; nothing where it is not."""
    try:
        hold(before, after, today)
    except Declined as why:
        assert why.args_of_code == {"name": DONE}
        return why.code
    return ""


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ([], [FIRST], ""),
        ([FIRST], [FIRST], ""),
        ([FIRST], [FIRST, NEXT], ""),
        ([FIRST, NEXT], [FIRST, NEXT, ruling(TODAY + DAY)], ""),
        ([FIRST], [FIRST.model_copy(update={"because": NEXT.because, "evidence": ()})], ""),
        ([FIRST], [], "ruling-erased"),
        ([FIRST], [NEXT], "ruling-erased"),
        ([FIRST], [FIRST.model_copy(update={"outcome": "held"})], "ruling-erased"),
        ([FIRST], [FIRST.model_copy(update={"on": TODAY})], "ruling-erased"),
        ([FIRST], [FIRST.model_copy(update={"proposed": TODAY})], "ruling-erased"),
        ([PROPOSED], [PROPOSED.model_copy(update={"proposed": None})], "ruling-erased"),
        ([PROPOSED], [PROPOSED.model_copy(update={"proposed": TODAY})], "ruling-erased"),
        ([FIRST, NEXT], [NEXT], "ruling-erased"),
        ([FIRST, NEXT], [NEXT, FIRST], "ruling-erased"),
        ([PROPOSED], [PROPOSED, NEXT], ""),
        ([PROPOSED], [PROPOSED, ruling(TODAY - 19 * DAY, outcome="held")], "ruling-backdated"),
    ],
)
def test_an_edit_adds_rulings_and_takes_none_away(
    small: Edition, before: Sequence[Ruling], after: Sequence[Ruling], code: str
) -> None:
    was, now = (ruled(small, DONE, *each) if each else small for each in (before, after))
    assert declined(was, now) == code


def test_one_that_is_still_proposed_may_be_followed_at_once(small: Edition) -> None:
    was, day = ruled(small, DONE, PROPOSED), TODAY - 18 * DAY
    assert declined(was, ruled(small, DONE, PROPOSED, ruling(TODAY - 19 * DAY, outcome="held")), day) == ""


def test_a_forecast_that_was_ruled_on_goes_with_its_document_alone(small: Edition) -> None:
    was, slug = ruled(small, DONE, FIRST), DONE.partition("/")[0]
    whole = replace(was, briefings=tuple(each for each in was.briefings if each.briefing != slug))
    less = tuple(
        each.model_copy(update={"predictions": tuple(one for one in each.predictions if f"{slug}/{one.id}" != DONE)})
        for each in was.briefings
    )
    assert declined(was, replace(was, briefings=less)) == "ruling-erased" and declined(was, whole) == ""


def test_the_desk_publishes_no_such_edit_and_mended_words(files: dict[str, bytes], tmp_path: Path) -> None:
    put(tmp_path, files)
    ruled_so = b"      outcome: partly\n      on: 2025-02-01\n"
    assert files[DOUGH].count(ruled_so) == 1
    with contextlib.closing(SQLiteEditions.open(tmp_path / "hindsight.db")) as history:
        desk = desk_on(tmp_path, history)
        desk.load(NOW)
        moved = files[DOUGH].replace(ruled_so, ruled_so.replace(b"partly", b"held"))
        with pytest.raises(Declined, match="ruling-erased"):
            desk.publish(desk.propose({DOUGH: moved}, ANNA, NOW).draft.digest, ANNA, NOW)
        words = files[DOUGH].replace("协会统计是四成。".encode(), "协会统计是四成多。".encode())
        assert desk.publish(desk.propose({DOUGH: words}, ANNA, NOW).draft.digest, ANNA, NOW)
