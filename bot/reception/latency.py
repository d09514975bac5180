"""How long answers take, by command, as a histogram: counts alone, nothing of who asked or what."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from bot.answers.parsing import is_words, parse, row_of

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, math.inf)
"""Upper bounds of the buckets, in seconds."""


def called(text: str) -> str:
    """Return under which name a question is counted: a command of the table, `words`, or `unknown`."""
    if is_words(text):
        return "words"
    return parse(text).name if row_of(text) else "unknown"


@dataclass(slots=True)
class Histogram:
    """Answers by how long they took, and the sum of it in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * len(BOUNDS))
    total: float = 0.0

    def observe(self, seconds: float) -> None:
        """Count one answer."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds

    def cumulated(self) -> Iterator[tuple[float, int]]:
        """Yield of each bound how many answers took no longer."""
        yield from zip(BOUNDS, accumulate(self.counts), strict=True)


Latencies = defaultdict[str, Histogram]
"""Histograms by the names of questions."""
