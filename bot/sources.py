"""Source documents → paragraphs and fingerprints; whether every citation still points at what it was written for."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from bot.briefing import Briefing, Card
from bot.document import Document, Problem
from bot.reading import Reading


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
    changed: dict[str, set[int]] = {}
    found: list[Problem] = []
    for reading in readings:
        if isinstance(card := reading.record, Card):
            found += _card(reading.document, card, originals.get(card.file))
            changed[card.source] = _changed(card, originals.get(card.file))
    for reading in readings:
        if isinstance(briefing := reading.record, Briefing):
            found += _citations(reading.document, briefing, changed.get(briefing.source, set()))
    return found


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


def _changed(card: Card, content: bytes | None) -> set[int]:
    """Return the numbers of the paragraphs that are gone or no longer what they were."""
    if content is None:
        return set()
    now = [fingerprint(paragraph) for paragraph in paragraphs(content)]
    return {number for number, then in enumerate(card.fingerprints, 1) if now[number - 1 : number] != [then]}


def _citations(document: Document, briefing: Briefing, changed: set[int]) -> Iterator[Problem]:
    for path, citation in briefing.citations():
        for number, cited in enumerate(citation):
            gone = sorted(changed.intersection(range(cited.first, cited.last + 1)))
            if gone:
                yield document.problem((*path, number), "citation-changed", value=", ".join(map(str, gone)))
