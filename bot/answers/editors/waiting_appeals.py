"""Lists the appeals that wait for an editor, the weightiest first, with their words; each a door to its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.answers.answer import Answer, Block, Button, bold, heading, italic, item, paragraph, rows
from bot.answers.appeals_heard import called
from bot.answers.asked import Asked, Personal
from bot.content.briefing import Language
from bot.people.appeals import Appeal, Waiting
from bot.words import say

FIRST: Final = 3
"""Appeals that /due begins with; the others stand behind a door."""


def first_appeals(asked: Personal) -> Iterator[Block]:
    """Yield the weightiest appeals below their number; nothing where none waits."""
    waiting = asked.known.waiting
    if waiting.total:
        yield heading(asked.say("due-appeals", count=waiting.total))
    yield from listed(asked, waiting.first[:FIRST])
    if waiting.total > FIRST:
        yield item(asked.say("due-appeals-all", count=waiting.total), command="/appeals")


def notice(language: Language, waiting: Waiting) -> Answer:
    """Tell an editor how many appeals wait, and of how many new readers; what they say stands behind the door alone."""
    told = paragraph(_line(language, waiting))
    door = Button(say(language, "name-appeals"), "/appeals")
    return Answer(say(language, "name"), (told,), rows([door], 1), command="/appeals")


def reminder(asked: Personal) -> Iterator[Block]:
    """Tell an editor in a line how many appeals wait; nothing where none does."""
    if asked.known.waiting.total:
        yield paragraph(f"{_line(asked.language, asked.known.waiting)} /appeals")


def _line(language: Language, waiting: Waiting) -> str:
    """Return how many appeals wait, and how many of them are of new readers."""
    if waiting.total == waiting.newcomers:
        return say(language, "appeals-line-new", count=waiting.total)
    return say(language, "appeals-line", count=waiting.total, new=waiting.newcomers)


def listed(asked: Asked, found: Iterable[Appeal]) -> Iterator[Block]:
    """Yield appeals with their words, each a door."""
    for each in found:
        yield item(
            bold(f"🙋 {each.words}"),
            italic(f"\n{facts(asked, each)} · {called(asked, each.against)}"),
            *_of(asked, each),
            command=f"/appeals {each.number}",
        )


def facts(asked: Asked, appeal: Appeal) -> str:
    """Return since when an appeal waits, how many say so too, and whether its reader is new."""
    told = [asked.say("appeal-since", day=str(appeal.on))]
    told += [asked.say("appeal-seconds", count=appeal.seconds)] if appeal.seconds else []
    told += [asked.say("appeal-newcomer")] if appeal.newcomer else []
    return " · ".join(told)


def _of(asked: Asked, appeal: Appeal) -> Iterable[str]:
    forecast = asked.edition.by_ref.get(appeal.prediction)
    return [f"\n{asked.text(forecast.record.statement)}"] if forecast else [f"\n{appeal.prediction}"]
