"""Calendars over HTTP, as icalendar reads them: whole days, short lines, names and corrections that only grow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from bot.content.edition import Edition
from bot.content.proposals import OBJECTIONS
from bot.pages import Publication
from tests.conftest import NOW, TODAY
from tests.content.test_proposals import DONE, ruled, ruling
from tests.support.quiet import PATIENCE
from tests.support.serving import housed


@pytest.fixture(scope="module")
def client(shipped: Edition) -> Iterator[httpx.Client]:
    with housed(shipped) as house, httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        yield client


def events(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    assert isinstance(read, Calendar) and not read.errors and read.to_ical() == answer.content
    return list(read.walk("VEVENT"))


@pytest.mark.parametrize("language", ["zh", "zh-hant", "en"])
def test_every_forecast_with_a_day_is_in_it(client: httpx.Client, shipped: Edition, language: str) -> None:
    answer = client.get("/due.ics", params={"lang": language})
    found = events(answer)
    dated = [each for each in shipped.predictions if each.record.due]
    assert len(found) == len(dated) + sum(len(each.record.was) for each in dated)
    assert len({str(each["uid"]) for each in found}) == len(found)
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    for line in answer.content.split(b"\r\n"):
        line.decode()  # no character is cut in two
    for each in found:
        begins, ends = each["dtstart"].dt, each["dtend"].dt
        assert type(begins) is dt.date and ends - begins == dt.timedelta(days=1)
        assert each["sequence"] >= 0 and each["transp"] == "TRANSPARENT" and each["dtstamp"].dt.tzinfo
        assert each["summary"] and each["description"]


def test_each_entry_leads_to_its_page(client: httpx.Client) -> None:
    urls = [str(each["url"]) for each in events(client.get("/due.ics?lang=en"))]
    assert {client.get(each).status_code for each in urls[:5]} == {200}


def test_any_choice_of_fields_is_a_calendar(client: httpx.Client, shipped: Edition) -> None:
    both = events(client.get("/due/customer-service+agents.ics"))
    wanted = {"customer-service", "agents"}
    dated = [each for each in shipped.predictions if each.record.due and wanted & {*each.record.sectors}]
    assert len(both) == len(dated) + sum(len(each.record.was) for each in dated) > 0
    assert client.get("/due/agents+customer-service.ics").content == client.get("/due/客服+agents.ics").content
    assert 0 < len(events(client.get("/due/agents.ics"))) < len(both)
    assert client.get("/due/no-such.ics").status_code == client.get("/due/agents+no-such.ics").status_code == 404


def test_a_form_leads_to_the_address_to_subscribe_to(client: httpx.Client) -> None:
    answer = client.get("/due.ics", params={"sector": ["music", "agents", "https://example.org"], "lang": "en"})
    assert answer.status_code == 308
    assert answer.headers["location"] == "/due/agents+https%3A//example.org+music.ics?lang=en"
    assert client.get("/due.ics", params={"sector": "music"}, follow_redirects=True).status_code == 200


def test_it_is_sent_once_until_the_edition_changes(client: httpx.Client) -> None:
    first = client.get("/due.ics")
    again = client.get("/due.ics", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_verdict_is_a_correction_when_it_is_proposed_and_another_when_it_counts(small: Edition) -> None:
    [undecided] = [each for each in Publication(small, TODAY).due("en") if each.name == DONE]
    with housed(ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS))) as house:
        told = {}
        for days in (0, 6, 7):
            house.now = NOW + dt.timedelta(days=days)
            found = events(httpx.get(f"{house.address}/due.ics", params={"lang": "en"}, timeout=PATIENCE))
            [told[days]] = [each for each in found if DONE in str(each["url"])]
        assert told[0] == told[6] and len({undecided.title, *(str(told[each]["summary"]) for each in (0, 7))}) == 3
        assert "proposed" in told[0]["summary"] and str(TODAY + OBJECTIONS) in told[0]["description"]
        assert undecided.corrections < told[0]["sequence"] < told[7]["sequence"]


def test_nothing_of_now_stands_in_it(shipped: Edition) -> None:
    assert Publication(shipped, TODAY).due("en") == Publication(shipped, TODAY + dt.timedelta(days=900)).due("en")


def test_what_a_verdict_settles_is_a_correction_of_the_same_entry(shipped: Edition, undecided: Edition) -> None:
    before = {each.name: each for each in Publication(undecided, TODAY).due("en")}
    after = {each.name: each for each in Publication(shipped, TODAY).due("en")}
    assert before.keys() == after.keys()
    for name, due in after.items():
        if not due.withdrawn and (verdict := shipped.by_ref[name].record.verdict):
            assert due.corrections > before[name].corrections and due.changed >= before[name].changed
            assert due.title != before[name].title and due.day == before[name].day
            assert verdict.outcome != "void"


def test_what_was_merged_or_fell_away_is_cancelled_and_stays(client: httpx.Client, shipped: Edition) -> None:
    cancelled = [each for each in events(client.get("/due.ics")) if each.get("status") == "CANCELLED"]
    void = [each for each in shipped.predictions if each.record.verdict and each.record.verdict.outcome == "void"]
    merged = sum(len(each.record.was) for each in shipped.predictions if each.record.due)
    assert len(cancelled) == merged + len([each for each in void if each.record.due]) > 0
