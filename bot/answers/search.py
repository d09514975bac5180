"""/search, and plain typing: the best matching statements of any kind, each a door to its answer."""

from __future__ import annotations

from typing import Final

from bot.answers import as_of, unfound
from bot.answers.answer import Answer, Block, Button, Reply, bold, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.entries import IndexEntry
from bot.answers.items import event_time, spaced
from bot.answers.library import library
from bot.answers.paging import paginate
from bot.content.briefing import Event, Figure
from bot.content.edition import Edition
from bot.content.texts import read_in
from bot.search import LONGEST_QUERY
from bot.words import say, written_as

MOST_FOUND: Final = 40


def search(asked: Asked) -> Answer | Reply:
    """Find statements (WORDS); what finds nothing is to be counted."""
    words = " ".join(asked.words)[:LONGEST_QUERY]
    if not words:
        how = asked.say("search-how-group" if asked.shared else "search-how")
        return Answer(asked.say("search-title"), (paragraph(how),), _examples(asked))
    entries, index = library(asked.edition)
    found = [entries[position] for position in index.find(words, MOST_FOUND)]
    if not found:
        told = paragraph(asked.say("search-none", words=words[:80]))
        none = Answer(asked.say("search-none-title"), (told,), _examples(asked))
        return Reply(none, unfound=unfound.question(words))
    blocks = tuple(result(asked, entry) for entry in found)
    if not asked.limits.carries(f"/search {words} p{len(blocks)}"):
        blocks = paginate(blocks, asked.to_read)[0]  # no button can ask for another page
    some = len(found) == MOST_FOUND or len(blocks) < len(found)
    return Answer(asked.say("search-most" if some else "search-found", words=words[:60], count=len(blocks)), blocks)


def result(asked: Asked, entry: IndexEntry) -> Block:
    """Return something found on one line, a door to its answer."""
    source = (italic(f" · {as_of.named(asked, entry.statement.card)}"),) if entry.statement else ()
    label = asked.say("found-kind", kind=asked.say(f"kind-{entry.kind}"))
    if entry.kind == "prediction" and entry.statement:
        label = f"{asked.mark(entry.statement.record)} {label}"
    lead = _lead(asked, entry)
    first, space = (f"{label}{spaced(label)}{lead}", " ") if lead else (label, spaced(label))
    return item(bold(first), f"{space}{asked.text(entry.text)}", *source, command=entry.command)


def _lead(asked: Asked, entry: IndexEntry) -> str:
    """Return what a finding is not told without: when an event was, how much a figure is."""
    record = entry.statement.record if entry.statement else None
    if isinstance(record, Event):
        return event_time(asked, record)
    return record.shown(asked.language) if isinstance(record, Figure) else ""


def _examples(asked: Asked) -> tuple[tuple[Button, ...], ...]:
    words = say(written_as(asked.language), "search-examples").split()
    return rows([Button(read_in(asked.language, word), f"/search {word}") for word in words], 3)


def finds(edition: Edition, words: str) -> bool:
    """Tell whether there is anything to find by words."""
    return bool(library(edition)[1].find(words[:LONGEST_QUERY], 1))


def warm(edition: Edition) -> None:
    """Build the index of an edition before the first question asks for it."""
    library(edition)
