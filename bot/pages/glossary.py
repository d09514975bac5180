"""The glossary: every term below the letter it begins with, so that all of them are seen at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.answers.asked import Asked
from bot.answers.terms import others
from bot.content.briefing import Glossed
from bot.pages.rows import Named, to

NO_LETTER: Final = "#"
"""What terms stand below that begin with a digit, or a character whose sound is not known."""
_LETTERS: Final = "ABCDEFGHJKLMNOPQRSTWXYZ"
_FIRST: Final = tuple(each.encode("gb2312") for each in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝")
"""The first common character of each letter: GB 2312 orders the common ones by their sound in pinyin."""
_LAST: Final = "座".encode("gb2312")


@dataclass(frozen=True, slots=True)
class Explained:
    """A term: what it means, and what else it is called; its id is its anchor."""

    id: str
    term: Named
    means: str
    also: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with a letter."""

    letter: str
    terms: tuple[Explained, ...]


def glossary(asked: Asked) -> tuple[Letter, ...]:
    """Return all terms by their first letters; of Chinese ones by that of their sound."""
    chinese = asked.language != "en"
    known = {each.id: each.term.zh if chinese else each.term.en for each in asked.edition.vocabulary.glossary}
    ordered = sorted(asked.edition.vocabulary.glossary, key=lambda each: _order(known[each.id]))
    by_letter = groupby(ordered, key=lambda each: letter_of(known[each.id]))
    return tuple(Letter(letter, tuple(_explained(asked, those))) for letter, those in by_letter)


def letter_of(name: str) -> str:
    """Return the letter that a name stands below."""
    first = name[:1]
    if first.isascii():
        return first.upper() if first.isalpha() else NO_LETTER
    code = first.encode("gb2312", errors="ignore")
    return _LETTERS[bisect_right(_FIRST, code) - 1] if _FIRST[0] <= code <= _LAST else NO_LETTER


def _order(name: str) -> tuple[bool, str, bytes]:
    letter = letter_of(name)
    return letter == NO_LETTER, letter, name.casefold().encode("gb18030")


def _explained(asked: Asked, terms: Iterable[Glossed]) -> Iterable[Explained]:
    for each in terms:
        called = asked.text(each.term)
        also = asked.joined(others(each, called, asked.language))
        named = Named(called, to("glossary", each.id))
        yield Explained(each.id, named, asked.text(each.means), asked.say("term-also", names=also) if also else "")
