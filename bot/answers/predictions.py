"""/predictions and /prediction: predictions by filters, and all that is known of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, get_args

from bot.answers import as_of, citations, filters, names
from bot.answers.answer import Answer, Block, Button, ClientAction, Span, bold, heading, italic, paragraph, rows
from bot.answers.appeals_heard import answered_blocks, appeal_doors, waiting_blocks
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.follow import follow_doors
from bot.answers.items import by_source, prediction_lines, standing_lines, verdict_lines
from bot.answers.observations import observation
from bot.answers.rules import labelled, naive_block, rule_blocks
from bot.answers.standings import standing
from bot.answers.verdicts import verdict
from bot.answers.vote_panel import scale, vote_in_words
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, State, kept_with_edition, state
from bot.content.prediction import Outcome
from bot.content.reviews import LEANINGS, current

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
    found, kept = _let_through(asked, chosen), chosen
    if not found:
        kept = widened(asked, chosen)
        found = _let_through(asked, kept) if kept else []
    found.sort(key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max))
    title = asked.say("predictions-title", count=len(found))
    lead = _filtered_by(asked, chosen) if kept == chosen else _wider(asked, chosen, kept, found)
    blocks = [*lead, *(_listed(asked, found, kept) if found else _section(asked, "predictions-soonest", _first(asked)))]
    about = asked.about(*chosen)
    states, ways_on = _narrowing(about), _ways_on_from_list(about, found if kept == chosen else ())
    return Answer(title, tuple(blocks), ways_on, states, command=" ".join(["/predictions", *chosen]))


def widened(asked: Asked, chosen: Sequence[str]) -> list[str]:
    """Return the filters that are left where all of them let through nothing: a field or a document is kept longest.

    States go first, then years, then whatever tells forecasts apart by kind. Empty where nothing is left to keep.
    """
    kinds = (*WEIGHTS, *filters.CERTAINTIES)
    kept = [*chosen]
    for goes in (filters.is_state, str.isdigit, kinds.__contains__):
        kept = [name for name in kept if not goes(name)]
        if kept and _let_through(asked, kept):
            return kept
    return []


def _filtered_by(asked: Asked, chosen: Iterable[str]) -> list[Block]:
    labels = _labels(asked, chosen)
    return [paragraph(asked.say("filtered-by", filters=labels))] if labels else []


def _wider(asked: Asked, chosen: Sequence[str], kept: Sequence[str], found: Sequence[Forecast]) -> list[Block]:
    """Say that filters let nothing through, and what is shown instead."""
    if not kept:
        return [*_filtered_by(asked, chosen), _none(asked, chosen)]
    dropped = [name for name in chosen if name not in kept]
    if all(map(filters.is_state, dropped)) and not any(each.record.verdict for each in found):
        return [paragraph(asked.say("predictions-none-ruled", filters=_labels(asked, kept), count=len(found)))]
    said, without = _labels(asked, chosen), _labels(asked, dropped)
    return [paragraph(asked.say("predictions-widened", filters=said, without=without, count=len(found)))]


def _labels(asked: Asked, chosen: Iterable[str]) -> str:
    return asked.joined(filters.label(asked, name) for name in chosen if name != filters.ALL)


def _none(asked: Asked, chosen: Sequence[str]) -> Block:
    return paragraph(asked.say("predictions-none", filters=len(chosen)))


def _listed(asked: Asked, found: list[Forecast], chosen: Sequence[str]) -> Iterable[Block]:
    if filters.RULED in chosen:
        found.sort(key=_ruled_on, reverse=True)
        return by_source(asked, found, verdict_lines, partial(_when_ruled, asked))
    if not {*filters.OF_LEANING}.isdisjoint(chosen):
        found.sort(key=_reviewed_on, reverse=True)
        return by_source(asked, found, standing_lines, lambda each: asked.say("seen-on", date=str(_reviewed_on(each))))
    return by_source(asked, found, prediction_lines)


def _overview(asked: Asked) -> Answer:
    """Show the forecasts that are due first and the latest verdicts, with doors to all others."""
    everything = asked.edition.predictions
    first, latest = _first(asked), _latest(asked)[:LATEST]
    blocks = [
        *_section(asked, "predictions-soonest", first),
        *_section(asked, "predictions-latest", latest, partial(_when_ruled, asked)),
    ]
    whole = Button(asked.say("button-all-predictions", count=len(everything)), f"/predictions {filters.ALL}")
    ruled = [Button(asked.say("door-verdicts"), f"/predictions {filters.RULED}")] if latest else []
    doors = {"door-sectors": "/sectors", "name-briefings": "/briefings", "button-scores": "/scores"}
    more = [Button(asked.say(label), command) for label, command in doors.items()] if everything else []
    title = asked.say("predictions-title", count=len(everything))
    shown = tuple(blocks) or (_none(asked, ("",)),)
    return Answer(title, shown, rows([*ruled, whole], 2) + rows(more, 3), _narrowing(asked), command="/predictions")


def _section(
    asked: Asked, title: str, forecasts: list[Forecast], when: Callable[[Forecast], str] | None = None
) -> Iterable[Block]:
    if forecasts:
        yield heading(asked.say(title))
    yield from by_source(asked, forecasts, prediction_lines, when or (lambda _: ""))


def _first(asked: Asked) -> list[Forecast]:
    return soonest(asked)[:SOONEST]


def soonest(asked: Asked) -> list[Forecast]:
    """Return the forecasts that wait and have an end, those that end first before later ones, core before minor."""
    waiting = [each for each in asked.edition.predictions if state(each.record, asked.today) in ("open", "due")]
    dated = [(until, each) for each in waiting if (until := each.record.window.until)]
    return [each for _, each in sorted(dated, key=lambda one: (one[0], WEIGHTS.index(one[1].record.weight)))]


def _latest(asked: Asked) -> list[Forecast]:
    """Return the forecasts with a verdict, the latest first, of a day core before minor."""
    ruled = [each for each in asked.edition.predictions if each.record.verdict]
    return sorted(ruled, key=lambda each: (-_ruled_on(each).toordinal(), WEIGHTS.index(each.record.weight)))


def _let_through(asked: Asked, names: Iterable[str]) -> list[Forecast]:
    """Return the forecasts that every one of these filters lets through."""
    wanted = [filters.wanted(asked, name) for name in names]
    return [each for each in asked.edition.predictions if all(lets_through(each) for lets_through in wanted)]


def _ruled_on(forecast: Forecast) -> dt.date:
    ruling = forecast.record.verdict
    return ruling.on if ruling else dt.date.min


def _when_ruled(asked: Asked, forecast: Forecast) -> str:
    return asked.say("ruled-day", date=str(_ruled_on(forecast)))


def _reviewed_on(forecast: Forecast) -> dt.date:
    stands = current(forecast.record)
    return stands.on if stands else dt.date.min


def changed_door(asked: Asked) -> Button:
    """Return the door to what has changed: what is due, or else the latest verdicts; before any, all there is."""
    states = _states(asked.edition, asked.today)
    if "due" in states:
        return Button(asked.say("door-changed"), "/predictions due")
    if states - {"open", "proposed"}:
        return Button(asked.say("door-verdicts"), f"/predictions {filters.RULED}")
    return Button(asked.say("button-forecasts-behind"), "/predictions")


@kept_with_edition
def _states(edition: Edition, today: dt.date) -> frozenset[State]:
    """Return the states there are; every check-in of a day asks for the same."""
    return frozenset(state(each.record, today) for each in edition.predictions)


def _narrowing(asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Return buttons that filter by another state of which there are some, and keep the field, document or year.

    Where all that are open are shown, or all with a verdict, only what is among them: other counts would seem part of
    it.
    """
    kept = [word for word in asked.words if word != filters.ALL and not filters.is_state(word)]
    within = _let_through(asked, kept)
    counts = Counter(state(each.record, asked.today) for each in within)
    leaning = _leaning_doors(asked, kept, within) if {"open", *filters.OF_LEANING} & {*asked.words} else []
    buttons = leaning + [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')} {counts[each]}", " ".join(["/predictions", each, *kept]))
        for each in STATES
        if counts[each] and each not in asked.words and each in _among(asked.words)
    ]
    return rows(buttons, 4)


def _among(chosen: Iterable[str]) -> Container[State]:
    """Return the states of forecasts that filters for several of them let through."""
    if filters.RULED in chosen:
        return get_args(Outcome)
    return STATES if {"open", *filters.OF_LEANING}.isdisjoint(chosen) else _WAITING


_WAITING: Final[tuple[State, ...]] = ("open", "due")


def _ways_on_from_list(asked: Asked, found: Sequence[Forecast]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons to all forecasts, and to the record of these."""
    kept = [word for word in asked.words if word != filters.ALL and not filters.is_state(word)]
    record = Button(asked.say("button-scores"), " ".join(["/scores", *kept]))
    return rows([Button(asked.say("button-all"), "/predictions"), *([record] if found else [])], 3)


def _leaning_doors(asked: Asked, kept: Iterable[str], within: Iterable[Forecast]) -> list[Button]:
    """Return buttons that filter open forecasts by which way they lean."""
    there = {standing.leans for each in within if (standing := current(each.record))}
    names = {f"leaning-{each}": each for each in LEANINGS if each in there}
    return [
        Button(asked.leaning(each), " ".join(["/predictions", name, *kept]))
        for name, each in names.items()
        if name not in asked.words
    ]


def _unknown_filter(asked: Asked, word: str) -> Answer:
    """Return the answer to a word that is no filter; what is meant joins the filters before it."""
    command = " ".join(["/predictions", *asked.words])
    return names.unknown_name(asked.about(word), "filter", command, filters.filter_names(asked.edition), "/predictions")


def prediction(asked: Personal) -> Answer:
    """Show all that is known of one forecast, or of what its author only saw (ID)."""
    if not asked.words:
        return predictions(asked)
    by_name, called = names.of_predictions(asked.edition), " ".join(asked.words)
    found = by_name.find(called)
    if found is None and (seen := names.of_observations(asked.edition).find(called)):
        return observation(asked, asked.edition.observed[seen])
    if found is None:
        return names.unknown_name(asked, "prediction", "/prediction", by_name, "/predictions")
    forecast = asked.edition.by_ref[found]
    blocks = [
        _foretold(asked, forecast),
        *waiting_blocks(asked, forecast),
        *verdict(asked, forecast.record),
        *standing(asked, forecast.record),
        *answered_blocks(asked, forecast),
        *_terms(asked, forecast),
        citations.whereabouts(asked, forecast),
    ]
    buttons = scale(asked, forecast, "/vote") + follow_doors(asked, forecast)
    buttons += appeal_doors(asked, forecast) + _ways_on(asked, forecast)
    title, command, page = _heading(asked, forecast), f"/prediction {found}", forecast.card.url or ""
    return Answer(title, tuple(blocks), buttons, command=command, actions=_actions(asked, found), preview=page)


def _actions(asked: Asked, name: str) -> tuple[ClientAction, ...]:
    """Return what a client can do with a forecast: share it, and copy its name."""
    share = ClientAction(asked.say("button-share"), "share", f"/prediction {name}")
    return share, ClientAction(asked.say("button-copy", what=name.partition("/")[2]), "copy", name)


def _foretold(asked: Personal, forecast: Forecast) -> Block:
    """Return a forecast as of its day, who made it in which paragraphs, until when, and what the reader said of it."""
    until = forecast.record.window.until
    ends = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    source = f"{asked.short(forecast.card)} {forecast.card.published}"
    facts = (asked.authors(forecast.card), source, asked.at(forecast.record.at), ends)
    when = asked.say("foretold", when=as_of.when(asked, forecast.card))
    said = bold(asked.text(forecast.record.statement))
    return paragraph(f"{when}\n", said, italic("\n" + " · ".join(facts)), *vote_in_words(asked, forecast))


def _heading(asked: Asked, forecast: Forecast) -> str:
    record = forecast.record
    words = [asked.say("prediction"), asked.stands(record)]
    if record.proposal and record.verdict:
        words.append(asked.proposed(record))
    elif stands := current(record):
        words.append(asked.leans(stands.leans))
    return f"{asked.mark(record)} {' · '.join(words)}"


def _terms(asked: Asked, forecast: Forecast) -> Iterable[Block]:
    """Yield on what terms a forecast is held to its word, all of it to be unfolded: how it is decided first."""
    record = forecast.record
    first, until = str(record.window.from_), record.window.until
    window = f"{first}{asked.say('range-dash')}{until}" if until else asked.say("window-endless", first=first)
    wording = asked.joined((asked.say(f"certainty-{record.certainty}"), asked.say(f"weight-{record.weight}")))
    rule, *others = rule_blocks(asked, record)
    more = (
        labelled(asked, "window", window, asked.text(record.window.basis)),
        labelled(asked, "wording", wording),
    )
    yield replace(rule, spans=rule.spans + tuple(span for block in more for span in (Span("\n"), *block.spans)))
    yield from others
    yield from naive_block(asked, record)


def _ways_on(asked: Asked, forecast: Forecast) -> tuple[tuple[Button, ...], ...]:
    slug = forecast.briefing.briefing
    fields = [
        Button(asked.text(asked.edition.sectors[each].name), f"/sector {each}") for each in forecast.record.sectors
    ]
    document = Button(asked.title(forecast.card), f"/briefing {slug}")
    return rows(fields, 2) + rows([document, Button(asked.say("button-same-source"), f"/predictions {slug}")], 1)
