"""The check-in: what to ask a reader this week, and how it reads. Choosing is pure: rows in, questions out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from bot.answers.answer import Answer, Block, Button, bold, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked
from bot.answers.saying import answer_row, said
from bot.briefing import Prediction
from bot.edition import WEIGHTS, Statement, ref, state
from bot.readers import Known

MOST_QUESTIONS: Final = 3
REST: Final = dt.timedelta(weeks=4)
"""A question is not asked again before this has passed."""

Forecast = Statement[Prediction]


def choose(forecasts: Iterable[Forecast], known: Known, today: dt.date) -> tuple[str, ...]:
    """Return what to ask a reader, as slug/id: at most three predictions, none asked in the last four weeks.

    First predictions whose windows ended after the last check-in, then those due longest, then open ones not asked for
    longest; of equals, core first, then in the order of the documents. What the reader has ruled on is not asked again;
    what they guessed at comes last.
    """
    askable = [each for each in forecasts if _askable(each, known, today)]
    return tuple(map(ref, sorted(askable, key=lambda each: _urgency(each, known, today))[:MOST_QUESTIONS]))


def _askable(forecast: Forecast, known: Known, today: dt.date) -> bool:
    name, now = ref(forecast), state(forecast.record, today)
    rested = today - known.asked.get(name, dt.date.min) >= REST
    return rested and (now == "open" or (now == "due" and name not in known.rulings))


def _urgency(forecast: Forecast, known: Known, today: dt.date) -> tuple[int, dt.date, int]:
    name, weight, until = ref(forecast), WEIGHTS.index(forecast.record.weight), forecast.record.window.until
    if until and until < today:
        fresh = known.issue is not None and until >= known.issue.on
        return (0 if fresh else 1), until, weight
    return (3 if name in known.chances else 2), known.asked.get(name, dt.date.min), weight


def compose(asked: Asked, questions: Sequence[str]) -> Answer:
    """Return a check-in as its reader sees it: questions with buttons, and what was said to them so far."""
    forecasts = [asked.edition.by_ref[each] for each in questions if each in asked.edition.by_ref]
    lead = asked.say("checkin-lead", count=len(forecasts)) if forecasts else asked.say("checkin-empty")
    blocks = [paragraph(lead), *(_question(asked, each, number) for number, each in enumerate(forecasts, 1))]
    answers = [answer_row(asked, each, number) for number, each in enumerate(forecasts, 1)]
    ways_on = [Button(asked.say("door-changed"), "/predictions due"), Button(asked.say("door-browse"), "/briefings")]
    return Answer(asked.say("checkin-title"), tuple(blocks), (*filter(None, answers), *rows(ways_on, 2)))


def _question(asked: Asked, forecast: Forecast, number: int) -> Block:
    now, until = state(forecast.record, asked.today), forecast.record.window.until
    kind = (
        asked.say(f"ask-{now}") if now in ("due", "open") else asked.say("ask-decided", state=asked.say(f"state-{now}"))
    )
    limit = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    source = italic(f"\n{asked.source(forecast)} · {limit}")
    return item(
        bold(f"{number}. {MARKS[now]} {kind}"),
        f"\n{asked.text(forecast.record.statement)}",
        source,
        *said(asked, forecast),
    )
