"""Addresses of pages: each thing has one, every name leads to it, and every button that only reads has an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answers import Answer, harmless, row_of
from bot.channels.web.export.addresses import target
from bot.content.assembling import build_edition
from bot.content.edition import Edition
from bot.pages import Page, Publication
from bot.pages.impersonal import asking, unpaged
from tests.conftest import TODAY

ONLY_IN_THE_CHAT = {"checkin", "help", "language", "mydata", "forget", "subscribe", "settings", "picture"}


@pytest.fixture
def publication(shipped: Edition) -> Publication:
    return Publication(shipped, TODAY)


def test_each_place_is_found_by_its_address(publication: Publication) -> None:
    places = list(publication.places())
    assert len({each.address for each in places}) == len(places) > 300
    assert [publication.place(each.kind.path + f"/{each.thing}" * bool(each.thing)) for each in places] == places


@pytest.mark.parametrize(
    ("called", "address"),
    [
        ("sectors/customer service", "sectors/customer-service"),
        ("sectors/客服", "sectors/customer-service"),
        ("briefings/Ten Hypotheses", "briefings/ten-hypotheses"),
        ("predictions/support-first", "predictions/ten-hypotheses/support-first"),
        ("timeline/2024年", "timeline/2024"),
        ("authors/ten-hypotheses", "authors/ten-hypotheses"),
        ("glossary/p9", "glossary/alibaba-p9"),
    ],
)
def test_any_name_leads_to_the_one_address(publication: Publication, called: str, address: str) -> None:
    place = publication.place(called)
    assert place and place.address == address


@pytest.mark.parametrize("number", ["2", "p2", "page-2", "2024"])
def test_a_forecast_whose_id_is_a_number_is_no_page_of_the_list(files: dict[str, bytes], number: str) -> None:
    text = files["briefings/machine-dough.yaml"].replace(b"id: half-of-shops", f'id: "{number}"'.encode())
    others = {name: content for name, content in files.items() if "debates" not in name}
    published = Publication(build_edition({**others, "briefings/machine-dough.yaml": text}), TODAY)
    thing = f"machine-dough/{number}"
    place = published.place(f"predictions/{thing}")
    assert place and (place.thing, place.address) == (thing, f"predictions/{thing}")
    assert published.address(f"/prediction {thing}") == place.address
    one, listed = target(f"/en/{place.address}"), target(f"/en/predictions?page={number}")
    assert one and listed and one.file.removesuffix("index.html") not in listed.file


def test_what_was_merged_leads_to_what_it_was_merged_into(publication: Publication) -> None:
    assert publication.edition.successors
    for old, new in publication.edition.successors.items():
        place = publication.place(f"predictions/{old}")
        assert place and place.thing == new


@pytest.mark.parametrize(
    "address", ["no-such", "sectors/no-such", "predictions/", "about/it", "../etc", "/", "sectors//"]
)
def test_what_is_nowhere_has_no_place(publication: Publication, address: str) -> None:
    assert publication.place(address) is None


@pytest.mark.parametrize(
    ("command", "address"),
    [
        ("/start", ""),
        ("/prediction ten-hypotheses/support-first", "predictions/ten-hypotheses/support-first"),
        ("/briefing ten-hypotheses sectors", "briefings/ten-hypotheses#sectors"),
        ("/sector customer-service views", "sectors/customer-service#views"),
        ("/predictions failed customer-service 2024", "predictions?state=failed&sector=customer-service&year=2024"),
        ("/predictions leaning-held", "predictions?leaning=held"),
        ("/predictions all", "predictions"),
        ("/timeline all", "timeline"),
        ("/timeline 2024", "timeline/2024"),
        ("/picture timeline ten-hypotheses", "timeline?source=ten-hypotheses"),
        ("/picture scores", "authors"),
        ("/scores ten-hypotheses", "authors/ten-hypotheses"),
        ("/scores customer-service", "predictions?sector=customer-service"),
        ("/term", "glossary"),
        ("/search 客服", "search?q=%E5%AE%A2%E6%9C%8D"),
        ("/advice founders where", "advice/founders#where"),
        ("/picture timeline 2024", "timeline?from=2024&to=2024"),
        ("/picture timeline ten-hypotheses", "timeline?source=ten-hypotheses"),
        ("/picture me", None),
        ("/checkin", None),
        ("/prediction no-such", None),
        ("/predictions no-such", None),
    ],
)
def test_a_command_has_the_address_of_its_answer(publication: Publication, command: str, address: str | None) -> None:
    assert publication.address(command) == address


def pressed(publication: Publication, page: Page) -> Iterator[str]:
    """Yield all commands a page offers."""
    for section in page.sections:
        for block in section.blocks:
            yield from (command for command in (block.command, *(span.command for span in block.spans)) if command)
    yield from (button.command for button in page.links)


@pytest.mark.exhaustive
def test_whatever_a_page_offers_that_only_reads_has_an_address_that_leads_somewhere(publication: Publication) -> None:
    offered = {
        each for place in publication.places() for each in pressed(publication, publication.page("zh", place, {}))
    }
    assert len(offered) > 300
    for command in offered:
        row, address = row_of(command), publication.address(command)
        assert row
        if address is None:
            assert harmless(command) != command or command.split()[0].removeprefix("/") in ONLY_IN_THE_CHAT, command
        else:
            assert publication.place(address.partition("?")[0].partition("#")[0]), command


def test_a_page_is_the_whole_answer_of_its_command(shipped: Edition) -> None:
    found: Answer = unpaged(asking(shipped, TODAY, "en"), "/debates")
    assert len(found.blocks) > len(shipped.debates) and found.pages == 1


def test_a_page_never_changes_anything(shipped: Edition) -> None:
    with pytest.raises(AssertionError):
        unpaged(asking(shipped, TODAY, "en"), "/forget yes")


def test_a_page_says_nothing_of_anybodys_own(shipped: Edition) -> None:
    found = unpaged(asking(shipped, TODAY, "en"), "/scores")
    assert "Your own score" not in str(found.blocks)


@pytest.mark.parametrize(
    "kind", ["predictions/ten-hypotheses/no-such", "debates/job-first", "glossary/agnt", "timeline/20244"]
)
def test_a_slip_of_any_kind_is_told_what_was_meant(publication: Publication, kind: str) -> None:
    told = publication.missing("en", kind)
    assert told.title == "Not found" and len(told.links) == 1 and publication.address(told.links[0].command)
