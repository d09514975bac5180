"""/prediction: all that is known of one forecast, or of what its author only saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.answers import as_of, citations, names
from bot.answers.answer import Answer, Block, Button, ClientAction, Span, bold, italic, paragraph, rows
from bot.answers.appeals_heard import answered_blocks, appeal_doors, waiting_blocks
from bot.answers.asked import Asked, Personal
from bot.answers.follow import follow_doors
from bot.answers.observations import observation
from bot.answers.predictions import predictions
from bot.answers.rules import labelled, naive_block, rule_blocks
from bot.answers.standings import standing
from bot.answers.verdicts import verdict
from bot.answers.vote_panel import scale, vote_in_words
from bot.content.edition import Forecast
from bot.content.reviews import current

BESIDE: Final = 22
"""Letters of a button beside another one."""


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
    to_say = [button for row in follow_doors(asked, forecast) + appeal_doors(asked, forecast) for button in row]
    buttons = scale(asked, forecast, "/vote", 5) + rows(to_say, 2) + _ways_on(asked, forecast)
    title, command, page = _heading(asked, forecast), f"/prediction {found}", forecast.card.url or ""
    return Answer(title, tuple(blocks), buttons, command=command, actions=_actions(asked, found), preview=page)


def _actions(asked: Asked, name: str) -> tuple[ClientAction, ...]:
    """Return what a client can do with a forecast: share it, and copy its name."""
    share = ClientAction(asked.say("button-share"), "share", f"/prediction {name}")
    return share, ClientAction(asked.say("button-copy-id"), "copy", name)


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
    document = Button(asked.short(forecast.card), f"/briefing {slug}")
    short = [each for each in fields if len(each.label) <= BESIDE]
    long = [each for each in fields if len(each.label) > BESIDE]
    same = Button(asked.say("button-same-source"), f"/predictions {slug}")
    return rows(short, 2) + rows(long, 1) + rows([document, same], 2)
