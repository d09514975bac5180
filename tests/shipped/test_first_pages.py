"""First pages of all answers for readers, over the shipped edition: read at a glance, on two screens at most."""

from __future__ import annotations

import pytest

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import LANGUAGES
from tests.conftest import TODAY
from tests.support.first_pages import MOST, first_page, length, questions, statements
from tests.support.phone import SCREEN, height


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_first_page_of_a_command_is_longer_than_a_glance(shipped: Edition, language: Language) -> None:
    lengths = {each: length(first_page(each, shipped, language, TODAY), language) for each in questions(shipped)}
    assert {each: found for each, found in lengths.items() if found > MOST[language]} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_first_page_of_a_statement_is_longer_than_a_glance(shipped: Edition, language: Language) -> None:
    lengths = {each: length(first_page(each, shipped, language, TODAY), language) for each in statements(shipped)}
    assert {each: found for each, found in lengths.items() if found > MOST[language]} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_first_page_needs_more_than_two_screens_of_a_phone(shipped: Edition, language: Language) -> None:
    asked = [*questions(shipped), *statements(shipped)]
    heights = {each: height(first_page(each, shipped, language, TODAY)) for each in asked}
    assert {each: found for each, found in heights.items() if found > 2 * SCREEN} == {}
