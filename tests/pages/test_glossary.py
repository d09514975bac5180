"""The glossary: all terms, below the letters that readers of each language look under."""

from __future__ import annotations

import pytest

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages.glossary import NO_LETTER, glossary, letter_of
from bot.pages.impersonal import asking
from bot.words import LANGUAGES
from tests.conftest import TODAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_stands_once_below_the_letters_in_their_order(shipped: Edition, language: Language) -> None:
    found = glossary(asking(shipped, TODAY, language))
    assert sorted(one.id for each in found for one in each.terms) == sorted(shipped.glossary)
    letters = [each.letter for each in found]
    assert letters == [*sorted({*letters} - {NO_LETTER}), *([NO_LETTER] if NO_LETTER in letters else [])]
    for each in found:
        for one in each.terms:
            record = shipped.glossary[one.id]
            assert letter_of(record.term.en if language == "en" else record.term.zh) == each.letter
            assert (one.term.name, one.means) == (record.term.in_(language), record.means.in_(language))


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        *(("RAG", "R"), ("token", "T"), ("大模型", "D"), ("智能体", "Z"), ("元分析", "Y")),
        *(("阿", "A"), ("座", "Z"), ("芭蕾", "B")),
        *((name, NO_LETTER) for name in ("2C 与 2B", "昇腾", "麤", "Ümlaut", "")),
    ],
)
def test_a_name_stands_below_its_first_letter_a_chinese_one_below_that_of_its_sound(name: str, letter: str) -> None:
    assert letter_of(name) == letter
