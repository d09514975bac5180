"""Lists the appeals that wait for an editor, the weightiest first, with their words; each a door to its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.answers.answer import Block, bold, heading, italic, item
from bot.answers.appeals_heard import called
from bot.answers.asked import Asked, Personal
from bot.people.appeals import Appeal

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
