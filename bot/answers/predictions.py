"""/predictions and /prediction: predictions by filters, and all that is known of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from bot.answers import as_of, citations, filters, names
from bot.answers.answer import Answer, Block, Button, bold, italic, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.items import prediction_item
from bot.answers.observations import observation
from bot.answers.rules import labelled, rule_blocks
from bot.answers.standings import standing
from bot.answers.verdicts import verdict
from bot.answers.vote_panel import answer_row, vote_in_words
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, State, kept_with_edition, state
from bot.content.reviews import LEANINGS, current


def predictions(asked: Asked) -> Answer:
    """List the forecasts: core before minor, those whose windows end first before later ones ([FILTER…]).

    Where only those with a verdict or with a standing are asked for, the latest come first.
    """
    chosen, unknown = filters.chosen(filters.filter_names(asked.edition), asked.words)
    if unknown:
        return _unknown_filter(asked.about(*chosen), unknown)
    found = _let_through(asked, chosen)
    found.sort(key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max))
    if filters.RULED in chosen:
        found.sort(key=_ruled_on, reverse=True)
    if filters.LEANING in chosen:
        found.sort(key=_reviewed_on, reverse=True)
    title = asked.say("predictions-title", count=len(found))
    labels = [filters.label(asked, name) for name in chosen]
    blocks = (
        [prediction_item(asked, each) for each in found]
        if found
        else [paragraph(asked.say("predictions-none", filters=len(chosen)))]
    )
    lead = [paragraph(asked.say("filtered-by", filters=asked.say("list-comma").join(labels)))] if labels else []
    return Answer(title, (*lead, *blocks), _doors(asked.about(*chosen)), command=" ".join(["/predictions", *chosen]))


def _let_through(asked: Asked, names: Iterable[str]) -> list[Forecast]:
    """Return the forecasts that every one of these filters lets through."""
    wanted = [filters.wanted(asked, name) for name in names]
    return [each for each in asked.edition.predictions if all(lets_through(each) for lets_through in wanted)]


def _ruled_on(forecast: Forecast) -> dt.date:
    ruling = forecast.record.verdict
    return ruling.on if ruling else dt.date.min


def _reviewed_on(forecast: Forecast) -> dt.date:
    stands = current(forecast.record)
    return stands.on if stands else dt.date.min


def changed_door(asked: Asked) -> Button:
    """Return the door to what has changed: what is due, or else the latest verdicts; before any, all there is."""
    states = _states(asked.edition, asked.today)
    if "due" in states:
        return Button(asked.say("door-changed"), "/predictions due")
    if states - {"open"}:
        return Button(asked.say("door-verdicts"), f"/predictions {filters.RULED}")
    return Button(asked.say("button-forecasts-behind"), "/predictions")


@kept_with_edition
def _states(edition: Edition, today: dt.date) -> frozenset[State]:
    """Return the states there are; every check-in of a day asks for the same."""
    return frozenset(state(each.record, today) for each in edition.predictions)


def _doors(asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Return buttons that filter by another state of which there are some, and keep the field, document or year."""
    kept = [word for word in asked.words if word not in (*filters.OF_STATE, *filters.OF_LEANING)]
    within = _let_through(asked, kept)
    counts = Counter(state(each.record, asked.today) for each in within)
    leaning = _leaning_doors(asked, kept, within) if {"open", *filters.OF_LEANING} & {*asked.words} else []
    buttons = leaning + [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')}", " ".join(["/predictions", each, *kept]))
        for each in STATES
        if counts[each] and each not in asked.words
    ]
    everything = [Button(asked.say("button-all"), "/predictions")] if asked.words else []
    record = [Button(asked.say("button-scores"), " ".join(["/scores", *kept]))] if within else []
    return rows([*buttons, *everything, *record], 3)


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
        *verdict(asked, forecast.record),
        *standing(asked, forecast.record),
        *_terms(asked, forecast),
        citations.whereabouts(asked, forecast),
    ]
    votes = rows(list(answer_row(asked, forecast)), 4)
    buttons = votes + _ways_on(asked, forecast)
    return Answer(_heading(asked, forecast), tuple(blocks), buttons, command=f"/prediction {found}")


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
    now = state(forecast.record, asked.today)
    words = [asked.say("prediction"), asked.say(f"state-{now}")]
    if stands := current(forecast.record):
        words.append(asked.leans(stands.leans))
    return f"{asked.mark(forecast.record)} {' · '.join(words)}"


def _terms(asked: Asked, forecast: Forecast) -> Iterable[Block]:
    record = forecast.record
    first, until = str(record.window.from_), record.window.until
    window = f"{first}{asked.say('range-dash')}{until}" if until else asked.say("window-endless", first=first)
    yield labelled(asked, "window", window, asked.text(record.window.basis))
    yield from rule_blocks(asked, record)
    wording = (
        asked.say(f"certainty-{record.certainty}") + asked.say("list-comma") + asked.say(f"weight-{record.weight}")
    )
    yield labelled(asked, "wording", wording)


def _ways_on(asked: Asked, forecast: Forecast) -> tuple[tuple[Button, ...], ...]:
    slug = forecast.briefing.briefing
    fields = [
        Button(asked.text(asked.edition.sectors[each].name), f"/sector {each}") for each in forecast.record.sectors
    ]
    document = Button(asked.title(forecast.card), f"/briefing {slug}")
    return rows(fields, 2) + rows([document, Button(asked.say("button-same-source"), f"/predictions {slug}")], 1)
