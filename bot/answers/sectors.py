"""/sectors and /sector: the sectors, and all that the sources say of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, bold, heading, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.items import advice_item, observation_item, prediction_item, stance, stance_item
from bot.content.briefing import Prediction, SectorView
from bot.content.edition import Statement


def sectors(asked: Asked) -> Answer:
    """List the fields, those most sources speak of first, with how many say what."""
    views: dict[str, list[Statement[SectorView]]] = {sector: [] for sector in asked.edition.sectors}
    for view in asked.edition.views:
        views[view.record.sector].append(view)
    forecasts: dict[str, list[Prediction]] = {}
    for each in asked.edition.predictions:
        for sector in each.record.sectors:
            forecasts.setdefault(sector, []).append(each.record)
    spoken = sorted((sector for sector in views if views[sector]), key=lambda sector: -len(views[sector]))
    blocks = tuple(_field(asked, sector, views[sector], forecasts.get(sector, [])) for sector in spoken)
    return Answer(asked.say("sectors-title", count=len(blocks)), blocks)


def _field(asked: Asked, sector: str, views: list[Statement[SectorView]], forecasts: list[Prediction]) -> Block:
    counts = Counter(stance(asked, view) for view in views)
    says = asked.say("list-comma").join(
        asked.say("stance-count", stance=each, count=count) for each, count in counts.most_common()
    )
    tally = f"\n{asked.tally(forecasts)}" if forecasts else ""
    return item(bold(asked.text(asked.edition.sectors[sector].name)), f"\n{says}{tally}", command=f"/sector {sector}")


def sector(asked: Asked) -> Answer:
    """Show one field: each source's stance, its forecasts, what it saw, its advice (NAME)."""
    if not asked.words:
        return sectors(asked)
    by_name = names.of_sectors(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return names.unknown_name(asked, "sector", "/sector", by_name, "/sectors")
    blocks = [*_stances(asked, found), *_forecasts(asked, found), *_observations(asked, found), *_advice(asked, found)]
    buttons = [
        Button(asked.say("button-forecasts"), f"/predictions {found}"),
        Button(asked.say("button-scores"), f"/scores {found}"),
        Button(asked.say("button-sectors"), "/sectors"),
    ]
    title = asked.text(asked.edition.sectors[found].name)
    return Answer(title, tuple(blocks), rows(buttons, 2), command=f"/sector {found}")


def _stances(asked: Asked, found: str) -> Iterable[Block]:
    views = [view for view in asked.edition.views if view.record.sector == found]
    if not views:
        yield paragraph(asked.say("no-stance"))
    yield from (stance_item(asked, view) for view in views)


def _forecasts(asked: Asked, found: str) -> Iterable[Block]:
    forecasts = [each for each in asked.edition.predictions if found in each.record.sectors]
    if forecasts:
        yield heading(asked.say("section-predictions"))
    yield from (prediction_item(asked, each) for each in forecasts)


def _observations(asked: Asked, found: str) -> Iterable[Block]:
    seen = [each for each in asked.edition.observations if found in each.record.sectors]
    if seen:
        yield heading(asked.say("sector-observations"))
    yield from (observation_item(asked, each) for each in seen)


def _advice(asked: Asked, found: str) -> Iterable[Block]:
    advice = [each for each in asked.edition.advice if found in each.record.sectors]
    if advice:
        yield heading(asked.say("section-advice"))
    yield from (advice_item(asked, each) for each in advice)
