"""Answers in Telegram's markup and on the terminal: whatever the words, the reader sees exactly those."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Block, Button, Span, answer
from bot.answers.answer import bold, folded, group, heading, italic, item, paragraph, rows
from bot.answers.limits import EVERYWHERE
from bot.answers.paging import turn
from bot.channels import console
from bot.channels.telegram import render
from bot.channels.web import chat
from bot.content.briefing import Language
from bot.content.edition import Edition
from tests.conftest import TODAY
from tests.support.asking import asking
from tests.support.botapi import plain

PIECES = [
    *("<", ">", "&", '"', "'", "_", "*", "[", "]", "(", ")", "~", "`", "&lt;", "&amp;amp;", "<b>", "</i>", "<a href='"),
    *("客服", "智能体。", "AI agents ", "\n", " ", "🔔", "👩‍💻", "e\u0301", "C++", "1. "),
]
words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=20
)
addresses = st.lists(st.sampled_from(["a", "?q=1", "&x=2", "'", "#c", "(d)", "%22", "客"]), max_size=6).map(
    lambda parts: "https://example.org/" + "".join(parts)
)
commands = st.sampled_from(["/prediction a/b", "/search 客服 & <b>", "/briefing x p2"])
spans = st.builds(Span, text=words, style=st.sampled_from(["plain", "bold", "italic"]), url=st.just("") | addresses)
blocks = st.builds(
    Block,
    spans=st.lists(spans, min_size=1, max_size=4).map(tuple),
    kind=st.sampled_from(["text", "heading", "item"]),
    command=st.just("") | commands,
)
labels = words.filter(str.strip)
buttons = st.builds(Button, labels, commands | st.text(st.characters(codec="utf-8"), max_size=80).map("/".__add__))
answers = st.builds(
    Answer,
    title=words,
    blocks=st.lists(blocks, max_size=6).map(tuple),
    buttons=st.builds(rows, st.lists(buttons, max_size=12), st.integers(1, 8)),
    page=st.integers(1, 3),
    pages=st.integers(1, 3),
)


class Markup(HTMLParser):
    """Reads markup as a browser would: its tags in balance, its links, its text by style."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.runs: list[tuple[str, str]] = []
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.runs.append(("".join(self.open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def told(shown: Answer) -> str:
    """Return what a reader of Telegram is to see."""
    page = f" ({shown.page}/{shown.pages})" if shown.pages > 1 else ""
    texts, number = [f"{shown.title}{page}"], 0
    for block in shown.blocks:
        number += bool(block.command)
        texts.append((f"{number}. " if block.command else "") + "".join(span.text for span in block.spans))
    return "\n\n".join(texts)


def links(shown: Answer) -> list[str]:
    return [span.url for block in shown.blocks for span in block.spans if span.url]


def every(shown: Answer) -> Iterable[Button]:
    return (button for row in shown.buttons for button in row)


@given(answers)
def test_markup_parses_back_to_the_same_text(shown: Answer) -> None:
    assert plain(render.as_html(shown)) == told(shown)


@given(answers)
def test_tags_are_in_balance_and_links_lead_where_they_should(shown: Answer) -> None:
    assert Markup(render.as_html(shown)).links == links(shown)


@pytest.mark.parametrize(
    ("span", "markup"),
    [
        (Span("a<b> & 'c' \"d\""), "a&lt;b&gt; &amp; 'c' \"d\""),
        (bold("2 < 3"), "<b>2 &lt; 3</b>"),
        (italic("¶5"), "<i>¶5</i>"),
        (Span("原文", url='https://x.org/?a=1&b="2"'), '<a href="https://x.org/?a=1&amp;b=&quot;2&quot;">原文</a>'),
        (Span("p", "italic", "https://x.org"), '<i><a href="https://x.org">p</a></i>'),
        (Span("/help", command="/help"), "/help"),
    ],
)
def test_a_span_in_telegrams_markup(span: Span, markup: str) -> None:
    assert render.as_html(Answer("t", (paragraph(span),))) == f"<b>t</b>\n\n{markup}"


def test_doors_are_numbered_and_nothing_else_is() -> None:
    shown = Answer("t", (heading("h"), item("a", command="/about"), item("b"), item("c", command="/help")))
    assert render.as_html(shown) == "<b>t</b>\n\n<b>h</b>\n\n1. a\n\nb\n\n2. c"
    keyboard = render.keyboard(shown)
    assert keyboard
    assert [[(key.text, key.callback_data) for key in row] for row in keyboard.inline_keyboard] == [
        [("1", "/about"), ("2", "/help")]
    ]


def test_doors_are_numbered_on_where_the_text_has_numbers_of_its_own() -> None:
    shown = Answer("t", (paragraph("1. How likely?"), item("a", command="/about")), first_door=2)
    keyboard = render.keyboard(shown)
    assert render.as_html(shown).endswith("\n\n2. a")
    assert keyboard and [key.text for key in keyboard.inline_keyboard[0]] == ["2"]


def test_answers_to_questions_stand_above_the_doors_that_are_numbered_after_them() -> None:
    answers = ((Button("5 %", "/answer a/b 5", "1."),), (Button("95 %", "/answer a/c 95", "2."),))
    ways_on = ((Button("More", "/predictions"),),)
    blocks = (paragraph("1. How likely?"), paragraph("2. And this?"), item("a", command="/about"))
    keyboard = render.keyboard(Answer("t", blocks, answers + ways_on, first_door=3))
    assert keyboard
    assert [[each.text for each in row] for row in keyboard.inline_keyboard] == [["5 %"], ["95 %"], ["3"], ["More"]]


def test_an_answer_without_ways_on_has_no_keyboard() -> None:
    assert render.keyboard(Answer("t", (paragraph("a"),))) is None


@pytest.mark.exhaustive
@given(answers)
def test_mass_sends_carry_the_same_keyboard_without_its_objects(shown: Answer) -> None:
    keyboard = render.keyboard(shown)
    assert render.plain_keyboard(shown) == (keyboard and keyboard.to_dict())


@pytest.mark.exhaustive
@given(answers)
def test_keyboards_keep_telegrams_limits_and_lose_no_button(shown: Answer) -> None:
    keyboard = render.keyboard(shown)
    keys = [key for row in keyboard.inline_keyboard for key in row] if keyboard else []
    assert len(keys) <= 100
    assert all(1 <= len(row) <= 8 for row in (keyboard.inline_keyboard if keyboard else ()))
    assert all(1 <= len(str(key.callback_data).encode()) <= 64 and key.text.strip() for key in keys)
    doors = [block.command for block in shown.blocks if block.command]
    assert [key.callback_data for key in keys] == doors + [button.command for button in every(shown)]


@given(st.lists(buttons, max_size=20), st.integers(1, 8))
def test_rows_leave_out_only_what_no_channel_could_carry(buttons: list[Button], width: int) -> None:
    made = rows(buttons, width)
    assert [button for row in made for button in row] == [
        button for button in buttons if len(button.command.encode()) <= EVERYWHERE.command
    ]
    assert all(len(row) <= width for row in made)


def test_more_doors_than_a_row_holds_go_on_in_the_next() -> None:
    keyboard = render.keyboard(Answer("t", tuple(item("a", command="/about") for _ in range(11))))
    assert keyboard
    assert [len(row) for row in keyboard.inline_keyboard] == [8, 3]


@given(answers)
def test_the_terminal_shows_every_word_door_link_and_button_in_order(shown: Answer) -> None:
    lines, at = console.render(shown), 0
    parts = [shown.title]
    for block in shown.blocks:
        parts += [text for span in block.spans for text in (span.text, span.url)] + [block.command]
    parts += [text for button in every(shown) for text in (button.label, button.command)]
    for part in filter(None, map(str.strip, parts)):
        assert part in lines[at:], part
        at = lines.index(part, at) + len(part)


def test_the_terminal_in_full() -> None:
    shown = Answer(
        "题目",
        (item(bold("一"), " 二", command="/about"), paragraph(Span("来源", url="https://x.org/"), "。")),
        rows([Button("帮助", "/help")], 1),
        page=2,
        pages=3,
    )
    assert console.render(shown) == "题目 (2/3)\n\n一 二\n→ /about\n\n来源 <https://x.org/>。\n\n[帮助] /help\n"


def test_the_terminal_does_not_repeat_an_address_that_is_its_own_words() -> None:
    shown = Answer("t", (paragraph(Span("https://x.org/", url="https://x.org/")),))
    assert console.render(shown) == "t\n\nhttps://x.org/\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_channels_show_the_same_words(edition: Edition, language: Language) -> None:
    for question in ("/about", "/briefing ten-hypotheses p2", "/timeline 2024", "/prediction support-first"):
        shown = answer(question, asking(edition, language, TODAY)).answer
        telegram, terminal = plain(render.as_html(shown)), console.render(shown)
        for block in shown.blocks:
            text = "".join(span.text for span in block.spans)
            assert text in telegram and all(span.text in terminal for span in block.spans)


def test_as_many_doors_as_a_page_may_have_fit_one_row() -> None:
    many = Answer("t", tuple(item("a", command="/about") for _ in range(50)))
    page = turn(many, 1, "/sectors", ("‹", "›"), EVERYWHERE)
    keyboard = render.keyboard(page)
    assert keyboard
    assert len(keyboard.inline_keyboard[0]) == EVERYWHERE.doors == EVERYWHERE.row


def shown_rows(labels: Iterable[str]) -> list[list[str]]:
    """Return the labels of one row of buttons as they stand on Telegram."""
    keyboard = render.keyboard(Answer("t", buttons=(tuple(Button(label, "/about") for label in labels),)))
    assert keyboard
    return [[key.text for key in row] for row in keyboard.inline_keyboard]


CUT = {
    ("1.", "5%", "20%", "35%", "50%", "65%", "80%", "95%"): 4,
    ("12345678", "1") * 4: 4,
    ("1.", "应验", "部分应验", "落空", "说不准"): 3,
    ("Jobs and labour", "Software development and IT services"): 1,
    ("企业知识库与语义搜索在中国的落地", "数据平台"): 1,
}
"""Rows in which labels would be cut on a phone, and how many of their buttons stand side by side."""
WHOLE = (
    tuple(str(number) for number in range(10, 18)),
    ("❌ failed", "All", "🏅 Track record"),
    ("2024", "2025", "2026", "2034", "2035"),
    ("x" * 200,),
)


@pytest.mark.parametrize("row", [*CUT, *WHOLE])
def test_a_row_in_which_labels_would_be_cut_is_broken_and_no_press_moves_its_buttons(row: tuple[str, ...]) -> None:
    beside = CUT.get(row, len(row))
    broken = [list(row[start : start + beside]) for start in range(0, len(row), beside)]
    assert shown_rows(row) == broken
    for chosen in range(len(row)):
        marked = shown_rows("✓" * (place == chosen) + label for place, label in enumerate(row))
        assert list(map(len, marked)) == list(map(len, broken))


FILTERED = Answer(
    "题目",
    (group("《十个假设》 2024"), item("一", command="/about"), folded("怎样读", "很长的话 <x>")),
    rows([Button("帮助", "/help")], 1),
    filters=rows([Button("应验", "/predictions held")], 3),
)


def test_what_narrows_a_list_stands_before_its_doors() -> None:
    keyboard = render.keyboard(FILTERED)
    assert keyboard
    assert [key.text for row in keyboard.inline_keyboard for key in row] == ["应验", "1", "帮助"]
    assert console.render(FILTERED).startswith("题目\n[应验] /predictions held\n\n《十个假设》 2024\n")
    page = chat.bubble("zh", FILTERED)
    assert page.index("/predictions") < page.index("《十个假设》 2024</b></h3>") < page.index("帮助")


def test_a_long_text_unfolds_on_every_channel() -> None:
    assert "<blockquote expandable><b>怎样读</b>\n很长的话 &lt;x&gt;</blockquote>" in render.as_html(FILTERED)
    assert "<details><summary>怎样读</summary><p>很长的话 &lt;x&gt;</p></details>" in chat.bubble("zh", FILTERED)
    assert "\n怎样读\n很长的话 <x>\n" in console.render(FILTERED)


def test_filters_no_channel_could_carry_are_left_out() -> None:
    row = (Button("短", "/predictions held"), Button("长", "/predictions " + "会" * 30))
    assert turn(Answer("t", filters=(row,)), 1, "/predictions", ("‹", "›"), EVERYWHERE).filters == (row[:1],)
