"""Every card of a check-in fits on a phone's screen on Telegram, what was answered before it included."""

from __future__ import annotations

import itertools

import pytest

from bot.answers import answer
from bot.content.briefing import Language
from bot.content.edition import ref, state
from bot.people.readers import CHANCES, RULINGS, Issue, Known
from bot.words import LANGUAGES
from tests.conftest import TODAY, shipped_edition
from tests.support.asking import asking
from tests.support.phone import SCREEN, height

EDITION = shipped_edition()
ASKED = [ref(each) for each in EDITION.predictions if state(each.record, TODAY) in ("open", "due")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_behind_an_answer_needs_no_scrolling(language: Language) -> None:
    tall = {}
    for before, name in itertools.pairwise(ASKED):
        due = state(EDITION.by_ref[before].record, TODAY) == "due"
        known = Known(issue=Issue((before, name), TODAY, number=7))
        command = f"/answer {before} {(RULINGS if due else CHANCES)[0]}"
        tall[name] = height(answer(command, asking(EDITION, language, TODAY, known=known)).answer)
    assert not {name: each for name, each in tall.items() if each > SCREEN}
