"""Filters that let nothing through: they widen by themselves, and say what of them was left out."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answers import answer
from bot.answers.answer import Answer
from bot.content.briefing import Language
from bot.content.edition import Edition, state
from bot.words import LANGUAGES, say
from tests.support.asking import asking

TODAY = dt.date(2026, 11, 29)


def shown(question: str, edition: Edition, language: Language) -> Answer:
    return answer(question, asking(edition, language, TODAY)).answer


def first_line(found: Answer) -> str:
    return "".join(span.text for span in found.blocks[0].spans)


def listed(found: Answer) -> list[str]:
    return [block.command.removeprefix("/prediction ") for block in found.blocks if block.command]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", ["ruled", "held", "ruled 2024", "failed core"])
def test_where_nothing_is_ruled_yet_it_says_so_and_shows_how_all_stand(
    filters: str, edition: Edition, language: Language
) -> None:
    found = shown(f"/predictions {filters} legal", edition, language)
    of_field = [each for each in edition.predictions if "legal" in each.record.sectors]
    assert {state(each.record, TODAY) for each in of_field} == {"open"}
    assert 0 < len(listed(found)) <= len(of_field)
    assert say(language, "predictions-none", filters=2) not in first_line(found)
    assert edition.sectors["legal"].name.in_(language) in first_line(found)


def test_of_a_question_in_words_too(edition: Edition) -> None:
    found = shown("what became of lawyers", edition, "en")
    said = ["".join(span.text for span in block.spans) for block in found.blocks]
    assert say("en", "predictions-none-ruled", filters="Law", count=5) in said
    assert found.title == say("en", "predictions-title", count=5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("filters", "kept"),
    [("held libraries", "libraries"), ("failed libraries 2031", "libraries"), ("2031 bread", "bread")],
)
def test_a_field_is_kept_longest(filters: str, kept: str, small: Edition, language: Language) -> None:
    found, wider = shown(f"/predictions {filters}", small, language), shown(f"/predictions {kept}", small, language)
    assert listed(found) == listed(wider) != []
    without = say(language, f"state-{filters.split()[0]}") if not filters[:1].isdigit() else "2031"
    assert without in first_line(found)
