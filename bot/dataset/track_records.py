"""The records of who was right: shares with their intervals, beside the naive rule."""

from __future__ import annotations

from bot.content.briefing import Name, Record
from bot.content.values import Slug
from bot.dataset.records import Counts, Link


class Interval(Record):
    """Where a value lies, with 95 % confidence."""

    low: float
    high: float


class BesideNaive(Record):
    """What "things stay as they are" scored on the same claims, where that is known; `lead` is the author's over it.

    `skill` is 1 for a perfect record, 0 for one no better than the naive rule.
    """

    claims: int
    share: float
    author: float
    lead: float
    interval: Interval | None = None
    skill: float | None = None


class TrackRecord(Record):
    """How forecasts came out, claim by claim: forecasts that are one assertion weigh one together.

    `share` is that of the decided claims that held, in part counting half; `strict` counts those nothing, `lenient`
    whole. Of too few claims there is no interval.
    """

    forecasts: Counts
    claims: int
    share: float | None = None
    strict: float | None = None
    lenient: float | None = None
    interval: Interval | None = None
    naive: BesideNaive | None = None


class Author(Record):
    """Those who wrote the same documents, and their track record; `implied` is that of what they only hinted at."""

    id: str
    authors: tuple[Name, ...]
    briefings: tuple[Slug, ...]
    record: TrackRecord
    implied: TrackRecord
    url: Link
