"""Fingerprints of paragraphs, and whether every citation still points at the paragraph it was written for."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.content.briefing import Briefing, Card, Debates, Record, Side
from bot.content.periods import Paragraphs
from bot.content.problem import Problem, shortened
from bot.content.reading import Reading
from bot.content.yaml_document import Document, Path
from bot.documents.errors import Unreadable

Moves = dict[int, int | None]
"""Paragraphs that are no longer where they were, and where they are now; None where that is nowhere or unclear."""


def source_paragraphs(content: bytes, file: str = "") -> list[str]:
    """Return the paragraphs of a source, counted from 1 everywhere else; raises Unreadable."""
    # Everything that starts reads this module, few things read a document.
    from bot.documents import document

    return document.paragraphs(file, content)


def fingerprint(paragraph: str) -> str:
    """Return eight hexadecimal digits that change with a paragraph's words, not its spacing or width of letters."""
    words = "".join(unicodedata.normalize("NFKC", paragraph).split())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def card_facts(content: bytes, file: str = "") -> dict[str, object]:
    """Return what a card records of the text itself: sha256, number of paragraphs, fingerprints; raises Unreadable."""
    return facts_of(content, source_paragraphs(content, file))


def facts_of(content: bytes, found: Iterable[str]) -> dict[str, object]:
    """Return what a card records of a text in which these paragraphs were found."""
    prints = [fingerprint(paragraph) for paragraph in found]
    return {"sha256": hashlib.sha256(content).hexdigest(), "paragraphs": len(prints), "fingerprints": prints}


def disagreements(readings: Iterable[Reading], files: Mapping[str, bytes]) -> list[Problem]:
    """Return what no longer agrees between cards, citations and the original files, which are given by file name.

    A file that is called otherwise than its card says is known by its SHA-256.
    """
    digests = {hashlib.sha256(content).hexdigest(): content for content in files.values()}
    readings = list(readings)
    sources = {record.briefing: record.source for record in _records(readings) if isinstance(record, Briefing)}
    moves: dict[str, Moves] = {}
    found: list[Problem] = []
    for reading in readings:
        if isinstance(card := reading.record, Card):
            now = _now(reading.document, card, files.get(card.file, digests.get(card.sha256)))
            moves[card.source] = {} if isinstance(now, Problem) else _moves(card, now["fingerprints"])
            found += _card(reading.document, card, now)
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


def _now(document: Document, card: Card, content: bytes | None) -> dict[str, Any] | Problem:
    """Return what a card made of the original now would record, or why that cannot be known."""
    if content is None:
        return document.problem(("file",), "original-missing", value=card.file)
    try:
        return card_facts(content, card.file)
    except Unreadable as unreadable:
        return replace(unreadable.found, file=document.file, mark=document.mark(("file",)))


def _card(document: Document, card: Card, now: dict[str, Any] | Problem) -> Iterator[Problem]:
    if isinstance(now, Problem):
        yield now
        return
    if now["sha256"] != card.sha256:
        yield document.problem(("sha256",), "original-changed", value=card.file)
    elif now["fingerprints"] != list(card.fingerprints):
        yield document.problem(("fingerprints",), "original-read-otherwise", value=card.file)
        return
    if now["paragraphs"] != card.paragraphs:
        yield document.problem(
            ("paragraphs",), "original-length", value=card.file, count=now["paragraphs"], paragraphs=card.paragraphs
        )


def _moves(card: Card, now: list[str]) -> Moves:
    """Return the paragraphs no longer where they were, and where each of them stands now if at one place."""
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
                value = shortened(", ".join(map(str, gone)))
                yield document.problem((*path, number), "citation-changed", value=value)
