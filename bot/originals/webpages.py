"""HTML → the blocks of its article, and what its head declares. The library is loaded only when needed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final

from bot.originals import crowds
from bot.originals.bylines import Fact, Facts, Said, parse_date
from bot.originals.unreadable import misread, quietly

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{1,40})", re.IGNORECASE)
_NOT_AS_LABELLED: Final = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
"""Browsers read these labels as the larger encodings they belong to; what says UTF-16 in ASCII is not."""
_ENCODINGS: Final = re.compile(r"utf-8|gb18030|big5(hkscs)?|shift_jis|euc_(jp|kr)|cp125\d|iso8859-\d+|koi8-r")
_DATA = re.compile(r"data:[\w/+.;=-]{1,100};base64,[A-Za-z0-9+/=%\s]+")
_BREAKS: Final = frozenset(("p", "head", "item", "list", "row", "table", "quote", "code", "lb", "div", "body", "main"))
_METADATA: Final[dict[Fact, tuple[str, ...]]] = {
    "title": ("citation_title", "og:title", "dc.title"),
    "authors": ("citation_author", "author", "article:author", "dc.creator", "byl"),
    "publisher": ("og:site_name", "citation_journal_title", "dc.publisher", "application-name"),
    "published": (
        *("article:published_time", "citation_publication_date", "datepublished", "date", "dc.date", "pubdate"),
        *("publishdate", "og:published_time", "weibo:article:create_at", "parsely-pub-date"),
    ),
    "url": ("og:url", "citation_public_url"),
}


def read(file: str, content: bytes) -> tuple[list[str], Facts]:
    """Return the paragraphs and the facts of a page; raises Unreadable."""
    text = _decoded(file, content)
    return quietly(file, "HTML", lambda: _article(text))


def _decoded(file: str, content: bytes) -> str:
    """Return the text of a page by its byte order mark, by what it declares, or as UTF-8."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    declared = _CHARSET.search(content[:8192])
    try:
        name = codecs.lookup(declared[1].decode() if declared else "utf-8").name
    except LookupError:
        name = "utf-8"
    name = _NOT_AS_LABELLED.get(name, name)
    text = content.decode(name if _ENCODINGS.fullmatch(name) else "utf-8", "replace")
    if text.count("\ufffd") * 100 > len(text):
        raise misread(file, content)
    return text


def _article(page: str) -> tuple[list[str], Facts]:
    from lxml import html
    from trafilatura import bare_extraction

    page = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", _DATA.sub("data:,", page)).strip()
    # An encoding declared within a text that is decoded already only confuses the parser.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    # After a comment within a paragraph the library would read no further.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page, parser) if page else None
    if tree is None:
        return [], {}
    facts = dict(_declared(tree))
    for element in list(tree.iter("code", "q")):
        if next(element.iterancestors("pre"), None) is None:
            element.tag = "span"  # to the library each of them would be a block, wherever it stands
    crowds.settle(tree)
    found = bare_extraction(
        tree,
        favor_recall=True,  # rather a line too many than headings and lists lost
        include_comments=False,  # what readers write below an article is not the author's
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict):
        return [], facts
    guessed: dict[Fact, str | None] = {
        "title": found.title,
        "publisher": found.sitename,
        "published": parse_date(found.date or ""),
        "url": found.url,
    }
    facts |= {name: Said((value,), "HTML") for name, value in guessed.items() if value and name not in facts}
    if found.author and "authors" not in facts:
        facts["authors"] = Said(tuple(each.strip() for each in found.author.split(";")), "HTML")
    return list(_blocks(found.body)), facts


def _declared(tree: Any) -> Iterator[tuple[Fact, Said]]:
    """Yield what the head of a page declares."""
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if value := " ".join((meta.get("content") or "").split()):
            given.setdefault(name, []).append(value)
    given["og:url"] = [
        link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"
    ] + given.get("og:url", [])
    for fact, names in _METADATA.items():
        values = next((given[name] for name in names if given.get(name)), [])
        if fact == "published":
            values = [date for each in values if (date := parse_date(each))]
        elif fact == "url":
            values = [each for each in values if each.startswith(("http://", "https://"))]
        elif fact == "authors":
            values = [name.strip() for each in values for name in re.split(r"[;；、]", each)]
            values = [each for each in values if each and not each.startswith("http")]
        if values:
            yield fact, Said(tuple(values if fact == "authors" else values[:1]), "HTML")


def _blocks(body: Any) -> Iterator[str]:
    """Yield the blocks of an article, each on one line, as a browser shows them."""
    from lxml.etree import iterwalk

    words: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            yield from _line(words)
        words.append((element.text if event == "start" else element.tail) or "")
        if event == "end" and element.tag == "cell":
            words.append(" | ")
    yield from _line(words)


def _line(words: list[str]) -> Iterator[str]:
    line = " ".join("".join(words).split()).strip("| ")
    words.clear()
    if line:
        yield line
