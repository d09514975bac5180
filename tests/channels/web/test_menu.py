"""The commands: five at a glance, all in a menu, below the talk or beside it; most of a page is for reading."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.content.briefing import Language
from bot.reception import menu, once, sets_language
from bot.words import WRITTEN, say
from tests.support.pages import Visit, ask, asking, focused, ringed, tab_to

NARROW = [(320, 640), (390, 800), (700, 600)]
WIDE = [(768, 600), (844, 390), (1280, 800), (1440, 900)]
ONCE = ("pause", "unsubscribe", "forget", "mydata")
languages = pytest.mark.parametrize("language", WRITTEN)


@languages
@pytest.mark.parametrize(("width", "height"), NARROW + WIDE)
def test_most_of_a_page_is_for_reading(visit: Visit, language: Language, width: int, height: int) -> None:
    page = visit(language, width=width, height=height)
    room = page.locator("#log").bounding_box()
    assert room and room["height"] >= 0.65 * height
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beside = (width, height) in WIDE
    expect(page.locator(".more summary" if not beside else ".commands > .chips > :first-child")).to_be_in_viewport()
    if beside:
        talk, menu = room, page.locator(".commands").bounding_box()
        assert menu and menu["x"] + menu["width"] <= talk["x"] + 1 and talk["y"] < 1 and talk["width"] >= 0.7 * width


@pytest.mark.parametrize(("width", "height"), NARROW + WIDE)
def test_whatever_is_pressed_is_as_large_as_a_thumb(visit: Visit, width: int, height: int) -> None:
    page = visit("en", asking("/predictions"), width=width, height=height, touch=True)
    ask(page, "/checkin")
    if (width, height) in NARROW:
        page.locator(".more summary").click()
    pressed = page.locator(":is(button, summary, [data-command], .skip):visible:not(.inline, p *, .door, .skip)").all()
    assert len(pressed) > 20
    small = [each.inner_text() for each in pressed if (box := each.bounding_box()) and box["height"] < 44]
    assert not small
    items = [each.bounding_box() for each in page.locator(".item").all()]  # a press anywhere in one opens its door
    assert items and all(box and box["height"] >= 44 for box in items)


@languages
@pytest.mark.parametrize("script", [True, False])
def test_the_menu_holds_every_command_those_at_a_glance_first(visit: Visit, language: Language, script: bool) -> None:
    page = visit(language, script=script)
    glance = page.locator(".commands > .chips > *")
    expect(glance).to_have_count(5)
    for each in glance.all()[:2]:  # a check-in, and who was right: without scrolling
        expect(each).to_be_in_viewport(ratio=1)
    for words in ("pause", "unsubscribe", "forget"):
        expect(page.locator(f".more [href$='/{words}'], .more [value='/{words}']")).not_to_be_visible()
    page.locator(".more summary").click()
    listed = [name for name in menu(language) if not sets_language(f"/{name}") and once(f"/{name}") == "always"]
    names = [say(language, f"name-{name}") for name in listed]
    assert page.locator(".more .chips > :visible").all_inner_texts() == names
    assert glance.all_inner_texts() == names[:5]
    page.locator(".more").get_by_text(say(language, "name-privacy"), exact=True).click()
    expect(page.locator("article").last.locator("h2")).to_have_text(say(language, "privacy-title"))
    expect(page.locator(".more .chips")).not_to_be_visible()


@languages
def test_what_ends_or_deletes_is_offered_once_there_is_something_to_end_or_delete(
    visit: Visit, language: Language
) -> None:
    page = visit(language, width=1280)
    said = {name: page.locator(".more").get_by_text(say(language, f"name-{name}"), exact=True) for name in ONCE}
    assert [name for name, each in said.items() if each.is_visible()] == []
    ask(page, "/checkin")
    expect(said["forget"]).to_be_visible()
    expect(said["pause"]).not_to_be_visible()
    ask(page, "/subscribe")
    for each in said.values():
        expect(each).to_be_visible()
    page.reload()
    for each in said.values():
        expect(each).to_be_visible()
    said["unsubscribe"].click()
    expect(said["pause"]).not_to_be_visible()
    expect(said["mydata"]).to_be_visible()


@pytest.mark.parametrize("size", NARROW)
def test_the_whole_menu_is_on_the_screen(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("en", width=size[0], height=size[1])
    page.locator(".more summary").click()
    box, last = page.locator(".more .chips").bounding_box(), page.locator(".more .chips > :visible").last
    assert box and box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size[0]
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", WIDE)
def test_beside_the_talk_the_menu_is_open_and_stays_so(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("en", width=size[0], height=size[1])
    last = page.locator(".more .chips > :visible").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)
    texts = page.locator(".commands .chips > :visible").all_inner_texts()
    assert len(texts) == len({*texts})
    page.locator("#log").click(position={"x": 5, "y": 5})
    last.press("Escape")
    expect(last).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(last).not_to_be_visible()


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
