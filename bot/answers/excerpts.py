"""Forecasts in short, to be shared wherever people write: what was foretold, what became of it, and why in a sentence.

Nothing in them is anybody's own: whoever is shown one sees what everybody sees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.answers import as_of, names
from bot.answers.answer import Answer, Block, Button, bold, italic, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.entries import IndexEntry
from bot.answers.library import PREDICTIONS, Part, changes, library_of, of_rank
from bot.answers.rules import afterwards
from bot.answers.selected import soonest
from bot.content.briefing import Term, Vocabulary
from bot.content.derived import kept_from_before
from bot.content.edition import Edition, Forecast, ref
from bot.content.reviews import current
from bot.search import LONGEST_QUERY, Index

MOST_EXCERPTS: Final = 20
"""Forecasts that one search for something to share finds."""
_CLAUSE_END: Final = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s")
_STOPS: Final = {"；": "。", ";": "."}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A forecast to choose from a list, by what it says and a line `about` it; and the answer that is shared."""

    name: str
    title: str
    about: str
    answer: Answer


def excerpts(asked: Asked) -> tuple[Excerpt, ...]:
    """Return the forecasts that fit words best, or the one that is named; without words what is due soonest."""
    words = " ".join(asked.words)[:LONGEST_QUERY]
    found = _found(asked.edition, words) if words else soonest(asked)
    return tuple(_excerpt(asked, each) for each in found[:MOST_EXCERPTS])


def warm(edition: Edition) -> None:
    """Build the index of an edition before the first search for something to share."""
    _library(edition)


def first_clause(text: str, most: int = 0) -> str:
    """Return the first clause of a text as a sentence; more of them as long as they fit into `most` characters."""
    ends = [*(found.start() for found in _CLAUSE_END.finditer(text)), len(text)]
    first = text[: max((end for end in ends if end <= most), default=ends[0])].strip()
    return f"{first[:-1]}{_STOPS[first[-1]]}" if first[-1:] in _STOPS else first


def _found(edition: Edition, words: str) -> Sequence[Forecast]:
    if name := names.of_predictions(edition).find(words):
        return [edition.by_ref[name]]
    found = _library(edition)
    commands = (found.entries[position].command for position in found.index.find(words, MOST_EXCERPTS))
    return [edition.by_ref[command.partition(" ")[2]] for command in commands]


@dataclass(frozen=True, slots=True)
class _Library:
    """The forecasts as entries, core ones first, and their index; fields are called as the vocabulary has them."""

    entries: Sequence[IndexEntry]
    index: Index
    vocabulary: Vocabulary
    parts: Mapping[str, Part]


@kept_from_before
def _library(edition: Edition, before: _Library | None) -> _Library:
    """Return the forecasts and their index: by their words, their fields and their sources."""
    entries, parts = of_rank(edition, *PREDICTIONS), library_of(edition).parts
    searched = partial(_searched, edition.sectors)
    alike = before if before and before.vocabulary is edition.vocabulary else None
    change = changes(alike.parts, parts, alike.entries, entries, searched) if alike else None
    index = alike.index.revised(change) if alike and change is not None else None
    return _Library(entries, index or Index(map(searched, entries)), edition.vocabulary, parts)


def _searched(sectors: Mapping[str, Term], entry: IndexEntry) -> str:
    forecast = entry.statement
    assert forecast
    fields = (sectors[each] for each in forecast.record.sectors)
    called = (name for field in fields for name in (field.name.zh, field.name.en, *field.aliases))
    said, title = forecast.record.statement, forecast.card.short or forecast.card.title
    return " ".join((said.zh, said.en, title.zh, title.en, *called))


def _excerpt(asked: Asked, forecast: Forecast) -> Excerpt:
    now = f"{asked.mark(forecast.record)} {asked.stands(forecast.record)}"
    about, said = f"{now} · {as_of.named(asked, forecast.card)}", asked.text(forecast.record.statement)
    whole = rows([Button(asked.say("button-whole"), f"/prediction {ref(forecast)}")], 1)
    shown = Answer(about, (paragraph(bold(said)), _became(asked, forecast)), whole)
    return Excerpt(ref(forecast), said, about, shown)


def _became(asked: Asked, forecast: Forecast) -> Block:
    """Return what became of a forecast and why, in a sentence; while it is open until when it counts."""
    record, stands = forecast.record, current(forecast.record)
    if record.verdict:
        return paragraph(first_clause(asked.text(record.verdict.because)), *afterwards(asked, record))
    if record.proposal:
        counts = asked.say("counts-from", day=str(record.proposal.proposed))
        return paragraph(italic(counts), f"\n{first_clause(asked.text(record.proposal.because))}")
    until = asked.say("until", date=str(record.window.until)) if record.window.until else asked.say("open-ended")
    if stands is None:
        return paragraph(italic(until))
    leans = asked.say("leans-on", leans=asked.leans(stands.leans), date=str(stands.on))
    return paragraph(italic(f"{until} · {leans}"), f"\n{first_clause(asked.text(stands.because))}")
