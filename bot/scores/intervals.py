"""Intervals: how far a share, the difference of two shares, or a trend may be from what many more cases would show.

Cases are claims. Forecasts of one claim hang together, and are counted as if they were one: their effective number is
that of the claims (L. Kish, 1965, Survey Sampling, section 5.4, with the largest possible design effect). Wilson's
interval on an effective number of cases holds its level best of the common ones where samples are clustered and small
(C. Franco, R. J. A. Little, T. A. Louis and E. V. Slud, 2019, Comparative study of confidence intervals for
proportions in complex sample surveys, Journal of Survey Statistics and Methodology 7, 334–364).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from math import sqrt
from statistics import NormalDist, median
from typing import Final, NamedTuple

CONFIDENCE: Final = 0.95
FEWEST: Final = 5
"""With fewer cases no interval is given: it would span most of what is possible."""


class Interval(NamedTuple):
    """Where a value lies, with 95 % confidence unless said otherwise."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high


@cache
def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(successes: float, trials: int) -> Interval:
    """Return the Wilson score interval of a share, without correction for continuity; of no trials all from 0 to 1.

    With p = successes / n:  ( p + z²/2n ± z √( p(1−p)/n + z²/4n² ) ) / ( 1 + z²/n )
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 209–212; method 3 of R. G. Newcombe (1998), Two-sided confidence intervals for the
    single proportion, Statistics in Medicine 17, 857–872. Successes in part vary less: there it is too wide.
    """
    if not trials:
        return Interval(0, 1)
    z = _z(CONFIDENCE)
    share, shrink = successes / trials, 1 + z**2 / trials
    middle = (share + z**2 / (2 * trials)) / shrink
    reach = z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / shrink
    # At a share of 0 or 1 rounding could leave the bound a hair inside or outside of it.
    return Interval(max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


def paired(differences: Mapping[float, int]) -> Interval:
    """Return the interval of the mean difference of two shares on the same cases.

    `differences` tells how many cases there are of each difference, which is from −1 to 1.

    The adjusted Wald interval: two cases are added, of which each side wins a half.
    A. Agresti and Y. Min (2005), Simple improved confidence intervals for comparing matched proportions, Statistics in
    Medicine 24, 729–740. Raises ValueError without any case.
    """
    if not differences:
        raise ValueError("no cases to compare")
    cases = sum(differences.values()) + 2
    mean = sum(each * count for each, count in differences.items()) / cases
    variance = (sum(each**2 * count for each, count in differences.items()) + 1) / cases - mean**2
    reach = _z(CONFIDENCE) * sqrt(max(0.0, variance) / cases)
    return Interval(max(-1.0, mean - reach), min(1.0, mean + reach))


class Trend(NamedTuple):
    """How much a value changes for each step of another one, and within which interval."""

    slope: float
    interval: Interval


def trend(points: Iterable[tuple[float, float]], confidence: float = CONFIDENCE) -> Trend | None:
    """Return the median slope between any two (x, y) points; None where no two differ in x.

    P. K. Sen (1968), Estimates of the regression coefficient based on Kendall's tau, Journal of the American
    Statistical Association 63, 1379–1389: no distribution is assumed, and single outliers count for little.
    """
    points = sorted(points)
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2) if a[0] != b[0])
    if not slopes:
        return None
    reach = _z(confidence) * sqrt(_variance_of_kendall(points))
    last = len(slopes) - 1
    low = max(0, min(last, round((len(slopes) - reach) / 2) - 1))
    high = max(0, min(last, round((len(slopes) + reach) / 2)))
    return Trend(median(slopes), Interval(slopes[low], slopes[high]))


def _variance_of_kendall(points: Sequence[tuple[float, float]]) -> float:
    """Return how much the number of rising less that of falling pairs varies where nothing changes; ties lessen it."""

    def spread(count: int) -> int:
        return count * (count - 1) * (2 * count + 5)

    ties = (Counter(each[axis] for each in points).values() for axis in (0, 1))
    tied = sum(spread(count) for counts in ties for count in counts)
    return max(0, spread(len(points)) - tied) / 18
