"""Which entries of two lists are the same, edited, where they have no names: those whose words are most alike."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, TypeVar

from bot.content.texts import Record, Text

ALIKE: Final = 0.5
"""Two texts without a name of their own are the same one, edited, where they share so much."""
MOST_COMPARED: Final = 100
"""Nameless entries that are held against each other; of more of them, the rest came or went."""
LONGEST_LIST: Final = 40
"""Entries of a list of plain values that are all shown; a card has a fingerprint for each of hundreds of paragraphs."""

R = TypeVar("R", bound=Record)


def less(records: tuple[R, ...], others: tuple[R, ...]) -> list[R]:
    """Return the records that are not among the others, each as often as it is there more often."""
    left = Counter(others)
    found = []
    for record in records:
        if left[record]:
            left[record] -= 1
        else:
            found.append(record)
    return found


def partners(old: list[Record], new: list[Record]) -> dict[int, int]:
    """Return which new record is which old one, edited; those most alike find each other first."""
    before = [_shingles(record) for record in old[:MOST_COMPARED]]
    after = [_shingles(record) for record in new[:MOST_COMPARED]]
    pairs = [
        (len(one & other) / len(one | other), -here, -there)
        for here, one in enumerate(after)
        for there, other in enumerate(before)
    ]
    partner: dict[int, int] = {}
    for likeness, here, there in sorted(pairs, reverse=True):
        if likeness >= ALIKE and -here not in partner and -there not in partner.values():
            partner[-here] = -there
    return partner


def _shingles(record: Record) -> set[str]:
    """Return every two neighbouring characters of a record's texts, and what else it says as a whole."""
    found = set()
    for name, value in record:
        if isinstance(value, Text):
            found |= {words[at : at + 2] for words in (value.zh, value.en) for at in range(len(words))}
        else:
            found.add(f"{name}={plain(value)}")
    return found


def plain(value: Any) -> str | None:
    """Return a value as it stands in a file, None where there is none; of a long list how it begins and its length."""
    if value is None or value == ():
        return None
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(map(str, value)) if len(value) <= LONGEST_LIST else f"{value[0]}, {value[1]}, … ({len(value)})"
