"""/advice: whom the sources advise, and what they advise each audience to do, with the reasons of their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from bot.answers import as_of, citations, names
from bot.answers.answer import Answer, Block, Button, Listing, bold, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import Sourced, advice_item, shown_below, sourced
from bot.content.briefing import Advice, Briefing, Card
from bot.content.derived import kept_with_briefings
from bot.content.edition import Edition, Statement

WHERE = "where"


def advice(asked: Asked) -> Answer:
    """List the audiences, or all advice to one and where it stands ([AUDIENCE [where]])."""
    if not asked.words:
        return _audiences(asked)
    by_name = names.of_audiences(asked.edition)
    where = asked.words[-1].casefold() == WHERE and len(asked.words) > 1
    found = by_name.find(" ".join(asked.words[:-1] if where else asked.words))
    if found is None:
        return names.unknown_name(asked, "audience", "/advice", by_name, "/advice")
    given = _to(asked, found)
    show = partial(_placed, asked) if where else partial(advised, asked)
    blocks = tuple(_summary(asked, given)) if given and not where else ()
    other = Button(asked.say("part-where"), f"/advice {found} {WHERE}")
    doors = [Button(asked.say("button-overview"), f"/advice {found}") if where else other] if given else []
    title = asked.say("advice-for", audience=_name(asked, found))
    title = f"{title} · {asked.say('part-where')}" if where else title
    command = f"/advice {found}{f' {WHERE}' if where else ''}"
    doors.append(Button(asked.say("button-audiences"), "/advice"))
    return Answer(title, blocks, rows(doors, 2), command=command, listing=Listing(sourced(given), show))


def _audiences(asked: Asked) -> Answer:
    """List whom the sources advise: how often, and who does."""
    edition = asked.edition
    counts = Counter[str]()
    by: dict[str, list[str]] = {audience: [] for audience in edition.audiences}
    for slug, advised_here in _advised_by(edition).items():
        counts.update(advised_here)
        called = asked.short(edition.card(edition.by_slug[slug])) if advised_here else ""
        for audience in advised_here:
            by[audience].append(called)
    blocks = [
        item(
            bold(_name(asked, audience)),
            f" {counts[audience]}\n{asked.joined(dict.fromkeys(those))}",
            command=f"/advice {audience}",
        )
        for audience, those in by.items()
        if those
    ]
    return Answer(asked.say("advice-title"), tuple(blocks), command="/advice")


def warm(edition: Edition) -> None:
    """Count who is advised, before the first question asks for it."""
    _advised_by(edition)


@kept_with_briefings
def _advised_by(briefing: Briefing, _: Card) -> dict[str, int]:
    """Return how often a source advises which audience."""
    return {**Counter(each.audience for each in briefing.advice)}


def _summary(asked: Asked, given: list[Statement[Advice]]) -> Iterator[Block]:
    cards = {id(each.card): each.card for each in given}
    years = as_of.years(asked, cards.values())
    yield paragraph(asked.say("advice-summary", sources=len(cards), years=years, count=len(given)))


def advised(asked: Asked, entry: Sourced[Advice], *, addressed: bool = False) -> Iterator[Block]:
    """Yield advice, under the name of its source and the month in which it gave it where it is the first."""
    return shown_below(asked, entry, lambda _, each: (advice_item(asked, each, here=True, addressed=addressed),))


def _placed(asked: Asked, entry: Sourced[Advice]) -> Iterator[Block]:
    """Yield where advice stands, under the address of its source where it is the first."""
    advice = entry.statement
    if entry.first:
        yield citations.address(asked, advice.card)
    yield item(f"{asked.text(advice.record.do)}\n{citations.place(asked, advice.card, advice.record.at)}")


def _to(asked: Asked, audience: str) -> list[Statement[Advice]]:
    return [each for each in asked.edition.advice if each.record.audience == audience]


def _name(asked: Asked, audience: str) -> str:
    return asked.text(asked.edition.audiences[audience].name)
