"""Computes when issues are due: weekly slots through every change of clock, missed ones, changed plans; and waits."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], dt.datetime]
"""Tells the time, aware of its zone; whoever needs the time is given one."""
TOO_OLD: Final = dt.timedelta(days=2)
"""A slot found later than this after its time is missed: offered, not forced."""
SHORTEST_GAP: Final = dt.timedelta(days=3.5)
LONGEST_GAP: Final = dt.timedelta(days=10.5)
"""The least and the most time between two issues, however often a reader changes day, hour or zone."""
LONGEST_WAIT: Final = TOO_OLD
"""The most a message or a channel waits: what comes later than a slot is worth is asked for again instead."""
RETRY_WAITS: Final = tuple(dt.timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 3600, 3 * 3600))
SPREAD: Final = 0.2
"""Share by which a wait is made shorter or longer, so that what failed together does not come back together."""

_WEEK = dt.timedelta(days=7)
# `ZoneInfo` itself keeps only eight zones; a ninth would be read from its file again at every question.
_zone = functools.cache(ZoneInfo)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of the week (Monday is 0), a minute of that day (0 to 1439) and an IANA zone."""

    weekday: int
    minute: int
    zone: str

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < 7 and 0 <= self.minute < 24 * 60):
            raise ValueError(f"no such day or minute: {self.weekday}, {self.minute}")

    @property
    def tz(self) -> ZoneInfo:
        """The zone; raises LookupError, ValueError or OSError where this machine knows none of the name."""
        return _zone(self.zone)


@dataclass(frozen=True, slots=True)
class DueSlot:
    """A slot whose time has come: `slot` is to be queued, or noted as missed; `next` is pending then.

    Without a slot nothing is owed: the pending one was set by a clock that was wrong.
    """

    slot: dt.datetime | None
    missed: bool
    next: dt.datetime


def next_slot(weekly: Weekly, after: dt.datetime) -> dt.datetime:
    """Return the first slot after an instant, in UTC."""
    today = after.astimezone(_zone(weekly.zone)).date()
    # Yesterday's slot may be ahead still: a gap in the spring can move it past midnight.
    day = today + dt.timedelta((weekly.weekday - today.weekday() + 1) % 7 - 1)
    slot = _slot(weekly, day)
    return slot if slot > after else _slot(weekly, day + _WEEK)


def latest_slot(weekly: Weekly, now: dt.datetime) -> dt.datetime:
    """Return the last slot that has come, in UTC."""
    today = now.astimezone(_zone(weekly.zone)).date()
    # Tomorrow's slot may be behind already: in the autumn the clock can go back over midnight.
    day = today - dt.timedelta((today.weekday() - weekly.weekday + 1) % 7 - 1)
    slot = _slot(weekly, day)
    return slot if slot <= now else _slot(weekly, day - _WEEK)


def due_slot(
    weekly: Weekly,
    pending: dt.datetime,
    now: dt.datetime,
    *,
    last: dt.datetime | None = None,
    since: dt.datetime | None = None,
) -> DueSlot | None:
    """Return what to do about a pending slot, or nothing before its time; of several that came, the latest counts.

    `last` is when the last issue was queued, `since` when the reader subscribed: what is too close to the one, or
    before the other, only a wrong clock can have made pending, and is not owed.
    """
    if now < pending:
        return None
    # A pending slot that is later than the schedule's latest is a stepping stone of the schedule before.
    slot = max(pending, latest_slot(weekly, now))
    if _within(slot, last, now, SHORTEST_GAP) or _within(slot, since, now, dt.timedelta()):
        return DueSlot(None, missed=False, next=_first(weekly, now, last))
    missed = now - slot > TOO_OLD
    return DueSlot(slot, missed, _first(weekly, now, None if missed else now))


def pulled(weekly: Weekly, pending: dt.datetime, now: dt.datetime, *, last: dt.datetime | None) -> dt.datetime:
    """Return a pending slot that is at most `LONGEST` ahead: one farther off was reckoned by a clock that was wrong."""
    return pending if pending - now <= LONGEST_GAP else min(_first(weekly, now, last), now + LONGEST_GAP)


def reschedule(new: Weekly, *, now: dt.datetime, last: dt.datetime | None, pending: dt.datetime | None) -> dt.datetime:
    """Return the pending slot after a change of day, hour or zone: never two issues in a week, nor a week with none.

    `last` is when the last issue was queued; `pending` is the slot promised so far, none for a paused reader.
    A slot that has come is owed, whether or not a tick has seen it. Otherwise it is the first of the new schedule
    at least `SHORTEST` after the last issue; where that would be more than `LONGEST` after it, the old slot is kept
    as a stepping stone if it is sooner.
    """
    if pending and pending <= now:
        return pending
    first = _first(new, now, last)
    stretched = last is not None and first - last > LONGEST_GAP
    return min(first, pending) if pending and stretched else first


def retry_at(attempts: int, now: dt.datetime, *, jitter: float, lasting: bool = False) -> dt.datetime | None:
    """Return when to try again after so many failed attempts, or nothing to give up; `jitter` is from 0 to 1.

    What can still be sent in time is `lasting`: the last wait comes again and again, as no outage is to close it.
    """
    if attempts > len(RETRY_WAITS) and not lasting:
        return None
    return now + RETRY_WAITS[min(max(attempts, 1), len(RETRY_WAITS)) - 1] * (1 - SPREAD + 2 * SPREAD * jitter)


@functools.lru_cache(maxsize=10_000)  # what is due together has few slots, and a million readers
def _slot(weekly: Weekly, day: dt.date) -> dt.datetime:
    """Return the slot of a local day: a time in a gap moves forward by the gap, of a repeated hour the first counts."""
    hour, minute = divmod(weekly.minute, 60)
    local = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=_zone(weekly.zone))
    return local.astimezone(dt.UTC)


def _first(weekly: Weekly, now: dt.datetime, last: dt.datetime | None) -> dt.datetime:
    """Return the first slot after now that is at least `SHORTEST` after the last issue.

    An issue of the future was queued under a wrong clock, and now at the latest.
    """
    return next_slot(weekly, max(now, min(last, now) + SHORTEST_GAP - dt.timedelta.resolution) if last else now)


def _within(slot: dt.datetime, known: dt.datetime | None, now: dt.datetime, rest: dt.timedelta) -> bool:
    """Tell whether a slot comes before a known instant and so much rest; an instant of the future is not known."""
    return known is not None and known <= now and slot < known + rest
