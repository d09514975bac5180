"""The weekly check-in: chooses questions, verdicts and news for a reader, and composes the message from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Final

from bot.answers.answer import Answer, Block, Button, bold, heading, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.editors.due import reminder
from bot.answers.filters import RULED
from bot.answers.predictions import changed_door
from bot.answers.vote_panel import answer_row, value_label, vote_in_words
from bot.content.briefing import Outcome, Prediction
from bot.content.edition import WEIGHTS, Edition, Forecast, kept_with_edition, ref, state
from bot.people.readers import Issue, Known

MOST_QUESTIONS: Final = 3
ASKED_AGAIN_AFTER: Final = dt.timedelta(weeks=4)
"""A question is not asked again before this has passed."""

MOST_NEWS: Final = 5
"""Verdicts told one by one in a check-in; of more it gives the number and a door."""


def issue(asked: Personal) -> Issue:
    """Return a reader's check-in of today: what to ask within their interests, and what is new since the last one."""
    known, interests = asked.known, frozenset(asked.known.subscription.interests if asked.known.subscription else ())
    news = [name for name in map(ruled, known.new_verdicts) if _concerns(asked, name, interests)]
    briefings = tuple(slug for slug in known.new_briefings if slug in asked.edition.by_slug)
    questions = choose(_line_of(asked.edition, asked.today), known, asked.today, interests)
    return Issue(questions, asked.today, tuple(dict.fromkeys(news)), briefings)


def verdict_key(name: str, prediction: Prediction) -> str:
    """Return what names one ruling on a prediction: a corrected one is news again."""
    assert prediction.verdict
    return f"{name} {prediction.verdict.outcome} {prediction.verdict.on}"


def ruled(key: str) -> str:
    """Return the prediction a ruling is on."""
    return key.partition(" ")[0]


def _concerns(asked: Personal, name: str, interests: frozenset[str]) -> bool:
    """Tell whether a verdict is for this reader: they answered it, or it is a core claim within their interests."""
    forecast = asked.edition.by_ref.get(name)
    if forecast is None or forecast.record.verdict is None:
        return False
    wanted = forecast.record.weight == "core" and (not interests or bool(interests & {*forecast.record.sectors}))
    return asked.known.vote(name) is not None or wanted


def choose(line: Line, known: Known, today: dt.date, interests: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return what to ask a reader, as slug/id: at most three predictions, none asked in the last four weeks.

    First predictions whose windows ended after the last check-in, then those due longest, then open ones not asked for
    longest; of equals, core first, then one of each document in turn. What the reader has ruled on is not asked again;
    what they guessed at comes last.
    """
    return tuple(each.name for each in islice(_in_turn(line, known, today, interests), MOST_QUESTIONS))


@dataclass(frozen=True, slots=True)
class _Askable:
    """A prediction without a verdict, as far as choosing looks at it."""

    name: str
    until: dt.date
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """The questions of a day for any reader, in the order in which a new reader is asked."""

    due: tuple[_Askable, ...]
    open: tuple[_Askable, ...]


@kept_with_edition
def _line_of(edition: Edition, today: dt.date) -> Line:
    """Return the line of an edition, the same for all its readers of a day."""
    return line_up(edition.predictions, today)


def line_up(forecasts: Iterable[Forecast], today: dt.date) -> Line:
    """Return the forecasts that may be asked about on a day, in the order in which a new reader is asked."""
    forecasts = tuple(forecasts)
    due = _mixed(each for each in forecasts if state(each.record, today) == "due")
    still_open = _mixed(each for each in forecasts if state(each.record, today) == "open")
    return Line(tuple(sorted(map(_askable, due), key=lambda each: each.until)), tuple(map(_askable, still_open)))


def _mixed(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return core claims before minor ones, and of each weight one of every document in turn: weeks that vary."""
    seen = Counter[tuple[str, int]]()
    places = []
    for forecast in forecasts:
        kind = forecast.briefing.briefing, WEIGHTS.index(forecast.record.weight)
        places.append((kind[1], seen[kind], forecast))
        seen[kind] += 1
    return [forecast for *_, forecast in sorted(places, key=itemgetter(0, 1))]


def _askable(forecast: Forecast) -> _Askable:
    record = forecast.record
    return _Askable(ref(forecast), record.window.until or dt.date.max, frozenset(record.sectors))


def _in_turn(line: Line, known: Known, today: dt.date, interests: frozenset[str]) -> Iterator[_Askable]:
    """Yield what may be asked of one reader, most urgent first; whoever takes only a few leaves the rest unsorted."""

    def asked(each: _Askable) -> dt.date:
        return known.asked.get(each.name, dt.date.min)

    def fits(each: _Askable) -> bool:
        return (not interests or not interests.isdisjoint(each.sectors)) and today - asked(each) >= ASKED_AGAIN_AFTER

    def touched(each: _Askable) -> bool:
        return each.name in known.asked or each.name in known.chances

    since = known.issue.on if known.issue else dt.date.max
    due = [each for each in line.due if each.name not in known.rulings and fits(each)]
    yield from (each for each in due if each.until >= since)
    yield from (each for each in due if each.until < since)
    yield from (each for each in line.open if not touched(each) and fits(each))
    before = [each for each in line.open if touched(each) and fits(each)]
    yield from sorted(before, key=lambda each: (each.name in known.chances, asked(each)))


def compose(asked: Personal, told: Issue) -> Answer:
    """Return a check-in as its reader sees it: questions with buttons, verdicts with what they said, what is new."""
    forecasts = [asked.edition.by_ref[each] for each in told.questions if each in asked.edition.by_ref]
    lead = asked.say("checkin-lead", count=len(forecasts)) if forecasts else asked.say("checkin-empty")
    blocks = [paragraph(lead), *(_question(asked, each, number) for number, each in enumerate(forecasts, 1))]
    answers = [answer_row(asked, each, number) for number, each in enumerate(forecasts, 1)]
    ways_on = [changed_door(asked), Button(asked.say("door-browse"), "/briefings")]
    blocks += [*_verdicts(asked, told.verdicts), *_briefings(asked, told.briefings)]
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
        yield from (_verdict(asked, each) for each in those[:MOST_NEWS])
        if (more := len(those) - MOST_NEWS) > 0:
            yield item(asked.say("checkin-more-verdicts", count=more), command=f"/predictions {RULED}")


def _own_first(asked: Personal, forecast: Forecast) -> tuple[bool, int]:
    return asked.known.vote(ref(forecast)) is None, WEIGHTS.index(forecast.record.weight)


def _was(forecast: Forecast) -> Outcome | None:
    """Return the outcome that was ruled before and is no longer: of a corrected verdict."""
    verdict = forecast.record.verdict
    was = verdict.earlier[-1].outcome if verdict and verdict.earlier else None
    return was if verdict and was != verdict.outcome else None


def _verdict(asked: Personal, forecast: Forecast) -> Block:
    verdict = forecast.record.verdict
    assert verdict
    was, value = _was(forecast), asked.known.vote(ref(forecast))
    marks = " → ".join(f"{MARKS[each]} {asked.say(f'state-{each}')}" for each in (was, verdict.outcome) if each)
    own = italic(f"\n{asked.say('you-said', what=value_label(asked, value))}") if value else ""
    why = f"\n{asked.say('because', reason=asked.text(verdict.because))}" if was else ""
    text = f"\n{asked.text(forecast.record.statement)}"
    return item(bold(marks), text, own, why, command=f"/prediction {ref(forecast)}")


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


def _question(asked: Personal, forecast: Forecast, number: int) -> Block:
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
        *vote_in_words(asked, forecast),
    )
