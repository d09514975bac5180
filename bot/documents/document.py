"""The bytes of a document → its paragraphs, counted from 1, and what it says of itself: text, Markdown, HTML or PDF.

Of a text a paragraph is a line that is not empty, Markdown or not; of HTML a block of the article without what stands
around it; of a PDF the lines that belong together. A card is made, and later verified, by the same function.
The libraries for HTML and PDF are loaded only where a document needs them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.documents import html, pdf
from bot.documents.encodings import sound
from bot.documents.errors import Unreadable, misread
from bot.documents.front_matter import front_matter
from bot.documents.labels import facts_around
from bot.documents.markdown_code import code_lines
from bot.documents.metadata import Extract, Facts, lines

LARGEST: Final = 30_000_000
"""Bytes of a document."""
MOST_PARAGRAPHS: Final = 20_000
"""A long book has 5,000; the fingerprints of more would pass the largest file that is read."""

DocumentKind = Literal["text", "html", "pdf"]
_ENDINGS: Final[dict[str, DocumentKind]] = {
    **dict.fromkeys(("", "txt", "md", "markdown"), "text"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    "pdf": "pdf",
}


@dataclass(frozen=True)
class Original:
    """A document: what it says of itself, its paragraphs, and with which of them its text begins."""

    facts: Facts
    paragraphs: tuple[str, ...]
    first: int


def paragraphs(file: str, content: bytes) -> list[str]:
    """Return the paragraphs of a document; raises Unreadable for HTML and PDF, of a text it reads what it can."""
    match kind(file, content):
        case "html":
            return html.read_html(file, content).paragraphs
        case "pdf":
            return pdf.read_pdf(file, content).paragraphs
    return lines(content.decode("utf-8-sig", "replace"))


def read_document(file: str, content: bytes, today: dt.date | None = None) -> Original:
    """Return a document as a draft needs it; raises Unreadable where an editor could not work with it.

    `today` is the last day on which it may have been published.
    """
    if len(content) > LARGEST:
        raise Unreadable(file, "original-too-large", most=LARGEST // 1_000_000)
    if not content.strip():
        raise Unreadable(file, "original-without-text")
    before = 0
    match kind(file, content):
        case "html":
            found = html.read_html(file, content, today)
        case "pdf":
            found = pdf.read_pdf(file, content, today)
        case _:
            text = _text(file, content)
            facts, before = front_matter(text, today)
            found = Extract(lines(text), facts, code_lines(text, indented=file.lower().endswith((".md", ".markdown"))))
    if not found.paragraphs:
        raise Unreadable(file, "original-without-text")
    if len(found.paragraphs) > MOST_PARAGRAPHS:
        raise Unreadable(file, "original-too-long", count=len(found.paragraphs), most=MOST_PARAGRAPHS)
    facts = _agreed(found.facts, facts_around(found.paragraphs, before + 1, found.other, today))
    return Original(facts, tuple(found.paragraphs), before + 1)


def _agreed(declared: Facts, told: Facts) -> Facts:
    """Return what a document declares, and where it declares nothing, what its text tells."""
    facts: Facts = {**told, **declared}
    if "published" in told and facts["published"].where == "PDF":
        facts["published"] = told["published"]  # the day on which a file was made is not the day of its text
    if "reposted" in facts and facts["reposted"].value <= facts["published"].value:
        del facts["reposted"]
    return facts


def kind(file: str, content: bytes) -> DocumentKind:
    """Return what a document is, by its name, and where that tells nothing, by its beginning."""
    if found := _ENDINGS.get(file.rpartition(".")[2].lower()):
        return found
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return "html" if re.match(rb"\s*(?:<!doctype\s+html|<html)\b", content[:1024], re.IGNORECASE) else "text"


def _text(file: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise misread(file, content) from None
    if "\0" in text:
        raise misread(file, content)
    return sound(file, text)
