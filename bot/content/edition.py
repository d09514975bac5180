"""One frozen `Edition` with its look-ups, made of all files (`assembling`), or what is wrong with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final, Generic, Literal, TypeVar

from bot.content.briefing import (
    Advice,
    Briefing,
    Card,
    Caveat,
    Debate,
    Event,
    Evidence,
    Figure,
    Glossed,
    Observation,
    Outcome,
    Prediction,
    Record,
    Registered,
    SectorView,
    Term,
    Verdict,
    Vocabulary,
    Weight,
)
from bot.content.derived import kept_from_before, kept_with_briefings
from bot.content.phrases import Phrase
from bot.content.problem import Problem

State = Literal[Outcome, "open", "due", "proposed"]
WEIGHTS: Final[tuple[Weight, ...]] = ("core", "secondary", "minor")
STATES: Final[tuple[State, ...]] = ("due", "proposed", "open", "held", "partly", "failed", "unclear", "void")

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class InvalidEdition(Exception):
    """The files do not make an edition; `problems` holds all that is wrong, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem], texts: Mapping[str, str] | None = None) -> None:
        self.problems = tuple(sorted(problems, key=lambda found: found.order))
        self.texts = texts or {}
        super().__init__(f"{len(self.problems)} problems")

    def line(self, found: Problem) -> str:
        """Return the line of its file on which a problem stands; an empty text where there is none to show."""
        lines = re.split("\r\n|\r|\n", self.texts.get(found.file, ""))
        return lines[found.mark.line - 1] if found.mark.line <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Statement(Generic[R]):
    """One record of a briefing, with the briefing it stands in and the card of its source."""

    briefing: Briefing
    card: Card
    record: R


Forecast = Statement[Prediction]
"""A prediction with its briefing."""
Observed = Statement[Observation]
"""An observation with its briefing."""


def ref(statement: Forecast | Observed) -> str:
    """Return the name of a prediction or an observation outside its briefing: slug/id."""
    return f"{statement.briefing.briefing}/{statement.record.id}"


def witnesses(edition: Edition) -> Iterator[tuple[str, Evidence]]:
    """Yield every piece of evidence with what it bears on, slug/id; those of replaced rulings and reviews too."""
    for observed in edition.observations:
        yield from ((ref(observed), evidence) for evidence in observed.record.evidence)
    for each in edition.predictions:
        if standing := each.record.standing:
            for review in (standing, *standing.earlier):
                yield from ((ref(each), evidence) for evidence in review.evidence)
        if verdict := each.record.verdict:
            for ruling in (verdict, *verdict.earlier):
                yield from ((ref(each), evidence) for evidence in ruling.evidence)


def state(prediction: Prediction, today: dt.date) -> State:
    """Return the outcome of the verdict that counts, or that one is `proposed`.

    Without either it is `due` once its day of ruling has come, else `open`.
    """
    if prediction.verdict:
        return prediction.verdict.outcome
    if prediction.proposal:
        return "proposed"
    return "due" if prediction.due and prediction.due <= today else "open"


@dataclass(frozen=True, eq=False)
class Edition:
    """All briefings that passed every check, named by a digest of their content. Briefings are newest first."""

    digest: str
    briefings: tuple[Briefing, ...]
    cards: Mapping[str, Card]
    vocabulary: Vocabulary
    debates: tuple[Debate, ...]
    register: tuple[Registered, ...] = ()
    """Every wording of every rule, with the day on which it was first published."""
    phrases: tuple[Phrase, ...] = ()
    """How people ask, and what they mean."""
    seal: str = ""
    """The seal under which it joined the history; empty where it stands in none."""
    warnings: tuple[Problem, ...] = ()
    """The advisories: texts in one language only, rules and evidence of the first format."""

    def card(self, briefing: Briefing) -> Card:
        """Return the card of a briefing's source."""
        return self.cards[briefing.source]

    @cached_property
    def by_slug(self) -> Mapping[str, Briefing]:
        """Briefings by slug."""
        return {briefing.briefing: briefing for briefing in self.briefings}

    @cached_property
    def sectors(self) -> Mapping[str, Term]:
        """Sectors by id, in the order of the vocabulary."""
        return {term.id: term for term in self.vocabulary.sectors}

    @cached_property
    def audiences(self) -> Mapping[str, Term]:
        """Audiences by id, in the order of the vocabulary."""
        return {term.id: term for term in self.vocabulary.audiences}

    @cached_property
    def glossary(self) -> Mapping[str, Glossed]:
        """Terms that are explained, by id, in the order of the vocabulary."""
        return {each.id: each for each in self.vocabulary.glossary}

    @cached_property
    def debates_by_id(self) -> Mapping[str, Debate]:
        """Debates by id."""
        return {debate.id: debate for debate in self.debates}

    @cached_property
    def said(self) -> tuple[Statements, ...]:
        """What each briefing says, newest source first."""
        return tuple(statements(self).values())

    @cached_property
    def predictions(self) -> tuple[Forecast, ...]:
        """All predictions, newest source first."""
        return _all(each.predictions for each in self.said)

    @cached_property
    def of_briefing(self) -> Mapping[str, tuple[Forecast, ...]]:
        """The predictions of each briefing, by slug: who asks for one need not go through them all."""
        return {slug: each.predictions for slug, each in statements(self).items() if each.predictions}

    @cached_property
    def by_ref(self) -> Mapping[str, Forecast]:
        """Predictions by slug/id."""
        return dict(zip(map(itemgetter(0), self.called), self.predictions, strict=True))

    @property
    def called(self) -> Iterator[tuple[str, ...]]:
        """What each prediction is called: slug/id, the id alone, and both of those whose place it took."""
        return chain.from_iterable(each.called for each in self.said)

    @cached_property
    def proposed(self) -> Mapping[str, Verdict]:
        """The verdicts that do not count yet, by slug/id: of an edition as of a day, else none."""
        return dict(chain.from_iterable(each.proposed for each in self.said))

    @cached_property
    def observations(self) -> tuple[Observed, ...]:
        """All that authors saw, newest source first."""
        return _all(each.observations for each in self.said)

    @cached_property
    def observed(self) -> Mapping[str, Observed]:
        """Observations by slug/id."""
        return dict(zip(map(itemgetter(0), self.seen_called), self.observations, strict=True))

    @property
    def seen_called(self) -> Iterator[tuple[str, ...]]:
        """What each observation is called, likewise."""
        return chain.from_iterable(each.seen_called for each in self.said)

    @cached_property
    def successors(self) -> Mapping[str, str]:
        """What took the place of predictions of before: of each its slug/id, by theirs."""
        return {old: now for now, _, *before in chain(self.called, self.seen_called) for old in before[::2]}

    def current(self, name: str) -> str:
        """Return the slug/id that stands now for a prediction of before; any other name as it is."""
        return self.successors.get(name, name)

    @cached_property
    def views(self) -> tuple[Statement[SectorView], ...]:
        """What every source says of its fields."""
        return _all(each.views for each in self.said)

    @cached_property
    def events(self) -> tuple[Statement[Event], ...]:
        """All events, in the order of time; of the same first day the longer one first."""
        return tuple(in_order_of_time(self, (each.events for each in self.said)))

    @cached_property
    def advice(self) -> tuple[Statement[Advice], ...]:
        """All advice."""
        return _all(each.advice for each in self.said)

    @cached_property
    def figures(self) -> tuple[Statement[Figure], ...]:
        """All figures."""
        return _all(each.figures for each in self.said)

    @cached_property
    def caveats(self) -> tuple[Statement[Caveat], ...]:
        """All caveats."""
        return _all(each.caveats for each in self.said)


def _all(of_each: Iterable[tuple[Statement[R], ...]]) -> tuple[Statement[R], ...]:
    return tuple(chain.from_iterable(of_each))


@dataclass(frozen=True, slots=True)
class Statements:
    """What one briefing says, the very same in every edition that has it; what look-ups are put together of.

    `called` are the names of each prediction, `seen_called` those of each observation. Events stand in the order of
    time, by `times`.
    """

    predictions: tuple[Forecast, ...]
    called: tuple[tuple[str, ...], ...]
    proposed: tuple[tuple[str, Verdict], ...]
    observations: tuple[Observed, ...]
    seen_called: tuple[tuple[str, ...], ...]
    views: tuple[Statement[SectorView], ...]
    events: tuple[Statement[Event], ...]
    times: tuple[int, ...]
    advice: tuple[Statement[Advice], ...]
    figures: tuple[Statement[Figure], ...]
    caveats: tuple[Statement[Caveat], ...]


@kept_with_briefings
def statements(briefing: Briefing, card: Card) -> Statements:
    """Return what a briefing says, as statements."""

    def said(records: Iterable[R]) -> tuple[Statement[R], ...]:
        return tuple(Statement(briefing, card, each) for each in records)

    predictions, observations = said(briefing.predictions), said(briefing.observations)
    events = sorted(said(briefing.timeline), key=_time)
    proposals = ((ref(each), each.record.proposal) for each in predictions)
    return Statements(
        predictions=predictions,
        called=tuple(map(_called, predictions)),
        proposed=tuple((name, proposal) for name, proposal in proposals if proposal),
        observations=observations,
        seen_called=tuple(map(_called, observations)),
        views=said(briefing.sectors),
        events=tuple(events),
        times=tuple(map(_time, events)),
        advice=said(briefing.advice),
        figures=said(briefing.figures),
        caveats=said(briefing.caveats),
    )


def _called(each: Forecast | Observed) -> tuple[str, ...]:
    before = ((f"{each.briefing.briefing}/{old}", old) for old in each.record.was)
    return (ref(each), each.record.id, *chain.from_iterable(before))


def _time(event: Statement[Event]) -> int:
    """Return a number by which events stand in the order of time: numbers are compared faster than days."""
    when = event.record.when
    return when.first.toordinal() * dt.date.max.toordinal() - when.last.toordinal()


@dataclass(frozen=True, slots=True)
class _Order:
    """The places of all events in the order of time, and the times they are put in order by, briefing by briefing."""

    times: tuple[tuple[int, ...], ...]
    places: Sequence[int]


@kept_from_before
def _order_of_events(edition: Edition, before: _Order | None) -> _Order:
    times = tuple(each.times for each in edition.said)
    if before and before.times == times:
        return before  # most edits leave times as they are
    every = [*chain.from_iterable(times)]
    return _Order(times, sorted(range(len(every)), key=every.__getitem__))


def in_order_of_time(edition: Edition, things: Iterable[Iterable[T]]) -> list[T]:
    """Return in the order of time what there is of each event, given briefing by briefing."""
    every = [*chain.from_iterable(things)]
    return [every[place] for place in _order_of_events(edition).places]


def digest_of(texts: Mapping[str, str]) -> str:
    """Return 16 hexadecimal digits that change with any file's name or text; `texts` are their SHA-256, by name."""
    whole = hashlib.sha256()
    for file in sorted(texts):
        whole.update(f"{file}\0{texts[file]}\0".encode())
    return whole.hexdigest()[:16]


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a file's text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
