"""Finds things by what readers call them, exactly or nearly: ids, names and aliases in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Final, NamedTuple

from bot.answers.answer import Answer, Button, paragraph, rows
from bot.answers.asked import Asked
from bot.content.briefing import Card, Term
from bot.content.derived import kept_from_before, kept_with_edition
from bot.content.edition import Edition
from bot.content.reading import near
from bot.content.texts import read_in
from bot.search import normal, spellings

NAMES_KEPT: Final = 16_384
"""Names kept as they are compared: those of an edition are those of the one before, but for what was edited."""
SLIPS_KEPT: Final = 256
"""Slips of the pen whose meaning is kept: comparing one with every name takes milliseconds."""


_QUOTES: Final = dict.fromkeys(map(ord, "《》〈〉“”‘’\"'"))


class _Owners(NamedTuple):
    """The ids of things by what those are called, and by how that is spelt otherwise."""

    called: Mapping[str, str]
    respelt: Mapping[str, str]


class Names:
    """Everything things are called, by their ids; found without regard to case or width."""

    def __init__(self, known: dict[str, tuple[str, ...]]) -> None:
        # Of two things with the same name the first one has it.
        called = {_bare(name): thing for thing, names in reversed(known.items()) for name in names}
        respelt = {each: thing for name, thing in called.items() for each in _respelt(name)}
        self._hold(known, _Owners(called, respelt))

    def _hold(self, known: dict[str, tuple[str, ...]], *owners: _Owners) -> None:
        self.known, self._owners, self._asks_otherwise = known, owners, False
        # It goes with these names, as it does not refer to them: circles wait for the collector, which comes seldom.
        self._kept = lru_cache(maxsize=SLIPS_KEPT)(partial(_nearest, owners))

    @classmethod
    def of_ids(cls, known: dict[str, tuple[str, ...]]) -> Names:
        """Return the names of things that have none but ids: those are written as they are compared, tens of thousands.

        A word that is asked for is spelt otherwise, instead of each of theirs.
        """
        made = object.__new__(cls)
        called = {name: thing for thing, names in reversed(known.items()) for name in names}
        made._hold(known, _Owners(called, {}))
        made._asks_otherwise = True
        return made

    @classmethod
    def together(cls, *some: Names) -> Names:
        """Return the names of several kinds of things, none of them made again; the first of them come first."""
        made = object.__new__(cls)
        known = {thing: names for each in some for thing, names in each.known.items()}
        made._hold(known, *(owners for each in some for owners in each._owners))
        made._asks_otherwise = any(each._asks_otherwise for each in some)
        return made

    def find(self, called: str) -> str | None:
        """Return the id of what is called so."""
        wanted = _bare(called)
        ways = (wanted, *(_respelt(wanted) if self._asks_otherwise else ()))
        spelt = [*(each.called for each in self._owners), *(each.respelt for each in self._owners)]
        return next((names[way] for way in ways for names in spelt if way in names), None)

    def nearest(self, called: str) -> str | None:
        """Return the id of what is most likely meant: nearly the same name, or one that holds the word."""
        return self._kept(called)


def _nearest(kinds: Sequence[_Owners], called: str) -> str | None:
    wanted, owners = _bare(called), dict[str, str]()
    for names in (*(each.respelt for each in reversed(kinds)), *(each.called for each in reversed(kinds))):
        owners |= names
    if close := near(wanted, owners):
        return owners[close]
    held = (thing for name, thing in owners.items() if wanted in name or (name in wanted and len(name) > 1))
    return next(held, None) if wanted else None


@lru_cache(NAMES_KEPT)
def _bare(name: str) -> str:
    """Return a name as it is compared: readers copy titles with the quotation marks answers show them in."""
    return " ".join(normal(name).translate(_QUOTES).split())


@lru_cache(NAMES_KEPT)
def _respelt(name: str) -> tuple[str, ...]:
    """Return a name with each of its words, one at a time, as the other English spells it."""
    words = name.split()
    return tuple(
        " ".join((*words[:at], other, *words[at + 1 :])) for at, word in enumerate(words) for other in spellings(word)
    )


@kept_with_edition
def of_sectors(edition: Edition) -> Names:
    """Return the names of fields."""
    return _terms(edition.vocabulary.sectors)


@kept_with_edition
def of_audiences(edition: Edition) -> Names:
    """Return the names of audiences."""
    return _terms(edition.vocabulary.audiences)


@kept_with_edition
def of_terms(edition: Edition) -> Names:
    """Return the names of terms that are explained."""
    glossary = edition.vocabulary.glossary
    return Names({each.id: (each.id, each.term.zh, each.term.en, *each.aliases) for each in glossary})


def _terms(vocabulary: Iterable[Term]) -> Names:
    return Names({term.id: (term.id, term.name.zh, term.name.en, *term.aliases) for term in vocabulary})


class _OfCards(NamedTuple):
    """The names of briefings and of authors, and the cards they stand in, by slug."""

    cards: tuple[tuple[str, Card], ...]
    briefings: Names
    authors: Names


@kept_from_before
def _of_cards(edition: Edition, before: _OfCards | None) -> _OfCards:
    """Return what stands in cards, which most edits leave as they are."""
    cards = tuple((briefing.briefing, edition.card(briefing)) for briefing in edition.briefings)
    if before and before.cards == cards:
        return before
    return _OfCards(cards, Names({slug: _called(slug, card) for slug, card in cards}), _authors(cards))


def of_briefings(edition: Edition) -> Names:
    """Return the names of briefings: slug, title and short name in both languages, authors, the source's name."""
    return _of_cards(edition).briefings


def _called(slug: str, card: Card) -> tuple[str, ...]:
    people = [name for author in card.authors for name in (author.zh, author.en)]
    short = (card.short.zh, card.short.en) if card.short else ()
    return (slug, card.title.zh, card.title.en, card.source, *short, *card.aliases, *people)


def of_authors(edition: Edition) -> Names:
    """Return the names of authors of several documents, by the Chinese one; the others name their document."""
    return _of_cards(edition).authors


def _authors(cards: Iterable[tuple[str, Card]]) -> Names:
    spelled: dict[str, dict[str, str]] = {}
    for slug, card in cards:
        for author in card.authors:
            spelled.setdefault(author.zh, {})[slug] = author.en
    return Names({zh: (zh, zh, *english.values()) for zh, english in spelled.items() if len(english) > 1})


@dataclass(frozen=True, slots=True)
class _OfIds:
    """What predictions or observations are called, briefing by briefing, which most edits leave as it is; and that."""

    called: tuple[tuple[tuple[str, ...], ...], ...]
    names: Names

    @classmethod
    def of(cls, called: Iterable[tuple[tuple[str, ...], ...]], before: _OfIds | None) -> _OfIds:
        parts = tuple(called)
        if before and before.called == parts:
            return before
        return cls(parts, Names.of_ids({names[0]: names for names in chain.from_iterable(parts)}))


@kept_from_before
def _predictions(edition: Edition, before: _OfIds | None) -> _OfIds:
    return _OfIds.of((each.called for each in edition.said), before)


@kept_from_before
def _observations(edition: Edition, before: _OfIds | None) -> _OfIds:
    return _OfIds.of((each.seen_called for each in edition.said), before)


def of_predictions(edition: Edition) -> Names:
    """Return the names of predictions: slug/id, the id alone, and both of those whose place they took."""
    return _predictions(edition).names


def of_observations(edition: Edition) -> Names:
    """Return the names of observations, as those of predictions."""
    return _observations(edition).names


@kept_with_edition
def of_debates(edition: Edition) -> Names:
    """Return the names of debates: id, and the question in both languages."""
    return Names({each.id: (each.id, each.question.zh, each.question.en) for each in edition.debates})


def unknown_name(asked: Asked, kind: str, command: str, names: Names, everything: str) -> Answer:
    """Return the answer to a name nobody bears: the nearest one, all of them, and a search for it."""
    called = " ".join(asked.words)[:60]
    buttons = [Button(asked.say("button-all"), everything), Button(asked.say("button-search"), f"/search {called}")]
    if (meant := names.nearest(called)) is not None:
        known = names.known[meant]
        shown = read_in(asked.language, known[2 if asked.language == "en" and len(known) > 2 else 1])
        buttons.insert(0, Button(asked.say("did-you-mean", meant=shown), f"{command} {meant}"))
    return Answer(
        asked.say("unknown-title"), (paragraph(asked.say(f"unknown-{kind}", called=called)),), rows(buttons, 1)
    )
