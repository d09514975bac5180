"""Chooses what a check-in asks: what is settled soonest or has become due, and asks it again as its day comes nearer.

Nobody is asked the same within four weeks. Of each kind core claims come first, and one of every document before
another one of the same. What nobody can rule on within two years is asked seldom, lest an answer be one into the void:
one such question in four weeks, reviews first, or where nothing else of a week comes up within a quarter; more of them
where a week would have fewer than three. What has no end is asked where nothing else is left.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from bot.content.briefing import Prediction
from bot.content.edition import WEIGHTS, Forecast, ref, state
from bot.content.reviews import is_up, next_review, to_review, up_since
from bot.people.readers import Known

MOST_QUESTIONS: Final = 3
ASKED_AGAIN_AFTER: Final = dt.timedelta(weeks=4)
"""A question is not asked again before this has passed."""
SOON: Final = dt.timedelta(weeks=13)
"""How long before its day of ruling a prediction counts as ending soon."""
NEAR: Final = dt.timedelta(days=2 * 365)
"""How long before its day of ruling an answer is still worth while: what is ruled on later is far."""
JUST_DUE: Final = dt.timedelta(weeks=4)
"""How long from its day of ruling on it counts as having become due just now."""

_Kind = Literal["soon", "review", "due", "near", "far_review", "dated", "endless"]


@dataclass(frozen=True, slots=True)
class _Askable:
    """A prediction without a verdict, as far as choosing looks at it; one `coming` comes up within a quarter."""

    name: str
    due: bool
    coming: bool
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """The questions of a day for any reader, kind by kind, in the order in which a new reader is asked.

    `soon`: became due within four weeks, or will within a quarter. `review`: whose standing is up for review. `due`:
    longer due. `near`: will become due within two years. Of those that are ruled on later or never `far_review`: whose
    standing is up for review; `dated`: with an end; `endless`: without one.
    """

    soon: tuple[_Askable, ...] = ()
    review: tuple[_Askable, ...] = ()
    due: tuple[_Askable, ...] = ()
    near: tuple[_Askable, ...] = ()
    far_review: tuple[_Askable, ...] = ()
    dated: tuple[_Askable, ...] = ()
    endless: tuple[_Askable, ...] = ()


def choose(line: Line, known: Known, today: dt.date, interests: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return what to ask a reader, as slug/id: at most three predictions, none asked in the last four weeks.

    What the reader has ruled on is not asked again; what they were asked or guessed at comes after what is new to them,
    unless it is up for review.
    """
    turn = _Turn(known, today, interests)
    near = list(islice(turn.near(line), MOST_QUESTIONS))
    places = MOST_QUESTIONS - len(near)
    if not places and (turn.rested(line) or not any(each.coming for each in near)):
        places = 1
    far = list(islice(turn.far(line), places))
    return tuple(each.name for each in (*near[: MOST_QUESTIONS - len(far)], *far))


Place = tuple[int, int, dt.date]
"""Where a question stands among those of its kind: by weight, after how many of its document and weight, by its day."""


class Placed(NamedTuple):
    """What may be asked about, with its kind and its place."""

    place: Place
    kind: _Kind
    question: _Askable


def placed(forecasts: Iterable[Forecast], today: dt.date) -> list[Placed]:
    """Return what may be asked about on a day, of whole briefings, each question with its place."""
    asked = [(kind, each) for each in forecasts if (kind := _kind(each.record, today))]
    dated = sorted(((_day(each.record, kind, today), kind, each) for kind, each in asked), key=itemgetter(0))
    seen, found = Counter[tuple[str, _Kind, int]](), []
    for day, kind, each in dated:
        weight = WEIGHTS.index(each.record.weight)
        of = each.briefing.briefing, kind, weight
        found.append(Placed((weight, seen[of], day), kind, _askable(each, today)))
        seen[of] += 1
    return found


def line_up(forecasts: Iterable[Forecast], today: dt.date) -> Line:
    """Return the forecasts that may be asked about on a day, in the order in which a new reader is asked."""
    return lined_up([placed(forecasts, today)])


def lined_up(parts: Iterable[Iterable[Placed]]) -> Line:
    """Return what may be asked about of all briefings, each in one part, likewise.

    Core claims come before minor ones, and of each weight one of every document in turn: weeks that vary.
    """
    kinds: dict[_Kind, list[Placed]] = {}
    for each in chain.from_iterable(parts):
        kinds.setdefault(each.kind, []).append(each)
    lines = {kind: sorted(those, key=itemgetter(0)) for kind, those in kinds.items()}
    return Line(**{kind: tuple(each.question for each in those) for kind, those in lines.items()})


def _kind(prediction: Prediction, today: dt.date) -> _Kind | None:
    """Return as what a prediction may be asked about on a day; None where there is a verdict."""
    now, day = state(prediction, today), prediction.due or dt.date.max
    if now == "due":
        return "soon" if today - day < JUST_DUE else "due"
    if now != "open":
        return None
    if day - today <= SOON:
        return "soon"
    near = day - today <= NEAR
    if is_up(prediction, today):
        return "review" if near else "far_review"
    if near:
        return "near"
    return "dated" if prediction.window.until else "endless"


def _day(prediction: Prediction, kind: _Kind, today: dt.date) -> dt.date:
    """Return the day by which predictions of a kind stand in line: of the latest review, or else of the ruling."""
    standing = to_review(prediction, today) if kind in ("review", "far_review") else None
    reviewed = up_since(standing, today) if standing else None
    return reviewed or prediction.due or dt.date.max


def _askable(forecast: Forecast, today: dt.date) -> _Askable:
    record = forecast.record
    return _Askable(ref(forecast), state(record, today) == "due", _coming(record, today), frozenset(record.sectors))


def _coming(prediction: Prediction, today: dt.date) -> bool:
    """Tell whether a prediction is ruled on or looked at again within a quarter, or was to be just now."""
    standing, due = to_review(prediction, today), prediction.due or dt.date.max
    reviewed = is_up(prediction, today) or (standing is not None and next_review(standing, today) - today <= SOON)
    return reviewed or -JUST_DUE < due - today <= SOON


@dataclass(frozen=True, slots=True)
class _Turn:
    """Whose turn it is of what may be asked of one reader; whoever takes only a few leaves the rest unsorted."""

    known: Known
    today: dt.date
    interests: frozenset[str]

    def near(self, line: Line) -> Iterator[_Askable]:
        """Yield what is settled within two years: what is new to the reader first, the rest as its day comes nearer."""
        new = chain(self._new(line.soon), filter(self._fits, line.review), self._new((*line.due, *line.near)))
        yield from _varied(new)
        yield from self._again((*line.soon, *line.near))

    def far(self, line: Line) -> Iterator[_Askable]:
        """Yield what is settled later or never: reviews, then what has an end, then what has none."""
        yield from _varied(chain(filter(self._fits, line.far_review), self._new(line.dated)))
        yield from self._again(line.dated)
        yield from _varied(self._new(line.endless))
        yield from self._again(line.endless)

    def rested(self, line: Line) -> bool:
        """Tell whether nothing far was asked in the last four weeks."""
        lately = {name for name, on in self.known.asked.items() if self.today - on < ASKED_AGAIN_AFTER}
        return not lately or lately.isdisjoint(each.name for each in (*line.far_review, *line.dated, *line.endless))

    def _asked(self, each: _Askable) -> dt.date:
        return self.known.asked.get(each.name, dt.date.min)

    def _fits(self, each: _Askable) -> bool:
        wanted = not self.interests or not self.interests.isdisjoint(each.sectors)
        return wanted and self.today - self._asked(each) >= ASKED_AGAIN_AFTER

    def _touched(self, each: _Askable) -> bool:
        known = self.known
        return each.name in known.rulings if each.due else each.name in known.asked or each.name in known.chances

    def _new(self, those: Iterable[_Askable]) -> Iterator[_Askable]:
        return (each for each in those if not self._touched(each) and self._fits(each))

    def _again(self, those: Iterable[_Askable]) -> list[_Askable]:
        found = (each for each in those if self._touched(each) and not each.due and self._fits(each))
        return sorted(found, key=lambda each: (not each.coming, each.name in self.known.chances, self._asked(each)))


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
