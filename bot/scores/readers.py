"""Scores of readers: their answers to questions that verdicts settled, beside the crowd and the naive rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, NamedTuple

from bot.content.briefing import Briefing, Card, Verdict
from bot.content.derived import kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, Forecast
from bot.people.readers import CHANCES, Guess, Tally, median
from bot.scores.brier import Decomposition, brier, decomposition, over_time
from bot.scores.groups import claim_of
from bot.scores.intervals import Interval, trend
from bot.scores.tracks import OUTCOME_WORTH

EVEN: Final = 50
"""Percent of somebody who never commits themselves: what everyone is held against."""
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
LEAST_FOR_PROGRESS: Final = 10
"""Claims without which nothing is said of progress: of fewer, Sen's interval is not what it says."""


class Settled(NamedTuple):
    """A reader's answers to a question that a verdict has settled: the last and the first in percent, and more.

    `over_time` is the mean score of all of them, each as long as it stood; `median` that of all readers' last answers;
    `naive` what the naive rule says, from 0 to 1; `claim` tells questions apart that are one assertion; `on` is when
    the last answer was given.
    """

    prediction: str
    percent: int
    first: int
    over_time: float
    median: int
    outcome: float
    naive: float | None
    claim: tuple[str, str]
    on: dt.datetime


class Bin(NamedTuple):
    """The questions a reader gave about the same chance: how many, and how many came true, in part counting half."""

    percent: int
    questions: int
    true: float


class Progress(NamedTuple):
    """By how much a reader's score changed from the oldest answer to the latest, below 0 for better; and the interval.

    `by_day` is the same for each day, `claims` of how many.
    """

    change: float
    interval: Interval
    by_day: float
    claims: int

    @property
    def certain(self) -> bool:
        """Whether the interval excludes that nothing changed."""
        return 0 not in self.interval


@dataclass(frozen=True, slots=True)
class Score:
    """How a reader did, beside all readers' median, the naive rule and always saying 50 %, on the same questions.

    Questions that are one claim weigh one together, in all of these scores alike.
    """

    settled: tuple[Settled, ...]
    readers: int
    """Readers whose guesses are in the median that is of most, this one among them."""

    @property
    def brier(self) -> float:
        """The Brier score of the last answers."""
        return self._of(lambda each: each.percent / 100)

    @property
    def first(self) -> float:
        """The Brier score of the first answers."""
        return self._of(lambda each: each.first / 100)

    @property
    def over_time(self) -> float:
        """The mean score of all answers, each as long as it stood: waiting for the last day is no help."""
        return fmean((each.over_time for each in self.settled), _weights(self.settled))

    @property
    def crowd(self) -> float:
        """The Brier score of the readers' medians."""
        return self._of(lambda each: each.median / 100)

    @property
    def even(self) -> float:
        """The Brier score of always saying 50 %."""
        return self._of(lambda _: EVEN / 100)

    @property
    def compared(self) -> Score | None:
        """The same on the questions for which it is known what the naive rule says; None where there are none."""
        known = tuple(each for each in self.settled if each.naive is not None)
        return Score(known, self.readers) if known else None

    @property
    def naive(self) -> float:
        """The Brier score of the naive rule, on the questions for which it is known what that says."""
        return self._of(lambda each: EVEN / 100 if each.naive is None else each.naive)

    @property
    def decomposition(self) -> Decomposition:
        """What the score of the last answers is made of."""
        said = [(each.percent / 100, each.outcome) for each in self.settled]
        return decomposition(said, _weights(self.settled))

    @property
    def progress(self) -> Progress | None:
        """How the score changed over time, by the median slope between claims; None of too few of them."""
        points = [_point(group) for group in _claims(self.settled).values()]
        span = max(x for x, _ in points) - min(x for x, _ in points)
        found = trend(points) if len(points) >= LEAST_FOR_PROGRESS else None
        if found is None:
            return None
        low, high = (span * bound for bound in found.interval)
        return Progress(span * found.slope, Interval(low, high), found.slope, len(points))

    @property
    def course(self) -> tuple[tuple[dt.date, float], ...]:
        """The score of each claim with the day on which the last answers to it were given, in the order of days."""
        points = sorted(_point(group) for group in _claims(self.settled).values())
        return tuple((dt.date.fromordinal(_EPOCH + int(day)), score) for day, score in points)

    @property
    def calibration(self) -> tuple[Bin, ...]:
        """The reader's guesses by chance, each counted with the nearest one, and how many came true."""
        chances = list(map(int, CHANCES))
        outcomes: dict[int, list[float]] = {chance: [] for chance in chances}
        for each in self.settled:
            outcomes[min(chances, key=lambda chance: abs(chance - each.percent))].append(each.outcome)
        return tuple(Bin(chance, len(found), sum(found)) for chance, found in outcomes.items())

    def _of(self, chance: Callable[[Settled], float]) -> float:
        """Return the Brier score of somebody who gave each question a chance."""
        return brier(((chance(each), each.outcome) for each in self.settled), _weights(self.settled))


def _weights(settled: Sequence[Settled]) -> list[float]:
    """Return what each question weighs: those of a claim one together."""
    sizes = Counter(each.claim for each in settled)
    return [1 / sizes[each.claim] for each in settled]


def _claims(settled: Iterable[Settled]) -> Mapping[tuple[str, str], list[Settled]]:
    claims: defaultdict[tuple[str, str], list[Settled]] = defaultdict(list)
    for each in settled:
        claims[each.claim].append(each)
    return claims


def _point(claim: Sequence[Settled]) -> tuple[float, float]:
    """Return when the answers to a claim were given, in days, and how they scored."""
    days = fmean(each.on.timestamp() / 86_400 for each in claim)
    return round(days, 6), fmean((each.percent / 100 - each.outcome) ** 2 for each in claim)


def score(history: Iterable[Guess], crowd: Mapping[str, Tally], edition: Edition) -> Score | None:
    """Return how a reader did, by their guesses and how many readers said what; None where none is settled.

    Of each reader the last guess before the day of the verdict counts; of a verdict that was corrected, before the day
    of the first ruling, for by then the answer was out. The outcome is always that of the ruling that stands now. The
    `crowd` is, by prediction, how many readers had last given each chance then, this one among them.
    """
    own: defaultdict[str, list[Guess]] = defaultdict(list)
    for guess in history:
        own[guess.prediction].append(guess)
    found = [_settled(edition, name, guesses, crowd.get(name, {})) for name, guesses in own.items()]
    settled = [each for each in found if each]
    return Score(tuple(each for each, _ in settled), max(readers for _, readers in settled)) if settled else None


def _settled(edition: Edition, name: str, guesses: Sequence[Guess], crowd: Tally) -> tuple[Settled, int] | None:
    """Return how a reader did on one question, and of how many the median is; None where nothing counts."""
    verdict = _deciding(edition, name)
    if verdict is None:
        return None
    closed = _closed(verdict)
    mine = sorted((each for each in guesses if each.at < closed), key=lambda each: each.at)
    if not mine:
        return None
    everybody = crowd or {str(mine[-1].percent): 1}
    forecast, outcome = edition.by_ref[name], OUTCOME_WORTH[verdict.outcome]
    settled = Settled(
        prediction=name,
        percent=mine[-1].percent,
        first=mine[0].percent,
        over_time=over_time([(each.at, each.percent / 100) for each in mine], closed, outcome),
        median=mine[-1].percent if (middle := median(everybody)) is None else middle,
        outcome=outcome,
        naive=_says(forecast),
        claim=claim_of(forecast),
        on=mine[-1].at,
    )
    return settled, sum(everybody.values())


def _says(forecast: Forecast) -> float | None:
    naive = forecast.record.naive
    return OUTCOME_WORTH[naive.outcome] if naive else None


def _deciding(edition: Edition, prediction: str) -> Verdict | None:
    """Return the verdict on a prediction, where there is one that decides."""
    forecast = edition.by_ref.get(prediction)
    verdict = forecast.record.verdict if forecast else None
    return verdict if verdict and verdict.outcome in OUTCOME_WORTH else None


@kept_with_edition
def closings(edition: Edition) -> Mapping[str, dt.datetime]:
    """Return until when a guess counted at each prediction that was ruled on, by slug/id."""
    found: dict[str, dt.datetime] = {}
    for part in _closings(edition).values():
        found.update(part)
    return found


@kept_with_briefings
def _closings(briefing: Briefing, _: Card) -> dict[str, dt.datetime]:
    ruled = ((each.id, each.verdict) for each in briefing.predictions)
    return {f"{briefing.briefing}/{name}": _closed(verdict) for name, verdict in ruled if verdict}


def _closed(verdict: Verdict) -> dt.datetime:
    """Return the beginning of the day of the first ruling, in UTC."""
    first = min(ruling.on for ruling in (*verdict.earlier, verdict))
    return dt.datetime.combine(first, dt.time(), dt.UTC)


def at_close(guesses: Iterable[Guess], verdict: Verdict) -> dict[int, Guess]:
    """Return each reader's last guess before the day of the first ruling, by reader."""
    return _last(guesses, _closed(verdict))


def _last(guesses: Iterable[Guess], closed: dt.datetime) -> dict[int, Guess]:
    """Return each reader's last guess before the close; of the same instant the later in order."""
    last: dict[int, Guess] = {}
    for guess in guesses:
        before = last.get(guess.reader)
        if guess.at < closed and (before is None or before.at <= guess.at):
            last[guess.reader] = guess
    return last
