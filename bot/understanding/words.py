"""Questions and names in the one form in which they are compared."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple

from bot.search import normal

_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])")
LATIN_WORD = re.compile("[a-z]{4,}")
"""A word long enough for a slip of the pen to be seen as one."""
PLAIN_KEPT: Final = 1_024
"""Texts whose plain form is kept: names and phrases are made of the same words over and over."""
_CHINESE: Final = {
    **dict.fromkeys(("prediction", "predictions", "forecast", "forecasts"), "预测"),
    **dict.fromkeys(("author", "authors"), "作者"),
    **dict.fromkeys(("article", "articles", "document", "documents"), "文章"),
    **dict.fromkeys(("field", "fields", "industry", "industries", "sector", "sectors"), "行业"),
    **dict.fromkeys(("advice", "tips"), "建议"),
    **dict.fromkeys(("debate", "debates"), "争论"),
    **dict.fromkeys(("job", "jobs"), "工作"),
}
"""English words of this house as they stand in Chinese questions."""
_MIXED_IN = re.compile(rf"\b(?:{'|'.join(_CHINESE)})\b", re.ASCII)
_BESIDE_CHINESE = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_BETWEEN = re.compile(r"[\W_]+")
_CHINESE_RUN = re.compile("[\u3400-\u9fff]{2,}")


class Span(NamedTuple):
    """A part of a question, from one character to before another."""

    start: int
    end: int

    def inside(self, other: Span) -> bool:
        """Tell whether it is part of another, or all of it."""
        return other.start <= self.start and self.end <= other.end


class KnownWords:
    """The words of many texts: longer Latin ones, and pairs of Chinese characters; and how many texts have each.

    Pairs are kept as what follows each character, in a tenth of the memory that a text for each of them takes.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Read texts as `normal` makes them."""
        self._latin: Counter[str] = Counter()
        self._after: dict[str, _After] = {}
        self._count(texts, 1)

    def revised(self, gone: Iterable[str], came: Iterable[str]) -> KnownWords:
        """Return the words of the same texts less some that are gone, and with some that came."""
        made = object.__new__(KnownWords)
        made._latin, made._after = self._latin.copy(), {**self._after}
        made._count(gone, -1)
        made._count(came, 1)
        return made

    def _count(self, texts: Iterable[str], each: int) -> None:
        latin, pairs, after = Counter[str](), Counter[str](), defaultdict[str, Counter[str]](Counter)
        for text in texts:
            latin.update(set(LATIN_WORD.findall(text)))
            pairs.update({pair for run in _CHINESE_RUN.findall(text) for pair in map(add, run, run[1:])})
        for pair, count in pairs.items():
            after[pair[0]][pair[1]] = count
        for word, count in latin.items():
            self._latin[word] += each * count
            if not self._latin[word]:
                del self._latin[word]
        for first, seconds in after.items():
            self._after[first] = _counted(self._after.get(first), seconds, each)

    def __contains__(self, word: object) -> bool:
        """Tell whether some text has a longer Latin word, or a pair of characters."""
        text = str(word)
        return text in self._latin or (len(text) == 2 and text[1] in self._after.get(text[0], _NOTHING).seconds)


class _After(NamedTuple):
    """The characters that follow one, and in how many texts each does."""

    seconds: str
    counts: array[int]


_NOTHING: Final = _After("", array("L"))


def _counted(before: _After | None, seconds: Counter[str], each: int) -> _After:
    counts = Counter(dict(zip(*before, strict=True))) if before else Counter[str]()
    for second, count in seconds.items():
        counts[second] += each * count
    kept = sorted(second for second in counts if counts[second])
    return _After("".join(kept), array("L", (counts[second] for second in kept)))


def in_one_language(question: str) -> str:
    """Return a plain question in Chinese with Chinese for English words people mix in; empty where it has none."""
    if question.isascii():
        return ""
    said = _MIXED_IN.sub(lambda found: f"{_CHINESE[found[0]]}", question)
    return _BESIDE_CHINESE.sub("", said) if said != question else ""


def plain(text: str) -> str:
    """Return words as they are compared: what `normal` makes of them, less punctuation; what's → whats."""
    return text.lower() if text.isascii() and text.isalnum() else _plain(text)  # thousands of them are single words


@lru_cache(PLAIN_KEPT)
def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", _APOSTROPHE.sub("", normal(text))).strip()


def bounded(pattern: str) -> str:
    """Return a pattern that begins and ends with whole Latin words; Chinese has no borders to keep."""
    return rf"(?:(?<![a-z0-9])|(?![a-z0-9]))(?:{pattern})(?:(?![a-z0-9])|(?<![a-z0-9]))"
