"""/debates and /debate: where the sources agree and contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, bold, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import observation_item, prediction_item
from bot.content.briefing import Debate, Side


def debates(asked: Asked) -> Answer:
    """List the questions on which sources agree or contradict each other."""
    blocks = tuple(_question(asked, debate) for debate in asked.edition.debates)
    return Answer(asked.say("debates-title", count=len(blocks)), blocks or (paragraph(asked.say("debates-none")),))


def _question(asked: Asked, debate: Debate) -> Block:
    cards = [asked.edition.card(asked.edition.by_slug[side.briefing]) for side in debate.sides]
    titles = dict.fromkeys(asked.dated(card) for card in cards)
    return item(
        bold(asked.text(debate.question)),
        _relation(asked, debate),
        italic("\n" + " · ".join(titles)),
        command=f"/debate {debate.id}",
    )


def _relation(asked: Asked, debate: Debate) -> str:
    return f"\n{asked.say(f'relation-{debate.relation}')}" if debate.relation else ""


def debate(asked: Asked) -> Answer:
    """Show one question: who says what, since when, in which paragraphs (NAME)."""
    if not asked.words:
        return debates(asked)
    by_name = names.of_debates(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return names.unknown_name(asked, "debate", "/debate", by_name, "/debates")
    shown = asked.edition.debates_by_id[found]
    blocks = [paragraph(bold(asked.text(shown.question)), _relation(asked, shown))]
    blocks += [block for side in shown.sides for block in _side(asked, side)]
    blocks += [paragraph(asked.say("since-then", what=asked.text(shown.since)))] if shown.since else []
    ways_on = rows([Button(asked.say("button-debates"), "/debates")], 1)
    return Answer(asked.say("debate"), tuple(blocks), ways_on, command=f"/debate {found}")


def _side(asked: Asked, side: Side) -> Iterable[Block]:
    briefing = asked.edition.by_slug[side.briefing]
    at = f" · {asked.at(side.at)}" if side.at else ""
    source = italic(f"{asked.dated(asked.edition.card(briefing))}{at}")
    yield item(asked.text(side.says), "\n", source, command=f"/briefing {side.briefing}")
    yield from _cited(asked, side)


def _cited(asked: Asked, side: Side) -> Iterable[Block]:
    """Yield what a side of a debate rests on: forecasts, and what its author saw; of those of before what they are."""
    edition = asked.edition
    for name in dict.fromkeys(edition.current(f"{side.briefing}/{each}") for each in side.cites):
        if name in edition.observed:
            yield observation_item(asked, edition.observed[name])
        else:
            yield prediction_item(asked, edition.by_ref[name])
