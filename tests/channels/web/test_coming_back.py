"""A page that was told to wait comes back by itself, in the time that it was told, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from bot.channels.web.public_url import Public
from bot.channels.web.throttle import BURST, Throttle, Throttled
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.words import say
from tests.support.chromium import PATIENT
from tests.support.quiet import in_thread
from tests.support.serving import House, housed

CLIENT: Final = "198.51.100.7"
"""Who a proxy says it asks for: programs of this machine are let through."""
WAIT: Final = 40
"""Seconds at least until a client whose bucket is empty is answered again."""
LONG: Final = 4
"""Seconds from which a wait of a page is held."""
HELD: Final = f"""
    const real = window.setTimeout;
    window.setTimeout = (work, after = 0, ...more) => {{
        if (after < {LONG} * 1000) return real(work, after, ...more);
        window.waits = {{ work, seconds: after / 1000 }};
        return 0;
    }};
"""
"""A clock by which long waits end when a test says so."""


@dataclass
class Crowded:
    """A site that answers a client no more once its bucket is empty; `seconds` fill that again."""

    house: House
    throttle: Throttle
    address: str = ""
    seconds: float = 0.0

    def empty(self) -> None:
        """Let somebody behind the same address have asked too much."""
        self.throttle.charge(CLIENT, BURST + WAIT)

    def reader_of(self, page: Page) -> Reader:
        [cookie] = page.context.cookies()
        return Reader("web", cookie["value"])


@pytest.fixture
def crowded(undecided: Edition) -> Iterator[Crowded]:
    with housed(undecided) as house:
        found = Crowded(house, Throttle(lambda: found.seconds, rate=1))
        throttled = Throttled(house.site, Public(), lambda: house.now, found.throttle)
        with in_thread(throttled, house.inbox) as house.served:
            found.address = house.address
            yield found


@pytest.fixture
def page(browser: Browser, crowded: Crowded) -> Iterator[Page]:
    """The page of a subscriber, whose long waits are held."""
    context = browser.new_context(locale="en-GB", extra_http_headers={"X-Forwarded-For": CLIENT})
    context.set_default_timeout(PATIENT)
    context.add_init_script(HELD)
    page = context.new_page()
    page.goto(f"{crowded.address}/en/chat")
    ask(page, "/subscribe")
    expect(page.locator("article").last).to_contain_text(say("en", "subscribed"))
    yield page
    context.close()


def ask(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")


def held(page: Page) -> float:
    """Return for how many seconds a page waits, once it does."""
    seconds: float = page.wait_for_function("() => window.waits?.seconds").json_value()
    return seconds


def let_go(page: Page) -> None:
    """Let the time be over for which a page waits."""
    page.evaluate("() => { const { work } = window.waits; delete window.waits; work(); }")


def is_told_to_wait(response: Response) -> bool:
    return response.request.method == "HEAD" and response.status == 429


def test_check_ins_come_again_after_the_time_that_was_told(page: Page, crowded: Crowded) -> None:
    asked: list[str] = []

    def refused_at_first(route: Route) -> None:
        asked.append(route.request.method)
        if len(asked) == 1:
            crowded.empty()
        route.continue_()

    page.route("**/events?*", refused_at_first)
    with page.expect_response(is_told_to_wait) as told:
        page.reload()
    assert held(page) == float(told.value.headers["retry-after"]) > WAIT
    assert asked == ["GET", "HEAD"]
    crowded.house.check_in(crowded.reader_of(page))
    crowded.seconds += held(page)
    with page.expect_response("**/seen"):
        let_go(page)
    expect(page.locator("article", has_text=say("en", "checkin-title"))).to_have_count(1)
    assert asked == ["GET", "HEAD", "GET"]


def test_what_was_asked_is_answered_after_the_time_that_was_told(page: Page, crowded: Crowded) -> None:
    before = page.locator("article").count()
    crowded.empty()
    with page.expect_response("**/ask") as told:
        ask(page, "/help")
    assert told.value.status == 429
    assert held(page) == float(told.value.headers["retry-after"]) > WAIT
    expect(page.locator(".writing")).to_have_count(1)
    crowded.seconds += held(page)
    let_go(page)
    expect(page.locator("article").last).to_contain_text(say("en", "help-title"))
    expect(page.locator("article")).to_have_count(before + 1)
    expect(page.locator(".writing, .lost")).to_have_count(0)


def test_who_is_refused_again_and_again_is_told_so_and_loses_nothing_they_typed(page: Page, crowded: Crowded) -> None:
    crowded.empty()
    ask(page, "/help")
    for _ in range(3):
        held(page)
        let_go(page)
    expect(page.locator(".lost")).to_contain_text(say("en", "chat-lost"))
    expect(page.get_by_role("textbox")).to_have_value("/help")


def test_a_page_for_which_there_is_nothing_does_not_come_back(page: Page) -> None:
    asked: list[str] = []

    def nothing(route: Route) -> None:
        asked.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/events?*", nothing)
    with page.expect_response(lambda response: response.request.method == "HEAD"):
        page.reload()
    ask(page, "/help")
    expect(page.locator("article").last).to_contain_text(say("en", "help-title"))
    assert asked == ["GET", "HEAD"] and not page.evaluate("() => window.waits")
