"""Pages of a long list: those of the whole of it, whichever is turned to first; no more of it is made than is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import COMMANDS, Answer, Block, answer
from bot.answers.answer import Listing, folded, group, item, paragraph
from bot.answers.limits import EVERYWHERE
from bot.answers.paging import COUNTED, Start, paginate, turn
from bot.channels import console
from bot.channels.telegram import render
from bot.content.edition import Edition
from bot.words import LANGUAGES
from tests.conftest import TODAY
from tests.support.asking import asking

LABELS = ("‹", "›")
WHOLE = EVERYWHERE.to_read("en")
LENGTHS = st.sampled_from((3, 40, 200, 900))
ENTRIES = st.lists(st.tuples(st.booleans(), LENGTHS, st.sampled_from((0, 0, 30, 700))), min_size=1, max_size=12)


def shown(entry: tuple[int, tuple[bool, int, int]]) -> Iterator[Block]:
    place, (first, said, why) = entry
    if first:
        yield group(f"source {place}")
    yield item(f"{place} " + "word " * (said // 5), command="/prediction a/b")
    if why:
        yield folded("why", "since " * (why // 6))


@settings(deadline=None, max_examples=25)
@given(ENTRIES, st.lists(st.integers(1, 60), min_size=1, max_size=6), st.booleans())
def test_pages_of_a_list_are_those_of_the_whole(
    some: list[tuple[bool, int, int]], asked: list[int], leads: bool
) -> None:
    entries = [*enumerate(some * (COUNTED // len(some) + 1))]
    lead = (paragraph("what is listed here"),) if leads else ()
    listed = Answer("a list", lead, listing=Listing(entries, shown))
    assert len(entries) > COUNTED
    pages, starts = paginate(listed.whole.blocks, WHOLE), list[Start]()
    for number in (*asked, 10_000):
        page = turn(listed, number, "/list", LABELS, WHOLE, starts)
        place = min(number, len(pages))
        assert (page.page, page.blocks) == (place, pages[place - 1])
        assert page.pages == (len(pages) if place == len(pages) else 0)
        assert page.listing is None
        assert [button.command for row in page.buttons for button in row] == [
            f"/list p{to}" for to in (place - 1, place + 1) if 1 <= to <= len(pages)
        ]


def test_no_more_is_made_than_is_shown_and_to_turn_on_makes_nothing_again() -> None:
    made: list[int] = []

    def show(entry: int) -> Iterator[Block]:
        made.append(entry)
        yield item(f"{entry} " + "word " * 30, command="/prediction a/b")

    listed, starts = Answer("a list", listing=Listing(range(10 * COUNTED), show)), list[Start]()
    for number in range(1, 20):
        made.clear()
        page = turn(listed, number, "/list", LABELS, WHOLE, starts)
        assert len(made) <= 2 * len(page.blocks) + 4
        assert min(made) >= (number - 1) * min(len(page.blocks), 8) - 1


def test_where_pages_are_not_counted_channels_say_which_it_is() -> None:
    listed = Answer("a list", listing=Listing([*enumerate([(False, 40, 0)] * 2 * COUNTED)], shown))
    first, last = (turn(listed, number, "/list", LABELS, WHOLE) for number in (1, 10_000))
    assert first.place == "1/…" and last.place == f"{last.page}/{last.page}"
    assert "a list</b> (1/…)" in render.as_html(first)
    assert console.render(first).startswith("a list (1/…)\n")


def test_lists_of_commands_are_cut_alike_however_long_they_are(shipped: Edition) -> None:
    lists = ("/predictions all", "/predictions ruled", "/predictions leaning", "/timeline all", "/advice founders")
    for language in LANGUAGES:
        for question in lists:
            name, *words = question[1:].split()
            asked = asking(shipped, language, TODAY).about(*words)
            made = COMMANDS[name].run(asked)
            assert isinstance(made, Answer) and made.listing
            entries = [*made.listing.entries] * (COUNTED // max(len(made.listing.entries), 1) + 1)
            longer = replace(made, listing=Listing(entries, made.listing.show))
            limits = EVERYWHERE.to_read(language)
            for number, page in enumerate(paginate(longer.whole.blocks, limits)[:12], 1):
                assert turn(longer, number, question, LABELS, limits).blocks == page
            assert answer(question, asking(shipped, language, TODAY)).answer.pages > 0
