"""/search, and plain typing: the best matching statements of any kind, each a door to its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from bot.answers import as_of, unfound
from bot.answers.answer import Answer, Block, Button, Reply, bold, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import event_time, spaced
from bot.answers.paging import paginate
from bot.content.briefing import Briefing, Card, Debate, Event, Figure, Glossed, Observation, Term, Text
from bot.content.edition import Edition, Statement, kept_with_edition, ref
from bot.content.texts import read_in
from bot.search import LONGEST_QUERY, Index, normal
from bot.understanding.words import KnownWords
from bot.words import WRITTEN, say, written_as

MOST_FOUND: Final = 40


@dataclass(frozen=True)
class IndexEntry:
    """Something that can be found: its kind and words, where it is said, more to find it by, what opens it."""

    kind: str
    text: Text
    command: str
    statement: Statement[Any] | None = None
    more: str = ""

    @property
    def searched(self) -> str:
        """Return the text the index holds: both languages, so that either finds it."""
        return f"{_both(self.text)} {self.more}"

    @cached_property
    def compared(self) -> str:
        """The same as `normal` makes it."""
        return normal(self.searched)

    @cached_property
    def told(self) -> str:
        """Its own words in both languages, likewise."""
        return normal(_both(self.text))


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


@kept_with_edition
def known_words(edition: Edition) -> KnownWords:
    """Return the words of everything that can be found in an edition."""
    entries, _ = library(edition)
    return KnownWords(normal(entry.searched) for entry in entries)


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


@kept_with_edition
def library(edition: Edition) -> tuple[list[IndexEntry], Index]:
    """Return everything that can be found in an edition, most important first, and its index."""
    entries = list(_entries(edition))
    return entries, Index(entry.searched for entry in entries)


def finds(edition: Edition, words: str) -> bool:
    """Tell whether there is anything to find by words."""
    return bool(library(edition)[1].find(words[:LONGEST_QUERY], 1))


def warm(edition: Edition) -> None:
    """Build the index of an edition before the first question asks for it."""
    library(edition)


def _entries(edition: Edition) -> Iterable[IndexEntry]:
    yield from (_term("sector", term) for term in edition.vocabulary.sectors)
    yield from (_term("audience", term) for term in edition.vocabulary.audiences)
    yield from (_document(briefing, edition.card(briefing)) for briefing in edition.briefings)
    yield from _predictions(edition, "core")
    yield from (_debate(debate) for debate in edition.debates)
    yield from _predictions(edition, "secondary")
    yield from _predictions(edition, "minor")
    yield from (_glossed(each) for each in edition.vocabulary.glossary)
    yield from (IndexEntry("view", each.record.says, f"/sector {each.record.sector}", each) for each in edition.views)
    yield from (
        IndexEntry("advice", each.record.do, f"/advice {each.record.audience}", each, _both(each.record.because))
        for each in edition.advice
    )
    yield from (
        IndexEntry("event", each.record.what, f"/timeline {each.record.when.first.year}", each)
        for each in edition.events
    )
    yield from (
        IndexEntry("observation", each.record.what, f"/prediction {ref(each)}", each, _since(each.record))
        for each in edition.observations
    )
    yield from (
        IndexEntry("figure", each.record.what, _section(each, "figures"), each, _values(each.record))
        for each in edition.figures
    )
    yield from (IndexEntry("caveat", each.record.note, _section(each, "caveats"), each) for each in edition.caveats)


def _term(kind: str, term: Term) -> IndexEntry:
    command = "/sector" if kind == "sector" else "/advice"
    return IndexEntry(kind, term.name, f"{command} {term.id}", more=" ".join(term.aliases))


def _glossed(term: Glossed) -> IndexEntry:
    return IndexEntry("term", term.term, f"/term {term.id}", more=" ".join((_both(term.means), *term.aliases)))


def _document(briefing: Briefing, card: Card) -> IndexEntry:
    people = " ".join(_both(author) for author in card.authors)
    called = " ".join((_both(card.short) if card.short else "", *card.aliases))
    more = f"{called} {_both(briefing.thesis)} {people} {_both(card.publisher)}"
    return IndexEntry("briefing", card.title, f"/briefing {briefing.briefing}", more=more)


def _predictions(edition: Edition, weight: str) -> Iterable[IndexEntry]:
    chosen = (each for each in edition.predictions if each.record.weight == weight)
    for each in chosen:
        former = each.record.resolution.earlier if each.record.resolution else ()
        # Rules speak of series and thresholds: as one was first put, it is nearer to how people ask.
        first = (*former, each.record.rule)[0]
        yield IndexEntry("prediction", each.record.statement, f"/prediction {ref(each)}", each, _both(first.question))


def _debate(debate: Debate) -> IndexEntry:
    return IndexEntry(
        "debate", debate.question, f"/debate {debate.id}", more=" ".join(_both(side.says) for side in debate.sides)
    )


def _section(statement: Statement[Any], section: str) -> str:
    return f"/briefing {statement.briefing.briefing} {section}"


def _values(figure: Figure) -> str:
    return " ".join(dict.fromkeys(map(figure.shown, WRITTEN)))


def _since(seen: Observation) -> str:
    return _both(seen.since) if seen.since else ""


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
