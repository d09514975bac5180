"""What the page does for whoever comes back, looks away, or is lost: check-ins, questions recalled, kind errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.words import TAGS, WRITTEN, say
from tests.support.pages import LOCALES, Visit, ask, asking, focused, tab_to
from tests.support.serving import House, housed

languages = pytest.mark.parametrize("language", WRITTEN)
LOOKED_AWAY = "Object.defineProperty(document, 'hidden', {get: () => !window.looking, configurable: true})"


@pytest.fixture(scope="module")
def house(edition: Edition) -> Iterator[House]:
    with housed(edition) as house:
        yield house


@pytest.fixture(scope="module")
def address(house: House) -> str:
    return house.address


def reader_of(page: Page) -> Reader:
    [cookie] = page.context.cookies()
    return Reader("web", cookie["value"])


def unseen(house: House, reader: Reader) -> int:
    async def read() -> int:
        return len(await house.store.unseen(reader))

    return house.within(read)


def test_a_check_in_is_seen_once_the_page_is_looked_at_and_stays_from_then_on(visit: Visit, house: House) -> None:
    page = visit()
    page.add_init_script(LOOKED_AWAY)
    ask(page, "/subscribe")
    page.reload()
    reader = reader_of(page)
    with page.expect_response("**/events?*"):
        page.reload()
    house.check_in(reader)
    expect(page.locator("article").last).to_contain_text(say("en", "checkin-title"))
    assert unseen(house, reader) == 1
    page.reload()  # nobody has seen it yet: it comes again
    expect(page.locator("article").last).to_contain_text(say("en", "checkin-title"))
    assert unseen(house, reader) == 1
    with page.expect_response("**/seen"):
        page.evaluate("window.looking = true; document.dispatchEvent(new Event('visibilitychange'))")
    assert unseen(house, reader) == 0
    page.reload()  # now it is part of the conversation
    expect(page.locator("article", has_text=say("en", "checkin-title"))).to_have_count(1)


def test_what_was_asked_can_be_recalled_line_by_line(visit: Visit) -> None:
    page = visit()
    for words in ("customer service", "/sectors"):
        ask(page, words)
    line = page.get_by_role("textbox")
    for key, words in (
        ("ArrowUp", "/sectors"),
        ("ArrowUp", "customer service"),
        ("ArrowUp", "customer service"),
        ("ArrowDown", "/sectors"),
        ("ArrowDown", ""),
    ):
        line.press(key)
        expect(line).to_have_value(words)
    line.fill("law")
    line.press("ArrowUp")
    expect(line).to_have_value("law")
    page.reload()
    line.press("ArrowUp")
    expect(line).to_have_value("/sectors")


@languages
@pytest.mark.parametrize("script", [True, False])
def test_whoever_is_lost_is_led_on(browser: Browser, address: str, language: Language, script: bool) -> None:
    with closing(browser.new_context(locale=LOCALES[language], java_script_enabled=script)) as context:
        page = context.new_page()
        found = page.goto(f"{address}/no/such/page")
        assert found and found.status == 404
        expect(page.get_by_role("heading", level=2)).to_have_text(say(language, "chat-no-page-title"))
        expect(page.locator("html")).to_have_attribute("lang", TAGS[language])
        page.get_by_role("link", name=say(language, "name-sectors")).click()
        expect(page.locator("article").first).to_be_visible()
        assert page.url == f"{address}/{language}/chat?q=/sectors"


def test_a_program_that_is_lost_is_told_in_plain_words(house: House, address: str) -> None:
    found = httpx.get(f"{address}/no/such/page")
    assert found.status_code == 404 and found.headers["content-type"].startswith("text/plain")


def test_a_press_on_a_scale_is_ticked_at_once_and_nothing_else_changes(visit: Visit) -> None:
    page = visit("en", asking("/checkin"))
    held: list[Route] = []
    page.route("**/ask", lambda route: held.append(route))
    vote = page.locator("[role=group] [data-turn]").nth(2)
    with page.expect_request("**/ask"):
        vote.click()
    ticked = "e => getComputedStyle(e, '::before').content"
    assert vote.evaluate(ticked) == '"✓"'
    assert page.locator("[role=group] [data-turn]").nth(3).evaluate(ticked) == "none"
    assert page.locator("article").last.evaluate("e => getComputedStyle(e).opacity") == "1"
    held[0].continue_()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("article").last).to_contain_text("✓")


@languages
@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_dot_of_a_picture_opens_its_forecast(visit: Visit, language: Language, how: str) -> None:
    page = visit(language, asking("/picture timeline"), width=1280)
    dot = page.locator(".picture a").first
    name = dot.get_attribute("aria-label") or ""
    if how == "click":
        dot.click()
    else:
        tab_to(page, ".picture a")
        page.keyboard.press("Enter")
    opened = page.locator("article").nth(1)
    expect(opened).to_contain_text(name.partition("：" if language == "zh" else ": ")[2])
    expect(page.locator(".asked").last).to_have_text(name)
    expect(focused(page)).to_have_js_property("tagName", "H2")


def test_a_dot_leads_to_its_forecast_without_scripts_too(visit: Visit) -> None:
    page = visit("en", asking("/picture timeline"), width=1280, script=False)
    dot = page.locator(".picture a").first
    name = (dot.get_attribute("aria-label") or "").partition(": ")[2]
    dot.click()
    expect(page.locator("article")).to_contain_text(name)


def test_on_a_phone_the_first_tap_makes_a_picture_large_and_the_second_opens_a_dot(visit: Visit) -> None:
    page = visit("en", asking("/picture timeline"))
    dot = page.locator(".picture a").first
    dot.click(force=True)
    expect(page.locator("article")).to_have_count(1)
    assert page.locator(".picture svg").evaluate("e => e.getBoundingClientRect().width") > 900
    dot.click()
    expect(page.locator("article")).to_have_count(2)


def test_a_link_to_an_answer_says_what_it_is_about_where_it_is_shared(visit: Visit) -> None:
    page = visit("en", asking("/about"))
    told = {
        each: page.locator(f"meta[property='og:{each}']").get_attribute("content") for each in ("title", "site_name")
    }
    assert told == {"title": say("en", "about-title"), "site_name": say("en", "name")}
    assert page.locator("meta[property='og:description']").get_attribute("content")


@languages
def test_where_a_weekly_check_in_arrives_is_said_at_the_door_and_in_the_settings(
    visit: Visit, language: Language
) -> None:
    page = visit(language)
    arrives = say(language, "arrives-on-page")
    expect(ask(page, "/settings")).to_contain_text(arrives)
    expect(ask(page, "/subscribe")).to_contain_text(arrives)
    expect(ask(page, "/settings")).to_contain_text(arrives)
