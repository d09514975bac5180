"""What tells a list of things from the one before, as texts that take the place of others: an edit changes few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress, count, pairwise
from operator import is_
from typing import Final, TypeVar

from bot.search import Splice

MOST_NEW: Final = 0.25
"""Share of all things that may have come or gone where what was made of them is revised, and not made anew."""

T = TypeVar("T")


def splices(
    before: Sequence[T], now: Sequence[T], gone: Iterable[T], came: Iterable[T], text: Callable[[T], str]
) -> list[Splice] | None:
    """Return what became of the texts of things, told which of them are gone and which came.

    None where those are many, or where others of them stand in another order than before. What came and says the same
    as what it takes the place of is no change.
    """
    old, new = _places(before, gone), _places(now, came)
    if len(old) > MOST_NEW * len(before) or len(new) > MOST_NEW * len(now) or not _alike(before, old, now, new):
        return None
    found = defaultdict[int, tuple[list[str], list[str]]](lambda: ([], []))
    for nth, place in enumerate(old):
        found[place - nth][0].append(text(before[place]))
    for nth, place in enumerate(new):
        found[place - nth][1].append(text(now[place]))
    return [each for each in _put_together(found) if each.gone or each.came]


def _put_together(found: dict[int, tuple[list[str], list[str]]]) -> Iterator[Splice]:
    """Yield splices, told by how many things that stayed stand before each."""
    passed = 0
    for stayed, (gone, came) in sorted(found.items()):
        first = _same(gone, came)
        last = _same(gone[first:][::-1], came[first:][::-1])
        changed = (tuple(texts[first : len(texts) - last]) for texts in (gone, came))
        yield Splice(stayed + passed + first, *changed)
        passed += len(gone)


def _same(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many texts two lists begin with alike."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(some), len(others)))


def _places(things: Sequence[T], some: Iterable[T]) -> list[int]:
    """Return where some things stand among all, the very same ones."""
    wanted = {*map(id, some)}
    return [*compress(count(), map(wanted.__contains__, map(id, things)))] if wanted else []


def _alike(before: Sequence[T], old: Sequence[int], now: Sequence[T], new: Sequence[int]) -> bool:
    """Tell whether two lists have the very same things in the same order, but for those at some places."""
    same = len(before) - len(old) == len(now) - len(new)
    return same and all(map(is_, _without(before, old), _without(now, new)))


def _without(things: Sequence[T], places: Sequence[int]) -> Iterator[T]:
    return chain.from_iterable(things[start + 1 : end] for start, end in pairwise((-1, *places, len(things))))
