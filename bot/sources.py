"""Source documents → paragraphs and fingerprints; whether every citation still points at what it was written for."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from bot.briefing import Briefing, Card, Debates, Record, Side
from bot.document import Document, Path
from bot.notation import Paragraphs
from bot.problem import Problem, shown
from bot.reading import Reading

Moves = dict[int, int | None]
"""Paragraphs that are no longer where they were, and where they are now; None where that is nowhere or unclear."""


def paragraphs(content: bytes) -> list[str]:
    """Return the paragraphs of a source: its non-empty lines. Counted from 1 everywhere else."""
    return [line.strip() for line in content.decode("utf-8-sig", "replace").split("\n") if line.strip()]


def fingerprint(paragraph: str) -> str:
    """Return eight hexadecimal digits that change with a paragraph's words, not its spacing or width of letters."""
    words = "".join(unicodedata.normalize("NFKC", paragraph).split())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def card_facts(content: bytes) -> dict[str, object]:
    """Return what a card records of the text itself: sha256, number of paragraphs, fingerprints."""
    prints = [fingerprint(paragraph) for paragraph in paragraphs(content)]
    return {"sha256": hashlib.sha256(content).hexdigest(), "paragraphs": len(prints), "fingerprints": prints}


def verify(readings: Iterable[Reading], originals: Mapping[str, bytes]) -> list[Problem]:
    """Return what no longer agrees between cards, citations and the original files, which are given by file name."""
    readings = list(readings)
    sources = {record.briefing: record.source for record in _records(readings) if isinstance(record, Briefing)}
    moves: dict[str, Moves] = {}
    found: list[Problem] = []
    for reading in readings:
        if isinstance(card := reading.record, Card):
            content = originals.get(card.file)
            moves[card.source] = _moves(card, content)
            found += _card(reading.document, card, content)
            outline = [(("outline", number, "at"), part.at) for number, part in enumerate(card.outline)]
            found += _citations(reading.document, outline, moves[card.source])
    for reading in readings:
        if isinstance(briefing := reading.record, Briefing):
            found += _citations(reading.document, briefing.citations(), moves.get(briefing.source, {}))
        elif isinstance(debates := reading.record, Debates):
            for path, side in _sides(debates):
                cited = moves.get(sources.get(side.briefing, ""), {})
                found += _citations(reading.document, [((*path, "at"), side.at)], cited)
    return found


def _records(readings: Iterable[Reading]) -> Iterator[Record]:
    return (reading.record for reading in readings if reading.record)


def _sides(debates: Debates) -> Iterator[tuple[Path, Side]]:
    for number, debate in enumerate(debates.debates):
        for place, side in enumerate(debate.sides):
            yield ("debates", number, "sides", place), side


def _card(document: Document, card: Card, content: bytes | None) -> Iterator[Problem]:
    if content is None:
        yield document.problem(("file",), "original-missing", value=card.file)
        return
    facts = card_facts(content)
    if facts["sha256"] != card.sha256:
        yield document.problem(("sha256",), "original-changed", value=card.file)
    if facts["paragraphs"] != card.paragraphs:
        count = len(paragraphs(content))
        yield document.problem(
            ("paragraphs",), "original-length", value=card.file, count=count, paragraphs=card.paragraphs
        )


def _moves(card: Card, content: bytes | None) -> Moves:
    """Return the paragraphs no longer where they were, and where each of them stands now if at one place."""
    now = [fingerprint(paragraph) for paragraph in paragraphs(content)] if content is not None else card.fingerprints
    places: dict[str, list[int]] = {}
    for number, each in enumerate(now, 1):
        places.setdefault(each, []).append(number)
    return {
        number: places[then][0] if len(places.get(then, ())) == 1 else None
        for number, then in enumerate(card.fingerprints, 1)
        if number not in places.get(then, ())
    }


def _citations(
    document: Document, citations: Iterable[tuple[Path, tuple[Paragraphs, ...]]], moves: Moves
) -> Iterator[Problem]:
    for path, citation in citations:
        for number, cited in enumerate(citation):
            numbers = range(cited.first, cited.last + 1)
            gone = [each for each in numbers if each in moves]
            first = moves.get(cited.first)
            if first and [moves.get(each) for each in numbers] == list(range(first, first + len(numbers))):
                now = Paragraphs(first, first + len(numbers) - 1)
                yield document.problem((*path, number), "citation-moved", value=str(cited), now=str(now))
            elif gone:
                value = shown(", ".join(map(str, gone)))
                yield document.problem((*path, number), "citation-changed", value=value)
