"""The pages over HTTP: every link leads somewhere, one address each, not sent again while nothing changes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from lxml import html

from bot.answers import Answer
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.public_url import Public
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages import Publication
from bot.pages.impersonal import asking, unpaged
from tests.conftest import TODAY
from tests.support.quiet import PATIENCE
from tests.support.serving import House, housed

ATTRIBUTES = ("href", "src", "action")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LANGUAGES = ("en", "zh", "zh-hant")


@pytest.fixture(scope="module")
def house(shipped: Edition) -> Iterator[House]:
    with housed(shipped) as house:
        yield house


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        yield client


def links(page: httpx.Response) -> set[str]:
    """Return all addresses a page leads to or loads, whole."""
    tree = html.fromstring(page.text)
    found = (each.get(name) for each in tree.iter() for name in ATTRIBUTES if each.get(name))
    return {urljoin(str(page.url), address) for address in found}


def crawled(client: httpx.Client, start: str, within: str, *, chat: bool = True) -> dict[str, httpx.Response]:
    """Return every page that is reached from one below a path; each must answer, with what its fragments name.

    Without the `chat` its answers are asked for in one language alone, and none leads on.
    """
    pages: dict[str, httpx.Response] = {}
    ahead, anchors = deque([start]), set[tuple[str, str]]()
    while ahead:
        address = ahead.popleft()
        if address in pages:
            continue
        page = pages[address] = client.get(address)
        assert page.status_code == 200, address
        for bare, fragment in ahead_of(page, within, chat=chat):
            anchors |= {(bare, fragment)} if fragment else set()
            if bare not in pages and "sort=" not in bare and bare.count("&") < 1:
                ahead.append(bare)
    for address, fragment in anchors:
        if address in pages:
            assert f'id="{fragment}"' in pages[address].text, (address, fragment)
    return pages


def ahead_of(page: httpx.Response, within: str, *, chat: bool) -> Iterator[tuple[str, str]]:
    """Yield what a page below a path leads to of ours, with the fragments."""
    here = page.url.path.startswith(within) and "text/html" in page.headers["content-type"]
    for link in links(page) if here and (chat or "/chat" not in page.url.path) else ():
        if link.startswith(str(page.url.join("/"))) and (chat or "/chat" not in link or within in link):
            bare, fragment = urldefrag(link)
            yield bare, fragment


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_page_answers(small: Edition, language: str) -> None:
    with housed(small) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        pages = crawled(client, f"{house.address}/{language}/", f"/{language}/")
        assert len(pages) > 60
        listed = ElementTree.fromstring(client.get("/sitemap.xml").content).iter(LOC)
        own = {each.text or "" for each in listed if urlsplit(each.text or "").path.startswith(f"/{language}/")}
        assert {unescape(each) for each in own} <= set(pages)


@pytest.mark.exhaustive
def test_every_link_of_the_shipped_pages_answers(client: httpx.Client, house: House) -> None:
    pages = crawled(client, f"{house.address}/en/", "/en/", chat=False)  # where its doors lead: tests/shipped
    assert len(pages) > 400 and any("/chat?" in each for each in pages)


SENTENCE = re.compile(r"(?<=[.。!?！？;；])|\n| · |[:：]\s*|[”》〉」⏳]")
"""Where what an answer says is taken apart: the page has labels and dates in other places."""


def sentences(answer: Answer) -> Iterator[str]:
    """Yield what an answer says, in pieces long enough to be told apart from words of the interface."""
    for block in answer.blocks:
        for span in block.spans:
            yield from (each.strip(" “") for each in SENTENCE.split(span.text) if len(each.strip()) > 16)


@pytest.mark.exhaustive
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_forecast_says_all_that_the_chat_says(shipped: Edition, language: Language) -> None:
    publication, asked = Publication(shipped, TODAY), asking(shipped, TODAY, language)
    layout = Layout(publication, language, Public())
    for name in shipped.by_ref:
        place = publication.place(f"predictions/{name}")
        assert place
        page = html.fromstring(layout.html(publication.page(language, place, {}))).text_content()
        told = "".join(page.split())
        left = [each for each in sentences(unpaged(asked, f"/prediction {name}")) if "".join(each.split()) not in told]
        assert not [each for each in left if not COUNTS.fullmatch(each)], (name, left)


COUNTS = re.compile("(?:(?:有利|不利|正反都有) \\d+ 条、?)+|(?:\\d+ (?:for|against|cutting both ways)(?:, )?)+")
"""How many pieces of evidence bear which way: the page shows them, each under its heading."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_itself_and_its_twins(client: httpx.Client, language: str) -> None:
    address = str(client.base_url.join(f"/{language}/predictions/ten-hypotheses/support-first"))
    page = html.fromstring(client.get(address).text)
    assert page.xpath("//link[@rel='canonical']/@href") == [address]
    twins = dict(zip(page.xpath("//link/@hreflang"), page.xpath("//link[@hreflang]/@href"), strict=True))
    assert set(twins) == {"zh-Hans", "zh-Hant", "en", "x-default"} and address in twins.values()
    assert all(client.get(twin).status_code == 200 for twin in twins.values())
    assert page.xpath("//title/text()")[0] and page.xpath("//meta[@name='description']/@content")[0]
    assert page.xpath("/html/@lang") == [{"en": "en", "zh": "zh-Hans", "zh-hant": "zh-Hant"}[language]]
    [chat] = page.xpath("//header/a[contains(@class, 'chat')]/@href")
    assert client.get(chat).status_code == 200


def test_a_page_is_sent_once_until_something_changes(client: httpx.Client) -> None:
    first = client.get("/en/sectors")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache" and first.headers["content-encoding"] == "gzip"
    assert "set-cookie" not in first.headers
    for asked in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = client.get("/en/sectors", headers={"if-none-match": asked})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/en/sectors", headers={"if-none-match": '"x"'}).status_code == 200
    plain = client.get("/en/sectors", headers={"accept-encoding": "identity"})
    assert plain.text == first.text and "content-encoding" not in plain.headers
    assert client.head("/en/sectors").headers["etag"] == tag


def test_another_edition_or_day_makes_another_page(shipped: Edition, small: Edition) -> None:
    with housed(shipped) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        before = client.get("/en/").headers["etag"]
        house.app.edition = small
        assert client.get("/en/").headers["etag"] != before
        house.app.edition = shipped
        assert client.get("/en/").headers["etag"] == before
        far = house.now.replace(year=2040)
        house.now = far
        assert client.get("/en/").headers["etag"] != before


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/en", "/en/"),
        ("/en/sectors/", "/en/sectors"),
        ("/zh/sectors/客服", "/zh/sectors/customer-service"),
        ("/en/predictions/ten-hypotheses/support-first/", "/en/predictions/ten-hypotheses/support-first"),
        ("/en/predictions/?state=failed&junk=1", "/en/predictions?state=failed"),
    ],
)
def test_a_page_has_one_address(client: httpx.Client, asked: str, to: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, to)


def inline_scripts(page: httpx.Response) -> list[object]:
    """Return what a browser would run of a page itself; data for programs is run by nobody."""
    found: list[object] = html.fromstring(page.text).xpath("//script[not(@src) and not(@type='application/ld+json')]")
    return found


@pytest.mark.parametrize(
    "asked",
    [
        "/en/no-such",
        "/en/predictions/ten-hypotheses/no-such",
        "/en//example.org/",
        "/en/%2e%2e/%2e%2e/etc/passwd",
        "/en/..%2f..%2fetc",
        "/en/https://example.org/",
        "/en/sectors/%00",
        "/en/sectors/<script>alert(1)</script>",
    ],
)
def test_what_is_nowhere_is_said_kindly(client: httpx.Client, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404 and "There is no page at this address" in answer.text
    assert html.fromstring(answer.text).xpath("//form[@role='search']")
    assert not inline_scripts(answer) and "<script>" not in answer.text and "example.org" not in answer.text


def test_a_slip_is_told_what_was_meant(client: httpx.Client) -> None:
    answer = client.get("/en/sectors/costumer-service")
    assert answer.status_code == 404
    assert "/en/sectors/customer-service" in html.fromstring(answer.text).xpath("//main//a/@href")


@pytest.mark.parametrize("path", ["advice/engineers", "debates/jobs-first", "sectors/music", "briefings/how-long-hot"])
def test_the_buttons_of_a_page_lead_away_from_it(client: httpx.Client, path: str) -> None:
    found = html.fromstring(client.get(f"/en/{path}").text).xpath("//nav[@class='ways']/a/@href")
    assert found and not [each for each in found if each.partition("#")[0] == f"/en/{path}"]


def test_what_somebody_searches_for_is_no_markup(client: httpx.Client) -> None:
    page = client.get("/en/search", params={"q": '"><script>alert(1)</script>'})
    assert page.status_code == 200 and "<script" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "predictions", "predictions/ten-hypotheses/support-first", "timeline", "sectors"])
def test_pages_are_small_and_need_nothing_foreign(client: httpx.Client, house: House, language: str, path: str) -> None:
    page = client.get(f"/{language}/{path}")
    sent = len(page.read()) if "content-encoding" not in page.headers else int(page.headers["content-length"])
    assert sent < 60_000
    loaded = html.fromstring(page.text).xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
    assert all(urljoin(house.address, each).startswith(house.address) for each in loaded)
    assert not inline_scripts(page) and not html.fromstring(page.text).xpath("//@style")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


def test_robots_are_told_what_is_for_them(client: httpx.Client, house: House) -> None:
    said = client.get("/robots.txt").text
    assert "Disallow: /en/search" in said and f"Sitemap: {house.address}/sitemap.xml" in said
    listed = [each.text or "" for each in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(LOC)]
    assert len(listed) > 900 and len(listed) == len(set(listed))
    assert all(each.startswith(f"{house.address}/") for each in listed)


def test_below_a_path_every_link_stays_there(small: Edition) -> None:
    public = Public.at("https://example.org/hind")
    with housed(small, public=public) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        for path in ("/hind/en/", "/en/"):  # left on or taken off by a proxy
            page = client.get(path)
            found = html.fromstring(page.text).xpath("//a/@href | //form/@action | //link[@rel='stylesheet']/@href")
            assert page.status_code == 200
            assert all(each.startswith(("/hind/", "https://example.org/hind/", "#")) for each in found)
            assert {client.get(each).status_code for each in found if each.startswith("/hind/")} == {200}
        assert client.get("/hind/en").headers["location"] == "/hind/en/"
        assert client.get("/en/sectors/").headers["location"] == "/hind/en/sectors"
        canonical = re.search(r'canonical" href="([^"]+)"', client.get("/en/sectors").text)
        assert canonical and canonical[1] == "https://example.org/hind/en/sectors"
        assert "Sitemap: https://example.org/hind/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/EN/predictions", "/en/predictions"),
        ("/zh-Hant/sectors", "/zh-hant/sectors"),
        ("/zh-TW/", "/zh-hant"),
        ("/zh_cn/about", "/zh/about"),
        ("//en/about", "/en/about"),
        ("/en//predictions", "/en/predictions"),
        ("/en/Predictions/Ten-Hypotheses//support-first/", "/en/predictions/ten-hypotheses/support-first"),
        ("/zh/sectors/客服", "/zh/sectors/customer-service"),
    ],
)
def test_an_address_written_otherwise_leads_to_the_one(client: httpx.Client, asked: str, meant: str) -> None:
    moved = client.get(httpx.URL(str(client.base_url).rstrip("/") + asked))
    assert (moved.status_code, moved.headers["location"]) == (308, meant)


@pytest.mark.parametrize("path", ["//evil.example/en", "/fr/about", "/en/nosuch", "/EN2", "/nosuch//x"])
def test_one_that_means_nothing_leads_nowhere(client: httpx.Client, path: str) -> None:
    assert client.get(httpx.URL(str(client.base_url).rstrip("/") + path)).status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/predictions", "/api/v1/predictions/"])
def test_a_program_is_told_in_its_own_form_that_there_is_nothing(client: httpx.Client, path: str) -> None:
    told = client.get(path)
    assert (told.status_code, told.headers["content-type"]) == (404, "application/problem+json")


def test_what_the_api_is_like_stands_where_programs_look_for_it(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json() == client.get("/api/v1/openapi.json").json()
