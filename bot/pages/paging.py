"""Long lists in pages: which page an address names, and the numbers that one leads on by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from bot.answers.answer import Block

A_PAGE: Final = 20
"""Entries of one page, some five screens of a phone."""
A_LONG_PAGE: Final = 100
"""Entries of a page that is read as a whole, as all that is said of a field: no shipped one has as many."""
NAMES: Final = frozenset(("heading", "group"))
"""Blocks that say what the items below them have in common."""
MOST_NUMBERED: Final = 9
"""Pages that are all led to; of more the first, the last and those beside the one that is shown."""


def number_of(query: Mapping[str, str]) -> int | None:
    """Return the number of the page that the fields of an address name; None where they name none."""
    asked = query.get("page", "")
    return int(asked) or None if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def numbered(number: int, last: int) -> Iterator[int]:
    """Yield the numbers of the pages that one leads to; 0 where some are left out."""
    kept = range(1, last + 1) if last <= MOST_NUMBERED else sorted({1, number - 1, number, number + 1, last})
    before = 0
    for each in kept:
        if not 0 < each <= last:
            continue
        if each > before + 1:
            yield 0
        yield each
        before = each


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many is shown: the numbers one leads on by, each with its address, and those beside it."""

    number: int
    numbered: tuple[tuple[int, str], ...]
    back: str
    on: str


def pages(number: int, last: int, address: Callable[[int], str]) -> Pages:
    """Return the pages around one of them, by the `address` of each number."""
    beside = [address(each) if 0 < each <= last else "" for each in (number - 1, number + 1)]
    return Pages(number, tuple((each, address(each) if each else "") for each in numbered(number, last)), *beside)


def last_of(count: int, a_page: int = A_LONG_PAGE) -> int:
    """Return the number of the last page of a list, which is the first where there is nothing."""
    return max(1, -(-count // a_page))


def entries(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return the items of an answer, each with the names above it and what unfolds below it."""
    found: list[list[Block]] = []
    names = True
    for block in blocks:
        if not (found and (names or block.kind == "folded")):
            found.append([])
        found[-1].append(block)
        names = block.kind in NAMES
    return found


def cut(found: Sequence[Sequence[Block]], number: int) -> tuple[Block, ...]:
    """Return the blocks of a page of entries; names that were told on the page before stand above it again."""
    start = (number - 1) * A_LONG_PAGE
    shown = [*chain.from_iterable(found[start : start + A_LONG_PAGE])]
    again = _names(chain.from_iterable(found[:start])) if shown and shown[0].kind not in NAMES else ()
    return (*again, *shown)


def _names(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the names that hold what comes next: the last heading, and the last group below it."""
    held: dict[str, Block] = {}
    for block in blocks:
        if block.kind == "heading":
            held = {}
        if block.kind in NAMES:
            held[block.kind] = block
    yield from held.values()
