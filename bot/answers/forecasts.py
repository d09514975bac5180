"""/predictions and /prediction: the forecasts, filtered, and all that is known of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from bot.answers import naming
from bot.answers.answer import Answer, Block, Button, Span, bold, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked
from bot.answers.lines import prediction_item
from bot.briefing import Evidence, Prediction
from bot.edition import STATES, Statement, state

WEIGHTS: Final = ("core", "secondary", "minor")
Forecast = Statement[Prediction]
Filter = Callable[[Forecast], bool]


def predictions(asked: Asked) -> Answer:
    """List the forecasts: core before minor, those whose windows end first before later ones ([FILTER])."""
    filters = {word: _filter(asked, word) for word in asked.words}
    if unknown := next((word for word, known in filters.items() if known is None), None):
        return _unknown_filter(asked, unknown)
    found = [each for each in asked.edition.predictions if all(wanted(each) for wanted in filters.values() if wanted)]
    found.sort(key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max))
    title = asked.say("predictions-title", count=len(found))
    labels = [_label(asked, word) for word in filters]
    blocks = (
        [paragraph(asked.say("predictions-none"))] if not found else [prediction_item(asked, each) for each in found]
    )
    lead = [paragraph(asked.say("filtered-by", filters=asked.say("list-comma").join(labels)))] if labels else []
    return Answer(title, (*lead, *blocks), _doors(asked))


def _filter(asked: Asked, word: str) -> Filter | None:
    """Return what a state, weight, year, field or document lets through; None for a word that is none of these."""
    if word in STATES:
        return lambda each: state(each.record, asked.today) == word
    if word in WEIGHTS:
        return lambda each: each.record.weight == word
    if len(word) == 4 and word.isascii() and word.isdigit():
        return lambda each: each.record.window.until is not None and each.record.window.until.year == int(word)
    if sector := naming.sectors(asked.edition).find(word):
        return lambda each: sector in each.record.sectors
    if slug := naming.briefings(asked.edition).find(word):
        return lambda each: each.briefing.briefing == slug
    return None


def _label(asked: Asked, word: str) -> str:
    if word in STATES:
        return f"{MARKS[word]} {asked.say(f'state-{word}')}"
    if word in WEIGHTS:
        return asked.say(f"weight-{word}")
    if sector := naming.sectors(asked.edition).find(word):
        return asked.text(asked.edition.sectors[sector].name)
    if slug := naming.briefings(asked.edition).find(word):
        return asked.title(asked.edition.card(asked.edition.by_slug[slug]))
    return word


def _doors(asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Return buttons that filter by another state, and keep the field, document or year."""
    kept = [word for word in asked.words if word not in STATES]
    counts = Counter(state(each.record, asked.today) for each in asked.edition.predictions)
    buttons = [
        Button(f"{MARKS[each]} {asked.say(f'state-{each}')}", " ".join(["/predictions", each, *kept]))
        for each in STATES
        if counts[each] and each not in asked.words
    ]
    everything = [Button(asked.say("button-all"), "/predictions")] if asked.words else []
    return rows(buttons + everything, 3)


def _unknown_filter(asked: Asked, word: str) -> Answer:
    known: dict[str, tuple[str, ...]] = {each: (each, asked.say(f"state-{each}")) for each in STATES}
    known |= {each: (each, asked.say(f"weight-{each}")) for each in WEIGHTS}
    known |= {**naming.sectors(asked.edition).known, **naming.briefings(asked.edition).known}
    return naming.unknown(asked.about(word), "filter", "/predictions", naming.Names(known), "/predictions")


def prediction(asked: Asked) -> Answer:
    """Show all that is known of one forecast (ID)."""
    if not asked.words:
        return predictions(asked)
    names = naming.predictions(asked.edition)
    found = names.find(" ".join(asked.words))
    if found is None:
        return naming.unknown(asked, "prediction", "/prediction", names, "/predictions")
    forecast = asked.edition.by_ref[found]
    blocks = [
        paragraph(bold(asked.text(forecast.record.statement))),
        *_terms(asked, forecast),
        *_verdict(asked, forecast),
    ]
    return Answer(_heading(asked, forecast), tuple(blocks), _ways_on(asked, forecast))


def _heading(asked: Asked, forecast: Forecast) -> str:
    now = state(forecast.record, asked.today)
    return f"{MARKS[now]} {asked.say('prediction')} · {asked.say(f'state-{now}')}"


def _terms(asked: Asked, forecast: Forecast) -> Iterable[Block]:
    record, card = forecast.record, forecast.card
    yield paragraph(italic(f"{asked.authors(card)} · {asked.source(forecast)}"))
    until = str(record.window.until) if record.window.until else asked.say("open-ended")
    yield _labelled(
        asked, "window", f"{record.window.from_}{asked.say('range-dash')}{until}", asked.text(record.window.basis)
    )
    yield _labelled(asked, "criterion", asked.text(record.criterion))
    wording = (
        asked.say(f"certainty-{record.certainty}") + asked.say("list-comma") + asked.say(f"weight-{record.weight}")
    )
    yield _labelled(asked, "wording", wording)


def _labelled(asked: Asked, label: str, text: str, more: str = "") -> Block:
    return paragraph(bold(asked.say(f"label-{label}")), f" {text}", *((italic(f"\n{more}"),) if more else ()))


def _verdict(asked: Asked, forecast: Forecast) -> Iterable[Block]:
    verdict = forecast.record.verdict
    if verdict is None:
        yield paragraph(asked.say(f"no-verdict-{state(forecast.record, asked.today)}"))
        return
    mark = f"{MARKS[verdict.outcome]} {asked.say(f'state-{verdict.outcome}')}"
    yield paragraph(bold(f"{mark} · {verdict.on}"), f"\n{asked.text(verdict.because)}")
    yield from (_evidence(asked, each) for each in verdict.evidence)


def _evidence(asked: Asked, evidence: Evidence) -> Block:
    bears = asked.say(f"bears-{evidence.bears}")
    return item(
        f"{bears} {asked.text(evidence.fact)}\n", Span(f"{evidence.publisher}, {evidence.date}", "italic", evidence.url)
    )


def _ways_on(asked: Asked, forecast: Forecast) -> tuple[tuple[Button, ...], ...]:
    slug = forecast.briefing.briefing
    fields = [
        Button(asked.text(asked.edition.sectors[each].name), f"/sector {each}") for each in forecast.record.sectors
    ]
    document = Button(asked.title(forecast.card), f"/briefing {slug}")
    return rows(fields, 2) + rows([document, Button(asked.say("button-same-source"), f"/predictions {slug}")], 1)
