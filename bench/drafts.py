"""Drafting a card and a briefing from large documents: time in all, from bytes to both files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.measuring import Row, below, seconds
from bot.documents import document
from bot.drafting.skeleton import SourceFile, skeleton_of

LINKS: Final = 200_000
PARAGRAPHS: Final = 19_000
SECONDS: Final = 30
SENTENCE: Final = (
    "By 2027 half of all bakeries in this town will likely use a machine, and few will miss the night shift."
)
LINK: Final = '<a href="/a">word</a>'


def rows() -> Iterator[Row]:
    """Yield how long a book takes, pages with very many links somewhere, and what trips up regular expressions."""
    book = f"{SENTENCE}\n" * PARAGRAPHS
    yield _row(f"text of {PARAGRAPHS:,} paragraphs", "a.txt", book)
    yield _row("the same as a page", "a.html", _page(f"<p>{SENTENCE}</p>" * PARAGRAPHS))
    yield _row(f"{LINKS:,} links in a paragraph", "a.html", _page(f"<p>{f'{LINK} ' * LINKS}</p>"))
    yield _row(f"{LINKS:,} links in a list", "a.html", _page(f"<ul>{f'<li>{LINK}</li>' * LINKS}</ul>"))
    yield _row(f"{LINKS:,} links in a table", "a.html", _page(f"<table>{f'<tr><td>{LINK}</td></tr>' * LINKS}</table>"))
    for sign in ("[", "[a](b ", "[[", "[a]((", "• By 2030 it will: ", "2024 ", "Source: "):
        yield _row(f"nothing but {sign!r}", "a.txt", sign * (1_000_000 // len(sign)))
    yield _row("items that lead into items", "a.txt", "• By 2030 it will:\n" * PARAGRAPHS)
    yield _row("days in comments", "a.html", _page(f"<div class='comments'>{'<time>x</time>' * LINKS}</div>"))
    yield _row("comments in comments", "a.html", _page("<div class='comment'>x" * 200 + "<time>2024</time>" * LINKS))


def _page(body: str) -> str:
    return f"<html><body><article><h1>Dough</h1><p>{SENTENCE * 5}</p>{body}</article></body></html>"


def _row(what: str, file: str, text: str) -> Row:
    content = text.encode()
    return below(f"{what}, {len(content) / 1e6:.1f} MB", seconds(_draft, file, content), SECONDS, "s")


def _draft(file: str, content: bytes) -> None:
    skeleton_of(SourceFile(file, content, document.read_document(file, content)), "dough", None, "en")
