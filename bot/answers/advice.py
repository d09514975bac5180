"""/advice: whom the sources advise, and what they advise each audience to do, with the reasons of their day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.answers import as_of, citations, names
from bot.answers.answer import Answer, Block, Button, bold, group, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import advice_item
from bot.content.briefing import Advice
from bot.content.edition import Statement

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
    blocks = list(_places(asked, given) if where else _given(asked, given))
    other = Button(asked.say("part-where"), f"/advice {found} {WHERE}")
    doors = [Button(asked.say("button-overview"), f"/advice {found}") if where else other] if given else []
    title = asked.say("advice-for", audience=_name(asked, found))
    command = f"/advice {found}{f' {WHERE}' if where else ''}"
    doors.append(Button(asked.say("button-audiences"), "/advice"))
    return Answer(title, tuple(blocks), rows(doors, 2), command=command)


def _audiences(asked: Asked) -> Answer:
    """List whom the sources advise: how often, and who does."""
    blocks = [
        item(
            bold(_name(asked, audience)),
            f" {len(given)}\n{_sources(asked, given)}",
            command=f"/advice {audience}",
        )
        for audience in asked.edition.audiences
        if (given := _to(asked, audience))
    ]
    return Answer(asked.say("advice-title"), tuple(blocks), command="/advice")


def _given(asked: Asked, given: list[Statement[Advice]]) -> Iterator[Block]:
    if given:
        cards = {id(each.card): each.card for each in given}
        years = as_of.years(asked, cards.values())
        yield paragraph(asked.say("advice-summary", sources=len(cards), years=years, count=len(given)))
    yield from advice_by_source(asked, given)


def advice_by_source(asked: Asked, given: Iterable[Statement[Advice]], *, addressed: bool = False) -> Iterator[Block]:
    """Yield advice under the name of each source and the month in which it gave it."""
    for source, found in groupby(given, key=_source):
        yield group(as_of.named(asked, asked.edition.cards[source]))
        yield from (advice_item(asked, each, here=True, addressed=addressed) for each in found)


def _places(asked: Asked, given: Iterable[Statement[Advice]]) -> Iterator[Block]:
    for source, found in groupby(given, key=_source):
        yield citations.address(asked, asked.edition.cards[source])
        for each in found:
            yield item(f"{asked.text(each.record.do)}\n{citations.place(asked, each.card, each.record.at)}")


def _source(advice: Statement[Advice]) -> str:
    return advice.card.source


def _sources(asked: Asked, given: Iterable[Statement[Advice]]) -> str:
    return asked.joined(dict.fromkeys(asked.short(each.card) for each in given))


def _to(asked: Asked, audience: str) -> list[Statement[Advice]]:
    return [each for each in asked.edition.advice if each.record.audience == audience]


def _name(asked: Asked, audience: str) -> str:
    return asked.text(asked.edition.audiences[audience].name)
