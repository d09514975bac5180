"""What other sites and programs take of a page: its card, a frame, oEmbed, data; and what a reader copies of it."""

from __future__ import annotations

import contextlib
import html as entities
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from lxml import html
from PIL import Image
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.channels.web.public_url import Public
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import WRITTEN, say
from tests.channels.web.test_axe import found
from tests.support.chromium import PATIENT
from tests.support.pages import Visit
from tests.support.quiet import in_thread
from tests.support.serving import housed

FORECAST = "predictions/ten-hypotheses/support-first"
TITLE = "customer service will be the first field"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def meta(page: str) -> dict[str, str]:
    tree = html.fromstring(page)
    return {each.get("property") or each.get("name"): each.get("content") for each in tree.xpath("//meta[@content]")}


@pytest.mark.parametrize("path", ["en", "zh", "zh-hant"])
@pytest.mark.parametrize("where", [FORECAST, "authors/ten-hypotheses"])
def test_a_link_is_shown_with_title_description_and_a_picture(client: httpx.Client, path: str, where: str) -> None:
    told = meta(client.get(f"/{path}/{where}").raise_for_status().text)
    assert told["og:url"] == str(client.base_url.join(f"/{path}/{where}"))
    assert told["og:title"] and 20 < len(told["og:description"]) <= 201 and told["description"]
    assert told["og:locale"] == {"en": "en_GB", "zh": "zh_CN", "zh-hant": "zh_TW"}[path]
    assert told["twitter:card"] == "summary_large_image" and told["og:image:alt"] == told["og:title"]
    picture = client.get(told["og:image"]).raise_for_status()
    assert picture.headers["content-type"] == "image/png" and picture.headers["cross-origin-resource-policy"] == (
        "cross-origin"
    )
    with Image.open(io.BytesIO(picture.content)) as painted:
        assert painted.size == (int(told["og:image:width"]), int(told["og:image:height"])) == (1200, 630)
    again = client.get(told["og:image"], headers={"if-none-match": picture.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("where", ["", "predictions", "sectors/music", "about"])
def test_pages_without_a_picture_are_shown_small(client: httpx.Client, where: str) -> None:
    told = meta(client.get(f"/en/{where}").text)
    assert told["twitter:card"] == "summary" and "og:image" not in told and told["og:title"]


@pytest.mark.parametrize(
    "path",
    [
        "/card/en/predictions/ten-hypotheses/nowhere.png",
        "/card/en/sectors/music.png",
        "/card/en/../../etc/passwd.png",
        "/card/en/%2e%2e/%2e%2e/etc/passwd.png",
        "/card/fr/predictions/ten-hypotheses/support-first.png",
        "/embed/en/predictions/ten-hypotheses/nowhere",
        "/embed/en/predictions/ten-hypotheses/copilot-meetings-mail",
        "/embed/en/predictions/",
        "/embed/en/authors/ten-hypotheses",
        "/oembed",
        "/oembed?url=http://evil.example/en/predictions/ten-hypotheses/support-first",
        "/oembed?url=http://[",
        "/oembed?url=//en/predictions/ten-hypotheses/support-first",
    ],
)
def test_what_is_not_there_is_told(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_frame_is_small_whole_and_may_stand_anywhere_while_nothing_else_may(client: httpx.Client) -> None:
    frame = client.get(f"/embed/en/{FORECAST}")
    assert len(frame.content) < 30_000 and "<script" not in frame.text and "set-cookie" not in frame.headers
    assert "src=" not in frame.text and TITLE in frame.text and say("en", "state-partly") in frame.text
    policy = frame.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy and "unsafe" not in policy
    for path in ("/", "/en/", f"/en/{FORECAST}", "/en/chat", "/feeds/all.atom", f"/card/en/{FORECAST}.png", "/nowhere"):
        assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"], path


def test_oembed_offers_the_frame_within_the_room_there_is(client: httpx.Client) -> None:
    page = html.fromstring(client.get(f"/en/{FORECAST}").text)
    [link] = page.xpath("//link[@type='application/json+oembed']/@href")
    told = client.get(link).raise_for_status().json()
    assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 560, 380)
    [frame] = html.fragments_fromstring(told["html"])
    assert frame.tag == "iframe" and frame.get("src").endswith(f"/embed/en/{FORECAST}")
    assert "allow-scripts" not in frame.get("sandbox") and "allow-same-origin" not in frame.get("sandbox")
    for asked, size in (("300", 300), ("9999", 560), ("1", 240), ("x", 560), ("-5", 560), ("9" * 30, 560)):
        assert client.get(f"{link}&maxwidth={asked}").json()["width"] == size, asked
    assert client.get(f"{link}&format=xml").status_code == 501
    assert client.get(link).headers["access-control-allow-origin"] == "*"


def test_below_a_path_and_behind_a_public_address_all_of_it_names_that(small: Edition) -> None:
    with housed(small, public=Public.at("https://example.org/hind")) as house:
        here, name = "https://example.org/hind", next(iter(small.by_ref))
        page = httpx.get(f"{house.address}/hind/en/predictions/{name}").text
        told = meta(page)
        assert told["og:url"] == f"{here}/en/predictions/{name}"
        assert told["og:image"].startswith(f"{here}/card/en/predictions/{name}.png?v=")
        assert f'value="{here}/en/predictions/{name}"' in page
        asked = quote(f"{here}/en/predictions/{name}", safe="")
        oembed = httpx.get(f"{house.address}/hind/oembed?url={asked}").json()
        assert f'src="{here}/embed/en/predictions/{name}"' in oembed["html"]
        for other in ("https://example.org/en/predictions/", "http://example.org/hind/en/predictions/"):
            assert httpx.get(f"{house.address}/hind/oembed?url={quote(other + name)}").status_code == 404
        assert httpx.get(f"{house.address}/hind/card/zh/predictions/{name}.png").status_code == 200


def test_a_host_that_somebody_made_up_is_kept_for_nobody_else(client: httpx.Client) -> None:
    evil = client.get(f"/en/{FORECAST}", headers={"host": "evil.example"}).text
    assert "evil.example" in evil and "evil.example" not in client.get(f"/en/{FORECAST}").text


@pytest.mark.parametrize("language", WRITTEN)
def test_a_page_of_another_origin_shows_the_frame_and_no_other_page(
    edition: Edition, browser: Browser, language: Language
) -> None:
    with housed(edition) as house:
        ours, said = house.address, list[str]()
        wanted = httpx.get(f"{ours}/oembed?url={ours}/{language}/{FORECAST}").json()["html"]
        other = wanted.replace("/embed", "").replace("<iframe", "<iframe id=other")
        foreign = Starlette(routes=[Route("/", lambda _: HTMLResponse(f"<!doctype html>{wanted}{other}"))])
        with in_thread(foreign, house.inbox) as there, contextlib.closing(browser.new_context()) as context:
            context.set_default_timeout(PATIENT)
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.goto(f"http://foreign.test:{urlsplit(there.address).port}/")
            frame = page.frame_locator("iframe >> nth=0")
            expect(frame.locator("h1")).to_be_visible()
            style = frame.locator("article").evaluate("e => getComputedStyle(e).borderInlineStartWidth")
            assert style == "6px"  # the style it brings is let through
            with context.expect_page() as opened:
                frame.get_by_role("link").first.click()
            opened.value.wait_for_load_state()
            assert opened.value.url == f"{ours}/{language}/{FORECAST}"
            assert [each for each in said if "frame-ancestors" in each]
            assert not [each for each in said if "style" in each]
            assert not page.frame_locator("#other").locator(".verdict").count()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (560, "light")])
def test_axe_finds_nothing_in_a_frame(visit: Visit, width: int, scheme: str) -> None:
    for language in WRITTEN:
        page = visit(language, f"/embed/{language}/{FORECAST}", width=width, scheme=scheme)
        assert found(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_programs_read_data_that_no_browser_runs(visit: Visit) -> None:
    page = visit("en", f"/en/{FORECAST}")  # whose console would tell of what the policy stops
    data: Any = json.loads(page.inner_text("script[type='application/ld+json']"))
    assert data["@type"] == "ClaimReview" and TITLE in data["claimReviewed"]
    assert data["reviewRating"]["alternateName"] == say("en", "state-partly")
    page.goto(page.url.replace(FORECAST, ""))
    assert json.loads(page.inner_text("script[type='application/ld+json']"))["@type"] == "Dataset"


def test_marks_in_a_statement_end_no_element(client: httpx.Client) -> None:
    from bot.channels.web.pages.sharing import data_block

    written = data_block({"a": "</script><b> & \u2028 \u2029 <!--"})
    assert not set(written) & set("<>&\u2028\u2029") and json.loads(written)["a"].startswith("</script><b> & \u2028")


@pytest.mark.parametrize("language", WRITTEN)
def test_address_and_citations_are_copied_at_a_press(visit: Visit, language: Language) -> None:
    page = visit(language, f"/{language}/{FORECAST}", width=1280)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text(say(language, "share-title")).click()
    for name in ("share-address", "cite-title", "cite-bibtex", "share-frame"):
        field = page.get_by_label(say(language, name), exact=True)
        field.locator("xpath=following-sibling::button").click()
        expect(page.get_by_role("status")).to_have_text(say(language, "share-copied"))
        assert page.evaluate("navigator.clipboard.readText()") == field.input_value()
        page.keyboard.press("Tab")
    assert page.get_by_label(say(language, "share-address"), exact=True).input_value() == page.url
    assert found(page) == []


@pytest.mark.parametrize("where", [FORECAST, "debates/jobs-first", "authors/ten-hypotheses"])
def test_without_scripts_the_address_stands_to_be_selected(visit: Visit, where: str) -> None:
    page = visit("en", f"/en/{where}", script=False)
    page.get_by_text(say("en", "share-title")).click()
    expect(page.get_by_label(say("en", "share-address"), exact=True)).to_be_visible()
    assert page.get_by_label(say("en", "share-address"), exact=True).input_value() == page.url
    assert page.locator(".share button:visible").count() == 0


def test_what_a_frame_says_is_escaped(client: httpx.Client) -> None:
    told = client.get(f"/oembed?url={client.base_url.join(f'/zh/{FORECAST}')}").json()
    title = re.findall(r'title="([^"]*)"', told["html"])
    assert len(title) == 1 and told["title"] in entities.unescape(title[0])
