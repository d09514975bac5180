"""The map of the site: each page once in each language; of many pages in parts that the format has room for."""

from __future__ import annotations

from xml.etree import ElementTree

import httpx
import pytest

from bot.channels.web.export.rewriting import Rewriter
from bot.channels.web.pages import sitemap
from bot.content.edition import Edition
from bot.pages import Place
from bot.pages.addresses import KINDS
from tests.support.quiet import PATIENCE
from tests.support.serving import housed

HERE = "https://forecasts.example/x"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
MOST, LARGEST = 50_000, 50_000_000
"""Addresses and bytes of one file that search engines read."""


def addresses(written: bytes) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(written).iter(LOC)]


def test_of_many_pages_each_stands_in_one_part_that_the_format_has_room_for() -> None:
    places = [Place(KINDS[1], f"briefing-of-24-characters/{number:>024}") for number in range(2 * sitemap.A_PART + 1)]
    index = sitemap.written(HERE, places, 0)
    parts = [sitemap.written(HERE, places, number) for number in (1, 2, 3)]
    assert addresses(index) == [f"{HERE}/sitemap/{number}.xml" for number in (1, 2, 3)]
    assert [len(addresses(part)) for part in parts] == [3 * sitemap.A_PART, 3 * sitemap.A_PART, 3]
    assert all(len(addresses(part)) <= MOST and len(part) < LARGEST / 2 for part in parts)
    told = [each for part in parts for each in addresses(part)]
    assert {*told} == {f"{HERE}/{short}/{each.address}" for each in places for short in ("zh", "zh-hant", "en")}
    assert len(told) == len({*told})


def test_where_all_pages_have_room_in_one_it_has_no_parts(small: Edition) -> None:
    with housed(small) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        assert len(addresses(client.get("/sitemap.xml").content)) == len(
            {*addresses(client.get("/sitemap.xml").content)}
        )
        assert client.get("/sitemap/1.xml").status_code == 404


def test_each_part_is_served_where_the_index_says(small: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    with housed(small) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        whole = addresses(client.get("/sitemap.xml").content)
    monkeypatch.setattr(sitemap, "A_PART", 10)
    with housed(small) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        index = client.get("/sitemap.xml")
        parts = addresses(index.content)
        assert index.headers["content-type"].startswith("application/xml") and len(parts) > 2
        told = [each for part in parts for each in addresses(client.get(part).content)]
        assert [each.partition("/en/")[2] for each in told] == [each.partition("/en/")[2] for each in whole]
        assert {client.get(f"/sitemap/{number}.xml").status_code for number in (0, len(parts) + 1, 10**9)} == {404}


def test_a_site_of_files_has_the_parts_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "A_PART", 2)
    index = sitemap.written(HERE, [Place(KINDS[1], each) for each in "abc"], 0).decode()
    rewriter = Rewriter(HERE, lambda *_: "", "/x")
    assert rewriter.data(index, "sitemap.xml") == index
    assert {*rewriter.told} == {"sitemap/1.xml", "sitemap/2.xml"}
    assert {each.asked for each in rewriter.told.values()} == {"/sitemap/1.xml", "/sitemap/2.xml"}
