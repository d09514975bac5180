"""Everything that can be found in an edition, most important first, with its index and its words.

What is made of a briefing is made once and goes into every edition that has it: an edit costs what it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import is_
from typing import Final

from bot.answers.entries import IndexEntry, of_all, of_briefing
from bot.answers.splices import splices
from bot.content.derived import kept_from_before
from bot.content.edition import Edition, in_order_of_time, statements
from bot.search import Index, Splice, normal
from bot.understanding.words import KnownWords


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of a briefing, or of what all share, by their rank; and the records they are made of.

    Those are the very same as long as their files are.
    """

    records: tuple[object, ...]
    by_rank: Mapping[str, tuple[IndexEntry, ...]]

    @property
    def entries(self) -> Iterator[IndexEntry]:
        """All of them."""
        return chain.from_iterable(self.by_rank.values())


@dataclass(frozen=True, slots=True)
class Library:
    """All entries with their index and their words, those of each rank, and those of each briefing."""

    entries: Sequence[IndexEntry]
    index: Index
    words: KnownWords
    by_rank: Mapping[str, Sequence[IndexEntry]]
    parts: Mapping[str, Part]


def library(edition: Edition) -> tuple[Sequence[IndexEntry], Index]:
    """Return everything that can be found in an edition, most important first, and its index."""
    found = library_of(edition)
    return found.entries, found.index


def known_words(edition: Edition) -> KnownWords:
    """Return the words of everything that can be found in an edition."""
    return library_of(edition).words


def of_rank(edition: Edition, *ranks: str) -> list[IndexEntry]:
    """Return what can be found of some ranks, which are kinds, or weights of predictions."""
    by_rank = library_of(edition).by_rank
    return [*chain.from_iterable(by_rank[each] for each in ranks)]


def stocked(edition: Edition, before: Library | None = None) -> Library:
    """Return the library of an edition; `before` is one of another edition, with which it is the same in less time."""
    parts = _parts(edition, before.parts if before else {})
    by_rank = _in_order(edition, parts)
    entries = [*chain.from_iterable(by_rank.values())]
    change = changes(before.parts, parts, before.entries, entries, _searched) if before else None
    if before and change is not None and (index := before.index.revised(change)):
        return Library(entries, index, _revised(before.words, change), by_rank, parts)
    words = KnownWords(normal(entry.searched) for entry in entries)
    return Library(entries, Index(entry.searched for entry in entries), words, by_rank, parts)


library_of = kept_from_before(stocked)
"""The library of an edition."""


def changes(
    before: Mapping[str, Part],
    parts: Mapping[str, Part],
    old: Sequence[IndexEntry],
    entries: Sequence[IndexEntry],
    searched: Callable[[IndexEntry], str],
) -> list[Splice] | None:
    """Return how the texts of entries changed, by the parts the old ones and these are of; None where most did."""
    gone = (part.entries for name, part in before.items() if parts.get(name) is not part)
    came = (part.entries for name, part in parts.items() if before.get(name) is not part)
    return splices(old, entries, chain.from_iterable(gone), chain.from_iterable(came), searched)


def _searched(entry: IndexEntry) -> str:
    return entry.searched


def _revised(words: KnownWords, change: Sequence[Splice]) -> KnownWords:
    gone = (normal(text) for each in change for text in each.gone)
    came = (normal(text) for each in change for text in each.came)
    return words.revised(gone, came) if change else words


# Entries


def _parts(edition: Edition, before: Mapping[str, Part]) -> dict[str, Part]:
    """Return the entries of each briefing, and of what all share; those of records that did not change as they were."""
    shared = edition.vocabulary, edition.debates
    parts = {_SHARED: _part(before.get(_SHARED), shared, lambda: of_all(*shared))}
    for (slug, said), each in zip(statements(edition).items(), edition.briefings, strict=True):
        card = edition.card(each)
        parts[slug] = _part(before.get(slug), (each, card), lambda: of_briefing(each, card, said))  # noqa: B023 - at once
    return parts


def _part(before: Part | None, records: tuple[object, ...], make: Callable[[], Iterable[IndexEntry]]) -> Part:
    if before and all(map(is_, before.records, records)):
        return before
    by_rank: dict[str, list[IndexEntry]] = {}
    for entry in make():
        by_rank.setdefault(entry.rank, []).append(entry)
    return Part(records, {rank: tuple(entries) for rank, entries in by_rank.items()})


def _in_order(edition: Edition, parts: Mapping[str, Part]) -> dict[str, list[IndexEntry]]:
    """Return all entries by rank, the most important first; events in the order of time."""
    ordered = [parts[_SHARED].by_rank, *(parts[slug].by_rank for slug in edition.by_slug)]
    found = {rank: [*chain.from_iterable(each.get(rank, ()) for each in ordered)] for rank in _ORDER}
    found["event"] = in_order_of_time(edition, (each.get("event", ()) for each in ordered))
    return found


_SHARED: Final = ""
"""The name of the part that is of no briefing."""
_ORDER: Final = (
    *("sector", "audience", "briefing", "core", "debate", "secondary", "minor", "term"),
    *("view", "advice", "event", "observation", "figure", "caveat"),
)
PREDICTIONS: Final = ("core", "secondary", "minor")
"""The ranks of predictions, in their order."""
