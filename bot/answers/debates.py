"""/debates and /debate: where the sources agree and contradict each other, as of their day, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.answers import as_of, citations, names
from bot.answers.answer import Answer, Block, Button, bold, group, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import observation_item, prediction_item
from bot.answers.overview import marks_bar, telling, to_answer
from bot.answers.since import Stands, since
from bot.content.briefing import Card, Debate, Side
from bot.content.edition import Forecast, Observed

CITED, WHERE = "forecasts", "where"
"""Parts of a debate that stand behind doors."""

RELATIONS: Final = ("", "conflict", "mixed", "agreement")
"""How sources of a debate stand to each other, as the list has them; first where the files do not say."""


def debates(asked: Asked) -> Answer:
    """List the questions on which sources contradict each other, agree in part, or agree; each kind together."""
    found: dict[str, list[Debate]] = {each: [] for each in RELATIONS}
    for debate in asked.edition.debates:
        found[debate.relation or ""].append(debate)
    blocks = tuple(block for relation, those in found.items() for block in _related(asked, relation, those))
    title = asked.say("debates-title", count=len(asked.edition.debates))
    return Answer(title, blocks or (paragraph(asked.say("debates-none")),))


def _related(asked: Asked, relation: str, debates: list[Debate]) -> Iterable[Block]:
    if relation and debates:
        yield group(asked.say(f"relation-{relation}"))
    yield from (_question(asked, each) for each in debates)


def _question(asked: Asked, debate: Debate) -> Block:
    count = len({side.briefing for side in debate.sides})
    sources = italic(f" · {asked.say('debate-sources', count=count)}")
    return item(bold(asked.text(debate.question)), sources, command=f"/debate {debate.id}")


def _relation(asked: Asked, debate: Debate) -> str:
    return f"\n{asked.say(f'relation-{debate.relation}')}" if debate.relation else ""


def debate(asked: Asked) -> Answer:
    """Show one question: who wrote what, when, and what became of it; or one part of it (NAME [PART])."""
    if not asked.words:
        return debates(asked)
    by_name = names.of_debates(asked.edition)
    found, part = by_name.find(" ".join(asked.words)), ""
    if found is None and (last := asked.words[-1].casefold()) in (CITED, WHERE):
        found, part = by_name.find(" ".join(asked.words[:-1])), last
    if found is None:
        return names.unknown_name(asked, "debate", "/debate", by_name, "/debates")
    shown = asked.edition.debates_by_id[found]
    blocks = {"": _overview, CITED: _cited, WHERE: _where}[part](asked, shown)
    doors = rows([*_doors(asked, shown, part), Button(asked.say("button-debates"), "/debates")], 2)
    title = f"{asked.say('debate')} · {asked.say(f'part-{part}')}" if part else asked.say("debate")
    return Answer(title, tuple(blocks), doors, command=f"/debate {found} {part}".rstrip())


def _overview(asked: Asked, shown: Debate) -> Iterator[Block]:
    """Yield a question on one screen: the sides, what became of their forecasts, and why in the clearest case."""
    forecasts = [each for side in shown.sides for each in _forecasts(asked, side)]
    yield paragraph(bold(asked.text(shown.question)), _relation(asked, shown), f"\n{_summary(asked, shown, forecasts)}")
    yield from (_side(asked, side) for side in shown.sides)
    if shown.since:
        yield paragraph(asked.say("since-then", what=asked.text(shown.since)))
    yield from telling(asked, forecasts)
    yield from to_answer(asked, forecasts)


def _summary(asked: Asked, shown: Debate, forecasts: list[Forecast]) -> str:
    cards = {side.briefing: _card(asked, side) for side in shown.sides}
    wrote = asked.say("debate-wrote", count=len(cards), years=as_of.years(asked, cards.values()))
    bar = marks_bar(_stands(asked, forecasts).states)
    return f"{wrote}\n{bar}" if bar else wrote


def _side(asked: Asked, side: Side) -> Block:
    """Return what one source wrote, when it did, and what became of the forecasts it rests on."""
    says = as_of.wrote(asked, _card(asked, side), asked.text(side.says))
    return item(says, italic(f"\n{_since(asked, side)}"), command=f"/briefing {side.briefing}")


def _since(asked: Asked, side: Side) -> str:
    forecasts = _forecasts(asked, side)
    seen = [asked.text(each.record.since) for each in _seen(asked, side) if each.record.since]
    if not forecasts and seen:
        return asked.say("since-then", what=asked.say("sentence-space").join(seen))
    return since(asked, _stands(asked, forecasts))


def _stands(asked: Asked, forecasts: Iterable[Forecast]) -> Stands:
    return Stands.of((each.record for each in forecasts), asked.today)


# Parts behind doors


def _doors(asked: Asked, shown: Debate, part: str) -> list[Button]:
    cited = sum(len(_forecasts(asked, side)) + len(_seen(asked, side)) for side in shown.sides)
    labels = {
        "": asked.say("button-overview"),
        CITED: f"{asked.say(f'part-{CITED}')} {cited}",
        WHERE: asked.say(f"part-{WHERE}"),
    }
    there = [each for each in labels if each != part and (cited or each != CITED)]
    return [Button(labels[each], f"/debate {shown.id} {each}".rstrip()) for each in there]


def _cited(asked: Asked, shown: Debate) -> Iterator[Block]:
    """Yield what the sides rest on: forecasts, and what an author saw."""
    for side in shown.sides:
        found = [*_forecasts(asked, side), *_seen(asked, side)]
        if found:
            yield group(as_of.named(asked, _card(asked, side)))
        yield from (prediction_item(asked, each, here=True) for each in _forecasts(asked, side))
        yield from (observation_item(asked, each, here=True) for each in _seen(asked, side))


def _where(asked: Asked, shown: Debate) -> Iterator[Block]:
    """Yield in which paragraphs each side stands: its own, and those of what it rests on."""
    for side in shown.sides:
        card = _card(asked, side)
        cited = [at for each in _forecasts(asked, side) for at in each.record.at]
        cited += [at for each in _seen(asked, side) for at in each.record.at]
        yield citations.address(asked, card)
        yield item(citations.place(asked, card, side.at or tuple(dict.fromkeys(cited))))


# What a side rests on


def _card(asked: Asked, side: Side) -> Card:
    return asked.edition.card(asked.edition.by_slug[side.briefing])


def _names(asked: Asked, side: Side) -> Iterable[str]:
    """Return what a side cites, slug/id; of those of before what took their place."""
    return dict.fromkeys(asked.edition.current(f"{side.briefing}/{each}") for each in side.cites)


def _forecasts(asked: Asked, side: Side) -> list[Forecast]:
    by_ref = asked.edition.by_ref
    return [by_ref[name] for name in _names(asked, side) if name in by_ref]


def _seen(asked: Asked, side: Side) -> list[Observed]:
    observed = asked.edition.observed
    return [observed[name] for name in _names(asked, side) if name in observed]
