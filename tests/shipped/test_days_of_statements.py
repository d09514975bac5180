"""The shipped statements, held to their day: what was soon, next or first for an author carries its year."""

from __future__ import annotations

import re

import pytest

from bot.content.briefing import Prediction
from bot.content.edition import Statement, ref
from tests.conftest import shipped_edition

EDITION = shipped_edition()
RELATIVE_ZH = re.compile("很快|未来[一二两三五十几]+年|今年|明年|第一年|第一代|下一代|短期内")
RELATIVE_EN = re.compile(
    r"\b(soon|this year|(next|coming) (three |five |ten )?(years?|generation)|first (year|generation)|short term)\b"
)
COUNTED_FROM_ANOTHER_DAY = {"burned-30-million/ai-skills-protect", "industry-map/think-first"}
"""Their soon follows something else, and not the day of the author."""
YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")

DATED = [each for each in EDITION.predictions if ref(each) not in COUNTED_FROM_ANOTHER_DAY]


@pytest.mark.parametrize("forecast", DATED, ids=ref)
def test_a_statement_that_counts_from_its_day_names_the_year(forecast: Statement[Prediction]) -> None:
    said = forecast.record.statement
    assert YEAR.search(said.zh) or not RELATIVE_ZH.search(said.zh), said.zh
    assert YEAR.search(said.en) or not RELATIVE_EN.search(said.en), said.en


def test_what_an_author_hopes_is_not_told_as_plain() -> None:
    """A hope, a belief or an assumption is hedged, whatever the sentence around it sounds like."""
    hopes = re.compile("作者(的)?(期待|相信|推测|假设)")
    assert not [
        ref(each)
        for each in EDITION.predictions
        if hopes.search(each.record.statement.zh) and each.record.certainty != "hedged"
    ]


def test_a_claim_ties_two_forecasts_at_least() -> None:
    """A claim of a single forecast ties nothing: it is a slip of the pen, or what it was tied to has moved."""
    tied: dict[tuple[str, str], list[str]] = {}
    for each in EDITION.predictions:
        if each.record.claim:
            tied.setdefault((each.briefing.briefing, each.record.claim), []).append(each.record.id)
    assert not [claim for claim, ids in tied.items() if len(ids) < 2]
