"""Checks within and between records: references, citations, windows, verdicts, names used once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.content.briefing import (
    Advice,
    Briefing,
    Card,
    Debate,
    Debates,
    Glossed,
    Observation,
    Prediction,
    Record,
    Register,
    Side,
    Term,
    Vocabulary,
)
from bot.content.periods import Paragraphs
from bot.content.problem import Problem, capped
from bot.content.reading import RULES, Reading, near
from bot.content.registry import Registry, register_problems
from bot.content.standing_checks import standing_problems
from bot.content.values import is_number
from bot.content.verdict_checks import evidence_problems, rule_problems, verdict_problems
from bot.content.yaml_document import Document, Path


class Agreement(NamedTuple):
    """A record that was found to agree with all it is held against, its own rules by their digests."""

    record: Record
    rules: frozenset[str]
    held: Hashable


class Between(NamedTuple):
    """What is wrong between files, and which of them agree with the others, by name."""

    problems: list[Problem]
    agreed: Mapping[str, Agreement]


_NOTHING: Final[Mapping[str, Agreement]] = {}


@dataclass(frozen=True)
class _Others:
    """What a file is held against. Of `unread` files nothing is known, of `partial` ones not all there is in them."""

    cards: Mapping[str, Card]
    briefings: Mapping[str, Briefing]
    terms: Terms | None
    rules: Registry | None
    unread: Collection[str]
    partial: Collection[str]

    def held(self, record: Record, rules: frozenset[str]) -> Hashable:
        """Return all of it that the checks of a record depend on; what does not change asks for no other check.

        Of debates that is too much to compare: they are few, and checked each time.
        """
        match record:
            case Briefing():
                card = self.cards.get(record.source)
                known = card.paragraphs if card else record.source in self.unread
                registered = self.rules and self.rules.about(record.briefing, rules)
                return known, card is None, self.terms, registered
            case Debates():
                return object()
        return None


class Terms(NamedTuple):
    """The ids of fields and audiences there are."""

    sectors: frozenset[str]
    audiences: frozenset[str]


def problems_between(readings: Iterable[Reading], agreed: Mapping[str, Agreement] = _NOTHING) -> Between:
    """Return what is wrong between the files, as far as they could be read.

    Those that `agreed` before, as the same records with the same others, are not checked again.
    """
    readings = list(readings)
    sound = [reading.sound for reading in readings if reading.sound]
    others = _others(readings, sound)
    found: list[Problem] = []
    agree: dict[str, Agreement] = {}
    for document, record in sound:
        before = agreed.get(document.file)
        rules = before.rules if before and before.record is record else _rules_of(record)
        now = Agreement(record, rules, others.held(record, rules))
        if before and before.record is record and before.held == now.held:
            agree[document.file] = before
        elif problems := capped(_within(document, record, others)):
            found += problems
        else:
            agree[document.file] = now
    known = {(found.file, found.mark) for reading in readings for found in reading.problems}
    found += _one_briefing_each([(document, record) for document, record in sound if isinstance(record, Briefing)])
    return Between([each for each in found if (each.file, each.mark) not in known], agree)


def _others(readings: Iterable[Reading], sound: Iterable[tuple[Document, Record]]) -> _Others:
    vocabulary = next((record for _, record in sound if isinstance(record, Vocabulary)), None)
    register = _register(readings)
    return _Others(
        cards={document.stem: record for document, record in sound if isinstance(record, Card)},
        briefings={
            name: record
            for document, record in sound
            if isinstance(record, Briefing)
            for name in (document.stem, record.briefing)
        },
        terms=Terms(_ids(vocabulary.sectors), _ids(vocabulary.audiences)) if vocabulary else None,
        rules=Registry.of(register) if register else None,
        unread={reading.document.stem for reading in readings if not reading.sound},
        partial={reading.document.stem for reading in readings if not reading.record},
    )


def _ids(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(term.id for term in terms)


def _rules_of(record: Record) -> frozenset[str]:
    """Return the digests of the rules of a briefing that count."""
    predictions = record.predictions if isinstance(record, Briefing) else ()
    return frozenset(each.rule.digest for each in predictions if each.resolution)


def _register(readings: Iterable[Reading]) -> Register | None:
    """Return the register of rules, an empty one where there is none; None where it cannot be read."""
    found = next((reading for reading in readings if reading.document.file == RULES), None)
    record = found.record if found else Register(rules=())
    return record if isinstance(record, Register) else None


def _within(document: Document, record: Record, others: _Others) -> Iterator[Problem]:
    match record:
        case Briefing():
            yield from _briefing(document, record, others)
            yield from _terms(document, record, others.terms)
        case Card():
            yield from _card(document, record)
        case Vocabulary():
            yield from _names_once(document, ("sectors",), record.sectors)
            yield from _names_once(document, ("audiences",), record.audiences)
            yield from _names_once(document, ("glossary",), record.glossary)
        case Debates():
            yield from _debates(document, record, others)


def _briefing(document: Document, briefing: Briefing, others: _Others) -> Iterator[Problem]:
    if document.stem != briefing.briefing:
        yield document.problem(("briefing",), "file-named-otherwise", value=briefing.briefing)
    yield from _read_as_ids(document, [(("briefing",), briefing.briefing)])
    if card := others.cards.get(briefing.source):
        for path, citation in briefing.citations():
            yield from _citation(document, path, citation, card)
    elif briefing.source not in others.unread:
        likely = near(briefing.source, others.cards)
        yield document.problem(("source",), "unknown-source", value=briefing.source, near=likely)
    yield from _own_ids(document, briefing)
    yield from _once(document, ((("sectors", n, "sector"), view.sector) for n, view in enumerate(briefing.sectors)))
    for number, prediction in enumerate(briefing.predictions):
        yield from _prediction(document, ("predictions", number), prediction)
    for number, observation in enumerate(briefing.observations):
        for place, evidence in enumerate(observation.evidence):
            yield from evidence_problems(document, ("observations", number, "evidence", place), evidence)
    if others.rules:
        yield from register_problems(document, briefing, others.rules)


def _own_ids(document: Document, briefing: Briefing) -> Iterator[Problem]:
    """Yield ids that lead to two things: those of predictions and observations, and those they had before."""
    sections: dict[str, tuple[Prediction | Observation, ...]] = {
        "predictions": briefing.predictions,
        "observations": briefing.observations,
    }
    ids: list[tuple[Path, str]] = []
    former: list[tuple[Path, str]] = []
    for name, items in sections.items():
        for number, each in enumerate(items):
            ids.append(((name, number, "id"), each.id))
            former += (((name, number, "was", place), old) for place, old in enumerate(each.was))
    yield from _once(document, ids)
    standing = {name: path for path, name in reversed(ids)}
    for path, old in former:
        if old in standing:
            yield document.problem(path, "was-stands", value=old, line=document.mark(standing[old]).line)
    yield from _once(document, (each for each in former if each[1] not in standing))


def _citation(document: Document, path: Path, citation: Iterable[Paragraphs], card: Card) -> Iterator[Problem]:
    for number, cited in enumerate(citation):
        if cited.last > card.paragraphs:
            yield document.problem((*path, number), "outside-source", value=str(cited), paragraphs=card.paragraphs)


def _prediction(document: Document, path: Path, prediction: Prediction) -> Iterator[Problem]:
    window = prediction.window
    if window.until and window.until < window.from_:
        yield document.problem(
            (*path, "window", "until"), "window-backwards", until=str(window.until), first=str(window.from_)
        )
    yield from rule_problems(document, path, prediction)
    if prediction.naive and prediction.naive.arguably == prediction.naive.outcome:
        yield document.problem((*path, "naive", "arguably"), "arguably-the-same", value=prediction.naive.outcome)
    if prediction.verdict:
        yield from verdict_problems(document, (*path, "verdict"), prediction, prediction.verdict)
    if prediction.standing:
        yield from standing_problems(document, (*path, "standing"), prediction, prediction.standing)


def _terms(document: Document, briefing: Briefing, terms: Terms | None) -> Iterator[Problem]:
    if terms is None:
        return
    sectors, audiences = terms
    for number, view in enumerate(briefing.sectors):
        yield from _known(document, ("sectors", number, "sector"), view.sector, sectors, "unknown-sector")
    for number, advice in enumerate(briefing.advice):
        yield from _known(document, ("advice", number, "audience"), advice.audience, audiences, "unknown-audience")
    tagged: dict[str, tuple[Advice | Prediction | Observation, ...]] = {
        "advice": briefing.advice,
        "predictions": briefing.predictions,
        "observations": briefing.observations,
    }
    for name, items in tagged.items():
        for number, item in enumerate(items):
            for place, sector in enumerate(item.sectors):
                yield from _known(document, (name, number, "sectors", place), sector, sectors, "unknown-sector")


def _known(document: Document, path: Path, value: str, known: Collection[str], code: str) -> Iterator[Problem]:
    if value not in known:
        yield document.problem(path, code, value=value, near=near(value, known))


def _card(document: Document, card: Card) -> Iterator[Problem]:
    if document.stem != card.source:
        yield document.problem(("source",), "file-named-otherwise", value=card.source)
    if len(card.fingerprints) != card.paragraphs:
        count = len(card.fingerprints)
        yield document.problem(("fingerprints",), "fingerprint-count", count=count, paragraphs=card.paragraphs)
    for number, part in enumerate(card.outline):
        yield from _citation(document, ("outline", number, "at"), part.at, card)


def _debates(document: Document, debates: Debates, others: _Others) -> Iterator[Problem]:
    yield from _names_once(document, ("debates",), debates.debates)
    for number, debate in enumerate(debates.debates):
        for place, side in enumerate(debate.sides):
            path: Path = ("debates", number, "sides", place)
            if not side.cites and not side.at:
                yield document.problem(path, "side-uncited")
            if briefing := others.briefings.get(side.briefing):
                yield from _side(document, path, side, briefing, others)
            elif side.briefing not in others.unread:
                yield from _known(document, (*path, "briefing"), side.briefing, others.briefings, "unknown-briefing")


def _side(document: Document, path: Path, side: Side, briefing: Briefing, others: _Others) -> Iterator[Problem]:
    entries: tuple[Prediction | Observation, ...] = (*briefing.predictions, *briefing.observations)
    ids = [name for each in entries for name in (each.id, *each.was)]
    for number, cited in enumerate(side.cites if briefing.briefing not in others.partial else ()):
        yield from _known(document, (*path, "cites", number), cited, ids, "unknown-prediction")
    if card := others.cards.get(briefing.source):
        yield from _citation(document, (*path, "at"), side.at, card)


def _names_once(document: Document, path: Path, items: Iterable[Term | Glossed | Debate]) -> Iterator[Problem]:
    named: list[tuple[Path, str]] = [((*path, number, "id"), item.id) for number, item in enumerate(items)]
    yield from _once(document, named)
    yield from _read_as_ids(document, named)


def _read_as_ids(document: Document, named: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    """Yield ids that nothing leads to: what follows a command, or a list in an address, is read as something else."""
    yield from (document.problem(path, "id-otherwise", value=name) for path, name in named if is_number(name))


def _once(document: Document, named: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, name in named:
        if name in first:
            yield document.problem(path, "used-twice", value=name, first=document.mark(first[name]).line)
        first.setdefault(name, path)


def _one_briefing_each(briefings: Iterable[tuple[Document, Briefing]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for document, briefing in briefings:
        if briefing.source in first:
            yield document.problem(("source",), "source-twice", value=briefing.source, other=first[briefing.source])
        first.setdefault(briefing.source, document.file)
