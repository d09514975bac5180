"""What an edit would erase: a ruling that was live stays where it was given, below the one that takes its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.content.drafts import Declined
from bot.content.edition import Edition, ref
from bot.content.prediction import Outcome, Prediction

_Given = tuple[Outcome, dt.date, dt.date | None]
"""What is held of a ruling: its outcome, its day, and the day from which it counts; its words may be mended."""


def hold(before: Edition, after: Edition, today: dt.date) -> None:
    """Raise Declined where an edit takes a ruling away, or changes its outcome or a day of it.

    Nor may one that has counted be followed by one of a day before it did, as if it never had. A forecast may become
    an observation, or part of another one; a document may go as a whole.
    """
    if name := next(_erased(before, after), ""):
        raise Declined("ruling-erased", name=name)
    if name := next(_overtaken(before, after, today), ""):
        raise Declined("ruling-backdated", name=name)


def _erased(before: Edition, after: Edition) -> Iterator[str]:
    """Yield the forecasts of which a ruling is missing."""
    for each in before.predictions:
        name = ref(each)
        if name in after.by_ref:
            left = _given(after.by_ref[name].record)
            missing = any(ruling not in left for ruling in _given(each.record))  # what is behind one is looked at next
        else:
            goes_on = after.current(name) != name or name in after.observed
            missing = bool(each.record.verdict) and each.briefing.briefing in after.by_slug and not goes_on
        if missing:
            yield name


def _overtaken(before: Edition, after: Edition, today: dt.date) -> Iterator[str]:
    """Yield the forecasts of which a ruling that has counted since it was proposed would never have."""
    for each in before.predictions:
        verdict, name = each.record.verdict, ref(each)
        if verdict and verdict.proposed and verdict.proposed <= today and name in after.by_ref:
            given = [*_given(after.by_ref[name].record)]
            if any(verdict.on < on < verdict.proposed for _, on, _ in given):
                yield name


def _given(record: Prediction) -> Iterator[_Given]:
    verdict = record.verdict
    for each in (*verdict.earlier, verdict) if verdict else ():
        yield each.outcome, each.on, each.proposed
