"""Scores of sources and of readers: track records with intervals, Brier scores, calibration."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, median_low
from typing import Final, NamedTuple, TypeVar

from bot.content.briefing import Certainty, Prediction, Verdict, Weight
from bot.content.edition import Edition, Forecast, kept_with_edition, state
from bot.people.readers import CHANCES, Guess

CONFIDENCE: Final = 0.95
OUTCOME_WORTH: Final[Mapping[str, float]] = {"held": 1, "partly": 0.5, "failed": 0}
"""What a verdict counts, for sources and readers alike; `unclear` and `void` decide nothing."""
EVEN: Final = 50
"""Percent of somebody who never commits themselves: what everyone is held against."""

_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

K = TypeVar("K", bound=Hashable)


class Interval(NamedTuple):
    """Where a share lies, with 95 % confidence."""

    low: float
    high: float


def wilson(successes: float, trials: int) -> Interval:
    """Return the Wilson score interval of a share, without correction for continuity; of no trials all from 0 to 1.

    With p = successes / n:  ( p + z²/2n ± z √( p(1−p)/n + z²/4n² ) ) / ( 1 + z²/n )
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 209–212; method 3 of R. G. Newcombe (1998), Two-sided confidence intervals for the
    single proportion, Statistics in Medicine 17, 857–872. Trials are taken to be independent: where they hang
    together, as forecasts of one source may, it is rather too narrow. Half successes vary less: there it is too wide.
    """
    if not trials:
        return Interval(0, 1)
    share, shrink = successes / trials, 1 + _Z**2 / trials
    middle = (share + _Z**2 / (2 * trials)) / shrink
    reach = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2)) / shrink
    # At a share of 0 or 1 rounding could leave the bound a hair inside or outside of it.
    return Interval(max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


@dataclass(frozen=True, slots=True)
class Track:
    """How many forecasts of a collection stand how."""

    held: int = 0
    partly: int = 0
    failed: int = 0
    unclear: int = 0
    void: int = 0
    open: int = 0
    due: int = 0

    @property
    def decided(self) -> int:
        """Forecasts with a verdict that decides."""
        return self.held + self.partly + self.failed

    @property
    def successes(self) -> float:
        """Forecasts that held; those that held in part count half."""
        return self.held + self.partly * OUTCOME_WORTH["partly"]

    @property
    def share(self) -> float | None:
        """Share of the decided forecasts that held; None where none is decided."""
        return self.successes / self.decided if self.decided else None

    @property
    def interval(self) -> Interval:
        """Where that share would lie for many more such forecasts."""
        return wilson(self.successes, self.decided)


def track(predictions: Iterable[Prediction], today: dt.date) -> Track:
    """Return the track record of some predictions."""
    counts: Counter[str] = Counter(state(each, today) for each in predictions)
    return Track(**counts)


def tracks_by(forecasts: Iterable[Forecast], by: Callable[[Forecast], Iterable[K]], today: dt.date) -> dict[K, Track]:
    """Return the track record of each group of forecasts, fairly sorted; a forecast may be in several groups."""
    groups: defaultdict[K, list[Prediction]] = defaultdict(list)
    for forecast in forecasts:
        for group in by(forecast):
            groups[group].append(forecast.record)
    return fairly({group: track(found, today) for group, found in groups.items()})


def fairly(tracks: Mapping[K, Track]) -> dict[K, Track]:
    """Return track records, best first: by the lower bound, so that one lucky hit leads nobody; undecided ones last."""

    def rank(named: tuple[K, Track]) -> tuple[bool, float, float]:
        record = named[1]
        return not record.decided, -record.interval.low, -record.interval.high

    return dict(sorted(tracks.items(), key=rank))


def by_field(forecast: Forecast) -> tuple[str, ...]:
    """Return the sectors of a forecast."""
    return forecast.record.sectors


def by_year(forecast: Forecast) -> tuple[int | None]:
    """Return the year in which a forecast's window ends; None where it is open-ended."""
    until = forecast.record.window.until
    return (until.year if until else None,)


def by_weight(forecast: Forecast) -> tuple[Weight]:
    """Return how much a forecast matters to its source."""
    return (forecast.record.weight,)


def by_certainty(forecast: Forecast) -> tuple[Certainty]:
    """Return how surely a forecast was made."""
    return (forecast.record.certainty,)


def brier(guesses: Iterable[tuple[float, float]]) -> float:
    """Return the Brier score of (probability, outcome) pairs: the mean of (probability − outcome)²; 0 is perfect.

    G. W. Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1–3.
    Brier summed over all classes of an event, from 0 to 2; of two classes this is the half of it, from 0 to 1.
    """
    return fmean((probability - outcome) ** 2 for probability, outcome in guesses)


class Settled(NamedTuple):
    """A reader's guess that a verdict has settled: in percent, beside the median of all readers, and the outcome."""

    prediction: str
    percent: int
    median: int
    outcome: float


class Bin(NamedTuple):
    """The questions a reader gave about the same chance: how many, and how many came true, in part counting half."""

    percent: int
    questions: int
    true: float


@dataclass(frozen=True, slots=True)
class Score:
    """How a reader did, beside all readers' median and somebody who always says 50 %, on the same questions."""

    settled: tuple[Settled, ...]
    readers: int
    """Readers whose guesses are in any of the medians, this one among them."""

    @property
    def brier(self) -> float:
        """The reader's Brier score."""
        return brier((each.percent / 100, each.outcome) for each in self.settled)

    @property
    def crowd(self) -> float:
        """The Brier score of the readers' medians."""
        return brier((each.median / 100, each.outcome) for each in self.settled)

    @property
    def even(self) -> float:
        """The Brier score of always saying 50 %."""
        return brier((EVEN / 100, each.outcome) for each in self.settled)

    @property
    def calibration(self) -> tuple[Bin, ...]:
        """The reader's guesses by chance, each counted with the nearest one, and how many came true."""
        chances = list(map(int, CHANCES))
        outcomes: dict[int, list[float]] = {chance: [] for chance in chances}
        for each in self.settled:
            outcomes[min(chances, key=lambda chance: abs(chance - each.percent))].append(each.outcome)
        return tuple(Bin(chance, len(found), sum(found)) for chance, found in outcomes.items())


def score(history: Iterable[Guess], crowd: Mapping[str, Iterable[Guess]], edition: Edition) -> Score | None:
    """Return how a reader did, by their guesses and those of all readers by prediction; None where none is settled.

    Of each reader the last guess before the day of the verdict counts; of a verdict that was corrected, before the day
    of the first ruling, for by then the answer was out. The outcome is always that of the ruling that stands now.
    """
    own: defaultdict[str, list[Guess]] = defaultdict(list)
    for guess in history:
        own[guess.prediction].append(guess)
    settled: list[Settled] = []
    readers: set[int] = set()
    for prediction, guesses in own.items():
        verdict = _deciding(edition, prediction)
        last = _last(guesses, verdict) if verdict else {}
        if verdict and last:
            everybody = _last(crowd.get(prediction, ()), verdict) | last
            middle = median_low(guess.percent for guess in everybody.values())
            [guess] = last.values()
            settled.append(Settled(prediction, guess.percent, middle, OUTCOME_WORTH[verdict.outcome]))
            readers |= everybody.keys()
    return Score(tuple(settled), len(readers)) if settled else None


def _deciding(edition: Edition, prediction: str) -> Verdict | None:
    """Return the verdict on a prediction, where there is one that decides."""
    forecast = edition.by_ref.get(prediction)
    verdict = forecast.record.verdict if forecast else None
    return verdict if verdict and verdict.outcome in OUTCOME_WORTH else None


@kept_with_edition
def settled(edition: Edition) -> Mapping[str, dt.datetime]:
    """Return until when a guess counted at each prediction that was ruled on, by slug/id."""
    verdicts = {name: _deciding(edition, name) for name in edition.by_ref}
    return {name: _closed(verdict) for name, verdict in verdicts.items() if verdict}


def _closed(verdict: Verdict) -> dt.datetime:
    """Return the beginning of the day of the first ruling, in UTC."""
    first = min(ruling.on for ruling in (*verdict.earlier, verdict))
    return dt.datetime.combine(first, dt.time(), dt.UTC)


def _last(guesses: Iterable[Guess], verdict: Verdict) -> dict[int, Guess]:
    """Return each reader's last guess before the day of the first ruling; of the same instant the later in order."""
    closed = _closed(verdict)
    last: dict[int, Guess] = {}
    for guess in guesses:
        before = last.get(guess.reader)
        if guess.at < closed and (before is None or before.at <= guess.at):
            last[guess.reader] = guess
    return last
