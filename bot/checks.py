"""What must hold between records and between files: references, citations, windows, verdicts, names used once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from bot.briefing import Advice, Briefing, Card, Debate, Debates, Prediction, Side, Term, Verdict, Vocabulary
from bot.document import Document, Path, Problem
from bot.reading import Reading, near


def problems_between(readings: Iterable[Reading]) -> list[Problem]:
    """Return what is wrong between the records that could be read."""
    good = [(reading.document, reading.record) for reading in readings if reading.record]
    bad = {reading.document.stem for reading in readings if not reading.record}
    cards = {record.source: record for _, record in good if isinstance(record, Card)}
    briefings = {record.briefing: record for _, record in good if isinstance(record, Briefing)}
    vocabulary = next((record for _, record in good if isinstance(record, Vocabulary)), None)
    found: list[Iterator[Problem]] = []
    for document, record in good:
        match record:
            case Briefing():
                found.append(_briefing(document, record, cards, bad))
                found.append(_terms(document, record, vocabulary))
            case Card():
                found.append(_card(document, record))
            case Vocabulary():
                found.append(_names_once(document, ("sectors",), record.sectors))
                found.append(_names_once(document, ("audiences",), record.audiences))
            case Debates():
                found.append(_debates(document, record, briefings, cards, bad))
    found.append(_one_briefing_each([(document, record) for document, record in good if isinstance(record, Briefing)]))
    return list(chain.from_iterable(found))


def _briefing(
    document: Document, briefing: Briefing, cards: dict[str, Card], bad: Collection[str]
) -> Iterator[Problem]:
    if document.stem != briefing.briefing:
        yield document.problem(("briefing",), "file-named-otherwise", value=briefing.briefing)
    if card := cards.get(briefing.source):
        yield from _citations(document, briefing, card)
    elif briefing.source not in bad:
        yield document.problem(("source",), "unknown-source", value=briefing.source, near=near(briefing.source, cards))
    yield from _names_once(document, ("predictions",), briefing.predictions)
    yield from _once(document, ((("sectors", n, "sector"), view.sector) for n, view in enumerate(briefing.sectors)))
    for number, prediction in enumerate(briefing.predictions):
        yield from _prediction(document, ("predictions", number), prediction)


def _citations(document: Document, briefing: Briefing, card: Card) -> Iterator[Problem]:
    for path, citation in briefing.citations():
        for number, paragraphs in enumerate(citation):
            if paragraphs.last > card.paragraphs:
                yield document.problem(
                    (*path, number), "outside-source", value=str(paragraphs), paragraphs=card.paragraphs
                )


def _prediction(document: Document, path: Path, prediction: Prediction) -> Iterator[Problem]:
    window = prediction.window
    if window.until and window.until < window.from_:
        yield document.problem(
            (*path, "window", "until"), "window-backwards", until=str(window.until), first=str(window.from_)
        )
    if prediction.verdict:
        yield from _verdict(document, (*path, "verdict"), prediction.verdict)


def _verdict(document: Document, path: Path, verdict: Verdict) -> Iterator[Problem]:
    if verdict.outcome != "unclear" and not verdict.evidence:
        yield document.problem(path, "no-evidence", outcome=verdict.outcome)
    for number, evidence in enumerate(verdict.evidence):
        if evidence.date > verdict.on:
            place = (*path, "evidence", number, "date")
            yield document.problem(place, "evidence-after-verdict", date=str(evidence.date), on=str(verdict.on))


def _terms(document: Document, briefing: Briefing, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    if vocabulary is None:
        return
    sectors = {term.id for term in vocabulary.sectors}
    audiences = {term.id for term in vocabulary.audiences}
    for number, view in enumerate(briefing.sectors):
        yield from _known(document, ("sectors", number, "sector"), view.sector, sectors, "unknown-sector")
    for number, advice in enumerate(briefing.advice):
        yield from _known(document, ("advice", number, "audience"), advice.audience, audiences, "unknown-audience")
    tagged: dict[str, tuple[Advice | Prediction, ...]] = {
        "advice": briefing.advice,
        "predictions": briefing.predictions,
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


def _debates(
    document: Document, debates: Debates, briefings: dict[str, Briefing], cards: dict[str, Card], bad: Collection[str]
) -> Iterator[Problem]:
    yield from _names_once(document, ("debates",), debates.debates)
    for number, debate in enumerate(debates.debates):
        for place, side in enumerate(debate.sides):
            path: Path = ("debates", number, "sides", place)
            if briefing := briefings.get(side.briefing):
                yield from _side(document, path, side, briefing, cards.get(briefing.source))
            elif side.briefing not in bad:
                yield from _known(document, (*path, "briefing"), side.briefing, briefings, "unknown-briefing")


def _side(document: Document, path: Path, side: Side, briefing: Briefing, card: Card | None) -> Iterator[Problem]:
    ids = [prediction.id for prediction in briefing.predictions]
    if not side.cites and not side.at:
        yield document.problem(path, "side-uncited")
    for number, cited in enumerate(side.cites):
        yield from _known(document, (*path, "cites", number), cited, ids, "unknown-prediction")
    for number, paragraphs in enumerate(side.at):
        if card and paragraphs.last > card.paragraphs:
            yield document.problem(
                (*path, "at", number), "outside-source", value=str(paragraphs), paragraphs=card.paragraphs
            )


def _names_once(document: Document, path: Path, items: Iterable[Prediction | Term | Debate]) -> Iterator[Problem]:
    yield from _once(document, (((*path, number, "id"), item.id) for number, item in enumerate(items)))


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
