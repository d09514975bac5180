"""A standing written into a briefing: where it belongs, in any layout, and what it replaces is kept."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from bot.content.briefing import Evidence, Language, Review, Standing
from bot.content.drafts import Declined
from bot.desk.verdict_edit import write_standing, write_verdict
from tests.desk.test_verdict_edit import DOUGH, LAYOUTS, RULING, evidence, gone, of, ruamel, text, verdict_of


def review(**changed: Any) -> Review:
    usual = {
        "leans": "failed",
        "on": dt.date(2026, 11, 24),
        "next": dt.date(2027, 5, 31),
        "because": text("少了两成，不是“三成”。", 'A fifth fewer, not "three tenths" # yet.'),
        "evidence": (Evidence.model_validate(evidence()),),
    }
    return Review.model_validate(usual | changed)


REVIEW = review()
EARLY = review(leans="too-early", ripe=dt.date(2030, 1, 1), evidence=())


def standing_of(content: bytes, prediction: str) -> Standing:
    found = of(content, prediction).standing
    assert found
    return found


def expected(old: Standing | None, new: Review) -> Standing:
    before = (*old.earlier, Review.model_validate(old.model_dump(exclude={"earlier"}))) if old else ()
    return Standing.model_validate(new.model_dump() | {"earlier": tuple(each.model_dump() for each in before)})


def test_a_standing_stands_below_its_prediction_as_editors_write_it(files: dict[str, bytes]) -> None:
    after = write_standing(DOUGH, files[DOUGH], "handmade-stays", EARLY).decode()
    assert (
        """    at: [5]
    standing:
      leans: too-early
      on: 2026-11-24
      next: 2027-05-31
      because: {zh: "少了两成，不是“三成”。", en: "A fifth fewer, not \\"three tenths\\" # yet."}
      ripe: 2030-01-01
  - id: handmade-dearer
"""
        in after
    )


@pytest.mark.parametrize("prediction", ["night-shift", "handmade-stays"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_standing_finds_its_place_in_any_layout(files: dict[str, bytes], layout: str, prediction: str) -> None:
    before = LAYOUTS[layout](files[DOUGH].decode()).encode()
    old = of(before, prediction).standing
    for new in (REVIEW, EARLY):
        after = write_standing(DOUGH, before, prediction, new)
        assert standing_of(after, prediction) == expected(old, new)
        assert of(after, prediction).pending == of(before, prediction).pending
        assert {*re.findall(b"\r\n|\r|\n", after)} == {*re.findall(b"\r\n|\r|\n", before)}


def test_the_standing_it_replaces_is_kept_with_its_comments(files: dict[str, bytes]) -> None:
    before = files[DOUGH].replace(b"      leans: mixed\n", b"      # by the register\n      leans: mixed  # so far\n")
    old = standing_of(before, "night-shift")
    after = write_standing(DOUGH, before, "night-shift", REVIEW)
    assert standing_of(after, "night-shift") == expected(old, REVIEW) and len(old.earlier) == 1
    assert b"# by the register\n" in after and b"- leans: mixed  # so far\n" in after
    assert ruamel(after)["predictions"][1]["standing"]["earlier"][1]["leans"] == "mixed"
    assert not re.sub(r"(?m)^\s*-? *", "", gone(before, after)).startswith("pending")


def test_standings_replaced_again_and_again_stand_oldest_first(files: dict[str, bytes]) -> None:
    content, standing = files[DOUGH], standing_of(files[DOUGH], "night-shift")
    for day in range(1, 5):
        new = review(on=dt.date(2027, 1, day), leans=("held", "mixed")[day % 2])
        content, standing = write_standing(DOUGH, content, "night-shift", new), expected(standing, new)
        assert standing_of(content, "night-shift") == standing
    assert [each.on for each in standing.earlier] == sorted(each.on for each in standing.earlier)


def test_a_verdict_takes_nothing_of_the_standing_away(files: dict[str, bytes]) -> None:
    before = write_standing(DOUGH, files[DOUGH], "handmade-stays", REVIEW)
    after = write_verdict(DOUGH, before, "handmade-stays", RULING)
    assert standing_of(after, "handmade-stays") == expected(None, REVIEW)
    assert verdict_of(after, "handmade-stays").on == RULING.on


@pytest.mark.parametrize(("missing", "there"), [("zh", "en"), ("en", "zh")])
def test_a_standing_may_be_written_in_one_language_at_first(
    files: dict[str, bytes], missing: Language, there: Language
) -> None:
    after = write_standing(DOUGH, files[DOUGH], "handmade-stays", review(because={there: "So it looks.", missing: ""}))
    assert standing_of(after, "handmade-stays").because.missing == missing


@pytest.mark.parametrize(
    ("content", "prediction", "code"),
    [(b"briefing: [", "night-shift", "rule-unsound"), (None, "nobody-said-so", "rule-unknown")],
)
def test_where_no_standing_can_be_written_is_said(
    files: dict[str, bytes], content: bytes | None, prediction: str, code: str
) -> None:
    with pytest.raises(Declined) as declined:
        write_standing(DOUGH, content or files[DOUGH], prediction, REVIEW)
    assert declined.value.code == code
