"""/sectors and /sector: the fields; and what was written of one: the gist on a screen, the rest behind doors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from bot.answers import as_of, citations, names
from bot.answers.advice import advised
from bot.answers.answer import Answer, Block, Button, Listing, bold, group, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import STANCES, Sourced, advice_item, observation_item, sourced, stance_item
from bot.answers.overview import marks_bar, stance_bar, telling, to_answer
from bot.answers.selected import Row, let_through
from bot.answers.since import Stands, since
from bot.content.briefing import Advice, Briefing, Card, Observation, SectorView, Stance
from bot.content.derived import kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, Observed, R, Statement


def sectors(asked: Asked) -> Answer:
    """List the fields, those most sources speak of first, with a mark for each stance, below what marks mean."""
    views = _stances(asked.edition)
    spoken = sorted(filter(views.__getitem__, asked.edition.sectors), key=lambda sector: -views[sector].total())
    marks = " · ".join(f"{mark}\N{NO-BREAK SPACE}{asked.say(f'stance-{each}')}" for each, mark in STANCES.items())
    blocks = tuple(_field(asked, sector, views[sector]) for sector in spoken)
    return Answer(asked.say("sectors-title", count=len(blocks)), (group(marks), *blocks) if blocks else (), index=True)


def _field(asked: Asked, sector: str, stances: Counter[Stance]) -> Block:
    """Return a field on one line, with a mark for the stance of each source, those of one kind together."""
    marks = "".join(mark * stances[each] for each, mark in STANCES.items())
    return item(f"{marks} ", bold(_name(asked, sector)), command=f"/sector {sector}")


@kept_with_edition
def _stances(edition: Edition) -> dict[str, Counter[Stance]]:
    """Return how many sources take which stance on each field."""
    counts = Counter(chain.from_iterable(_taken(edition).values()))
    found: dict[str, Counter[Stance]] = {sector: Counter() for sector in edition.sectors}
    for (sector, stance), count in counts.items():
        found[sector][stance] = count
    return found


@kept_with_briefings
def _taken(briefing: Briefing, _: Card) -> tuple[tuple[str, Stance], ...]:
    return tuple((view.sector, view.stance) for view in briefing.sectors)


def sector(asked: Asked) -> Answer:
    """Show one field at a glance, to one audience with its advice, or one part of it (NAME [AUDIENCE|PART])."""
    if not asked.words:
        return sectors(asked)
    by_name = names.of_sectors(asked.edition)
    found, last = by_name.find(" ".join(asked.words)), asked.words[-1].casefold()
    if found:
        return _overview(asked, found)
    found = by_name.find(" ".join(asked.words[:-1]))
    if found and last in PARTS:
        return _part(asked, found, last)
    audience = names.of_audiences(asked.edition).find(last)
    if found and audience:
        return _overview(asked, found, audience)
    return names.unknown_name(asked, "sector", "/sector", by_name, "/sectors")


def _overview(asked: Asked, found: str, audience: str = "") -> Answer:
    """Return a field on one screen: who wrote of it, what became of their forecasts, and why in the clearest case."""
    rows = let_through(asked, found)
    forecasts = [row.forecast for row in rows]
    blocks = [
        _summary(asked, found, rows),
        *telling(asked, forecasts),
        *_advice_to(asked, found, audience),
        *to_answer(asked, forecasts),
    ]
    command = f"/sector {found} {audience}".rstrip()
    return Answer(_name(asked, found), tuple(blocks), _doors(asked, found, len(forecasts)), command=command)


def _summary(asked: Asked, found: str, forecasts: list[Row]) -> Block:
    views = _views(asked, found)
    stands = Stands(Counter(row.state for row in forecasts), Counter(row.leans for row in forecasts if row.leans))
    spoken = (
        asked.say("field-wrote", count=len(views), years=as_of.years(asked, (view.card for view in views)))
        if views
        else asked.say("no-stance")
    )
    stances = (
        [asked.say("stances-then", bar=stance_bar(asked, (view.record.stance for view in views)))] if views else []
    )
    lines = [spoken, *stances, since(asked, stands), *([marks_bar(stands.states)] if forecasts else [])]
    return paragraph("\n".join(lines))


def _advice_to(asked: Asked, found: str, audience: str) -> Iterator[Block]:
    """Yield what one audience was advised in a field, the newest; where nothing was, in any field."""
    to = [each for each in asked.edition.advice if each.record.audience == audience] if audience else []
    here = [each for each in to if found in each.record.sectors]
    if advice := next(iter(here or to), None):
        name = asked.text(asked.edition.audiences[audience].name)
        yield heading(asked.say("advice-for", audience=name))
        yield advice_item(asked, advice, addressed=False)


# Parts behind doors


def _part(asked: Asked, found: str, part: str) -> Answer:
    there, show = PARTS[part]
    listing = Listing(there(asked, found), partial(show, asked))
    blocks = () if listing.entries else (paragraph(asked.say("nothing-here")),)
    title = f"{_name(asked, found)} · {_called(asked, part)}"
    back = Button(asked.say("button-overview"), f"/sector {found}")
    doors = rows([back, *_part_buttons(asked, found, part)], 2)
    return Answer(title, blocks, doors, command=f"/sector {found} {part}", listing=listing)


def _advised(asked: Asked, found: str) -> Sequence[Sourced[Advice]]:
    return sourced(_advice(asked, found))


def _placed(asked: Asked, view: Statement[SectorView]) -> Iterator[Block]:
    """Yield in which paragraphs a source speaks of a field."""
    yield citations.address(asked, view.card)
    yield item(citations.place(asked, view.card, view.record.at), command=f"/briefing {view.briefing.briefing}")


def _doors(asked: Asked, found: str, forecasts: int) -> tuple[tuple[Button, ...], ...]:
    counted = f"{asked.say('button-forecasts')} {forecasts}"
    buttons = [
        *_part_buttons(asked, found),
        *([Button(counted, f"/predictions {found}")] if forecasts else []),
        Button(asked.say("button-scores"), f"/scores {found}"),
        Button(asked.say("button-sectors"), "/sectors"),
    ]
    return rows(buttons, 2)


def _part_buttons(asked: Asked, found: str, shown: str = "") -> list[Button]:
    """Return buttons to the parts of a field there are, with how much each holds."""
    counts = {
        "views": _count(asked, found, lambda said: said.views),
        "seen": _count(asked, found, lambda said: said.seen),
        "advice": _count(asked, found, lambda said: said.advice),
    }
    labels = {part: f"{_called(asked, part)} {count}" for part, count in counts.items() if count}
    if counts["views"]:
        labels["where"] = _called(asked, "where")
    return [Button(label, f"/sector {found} {part}") for part, label in labels.items() if part != shown]


def _called(asked: Asked, part: str) -> str:
    return asked.say("sector-observations" if part == "seen" else f"part-{part}")


# What is said of a field


def _name(asked: Asked, found: str) -> str:
    return asked.text(asked.edition.sectors[found].name)


class _Said(NamedTuple):
    """What a briefing says of a field besides its forecasts."""

    views: list[SectorView]
    seen: list[Observation]
    advice: list[Advice]


@kept_with_briefings
def _by_field(briefing: Briefing, _: Card) -> dict[str, _Said]:
    fields = defaultdict[str, _Said](lambda: _Said([], [], []))
    for view in briefing.sectors:
        fields[view.sector].views.append(view)
    for seen in briefing.observations:
        for sector in seen.sectors:
            fields[sector].seen.append(seen)
    for advice in briefing.advice:
        for sector in advice.sectors:
            fields[sector].advice.append(advice)
    return {**fields}


def warm(edition: Edition) -> None:
    """Find what is said of each field before the first question asks for one."""
    _by_field(edition)
    _stances(edition)


def _said(asked: Asked, found: str, of: Callable[[_Said], list[R]]) -> list[Statement[R]]:
    """Return what all briefings say of a field, of one kind."""
    edition = asked.edition
    there = ((edition.by_slug[slug], fields[found]) for slug, fields in _by_field(edition).items() if found in fields)
    return [Statement(briefing, edition.card(briefing), each) for briefing, said in there for each in of(said)]


def _count(asked: Asked, found: str, of: Callable[[_Said], Sequence[Any]]) -> int:
    """Return how much of one kind all briefings say of a field."""
    return sum(len(of(fields[found])) for fields in _by_field(asked.edition).values() if found in fields)


def _views(asked: Asked, found: str) -> list[Statement[SectorView]]:
    return _said(asked, found, lambda said: said.views)


def _seen(asked: Asked, found: str) -> list[Observed]:
    return _said(asked, found, lambda said: said.seen)


def _advice(asked: Asked, found: str) -> list[Statement[Advice]]:
    return _said(asked, found, lambda said: said.advice)


PARTS: Final[Mapping[str, tuple[Callable[[Asked, str], Sequence[Any]], Callable[[Asked, Any], Iterable[Block]]]]] = {
    "views": (_views, lambda asked, view: (stance_item(asked, view),)),
    "seen": (_seen, lambda asked, seen: (observation_item(asked, seen),)),
    "advice": (_advised, partial(advised, addressed=True)),
    "where": (_views, _placed),
}
"""The parts of a field: what there is, and how each of it is shown. What authors saw they did not foretell."""
