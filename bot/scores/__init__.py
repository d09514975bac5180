"""Scores: track records of authors beside the naive rule, Brier scores of readers, and how sure either is.

`tracks`: who was right, claim by claim; `groups`: of which forecasts; `readers`: who guessed well; `brier`: scores of
probabilities; `intervals`: how far a figure may be from what many more cases would show. Values in, values out.
"""

from __future__ import annotations

from bot.scores.brier import Decomposition, brier, decomposition, over_time
from bot.scores.groups import (
    Counted,
    Sums,
    by_certainty,
    by_field,
    by_weight,
    by_year,
    claim_of,
    counted,
    fairly,
    implied,
    made,
    track,
    tracks_by,
)
from bot.scores.intervals import CONFIDENCE, FEWEST, Interval, Trend, paired, trend, wilson
from bot.scores.readers import EVEN, Bin, Progress, Score, Settled, at_close, closings, score
from bot.scores.tracks import OUTCOME_WORTH, Claim, Compared, Comparison, Track

__all__ = [
    "CONFIDENCE",
    "EVEN",
    "FEWEST",
    "OUTCOME_WORTH",
    "Bin",
    "Claim",
    "Compared",
    "Comparison",
    "Counted",
    "Decomposition",
    "Interval",
    "Progress",
    "Score",
    "Settled",
    "Sums",
    "Track",
    "Trend",
    "at_close",
    "brier",
    "by_certainty",
    "by_field",
    "by_weight",
    "by_year",
    "claim_of",
    "closings",
    "counted",
    "decomposition",
    "fairly",
    "implied",
    "made",
    "over_time",
    "paired",
    "score",
    "track",
    "tracks_by",
    "trend",
    "wilson",
]
