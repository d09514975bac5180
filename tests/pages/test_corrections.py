"""The lists of corrections: what stands on them, in pages that stay, and where each entry leads for ever."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.content.briefing import Resolution, Rule
from bot.content.edition import Edition, Forecast
from bot.pages import Publication
from bot.pages.addresses import WHATS
from bot.pages.corrections import Corrected, corrected, corrections, latest
from bot.pages.impersonal import asking
from bot.pages.paging import A_PAGE, Pages
from tests.conftest import TODAY


def page(edition: Edition, what: str, number: str = "") -> Corrected:
    return corrected(asking(edition, TODAY, "en"), what, {"page": number})


def pages(edition: Edition, what: str) -> list[Corrected]:
    """Return all pages of a list, the latest first, each as the one before leads to it."""
    found = [page(edition, what)]
    while older := around(found[-1]).on:
        [number] = parse_qs(urlsplit(older).query)["page"]
        found.append(page(edition, what, number))
    return found


def around(found: Corrected) -> Pages:
    assert found.pages
    return found.pages


def names(found: Corrected) -> list[str]:
    return [each.name for each in found.entries]


def reworded(edition: Edition, times: int, day: dt.date) -> Edition:
    """Return an edition in which the rule of one forecast was reworded so many times more, on a day."""
    forecast = next(each for each in edition.predictions if each.record.resolution)
    rule = forecast.record.resolution
    assert rule
    former = Rule.model_construct(**{name: getattr(rule, name) for name in Rule.model_fields})
    earlier = (*rule.earlier, former, *(former.model_copy(update={"written": day}) for _ in range(times - 1)))
    return with_record(edition, forecast, rule.model_copy(update={"written": day, "earlier": earlier}))


def with_record(edition: Edition, forecast: Forecast, resolution: Resolution) -> Edition:
    record = forecast.record.model_copy(update={"resolution": resolution})
    others = tuple(record if each is forecast.record else each for each in forecast.briefing.predictions)
    briefing = forecast.briefing.model_copy(update={"predictions": others})
    briefings = tuple(briefing if each is forecast.briefing else each for each in edition.briefings)
    return replace(edition, briefings=briefings)


def test_the_lists_hold_all_that_was_replaced_once(shipped: Edition) -> None:
    found = {what: [each for shown in pages(shipped, what) for each in shown.entries] for what in WHATS}
    verdicts = [each.record.verdict for each in shipped.predictions if each.record.verdict]
    rules = [each.record.resolution for each in shipped.predictions if each.record.resolution]
    assert len(found["outcome"]) + len(found["reasons"]) == sum(len(each.earlier) for each in verdicts)
    assert len(found["rule"]) == sum(len(each.earlier) for each in rules)
    everything = [each.name for those in found.values() for each in those]
    assert {*everything} == {each.name for each in corrections(asking(shipped, TODAY, "en"))}
    assert len({*everything}) == len(everything)
    for those in found.values():
        days = [each.on for each in those]
        assert days == sorted(days, reverse=True)


def test_the_first_page_shows_the_latest_of_each_kind_and_how_many_there_are(shipped: Edition, small: Edition) -> None:
    shown = latest(asking(shipped, TODAY, "en"))
    assert [each.what for each in shown] == [*WHATS]
    for each in shown:
        assert each.entries == page(shipped, each.what).entries[: len(each.entries)]
        assert each.count == sum(len(one.entries) for one in pages(shipped, each.what))
    assert page(small, "reasons").count == 0 and around(page(small, "reasons")).numbered == (
        (1, "corrections/reasons"),
    )


@pytest.mark.parametrize("more", [1, A_PAGE - 1, A_PAGE, 3 * A_PAGE + 7])
def test_a_page_that_is_full_stays_as_it_is_however_many_come(shipped: Edition, more: int) -> None:
    later = reworded(shipped, more, page(shipped, "rule").entries[0].on + dt.timedelta(days=1))
    full = [around(each).number for each in pages(shipped, "rule")[1:]]
    assert full
    for number in full:
        before, after = page(shipped, "rule", str(number)), page(later, "rule", str(number))
        assert names(before) == names(after) and len(names(before)) == A_PAGE and before.address == after.address
    assert page(later, "rule").count == page(shipped, "rule").count + more
    sizes = [len(each.entries) for each in pages(later, "rule")]
    assert A_PAGE <= sizes[0] < 2 * A_PAGE and {*sizes[1:]} == {A_PAGE}


def test_the_latest_page_has_a_number_that_holds_when_it_is_full(shipped: Edition) -> None:
    now = page(shipped, "rule")
    assert page(shipped, "rule", str(around(now).number)) == now and "page" not in now.address
    later = reworded(shipped, 2 * A_PAGE, now.entries[0].on + dt.timedelta(days=1))
    assert names(page(later, "rule", str(around(now).number))) == names(now)[-A_PAGE:]


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", "١"])
def test_a_number_that_is_none_leads_to_the_latest(shipped: Edition, number: str) -> None:
    assert page(shipped, "rule", number) == page(shipped, "rule")
    publication = Publication(shipped, TODAY)
    place = publication.place("corrections/rule")
    assert place and publication.understood(place, {"page": number}) == {}


def test_pages_lead_to_each_other(shipped: Edition) -> None:
    found = pages(shipped, "rule")
    assert len(found) > 2 and around(found[0]).back == "" and around(found[-1]).on == ""
    assert [around(each).back for each in found[1:]] == [each.address for each in found[:-1]]
    for each in found:
        assert dict(around(each).numbered)[around(each).number] == each.address
    assert around(page(reworded(shipped, 20 * A_PAGE, TODAY), "rule", "9")).numbered[1] == (0, "")
