"""The page by keyboard: where the focus goes after a press, and that no press is taken twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.content.briefing import Language
from bot.words import WRITTEN
from tests.support.pages import Visit, ask, asking, focused, tab_to


def command(element: Locator) -> str:
    return element.get_attribute("data-command") or ""


def answered(page: Page) -> list[str]:
    """Return the votes that the check-in on a page shows."""
    marked = page.locator("[data-turn]").filter(has_text="✓").all()
    return [command(each) for each in marked]


def pressed_twice(page: Page) -> None:
    """Press Enter, wait until the answer is there, and press it again."""
    with page.expect_response("**/ask"):
        page.keyboard.press("Enter")
    expect(page.locator("[aria-busy], .writing")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("[aria-busy], .writing")).to_have_count(0)


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_two_enters_vote_once_and_the_focus_goes_to_the_next_card(visit: Visit, language: Language, place: int) -> None:
    page = visit(language, asking("/checkin"))
    vote = page.locator("[role=group] [data-turn]").nth(place)
    vote.focus()
    pressed = command(vote)
    pressed_twice(page)
    expect(focused(page)).to_have_text(re.compile("."))
    assert focused(page).evaluate("e => e.tagName") == "H2" and "2/3" in page.locator("article").last.inner_text()
    assert answered(page) == [], "the next card is not answered"
    page.locator(f"[data-command='/checkin {pressed.split()[1]}']").click()
    expect(page.locator(f"[data-command='{pressed}']")).to_have_text(re.compile("✓"))


def test_a_double_click_votes_on_one_question_alone(visit: Visit) -> None:
    page = visit("en", asking("/checkin"))
    vote = page.locator("[role=group] [data-turn]").nth(4)
    box = vote.bounding_box()
    assert box
    x, y = box["x"] + 5, box["y"] + 5
    with page.expect_response("**/ask"):
        page.mouse.click(x, y)
    expect(page.locator("article").last).to_contain_text("2/3")
    page.evaluate(
        "() => document.querySelector('[role=group] [data-turn]').dispatchEvent("
        "new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }))"
    )
    expect(page.locator("[aria-busy], .writing")).to_have_count(0)
    assert "2/3" in page.locator("article").last.inner_text()


def test_a_changed_mind_is_one_vote_too(visit: Visit) -> None:
    page = visit("en", asking("/checkin"))
    said = []
    for place in (3, 1):
        vote = page.locator("[role=group] [data-turn]").nth(place)
        said.append(command(vote))
        vote.focus()
        pressed_twice(page)
        page.locator(f"[data-command='/checkin {said[0].split()[1]}']").click()
        expect(page.locator(f"[data-command='{said[-1]}']")).to_have_text(re.compile("✓"))
    assert answered(page) == said[-1:]


@pytest.mark.parametrize(("panel", "button"), [("/settings day", "/settings day 3"), ("/settings", "/settings time")])
def test_a_second_enter_chooses_nothing_of_what_the_first_one_opened(visit: Visit, panel: str, button: str) -> None:
    page = visit()
    ask(page, "/subscribe wed 20:00")
    ask(page, panel).locator(f"[data-command='{button}']").focus()
    pressed_twice(page)
    expect(focused(page)).to_have_js_property("tagName", "H2")
    kept = "Thursday" if button.endswith("3") else "Wednesday"
    expect(ask(page, "/settings")).to_contain_text(f"Every week: {kept}, 20:00")


@pytest.mark.parametrize("what", ["in place", "new answer"])
def test_a_press_while_one_is_on_its_way_does_nothing_and_is_marked(visit: Visit, what: str) -> None:
    page = visit("en", asking("/checkin"))
    held: list[Route] = []
    page.route("**/ask", lambda route: held.append(route))
    button = page.locator("[data-turn]").first if what == "in place" else page.locator("article [href*=prediction]")
    button.focus()
    with page.expect_request("**/ask"):
        for _ in range(3):
            page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-busy", "true")
    expect(page.locator(".asked")).to_have_count(1 if what == "in place" else 2)
    held[0].continue_()
    expect(page.locator("[aria-busy], .writing")).to_have_count(0)
    assert len(held) == 1


def test_a_press_that_failed_can_be_pressed_again(visit: Visit) -> None:
    page = visit("en", asking("/checkin"))
    vote = page.locator("[data-turn]").first
    page.context.set_offline(True)
    vote.press("Enter")
    expect(page.locator(".lost")).to_be_visible()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.context.set_offline(False)
    expect(vote).to_be_focused()
    pressed_twice(page)
    assert "2/3" in page.locator("article").last.inner_text() and not answered(page)


def test_who_has_gone_on_to_write_is_not_interrupted_by_an_answer(visit: Visit) -> None:
    page = visit("en", asking("/checkin"))
    held: list[Route] = []
    page.route("**/ask", lambda route: held.append(route))
    with page.expect_request("**/ask"):
        page.locator("[data-turn]").first.press("Enter")
    page.get_by_role("textbox").focus()
    page.keyboard.type("custom")
    held[0].continue_()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.keyboard.type("er")
    expect(page.get_by_role("textbox")).to_have_value("customer")


@pytest.mark.parametrize("language", WRITTEN)
def test_a_number_opens_the_door_that_bears_it(visit: Visit, language: Language) -> None:
    page = visit(language)
    listing = ask(page, "/sectors")
    name = listing.locator(".item b").nth(2).inner_text()
    tab_to(page, "article:last-of-type .door")
    page.keyboard.press("3")
    opened = page.locator("article").nth(2)
    expect(opened.locator("h2")).to_contain_text(name)
    expect(opened.locator("h2")).to_be_focused()
    page.keyboard.press("9")
    page.locator("#log").focus()
    page.keyboard.press("1")
    expect(page.locator("article")).to_have_count(4)


def test_a_number_that_is_typed_stays_a_number(visit: Visit) -> None:
    page = visit("en", asking("/sectors"))
    page.get_by_role("textbox").focus()
    page.keyboard.type("2025")
    expect(page.get_by_role("textbox")).to_have_value("2025")
    expect(page.locator("article")).to_have_count(1)


def test_every_way_through_the_page_shows_where_the_focus_is(visit: Visit) -> None:
    for path in ("/chat", asking("/checkin"), asking("/picture scores"), asking("/about"), asking("/forget")):
        page = visit("en", path, width=1280, scheme="dark")
        tab_to(page, "#say button")
