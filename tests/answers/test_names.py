"""What readers call things, found in either English."""

from __future__ import annotations

import gc
from dataclasses import replace
from weakref import ref

import pytest

from bot.answers.names import Names, of_briefings
from bot.content.edition import Edition
from bot.content.reading import read_file
from bot.words import WRITTEN
from tests.conftest import ROOT, TODAY
from tests.support.asking import asking

NAMES = Names(
    {
        "jobs": ("Jobs and labour",),
        "cloud": ("Cloud and data centres", "colour of clouds"),
        "ngo": ("Organisations",),
        "centers": ("Data centers", "labor"),
        "labour": ("labour",),
    }
)


@pytest.mark.parametrize(
    ("called", "thing"),
    [
        ("jobs and labor", "jobs"),
        ("Cloud and data centers", "cloud"),
        ("Color of Clouds", "cloud"),
        ("organizations", "ngo"),
        ("data centres", "centers"),
    ],
)
def test_a_name_is_found_as_either_english_spells_it(called: str, thing: str) -> None:
    assert NAMES.find(called) == thing


def test_a_name_as_it_is_written_comes_before_one_spelt_otherwise() -> None:
    assert (NAMES.find("labor"), NAMES.find("labour")) == ("centers", "labour")


@pytest.mark.parametrize("called", ["机器揉面", "《机器揉面》", "machine dough", "“Machine dough”"])
def test_a_source_is_found_by_what_lists_call_it(small: Edition, called: str) -> None:
    assert of_briefings(small).find(called) == "machine-dough"


def test_a_source_without_a_short_name_is_called_by_its_title(small: Edition) -> None:
    cards = [small.card(small.by_slug[slug]) for slug in ("machine-dough", "quiet-library")]
    zh, en = (asking(small, language, TODAY) for language in WRITTEN)
    assert [zh.short(card) for card in cards] == ["《机器揉面》", "《安静的图书馆》"]
    assert [en.short(card) for card in cards] == ["“Machine dough”", "“The quiet library”"]


def test_a_short_name_is_short_and_has_no_quotation_marks(shipped: Edition) -> None:
    file = "seeds/bakery-2024.yaml"
    card = (ROOT / "tests/small" / file).read_text(encoding="utf-8")
    long = card.replace("Machine dough", "A machine that kneads dough in town")
    (found,) = read_file(file, long.encode()).problems
    assert (found.mark.line, dict(found.args)["most"]) == (4, 32)
    names = [name for card in shipped.cards.values() if card.short for name in (card.short.zh, card.short.en)]
    assert len(names) == 2 * len(shipped.briefings) and not [name for name in names if set(name) & set('《》“”"')]


def test_names_go_with_their_edition_and_wait_for_no_collector() -> None:
    names = Names({"jobs": ("Jobs and labour",)})
    assert names.nearest("labour") == "jobs"
    left = ref(names)
    gc.disable()  # as one that is frozen with an edition is not looked at
    try:
        del names
        assert left() is None
    finally:
        gc.enable()


def test_names_that_are_put_together_are_found_as_if_they_were_made_at_once() -> None:
    first: dict[str, tuple[str, ...]] = {"jobs": ("Jobs and labour",), "ngo": ("Organisations", "cloud")}
    then: dict[str, tuple[str, ...]] = {"cloud": ("Cloud", "data centres")}
    together, at_once = Names.together(Names(first), Names(then)), Names(first | then)
    assert together.known == at_once.known
    for called in ("jobs and labor", "organizations", "cloud", "data centers", "nobody"):
        assert together.find(called) == at_once.find(called)
    for called in ("organisatons", "dta centres", "clod", "labour", "xyz"):
        assert together.nearest(called) == at_once.nearest(called)


def test_ids_put_together_with_others_are_still_asked_for_in_either_spelling() -> None:
    ids = Names.of_ids({"a/labour": ("a/labour", "labour")})
    assert Names.together(Names({"jobs": ("Jobs",)}), ids).find("labor") == "a/labour"


def test_names_of_documents_are_those_of_before_as_long_as_their_cards_are(small: Edition) -> None:
    live = replace(small)  # of which nothing was made yet
    before = of_briefings(live)
    briefing, *others = live.briefings
    edited = replace(live, briefings=(briefing.model_copy(update={"timeline": ()}), *others))
    assert of_briefings(edited) is before
    card = small.card(briefing)
    called = card.model_copy(update={"aliases": ("the hushed one",)})
    assert (
        of_briefings(replace(small, cards={**small.cards, card.source: called})).find("the hushed one")
        == briefing.briefing
    )
