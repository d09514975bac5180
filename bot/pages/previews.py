"""The picture that stands beside a link to a forecast or to a record: what it says, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.answers import as_of, filters
from bot.answers.asked import Asked
from bot.content.edition import STATES, Forecast, State, state
from bot.pages.addresses import Place
from bot.pages.rows import row
from bot.pictures.preview import Preview, preview


def picture(asked: Asked, place: Place) -> str | None:
    """Return the picture (SVG) of a forecast or a record; None for pages that have none."""
    if not place.thing:
        return None
    if place.kind.path == "authors":
        return preview(_record(asked, place.thing), asked.language)
    forecast = asked.edition.by_ref.get(place.thing) if place.kind.path == "predictions" else None
    return preview(_forecast(asked, forecast), asked.language) if forecast else None


def _forecast(asked: Asked, forecast: Forecast) -> Preview:
    shown = row(asked, forecast)
    said = asked.say("foretold", when=as_of.when(asked, forecast.card)).rstrip(":：")
    return Preview(
        title=shown.statement,
        stands=shown.stands,
        aside=" · ".join(filter(None, (shown.ruled, shown.leans))) or shown.ends,
        foot=(f"{said} · {shown.source.name} · {shown.authors}", asked.say("name")),
        state=shown.state,
    )


def _record(asked: Asked, name: str) -> Preview:
    wanted = filters.wanted(asked, name)
    found = [each for each in asked.edition.predictions if wanted(each)]
    counts = Counter(state(each.record, asked.today) for each in found)
    foot = asked.say("home-counts", forecasts=len(found), documents=len({each.briefing.briefing for each in found}))
    return Preview(
        title=filters.label(asked, name),
        stands=asked.say("nav-authors"),
        aside="",
        foot=(foot, asked.say("name")),
        counts=_counted(asked, counts),
    )


def _counted(asked: Asked, counts: Counter[State]) -> Sequence[tuple[State, str]]:
    return [(each, f"{counts[each]} {asked.say(f'state-{each}')}") for each in STATES if counts[each]]
