"""Every card of a check-in fits on a phone's screen on Telegram, what was answered before it and the last included."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.answers import Answer
from bot.answers.asked import MARKS
from bot.content.briefing import Language
from bot.content.edition import state
from bot.words import LANGUAGES, say
from tests.conftest import TODAY, shipped_edition
from tests.shipped.test_year_of_check_ins import year
from tests.support.cards import first_cards, last_cards, next_cards, ruled
from tests.support.phone import SCREEN, height

EDITION = shipped_edition()


def too_tall(cards: Iterable[tuple[str, Answer]]) -> dict[str, int]:
    """Return the heights of those cards that need scrolling, by their names."""
    heights = {name: height(card) for name, card in cards}
    assert heights
    return {name: each for name, each in heights.items() if each > SCREEN}


def text_of(card: Answer) -> str:
    return "".join(span.text for block in card.blocks for span in block.spans)


def first_line(card: Answer) -> str:
    return card.blocks[0].spans[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_behind_an_answer_needs_no_scrolling(language: Language) -> None:
    assert not too_tall(next_cards(EDITION, language, TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subscribed", [True, False])
def test_the_last_card_of_every_week_of_a_year_needs_no_scrolling(language: Language, subscribed: bool) -> None:
    cards = [*last_cards(EDITION, language, year(0).asked, subscribed=subscribed)]
    assert all(say(language, "checkin-thanks") in text_of(card) for _, card in cards)
    assert not too_tall(cards)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_card_needs_no_scrolling_whatever_it_begins_with(language: Language) -> None:
    cards = [*first_cards(EDITION, language, year(0).asked)]
    begun = {name.partition(" ")[0]: first_line(card) for name, card in cards if " " in name}
    assert begun.keys() == {*ruled(EDITION)}
    assert all(text.startswith(MARKS[state(EDITION.by_ref[each].record, TODAY)]) for each, text in begun.items())
    assert not too_tall(cards)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_an_answer_is_cut_between_words_and_told_whole_one_tap_away(language: Language) -> None:
    cut = [(name, card) for name, card in first_cards(EDITION, language, year(0).asked) if "…" in first_line(card)]
    assert cut or language != "en"
    for name, card in cut:
        told = EDITION.by_ref[name.partition(" ")[0]].record.statement.in_(language)
        kept = first_line(card).partition(" ")[2].removesuffix("…")
        assert told.startswith(kept) and kept == kept.rstrip(" ,，、;；:：(（“《")
        assert language != "en" or told[len(kept)] in " ,;:(“", kept
        assert "/checkin news" in [button.command for row in card.buttons for button in row]
