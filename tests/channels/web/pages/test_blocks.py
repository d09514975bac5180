"""Blocks of an answer as HTML: what is said stays words, whatever it holds, and what leads on is a link."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Block, Span
from bot.channels.web.pages.blocks import item, text

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=20)
SPANS = st.builds(Span, WORDS, st.sampled_from(["plain", "bold", "italic"]))


def href(command: str) -> str:
    return f'/en/chat?q={command}&"'


class Read(HTMLParser):
    """What a browser makes of HTML: the words of it, and the links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links = "", list[str | None]()
        self.feed(str(html))
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("a", "b", "i", "br")
        self.links += [value for name, value in attrs if name == "href"]


@given(st.lists(SPANS, max_size=5))
def test_whatever_is_said_is_words(spans: list[Span]) -> None:
    assert Read(text(spans, href)).words == "".join(each.text for each in spans)


def test_lines_are_broken_and_empty_ones_fall_away() -> None:
    said = text([Span("one\n\n"), Span("two\nthree", "bold"), Span("\n")], href)
    assert said == "one<br><b>two</b><br><b>three</b>"


def test_what_leads_on_is_a_link_whatever_its_address_holds() -> None:
    said = Read(text([Span("here", command="/x"), Span("there", url='https://a.example/?a=1&b="')], href))
    assert said.links == [href("/x"), 'https://a.example/?a=1&b="']


def test_an_item_is_opened_by_its_bold_words_with_what_follows_on_their_line() -> None:
    shown = item(Block((Span("✅ "), Span("A & B", "bold"), Span(" · 2024\nwhy")), "item", "/briefing x"), href)
    assert shown.startswith('✅ <a class="door" href="/en/chat?q=/briefing x&amp;&quot;"><b>A &amp; B</b> · 2024</a>')
    assert unescape(shown).endswith("</a><br>why")


def test_an_item_without_bold_words_is_opened_by_its_first_line() -> None:
    shown = item(Block((Span("Seen & told\nSince then: no"), Span("\nwhy", "italic")), "item", "/x"), lambda _: "/x")
    assert shown == '<a class="door" href="/x">Seen &amp; told</a><br>Since then: no<br><i>why</i>'


def test_an_item_that_leads_nowhere_is_words() -> None:
    assert item(Block((Span("a"), Span("\nb", "italic")), "item"), href) == "a<br><i>b</i>"
