"""/predictions: forecasts by filters; without any, what is due soonest and was ruled last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, get_args

from bot.answers import filters, names
from bot.answers.answer import Answer, Block, Button, Listing, heading, paragraph, rows
from bot.answers.asked import MARKS, Asked
from bot.answers.items import Sourced, by_source, prediction_lines, shown_below, standing_lines, verdict_lines
from bot.answers.selected import Selected, latest, ruled_on, selected, soonest
from bot.content.edition import STATES, WEIGHTS, Forecast, State
from bot.content.prediction import Outcome, Prediction
from bot.content.reviews import LEANINGS

SOONEST: Final = 3
LATEST: Final = 2
"""Forecasts that /predictions opens with: what is due first, and what was ruled last."""


def predictions(asked: Asked) -> Answer:
    """List the forecasts that filters let through ([FILTER…]); without any, what is due soonest and was ruled last.

    Core ones come before minor ones, those whose windows end first before later ones; where only those with a verdict
    or with a standing are asked for, the latest come first, with its day and its reason.
    """
    chosen, unknown = filters.chosen(filters.filter_names(asked.edition), asked.words)
    if unknown:
        return _unknown_filter(asked.about(*chosen), unknown)
    if not chosen:
        return _overview(asked)
    found, kept = selected(asked, chosen), chosen
    if not found.entries:
        kept = widened(asked, chosen)
        found = selected(asked, kept) if kept else found
    title = asked.say("predictions-title", count=len(found.entries))
    lead = _filtered_by(asked, chosen) if kept == chosen else _wider(asked, chosen, kept, found)
    instead = () if found.entries else _section(asked, "predictions-soonest", _first(asked))
    about = asked.about(*chosen)
    ways_on = _ways_on_from_list(about, behind=bool(found.entries) and kept == chosen)
    command, listing = " ".join(["/predictions", *chosen]), Listing(found.entries, partial(_shown, asked, tuple(kept)))
    return Answer(title, (*lead, *instead), ways_on, _narrowing(about), command=command, listing=listing)


def widened(asked: Asked, chosen: Sequence[str]) -> list[str]:
    """Return the filters that are left where all of them let through nothing: a field or a document is kept longest.

    States go first, then years, then whatever tells forecasts apart by kind. Empty where nothing is left to keep.
    """
    kinds = (*WEIGHTS, *filters.CERTAINTIES)
    kept = [*chosen]
    for goes in (filters.is_state, str.isdigit, kinds.__contains__):
        kept = [name for name in kept if not goes(name)]
        if kept and selected(asked, kept).entries:
            return kept
    return []


def _filtered_by(asked: Asked, chosen: Iterable[str]) -> list[Block]:
    labels = _labels(asked, chosen)
    return [paragraph(asked.say("filtered-by", filters=labels))] if labels else []


def _wider(asked: Asked, chosen: Sequence[str], kept: Sequence[str], found: Selected) -> list[Block]:
    """Say that filters let nothing through, and what is shown instead."""
    if not kept:
        return [*_filtered_by(asked, chosen), _none(asked, chosen)]
    dropped = [name for name in chosen if name not in kept]
    if all(map(filters.is_state, dropped)) and not found.ruled:
        return [paragraph(asked.say("predictions-none-ruled", filters=_labels(asked, kept), count=len(found.entries)))]
    said, without = _labels(asked, chosen), _labels(asked, dropped)
    return [paragraph(asked.say("predictions-widened", filters=said, without=without, count=len(found.entries)))]


def _labels(asked: Asked, chosen: Iterable[str]) -> str:
    return asked.joined(filters.label(asked, name) for name in chosen if name != filters.ALL)


def _none(asked: Asked, chosen: Sequence[str]) -> Block:
    return paragraph(asked.say("predictions-none", filters=len(chosen)))


def _shown(asked: Asked, chosen: Sequence[str], entry: Sourced[Prediction]) -> Iterator[Block]:
    """Yield an entry of a list: with the day and the reason of its verdict or standing where those are asked for."""
    if filters.RULED in chosen:
        return shown_below(asked, entry, verdict_lines, "ruled-day")
    if not {*filters.OF_LEANING}.isdisjoint(chosen):
        return shown_below(asked, entry, standing_lines, "seen-on")
    return shown_below(asked, entry, prediction_lines)


def _overview(asked: Asked) -> Answer:
    """Show the forecasts that are due first and the latest verdicts, with doors to all others."""
    everything = asked.edition.predictions
    first, last = _first(asked), latest(asked)[:LATEST]
    blocks = [
        *_section(asked, "predictions-soonest", first),
        *_section(asked, "predictions-latest", last, ruled_on, "ruled-day"),
    ]
    whole = Button(asked.say("button-all-predictions", count=len(everything)), f"/predictions {filters.ALL}")
    ruled = [Button(asked.say("door-verdicts"), f"/predictions {filters.RULED}")] if last else []
    doors = {"door-sectors": "/sectors", "name-briefings": "/briefings", "button-scores": "/scores"}
    more = [Button(asked.say(label), command) for label, command in doors.items()] if everything else []
    title = asked.say("predictions-title", count=len(everything))
    shown = tuple(blocks) or (_none(asked, ("",)),)
    return Answer(title, shown, rows([*ruled, whole], 2) + rows(more, 3), _narrowing(asked), command="/predictions")


def _section(
    asked: Asked,
    title: str,
    forecasts: Sequence[Forecast],
    day: Callable[[Forecast], dt.date] | None = None,
    when: str = "",
) -> Iterable[Block]:
    if forecasts:
        yield heading(asked.say(title))
    yield from by_source(asked, forecasts, prediction_lines, day, when)


def _first(asked: Asked) -> Sequence[Forecast]:
    return soonest(asked)[:SOONEST]


def changed_door(asked: Asked) -> Button:
    """Return the door to what has changed: what is due, or else the latest verdicts; before any, all there is."""
    states = selected(asked, ()).states.keys()
    if "due" in states:
        return Button(asked.say("door-changed"), "/predictions due")
    if states - {"open", "proposed"}:
        return Button(asked.say("door-verdicts"), f"/predictions {filters.RULED}")
    return Button(asked.say("button-forecasts-behind"), "/predictions")


def _narrowing(asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Return buttons that filter by another state of which there are some, and keep the field, document or year.

    Where all that are open are shown, or all with a verdict, only what is among them: other counts would seem part of
    it.
    """
    kept = [word for word in asked.words if word != filters.ALL and not filters.is_state(word)]
    within = selected(asked, kept)
    counts = within.states
    leaning = _leaning_doors(asked, kept, within) if {"open", *filters.OF_LEANING} & {*asked.words} else []
    buttons = leaning + [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')} {counts[each]}", " ".join(["/predictions", each, *kept]))
        for each in STATES
        if counts.get(each) and each not in asked.words and each in _among(asked.words)
    ]
    return rows(buttons, 4)


def _among(chosen: Iterable[str]) -> Container[State]:
    """Return the states of forecasts that filters for several of them let through."""
    if filters.RULED in chosen:
        return get_args(Outcome)
    return STATES if {"open", *filters.OF_LEANING}.isdisjoint(chosen) else _WAITING


_WAITING: Final[tuple[State, ...]] = ("open", "due")


def _ways_on_from_list(asked: Asked, *, behind: bool) -> tuple[tuple[Button, ...], ...]:
    """Return buttons to all forecasts, and to the record of these where they are `behind` one."""
    kept = [word for word in asked.words if word != filters.ALL and not filters.is_state(word)]
    record = Button(asked.say("button-scores"), " ".join(["/scores", *kept]))
    return rows([Button(asked.say("button-all"), "/predictions"), *([record] if behind else [])], 3)


def _leaning_doors(asked: Asked, kept: Iterable[str], within: Selected) -> list[Button]:
    """Return buttons that filter open forecasts by which way they lean."""
    names = {f"leaning-{each}": each for each in LEANINGS if within.leans.get(each)}
    return [
        Button(asked.leaning(each), " ".join(["/predictions", name, *kept]))
        for name, each in names.items()
        if name not in asked.words
    ]


def _unknown_filter(asked: Asked, word: str) -> Answer:
    """Return the answer to a word that is no filter; what is meant joins the filters before it."""
    command = " ".join(["/predictions", *asked.words])
    return names.unknown_name(asked.about(word), "filter", command, filters.filter_names(asked.edition), "/predictions")
