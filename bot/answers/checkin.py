"""The check-in: what to ask a reader this week, and how it reads. Choosing is pure: rows in, questions out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from bot.answers.answer import Answer, Block, Button, bold, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked
from bot.answers.saying import answer_row, said, value_label
from bot.briefing import Prediction
from bot.edition import WEIGHTS, Statement, ref, state
from bot.readers import Issue, Known

MOST_QUESTIONS: Final = 3
REST: Final = dt.timedelta(weeks=4)
"""A question is not asked again before this has passed."""

MOST_NEWS: Final = 5
"""Verdicts told one by one in a check-in; of more it gives the number and a door."""

Forecast = Statement[Prediction]


def issue(asked: Asked) -> Issue:
    """Return a reader's check-in of today: what to ask within their interests, and what is new since the last one."""
    known, interests = asked.known, frozenset(asked.known.subscription.interests if asked.known.subscription else ())
    forecasts = [each for each in asked.edition.predictions if not interests or interests & {*each.record.sectors}]
    news = [name for name in map(ruled, known.new_verdicts) if _concerns(asked, name, interests)]
    briefings = tuple(slug for slug in known.new_briefings if slug in asked.edition.by_slug)
    return Issue(choose(forecasts, known, asked.today), asked.today, tuple(dict.fromkeys(news)), briefings)


def verdict_key(name: str, prediction: Prediction) -> str:
    """Return what names one ruling on a prediction: a corrected one is news again."""
    assert prediction.verdict
    return f"{name} {prediction.verdict.outcome} {prediction.verdict.on}"


def ruled(key: str) -> str:
    """Return the prediction a ruling is on."""
    return key.partition(" ")[0]


def _concerns(asked: Asked, name: str, interests: frozenset[str]) -> bool:
    """Tell whether a verdict is for this reader: they answered it, or it is a core claim within their interests."""
    forecast = asked.edition.by_ref.get(name)
    if forecast is None or forecast.record.verdict is None:
        return False
    wanted = forecast.record.weight == "core" and (not interests or bool(interests & {*forecast.record.sectors}))
    return asked.known.vote(name) is not None or wanted


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


def compose(asked: Asked, told: Issue) -> Answer:
    """Return a check-in as its reader sees it: questions with buttons, verdicts with what they said, what is new."""
    forecasts = [asked.edition.by_ref[each] for each in told.questions if each in asked.edition.by_ref]
    lead = asked.say("checkin-lead", count=len(forecasts)) if forecasts else asked.say("checkin-empty")
    blocks = [paragraph(lead), *(_question(asked, each, number) for number, each in enumerate(forecasts, 1))]
    answers = [answer_row(asked, each, number) for number, each in enumerate(forecasts, 1)]
    ways_on = [Button(asked.say("door-changed"), "/predictions due"), Button(asked.say("door-browse"), "/briefings")]
    blocks += [*_verdicts(asked, told.verdicts), *_briefings(asked, told.briefings), *_last_line(asked)]
    buttons = (*filter(None, answers), *rows(ways_on, 2), *rows(_settings(asked), 2))
    return Answer(asked.say("checkin-title"), tuple(blocks), buttons, command="/checkin")


def _verdicts(asked: Asked, names: Sequence[str]) -> Iterable[Block]:
    """Yield the verdicts since last time, what the reader answered first."""
    found = [asked.edition.by_ref[each] for each in names if each in asked.edition.by_ref]
    given = sorted((each for each in found if each.record.verdict), key=lambda each: _own_first(asked, each))
    if not given:
        return
    yield heading(asked.say("checkin-verdicts", count=len(given)))
    yield from (_verdict(asked, each) for each in given[:MOST_NEWS])
    if (more := len(given) - MOST_NEWS) > 0:
        yield item(asked.say("checkin-more-verdicts", count=more), command="/scores")


def _own_first(asked: Asked, forecast: Forecast) -> tuple[bool, int]:
    return asked.known.vote(ref(forecast)) is None, WEIGHTS.index(forecast.record.weight)


def _verdict(asked: Asked, forecast: Forecast) -> Block:
    verdict = forecast.record.verdict
    assert verdict
    mark = f"{MARKS[verdict.outcome]} {asked.say(f'state-{verdict.outcome}')}"
    was = verdict.earlier[-1].outcome if verdict.earlier else None
    mended = asked.say("checkin-corrected", was=f"{MARKS[was]} {asked.say(f'state-{was}')}") if was else ""
    value = asked.known.vote(ref(forecast))
    own = italic(f"\n{asked.say('you-said', what=value_label(asked, value))}") if value else ""
    text = f"\n{asked.text(forecast.record.statement)}"
    return item(
        bold(mark), *((italic(f"\n{mended}"),) if mended else ()), text, own, command=f"/prediction {ref(forecast)}"
    )


def _briefings(asked: Asked, slugs: Sequence[str]) -> Iterable[Block]:
    for slug in slugs:
        if briefing := asked.edition.by_slug.get(slug):
            title = asked.title(asked.edition.card(briefing))
            yield item(asked.say("checkin-new-briefing", title=title), command=f"/briefing {slug}")


def _last_line(asked: Asked) -> Iterable[Block]:
    """Yield what a subscriber should know of the check-in itself: what they missed, and how to stop."""
    if asked.known.subscription is None:
        return
    if asked.known.missed:
        yield paragraph(asked.say("checkin-missed", count=asked.known.missed))
    yield paragraph(italic(asked.say("checkin-how-to-stop")))


def _settings(asked: Asked) -> list[Button]:
    if asked.known.subscription is None:
        return [Button(asked.say("button-subscribe"), "/subscribe")]
    return [Button(asked.say("button-settings"), "/settings")]


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
