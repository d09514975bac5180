"""Blocks of a page that hold hundreds of links and the like, put into one piece each before the library reads them.

The library unwraps what stands within lines, which leaves as many pieces of text side by side, and the time it then
takes grows with the square of their number: half a minute for the 200,000 links of one page. No reader of an article
misses the links; the words stay, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MOST: Final = 200
"""Elements within the lines of one block that are left alone; a paragraph of an article has a dozen."""
_LINK_FARM: Final = 0.9
"""The part of its words in links from which on the library takes a block for a list of links, not for text."""
_WORDS: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark"),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"),
    )
)
"""What stands within a line and says something."""
_SILENT: Final = frozenset(("button", "iframe", "img", "input", "label", "noscript", "script", "style", "svg", "wbr"))
"""What says nothing within a line."""


def settle(page: Any) -> None:
    """Merge what stands within the lines of each crowded block of a page."""
    for block in list(_crowded(page)):  # as nothing may change under a walk
        _merge(block)


@dataclass(slots=True)
class _Open:
    """An element that is being walked through: how many others its own lines hold, and whether it holds blocks."""

    inside: int = 0
    blocks: bool = False


def _crowded(page: Any) -> Iterator[Any]:
    from lxml.etree import iterwalk

    way = [_Open()]
    walk = iterwalk(page, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            way.append(_Open())
            if element.tag in _SILENT:
                walk.skip_subtree()
        else:
            here = way.pop()
            if element.tag in _SILENT or (element.tag in _WORDS and not here.blocks):
                way[-1].inside += here.inside + 1
                continue
            way[-1].blocks = True
            if here.inside > MOST:
                yield element


def _merge(block: Any) -> None:
    """Make one text of each line of a block; where nearly all of their words are links, each line still is one."""
    lines: list[tuple[Any, str]] = []
    before, words, linked = None, [block.text or ""], 0
    for child in list(block):
        if _silent(child) or _within_lines(child):
            words += "" if _silent(child) else _text(child), child.tail or ""
            linked += sum(len(_text(each)) for each in child.iter("a"))
            block.remove(child)
        else:
            lines.append((before, "".join(words)))
            before, words = child, [child.tail or ""]
    lines.append((before, "".join(words)))
    farm = linked > _LINK_FARM * sum(len(line) for _, line in lines)
    for before, line in lines:
        _put(block, before, line, farm)


def _silent(element: Any) -> bool:
    """Tell whether an element says nothing; data for search engines may name the author."""
    return element.tag in _SILENT and "json" not in element.get("type", "")


def _within_lines(element: Any) -> bool:
    """Tell whether an element is nothing but words, less what is silent in it."""
    from lxml.etree import strip_elements

    if element.tag not in _WORDS:
        return False
    strip_elements(element, *_SILENT, with_tail=False)
    return all(each.tag in _WORDS for each in element.iter())


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _put(block: Any, before: Any, words: str, farm: bool) -> None:
    """Write the words of a line after an element of a block, or at its beginning."""
    from lxml.etree import Element

    if before is None:
        block.text = None if farm else words
    else:
        before.tail = None if farm else words
    if not farm or not words.strip():
        return
    link = Element("a", href="#")
    link.text = words
    if before is None:
        block.insert(0, link)
    else:
        before.addnext(link)
