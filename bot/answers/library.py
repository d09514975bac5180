"""Everything that can be found in an edition, most important first, with its index and its words.

What is made of a briefing is made once and goes into every edition that has it: an edit costs what it changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from operator import is_
from typing import Any, Final, Generic, TypeVar

from bot.content.briefing import Briefing, Card, Debate, Figure, Glossed, Observation, Term, Text, Vocabulary
from bot.content.derived import kept_from_before
from bot.content.edition import Edition, Forecast, Statement, ref
from bot.search import Index, normal
from bot.understanding.words import KnownWords
from bot.words import WRITTEN

COMPARED_KEPT: Final = 2_048
"""Texts kept as they are compared, some 2 MB: those that a few questions are near to."""
MOST_NEW: Final = 0.25
"""Share of all texts that may have come or gone where an index is revised, and not made anew."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class IndexEntry:
    """Something that can be found: its kind and words, where it is said, more to find it by, what opens it."""

    kind: str
    text: Text
    command: str
    statement: Statement[Any] | None = None
    more: tuple[str, ...] = ()

    @property
    def rank(self) -> str:
        """What it is as important as: its kind; of a prediction its weight."""
        return self.statement.record.weight if self.kind == "prediction" and self.statement else self.kind

    @property
    def searched(self) -> str:
        """Return the text the index holds: both languages, so that either finds it."""
        return " ".join((self.text.zh, self.text.en, *self.more))

    @property
    def compared(self) -> str:
        """The same as `normal` makes it."""
        return _normal(self.searched)

    @property
    def told(self) -> str:
        """Its own words in both languages, likewise."""
        return _normal(f"{self.text.zh} {self.text.en}")


@lru_cache(COMPARED_KEPT)
def _normal(text: str) -> str:
    return normal(text)


Part = tuple[tuple[object, ...], tuple[IndexEntry, ...]]
"""The records that entries are made of, which are the very same as long as their files are; and the entries."""


@dataclass(frozen=True, slots=True)
class Library:
    """All entries with their index and their words, and those of each briefing."""

    entries: Sequence[IndexEntry]
    index: Index
    words: KnownWords
    parts: Mapping[str, Part]


def library(edition: Edition) -> tuple[Sequence[IndexEntry], Index]:
    """Return everything that can be found in an edition, most important first, and its index."""
    found = _library(edition)
    return found.entries, found.index


def known_words(edition: Edition) -> KnownWords:
    """Return the words of everything that can be found in an edition."""
    return _library(edition).words


def stocked(edition: Edition, before: Library | None = None) -> Library:
    """Return the library of an edition; `before` is one of another edition, with which it is the same in less time."""
    parts = _parts(edition, before.parts if before else {})
    entries = list(_in_order(edition, parts))
    if before and (change := Change.between(before.entries, entries)) and (index := change.of(before.index, _searched)):
        gone, came = (map(normal, map(_searched, those)) for those in (change.gone.values(), change.came))
        return Library(entries, index, before.words.revised(gone, came), parts)
    words = KnownWords(normal(entry.searched) for entry in entries)
    return Library(entries, Index(entry.searched for entry in entries), words, parts)


_library = kept_from_before(stocked)


def _searched(entry: IndexEntry) -> str:
    return entry.searched


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What tells a list from the one before: the position each thing had there, if any; those that went or came."""

    places: Sequence[int | None]
    now: Sequence[T]
    gone: Mapping[int, T]

    @classmethod
    def between(cls, before: Sequence[T], now: Sequence[T]) -> Change[T] | None:
        """Return the change from one list to another of the very same things; None where most are others."""
        known = {id(each): place for place, each in enumerate(before)}
        places = [known.pop(id(each), None) for each in now]
        if len(known) > MOST_NEW * len(before) or places.count(None) > MOST_NEW * len(now):
            return None
        return cls(places, now, {place: before[place] for place in known.values()})

    @property
    def came(self) -> Iterator[T]:
        """The things that are new."""
        return (each for each, place in zip(self.now, self.places, strict=True) if place is None)

    def of(self, index: Index, searched: Callable[[T], str]) -> Index | None:
        """Return the index of the list that it is now, by that of the one before; None where there is no room in it."""
        texts = map(searched, self.came)
        places = [next(texts) if place is None else place for place in self.places]
        return index.revised(places, {place: searched(each) for place, each in self.gone.items()})


# Entries


def _parts(edition: Edition, before: Mapping[str, Part]) -> dict[str, Part]:
    """Return the entries of each briefing, and of what all share; those of records that did not change as they were."""
    shared = edition.vocabulary, edition.debates
    parts = {_SHARED: _part(before.get(_SHARED), shared, lambda: _of_all(edition.vocabulary, edition.debates))}
    for each in edition.briefings:
        card = edition.card(each)
        parts[each.briefing] = _part(before.get(each.briefing), (each, card), partial(_of_briefing, each, card))
    return parts


def _part(before: Part | None, records: tuple[object, ...], make: Callable[[], Iterable[IndexEntry]]) -> Part:
    if before and all(map(is_, before[0], records)):
        return before
    return records, tuple(make())


def _in_order(edition: Edition, parts: Mapping[str, Part]) -> Iterator[IndexEntry]:
    """Yield all entries, most important first; events in the order of time."""
    found: dict[str, list[IndexEntry]] = {kind: [] for kind in _ORDER}
    for name in (_SHARED, *(each.briefing for each in edition.briefings)):
        for entry in parts[name][1]:
            found[entry.rank].append(entry)
    found["event"].sort(key=_when)
    return chain.from_iterable(found.values())


_SHARED: Final = ""
"""The name of the part that is of no briefing."""
_ORDER: Final = (
    *("sector", "audience", "briefing", "core", "debate", "secondary", "minor", "term"),
    *("view", "advice", "event", "observation", "figure", "caveat"),
)


def _when(entry: IndexEntry) -> tuple[dt.date, int]:
    assert entry.statement
    when = entry.statement.record.when
    return when.first, -when.last.toordinal()


def _of_all(vocabulary: Vocabulary, debates: Iterable[Debate]) -> Iterator[IndexEntry]:
    yield from (_term("sector", term) for term in vocabulary.sectors)
    yield from (_term("audience", term) for term in vocabulary.audiences)
    yield from map(_debate, debates)
    yield from map(_glossed, vocabulary.glossary)


def _of_briefing(briefing: Briefing, card: Card) -> Iterator[IndexEntry]:
    yield _document(briefing, card)
    yield from (_prediction(Statement(briefing, card, each)) for each in briefing.predictions)
    for view in briefing.sectors:
        yield IndexEntry("view", view.says, f"/sector {view.sector}", Statement(briefing, card, view))
    for advice in briefing.advice:
        said = Statement(briefing, card, advice)
        yield IndexEntry("advice", advice.do, f"/advice {advice.audience}", said, _both(advice.because))
    for event in briefing.timeline:
        yield IndexEntry("event", event.what, f"/timeline {event.when.first.year}", Statement(briefing, card, event))
    for seen in briefing.observations:
        command = f"/prediction {briefing.briefing}/{seen.id}"
        yield IndexEntry("observation", seen.what, command, Statement(briefing, card, seen), _since(seen))
    document = f"/briefing {briefing.briefing}"
    for figure in briefing.figures:
        where = Statement(briefing, card, figure)
        yield IndexEntry("figure", figure.what, f"{document} figures", where, _values(figure))
    for caveat in briefing.caveats:
        yield IndexEntry("caveat", caveat.note, f"{document} caveats", Statement(briefing, card, caveat))


def _term(kind: str, term: Term) -> IndexEntry:
    command = "/sector" if kind == "sector" else "/advice"
    return IndexEntry(kind, term.name, f"{command} {term.id}", more=term.aliases)


def _glossed(term: Glossed) -> IndexEntry:
    return IndexEntry("term", term.term, f"/term {term.id}", more=(*_both(term.means), *term.aliases))


def _document(briefing: Briefing, card: Card) -> IndexEntry:
    people = (name for author in card.authors for name in _both(author))
    called = (*(_both(card.short) if card.short else ()), *card.aliases)
    more = (*called, *_both(briefing.thesis), *people, *_both(card.publisher))
    return IndexEntry("briefing", card.title, f"/briefing {briefing.briefing}", more=more)


def _prediction(each: Forecast) -> IndexEntry:
    former = each.record.resolution.earlier if each.record.resolution else ()
    # Rules speak of series and thresholds: as one was first put, it is nearer to how people ask.
    first = (*former, each.record.rule)[0]
    return IndexEntry("prediction", each.record.statement, f"/prediction {ref(each)}", each, _both(first.question))


def _debate(debate: Debate) -> IndexEntry:
    says = tuple(words for side in debate.sides for words in _both(side.says))
    return IndexEntry("debate", debate.question, f"/debate {debate.id}", more=says)


def _values(figure: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(figure.shown, WRITTEN)))


def _since(seen: Observation) -> tuple[str, ...]:
    return _both(seen.since) if seen.since else ()


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en
