"""The commands below the talk: five at a glance, all others in a menu; a page leaves its height for reading."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.content.briefing import Language
from bot.reception import menu, sets_language
from bot.words import WRITTEN, say
from tests.support.pages import Visit, focused, ringed, tab_to

SIZES = [(320, 640), (390, 800), (768, 600), (844, 390), (1280, 800)]
languages = pytest.mark.parametrize("language", WRITTEN)


@languages
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_most_of_a_page_is_for_reading(visit: Visit, language: Language, width: int, height: int) -> None:
    page = visit(language, width=width, height=height)
    room = page.locator("#log").bounding_box()
    assert room and room["height"] >= 0.65 * height
    expect(page.locator(".more summary")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@languages
@pytest.mark.parametrize("script", [True, False])
def test_the_menu_holds_every_command_that_is_not_at_a_glance(visit: Visit, language: Language, script: bool) -> None:
    page = visit(language, width=1280, script=script)
    glance = page.locator(".commands > .chips > *")
    expect(glance).to_have_count(5)
    for words in ("pause", "unsubscribe", "forget"):
        expect(page.locator(f".more [href$='/{words}'], .more [value='/{words}']")).not_to_be_visible()
    page.locator(".more summary").click()
    names = [say(language, f"name-{name}") for name in menu(language) if not sets_language(f"/{name}")]
    offered = [*glance.all_inner_texts(), *page.locator(".more .chips > *").all_inner_texts()]
    assert sorted(offered) == sorted(names)
    page.locator(".more").get_by_text(say(language, "name-privacy"), exact=True).click()
    expect(page.locator("article").last.locator("h2")).to_have_text(say(language, "privacy-title"))
    expect(page.locator(".more .chips")).not_to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_menu_is_on_the_screen(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("en", width=size[0], height=size[1])
    page.locator(".more summary").click()
    box, last = page.locator(".more .chips").bounding_box(), page.locator(".more .chips > *").last
    assert box and box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size[0]
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


def test_the_menu_opens_and_shuts_by_keyboard_and_by_a_press_elsewhere(visit: Visit) -> None:
    page = visit()
    tab_to(page, ".more summary")
    page.keyboard.press("Enter")
    assert ringed(tab_to(page, ".more [href$='/privacy']"))
    page.keyboard.press("Escape")
    expect(page.locator(".more .chips")).not_to_be_visible()
    expect(page.locator(".more summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".more .chips")).to_be_visible()
    page.locator("#log").click(position={"x": 5, "y": 5})
    expect(page.locator(".more .chips")).not_to_be_visible()
    page.locator(".more summary").click()
    page.locator(".more [href$='/help']").press("Enter")
    expect(focused(page)).to_have_text(say("en", "help-title"))
