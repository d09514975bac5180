"""Brier scores of probabilities: of single answers, over the days they stood, and what a score is made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple


def brier(guesses: Iterable[tuple[float, float]], weights: Iterable[float] | None = None) -> float:
    """Return the Brier score of (probability, outcome) pairs: the mean of (probability − outcome)²; 0 is perfect.

    G. W. Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1–3.
    Brier summed over all classes of an event, from 0 to 2; of two classes this is the half of it, from 0 to 1.
    Raises StatisticsError without any pair.
    """
    return fmean(((probability - outcome) ** 2 for probability, outcome in guesses), weights)


def over_time(answers: Sequence[tuple[dt.datetime, float]], closed: dt.datetime, outcome: float) -> float:
    """Return the mean score over the days from the first answer to the close: each counts as long as it stood.

    `answers` are (time, probability) pairs, oldest first, all before the close. Raises IndexError without any.
    """
    ends = [*(at for at, _ in answers), closed]
    stood = [(end - start).total_seconds() for start, end in pairwise(ends)]
    return sum(long * (chance - outcome) ** 2 for long, (_, chance) in zip(stood, answers, strict=True)) / sum(stood)


class Decomposition(NamedTuple):
    """What a Brier score is made of: it is reliability − resolution + uncertainty.

    Reliability: how far chances lie from how often it came true when they were given; 0 is best. Resolution: how far
    the questions given different chances came out differently; more is better. Uncertainty: how hard the questions
    were to anybody, by how often they came true at all.
    """

    reliability: float
    resolution: float
    uncertainty: float


def decomposition(guesses: Sequence[tuple[float, float]], weights: Sequence[float] | None = None) -> Decomposition:
    """Return what the Brier score of (probability, outcome) pairs is made of.

    A. H. Murphy (1973), A new vector partition of the probability score, Journal of Applied Meteorology 12, 595–600.
    Outcomes may lie between 0 and 1: what they vary by among equal chances is part of the uncertainty, as their whole
    variance is; of outcomes of 0 and 1 that is Murphy's ō(1 − ō). Raises StatisticsError without any pair.
    """
    weights = [1.0] * len(guesses) if weights is None else weights
    groups: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)
    for (chance, outcome), weight in zip(guesses, weights, strict=True):
        groups[chance].append((outcome, weight))
    base = fmean((outcome for _, outcome in guesses), weights)
    sizes = {chance: sum(weight for _, weight in group) for chance, group in groups.items()}
    rates = {chance: fmean(*zip(*group, strict=True)) for chance, group in groups.items()}
    return Decomposition(
        fmean(((chance - rates[chance]) ** 2 for chance in groups), sizes.values()),
        fmean(((rates[chance] - base) ** 2 for chance in groups), sizes.values()),
        fmean(((outcome - base) ** 2 for _, outcome in guesses), weights),
    )
