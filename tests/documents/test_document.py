"""Documents of every kind are read as an editor sees them, in the same paragraphs each time, or refused in one word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bot.content.briefing import Card
from bot.content.problem import Problem
from bot.content.reading import Reading, read_file
from bot.documents import document
from bot.documents.dates import parse_date
from bot.documents.document import read_document
from bot.documents.errors import Unreadable
from bot.documents.fingerprints import card_facts, disagreements, source_paragraphs
from bot.documents.front_matter import front_matter
from bot.documents.html import MOST_ELEMENTS, MOST_IN_BLOCK
from bot.documents.labels import facts_around
from bot.documents.metadata import language_of, lines
from bot.documents.pdf import joined
from tests.support.documents import SENTENCES, locked, locked_otherwise, noise, page, pdf, tex
from tests.support.marked import assert_readable

CODES = {
    "original-broken",
    "original-encoding",
    "original-locked",
    "original-no-document",
    "original-fouled",
    "original-read-otherwise",
    "original-run-together",
    "original-too-crowded",
    "original-too-large",
    "original-too-long",
    "original-without-text",
}
"""Problems of documents, shown below to be found."""

CHINESE = "机器揉的面会卖得更便宜，老师傅的手艺却只会更贵，往后几年大家都能看到。\n" * 20
PRINTED = pdf([SENTENCES], [("Title", "机器揉的面"), ("Author", "林小麦; Ada Stone"), ("CreationDate", "D:20240305")])
ARTICLE = [f"<p>{sentence}</p>" for sentence in SENTENCES]


def facts(file: str, content: bytes | str) -> dict[str, str]:
    """What a document says of itself, several authors with a plus between them."""
    content = content.encode() if isinstance(content, str) else content
    return {name: " + ".join(each.values) for name, each in read_document(file, content).facts.items()}


# Text and Markdown


@given(st.text(min_size=1))
def test_a_text_has_the_paragraphs_that_cards_always_had(text: str) -> None:
    content = text.encode("utf-8", "replace")
    try:
        found = list(read_document("a.txt", content).paragraphs)
    except Unreadable as unreadable:
        broken = {"original-fouled", "original-encoding"}
        assert "\0" in text or not text.strip() or unreadable.found.code in broken, unreadable
    else:
        assert (
            found
            == source_paragraphs(content)
            == source_paragraphs(content, "a.md")
            == lines(text.encode("utf-8", "replace").decode().removeprefix("\ufeff"))
        )


def test_front_matter_is_read_and_counted_but_not_part_of_the_text() -> None:
    text = (
        "---\ntitle: '机器：面'\ndescription: >-\n  two\n  lines\ndate: 2024-3-5 10:00\n\n"
        "authors: [林小麦, {name: Ada}]\nslug: https://example.org/a\n---\n\n将来。\n"
    )
    document = read_document("a.md", text.encode())
    assert document.first == 10 and document.paragraphs[document.first - 1] == "将来。"
    assert facts("a.md", text) == {
        "title": "机器：面",
        "published": "2024-03-05",
        "authors": "林小麦 + Ada",
        "url": "https://example.org/a",
    }
    assert {each.where for each in document.facts.values()} == {"front-matter"}


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [\n---\nx",
        "---\n- a\n---\nx",
        "---\ntitle: x\nnever closed",
        "----\ntitle: x\n---\n",
        "---\na: &a [*a]\n---\n",
    ],
)
def test_what_is_no_front_matter_says_nothing(text: str) -> None:
    assert front_matter(text)[0] == {}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "本文来自微信公众号:面包房(ID:dough),首发于2024年1月22日,作者:林小麦、石头,头图来自:网络",
            {"authors": "林小麦 + 石头", "publisher": "面包房", "published": "2024-01-22"},
        ),
        ("回答者： **<a href='https://example.org/people/lin'>林小麦</a>**", {"authors": "林小麦"}),
        ("文章来源：[街角日报](https://example.org/1)", {"publisher": "街角日报"}),
        ("图片来源：街角日报", {}),
        ("By Ada Stone, Ben Field and Cora Hill", {"authors": "Ada Stone + Ben Field + Cora Hill"}),
        ("By 2027 half of all bakeries will use one.", {}),
        (
            "Author: Ada Stone | Published on March 5, 2024",
            {"authors": "Ada Stone", "published": "2024-03-05"},
        ),
        ("Ada Stone, answering a question on Shelf Talk, November 2024", {"published": "2024-11"}),
        ("原文地址：[面](https://example.org/2)", {"url": "https://example.org/2"}),
        (
            "作者：林小麦　发布时间：2025年3月5日 08:00　来源：街角日报",
            {"authors": "林小麦", "published": "2025-03-05", "publisher": "街角日报"},
        ),
    ],
)
def test_a_byline_is_understood(line: str, expected: dict[str, str]) -> None:
    found = {name: " + ".join(each.values) for name, each in facts_around([line], 1).items()}
    found.pop("title", None)
    assert found == expected


def test_a_later_bare_date_is_that_of_a_copy() -> None:
    text = "2024-05-30 08:51\n机器揉的面\n首发于2024年1月22日\n" + CHINESE
    assert facts("a.txt", text) == {"title": "机器揉的面", "published": "2024-01-22", "reposted": "2024-05-30"}


def test_a_date_before_that_of_the_front_matter_is_not_that_of_a_copy() -> None:
    text = "---\ndate: 2024-05-30\n---\n首发于2024年1月22日\n2024-03-01 08:51\n" + CHINESE
    assert facts("a.md", text)["published"] == "2024-05-30" and "reposted" not in facts("a.md", text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-05T08:00:00+08:00", "2024-03-05"),
        ("2024年3月", "2024-03"),
        ("on 5th March 2024", "2024-03-05"),
        ("Mar. 5, 2024", "2024-03-05"),
        ("2024-13-01, then 2024-02-29", "2024-02-29"),
        ("2024", None),
        ("in 12024-03-05", None),
    ],
)
def test_a_date_is_found(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHINESE, "zh"),
        (" ".join(SENTENCES), "en"),
        ("面包は手で作るものであり、これからも変わらないでしょう。", None),
        ("Das Brot wird von Hand gemacht und bleibt teuer.", None),
        ("123", None),
    ],
)
def test_a_language_other_than_ours_is_left_to_the_editor(text: str, expected: str | None) -> None:
    assert language_of([text]) == expected


# HTML


def test_a_page_is_its_article_without_what_stands_around_it() -> None:
    comments = (
        '<div id="comments"><h3>Comments</h3><p class="comment">I think all of this will be wrong by 2030.</p></div>'
    )
    found = read_document("a.html", page("<h1>Dough</h1>", *ARTICLE, after=comments).encode()).paragraphs
    assert found == ("Dough", *SENTENCES)


def test_a_block_of_a_page_is_one_paragraph_however_it_is_wrapped() -> None:
    wrapped = SENTENCES[0].replace(" ", "\n   ")
    blocks = [
        f"<p>{wrapped}</p><p>{SENTENCES[1]}<br>{SENTENCES[2]}</p>",
        "<ul><li>Learn to <b>read</b> the recipes.</li><li>Rent one.</li></ul>",
        "<table><tr><th>Year</th><th>Share</th></tr><tr><td>2025</td><td>20%</td></tr></table>",
    ]
    assert read_document("a.html", page(*blocks).encode()).paragraphs == (
        *SENTENCES,
        "Learn to read the recipes.",
        "Rent one.",
        "Year | Share",
        "2025 | 20%",
    )


def test_a_page_declares_its_title_authors_dates_and_address() -> None:
    head = (
        '<title>Dough | The Corner Daily</title><meta property="og:title" content="Dough kneaded by a machine">'
        '<meta name="author" content="林小麦、Ada Stone"><meta property="og:site_name" content="The Corner Daily">'
        '<meta property="article:published_time" content="2024-03-05T08:00:00Z">'
        '<link rel="canonical" href="https://example.org/dough">'
    )
    assert facts("a.html", page(*ARTICLE, head=head)) == {
        "title": "Dough kneaded by a machine",
        "authors": "林小麦 + Ada Stone",
        "publisher": "The Corner Daily",
        "published": "2024-03-05",
        "url": "https://example.org/dough",
    }


def test_what_no_meta_declares_may_stand_in_the_data_for_search_engines() -> None:
    person = '{"@type": "Person", "name": "Ada Stone"}'
    data = f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Dough", "author": {person}}}'
    made = facts("a.html", page(*ARTICLE, head=f'<script type="application/ld+json">{data}</script>'))
    assert made["authors"] == "Ada Stone" and made["title"] == "Dough"


@pytest.mark.parametrize(
    ("charset", "encode"),
    [
        ("utf-8", lambda text: text.encode()),
        ("gb2312", lambda text: text.encode("gbk")),
        ("GBK", lambda text: text.encode("gb18030")),
        ("big5", lambda text: text.encode("big5")),
        ("no-such-charset", lambda text: text.encode()),
        ("hex", lambda text: text.encode()),
        ("utf-16", lambda text: text.encode()),
        ("gbk", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("gbk", lambda text: text.encode("utf-16")),
        ("gbk", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(charset: str, encode: Callable[[str], bytes]) -> None:
    sentences = [
        f"第{number}，手工包子只有更好吃，人人在夜里也能看到火光；其他包子不如它，老人小孩都知道。" * 2
        for number in "一二三"
    ]
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    assert read_document(
        "a.html", encode(page(*(f"<p>{each}</p>" for each in sentences), head=head))
    ).paragraphs == tuple(sentences)


def test_text_goes_on_after_a_comment() -> None:
    begun = SENTENCES[0].replace(" in the", " <!-- here --><?there?> in the")
    assert read_document("a.html", page(f"<p>{begun}</p>", *ARTICLE[1:]).encode()).paragraphs == SENTENCES


@pytest.mark.parametrize("around", ["p", "li", "td", "blockquote", "div"])
def test_code_and_quotations_within_a_line_do_not_end_it(around: str) -> None:
    line = f"<{around}>Use <code>a <b>b</b></code>, he said, <q>or <code>c</code></q> later.</{around}>"
    whole = {"li": f"<ul>{line}</ul>", "td": f"<table><tr>{line}</tr></table>"}.get(around, line)
    told = read_document("a.html", page(*ARTICLE, whole, "<pre><code>x = 1\ny = 2</code></pre>").encode()).paragraphs
    assert told == (*SENTENCES, "Use a b, he said, or c later.", "x = 1 y = 2")


WITHIN_LINES = ("a", "span", "b", "em", "font", "sup", "abbr", "mark", "label", "img", "svg", "x-y")
"""What a page may hold within its lines."""


def crowded(name: str, count: int) -> str:
    """A block with as many elements in its one line, each of them with a word and another one after it."""
    piece = "<img>" if name == "img" else f"<{name}>so</{name}>"
    return f"<p>First {f'{piece} on, ' * count}last.</p>"


def test_a_block_with_more_links_and_the_like_than_the_library_can_take_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.documents.html.MOST_IN_BLOCK", 12)
    for name in WITHIN_LINES:
        assert read_document("a.html", page(*ARTICLE, crowded(name, 12) * 3).encode()).paragraphs[:3] == SENTENCES
        assert read_document("a.html", page(*ARTICLE, f"<div>{crowded(name, 12)}{crowded(name, 5)}</div>").encode())
        with pytest.raises(Unreadable, match="original-too-crowded") as refused:
            read_document("a.html", page(*ARTICLE, crowded(name, 13)).encode())
        assert dict(refused.value.found.args)["count"] == 13


@pytest.mark.parametrize("piece", ["so<br>", "<p>so</p>", "<li>so</li>", "<td>so", "<section>so</section>", "<hr>"])
def test_lines_and_blocks_are_no_crowd(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.html.MOST_IN_BLOCK", 12)
    assert read_document("a.html", page(*ARTICLE, f"<div>{piece * 50}</div>").encode()).paragraphs[:3] == SENTENCES


def test_code_in_all_its_colours_is_no_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.html.MOST_IN_BLOCK", 12)
    told = read_document(
        "a.html", page(*ARTICLE, "<pre>" + "<b>x</b> <i>=</i> 1\n" * 50 + "</pre>").encode()
    ).paragraphs
    assert told == (*SENTENCES, " ".join(["x = 1"] * 50))


def test_elements_within_elements_are_a_crowd_like_those_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.html.MOST_IN_BLOCK", 12)
    with pytest.raises(Unreadable, match="original-too-crowded"):
        read_document("a.html", page(*ARTICLE, f"<p>{'<i><b>so</b> on</i>' * 7}</p>").encode())


def test_a_page_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = page(*ARTICLE).encode()
    elements = sum(1 for _ in html.document_fromstring(content.decode()).iter())
    monkeypatch.setattr("bot.documents.html.MOST_ELEMENTS", elements)
    assert read_document("a.html", content).paragraphs == SENTENCES
    with pytest.raises(Unreadable, match="original-too-crowded"):
        read_document("a.html", page(*ARTICLE, "<p>so</p>").encode())


@pytest.mark.parametrize("count", [2, 300])
def test_a_list_of_links_is_no_paragraph_however_long(count: int) -> None:
    links = "".join(f'<a href="/{number}">Another page of ours</a> ' for number in range(count))
    assert read_document("a.html", page(*ARTICLE, f"<div>{links}</div>").encode()).paragraphs == SENTENCES
    told = read_document("a.html", page(*ARTICLE, f"<p>{links}{SENTENCES[0] * count}</p>").encode()).paragraphs
    assert told[:-1] == SENTENCES and told[-1].count("Another page") == count


# PDF


def test_a_pdf_is_its_paragraphs_and_says_who_wrote_it() -> None:
    assert read_document("a.pdf", PRINTED).paragraphs[0] == SENTENCES[0]
    assert facts("a.pdf", PRINTED) == {
        "title": "机器揉的面",
        "authors": "林小麦 + Ada Stone",
        "published": "2024-03-05",
    }


def test_a_pdf_without_a_password_to_read_it_is_read() -> None:
    assert read_document("a.pdf", locked(PRINTED, "")).paragraphs == read_document("a.pdf", PRINTED).paragraphs


def test_the_day_a_pdf_was_made_gives_way_to_the_day_it_names() -> None:
    made = pdf([["Published on 1 March 2021", *SENTENCES]], [("CreationDate", "D:20240305")])
    assert facts("a.pdf", made)["published"] == "2021-03-01"


@pytest.mark.parametrize("title", ["Microsoft Word - draft.docx", "untitled", "page.html", ""])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    assert facts("a.pdf", pdf([[*SENTENCES]], [("Title", title)])).get("title") != title


FULL = "Words that reach the right margin of this page, as most lines of"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ([[FULL, "print do.", FULL, "another."]], [f"{FULL} print do.", f"{FULL} another."]),
        ([["A heading", FULL, "print do."]], ["A heading", f"{FULL} print do."]),
        ([[f"{FULL} hyphen-", "ated words.", "End."]], [f"{FULL} hyphenated words.", "End."]),
        ([[FULL, "• one", "• two"]], [FULL, "• one", "• two"]),
        ([[FULL], ["goes on."]], [f"{FULL} goes on."]),
        ([["机器揉的面会卖得更便宜，老师傅", "的手艺只会更贵。"]], ["机器揉的面会卖得更便宜，老师傅的手艺只会更贵。"]),
        ([[], []], []),
    ],
)  # fmt: skip
def test_lines_that_belong_together_are_one_paragraph(printed: list[list[str]], expected: list[str]) -> None:
    assert joined(printed) == expected


def test_page_numbers_and_running_heads_are_left_out_but_the_title_stays() -> None:
    ends = ["So much for cameras.", "And for shifts.", "Bread stays."]
    pages = [
        ["The Dough Report", sentence, end, f"Page {number} of 3", f"printed {number}/5/24"]
        for number, (sentence, end) in enumerate(zip(SENTENCES, ends, strict=True), 1)
    ]
    expected = [f"{sentence} {end}" for sentence, end in zip(SENTENCES, ends, strict=True)]
    assert read_document("a.pdf", pdf(pages)).paragraphs == ("The Dough Report", *expected)


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "7/12", "第7页", "Page 7 of 12"])
def test_a_page_number_is_left_out_of_a_single_page(number: str) -> None:
    assert read_document("a.pdf", pdf([["Bread in 2030", number]])).paragraphs == ("Bread in 2030",)


def test_radicals_that_browsers_print_become_the_characters_people_write() -> None:
    assert read_document("a.pdf", pdf([["⾯包店与⼈⼯，ﬁve ⻓⻔"]])).paragraphs == ("面包店与人工，five长门",)


# What nobody can read

HOSTILE: list[tuple[str, bytes, str]] = [
    ("a.txt", b"", "original-without-text"),
    ("a.txt", b" \r\n\t\n", "original-without-text"),
    ("a.txt", CHINESE.encode("gbk"), "original-encoding"),
    ("a.txt", CHINESE.encode("utf-16"), "original-encoding"),
    ("a.md", "The café isn’t cheap, and its “bread” less so.".encode("cp1252"), "original-encoding"),
    ("a.txt", ("锟斤拷" * 30).encode(), "original-fouled"),
    ("a.txt", noise(5_000), "original-no-document"),
    ("a.txt", b"text\0text", "original-no-document"),
    ("a.txt", b"PK\x03\x04" + noise(500), "original-no-document"),
    ("a.txt", PRINTED + noise(500), "original-no-document"),
    ("a.txt", b"x" * (document.LARGEST + 1), "original-too-large"),
    ("a.txt", b"x\n" * (document.MOST_PARAGRAPHS + 1), "original-too-long"),
    ("a.html", b"", "original-without-text"),
    ("a.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "original-without-text"),
    ("a.html", b"<!--" * 10_000, "original-broken"),
    ("a.html", page(f"<p>{'<a>so</a> on, ' * (MOST_IN_BLOCK + 1)}</p>").encode(), "original-too-crowded"),
    ("a.html", b"<p>x" * MOST_ELEMENTS, "original-too-crowded"),
    ("a.html", noise(5_000), "original-no-document"),
    ("a.html", page(CHINESE).encode("gbk"), "original-encoding"),
    ("a.pdf", b"", "original-without-text"),
    ("a.pdf", pdf([[], []]), "original-without-text"),
    ("a.pdf", noise(5_000), "original-broken"),
    ("a.pdf", PRINTED[:300], "original-broken"),
    ("a.pdf", locked(PRINTED, "secret"), "original-locked"),
    ("a.pdf", locked_otherwise(PRINTED), "original-locked"),
    ("a.pdf", tex(SENTENCES * 3, gap=0), "original-run-together"),
    ("a", PRINTED[:300], "original-broken"),
    ("a", b"<html></html>", "original-without-text"),
]


@pytest.mark.parametrize(("file", "content", "code"), HOSTILE, ids=lambda each: str(each)[:20])
def test_a_document_that_cannot_be_read_is_refused_with_the_reason(file: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(file, content)
    assert refused.value.found.code == code
    assert_readable((refused.value.found,))


def test_a_likely_encoding_is_named() -> None:
    named = {}
    for file, content, code in HOSTILE:
        if code == "original-encoding":
            with pytest.raises(Unreadable) as refused:
                read_document(file, content)
            named[content[:2]] = dict(refused.value.found.args)["encoding"]
    assert sorted(named.values()) == ["GBK", "GBK", "UTF-16", "none"]


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        *((codec, "CP949") for codec in ("euc_kr", "cp949")),
        ("johab", "Johab"),
        ("iso2022_kr", "ISO-2022-KR"),
    ],
)
def test_korean_in_another_encoding_is_told_as_that(codec: str, named: str) -> None:
    korean = "빵 기계는 내년에 더 싸질 것이다. 2030년에는 절반의 가게가 쓸 것이다.\n\n야근은 줄어든다."
    with pytest.raises(Unreadable, match="original-encoding") as refused:
        read_document("a.txt", korean.encode(codec))
    assert dict(refused.value.found.args)["encoding"] == named


@pytest.mark.parametrize("codec", ["koi8_r", "cp1251", "iso8859_5"])
def test_russian_in_another_encoding_is_not_taken_for_korean(codec: str) -> None:
    russian = "Хлебные машины станут дешевле. К 2030 году половина пекарен будет ими пользоваться. " * 8
    with pytest.raises(Unreadable, match="original-encoding") as refused:
        read_document("a.txt", russian.encode(codec))
    assert dict(refused.value.found.args)["encoding"] != "CP949"


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.documents.pdf.MOST_PAGES", 2)
    with pytest.raises(Unreadable, match="original-too-long"):
        read_document("a.pdf", pdf([SENTENCES] * 3))


@given(st.sampled_from(["a.txt", "a.html", "a.pdf", "a", ""]), st.binary(max_size=300), st.data())
def test_no_file_makes_reading_fall(file: str, content: bytes, data: Any) -> None:
    whole = data.draw(st.sampled_from([b"", PRINTED, page(*ARTICLE).encode()]))
    place = data.draw(st.integers(0, len(whole)))
    try:
        document = read_document(file, whole[:place] + content + whole[place:])
    except Unreadable as unreadable:
        assert unreadable.found.code in {code for _, _, code in HOSTILE}
    else:
        assert document.paragraphs and all(
            each.strip() == each != "" and "\n" not in each for each in document.paragraphs
        )
        assert 1 <= document.first <= len(document.paragraphs) + 1


def test_libraries_keep_their_thoughts_to_themselves(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for file, content, code in HOSTILE:
        with pytest.raises(Unreadable, match=code):
            read_document(file, content)
    assert capfd.readouterr() == ("", "") and not caplog.records


# Cards made of them


def card(file: str, content: bytes, **changed: object) -> Reading:
    """A card made of a document, read."""
    stem = file.partition(".")[0]
    name = '{zh: "x", en: "x"}'
    made = {
        "source": stem,
        "file": file,
        **dict.fromkeys(("title", "publisher"), name),
        "authors": f"[{name}]",
        "published": 2024,
        "kind": "article",
        "language": "en",
        "outline": f"[{{title: {name}, at: [2]}}]",
        **card_facts(content, file),
        **changed,
    }
    reading = read_file(f"seeds/{stem}.yaml", "".join(f"{key}: {value}\n" for key, value in made.items()).encode())
    assert isinstance(reading.record, Card), reading.problems
    return reading


WEB = page("<h1>Dough</h1>", *ARTICLE).encode()


@pytest.mark.parametrize(("file", "content"), [("a.html", WEB), ("a.pdf", PRINTED), ("a.md", CHINESE.encode())])
def test_a_card_agrees_with_its_original_of_any_kind_time_and_again(file: str, content: bytes) -> None:
    made = card(file, content)
    for _ in range(3):
        assert disagreements([made], {file: content}) == []


def codes(found: list[Problem]) -> list[str]:
    assert_readable(tuple(found))
    return [each.code for each in found]


def test_a_page_that_changed_around_its_article_moves_no_citation() -> None:
    made = card("a.html", WEB)
    assert codes(disagreements([made], {"a.html": WEB.replace(b"newsletter", b"weekly letter")})) == [
        "original-changed"
    ]
    found = disagreements(
        [made], {"a.html": WEB.replace(b"<h1>", b"<p>A line that stands above all others here.</p><h1>")}
    )
    assert codes(found) == ["original-changed", "original-length", "citation-moved"]


def test_the_same_file_read_otherwise_is_no_change_of_the_file() -> None:
    prints = ["00000000", *card_facts(WEB, "a.html")["fingerprints"]]  # type: ignore[misc]
    made = card("a.html", WEB, paragraphs=len(prints), fingerprints=prints)
    assert codes(disagreements([made], {"a.html": WEB})) == ["original-read-otherwise", "citation-moved"]


def test_an_original_that_cannot_be_read_any_more_is_one_problem_at_its_name() -> None:
    found = disagreements([card("a.pdf", PRINTED)], {"a.pdf": PRINTED[:300]})
    assert [(each.file, each.mark.line, each.code) for each in found] == [("seeds/a.yaml", 2, "original-broken")]
    assert_readable(tuple(found))
