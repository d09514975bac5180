"""Reads HTML: the blocks of its article as paragraphs, and what the page declares of itself.

Raises Unreadable for a page that is no text, or so large or crowded that the library would take minutes over it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from bot.documents import html_metadata
from bot.documents.encodings import BROKEN, decoded
from bot.documents.errors import Unreadable, misread, quietly
from bot.documents.metadata import Declared, Extract, Fact, Facts

MOST_ELEMENTS: Final = 50_000
"""Of a page: the library takes half a minute over these. A long article has a few thousand."""
MOST_IN_BLOCK: Final = 2_000
"""Elements within the lines of one block, other than code: the library's time for it grows with their square."""
_BLOCKS: Final = frozenset(("article", "aside", "figcaption", "figure", "footer", "header", "main", "nav", "section"))
"""Those of HTML 5; lxml knows the others."""

_DATA = re.compile(r"data:[\w/+.;=-]{1,100};base64,[A-Za-z0-9+/=%\s]+")
_BREAKS: Final = frozenset(("p", "head", "item", "list", "row", "table", "quote", "code", "lb", "div", "body", "main"))


def read_html(file: str, content: bytes, today: dt.date | None = None) -> Extract:
    """Return the paragraphs and the facts of a page, none of them later than `today`; raises Unreadable."""
    text = decoded(file, content)
    page = quietly(file, "HTML", lambda: _article(file, text, today))
    if any(BROKEN in each for each in page.paragraphs):
        raise misread(file, content)
    facts: Facts = {name: said for name, said in page.facts.items() if BROKEN not in "".join(said.values)}
    return replace(page, facts=facts)


def _article(file: str, page: str, today: dt.date | None) -> Extract:
    from lxml import html
    from trafilatura import bare_extraction

    page = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", _DATA.sub("data:,", page)).strip()
    # An encoding declared within a text that is decoded already only confuses the parser.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    # After a comment within a paragraph the library would read no further.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page, parser) if page else None
    if tree is None:
        return Extract([], {})
    _refuse_crowds(file, tree)
    facts = html_metadata.facts(tree, today)
    known = {"published", "authors"} <= facts.keys()
    rest, beside = (None, set()) if known else html_metadata.without_what_misleads(tree)
    for element in list(tree.iter("code", "q")):
        if next(element.iterancestors("pre"), None) is None:
            element.tag = "span"  # to the library each of them would be a block, wherever it stands
    found = bare_extraction(
        tree,
        favor_recall=True,  # rather a line too many than headings and lists lost
        include_comments=False,  # what readers write below an article is not the author's
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or isinstance(found, dict):
        return Extract([], facts)
    guessed: dict[Fact, tuple[str | None, ...]] = {
        "title": (found.title,),
        "publisher": (found.sitename,),
        "url": (found.url,),
    }
    if rest is not None:
        guessed["published"] = (html_metadata.guessed_day(rest, today),)
        guessed["authors"] = html_metadata.guessed_authors(rest, found.author or "")
    for name, values in guessed.items():
        if told := tuple(each for each in values if each):
            facts.setdefault(name, Declared(told, "HTML"))
    blocks = list(_blocks(found.body))
    other = frozenset(number for number, (line, code) in enumerate(blocks, 1) if code or line in beside)
    return Extract([line for line, _ in blocks], facts, other)


def _refuse_crowds(file: str, tree: Any) -> None:
    """Raise Unreadable for a page of too many elements, in all or within the lines of one block."""
    from lxml.html import defs

    ends = _BLOCKS | defs.block_tags | defs.top_level_tags | {"br"}
    blocks: dict[Any, Any] = {}
    within = Counter[Any]()
    for element in tree.iter():
        parent = element.getparent()
        alone = element.tag in ends or parent is None or parent.tag == "pre"
        blocks[element] = element if alone else blocks[parent]
        within[blocks[element]] += 1
    for count, most in ((len(blocks), MOST_ELEMENTS), (max(within.values()) - 1, MOST_IN_BLOCK)):
        if count > most:
            raise Unreadable(file, "original-too-crowded", count=count, most=most)


def _blocks(body: Any) -> Iterator[tuple[str, bool]]:
    """Yield the blocks of an article, each on one line, as a browser shows them, and whether it is code."""
    from lxml.etree import iterwalk

    words: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            yield from _line(words, code=element.tag == "code" and event == "end")
        words.append((element.text if event == "start" else element.tail) or "")
        if event == "end" and element.tag == "cell":
            words.append(" | ")
    yield from _line(words, code=False)


def _line(words: list[str], *, code: bool) -> Iterator[tuple[str, bool]]:
    line = " ".join("".join(words).split()).strip("| ")
    words.clear()
    if line:
        yield line, code
