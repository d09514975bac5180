"""What editors see before they rule: that an observation is not ruled, and what else makes the same claim."""

from __future__ import annotations

import pytest

from bot.answers import Answer
from bot.answers.asked import MARKS
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking, whole

SAW = "machine-dough/south-bakeries"
STAYS = "machine-dough/handmade-stays"
languages = pytest.mark.parametrize("language", LANGUAGES)


def ask(text: str, edition: Edition, language: Language) -> Answer:
    return whole(text, asking(edition, language, TODAY, editor=True))


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


@languages
@pytest.mark.parametrize("name", [SAW, "south-bakeries"])
@pytest.mark.parametrize("command", ["/resolve {}", "/rule {} held", "/standing {}", "/lean {} held"])
def test_whoever_would_rule_on_an_observation_is_told_what_it_is(
    small: Edition, language: Language, command: str, name: str
) -> None:
    shown = ask(command.format(name), small, language)
    what = small.observed[SAW].record.what.in_(language)
    assert told(shown) == say(language, "observed-only", what=what)
    assert [each.command for row in shown.buttons for each in row] == [f"/prediction {SAW}"]


@languages
@pytest.mark.parametrize("command", ["/resolve", "/standing"])
def test_what_makes_the_same_claim_is_shown_with_what_was_ruled(
    small: Edition, language: Language, command: str
) -> None:
    shown = ask(f"{command} {STAYS}", small, language)
    [dearer] = [block for block in shown.blocks if block.command == "/prediction machine-dough/handmade-dearer"]
    statement = small.by_ref["machine-dough/handmade-dearer"].record.statement.in_(language)
    assert "".join(span.text for span in dearer.spans) == f"{MARKS['held']} {statement}"
    assert say(language, "same-claim") in told(shown)
    assert say(language, "same-claim") not in told(ask(f"{command} machine-dough/night-shift", small, language))
