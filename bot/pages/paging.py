"""Long lists in pages: which page an address names, and the numbers that one leads on by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

A_PAGE: Final = 20
"""Entries of one page, some five screens of a phone."""
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
