"""Pages that are too long to be read at once go on on the next: nothing is lost, and no name is."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Block, Span
from bot.content.edition import Edition
from bot.pages import Page, Publication, answered, chart, paging
from bot.pages.impersonal import asking
from bot.pages.paging import A_LONG_PAGE, cut, entries, last_of
from tests.conftest import TODAY

Kind = Literal["text", "heading", "group", "item", "folded"]
KINDS: tuple[Kind, ...] = ("text", "heading", "group", "item", "item", "item", "folded")


def blocks(kinds: list[Kind]) -> list[Block]:
    return [Block((Span(str(number)),), kind) for number, kind in enumerate(kinds)]


@given(st.lists(st.sampled_from(KINDS), max_size=400))
def test_every_block_stands_on_one_page_below_its_names(kinds: list[Kind]) -> None:
    whole = blocks(kinds)
    found = entries(whole)
    shown = [cut(found, number) for number in range(1, last_of(len(found)) + 1)]
    seen: list[Block] = []
    for page in shown:
        again = [block for block in page if block in seen]
        assert all(block.kind in paging.NAMES for block in again) and [*page[: len(again)]] == again
        assert [block for block in (*seen, *page) if block.kind in paging.NAMES][-len(again) :] == again or not again
        seen += page[len(again) :]
    assert seen == whole


def test_a_page_ends_in_no_name_and_begins_with_nothing_folded() -> None:
    named: tuple[Kind, ...] = ("group", "item", "folded")
    whole = blocks([*(A_LONG_PAGE * named), "heading", "group", "item"])
    first, second = (cut(entries(whole), number) for number in (1, 2))
    assert first[-1].kind == "folded" and [block.kind for block in second] == ["heading", "group", "item"]


@pytest.fixture
def publication(shipped: Edition, monkeypatch: pytest.MonkeyPatch) -> Publication:
    for module in (paging, answered):
        monkeypatch.setattr(module, "A_LONG_PAGE", 7)
    monkeypatch.setattr(last_of, "__defaults__", (7,))
    monkeypatch.setattr(chart, "LANES", 2)
    return Publication(shipped, TODAY)


def pages(publication: Publication, address: str) -> list[Page]:
    """Return all pages of an address, each as the one before leads to it."""
    place = publication.place(address)
    assert place
    found = [publication.page("en", place, publication.understood(place, {}))]
    while found[-1].pages and (further := found[-1].pages.on):
        query = {"page": further.partition("page=")[2]}
        assert publication.understood(place, query) == query
        found.append(publication.page("en", place, query))
        assert found[-1].address == further
    return found


@pytest.mark.parametrize("address", ["sectors/customer-service", "timeline/2024", "advice/founders", "debates"])
def test_what_is_said_of_a_thing_goes_on_on_the_next_page(
    publication: Publication, shipped: Edition, address: str
) -> None:
    short = pages(publication, address)
    assert len(short) > 1 and short[0].address == address
    told = [block for page in short for each in page.sections for block in each.blocks if block.kind == "item"]
    assert len(told) == len({id(block) for block in told})
    rows = [row.ref for page in short for row in page.rows]
    assert len({*rows}) == len(rows) == short[0].count
    place = publication.place(address)
    assert place and publication.page("en", place, {"page": "9999"}) == short[-1]
    assert publication.understood(place, {"page": "9999"}) == publication.understood(place, {"page": "1"}) == {}


def test_no_shipped_page_is_cut(shipped: Edition) -> None:
    whole = Publication(shipped, TODAY)
    for place in whole.places():
        shown = whole.page("en", place, {}).pages
        assert shown is None or len(shown.numbered) == 1, place


def test_a_timeline_of_many_documents_draws_some_of_them_on_each_page(
    publication: Publication, shipped: Edition
) -> None:
    drawn, number = [], 1
    while True:
        found = chart.chart(asking(shipped, TODAY, "en"), {"page": str(number)})
        assert found.pages.number == number and len(found.lanes) <= 2
        drawn += [lane.source.name for lane in found.lanes]
        if not found.pages.on:
            break
        assert found.pages.on == f"timeline?page={number + 1}"
        number += 1
    assert len({*drawn}) == len(drawn) == len(shipped.briefings) > 2
