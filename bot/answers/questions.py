"""Chooses what a check-in asks: what ends soonest or has become due, then what is up for review, then the rest.

Nobody is asked the same within four weeks. Of each kind core claims come first; the three questions of a week are of
three documents, as long as something with an end is left of them. What has no end is asked where nothing else is left.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import Final, Literal

from bot.content.briefing import Prediction
from bot.content.edition import WEIGHTS, Forecast, ref, state
from bot.content.reviews import is_up, to_review, up_since
from bot.people.readers import Known

MOST_QUESTIONS: Final = 3
ASKED_AGAIN_AFTER: Final = dt.timedelta(weeks=4)
"""A question is not asked again before this has passed."""
SOON: Final = dt.timedelta(weeks=13)
"""How long before its day of ruling a prediction counts as ending soon."""
JUST_DUE: Final = dt.timedelta(weeks=4)
"""How long from its day of ruling on it counts as having become due just now."""

_Kind = Literal["soon", "review", "due", "dated", "endless"]


@dataclass(frozen=True, slots=True)
class _Askable:
    """A prediction without a verdict, as far as choosing looks at it."""

    name: str
    due: bool
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """The questions of a day for any reader, kind by kind, in the order in which a new reader is asked.

    `soon`: became due within four weeks, or will within a quarter. `review`: whose standing is up for review. `due`:
    longer due. `dated`: open with an end. `endless`: open without one.
    """

    soon: tuple[_Askable, ...] = ()
    review: tuple[_Askable, ...] = ()
    due: tuple[_Askable, ...] = ()
    dated: tuple[_Askable, ...] = ()
    endless: tuple[_Askable, ...] = ()


def choose(line: Line, known: Known, today: dt.date, interests: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return what to ask a reader, as slug/id: at most three predictions, none asked in the last four weeks.

    What the reader has ruled on is not asked again; what they were asked or guessed at comes after what is new to them,
    unless it is up for review.
    """
    return tuple(each.name for each in islice(_in_turn(line, known, today, interests), MOST_QUESTIONS))


def line_up(forecasts: Iterable[Forecast], today: dt.date) -> Line:
    """Return the forecasts that may be asked about on a day, in the order in which a new reader is asked."""
    kinds: dict[_Kind, list[Forecast]] = {}
    for each in sorted(forecasts, key=lambda each: _day(each.record, today)):
        if kind := _kind(each.record, today):
            kinds.setdefault(kind, []).append(each)
    return Line(**{kind: tuple(_askable(each, today) for each in _mixed(found)) for kind, found in kinds.items()})


def _kind(prediction: Prediction, today: dt.date) -> _Kind | None:
    """Return as what a prediction may be asked about on a day; None where there is a verdict."""
    now, day = state(prediction, today), prediction.due or dt.date.max
    if now == "due":
        return "soon" if today - day < JUST_DUE else "due"
    if now != "open":
        return None
    if day - today <= SOON:
        return "soon"
    if is_up(prediction, today):
        return "review"
    return "dated" if prediction.window.until else "endless"


def _day(prediction: Prediction, today: dt.date) -> dt.date:
    """Return the day by which predictions of a kind stand in line: of the latest review, or else of the ruling."""
    standing = to_review(prediction, today)
    reviewed = up_since(standing, today) if standing and _kind(prediction, today) == "review" else None
    return reviewed or prediction.due or dt.date.max


def _mixed(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return core claims before minor ones, and of each weight one of every document in turn: weeks that vary."""
    seen = Counter[tuple[str, int]]()
    places = []
    for forecast in forecasts:
        kind = forecast.briefing.briefing, WEIGHTS.index(forecast.record.weight)
        places.append((kind[1], seen[kind], forecast))
        seen[kind] += 1
    return [forecast for *_, forecast in sorted(places, key=itemgetter(0, 1))]


def _askable(forecast: Forecast, today: dt.date) -> _Askable:
    record = forecast.record
    return _Askable(ref(forecast), state(record, today) == "due", frozenset(record.sectors))


def _in_turn(line: Line, known: Known, today: dt.date, interests: frozenset[str]) -> Iterator[_Askable]:
    """Yield what may be asked of one reader, most urgent first; whoever takes only a few leaves the rest unsorted."""

    def asked(each: _Askable) -> dt.date:
        return known.asked.get(each.name, dt.date.min)

    def fits(each: _Askable) -> bool:
        return (not interests or not interests.isdisjoint(each.sectors)) and today - asked(each) >= ASKED_AGAIN_AFTER

    def touched(each: _Askable) -> bool:
        return each.name in known.rulings if each.due else each.name in known.asked or each.name in known.chances

    def new(those: Iterable[_Askable]) -> Iterator[_Askable]:
        return (each for each in those if not touched(each) and fits(each))

    def again(those: Iterable[_Askable]) -> list[_Askable]:
        found = (each for each in those if touched(each) and not each.due and fits(each))
        return sorted(found, key=lambda each: (each.name in known.chances, asked(each)))

    yield from _varied(chain(new(line.soon), filter(fits, line.review), new(line.due), new(line.dated)))
    yield from again((*line.soon, *line.dated))
    yield from _varied(new(line.endless))
    yield from again(line.endless)


def _varied(questions: Iterable[_Askable]) -> Iterator[_Askable]:
    """Yield one question of each document before another one of the same."""
    documents: set[str] = set()
    others = []
    for each in questions:
        document = each.name.partition("/")[0]
        if document in documents:
            others.append(each)
        else:
            documents.add(document)
            yield each
    yield from others
