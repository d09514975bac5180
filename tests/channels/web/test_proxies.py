"""The page behind a real nginx as it comes: check-ins arrive at once, and whole; below a path everything works."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette

from bot.channels.web import programs
from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from bot.settings import PAGES, InvalidSettings, load
from bot.words import say
from tests.channels.web.test_inbox import Visitor
from tests.conftest import ROOT
from tests.support.chromium import PATIENT
from tests.support.nginx import nginx
from tests.support.serving import House, housed

pytestmark = pytest.mark.process  # each has an nginx of its own

WAYS = {
    "taken off": "location {path}/ {{ proxy_pass {to}/; }}",
    "left on": "location {path}/ {{ proxy_pass {to}; }}",
    "left on, without a slash": "location {path} {{ proxy_pass {to}; }}",
}


@contextlib.contextmanager
def visiting(house: House, address: str) -> Iterator[Visitor]:
    """Come by the proxy's address."""
    visitor = Visitor(house, "en")
    with contextlib.closing(visitor.client):
        visitor.client.base_url = httpx.URL(address)
        yield visitor


@pytest.mark.parametrize(
    "more",
    ["", "gzip on; gzip_types text/event-stream; gzip_proxied any;", "proxy_http_version 1.1;"],
    ids=["as it comes", "with gzip", "with HTTP/1.1"],
)
def test_a_check_in_comes_through_at_once_and_whole(undecided: Edition, tmp_path: Path, more: str) -> None:
    with (
        housed(undecided) as house,
        nginx(tmp_path, f"location / {{ proxy_pass {house.address}; {more} }}") as address,
        visiting(house, address) as visitor,
    ):
        visitor.ask("/subscribe")
        with visitor.events() as events:
            for _ in range(2):
                house.check_in(visitor.reader)
                assert say("en", "checkin-title") in next(events)["html"]


def test_so_does_the_smallest_sign_of_life(small: Edition, tmp_path: Path) -> None:
    with (
        housed(small, ping=0.001) as house,
        nginx(tmp_path, f"location / {{ proxy_pass {house.address}; }}") as address,
        visiting(house, address) as visitor,
        visitor.lines() as lines,
    ):
        assert next(filter(None, lines)) == ": nothing yet"


@pytest.fixture(params=[(way, path) for way in WAYS for path in ("/hindsight", "/a/b-c/d.e")], ids=" at ".join)
def below(request: pytest.FixtureRequest, undecided: Edition, tmp_path: Path) -> Iterator[tuple[House, str]]:
    """The page below a path of another site, and where it is reached; its address ends in no slash."""
    way, path = request.param
    with housed(undecided, public=Public(path=path)) as house:
        places = WAYS[way].format(path=path, to=house.address)
        with nginx(tmp_path, f"{places} location / {{ return 404; }}") as address:
            yield house, f"{address}{path}"


def test_every_link_and_file_of_a_page_is_below_the_path_and_there(below: tuple[House, str]) -> None:
    house, address = below
    with visiting(house, address) as visitor:
        visitor.ask("/subscribe")
        page = visitor.client.get("/en/chat?q=/predictions").raise_for_status().text
        found = {unescape(each) for each in re.findall(r'(?:href|src|action)="([^"]*)"', page + visitor.ask("/mydata"))}
        ours = {each for each in found if not each.startswith(("http", "#"))}
        assert len(ours) > 20
        for each in ours:
            assert httpx.URL(address).join(each).path.startswith(httpx.URL(address).path + "/"), each
            assert visitor.client.get(str(httpx.URL(address).join(each))).status_code in (200, 204), each


def test_without_its_last_slash_it_is_the_same_page(below: tuple[House, str]) -> None:
    house, address = below
    with visiting(house, address) as visitor:
        answer = visitor.client.get(address, follow_redirects=True).raise_for_status()
        assert str(answer.url) == f"{address}/en/" and answer.history[-1].headers["location"].startswith("/")


def test_what_is_not_there_is_told_and_sends_nobody_to_another_host(below: tuple[House, str]) -> None:
    house, address = below
    with visiting(house, address) as visitor:
        for path in ("/nowhere", "/static", "/static/", "/healthz/", "/ask/"):
            answer = visitor.client.get(address + path)
            assert (answer.status_code, "location" in answer.headers) == (404, False), path


def test_in_a_browser_below_a_path_all_works(below: tuple[House, str], browser: Browser) -> None:
    house, address = below
    asked: list[str] = []
    with contextlib.closing(browser.new_context(locale="en-GB")) as context:
        context.set_default_timeout(PATIENT)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
        failed: list[str] = []
        page.goto(f"{address}/chat")
        page.get_by_role("textbox").fill("/subscribe")
        page.keyboard.press("Enter")
        expect(page.locator("article").last).to_contain_text(say("en", "subscribed"))
        [cookie] = context.cookies()
        assert cookie["path"] == httpx.URL(address).path
        with page.expect_response("**/seen") as seen:
            [reader] = house.inbox._open
            house.check_in(reader)
        assert seen.value.status == 204
        expect(page.locator("article").last).to_contain_text(say("en", "checkin-title"))
        page.get_by_role("button", name="中文", exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert not failed and all(each.startswith(f"{address}/") for each in asked)


def test_in_a_browser_without_scripts_too(below: tuple[House, str], browser: Browser) -> None:
    _, address = below
    with contextlib.closing(browser.new_context(locale="en-GB", java_script_enabled=False)) as context:
        context.set_default_timeout(PATIENT)
        page = context.new_page()
        page.goto(f"{address}/chat")
        page.get_by_role("textbox").fill("/help")
        page.keyboard.press("Enter")
        expect(page.locator("article")).to_contain_text(say("en", "help-title"))
        page.locator(".commands a").first.click()
        expect(page.locator(".asked")).not_to_have_text("/help")
        page.get_by_role("button", name="中文", exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        assert page.url.startswith(f"{address}/")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hindsight?from=x",
        "https://example.org/hindsight#top",
        "https://me:secret@example.org/hindsight",
        "https://example.org/a//b",
        "https://example.org/a/../b",
        "https://example.org/回头看",
        "https://example.org/a%20b",
        "https://example.org/a b",
        *(f"https://example.org/{page}/" for page in sorted(PAGES)),
    ],
)
def test_an_address_below_which_it_cannot_be_is_refused_in_words(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PUBLIC_URL", url)
    with pytest.raises(InvalidSettings) as refused:
        load()
    [line] = refused.value.lines
    assert line.startswith("BOT_PUBLIC_URL: ") and ("such as" in line or "another path" in line)
    assert "secret" not in line


def test_every_page_of_ours_is_one_below_which_it_cannot_be(small: Edition) -> None:
    with housed(small) as house:
        application: Any = house.site
        while not isinstance(application, Starlette):
            application = vars(application)["_app"]
        paths = [programs.API, programs.MCP, *(each.path for each in application.routes if hasattr(each, "path"))]
        served = {path.split("/")[1] for path in paths}
        short = {"", "chat"}  # they lead on; what comes to one below a path of that name is its first page
        assert {"api", "mcp", "oembed", "sitemap.xml", "ask"} <= served and served - short <= PAGES


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_example_of_the_readme_works(undecided: Edition, tmp_path: Path, name: str) -> None:
    [example] = re.findall(r"```nginx\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert example.count("http://127.0.0.1:8080") == 1
    with (
        housed(undecided, public=Public(path="/hindsight")) as house,
        nginx(tmp_path, example.replace("http://127.0.0.1:8080", house.address)) as address,
        visiting(house, f"{address}/hindsight") as visitor,
    ):
        visitor.ask("/subscribe")
        with visitor.events() as events:
            house.check_in(visitor.reader)
            assert say("en", "checkin-title") in next(events)["html"]
