"""Questions whose writers saw neither the phrases nor the code: as many are understood as ever were promised."""

from __future__ import annotations

import pytest

from bot.content.edition import Edition
from tests.support.questions import AMONG_THREE, AT_ONCE, SETS, doors, questions, right


@pytest.mark.parametrize("name", SETS)
def test_questions_lead_to_good_answers_at_once_and_nearly_all_among_three(name: str, edition: Edition) -> None:
    asked = questions(name)
    found = [right(edition, each) for each in asked]
    missed = [
        f"{each['q']} → {doors(edition, each)}" for each, (_, three) in zip(asked, found, strict=True) if not three
    ]
    assert 100 * sum(first for first, _ in found) / len(asked) >= AT_ONCE, missed
    assert 100 * sum(three for _, three in found) / len(asked) >= AMONG_THREE, missed
