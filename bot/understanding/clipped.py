"""Words cut short beside others that tell what they were: content mods → content moderation, product mgr → manager."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import pairwise
from typing import Final

_WORD = re.compile("[a-z]+")
SHORTEST: Final = 3
"""Letters that are left of a word at least."""
_VOWELS: Final = frozenset("aeiou")


class Clipped:
    """The words that stand side by side in names, by the letters they begin with."""

    def __init__(self, names: Iterable[str]) -> None:
        self._pairs: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            for pair in pairwise(_WORD.findall(name)):
                there = self._pairs.setdefault(_key(*pair), [])
                there += [] if pair in there else [pair]

    def restored(self, question: str, known: Container[str]) -> str:
        """Return a plain question with such words whole; those that are `known` are words themselves."""
        words = list(_WORD.finditer(question))
        whole = [each[0] for each in words]
        for at in range(len(whole) - 1):
            short = (whole[at], whole[at + 1])
            if not all(each in known for each in short):
                whole[at], whole[at + 1] = self._meant(*short)
        meant = iter(whole)
        return _WORD.sub(lambda _: next(meant), question)

    def _meant(self, first: str, second: str) -> tuple[str, str]:
        pairs = self._pairs.get(_key(first, second), ())
        near = [pair for pair in pairs if _left_of(first, pair[0]) and _left_of(second, pair[1])]
        return min(near, key=lambda pair: len("".join(pair)), default=(first, second))


def _key(first: str, second: str) -> str:
    return first[0] + second[0]


def _left_of(short: str, word: str) -> bool:
    """Tell whether a word is another, its beginning (mod, mods), or some of its consonants (mgr, svc)."""
    stem = short.removesuffix("s")
    if short == word or len(stem) < SHORTEST:
        return short == word
    if word.startswith(stem):
        return True
    letters = iter(word)
    return stem[0] == word[0] and _VOWELS.isdisjoint(stem) and all(letter in letters for letter in stem)
