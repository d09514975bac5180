"""What readers call a thing → the thing, or the nearest one: ids, names and aliases in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot.answers.answer import Answer, Button, paragraph, rows
from bot.answers.asked import Asked
from bot.briefing import Term
from bot.edition import Edition
from bot.reading import near
from bot.search import normal

T = TypeVar("T")
Names = Mapping[str, tuple[str, ...]]
"""Everything a thing is called, by its id."""


def terms(vocabulary: Iterable[Term]) -> Names:
    """Return the names of sectors or audiences."""
    return {term.id: (term.id, term.name.zh, term.name.en, *term.aliases) for term in vocabulary}


def briefings(edition: Edition) -> Names:
    """Return the names of briefings: slug, title in both languages, authors, the source's name."""
    named = {}
    for briefing in edition.briefings:
        card = edition.card(briefing)
        people = [name for author in card.authors for name in (author.zh, author.en)]
        named[briefing.briefing] = (briefing.briefing, card.title.zh, card.title.en, card.source, *people)
    return named


def predictions(edition: Edition) -> Names:
    """Return the names of predictions: slug/id, and the id alone."""
    return {reference: (reference, statement.record.id) for reference, statement in edition.by_ref.items()}


def find(called: str, names: Names) -> str | None:
    """Return the id of what is called so, without regard to case or width."""
    wanted = normal(called).strip()
    return next((thing for thing, known in names.items() if wanted in map(normal, known)), None)


def nearest(called: str, names: Names) -> str | None:
    """Return the id of what is most likely meant: nearly the same name, or one that holds the word."""
    wanted = normal(called).strip()
    owners = {normal(name): thing for thing, known in reversed(list(names.items())) for name in known}
    if close := near(wanted, owners):
        return owners[close]
    held = (thing for name, thing in owners.items() if wanted in name or (name in wanted and len(name) > 1))
    return next(held, None) if wanted else None


def unknown(asked: Asked, kind: str, command: str, names: Names, everything: str) -> Answer:
    """Return the answer to a name nobody bears: the nearest one, all of them, and a search for it."""
    called = " ".join(asked.words)[:60]
    buttons = [Button(asked.say("button-all"), everything), Button(asked.say("button-search"), f"/search {called}")]
    if (meant := nearest(called, names)) is not None:
        shown = names[meant][2 if asked.language == "en" and len(names[meant]) > 2 else 1]
        buttons.insert(0, Button(asked.say("did-you-mean", meant=shown), f"{command} {meant}"))
    return Answer(
        asked.say("unknown-title"), (paragraph(asked.say(f"unknown-{kind}", called=called)),), rows(buttons, 1)
    )
