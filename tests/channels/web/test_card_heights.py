"""Every card of a year of check-ins fits on a phone's screen, also with wide letters; other answers fit on two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from bot.answers import Answer
from bot.channels.web.chat import bubble
from bot.channels.web.languages import chat
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import LANGUAGES
from tests.conftest import TODAY, shipped_edition
from tests.shipped.test_year_of_check_ins import year
from tests.support.cards import first_cards, last_cards, next_cards
from tests.support.first_pages import first_page, questions, statements
from tests.support.pages import Visit

PHONE: Final = {"width": 390, "height": 844}
WIDE: Final = '"DejaVu Sans", "Noto Sans CJK SC", sans-serif'
"""Letters wider than those of any phone: what a browser without fonts of its own falls back to."""
MARGIN: Final = 12
"""Pixels that are left over below a card."""
MEASURED: Final = """([cards, font]) => {
    document.body.style.fontFamily = font;
    const log = document.getElementById("log");
    const { paddingTop } = getComputedStyle(log);
    const heights = cards.map((card) => {
        log.innerHTML = card;
        return log.firstElementChild.getBoundingClientRect().height;
    });
    return [log.clientHeight - parseFloat(paddingTop), heights];
}"""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return shipped_edition()


def cards(edition: Edition, language: Language) -> Iterator[tuple[str, Answer]]:
    """Yield every card, by which it is."""
    weeks = year(0).asked
    kinds = {
        "first": first_cards(edition, language, weeks),
        "next": next_cards(edition, language, TODAY),
        "last": last_cards(edition, language, weeks, subscribed=True),
        "last, not subscribed": last_cards(edition, language, weeks, subscribed=False),
    }
    for kind, those in kinds.items():
        yield from ((f"{kind} {name}", card) for name, card in those)


@pytest.mark.parametrize("font", ["", WIDE], ids=["own", "wide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_of_a_year_needs_scrolling(visit: Visit, edition: Edition, language: Language, font: str) -> None:
    page = visit("en" if language == "en" else "zh", chat("", language), **PHONE)
    shown = {name: bubble(language, card) for name, card in cards(edition, language)}
    room, heights = page.evaluate(MEASURED, [[*shown.values()], font])
    tall = {name: height for name, height in zip(shown, heights, strict=True) if height > room - MARGIN}
    assert not tall, (room, tall)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_first_page_needs_more_than_two_screens(visit: Visit, edition: Edition, language: Language) -> None:
    page = visit("en" if language == "en" else "zh", chat("", language), **PHONE)
    asked = [*questions(edition), *statements(edition)]
    pages = [bubble(language, first_page(each, edition, language, TODAY)) for each in asked]
    room, heights = page.evaluate(MEASURED, [pages, ""])
    tall = {each: height for each, height in zip(asked, heights, strict=True) if height > 2 * room}
    assert not tall, (room, tall)
