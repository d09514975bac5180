"""/briefings and /briefing: the documents; and one of them: the gist on a screen, its parts behind doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bot.answers import as_of, citations, names
from bot.answers.answer import Answer, Block, Button, Listing, Span, bold, folded, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import (
    advice_item,
    caveat_item,
    event_item,
    figure_item,
    observation_item,
    prediction_item,
    view_item,
)
from bot.answers.overview import marks_bar, telling, to_answer
from bot.answers.record_words import record_line
from bot.answers.since import Stands, since
from bot.content.briefing import Briefing, Card
from bot.content.edition import Statement

SECTIONS: Final[dict[str, Callable[..., Block]]] = {
    "sectors": view_item,
    "timeline": event_item,
    "advice": advice_item,
    "predictions": prediction_item,
    "observations": observation_item,
    "figures": figure_item,
    "caveats": caveat_item,
}
WHERE: Final = "where"
"""The last word of a question for the places of what it names: of the thesis, or of all that a section holds."""


def briefings(asked: Asked) -> Answer:
    """List the documents, newest first."""
    listing = Listing(asked.edition.briefings, partial(_listed, asked))
    doors = rows([Button(asked.say("button-scores-all"), "/scores")], 1)
    return Answer(asked.say("briefings-title", count=len(listing.entries)), (), doors, listing=listing)


def _listed(asked: Asked, briefing: Briefing) -> Iterable[Block]:
    """Yield a document with who wrote it when, how its forecasts stand, and what it says in a sentence, to unfold."""
    card = asked.edition.card(briefing)
    said = f" · {asked.authors(card)} · {as_of.when(asked, card)}\n{asked.tally(briefing.predictions)}"
    yield item(bold(asked.title(card)), said, command=f"/briefing {briefing.briefing}")
    yield folded(asked.say("thesis"), as_of.wrote(asked, card, asked.text(briefing.thesis), here=True))


def briefing(asked: Asked) -> Answer:
    """Show one document at a glance, or one section of it, or where that stands (NAME [SECTION] [where])."""
    if not asked.words:
        return briefings(asked)
    by_name = names.of_briefings(asked.edition)
    words, where = _last(asked.words, {WHERE})
    words, section = _last(words, SECTIONS)
    slug = by_name.find(" ".join(words))
    if slug is None:
        return names.unknown_name(asked, "briefing", "/briefing", by_name, "/briefings")
    found = asked.edition.by_slug[slug]
    if not section:
        blocks = _whereabouts(asked, found) if where else _overview(asked, found)
    else:
        blocks = _section(asked, found, section, where=bool(where))
    command = " ".join(filter(None, ("/briefing", slug, section, where)))
    doors = _doors(asked, found, section, where)
    page = "" if section else asked.edition.card(found).url or ""
    return Answer(_heading(asked, found, section, where), tuple(blocks), doors, command=command, preview=page)


def _last(words: tuple[str, ...], known: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return words without the last one where it is known and not all there is, and that word."""
    last = words[-1].casefold() if len(words) > 1 else ""
    return (words[:-1], last) if last in known else (words, "")


def _heading(asked: Asked, found: Briefing, section: str, where: str) -> str:
    """Return the title; of a section the short one, with the month all of its words are of."""
    card = asked.edition.card(found)
    if not section and not where:
        return asked.title(card)
    part = asked.say(f"section-{section}" if section else "part-where")
    return f"{as_of.named(asked, card)} · {part}"


# The gist


def _overview(asked: Asked, found: Briefing) -> Iterator[Block]:
    """Yield a document on one screen: what it said in short, what became of it, and why in the clearest case."""
    card = asked.edition.card(found)
    yield paragraph(italic(f"{asked.authors(card)} · {card.published}"), *_original(asked, card))
    yield _gist(asked, found, card)
    forecasts = [Statement(found, card, each) for each in found.predictions]
    yield from telling(asked, forecasts)
    yield from to_answer(asked, forecasts)


def _gist(asked: Asked, found: Briefing, card: Card) -> Block:
    """Return the thesis as of its day, and how its forecasts, and its track record stand."""
    wrote = as_of.wrote(asked, card, asked.text(found.thesis), here=True)
    stands = Stands.of(found.predictions, asked.today)
    became = since(asked, stands, found.thesis.since)
    lines = [became, *([marks_bar(stands.states)] if found.predictions else [])]
    record = record_line(asked, [Statement(found, card, each) for each in found.predictions])
    return paragraph(wrote, italic("\n" + "\n".join(lines)), record)


def _original(asked: Asked, card: Card) -> tuple[str | Span, ...]:
    return ("\n", Span(asked.say("read-source"), url=card.url)) if card.url else ()


# Behind doors


def _whereabouts(asked: Asked, found: Briefing) -> Iterator[Block]:
    """Yield which copy a briefing is of, where it says what the thesis does, and what to know of the copy."""
    card = asked.edition.card(found)
    yield citations.address(asked, card)
    if found.thesis.at:
        place = citations.place(asked, card, found.thesis.at)
        yield paragraph(bold(asked.say("thesis")), f"\n{place}")
    for note in card.notes:
        yield paragraph(f"ⓘ {asked.text(note)}")


def _section(asked: Asked, found: Briefing, name: str, *, where: bool) -> Iterator[Block]:
    card = asked.edition.card(found)
    if where:
        yield citations.address(asked, card)
    records: tuple[Any, ...] = getattr(found, name)
    if not records:
        yield paragraph(asked.say("nothing-here"))
    for record in records:
        shown = SECTIONS[name](asked, Statement(found, card, record), here=True)
        yield _placed(asked, card, record, shown) if where else shown


def _placed(asked: Asked, card: Card, record: Any, shown: Block) -> Block:
    """Return an item with the place of what it says below it."""
    return replace(shown, spans=(*shown.spans, italic(f"\n{citations.place(asked, card, record.at)}")))


def _doors(asked: Asked, found: Briefing, section: str, where: str) -> tuple[tuple[Button, ...], ...]:
    slug = found.briefing
    others = [name for name in SECTIONS if name != section and getattr(found, name)]
    labels = {name: f"{asked.say(f'section-{name}')} {len(getattr(found, name))}" for name in others}
    buttons = [Button(label, _way_to(slug, name)) for name, label in labels.items()]
    place = [] if where else [Button(asked.say("part-where"), f"/briefing {slug} {section}".rstrip() + f" {WHERE}")]
    back = [Button(asked.say("button-overview"), f"/briefing {slug}")] if section or where else []
    record = [Button(asked.say("button-scores"), f"/scores {slug}")] if found.predictions else []
    return rows([*back, *place, *buttons, *record], 3)


def _way_to(slug: str, section: str) -> str:
    """Return the command that shows a section: forecasts where they can be filtered, too."""
    return f"/predictions {slug}" if section == "predictions" else f"/briefing {slug} {section}"
