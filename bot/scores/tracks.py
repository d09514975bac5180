"""Track records of authors: the share of their claims that held, beside that of the naive rule on the same forecasts.

A claim is one unit: the forecasts of a briefing that are one assertion weigh one together, those of them that are
decided alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean
from typing import Final, NamedTuple, TypeVar

from bot.content.edition import STATES
from bot.scores.intervals import FEWEST, Interval, paired, wilson

OUTCOME_WORTH: Final[Mapping[str, float]] = {"held": 1, "partly": 0.5, "failed": 0}
"""What a verdict counts, for authors and readers alike; `unclear` and `void` decide nothing."""

T = TypeVar("T")


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


def mean(kinds: Mapping[T, int], value: Callable[[T], float]) -> float:
    """Return the mean of a value over things of which there are so many of each kind."""
    return fmean(map(value, kinds), kinds.values())


@dataclass(frozen=True)
class Comparison:
    """How an author fared beside the naive rule, on the claims for which it is known what that says.

    Of thousands of claims most are alike: `kinds` tells how many there are of each kind.
    """

    kinds: Mapping[Compared, int]

    @cached_property
    def decided(self) -> int:
        """Claims that are compared."""
        return sum(self.kinds.values())

    @cached_property
    def author(self) -> float:
        """The author's share."""
        return mean(self.kinds, lambda each: each.author)

    @cached_property
    def naive(self) -> float:
        """The naive rule's share."""
        return mean(self.kinds, lambda each: each.naive)

    @property
    def lead(self) -> float:
        """How much larger the author's share is; below 0 it is smaller."""
        return self.author - self.naive

    @cached_property
    def leads(self) -> Interval:
        """The lead where every arguable reading serves the naive rule, and where none does."""
        least, most = mean(self.kinds, lambda each: each.least), mean(self.kinds, lambda each: each.most)
        return Interval(self.author - most, self.author - least)

    @cached_property
    def bounds(self) -> Interval:
        """Where the lead would be for many more such claims."""
        differences = Counter[float]()
        for each, count in self.kinds.items():
            differences[each.author - each.naive] += count
        return paired(differences)

    @property
    def interval(self) -> Interval | None:
        """The same, unless there are too few claims to say so."""
        return self.bounds if self.decided >= FEWEST else None

    @property
    def skill(self) -> float | None:
        """The skill score: 1 is perfect, 0 no better than the naive rule; None where that made no mistake.

        (A − A_naive) / (1 − A_naive), D. S. Wilks (2011), Statistical Methods in the Atmospheric Sciences, eq. 8.4.
        """
        return self.lead / (1 - self.naive) if self.naive < 1 else None


def in_order(kinds: Mapping[Claim, int]) -> Mapping[Claim, int]:
    """Return claims from the worst to the best."""

    def worth(named: tuple[Claim, int]) -> tuple[float, float, tuple[float, ...]]:
        return named[0].held, named[0].partly, named[0].compared or ()

    return dict(sorted(kinds.items(), key=worth)) if len(kinds) > 1 else kinds


@dataclass(frozen=True)
class Track:
    """How many forecasts of a collection stand how, and how many claims they decide of each kind, worst to best."""

    held: int = 0
    partly: int = 0
    failed: int = 0
    unclear: int = 0
    void: int = 0
    open: int = 0
    due: int = 0
    proposed: int = 0
    kinds: Mapping[Claim, int] = field(default_factory=dict)

    @classmethod
    def together(cls, tracks: Collection[Track]) -> Track:
        """Return the record of several collections that have no claim in common."""
        counts = {name: sum(getattr(each, name) for each in tracks) for name in STATES}
        kinds = Counter[Claim]()
        for each in tracks:
            kinds.update(each.kinds)
        return cls(**counts, kinds=in_order(kinds))

    @cached_property
    def decided(self) -> int:
        """Claims that are decided."""
        return sum(self.kinds.values())

    @property
    def forecasts(self) -> int:
        """Forecasts that are decided."""
        return self.held + self.partly + self.failed

    @cached_property
    def share(self) -> float | None:
        """Share of the decided claims that held, in part counting half; None where none is decided."""
        return mean(self.kinds, lambda each: each.share) if self.kinds else None

    @cached_property
    def strict(self) -> float:
        """That share where what held in part counts nothing."""
        return mean(self.kinds, lambda each: each.held) if self.kinds else 0

    @cached_property
    def lenient(self) -> float:
        """That share where what held in part counts as much as what held."""
        return mean(self.kinds, lambda each: each.held + each.partly) if self.kinds else 0

    @cached_property
    def bounds(self) -> Interval:
        """Where that share would lie for many more such claims."""
        return wilson(sum(each.share * count for each, count in self.kinds.items()), self.decided)

    @property
    def interval(self) -> Interval | None:
        """The same, unless there are too few claims to say so."""
        return self.bounds if self.decided >= FEWEST else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """How it compares with the naive rule, on the claims of which that is known."""
        compared = Counter[Compared]()
        for each, count in self.kinds.items():
            if each.compared:
                compared[each.compared] += count
        return Comparison(compared) if compared else None
