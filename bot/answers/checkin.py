"""The weekly check-in: gathers questions and news for a reader, and composes the message from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.answers import as_of
from bot.answers.answer import Answer, Block, Button, bold, folded, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.editors.due import reminder
from bot.answers.filters import LEANING, RULED
from bot.answers.predictions import changed_door
from bot.answers.questions import Line, choose, line_up
from bot.answers.vote_panel import answer_row, value_label, vote_in_words
from bot.content.briefing import Outcome, Prediction, Standing
from bot.content.edition import WEIGHTS, Edition, Forecast, State, kept_with_edition, ref, state
from bot.content.reviews import current, is_up, turned_from
from bot.people.readers import Issue

MOST_NEWS: Final = 5
"""Verdicts, or turned standings, told one by one in a check-in; of more it gives the number and a door."""


def issue(asked: Personal) -> Issue:
    """Return a reader's check-in of today: what to ask within their interests, and what is new since the last one."""
    known, interests = asked.known, frozenset(asked.known.subscription.interests if asked.known.subscription else ())
    news = [name for name in map(subject_of, known.new_verdicts) if _concerns(asked, name, interests)]
    briefings = tuple(slug for slug in known.new_briefings if slug in asked.edition.by_slug)
    questions = choose(_line_of(asked.edition, asked.today), known, asked.today, interests)
    return Issue(questions, asked.today, tuple(dict.fromkeys(news)), briefings)


def verdict_key(name: str, prediction: Prediction) -> str:
    """Return what names one ruling on a prediction: a corrected one is news again."""
    assert prediction.verdict
    return f"{name} {prediction.verdict.outcome} {prediction.verdict.on}"


def turn_key(name: str, standing: Standing) -> str:
    """Return what names one turn of a standing: the next one is news again."""
    return f"{name} leans-{standing.leans} {standing.on}"


def news_of(edition: Edition) -> list[str]:
    """Return what names each ruling there is, and each turn of a standing."""
    ruled = [verdict_key(ref(each), each.record) for each in edition.predictions if each.record.verdict]
    return ruled + [turn_key(ref(each), stands) for each in edition.predictions if (stands := _turned(each))]


def subject_of(key: str) -> str:
    """Return the prediction that was ruled on, or whose standing turned."""
    return key.partition(" ")[0]


def _turned(forecast: Forecast) -> Standing | None:
    """Return how a prediction stands, where it leaned another way before."""
    stands = current(forecast.record)
    return stands if stands and turned_from(stands) else None


def _concerns(asked: Personal, name: str, interests: frozenset[str]) -> bool:
    """Tell whether news are for this reader: they answered it, or it is a core claim within their interests."""
    forecast = asked.edition.by_ref.get(name)
    if forecast is None or not (forecast.record.verdict or _turned(forecast)):
        return False
    wanted = forecast.record.weight == "core" and (not interests or bool(interests & {*forecast.record.sectors}))
    return asked.known.vote(name) is not None or wanted


@kept_with_edition
def _line_of(edition: Edition, today: dt.date) -> Line:
    """Return the line of an edition, the same for all its readers of a day."""
    return line_up(edition.predictions, today)


def compose(asked: Personal, told: Issue) -> Answer:
    """Return a check-in as its reader sees it: questions with buttons, verdicts with what they said, what is new."""
    forecasts = [asked.edition.by_ref[each] for each in told.questions if each in asked.edition.by_ref]
    lead = asked.say("checkin-lead", count=len(forecasts)) if forecasts else asked.say("checkin-empty")
    blocks = [paragraph(lead), *(_question(asked, each, number) for number, each in enumerate(forecasts, 1))]
    answers = [answer_row(asked, each, number) for number, each in enumerate(forecasts, 1)]
    ways_on = [changed_door(asked), Button(asked.say("door-browse"), "/briefings")]
    blocks += [*_verdicts(asked, told.verdicts), *_turns(asked, told.verdicts), *_briefings(asked, told.briefings)]
    blocks += [*(reminder(asked) if asked.editor else ()), *_last_line(asked)]
    buttons = (*filter(None, answers), *rows(ways_on, 2), *rows(_settings(asked), 2))
    title = asked.say("checkin-title")
    return Answer(title, tuple(blocks), buttons, command="/checkin", first_door=len(forecasts) + 1)


def _verdicts(asked: Personal, names: Sequence[str]) -> Iterable[Block]:
    """Yield the verdicts since last time, what we got wrong before first; of each kind what the reader answered."""
    found = [asked.edition.by_ref[each] for each in names if each in asked.edition.by_ref]
    given = sorted((each for each in found if each.record.verdict), key=lambda each: _own_first(asked, each))
    kinds = {"checkin-corrections": [each for each in given if _was(each)]}
    kinds["checkin-verdicts"] = [each for each in given if not _was(each)]
    for kind, those in kinds.items():
        if those:
            yield heading(asked.say(kind, count=len(those)))
        yield from chain.from_iterable(_verdict(asked, each) for each in those[:MOST_NEWS])
        if (more := len(those) - MOST_NEWS) > 0:
            yield item(asked.say("checkin-more-verdicts", count=more), command=f"/predictions {RULED}")


def _own_first(asked: Personal, forecast: Forecast) -> tuple[bool, int]:
    return asked.known.vote(ref(forecast)) is None, WEIGHTS.index(forecast.record.weight)


def _was(forecast: Forecast) -> Outcome | None:
    """Return the outcome that was ruled before and is no longer: of a corrected verdict."""
    verdict = forecast.record.verdict
    was = verdict.earlier[-1].outcome if verdict and verdict.earlier else None
    return was if verdict and was != verdict.outcome else None


def _verdict(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    """Yield a verdict on one line; of a corrected one also why."""
    verdict = forecast.record.verdict
    assert verdict
    was = _was(forecast)
    marks = " → ".join(f"{MARKS[each]} {asked.say(f'state-{each}')}" for each in (was, verdict.outcome) if each)
    yield _news(asked, forecast, marks)
    if was:
        yield folded(asked.say("why-verdict"), asked.text(verdict.because))


def _news(asked: Personal, forecast: Forecast, marks: str) -> Block:
    """Return what became of a prediction on one line: its marks first, and what the reader had said of it."""
    value = asked.known.vote(ref(forecast))
    own = italic(f" ·\u00a0{asked.say('you-said', what=value_label(asked, value))}") if value else ""
    return item(bold(marks), f" · {asked.text(forecast.record.statement)}", own, command=f"/prediction {ref(forecast)}")


def _turns(asked: Personal, names: Sequence[str]) -> Iterable[Block]:
    """Yield the standings that turned since last time; first those of predictions the reader answered."""
    found = [asked.edition.by_ref[each] for each in names if each in asked.edition.by_ref]
    turned = sorted(filter(_turned, found), key=lambda each: _own_first(asked, each))
    if turned:
        yield heading(asked.say("checkin-turns", count=len(turned)))
    yield from chain.from_iterable(_turn(asked, each) for each in turned[:MOST_NEWS])
    if (more := len(turned) - MOST_NEWS) > 0:
        yield item(asked.say("checkin-more-turns", count=more), command=f"/predictions {LEANING}")


def _turn(asked: Personal, forecast: Forecast) -> Iterator[Block]:
    stands = _turned(forecast)
    assert stands
    marks = " → ".join(asked.leaning(each) for each in (turned_from(stands), stands.leans) if each)
    yield _news(asked, forecast, f"{asked.mark(forecast.record)} {marks}")
    yield folded(asked.say("why-standing"), asked.text(stands.because))


def _briefings(asked: Asked, slugs: Sequence[str]) -> Iterable[Block]:
    for slug in slugs:
        if briefing := asked.edition.by_slug.get(slug):
            title = asked.title(asked.edition.card(briefing))
            yield item(asked.say("checkin-new-briefing", title=title), command=f"/briefing {slug}")


def _last_line(asked: Personal) -> Iterable[Block]:
    """Yield what a subscriber should know of the check-in itself: what they missed, and how to stop."""
    if asked.known.subscription is None:
        return
    if asked.known.missed:
        yield paragraph(asked.say("checkin-missed", count=asked.known.missed))
    yield paragraph(italic(asked.say("checkin-how-to-stop")))


def _settings(asked: Personal) -> list[Button]:
    if asked.known.subscription is None:
        return [Button(asked.say("button-subscribe"), "/subscribe")]
    return [Button(asked.say("button-settings"), "/settings")]


def _asks(asked: Asked, prediction: Prediction, now: State) -> str:
    """Return what is asked of a prediction, in words; that it is decided where a verdict came first."""
    if now == "due" or (now == "open" and not is_up(prediction, asked.today)):
        return asked.say(f"ask-{now}")
    return asked.say("ask-review") if now == "open" else asked.say("ask-decided", state=asked.say(f"state-{now}"))


def _question(asked: Personal, forecast: Forecast, number: int) -> Block:
    now, until = state(forecast.record, asked.today), forecast.record.window.until
    kind = _asks(asked, forecast.record, now)
    limit = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    source = italic(f"\n{as_of.named(asked, forecast.card)} · {limit}")
    return item(
        bold(f"{number}. {MARKS[now]} {kind}"),
        f"\n{asked.text(forecast.record.statement)}",
        source,
        *vote_in_words(asked, forecast),
    )
