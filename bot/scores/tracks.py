"""Track records of authors: the share of their claims that held, beside that of the naive rule on the same forecasts.

A claim is one unit: the forecasts of a briefing that are one assertion weigh one together, those of them that are
decided alike. Forecasts nobody made outright (`implied`) are no record of their author and stand apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import fmean
from typing import Final, NamedTuple, TypeVar

from bot.content.briefing import Certainty, Weight
from bot.content.edition import Forecast, state
from bot.scores.intervals import FEWEST, Interval, paired, wilson

OUTCOME_WORTH: Final[Mapping[str, float]] = {"held": 1, "partly": 0.5, "failed": 0}
"""What a verdict counts, for authors and readers alike; `unclear` and `void` decide nothing."""

CLAIMS_KEPT: Final = 4_096
"""Kinds of claims that are kept: by what was ruled on each of their forecasts, and what the naive rule says of it."""

K = TypeVar("K", bound=Hashable)


class Compared(NamedTuple):
    """What an author and the naive rule scored on the same forecasts of a claim, each from 0 to 1.

    `least` and `most`: the naive rule's score where every reading that is arguable is the one that serves it so.
    """

    author: float
    naive: float
    least: float
    most: float


class Claim(NamedTuple):
    """One claim, as far as it is decided: the shares of it that held and that held in part, and the comparison."""

    held: float
    partly: float
    compared: Compared | None = None

    @property
    def share(self) -> float:
        """What it counts for its author, from 0 to 1."""
        return self.held + self.partly * OUTCOME_WORTH["partly"]


@dataclass(frozen=True)
class Comparison:
    """How an author fared beside the naive rule, on the claims for which it is known what that says."""

    claims: tuple[Compared, ...]

    @cached_property
    def author(self) -> float:
        """The author's share."""
        return fmean(each.author for each in self.claims)

    @cached_property
    def naive(self) -> float:
        """The naive rule's share."""
        return fmean(each.naive for each in self.claims)

    @property
    def lead(self) -> float:
        """How much larger the author's share is; below 0 it is smaller."""
        return self.author - self.naive

    @cached_property
    def leads(self) -> Interval:
        """The lead where every arguable reading serves the naive rule, and where none does."""
        least, most = (fmean(getattr(each, name) for each in self.claims) for name in ("least", "most"))
        return Interval(self.author - most, self.author - least)

    @cached_property
    def bounds(self) -> Interval:
        """Where the lead would be for many more such claims."""
        return paired([each.author - each.naive for each in self.claims])

    @property
    def interval(self) -> Interval | None:
        """The same, unless there are too few claims to say so."""
        return self.bounds if len(self.claims) >= FEWEST else None

    @property
    def skill(self) -> float | None:
        """The skill score: 1 is perfect, 0 no better than the naive rule; None where that made no mistake.

        (A − A_naive) / (1 − A_naive), D. S. Wilks (2011), Statistical Methods in the Atmospheric Sciences, eq. 8.4.
        """
        return self.lead / (1 - self.naive) if self.naive < 1 else None


@dataclass(frozen=True)
class Track:
    """How many forecasts of a collection stand how, and the claims they decide."""

    held: int = 0
    partly: int = 0
    failed: int = 0
    unclear: int = 0
    void: int = 0
    open: int = 0
    due: int = 0
    proposed: int = 0
    claims: tuple[Claim, ...] = ()

    @property
    def decided(self) -> int:
        """Claims that are decided."""
        return len(self.claims)

    @property
    def forecasts(self) -> int:
        """Forecasts that are decided."""
        return self.held + self.partly + self.failed

    @cached_property
    def share(self) -> float | None:
        """Share of the decided claims that held, in part counting half; None where none is decided."""
        return fmean(each.share for each in self.claims) if self.claims else None

    @cached_property
    def strict(self) -> float:
        """That share where what held in part counts nothing."""
        return fmean(each.held for each in self.claims) if self.claims else 0

    @cached_property
    def lenient(self) -> float:
        """That share where what held in part counts as much as what held."""
        return fmean(each.held + each.partly for each in self.claims) if self.claims else 0

    @cached_property
    def bounds(self) -> Interval:
        """Where that share would lie for many more such claims."""
        return wilson(sum(each.share for each in self.claims), len(self.claims))

    @property
    def interval(self) -> Interval | None:
        """The same, unless there are too few claims to say so."""
        return self.bounds if len(self.claims) >= FEWEST else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """How it compares with the naive rule, on the claims of which that is known."""
        compared = tuple(each.compared for each in self.claims if each.compared)
        return Comparison(compared) if compared else None


def made(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts that their authors made: not those that are only read between their lines."""
    return [each for each in forecasts if each.record.certainty != "implied"]


def implied(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts that are read between the lines."""
    return [each for each in forecasts if each.record.certainty == "implied"]


def track(forecasts: Iterable[Forecast], today: dt.date) -> Track:
    """Return the track record of some forecasts, its claims from the worst to the best."""
    forecasts = list(forecasts)
    counts: Counter[str] = Counter(state(each.record, today) for each in forecasts)
    claims: defaultdict[tuple[str, str], list[Forecast]] = defaultdict(list)
    for each in forecasts:
        if (verdict := each.record.verdict) and verdict.outcome in OUTCOME_WORTH:
            claims[claim_of(each)].append(each)
    decided = sorted(map(_claim, claims.values()), key=lambda each: (each.held, each.partly, each.compared or ()))
    return Track(**counts, claims=tuple(decided))


def claim_of(forecast: Forecast) -> tuple[str, str]:
    """Return what tells the claim of a forecast from all others; one that names none is a claim of its own."""
    record = forecast.record
    return forecast.briefing.briefing, f"claim {record.claim}" if record.claim else record.id


def _claim(forecasts: Iterable[Forecast]) -> Claim:
    """Return a claim of its decided forecasts, which all weigh the same."""
    ruled = ((verdict.outcome, each.record.naive) for each in forecasts if (verdict := each.record.verdict))
    return _of_rulings(
        tuple((outcome, *((naive.outcome, naive.arguably) if naive else ())) for outcome, naive in ruled)
    )


@lru_cache(CLAIMS_KEPT)
def _of_rulings(rulings: tuple[tuple[str | None, ...], ...]) -> Claim:
    """Return a claim by the outcome of each forecast, and what the naive rule says and arguably says, if it is known.

    Of tens of thousands of claims most are alike: each kind is reckoned once, and not again with the next edition.
    """
    outcomes = [outcome for outcome, *_ in rulings]
    compared = [_compared(says, OUTCOME_WORTH[outcome]) for outcome, *says in rulings if outcome and says]
    means = _mean(compared) if compared else None
    return Claim(outcomes.count("held") / len(outcomes), outcomes.count("partly") / len(outcomes), means)


def _mean(compared: list[Compared]) -> Compared:
    """Return the means of several scores; most claims are one forecast, whose scores need no reckoning."""
    return compared[0] if len(compared) == 1 else Compared(*map(fmean, zip(*compared, strict=True)))


def _compared(naive: Iterable[str | None], outcome: float) -> Compared:
    """Return the scores on one forecast: 1 less the distance of what was said from what came, of both alike."""
    says = [OUTCOME_WORTH[each] for each in naive if each]
    scores = [1 - abs(each - outcome) for each in says]
    return Compared(outcome, scores[0], min(scores), max(scores))


def tracks_by(forecasts: Iterable[Forecast], by: Callable[[Forecast], Iterable[K]], today: dt.date) -> dict[K, Track]:
    """Return the track record of each group of forecasts, fairly sorted; a forecast may be in several groups."""
    groups: defaultdict[K, list[Forecast]] = defaultdict(list)
    for forecast in forecasts:
        for group in by(forecast):
            groups[group].append(forecast)
    return fairly({group: track(found, today) for group, found in groups.items()})


def fairly(tracks: Mapping[K, Track]) -> dict[K, Track]:
    """Return track records, best first: by what is least likely to be luck; undecided ones last.

    That is the lower bound of the lead over the naive rule, then of the share: one lucky hit leads nobody.
    """

    def rank(named: tuple[K, Track]) -> tuple[bool, float, float, float]:
        record = named[1]
        lead = record.comparison.bounds.low if record.comparison else -1.0
        return not record.decided, -lead, -record.bounds.low, -record.bounds.high

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
