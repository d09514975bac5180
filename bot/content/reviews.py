"""Standings in between: which one counts, when it is looked at again, and whether it turned.

A review that nobody did does not stay up for ever: it comes again every half year after its day, as long as there is no
verdict. Nothing here is counted in scores.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import count, takewhile
from typing import Final, get_args

from bot.content.prediction import Leaning, Prediction, Review, Standing

LEANINGS: Final[tuple[Leaning, ...]] = get_args(Leaning)
RECURS: Final = 6
"""Months after which a review that nobody did comes again."""
REVIEW_LASTS: Final = dt.timedelta(weeks=4)
"""How long a review is up from its day on, if nobody does it."""


def current(prediction: Prediction) -> Standing | None:
    """Return how a prediction stands; None where nobody looked, or a verdict has taken the standing's place.

    So has one that is proposed: who reads how it looks, reads that.
    """
    return None if prediction.verdict or prediction.proposal else prediction.standing


def turned_from(standing: Standing) -> Leaning | None:
    """Return which way it leaned before, where that was another one than now."""
    was = standing.earlier[-1].leans if standing.earlier else None
    return None if was == standing.leans else was


def turned(prediction: Prediction) -> Standing | None:
    """Return how a prediction stands, where it leaned another way before."""
    stands = current(prediction)
    return stands if stands and turned_from(stands) else None


def up_since(review: Review, today: dt.date) -> dt.date | None:
    """Return the day on which the latest review fell; None while the first one is still to come."""
    return max(takewhile(lambda day: day <= today, _days(review)), default=None)


def to_review(prediction: Prediction, today: dt.date) -> Standing | None:
    """Return the standing that is to be looked at again some day; none once it is a verdict that is waited for."""
    return None if prediction.due and prediction.due <= today else current(prediction)


def is_up(prediction: Prediction, today: dt.date) -> bool:
    """Tell whether the standing of a prediction is up for review: its day came less than four weeks ago."""
    standing = to_review(prediction, today)
    day = up_since(standing, today) if standing else None
    return day is not None and today - day < REVIEW_LASTS


def next_review(review: Review, today: dt.date) -> dt.date:
    """Return the day of the next review that is still to come, today's included."""
    return next(day for day in _days(review) if day >= today)


def is_overdue(prediction: Prediction, today: dt.date) -> bool:
    """Tell whether a prediction was to be looked at again, and nobody did so within four weeks."""
    standing = to_review(prediction, today)
    return standing is not None and today - standing.next >= REVIEW_LASTS


def _days(review: Review) -> Iterator[dt.date]:
    """Yield the days of all reviews while nobody does one: the first, and every half year after it."""
    return (months_later(review.next, RECURS * turn) for turn in count())


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or its last one where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
