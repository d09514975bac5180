"""Pages of an answer: everything once and in order, within every channel's limits, never cut where it hurts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Block, Button, Span, in_place
from bot.answers.answer import folded, group, heading, item, paragraph
from bot.answers.limits import EVERYWHERE, SCREENS, units
from bot.answers.paging import paginate, split, turn
from bot.channels.telegram import render
from bot.content.briefing import Language
from bot.content.values import LONGEST_NAME
from bot.words import LANGUAGES
from tests.support.botapi import plain, utf16

LABELS = ("‹", "›")
unhurried = settings(max_examples=60)
"""Long texts take their time; sixty of them find what a hundred would."""
PIECES = [
    *("将", "智能体会不会取代客服", "。", "，", "！", "？", "；", "《", "》", "“", "”", "、", "　"),
    *("word", "agents ", "e.g. ", "3.5", ". ", "? ", "! ", "; ", ", ", " ", "\n", "C++", "a_b*c[d](e)~`"),
    *("<", ">", "&", '"', "'", "&amp;", "<b>", "</a>", "<!--"),
    *("🔔", "👍🏽", "👩‍💻", "🇨🇳", "1️⃣", "❤️", "e\u0301", "🏴‍☠️", "𠮷"),
]
"""What texts are made of; each piece is whole, so that only our cuts could break a character."""

words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
texts = st.builds(lambda text, times: text * times, words, st.sampled_from([1, 1, 1, 2, 7, 30, 120]))
spans = st.builds(
    Span,
    text=texts,
    style=st.sampled_from(["plain", "bold", "italic"]),
    url=st.sampled_from(["", "", "https://example.org/?a=1&b='2'"]),
)
blocks = st.builds(
    Block,
    spans=st.lists(spans, max_size=4).map(tuple),
    kind=st.sampled_from(["text", "heading", "item", "folded"]),
    command=st.sampled_from(["", "/prediction a/b"]),
)
titles = words.map(lambda text: text.strip()[:LONGEST_NAME] or "title")
short = words.map(lambda text: text[:LONGEST_NAME])
headed = st.builds(
    lambda headings, block: [*map(heading, headings), block],
    st.lists(short, max_size=3),
    blocks.map(lambda block: Block(block.spans, "item", block.command)),
)


def styled(blocks: Iterable[Block]) -> list[tuple[str, str, str]]:
    """Return text with its style, neighbours of one style joined: where spans are cut makes no difference."""
    runs: list[tuple[str, str, str]] = []
    for span in (span for block in blocks for span in block.spans if span.text):
        if runs and runs[-1][1:] == (span.style, span.url):
            runs[-1] = (runs[-1][0] + span.text, span.style, span.url)
        else:
            runs.append((span.text, span.style, span.url))
    return runs


def joined(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def breaks_a_character(before: str, after: str) -> bool:
    """Tell whether a cut between two texts falls into what a reader sees as one character."""
    flags = len(before) - len(before.rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
    return (
        unicodedata.combining(after[0]) > 0
        or after[0] in "\u200d\ufe0f\u20e3"
        or "\U0001f3fb" <= after[0] <= "\U0001f3ff"
        or before[-1] == "\u200d"
        or ("\U0001f1e6" <= after[0] <= "\U0001f1ff" and flags % 2 == 1)
    )


@pytest.mark.exhaustive
@unhurried
@given(st.lists(blocks, max_size=8))
def test_pages_hold_all_text_exactly_once_in_order(blocks: list[Block]) -> None:
    assert styled(block for page in paginate(blocks, EVERYWHERE) for block in page) == styled(blocks)


@unhurried
@given(st.lists(blocks, max_size=8), titles)
def test_every_page_is_a_message_telegram_takes(blocks: list[Block], title: str) -> None:
    pages = paginate(blocks, EVERYWHERE)
    for number, page in enumerate(pages, 1):
        shown = Answer(title, page, page=number, pages=len(pages))
        assert 0 < utf16(plain(render.as_html(shown))) <= 4096
        assert sum(bool(block.command) for block in page) <= EVERYWHERE.doors


@pytest.mark.exhaustive
@unhurried
@given(st.lists(headed, max_size=12))
def test_no_heading_is_the_last_of_a_page(sections: list[list[Block]]) -> None:
    for page in paginate([block for section in sections for block in section], EVERYWHERE):
        assert not page or page[-1].kind != "heading"


@unhurried
@given(blocks)
def test_a_long_block_is_never_cut_inside_a_character(block: Block) -> None:
    for before, after in pairwise(map(joined, split(block, EVERYWHERE))):
        assert not breaks_a_character(before, after)


@unhurried
@given(st.lists(st.sampled_from(["artificial", "intelligence,", "customers", "support", "智能体。"]), min_size=1))
def test_a_long_block_is_never_cut_inside_a_word(words: list[str]) -> None:
    for before, after in pairwise(map(joined, split(paragraph(" ".join(words * 400)), EVERYWHERE))):
        assert before[-1] in " 。" or after[0] == " "


@unhurried
@given(blocks)
def test_the_parts_of_a_long_block_keep_its_kind_and_its_door(block: Block) -> None:
    assert {(part.kind, part.command) for part in split(block, EVERYWHERE)} == {(block.kind, block.command)}


def test_a_long_block_is_cut_between_lines_where_they_fit_a_page() -> None:
    line = "This one. And another.\n"
    parts = [joined(part) for part in split(paragraph(line * 200), EVERYWHERE)]
    assert len(parts) > 1 and all(part.endswith(line) for part in parts)


def test_an_item_that_fits_a_page_is_not_cut() -> None:
    item_of_any_record = item("将" * 1_700)
    assert paginate([item("会")] * 3 + [item_of_any_record], EVERYWHERE) == [(item("会"),) * 3 + (item_of_any_record,)]
    assert paginate([item("会" * 1_400), item_of_any_record], EVERYWHERE) == [
        (item("会" * 1_400),),
        (item_of_any_record,),
    ]


@unhurried
@given(st.lists(blocks, max_size=8), st.sampled_from(LANGUAGES))
def test_a_page_that_is_read_shows_no_more_than_a_screen_and_loses_nothing(
    blocks: list[Block], language: Language
) -> None:
    limits = EVERYWHERE.to_read(language)
    pages = paginate(blocks, limits)
    for page in pages:
        seen = [joined(block)[: limits.folded] if block.kind == "folded" else joined(block) for block in page]
        assert sum(map(len, seen)) <= SCREENS[language]
    assert styled(block for page in pages for block in page) == styled(blocks)


def test_a_group_that_goes_on_is_named_again_on_the_next_page() -> None:
    lines = [item("会" * 20, command="/about") for _ in range(2 * EVERYWHERE.doors)]
    first, second, last = paginate([group("《甲》"), *lines, group("《乙》"), lines[0]], EVERYWHERE)
    assert [first[0], second[0], last[0]] == [group("《甲》"), group("《甲》"), group("《乙》")]
    assert len(first) == len(second) == EVERYWHERE.doors + 1 and len(last) == 2


@pytest.mark.parametrize("after", [heading("节"), paragraph("话")])
def test_what_follows_a_group_is_not_put_under_its_name(after: Block) -> None:
    lines = [item("会", command="/about") for _ in range(EVERYWHERE.doors)]
    assert paginate([group("《甲》"), *lines, after, *lines], EVERYWHERE)[1][0] in (after, lines[0])


def test_of_a_folded_text_only_the_beginning_takes_room_on_a_screen() -> None:
    limits = EVERYWHERE.to_read("zh")
    long = folded("怎样读", "会" * 700)
    assert paginate([long, paragraph("会" * 500), long], limits) == [(long, paragraph("会" * 500), long)]
    assert len(paginate([long] * 5, limits)) > 1  # all of it is in the message


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_rows_of_buttons_leave_less_room_for_text(language: Language) -> None:
    lines, limits = tuple(paragraph("line") for _ in range(90)), EVERYWHERE.to_read(language)
    doors = tuple((Button(str(number), "/x"),) for number in range(9))
    shown = [len(turn(Answer("t", lines, doors[:rows]), 1, "/x", ("‹", "›"), limits).blocks) for rows in (0, 4, 6, 9)]
    assert shown[0] == shown[1] > shown[2] > shown[3] >= shown[0] // 2


@pytest.mark.parametrize(("text", "length"), [("", 0), ("将", 1), ("𠮷", 2), ("👩‍💻", 5), ("ab", 2)])
def test_length_is_counted_as_telegram_does(text: str, length: int) -> None:
    assert units(text) == length == utf16(text)


@pytest.mark.parametrize(("asked", "shown"), [(-7, 1), (0, 1), (1, 1), (2, 2), (3, 3), (4, 3), (9_999, 3)])
def test_page_numbers_clamp(asked: int, shown: int) -> None:
    many = Answer("title", tuple(item(str(number), command="/about") for number in range(2 * EVERYWHERE.doors + 1)))
    page = turn(many, asked, "/sectors", LABELS, EVERYWHERE)
    assert (page.page, page.pages) == (shown, 3)
    assert page.blocks[0].spans[0].text == str((shown - 1) * EVERYWHERE.doors)


def turns(answer: Answer) -> Sequence[tuple[str, str]]:
    return [(button.label, button.command) for row in answer.buttons for button in row if in_place(button.command)]


def test_buttons_turn_to_the_neighbours_of_a_page() -> None:
    many = Answer("title", tuple(item("会", command="/about") for _ in range(2 * EVERYWHERE.doors + 1)))
    assert turns(turn(many, 1, "/sectors", LABELS, EVERYWHERE)) == [("›", "/sectors p2")]
    assert turns(turn(many, 2, "/sectors", LABELS, EVERYWHERE)) == [("‹", "/sectors p1"), ("›", "/sectors p3")]
    assert turns(turn(many, 3, "/sectors", LABELS, EVERYWHERE)) == [("‹", "/sectors p2")]
    assert turns(turn(Answer("title", many.blocks[:1]), 1, "/sectors", LABELS, EVERYWHERE)) == []


def test_an_answer_of_nothing_is_one_empty_page() -> None:
    assert paginate([], EVERYWHERE) == [()]
