"""/briefings and /briefing: the list of briefings, and one of them whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Span, bold, heading, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import (
    advice_item,
    caveat_item,
    event_item,
    figure_item,
    observation_item,
    prediction_item,
    since_then,
    view_item,
)
from bot.answers.scores import record_line
from bot.content.briefing import Briefing
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


def briefings(asked: Asked) -> Answer:
    """List the documents, newest first."""
    blocks = [
        item(
            bold(asked.title(asked.edition.card(briefing))),
            f"\n{_byline(asked, briefing)}\n{asked.text(briefing.thesis)}\n{_record(asked, briefing)}",
            command=f"/briefing {briefing.briefing}",
        )
        for briefing in asked.edition.briefings
    ]
    doors = rows([Button(asked.say("button-scores-all"), "/scores")], 1)
    return Answer(asked.say("briefings-title", count=len(blocks)), tuple(blocks), doors)


def briefing(asked: Asked) -> Answer:
    """Show one document whole, or one section of it (NAME [SECTION])."""
    if not asked.words:
        return briefings(asked)
    by_name = names.of_briefings(asked.edition)
    last = asked.words[-1].casefold()
    section = last if last in SECTIONS else ""
    slug = by_name.find(" ".join(asked.words[: -1 if section else None]))
    if slug is None:
        return names.unknown_name(asked, "briefing", "/briefing", by_name, "/briefings")
    found = asked.edition.by_slug[slug]
    wanted = [section] if section else list(SECTIONS)
    blocks = ([] if section else list(_opening(asked, found))) + [
        block for name in wanted for block in _section(asked, found, name)
    ]
    title, command = asked.title(asked.edition.card(found)), f"/briefing {slug} {section}".rstrip()
    return Answer(title, tuple(blocks), _doors(asked, found, section), command=command)


def _opening(asked: Asked, found: Briefing) -> Iterable[Block]:
    card = asked.edition.card(found)
    yield paragraph(
        italic(_byline(asked, found)), *(("\n", Span(asked.say("read-source"), url=card.url)) if card.url else ())
    )
    yield paragraph(
        bold(asked.say("thesis")),
        f"\n{asked.text(found.thesis)}",
        *((f" {asked.at(found.thesis.at)}",) if found.thesis.at else ()),
        since_then(asked, found.thesis.since),
    )
    counts = [asked.say(f"count-{name}", count=len(getattr(found, name))) for name in SECTIONS if getattr(found, name)]
    yield paragraph(asked.say("list-comma").join(counts), f"\n{_record(asked, found)}")
    for note in card.notes:
        yield paragraph(f"ⓘ {asked.text(note)}")


def _section(asked: Asked, found: Briefing, name: str) -> Iterable[Block]:
    statements = [Statement(found, asked.edition.card(found), record) for record in getattr(found, name)]
    if statements:
        yield heading(asked.say(f"section-{name}"))
    for statement in statements:
        yield SECTIONS[name](asked, statement, here=True)


def _doors(asked: Asked, found: Briefing, section: str) -> tuple[tuple[Button, ...], ...]:
    others = [name for name in SECTIONS if name != section and getattr(found, name)]
    labels = {name: f"{asked.say(f'section-{name}')} {len(getattr(found, name))}" for name in others}
    buttons = [Button(label, f"/briefing {found.briefing} {name}") for name, label in labels.items()]
    whole = [Button(asked.say("button-whole"), f"/briefing {found.briefing}")] if section else []
    record = [Button(asked.say("button-scores"), f"/scores {found.briefing}")] if found.predictions else []
    return rows(buttons + whole + record, 3)


def _record(asked: Asked, found: Briefing) -> str:
    """Return how many forecasts of a document stand how, and how often it was right."""
    return asked.tally(found.predictions) + record_line(asked, found.predictions)


def _byline(asked: Asked, found: Briefing) -> str:
    card = asked.edition.card(found)
    parts = [asked.authors(card), asked.text(card.publisher), str(card.published)]
    if card.reposted and str(card.reposted) != str(card.published):
        parts.append(asked.say("reposted", date=str(card.reposted)))
    return " · ".join(parts)
