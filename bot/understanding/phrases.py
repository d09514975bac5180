"""Phrases of `phrases.yaml` → which of them a question holds, the one that says most of it first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from bot.content.derived import kept_from_before, kept_with_edition
from bot.content.edition import Edition
from bot.content.phrases import Phrase
from bot.understanding.words import LATIN_WORD, Span, bounded, plain

_PIECES = re.compile(r" ?\* ?|\(([^()]*)\)|[^*() ]+| ")
_HAN: Final = "\u3400-\u9fff"
_WORDS: Final = "((?: [a-z0-9]+){0,4}? )"
_CHARACTERS: Final = "((?:[^a-z0-9]|(?<![a-z0-9])[a-z0-9]+(?![a-z0-9])){0,6}?)"
"""What `*` stands for: up to four words where it stands between spaces, up to six characters where it does not.

Characters are all but Latin letters: a pattern that names them takes three times as long to make.
"""

KEPT: Final = 2_048
"""Patterns, and texts taken to pieces, that are kept: each takes a kilobyte or two."""
KEY: Final = 5
"""Characters by which a way to ask is found: many words begin with the same two."""
_SIZES: Final = range(1, KEY + 1)
_ALL: Final = 1_000
"""The weight of a phrase that is the whole question."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask for something, ready to be looked for.

    A question that asks so holds one of `parts`, which is quicker to tell than its pattern. With a `rest` it begins
    with one of them, says one of the `texts`, however often, and then nothing but that: that has a `weight` of its own.
    """

    phrase: Phrase
    texts: tuple[str, ...]
    parts: tuple[str, ...] = ("",)
    rest: str = ""
    weight: int = 0

    def said(self, question: str) -> Said | None:
        """Return where a plain question asks in this way; None where it does not."""
        near = question.startswith(self.parts) if self.rest else any(part in question for part in self.parts)
        texts = tuple(text for text in self.texts if _may_stand(text, question)) if near else ()
        found = _compiled(texts, self.rest).search(question) if texts else None
        if found is None:
            return None
        gaps = tuple(Span(*gap) for gap in found.regs[1:] if gap[0] >= 0)
        own = _weight(found[0]) - sum(_weight(question[start:end]) for start, end in gaps)
        return Said(self.phrase, Span(*found.span()), gaps, self.weight or own)


class Said(NamedTuple):
    """A phrase that a question holds, where, what of that stands for `*`, and how much its own words account for."""

    phrase: Phrase
    at: Span
    gaps: tuple[Span, ...]
    weight: int

    def own(self, question: str) -> str:
        """Return its own words as the question has them, with a space for what stands for `*`."""
        ends = [self.at.start, *(place for gap in self.gaps for place in gap), self.at.end]
        return " ".join(question[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))

    def holds(self, name: Span) -> bool:
        """Tell whether all of a name is among its own words."""
        return name.inside(self.at) and not any(name.inside(gap) for gap in self.gaps)


def held(edition: Edition, question: str) -> list[Said]:
    """Return what a question, made plain, asks for: the phrase that accounts for most of it first, each way to ask."""
    found = [said for way in _ways(edition).near(question) if (said := way.said(question))]
    return sorted(found, key=lambda said: -said.weight)


def begun(edition: Edition, question: str) -> list[Phrase]:
    """Return what a short question begins with of that which is usually all that is said, as thanks are."""
    return [way.phrase for way in _beginnings(edition) if way.said(question)]


@kept_with_edition
def words(edition: Edition) -> frozenset[str]:
    """Return the longer Latin words of all phrases: what slips of the pen may have meant."""
    return frozenset(word for phrase in edition.phrases for text in phrase.en for word in LATIN_WORD.findall(text))


class _Ways:
    """Thousands of ways to ask, found by the first few characters of a part that a question must hold."""

    def __init__(self, phrases: tuple[Phrase, ...], ways: Iterable[Way]) -> None:
        self.phrases, self._ways = phrases, list(ways)
        self._at: dict[str, list[int]] = {}
        for position, way in enumerate(self._ways):
            for start in {part[:KEY] for part in way.parts}:
                self._at.setdefault(start, []).append(position)

    def near(self, question: str) -> list[Way]:
        """Return the ways of which a question may hold a part, in order."""
        starts = {question[at : at + size] for at in range(len(question)) for size in _SIZES} | {""}
        positions = {position for start in starts for position in self._at.get(start, ())}
        return [self._ways[position] for position in sorted(positions)]


@kept_from_before
def _ways(edition: Edition, before: _Ways | None) -> _Ways:
    if before and before.phrases is edition.phrases:
        return before
    parts = (_way(phrase, text) for phrase in _matching(edition, "within") for text in _texts(phrase))
    wholes = (_whole(phrase, "$", _ALL) for phrase in _matching(edition, "whole", "alone"))
    return _Ways(edition.phrases, (*wholes, *parts))


@kept_with_edition
def _beginnings(edition: Edition) -> tuple[Way, ...]:
    rest = f"(?:[{_HAN}]{{1,6}}|(?: ?[a-z0-9]+){{1,3}})$"
    return tuple(_whole(phrase, rest, 0) for phrase in _matching(edition, "whole"))


def _matching(edition: Edition, *kinds: str) -> Iterator[Phrase]:
    yield from (phrase for phrase in edition.phrases if phrase.match in kinds)


def _whole(phrase: Phrase, rest: str, weight: int) -> Way:
    starts = {start for text in _texts(phrase) for start in _starts(text)}
    return Way(phrase, _texts(phrase), tuple(starts), rest, weight)


def _starts(text: str) -> set[str]:
    """Return what a question that says a phrase begins with: its first words, where they may be left out the next."""
    starts: set[str] = set()
    for piece in map(_piece, _PIECES.finditer(text)):
        starts.update(choice.strip() for choice in piece.choices)
        if "" not in starts:
            return starts
        starts.discard("")
    return {""}


def _may_stand(text: str, question: str) -> bool:
    """Tell whether a question holds something of each piece of a text: to make its pattern takes much longer."""
    return all(any(choice in question for choice in choices) for choices in _words_of(text))


@lru_cache(KEPT)
def _words_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what each piece of a text may be, less pieces that may be nothing."""
    return tuple(
        choices for match in _PIECES.finditer(text) if all(choices := tuple(map(str.strip, _piece(match).choices)))
    )


@lru_cache(KEPT)
def _compiled(texts: tuple[str, ...], rest: str) -> re.Pattern[str]:
    """Return the pattern of a question that asks in one of these ways; of thousands, only those in use are made."""
    either = "|".join(map(_pattern, texts))
    return re.compile(f"^(?:(?:{either}) ?)+{rest}" if rest else either)


def _texts(phrase: Phrase) -> tuple[str, ...]:
    return (*phrase.zh, *phrase.en)


def _way(phrase: Phrase, text: str) -> Way:
    pieces = [_piece(match) for match in _PIECES.finditer(text)]
    heaviest = max(pieces, key=lambda piece: piece.weight)
    return Way(phrase, (text,), heaviest.choices)


def _pattern(text: str) -> str:
    return bounded("".join(_piece(match).pattern for match in _PIECES.finditer(text)))


class _Piece(NamedTuple):
    """A piece of a phrase: its pattern, and the words it may be; a gap is none."""

    pattern: str
    choices: tuple[str, ...] = ("",)

    @property
    def weight(self) -> int:
        """How much of a question it accounts for at least."""
        return min(map(_weight, self.choices))


def _piece(match: re.Match[str]) -> _Piece:
    if "*" in match[0]:
        return _Piece(_WORDS if " " in match[0] else _CHARACTERS)
    if match[1] is None:
        said = plain(match[0]) or match[0]
        return _Piece(said, (said,))
    choices = tuple(map(_spaced, match[1].split("|")))
    return _Piece(f"(?:{'|'.join(choices)})", choices)


def _spaced(text: str) -> str:
    """Return a text made plain, with the space that it begins or ends with."""
    return f"{' ' * text[:1].isspace()}{plain(text)}{' ' * text[-1:].isspace()}" if text.strip() else text


def _weight(text: str) -> int:
    """Weigh words: a Chinese character like three letters."""
    if text.isascii():
        return len(text) - text.count(" ")
    return sum(3 if character > "\u2e80" else character != " " for character in text)
