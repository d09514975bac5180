"""/predictions and /prediction: the forecasts, filtered, and all that is known of one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from bot.answers import filters, naming
from bot.answers.answer import Answer, Block, Button, Span, bold, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked
from bot.answers.lines import prediction_item, spaced
from bot.answers.saying import answer_row, said
from bot.briefing import Evidence, Prediction, Ruling
from bot.edition import STATES, WEIGHTS, Statement, state

Forecast = Statement[Prediction]


def predictions(asked: Asked) -> Answer:
    """List the forecasts: core before minor, those whose windows end first before later ones ([FILTER…])."""
    chosen, unknown = filters.chosen(filters.names(asked.edition), asked.words)
    if unknown:
        return _unknown_filter(asked.about(*chosen), unknown)
    wanted = [filters.wanted(asked, name) for name in chosen]
    found = [each for each in asked.edition.predictions if all(lets_through(each) for lets_through in wanted)]
    found.sort(key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max))
    title = asked.say("predictions-title", count=len(found))
    labels = [filters.label(asked, name) for name in chosen]
    blocks = (
        [paragraph(asked.say("predictions-none"))] if not found else [prediction_item(asked, each) for each in found]
    )
    lead = [paragraph(asked.say("filtered-by", filters=asked.say("list-comma").join(labels)))] if labels else []
    return Answer(title, (*lead, *blocks), _doors(asked.about(*chosen)), command=" ".join(["/predictions", *chosen]))


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
    record = Button(asked.say("button-scores"), " ".join(["/scores", *kept]))
    return rows([*buttons, *everything, record], 3)


def _unknown_filter(asked: Asked, word: str) -> Answer:
    """Return the answer to a word that is no filter; what is meant joins the filters before it."""
    command = " ".join(["/predictions", *asked.words])
    return naming.unknown(asked.about(word), "filter", command, filters.names(asked.edition), "/predictions")


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
        paragraph(bold(asked.text(forecast.record.statement)), *said(asked, forecast)),
        *_terms(asked, forecast),
        *_verdict(asked, forecast),
    ]
    votes = rows(list(answer_row(asked, forecast)), 4)
    buttons = votes + _ways_on(asked, forecast)
    return Answer(_heading(asked, forecast), tuple(blocks), buttons, command=f"/prediction {found}")


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
    name = asked.say(f"label-{label}")
    return paragraph(bold(name), spaced(name), text, *((italic(f"\n{more}"),) if more else ()))


def _verdict(asked: Asked, forecast: Forecast) -> Iterable[Block]:
    verdict, pending = forecast.record.verdict, forecast.record.pending
    if verdict is None:
        reason = f"\n{asked.text(pending)}" if pending else ""
        yield paragraph(asked.say(f"no-verdict-{state(forecast.record, asked.today)}"), reason)
        return
    yield from _ruling(asked, verdict)
    if verdict.earlier:
        yield heading(asked.say("rulings-replaced"))
    for ruling in verdict.earlier:
        yield from _ruling(asked, ruling)


def _ruling(asked: Asked, ruling: Ruling) -> Iterable[Block]:
    mark = f"{MARKS[ruling.outcome]} {asked.say(f'state-{ruling.outcome}')}"
    yield paragraph(bold(f"{mark} · {ruling.on}"), f"\n{asked.text(ruling.because)}")
    yield from (_evidence(asked, each) for each in ruling.evidence)


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
