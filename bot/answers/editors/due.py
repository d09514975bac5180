"""/due: what waits for an editor: a verdict, a review, a rule, better evidence, of each the longest first; aliases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from bot.answers.answer import Answer, Block, bold, heading, item, paragraph
from bot.answers.appeals_heard import is_uncorrected
from bot.answers.asked import Asked, Personal
from bot.answers.editors import waiting_appeals
from bot.answers.search import finds
from bot.answers.unfound import SEARCH
from bot.content.edition import WEIGHTS, Forecast, ref, state
from bot.content.reviews import to_review

MOST_UNFOUND: Final = 5
"""How many questions that found nothing are shown: an editor adds words for a few at a time."""


def due(asked: Personal) -> Answer:
    """List what waits for a verdict or a review, each a door to its form; then for a rule, and for better evidence.

    Before it stand the weightiest appeals: somebody waits for an answer. At its end stands what readers ask in vain.
    """
    found = waiting(asked)
    blocks = [*waiting_appeals.first_appeals(asked)]
    blocks += [_waits(asked, each) for each in found] or [paragraph(asked.say("due-none"))]
    blocks += _reviews(asked)
    blocks += [*_listed(asked, "due-uncorrected", _uncorrected(asked))]
    blocks += [*_listed(asked, "due-proposed", [asked.edition.by_ref[each] for each in asked.edition.proposed])]
    blocks += [*_listed(asked, "due-rules", _without_rule(asked)), *_listed(asked, "due-evidence", _thin(asked))]
    blocks += _unfound(asked)
    return Answer(asked.say("due-title", count=len(found)), tuple(blocks), command="/due")


def waiting(asked: Asked) -> list[Forecast]:
    """Return the predictions that wait for a verdict, those whose day of ruling came first before later ones."""
    found = (each for each in asked.edition.predictions if state(each.record, asked.today) == "due")
    return sorted(found, key=lambda each: (each.record.due or asked.today, ref(each)))


def for_review(asked: Asked) -> list[Forecast]:
    """Return the open predictions that somebody is to look at again, those whose day came first before later ones."""
    standings = ((to_review(each.record, asked.today), each) for each in asked.edition.predictions)
    found = [(stands.next, ref(each), each) for stands, each in standings if stands and stands.next <= asked.today]
    return [each for *_, each in sorted(found, key=lambda one: one[:2])]


def reminder(asked: Personal) -> Iterator[Block]:
    """Tell an editor in a line each what waits for an answer, for a verdict, and for a review; nothing where none."""
    yield from waiting_appeals.reminder(asked)
    for line, found in (("due-line", waiting(asked)), ("due-reviews-line", for_review(asked))):
        if found:
            longest = asked.text(found[0].record.statement)
            yield paragraph(asked.say(line, count=len(found), longest=longest))


def _waits(asked: Asked, forecast: Forecast) -> Block:
    record = forecast.record
    days = (asked.today - record.due).days if record.due else 0
    pending = f"\n{asked.text(record.pending)}" if record.pending else ""
    return item(
        bold(asked.say("due-days", count=days)),
        f" {asked.text(record.statement)}{pending}\n",
        asked.source(forecast),
        command=f"/resolve {ref(forecast)}",
    )


def _uncorrected(asked: Personal) -> list[Forecast]:
    """Return the predictions of which an appeal was upheld, and nothing has been put right since."""
    names = {
        name
        for name, heard in asked.known.heard.items()
        for each in heard.answered
        if name in asked.edition.by_ref and is_uncorrected(asked.edition.by_ref[name], each)
    }
    return [asked.edition.by_ref[name] for name in sorted(names)]


def _reviews(asked: Asked) -> Iterator[Block]:
    """Yield what is to be looked at again, each a door to the form of its standing."""
    for number, each in enumerate(for_review(asked)):
        if not number:
            yield heading(asked.say("due-reviews"))
        stands = to_review(each.record, asked.today)
        assert stands
        yield item(
            bold(asked.say("due-days", count=(asked.today - stands.next).days)),
            f" {asked.mark(each.record)} {asked.text(each.record.statement)}\n",
            asked.source(each),
            command=f"/standing {ref(each)}",
        )


def _without_rule(asked: Asked) -> list[Forecast]:
    """Return the predictions whose rule is of the first format: core ones first, then those that end first."""
    found = [each for each in asked.edition.predictions if each.record.resolution is None]
    return sorted(
        found, key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max, ref(each))
    )


def _thin(asked: Asked) -> list[Forecast]:
    """Return the predictions whose verdict has thin evidence, or none of a known rank, the oldest ruling first."""
    ruled = [(each.record.verdict, each) for each in asked.edition.predictions if each.record.verdict]
    found = [
        (ruling.on, ref(each), each)
        for ruling, each in ruled
        if ruling.thin or ruling.lacks == "no-data" or any(piece.kind is None for piece in ruling.evidence)
    ]
    return [each for *_, each in sorted(found, key=lambda one: one[:2])]


def _listed(asked: Asked, title: str, found: Iterable[Forecast]) -> Iterator[Block]:
    for number, each in enumerate(found):
        if not number:
            yield heading(asked.say(title))
        text = f"{asked.mark(each.record)} {asked.text(each.record.statement)}\n"
        yield item(text, asked.source(each), command=f"/prediction {ref(each)}")


def _unfound(asked: Personal) -> Iterator[Block]:
    """Yield what is asked most of all that still finds nothing, each a door to a search for it."""
    still = (each for each in asked.known.unfound.items() if not finds(asked.edition, each[0]))
    for number, (question, count) in enumerate(islice(still, MOST_UNFOUND)):
        if not number:
            yield heading(asked.say("due-unfound"))
        yield item(f"{question} — {asked.say('due-unfound-times', count=count)}", command=f"{SEARCH} {question}")
