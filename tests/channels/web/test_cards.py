"""A check-in on the page, on a phone: three taps, and nothing to scroll."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import WRITTEN, say
from tests.conftest import shipped_edition
from tests.support.pages import Visit, asking

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The shipped record, as readers get it."""
    return shipped_edition()


def seen_whole(page: Page) -> bool:
    """Tell whether all of the last answer is on the screen as it came, to its last button."""
    last = page.locator("article").last
    end, start = last.locator(".buttons").bounding_box(), last.locator("h2").bounding_box()
    shown = page.locator("#log").bounding_box()
    assert end and start and shown
    return start["y"] >= shown["y"] - 1 and end["y"] + end["height"] <= shown["y"] + shown["height"] + 1


def photographed(page: Page, name: str) -> None:
    """Keep how a page looks, where somebody wants to look: CARDS_LOOKS names the folder."""
    if folder := os.environ.get("CARDS_LOOKS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_three_cards_take_three_taps_and_no_scrolling(visit: Visit, language: Language, scheme: str) -> None:
    page = visit(language, asking("/checkin"), **PHONE, scheme=scheme)
    for number in (1, 2, 3):
        expect(page.locator("article").last).to_contain_text(f"{number}/3")
        assert seen_whole(page), number
        photographed(page, f"{language}-{scheme}-{number}")
        with page.expect_response("**/ask"):
            page.locator("[role=group] [data-turn]").nth((2, 5, 6)[number - 1]).click()
    expect(page.locator("article").last).to_contain_text(say(language, "checkin-thanks"))
    assert seen_whole(page)
    photographed(page, f"{language}-{scheme}-4")
    widths = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
