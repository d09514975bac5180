"""One frozen `Edition` with its look-ups, made of all files (`assembling`), or what is wrong with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final, Generic, Literal, TypeVar

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
from bot.content.phrases import Phrase
from bot.content.problem import Problem

State = Literal[Outcome, "open", "due", "proposed"]
WEIGHTS: Final[tuple[Weight, ...]] = ("core", "secondary", "minor")
STATES: Final[tuple[State, ...]] = ("due", "proposed", "open", "held", "partly", "failed", "unclear", "void")

R = TypeVar("R", bound=Record)


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
    def predictions(self) -> tuple[Forecast, ...]:
        """All predictions, newest source first."""
        return self._all(lambda briefing: briefing.predictions)

    @cached_property
    def of_briefing(self) -> Mapping[str, tuple[Forecast, ...]]:
        """The predictions of each briefing, by slug: who asks for one need not go through them all."""
        return {slug: tuple(each) for slug, each in groupby(self.predictions, key=lambda each: each.briefing.briefing)}

    @cached_property
    def by_ref(self) -> Mapping[str, Forecast]:
        """Predictions by slug/id."""
        return {ref(statement): statement for statement in self.predictions}

    @cached_property
    def proposed(self) -> Mapping[str, Verdict]:
        """The verdicts that do not count yet, by slug/id: of an edition as of a day, else none."""
        return {ref(each): proposal for each in self.predictions if (proposal := each.record.proposal)}

    @cached_property
    def observations(self) -> tuple[Observed, ...]:
        """All that authors saw, newest source first."""
        return self._all(lambda briefing: briefing.observations)

    @cached_property
    def observed(self) -> Mapping[str, Observed]:
        """Observations by slug/id."""
        return {ref(statement): statement for statement in self.observations}

    @cached_property
    def successors(self) -> Mapping[str, str]:
        """What took the place of predictions of before: of each its slug/id, by theirs."""
        found: tuple[Forecast | Observed, ...] = (*self.predictions, *self.observations)
        return {f"{each.briefing.briefing}/{old}": ref(each) for each in found for old in each.record.was}

    def current(self, name: str) -> str:
        """Return the slug/id that stands now for a prediction of before; any other name as it is."""
        return self.successors.get(name, name)

    @cached_property
    def views(self) -> tuple[Statement[SectorView], ...]:
        """What every source says of its fields."""
        return self._all(lambda briefing: briefing.sectors)

    @cached_property
    def events(self) -> tuple[Statement[Event], ...]:
        """All events, in the order of time; of the same first day the longer one first."""
        found = self._all(lambda briefing: briefing.timeline)
        return tuple(sorted(found, key=lambda each: (each.record.when.first, -each.record.when.last.toordinal())))

    @cached_property
    def advice(self) -> tuple[Statement[Advice], ...]:
        """All advice."""
        return self._all(lambda briefing: briefing.advice)

    @cached_property
    def figures(self) -> tuple[Statement[Figure], ...]:
        """All figures."""
        return self._all(lambda briefing: briefing.figures)

    @cached_property
    def caveats(self) -> tuple[Statement[Caveat], ...]:
        """All caveats."""
        return self._all(lambda briefing: briefing.caveats)

    def _all(self, of: Any) -> tuple[Statement[Any], ...]:
        return tuple(Statement(each, self.card(each), record) for each in self.briefings for record in of(each))


def digest_of(texts: Mapping[str, str]) -> str:
    """Return 16 hexadecimal digits that change with any file's name or text; `texts` are their SHA-256, by name."""
    whole = hashlib.sha256()
    for file in sorted(texts):
        whole.update(f"{file}\0{texts[file]}\0".encode())
    return whole.hexdigest()[:16]


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of a file's text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
