"""Standings in between: what each leaning needs, the order of its days, when it is looked at again, what changed."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.assembling import build_edition
from bot.content.briefing import Leaning, Review, Standing, VerdictText
from bot.content.diff import differences, tally
from bot.content.edition import Edition, state, witnesses
from bot.content.export import edition_json
from bot.content.prediction import Prediction
from bot.content.reviews import REVIEW_LASTS, current, is_overdue, is_up, next_review, turned_from, up_since
from bot.desk.verdict_edit import write_standing
from tests.conftest import TODAY
from tests.content.test_record import codes, edited
from tests.support.marked import assert_readable

DOUGH = "briefings/machine-dough.yaml"
LIBRARY = "briefings/quiet-library.yaml"
NIGHT = "machine-dough/night-shift"
DAY = dt.timedelta(days=1)
EVIDENCE = '{url: "https://example.org/a", publisher: A, kind: press, date: 2026-10, fact: {zh: 一, en: a}, bears: for}'
STANDING = f"""    standing:
      leans: held
      on: 2026-11-20
      next: 2027-02-20
      because: {{zh: "一。", en: "One."}}
      evidence: [{EVIDENCE}]
"""
PLACE = "      on: 2034-03-05\n      written: 2026-11-20\n    sectors: [bakeries]\n    at: [5]\n"
"""Where an open prediction without a standing ends."""

CODES = {
    *("standing-order", "standing-after-verdict", "review-not-after", "standing-no-evidence"),
    *("evidence-after-standing", "standing-not-ripe", "ripe-though-leaning", "ripe-passed", "pending-and-standing"),
}
"""Problems and warnings of standings, each shown below to be found."""


def standing_of(edition: Edition, name: str = "machine-dough/handmade-stays") -> Standing:
    found = edition.by_ref[name].record.standing
    assert found
    return found


def with_standing(files: dict[str, bytes], *edits: tuple[str, str]) -> dict[str, bytes]:
    """Return the small edition with a standing of one more prediction, in which texts are replaced."""
    text = STANDING
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return edited(files, DOUGH, (PLACE, PLACE + text))


def test_a_reason_to_wait_beside_a_standing_is_a_warning(files: dict[str, bytes]) -> None:
    waits = '    pending: {zh: "等等看。", en: "Wait."}\n    standing:\n'
    both = edited(files, DOUGH, ("    standing:\n", waits))
    [found] = build_edition(both).warnings
    assert found.code == "pending-and-standing"
    assert both[DOUGH].decode().splitlines()[found.mark.line - 1].startswith("    pending: ")
    assert_readable((found,))


def test_an_open_prediction_may_have_a_standing_which_changes_nothing_of_its_state(files: dict[str, bytes]) -> None:
    edition = build_edition(with_standing(files))
    record = edition.by_ref["machine-dough/handmade-stays"].record
    assert current(record) == standing_of(edition) and state(record, TODAY) == "open"


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("next: 2027-02-20", "next: 2026-11-20")], "review-not-after"),
        ([("next: 2027-02-20", "next: 2026-11-01")], "review-not-after"),
        ([(f"[{EVIDENCE}]", "[]")], "standing-no-evidence"),
        ([("leans: held", "leans: mixed"), (f"[{EVIDENCE}]", "[]")], "standing-no-evidence"),
        ([("date: 2026-10", "date: 2026-11-21")], "evidence-after-standing"),
        ([("date: 2026-10", "date: 2027")], "evidence-after-standing"),
        ([("date: 2026-10", "date: undated")], "undated-unseen"),
        ([("leans: held", "leans: too-early")], "standing-not-ripe"),
        ([("leans: held", "leans: held\n      ripe: 2030-01-01")], "ripe-though-leaning"),
        ([("leans: held", "leans: too-early\n      ripe: 2026-11-20")], "ripe-passed"),
        ([("leans: held", "leans: too-early\n      ripe: 2030-01-01")], ""),
        ([("leans: held", "leans: too-early\n      ripe: 2030-01-01"), (f"[{EVIDENCE}]", "[]")], ""),
        ([("leans: held", "leans: perhaps")], "choice"),
        ([('{zh: "一。", en: "One."}', '{zh: "", en: ""}')], "empty-text"),
    ],
)
def test_what_a_standing_lacks_is_named(files: dict[str, bytes], edits: list[tuple[str, str]], code: str) -> None:
    assert codes(with_standing(files, *edits)) == [code] * bool(code)


@pytest.mark.parametrize("on", ["2026-11-20", "2026-12-01"])
def test_the_reviews_before_stand_oldest_first(files: dict[str, bytes], on: str) -> None:
    early = f"{{leans: too-early, on: {on}, next: 2028-01-01, ripe: 2028-01-01, because: {{zh: 早, en: E}}}}"
    slip = ("      because", f"      earlier: [{early}]\n      because")
    assert codes(with_standing(files, slip)) == ["standing-order"]


@pytest.mark.parametrize(("on", "code"), [("2025-02-01", ""), ("2025-02-02", "standing-after-verdict")])
def test_beside_a_verdict_a_standing_stays_as_what_was_thought_before(
    files: dict[str, bytes], on: str, code: str
) -> None:
    text = STANDING.replace("2026-11-20", on).replace("2026-10", "2025")
    changed = edited(files, DOUGH, ("    at: [4]\n    verdict:\n", f"    at: [4]\n{text}    verdict:\n"))
    assert codes(changed) == [code] * bool(code)
    if not code:
        edition = build_edition(changed)
        record = edition.by_ref["machine-dough/half-of-shops"].record
        assert current(record) is None and record.standing


def test_words_in_one_language_and_dates_that_look_made_up_are_warned_of(files: dict[str, bytes]) -> None:
    slips = [('en: "One."', 'en: ""'), ("date: 2026-10", "date: 2026-10-31"), ("kind: press, ", "")]
    edition = build_edition(with_standing(files, *slips))
    assert sorted(each.code for each in edition.warnings) == ["month-end", "no-rank", "unwritten"]


def test_its_evidence_is_evidence_and_all_of_it_is_shown_to_programs(files: dict[str, bytes]) -> None:
    edition = build_edition(with_standing(files))
    assert ("machine-dough/handmade-stays", standing_of(edition).evidence[0]) in list(witnesses(edition))
    [plain] = [
        each["standing"]
        for briefing in edition_json(edition, TODAY)["briefings"]
        for each in briefing["predictions"]
        if each["id"] == "handmade-stays"
    ]
    assert (plain["leans"], plain["on"], plain["next"]) == ("held", "2026-11-20", "2027-02-20")


# When it is looked at again


def review(day: dt.date) -> Review:
    return Review(leans="held", on=day - DAY, next=day, because=VerdictText(zh="一", en="a"))


def test_a_review_that_nobody_did_comes_again_each_half_year() -> None:
    made = review(dt.date(2027, 8, 31))
    expected = [
        dt.date(2027, 8, 31),
        dt.date(2028, 2, 29),
        dt.date(2028, 8, 31),
        dt.date(2029, 2, 28),
        dt.date(2029, 8, 31),
    ]
    days = [dt.date(2027, 1, 1) + number * DAY for number in range(2 * 365 + 300)]
    found = [up_since(made, day) for day in days]
    assert list(dict.fromkeys(found)) == [None, *expected]
    assert [next_review(made, each) for each in expected] == expected
    assert [next_review(made, each + DAY) for each in expected[:-1]] == expected[1:]


def opened(small: Edition, standing: Standing) -> Prediction:
    record = small.by_ref["machine-dough/handmade-stays"].record
    return record.model_copy(update={"standing": standing})


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 1800))
def test_it_is_up_for_four_weeks_from_its_day_on(small: Edition, day: dt.date, days: int) -> None:
    today = day + (days - 300) * DAY
    record = opened(small, Standing(**review(day).model_dump()))
    since = up_since(review(day), today)
    assert is_up(record, today) == (since is not None and since <= today < since + REVIEW_LASTS)
    assert not is_up(
        record.model_copy(update={"verdict": small.by_ref["machine-dough/half-of-shops"].record.verdict}), today
    )
    assert next_review(review(day), today) >= max(today, day)
    assert is_overdue(record, today) == (today >= day + REVIEW_LASTS)


@pytest.mark.parametrize(
    ("leanings", "was"),
    [(["held"], None), (["held", "held"], None), (["failed", "held"], "failed"), (["held", "failed", "failed"], None)],
)
def test_it_turned_where_it_leans_another_way_than_last_time(leanings: list[Leaning], was: str | None) -> None:
    *before, now = (
        review(TODAY + number * DAY).model_copy(update={"leans": each}) for number, each in enumerate(leanings)
    )
    assert turned_from(Standing(**now.model_dump(), earlier=tuple(before))) == was


# What changed


def test_a_standing_given_changed_and_withdrawn_is_told_as_that(files: dict[str, bytes]) -> None:
    without, given = build_edition(files), build_edition(with_standing(files))
    changed = build_edition(with_standing(files, ("leans: held", "leans: failed"), ("One.", "Two.")))
    stages = [without, given, changed, without]
    found = [tally(differences(*each)) for each in pairwise(stages)]
    assert found == [{f"standing-{fate}": 1} for fate in ("given", "changed", "withdrawn")]


def test_a_replaced_standing_is_told_once_not_as_an_earlier_one_too(files: dict[str, bytes]) -> None:
    evidence = standing_of(build_edition(files), NIGHT).evidence
    new = review(TODAY + 90 * DAY).model_copy(update={"on": TODAY, "leans": "failed", "evidence": evidence})
    after = build_edition({**files, DOUGH: write_standing(DOUGH, files[DOUGH], "night-shift", new)})
    [change] = differences(build_edition(files), after)
    assert change.facets == ("standing-changed",)
    assert not [edit for edit in change.edits if "earlier" in edit.key]
    assert ("standing.leans", "mixed", "failed") in [(edit.key, edit.old, edit.new) for edit in change.edits]
    assert [each.leans for each in standing_of(after, NIGHT).earlier] == ["too-early", "mixed"]
