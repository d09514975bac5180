"""What can be found: each thing by its kind and its record, in words that are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from bot.content.briefing import Briefing, Card, Debate, Figure, Glossed, Observation, Term, Text, Vocabulary
from bot.content.edition import Forecast, Observed, Statement, Statements, ref
from bot.search import normal
from bot.words import WRITTEN

COMPARED_KEPT: Final = 2_048
"""Texts kept as they are compared, some 2 MB: those that a few questions are near to."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexEntry:
    """Something that can be found: its kind, and what it is, a statement where it is said in a briefing.

    It is no more than that: of a thousand briefings there are hundreds of thousands.
    """

    kind: str
    of: Any

    @property
    def text(self) -> Text:
        """Its words."""
        return _WORDINGS[self.kind].text(self.of)

    @property
    def command(self) -> str:
        """What opens it."""
        return _WORDINGS[self.kind].command(self.of)

    @property
    def more(self) -> tuple[str, ...]:
        """More to find it by."""
        return _WORDINGS[self.kind].more(self.of)

    @property
    def statement(self) -> Statement[Any] | None:
        """Where it is said, if in one place."""
        return self.of if isinstance(self.of, Statement) else None

    @property
    def rank(self) -> str:
        """What it is as important as: its kind; of a prediction its weight."""
        weight: str = self.of.record.weight if self.kind == "prediction" else self.kind
        return weight

    @property
    def searched(self) -> str:
        """Return the text the index holds: both languages, so that either finds it."""
        text = self.text
        return " ".join((text.zh, text.en, *self.more))

    @property
    def compared(self) -> str:
        """The same as `normal` makes it."""
        return _normal(self.searched)

    @property
    def told(self) -> str:
        """Its own words in both languages, likewise."""
        text = self.text
        return _normal(f"{text.zh} {text.en}")


@lru_cache(COMPARED_KEPT)
def _normal(text: str) -> str:
    return normal(text)


def of_all(vocabulary: Vocabulary, debates: Iterable[Debate]) -> Iterator[IndexEntry]:
    """Yield what all briefings share."""
    yield from (IndexEntry("sector", term) for term in vocabulary.sectors)
    yield from (IndexEntry("audience", term) for term in vocabulary.audiences)
    yield from (IndexEntry("debate", debate) for debate in debates)
    yield from (IndexEntry("term", term) for term in vocabulary.glossary)


def of_briefing(briefing: Briefing, card: Card, said: Statements) -> Iterator[IndexEntry]:
    """Yield a briefing and all that is said in it."""
    yield IndexEntry("briefing", (briefing, card))
    yield from (IndexEntry("prediction", each) for each in said.predictions)
    yield from (IndexEntry("view", each) for each in said.views)
    yield from (IndexEntry("advice", each) for each in said.advice)
    yield from (IndexEntry("event", each) for each in said.events)
    yield from (IndexEntry("observation", each) for each in said.observations)
    yield from (IndexEntry("figure", each) for each in said.figures)
    yield from (IndexEntry("caveat", each) for each in said.caveats)


class _Wording(NamedTuple):
    """How things of a kind are worded: their text, the command that opens them, and more to find them by."""

    text: Callable[[Any], Text]
    command: Callable[[Any], str]
    more: Callable[[Any], tuple[str, ...]] = lambda _: ()


def _of_glossed(term: Glossed) -> tuple[str, ...]:
    return (*_both(term.means), *term.aliases)


def _of_document(one: tuple[Briefing, Card]) -> tuple[str, ...]:
    briefing, card = one
    people = (name for author in card.authors for name in _both(author))
    called = (*(_both(card.short) if card.short else ()), *card.aliases)
    return (*called, *_both(briefing.thesis), *people, *_both(card.publisher))


def _of_prediction(each: Forecast) -> tuple[str, ...]:
    former = each.record.resolution.earlier if each.record.resolution else ()
    # Rules speak of series and thresholds: as one was first put, it is nearer to how people ask.
    first = (*former, each.record.rule)[0]
    return _both(first.question)


def _of_debate(debate: Debate) -> tuple[str, ...]:
    return tuple(words for side in debate.sides for words in _both(side.says))


def _of_figure(each: Statement[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(each.record.shown, WRITTEN)))


def _of_observation(each: Statement[Observation]) -> tuple[str, ...]:
    return _both(each.record.since) if each.record.since else ()


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _aliases(term: Term) -> tuple[str, ...]:
    return term.aliases


def _named(each: Forecast | Observed) -> str:
    return f"/prediction {ref(each)}"


def _document(each: Statement[Any]) -> str:
    return f"/briefing {each.briefing.briefing}"


_WORDINGS: Final = {
    "sector": _Wording(lambda term: term.name, lambda term: f"/sector {term.id}", _aliases),
    "audience": _Wording(lambda term: term.name, lambda term: f"/advice {term.id}", _aliases),
    "debate": _Wording(lambda debate: debate.question, lambda debate: f"/debate {debate.id}", _of_debate),
    "term": _Wording(lambda term: term.term, lambda term: f"/term {term.id}", _of_glossed),
    "briefing": _Wording(lambda one: one[1].title, lambda one: f"/briefing {one[0].briefing}", _of_document),
    "prediction": _Wording(lambda each: each.record.statement, _named, _of_prediction),
    "view": _Wording(lambda each: each.record.says, lambda each: f"/sector {each.record.sector}"),
    "advice": _Wording(
        lambda each: each.record.do,
        lambda each: f"/advice {each.record.audience}",
        lambda each: _both(each.record.because),
    ),
    "event": _Wording(lambda each: each.record.what, lambda each: f"/timeline {each.record.when.first.year}"),
    "observation": _Wording(lambda each: each.record.what, _named, _of_observation),
    "figure": _Wording(lambda each: each.record.what, lambda each: f"{_document(each)} figures", _of_figure),
    "caveat": _Wording(lambda each: each.record.note, lambda each: f"{_document(each)} caveats"),
}
