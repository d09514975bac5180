"""Feeds over HTTP: foreign readers read them, names stay for ever, days are those of the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from bot.channels.web.pages.identity import identity
from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from bot.content.prediction import Ruling
from bot.pages import Publication
from bot.pages.impersonal import asking
from bot.pages.news import MOST, feed, paths
from tests.conftest import ROOT, TODAY
from tests.support.quiet import PATIENCE
from tests.support.serving import House, housed

ATOM = "{http://www.w3.org/2005/Atom}"
WHEN = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
ITEM = {
    "type": "object",
    "required": ["id", "url", "title", "content_html"],
    "properties": {"id": {"type": "string"}, "url": ADDRESS, "date_published": WHEN, "date_modified": WHEN}
    | {"tags": {"type": "array", "items": {"type": "string"}}},
    "patternProperties": {"^_": {"type": "object"}},
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items", "feed_url", "home_page_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "feed_url": ADDRESS,
        "home_page_url": ADDRESS,
        "items": {"type": "array", "items": ITEM},
        "authors": {"type": "array", "items": {"type": "object", "minProperties": 1}},
    },
}
SCHEMA = etree.RelaxNG(file=str(ROOT / "tests" / "data" / "atom.rng"))
"""The schema of RFC 4287."""
PATHS = ("all", "verdicts", "standings", "corrections", "sector/music", "source/ten-hypotheses", "author/Tyler")


@pytest.fixture(scope="module")
def house(shipped: Edition) -> Iterator[House]:
    with housed(shipped) as house:
        yield house


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize("language", ["zh", "zh-hant", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_both_formats_say_the_same_to_foreign_readers(client: httpx.Client, path: str, language: str) -> None:
    atom = client.get(f"/feeds/{path}.atom", params={"lang": language})
    assert atom.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(atom.content, response_headers={"content-type": atom.headers["content-type"]})
    assert not read.bozo and read.version == "atom10" and 0 < len(read.entries) <= MOST
    answer = client.get(f"/feeds/{path}.json", params={"lang": language})
    found: dict[str, Any] = answer.json()
    assert answer.headers["content-type"].startswith("application/feed+json")
    assert "CC BY 4.0" in found["_hindsight"]["rights"]
    Draft202012Validator(JSON_FEED).validate(found)
    assert SCHEMA.validate(etree.fromstring(atom.content)), SCHEMA.error_log
    assert [each.id for each in read.entries] == [each["id"] for each in found["items"]]
    assert [each.title for each in read.entries] == [each["title"] for each in found["items"]]
    assert all(each["content_html"] for each in found["items"])
    assert len({each.id for each in read.entries}) == len(read.entries)
    assert read.feed.updated == max(each.updated for each in read.entries)


def test_a_feed_that_is_not_one_would_be_found() -> None:
    assert list(Draft202012Validator(JSON_FEED).iter_errors({"version": "1", "title": "x", "items": [{"id": 1}]}))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<id>", "<ident>"),
        ("T00:00:00Z</updated>", "</updated>"),
        ('type="html"', 'type="markdown"'),
        ("<title>", "<title>x</title><title>"),
        ("<entry>", "<item/><entry>"),
        (' href="', ' src="'),
    ],
)
def test_what_the_schema_of_atom_forbids_would_be_found(client: httpx.Client, right: str, wrong: str) -> None:
    text = client.get("/feeds/verdicts.atom").text
    assert right in text
    broken = text.replace(right, wrong, 1).replace("</id>", "</ident>" if wrong == "<ident>" else "</id>", 1)
    assert not SCHEMA.validate(etree.fromstring(broken.encode()))


def test_an_entry_has_all_that_atom_wants_once(client: httpx.Client) -> None:
    root = ElementTree.fromstring(client.get("/feeds/all.atom").content)
    for node in (root, *root.iter(f"{ATOM}entry")):  # RFC 4287, 4.1.1 and 4.1.2
        assert [len(node.findall(ATOM + each)) for each in ("id", "title", "updated")] == [1, 1, 1]
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_every_entry_and_every_feed_leads_to_a_page(client: httpx.Client, house: House) -> None:
    for path in PATHS:
        read = feedparser.parse(client.get(f"/feeds/{path}.atom?lang=en").content)
        ways = {read.feed.link, *(each.link for each in read.entries[:3])}
        ways |= {each.href for each in read.feed.links}
        assert all(each.startswith(house.address) for each in ways)
        assert {client.get(each).status_code for each in ways} == {200}


def test_a_correction_leads_to_where_it_stands_on_the_page_of_its_forecast(client: httpx.Client) -> None:
    for ending in ("atom", "json"):
        read = client.get(f"/feeds/corrections.{ending}?lang=en")
        ways = (
            [each.link for each in feedparser.parse(read.content).entries]
            if ending == "atom"
            else [each["url"] for each in read.json()["items"]]
        )
        assert ways and all("#" in each for each in ways)
        for each in ways[:3]:
            page, _, part = each.partition("#")
            assert f'id="{part}"' in client.get(page).text


def test_the_page_of_feeds_names_them_all(client: httpx.Client, shipped: Edition) -> None:
    page = client.get("/en/feeds").text
    known = paths(asking(shipped, TODAY, "en"))
    assert len(known) > 30 and page.count(".atom?lang=en") >= len(known)


def test_a_feed_is_sent_once_until_the_edition_changes(client: httpx.Client) -> None:
    first = client.get("/feeds/verdicts.atom")
    again = client.get("/feeds/verdicts.atom", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["no.atom", "verdicts.rss", "verdicts", "sector/no.atom", "sector.atom", "../x.atom", ""]
)
def test_what_is_no_feed_is_not_there(client: httpx.Client, path: str) -> None:
    assert client.get(f"/feeds/{path}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("sector/客服.atom", "sector/customer-service.atom?lang=zh"),
        ("sector/Customer Service.json?lang=en", "sector/customer-service.json?lang=en"),
        ("source/十个假设.atom", "source/ten-hypotheses.atom?lang=zh"),
        ("author/tyler.atom", "author/Tyler.atom?lang=zh"),
    ],
)
def test_a_name_leads_to_the_one_address_of_a_feed(client: httpx.Client, asked: str, meant: str) -> None:
    moved = client.get(f"/feeds/{asked}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/feeds/{meant}")


def test_a_name_is_for_ever() -> None:
    """A change of these shows everything anew to everybody who has read any of it."""
    assert str(identity("verdict:ten-hypotheses/support-first")) == "310142f7-43ec-559f-8b74-85464e391b37"
    assert identity("a") != identity("b")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_depends_on_the_day_or_on_the_address(shipped: Edition, path: str) -> None:
    def ids(today: dt.date, public: Public) -> bytes:
        from bot.channels.web.pages import feeds
        from bot.channels.web.pages.rendering import Layout

        publication = Publication(shipped, today)
        found = publication.feed("en", path)
        assert found
        return feeds.written(Layout(publication, "en", public), found, "json", "https://example.org")

    assert ids(TODAY, Public()) == ids(TODAY + dt.timedelta(days=900), Public())


def test_a_corrected_verdict_is_the_same_entry_changed_and_a_correction(shipped: Edition) -> None:
    forecast = next(each for each in shipped.predictions if each.record.verdict and not each.record.verdict.earlier)
    verdict = forecast.record.verdict
    assert verdict
    later = verdict.on + dt.timedelta(days=30)
    ruling = {name: getattr(verdict, name) for name in ("outcome", "on", "because", "evidence")}
    outcome = "failed" if verdict.outcome != "failed" else "held"
    former = Ruling.model_validate(ruling)
    corrected = verdict.model_copy(update={"outcome": outcome, "on": later, "earlier": (former,)})
    record = forecast.record.model_copy(update={"verdict": corrected})
    others = tuple(record if each is forecast.record else each for each in forecast.briefing.predictions)
    briefing = forecast.briefing.model_copy(update={"predictions": others})
    briefings = tuple(briefing if each is forecast.briefing else each for each in shipped.briefings)
    changed = replace(shipped, briefings=briefings)
    before, after = (feed(asking(each, TODAY, "en"), "all") for each in (shipped, changed))
    assert before and after
    name = f"verdict:{forecast.briefing.briefing}/{forecast.record.id}"
    assert {each.name for each in after.entries[:2]} == {name, name.replace("verdict:", "correction:") + ":verdict:1"}
    entry = next(each for each in after.entries if each.name == name)
    assert (entry.published, entry.updated) == (verdict.on, later)


def test_below_a_path_addresses_are_whole(small: Edition) -> None:
    public = Public.at("https://example.org/hind")
    with housed(small, public=public) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        read = feedparser.parse(client.get("/hind/feeds/all.atom").content)
        assert all(each.link.startswith("https://example.org/hind/zh/predictions/") for each in read.entries)
        assert read.feed.link.startswith("https://example.org/hind/")
