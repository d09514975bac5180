"""Forecasts in short, as they are shared: found by words, by name or by what is due next; the same for everybody."""

from __future__ import annotations

import pytest

from bot.answers.asked import MARKS, Asked
from bot.answers.excerpts import MOST_EXCERPTS, excerpts, first_clause
from bot.content.briefing import Language
from bot.content.edition import Edition, state
from bot.words import LANGUAGES, say
from tests.conftest import TODAY

languages = pytest.mark.parametrize("language", LANGUAGES)


def found(words: str, edition: Edition, language: Language = "en") -> list[str]:
    asked = Asked(edition=edition, language=language, today=TODAY, words=tuple(words.split()))
    return [each.name for each in excerpts(asked)]


@languages
def test_every_forecast_is_told_on_a_few_lines_with_its_mark_its_source_and_a_reason(
    shipped: Edition, language: Language
) -> None:
    for name, forecast in shipped.by_ref.items():
        [one] = excerpts(Asked(edition=shipped, language=language, today=TODAY, words=(name,)))
        said = "".join(span.text for block in one.answer.blocks for span in block.spans)
        assert one.about.startswith(MARKS[state(forecast.record, TODAY)]) and one.answer.title == one.about
        assert said.startswith(one.title) and len(said) <= 700 and len(one.about) <= 100
        if verdict := forecast.record.verdict:
            late = say(language, "rule-afterwards") if forecast.record.ruled_beforehand is False else ""
            assert said.removesuffix(late).rstrip().endswith(first_clause(verdict.because.in_(language)))
        assert [each.command for row in one.answer.buttons for each in row] == [f"/prediction {name}"]


@languages
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Copilot 2024", "ten-hypotheses/copilot-surge"),
        ("音乐", "ten-hypotheses/music-first"),
        ("音樂", "ten-hypotheses/music-first"),
    ],
)
def test_either_language_finds_what_it_speaks_of(shipped: Edition, words: str, name: str, language: Language) -> None:
    assert name in found(words, shipped, language)
    assert found(words, shipped, language) == found(words, shipped, "en")


def test_no_more_are_found_than_a_list_shows(shipped: Edition) -> None:
    for words in ("", "AI", "大模型", "2024"):
        assert 0 < len(found(words, shipped)) <= MOST_EXCERPTS
    assert found("qwxzqwxz", shipped) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Up 3.5% so far; the rest is slow.", "Up 3.5% so far."),
        ("前半；后半。", "前半。"),
        ("一句。二句。", "一句。"),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_a_reason_is_told_up_to_its_first_full_stop_or_semicolon(text: str, first: str) -> None:
    assert first_clause(text) == first


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("One. Two; three.", 9, "One. Two."),
        ("One. Two; three.", 16, "One. Two; three."),
        ("One. Two; three.", 2, "One."),
        ("前半；后半。再说。", 6, "前半；后半。"),
        ("no end", 3, "no end"),
    ],
)
def test_where_there_is_room_more_clauses_are_told_and_none_in_part(text: str, most: int, told: str) -> None:
    assert first_clause(text, most) == told


@languages
def test_what_is_shared_says_where_the_rest_is(shipped: Edition, language: Language) -> None:
    [one] = excerpts(Asked(edition=shipped, language=language, today=TODAY, words=("support-first",)))
    assert [each.label for row in one.answer.buttons for each in row] == [say(language, "button-whole")]
