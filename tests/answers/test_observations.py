"""What readers see of an observation, and where ids of before lead them: pages, links, buttons, search."""

from __future__ import annotations

import pytest

from bot.answers import Answer, answer
from bot.answers.deep_links import link
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking

SAW = "machine-dough/south-bakeries"
STAYS = "machine-dough/handmade-stays"
languages = pytest.mark.parametrize("language", LANGUAGES)


def text(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


@languages
@pytest.mark.parametrize("called", [SAW, "south-bakeries", "machine-dough/cameras-come", "cameras-come"])
def test_an_observation_is_shown_as_what_its_author_saw(small: Edition, language: Language, called: str) -> None:
    shown = answer(f"/prediction {called}", asking(small, language, TODAY)).answer
    record = small.observed[SAW].record
    assert record.since
    assert say(language, "kind-observation") in shown.title
    for words in (record.what, record.since, record.evidence[0].fact):
        assert words.in_(language) in text(shown)
    assert say(language, "observation-how") in text(shown) and "¶3" in text(shown)
    assert commands(shown) == ["/briefing machine-dough", "/sector bakeries"]


@pytest.mark.parametrize("called", ["machine-dough/craft-lasts", "craft-lasts"])
def test_an_id_of_before_leads_to_the_forecast_that_took_its_place(small: Edition, called: str) -> None:
    asked = asking(small, "en", TODAY)
    assert answer(f"/prediction {called}", asked).answer == answer(f"/prediction {STAYS}", asked).answer
    followed = answer(f"/start {link('/prediction machine-dough/craft-lasts')}", asked)
    assert followed.answer == answer(f"/prediction {STAYS}", asked).answer


@pytest.mark.parametrize("command", ["vote", "answer"])
def test_an_old_button_answers_what_took_the_place_of_its_forecast(small: Edition, command: str) -> None:
    asked = asking(small, "en", TODAY)
    old, new = (answer(f"/{command} {name} 65", asked) for name in ("machine-dough/craft-lasts", STAYS))
    assert old.change and old.change == new.change


@languages
@pytest.mark.parametrize("command", ["vote", "answer"])
@pytest.mark.parametrize("called", [SAW, "machine-dough/cameras-come"])
def test_an_old_button_of_what_was_only_seen_says_that_it_is_asked_no_more(
    small: Edition, language: Language, command: str, called: str
) -> None:
    reply = answer(f"/{command} {called} 65", asking(small, language, TODAY))
    refusal = say(language, "vote-observation")
    assert not reply.changes and reply.answer.toast == refusal
    assert text(reply.answer).startswith(refusal) and small.observed[SAW].record.what.in_(language) in text(
        reply.answer
    )


@pytest.mark.parametrize("words", ["城南三家面包店", "cameras that watch the dough"])
def test_a_search_finds_what_was_seen(small: Edition, words: str) -> None:
    found = answer(f"/search {words}", asking(small, "en", TODAY)).answer
    assert f"/prediction {SAW}" in [block.command for block in found.blocks]


def test_every_door_to_an_observation_opens_it(small: Edition) -> None:
    listed = answer("/briefing machine-dough observations", asking(small, "en", TODAY)).answer
    doors = [block.command for block in listed.blocks if block.command.startswith("/prediction")]
    assert doors == [f"/prediction {SAW}"]
    assert say("en", "kind-observation") in answer(doors[0], asking(small, "en", TODAY)).answer.title


@languages
def test_a_field_tells_what_authors_saw_of_it_with_a_door(small: Edition, language: Language) -> None:
    assert "/sector bakeries seen" in commands(answer("/sector bakeries", asking(small, language, TODAY)).answer)
    shown = answer("/sector bakeries seen", asking(small, language, TODAY)).answer
    record = small.observed[SAW].record
    assert record.since and f"/prediction {SAW}" in [block.command for block in shown.blocks]
    assert say(language, "sector-observations") in shown.title
    assert record.what.in_(language) in text(shown) and record.since.in_(language) in text(shown)
