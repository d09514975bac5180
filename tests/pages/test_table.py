"""The table of forecasts: what its address narrows, sorts and cuts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.channels.web.pages.rendering import Layout
from bot.channels.web.public_url import Public
from bot.content.edition import STATES, Edition, state
from bot.pages import Publication, chart, facets, paging, table
from bot.pages.impersonal import asking
from bot.pages.rows import Row
from bot.pages.table import Table
from tests.conftest import TODAY


def shown(edition: Edition, **query: str) -> Table:
    return table.table(asking(edition, TODAY, "en"), query)


def whole(edition: Edition, **query: str) -> list[Row]:
    """Return the rows of all pages."""
    page = shown(edition, **query)
    found = [*page.rows]
    while page.pages.on:
        page = followed(edition, page.pages.on)
        found += page.rows
    return found


def followed(edition: Edition, address: str) -> Table:
    return shown(edition, **dict(parse_qsl(urlsplit(address).query)))


def test_it_holds_every_forecast(shipped: Edition) -> None:
    found = shown(shipped)
    assert found.count == len(whole(shipped)) == len(shipped.predictions) and found.address == "predictions"


@pytest.mark.parametrize(
    "query",
    [
        {"state": "failed"},
        {"state": "ruled", "sector": "customer-service"},
        {"leaning": "held"},
        {"source": "ten-hypotheses", "year": "2024", "weight": "core"},
        {"certainty": "hedged", "state": "open"},
        {"sector": "客服"},
    ],
)
def test_filters_let_through_what_they_say(shipped: Edition, query: dict[str, str]) -> None:
    found = shown(shipped, **query)
    everything = [shipped.by_ref[each.ref].record for each in whole(shipped, **query)]
    assert 0 < found.count < len(shipped.predictions)
    assert len(found.chips) == len(query)
    if (wanted := query.get("state")) in ("failed", "open"):
        assert {state(each, TODAY) for each in everything} == {wanted}
    if "sector" in query:
        assert all("customer-service" in each.sectors for each in everything)
    assert followed(shipped, found.address) == found
    assert all(followed(shipped, without).count >= found.count for _, without in found.chips)


def test_every_choice_leaves_as_many_as_it_says(shipped: Edition) -> None:
    beside = {"state": "ruled"}
    for field in shown(shipped, **beside).fields:
        for choice in field.choices:
            assert shown(shipped, **{**beside, field.name: choice.value}).count == choice.count, choice


def test_of_very_many_choices_those_that_leave_the_most_are_offered_and_a_way_to_all(
    shipped: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {each.name: each for each in shown(shipped).fields}
    rarest = min(whole["sector"].choices, key=lambda each: each.count).value
    monkeypatch.setattr(table, "MOST_CHOICES", 3)
    fields = {each.name: each for each in shown(shipped, sector=rarest).fields}
    counts = sorted((each.count for each in whole["sector"].choices), reverse=True)
    offered = fields["sector"]
    assert offered.chosen == rarest in [each.value for each in offered.choices]
    assert [each.count for each in offered.choices if each.value != rarest] == counts[:3]
    assert offered.all == len(counts) and not fields["certainty"].left
    publication = Publication(shipped, TODAY)
    assert all(publication.place(each.whole) for each in fields.values() if each.left and each.whole)
    place = publication.place("predictions")
    assert place
    page = Layout(publication, "en", Public()).html(publication.page("en", place, {}))
    assert f"the 3 with the most forecasts, of {len(counts)}." in page and 'href="/en/sectors">See all</a>' in page


def test_of_very_many_documents_the_line_of_time_offers_the_newest(
    shipped: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chart, "MOST_SOURCES", 2)
    first, second, *others = shipped.by_slug
    asked = asking(shipped, TODAY, "en")
    assert [each[0] for each in chart.chart(asked, {}).sources] == [first, second]
    found = chart.chart(asked, {"source": others[-1]})
    assert found.sources[-1][0] == others[-1] and found.sources[-1][2] and found.left == len(others) - 1


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"sector": "2024"}, {"page": "x"}, {"sort": "nonsense"}])
def test_what_it_does_not_know_it_passes_over(shipped: Edition, query: dict[str, str]) -> None:
    assert shown(shipped, **query) == shown(shipped)


@pytest.mark.parametrize("sort", facets.SORTS)
def test_it_is_sorted_by_its_address_either_way(shipped: Edition, sort: str) -> None:
    there, back = whole(shipped, sort=sort), whole(shipped, sort=f"-{sort}")

    def keys(found: list[Row]) -> list[str]:
        records = [shipped.by_ref[each.ref] for each in found]
        values: dict[str, list[object]] = {
            "ruled": [each.record.verdict.on for each in records if each.record.verdict],
            "until": [each.record.window.until for each in records if each.record.window.until],
            "said": [each.card.published.first for each in records],
            "state": [STATES.index(state(each.record, TODAY)) for each in records],
        }
        return [str(each) for each in values[sort]]

    latest_first = sort in ("ruled", "said")
    assert keys(there) == sorted(keys(there), reverse=latest_first)
    assert keys(back) == sorted(keys(there), reverse=not latest_first)
    assert {each.ref for each in there} == {each.ref for each in back}
    column = shown(shipped, sort=sort).sorts[sort]
    assert column.chosen and followed(shipped, column.address) == shown(shipped, sort=f"-{sort}")


def test_what_has_no_day_comes_last_whichever_way_round(shipped: Edition) -> None:
    for sort in ("until", "-until"):
        ends = [each.until for each in whole(shipped, sort=sort)]
        assert all(ends[: ends.index("")]) and not any(ends[ends.index("") :])


def test_a_long_table_comes_in_pages(shipped: Edition) -> None:
    rows = whole(shipped, sort="until", state="ruled")
    first = shown(shipped, sort="until", state="ruled")
    assert len({each.ref for each in rows}) == len(rows) == first.count > len(first.rows) == paging.A_PAGE
    for number, address in first.pages.numbered:
        page = followed(shipped, address)
        assert (page.pages.number, page.address, page.sort) == (number, address, "until")
        assert [*page.rows] == rows[(number - 1) * paging.A_PAGE : number * paging.A_PAGE]
        assert page.pages.numbered == first.pages.numbered and {label for label, _ in page.chips} == {
            label for label, _ in first.chips
        }
    assert followed(shipped, first.pages.on).pages.back == first.address
    assert not first.pages.back and not page.pages.on
    assert shown(shipped, page="99999", sort="until", state="ruled") == page


@pytest.mark.parametrize(
    ("number", "last", "numbered"),
    [
        (1, 1, [1]),
        (9, 9, [*range(1, 10)]),
        (1, 10, [1, 2, 0, 10]),
        (3, 10, [1, 2, 3, 4, 0, 10]),
        (5, 500, [1, 0, 4, 5, 6, 0, 500]),
        (500, 500, [1, 0, 499, 500]),
    ],
)
def test_of_many_pages_the_first_the_last_and_the_next_are_led_to(number: int, last: int, numbered: list[int]) -> None:
    assert [*paging.numbered(number, last)] == numbered


def test_a_day_later_what_ends_waits_for_a_verdict(shipped: Edition) -> None:
    later = table.table(asking(shipped, dt.date(2040, 1, 1), "en"), {"state": "due"})
    assert later.count > shown(shipped, state="due").count
