"""The table of forecasts: what its address narrows, sorts and cuts."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.content.edition import STATES, Edition, state
from bot.pages import facets, table
from bot.pages.impersonal import asking
from bot.pages.table import Table
from tests.conftest import TODAY


def shown(edition: Edition, **query: str) -> Table:
    return table.table(asking(edition, TODAY, "en"), query)


def followed(edition: Edition, address: str) -> Table:
    return shown(edition, **dict(parse_qsl(urlsplit(address).query)))


def test_it_holds_every_forecast(shipped: Edition) -> None:
    found = shown(shipped)
    assert found.count == len(found.rows) == len(shipped.predictions) and found.address == "predictions"


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
    everything = [shipped.by_ref[each.ref].record for each in found.rows]
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


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"sector": "2024"}, {"page": "x"}, {"sort": "nonsense"}])
def test_what_it_does_not_know_it_passes_over(shipped: Edition, query: dict[str, str]) -> None:
    assert shown(shipped, **query) == shown(shipped)


@pytest.mark.parametrize("sort", facets.SORTS)
def test_it_is_sorted_by_its_address_either_way(shipped: Edition, sort: str) -> None:
    there, back = shown(shipped, sort=sort), shown(shipped, sort=f"-{sort}")

    def keys(found: Table) -> list[str]:
        records = [shipped.by_ref[each.ref] for each in found.rows]
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
    assert {each.ref for each in there.rows} == {each.ref for each in back.rows}
    assert there.sorts[sort].chosen
    assert followed(shipped, there.sorts[sort].address).rows == back.rows


def test_what_has_no_day_comes_last_whichever_way_round(shipped: Edition) -> None:
    for sort in ("until", "-until"):
        ends = [each.until for each in shown(shipped, sort=sort).rows]
        assert all(ends[: ends.index("")]) and not any(ends[ends.index("") :])


def test_a_long_table_comes_in_pages(shipped: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "A_PAGE", 50)
    first = shown(shipped, sort="until")
    seen = [each.ref for each in first.rows]
    while first.on:
        first = followed(shipped, first.on)
        seen += [each.ref for each in first.rows]
    assert len(seen) == len(set(seen)) == len(shipped.predictions) and first.back
    assert shown(shipped, page="99999").rows == first.rows or shown(shipped, page="99999").rows


def test_a_day_later_what_ends_waits_for_a_verdict(shipped: Edition) -> None:
    later = table.table(asking(shipped, dt.date(2040, 1, 1), "en"), {"state": "due"})
    assert later.count > shown(shipped, state="due").count
