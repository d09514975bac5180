"""The root leads on: to the pages or to the chat, in the language of the address, of the reader, of the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from bot.words import say
from tests.support.pages import Visit, ask
from tests.support.serving import House, housed
from tests.support.visiting import Visitor


@pytest.fixture(scope="module")
def house(small: Edition) -> Iterator[House]:
    with housed(small) as house:
        yield house


def led(address: str, language: str, **more: str) -> httpx.Response:
    """Return where the root leads somebody whose browser likes a language best."""
    answer = httpx.get(address, headers={"Accept-Language": language, **more})
    assert answer.status_code == 303, answer
    return answer


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "/zh/"),
        ("en-GB,en;q=0.9,zh;q=0.2", "/en/"),
        ("zh-TW", "/zh-hant/"),
        ("zh-HK,zh;q=0.9", "/zh-hant/"),
        ("fr, de;q=0.5", "/en/"),
    ],
)
def test_the_browser_chooses_the_language(house: House, language: str, path: str) -> None:
    answer = led(f"{house.address}/", language)
    assert answer.headers["location"] == path
    assert answer.headers["vary"] == "accept-language, cookie"  # what lies between must not give it to everybody
    assert answer.headers["cache-control"] == "private, no-cache"
    assert httpx.get(f"{house.address}{path}").status_code == 200


def test_the_address_chooses_before_the_reader_and_the_reader_before_the_browser(house: House) -> None:
    with Visitor(house.address, "en") as reader:
        reader.press("/language zh")
        chosen = {"Cookie": f"reader={reader.key}"}
        assert led(f"{house.address}/", "en", **chosen).headers["location"] == "/zh/"
        assert led(f"{house.address}/?lang=zh-hant", "en", **chosen).headers["location"] == "/zh-hant/"
        assert led(f"{house.address}/chat", "en", **chosen).headers["location"] == "/zh/chat"
        there = led(f"{house.address}/en/chat?q=%2Fsectors", "en", **chosen)
        assert there.headers["location"] == "/zh/chat?q=/sectors"
    assert led(f"{house.address}/?lang=nowhere", "en").headers["location"] == "/en/"


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/?q=/sectors", "/en/chat?q=/sectors"),
        ("/?q=客服&x=1", f"/en/chat?q={quote('客服')}"),
        ("/?done=abc", "/en/chat?done=abc"),
        ("/?q=%ed%a0%80%ff", "/en/chat?q=%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD"),
        ("/?q=", "/en/"),
        ("/chat?q=%2Fhelp", "/en/chat?q=/help"),
        ("/?q=//evil.example", "/en/chat?q=//evil.example"),
        ("/?lang=//evil.example", "/en/"),
        ("/?lang=en%0d%0aset-cookie:x=1", "/en/"),
        ("/?q=a%0d%0aset-cookie:x=1", "/en/chat?q=a%0D%0Aset-cookie%3Ax%3D1"),
        ("//evil.example?q=x", None),
        ("//evil.example/chat?q=x", None),
        ("/\\evil.example/chat", None),
    ],
)
def test_addresses_of_before_lead_to_the_chat_and_none_to_another_site(
    house: House, asked: str, path: str | None
) -> None:
    answer = httpx.get(f"{house.address}{asked}", headers={"Accept-Language": "en"})
    assert answer.headers.get("location") == path
    assert (answer.status_code == 404) == (path is None) and "set-cookie" not in answer.headers


def test_below_a_path_it_leads_below_that_path(small: Edition) -> None:
    with housed(small, public=Public.at("https://example.org/hind")) as house:
        for asked in ("/hind", "/hind/", "/"):
            assert led(f"{house.address}{asked}", "zh").headers["location"] == "/hind/zh/"
        assert led(f"{house.address}/hind/?q=/help", "zh").headers["location"] == "/hind/zh/chat?q=/help"
        assert led(f"{house.address}/hind/chat", "zh").headers["location"] == "/hind/zh/chat"


def test_the_chat_names_its_twins_and_leads_to_the_page_of_an_answer(house: House) -> None:
    with Visitor(house.address, "en") as reader:
        page = reader.get("/en/chat?q=/sectors").text
        for tag, path in (("zh-Hans", "zh"), ("zh-Hant", "zh-hant"), ("en", "en")):
            assert f'<link rel="alternate" hreflang="{tag}" href="/{path}/chat?q=%2Fsectors">' in page
        assert '<a href="/en/sectors">' in page
        assert '<a href="/en/sectors">' in reader.post("/ask", json={"q": "/sectors"}).json()["html"]
        assert 'class="address"' not in reader.get("/en/chat?q=/settings").text  # nobody else's page
        assert 'class="address"' not in reader.get("/en/chat").text


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("which forecasts came true?", "predictions?state=held"),
        ("what about customer service", "sectors/customer-service"),
        ("how do you decide who was right", "about"),
        ("privacy please", "privacy"),
        ("show me my data", ""),
        ("xylophone weather", "search?q=xylophone+weather"),
    ],
)
def test_words_lead_to_the_page_of_what_was_carried_out(address: str, words: str, page: str) -> None:
    with Visitor(address) as reader:
        for shown in (
            reader.get("/en/chat", params={"q": words}).text,
            reader.post("/ask", json={"q": words}).json()["html"],
        ):
            assert re.findall(r'<p class="address"><a href="/en/([^"]*)"', shown) == ([page] if page else [])


def test_scripts_are_answered_in_the_language_of_their_page(visit: Visit) -> None:
    page = visit("zh", "/en/chat")  # opens English pages with a Chinese browser
    with page.expect_request("**/ask") as asked:
        answer = ask(page, "/help")
    assert asked.value.headers["accept-language"] == "en"
    expect(answer).to_contain_text(say("en", "help-title"))
    assert page.url.endswith("/en/chat?q=%2Fhelp")


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_is_led_to_its_pages_and_from_there_to_the_chat_and_back(visit: Visit, script: bool) -> None:
    page = visit("zh", "/", script=script)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="English", exact=True).click()
    page.get_by_role("link", name=say("en", "page-chat")).click()
    page.wait_for_url(re.compile(r"/en/chat\?q="))  # and until its scripts are there
    if script:
        ask(page, "/sectors")
    else:
        page.get_by_role("textbox").fill("/sectors")
        page.get_by_role("button", name=say("en", "chat-send")).click()
    page.wait_for_url(re.compile("/en/chat.*sectors$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name=say("en", "chat-as-page")).last.click()
    expect(page).to_have_url(f"{page.url.partition('/en/')[0]}/en/sectors")
    page.go_back(wait_until="commit")
    expect(page.locator("article .address a").last).to_have_attribute("href", "/en/sectors")
