"""What a question names of the edition: fields, audiences, documents by title or author, terms; by any name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from operator import is_
from typing import Final, Literal

from bot.content.briefing import Briefing, Card, Term
from bot.content.derived import kept_from_before, kept_with_briefings, kept_with_edition
from bot.content.edition import Edition
from bot.search import spellings
from bot.understanding import phrases, sounds
from bot.understanding.clipped import Clipped
from bot.understanding.words import LATIN_WORD, Span, plain

Kind = Literal["sector", "audience", "briefing", "term"]
_CHINESE = re.compile("[\u3400-\u9fff]")
_CHINESE_NAME = re.compile("[\u3400-\u9fff]{2,}")
FORMS_KEPT: Final = 16_384
"""Names kept with their forms: those of an edition are those of the one before, but for what was edited."""
SHORTEST_PINYIN: Final = 4
"""Letters of a name by its sound: fewer may be anything."""
SHORTEST_HEARD: Final = 3
"""Characters of a name that is heard inside a run: many words sound like one of two, which is heard at its start."""
SHORTEST_MISSPELT: Final = 5
"""Letters of a word in which one may be missing or wrong; in a shorter one two have changed places."""
_ENDINGS: Final = frozenset({"d", "ed", "led", "ing", "ling"})
MOST_WAYS: Final = 16
"""Ways to mend a question that are weighed against each other."""
BROAD: Final = 1 / 6
"""Share of the forecasts from which on a field is broad: any other one a question names is what it is about."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a question names, of each kind what it is most about first, and at which place it names what.

    `broad` are fields that much is said about.
    """

    sectors: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    briefings: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    places: tuple[tuple[Span, frozenset[str]], ...] = ()


class _Vocabulary:
    """All names of an edition's things, found by how they begin, by their sound, and where they are misspelt."""

    def __init__(self, names: Iterable[tuple[str, Kind, str]], words: Iterable[str], of: tuple[object, ...]) -> None:
        """`of` are the records they are made of."""
        self.of = of
        self.owners: dict[str, list[tuple[Kind, str]]] = {}
        for name, kind, thing in names:
            for form in _forms(plain(name)):
                owners = self.owners.setdefault(form, [])
                owners += [] if (kind, thing) in owners else [(kind, thing)]
        longest = sorted(self.owners, key=len, reverse=True)
        self._lengths: dict[str, list[int]] = {}
        for name in longest:
            lengths = self._lengths.setdefault(name[:2], [])
            lengths += [] if len(name) in lengths else [len(name)]
        self._known = frozenset((*words, *(word for name in self.owners for word in LATIN_WORD.findall(name))))
        self._words: dict[str, list[str]] = {}
        for word in sorted(self._known):
            self._words.setdefault(word[0], []).append(word)
        self._heard = {sounds.heard(name): name for name in reversed(longest) if _CHINESE_NAME.fullmatch(name)}
        self.clipped = Clipped(self.owners)

    def names_in(self, question: str) -> Iterator[Span]:
        """Yield where a question holds names, the longest at each place; Latin ones are whole words."""
        at = 0
        while at < len(question):
            found = self._longest(question, at)
            if found:
                yield Span(at, at + found)
            at += found or 1

    def _longest(self, question: str, at: int) -> int:
        """Return how long the longest name is that stands at a place of a question, no part of a longer Latin word."""
        lengths = () if _joined(question, at) else self._lengths.get(question[at : at + 2], ())
        ends = (at + length for length in lengths if at + length <= len(question))
        here = (end for end in ends if question[at:end] in self.owners and _stands(question, at, end))
        return next(here, at) - at

    def covered(self, question: str) -> int:
        """Return how many characters of a question belong to names."""
        return sum(at.end - at.start for at in self.names_in(question))

    def corrected(self, word: str) -> list[str]:
        """Return the words, of names and phrases, that were meant; the word itself where it is one, or none near."""
        if word in self._known:
            return [word]
        from rapidfuzz.distance import OSA  # 2 MB, for those who misspell

        most = 2 if len(word) > 7 else 1
        like = self._words.get(word[0], ())
        if len(word) < SHORTEST_MISSPELT:
            like = [each for each in like if sorted(each) == sorted(word)]
        like = [each for each in like if not _inflected(word, each)]
        distances = {each: OSA.distance(word, each, score_cutoff=most) for each in like}
        least = min(distances.values(), default=most + 1)
        return [each for each, distance in distances.items() if distance == least <= most] or [word]

    def heard(self, run: str) -> str:
        """Return a run of Chinese with the longest name that a part of it sounds like in that part's place."""
        sounded = sounds.heard(run)
        held = ((sounded.find(sound), name) for sound, name in reversed(self._heard.items()) if sound in sounded)
        kept = ((sounded.count(" ", 0, at), name) for at, name in held if len(name) >= SHORTEST_HEARD or at == 0)
        at, name = next(kept, (0, ""))
        return run[:at] + name + run[at + len(name) :]


def named(edition: Edition, question: str) -> Subjects:
    """Return what a plain question names."""
    vocabulary, spoken = _vocabulary(edition), _spoken(edition)
    spans = list(vocabulary.names_in(question))
    owners = [vocabulary.owners[question[at.start : at.end]] for at in spans]
    found = Counter(chain.from_iterable(owners))
    sectors = sorted(_of("sector", found), key=spoken.__getitem__)
    broad = [each for each in sectors if spoken[each] > BROAD * len(edition.predictions)]
    telling = tuple(each for each in sectors if each not in broad)
    audiences, briefings, terms = (tuple(_of(kind, found)) for kind in ("audience", "briefing", "term"))
    places = tuple((at, frozenset(thing for _, thing in of)) for at, of in zip(spans, owners, strict=True))
    return Subjects(telling, tuple(broad), audiences, briefings, terms, places)


def corrected(edition: Edition, question: str, known: Container[str]) -> str:
    """Return a plain question with its slips mended: Latin words towards names and phrases, Chinese by its sound.

    Words that stand in some text of the edition (`known`: Latin ones, and pairs of characters) are no slips. What is
    cut short is made whole first.
    """
    vocabulary = _vocabulary(edition)
    question = vocabulary.clipped.restored(question, known)
    asked = LATIN_WORD.findall(question)
    meant = ([word] if word in known else vocabulary.corrected(word) for word in asked)
    ways = [_with_words(question, way) for way in islice(product(*meant), MOST_WAYS)]
    mended = max(ways, key=vocabulary.covered) if len(ways) > 1 else ways[0]
    return _CHINESE_NAME.sub(lambda run: vocabulary.heard(run[0]) if _odd(run[0], known) else run[0], mended)


def _with_words(question: str, words: Iterable[str]) -> str:
    """Return a question with these in place of its longer Latin words."""
    given = iter(words)
    return LATIN_WORD.sub(lambda _: next(given), question)


def _inflected(word: str, of: str) -> bool:
    """Tell whether a word is another with an ending, in either English: that is no slip (canceled, paused)."""
    return word.startswith(of) and word[len(of) :] in _ENDINGS


def _odd(run: str, known: Container[str]) -> bool:
    """Tell whether a run of Chinese holds a pair of characters that no text has."""
    return any(run[at : at + 2] not in known for at in range(len(run) - 1))


def _of(kind: Kind, found: Mapping[tuple[Kind, str], int]) -> list[str]:
    return [thing for each, thing in found if each == kind]


@kept_from_before
def _vocabulary(edition: Edition, before: _Vocabulary | None) -> _Vocabulary:
    """Return all names; most edits change none: they stand in the vocabulary, in cards and in phrases."""
    cards = (record for each in edition.briefings for record in (each.briefing, edition.card(each)))
    of = (edition.vocabulary, edition.phrases, *cards)
    if before and len(before.of) == len(of) and all(map(is_, before.of, of)):
        return before
    return _Vocabulary(_names(edition), phrases.words(edition), of)


@kept_with_edition
def _spoken(edition: Edition) -> Counter[str]:
    """Return how many forecasts there are of each field."""
    return Counter(chain.from_iterable(_fields(edition).values()))


@kept_with_briefings
def _fields(briefing: Briefing, _: Card) -> tuple[str, ...]:
    return tuple(sector for each in briefing.predictions for sector in each.sectors)


def _names(edition: Edition) -> Iterator[tuple[str, Kind, str]]:
    for sector in edition.vocabulary.sectors:
        yield from ((name, "sector", sector.id) for name in _term_names(sector))
    for audience in edition.vocabulary.audiences:
        yield from ((name, "audience", audience.id) for name in _term_names(audience))
    for glossed in edition.vocabulary.glossary:
        called = (glossed.id, glossed.term.zh, glossed.term.en, *glossed.aliases)
        yield from ((name, "term", glossed.id) for name in called)
    for briefing in edition.briefings:
        card = edition.card(briefing)
        yield from ((name, "briefing", briefing.briefing) for name in _card_names(briefing.briefing, card))


def _term_names(term: Term) -> Iterator[str]:
    yield from (term.id, term.name.zh, term.name.en, *term.aliases)
    yield from re.split("与|和|、| and ", f"{term.name.zh} and {term.name.en.lower()}")


def _card_names(slug: str, card: Card) -> Iterator[str]:
    yield from (slug, card.title.zh, card.title.en, card.source)
    yield from card.aliases
    yield from (card.short.zh, card.short.en) if card.short else ()
    for author in card.authors:
        yield from (author.zh, *re.split(r"[(（，,]|“|”", author.en))


@lru_cache(FORMS_KEPT)
def _forms(name: str) -> tuple[str, ...]:
    """Return a name, its singular or plural, how the other English spells it, and a Chinese one by its sound."""
    if _CHINESE.search(name):
        sound = sounds.pinyin(name)
        return (name, sound) if len(sound) >= SHORTEST_PINYIN and _CHINESE_NAME.fullmatch(name) else (name,)
    other = name[:-1] if name.endswith("s") else f"{name}s"
    return (name, *(form for each in (name, other) for form in _respelt(each) if len(form) > 2))


def _respelt(name: str) -> Iterator[str]:
    words = name.split()
    for at, word in enumerate(words):
        yield from (" ".join((*words[:at], other, *words[at + 1 :])) for other in spellings(word))


def _stands(question: str, at: int, end: int) -> bool:
    """Tell whether a name stands there that is no beginning of a longer Latin word, nor one character of many."""
    return (end - at > 1 or len(question) == 1) and not _joined(question, end)


def _joined(question: str, at: int) -> bool:
    """Tell whether a place of a question is inside of a Latin word or a number."""
    around = question[max(at - 1, 0) : at + 1]
    return len(around) == 2 and at > 0 and around.isascii() and around.isalnum()
