"""What axe finds on every kind of page, in both languages, light and dark, on a phone and on a desk: nothing at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.content.briefing import Language
from bot.words import WRITTEN, say
from tests.conftest import ROOT
from tests.support.newsroom import KEY, newsroom
from tests.support.pages import LOCALES, Visit, ask, asking
from tests.support.quiet import in_thread

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STATES = (
    "/start",
    "/checkin",
    "/predictions",
    "/sector customer-service",
    "/picture timeline",
    "/picture scores",
    "/picture me",
    "/scores",
    "/about",
    "/mydata",
    "/forget",
    "no such thing",
)


def found(page: Page) -> list[str]:
    """Return what axe finds on a page; it comes by the debugger, so that the page's own policy does not stop it."""
    page.evaluate(AXE)
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{each['id']}: {each['help']} {json.dumps(each['nodes'][0]['target'])}" for each in violations]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(visit: Visit, language: Language, scheme: str, width: int) -> None:
    page = visit(language, width=width, scheme=scheme)
    for state in STATES:
        page.goto(urljoin(page.url, asking(state)))
        assert found(page) == [], state


@pytest.mark.parametrize("language", WRITTEN)
def test_axe_finds_nothing_in_a_long_talk_and_in_its_mishaps(visit: Visit, language: Language) -> None:
    page = visit(language)
    for words in ("/subscribe", "/settings zone", "/checkin", "/sectors", "/sectros"):
        ask(page, words)
    page.locator("[data-turn]").last.press("Enter")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("?")
    page.keyboard.press("Enter")
    expect(page.locator(".lost")).to_be_visible()
    page.context.set_offline(False)
    assert found(page) == []


def test_axe_finds_what_is_wrong_with_a_page(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.querySelector('main').replaceWith(document.querySelector('#log'))")
    assert [each.partition(":")[0] for each in found(page)] == ["landmark-one-main"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_conversation_that_is_shown_again(visit: Visit, scheme: str) -> None:
    page = visit(scheme=scheme)
    for words in ("/subscribe", *(f"/timeline {year}" for year in range(2019, 2027))):
        ask(page, words)
    page.goto(page.url.partition("?")[0])
    expect(page.locator(".since")).to_be_visible()
    expect(page.locator(".earlier")).to_have_count(1)
    page.locator(".more summary").click()
    assert found(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", WRITTEN)
def test_axe_finds_nothing_where_there_is_no_page(
    browser: Browser, address: str, language: Language, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(locale=LOCALES[language], color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/no/such/page")
    assert found(page) == []
    context.close()


@pytest.mark.parametrize("language", WRITTEN)
def test_axe_finds_nothing_at_the_editors_door_and_desk(
    browser: Browser, tmp_path: Path, files: dict[str, bytes], language: Language
) -> None:
    with newsroom(tmp_path, files) as room, in_thread(room.site, room.inbox) as served:
        context = browser.new_context(locale=LOCALES[language])
        page = context.new_page()
        page.goto(f"{served.address}/editor?key={KEY}")
        assert found(page) == []
        page.get_by_role("button", name=say(language, "chat-door-enter")).click()
        page.wait_for_url("**/chat?q=/help")
        assert found(page) == []
        context.close()
