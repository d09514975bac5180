"""Weekly slots in every zone and through every change of clock; late issues, changed plans, and growing waits."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.people.schedule import (
    LONGEST_GAP,
    RETRY_WAITS,
    SHORTEST_GAP,
    SPREAD,
    TOO_OLD,
    DueSlot,
    Weekly,
    due_slot,
    latest_slot,
    next_slot,
    reschedule,
    retry_at,
)
from tests.conftest import NOW

ZONES = sorted(available_timezones())
WEEK, DAY, HOUR, MINUTE = dt.timedelta(days=7), dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
YEAR = dt.timedelta(days=365.25)
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2030, 12, 31)
NOONS = [dt.datetime(2023, 12, 31, 12, tzinfo=dt.UTC) + DAY * number for number in range((LAST - FIRST).days + 3)]
INSTANT = dt.timedelta.resolution
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

Change = tuple[dt.datetime, dt.timedelta, dt.timedelta]

# Not the library's own cache: it is smaller than the number of zones.
zones = functools.cache(ZoneInfo.no_cache)
weeklies = st.builds(Weekly, st.integers(0, 6), st.integers(0, 1439), st.sampled_from(ZONES))
instants = st.timedeltas(dt.timedelta(0), 40 * YEAR).map(dt.datetime(2000, 1, 1, tzinfo=dt.UTC).__add__)
# From here on no zone is known to change its clock by more than Troll does: two hours.
futures = st.timedeltas(dt.timedelta(0), 16 * YEAR).map(dt.datetime(2024, 1, 1, tzinfo=dt.UTC).__add__)
CHANGE = 2 * HOUR


def at(text: str) -> dt.datetime:
    """Return an instant: as written with an offset, else UTC."""
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def offset(zone: str, instant: dt.datetime) -> dt.timedelta:
    found = instant.astimezone(zones(zone)).utcoffset()
    assert found is not None
    return found


def slot_of(zone: str, day: dt.date, minute: int) -> dt.datetime:
    """Return the slot of a local day the slow way: only ever from UTC to local time, which is never in doubt."""
    wall = dt.datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=dt.UTC)
    before, after = offset(zone, wall - 15 * HOUR), offset(zone, wall + 13 * HOUR)
    shown = [wall - by for by in (before, after) if offset(zone, wall - by) == by]
    return min(shown, default=wall - before)


def days(weekday: int, first: dt.date = FIRST, last: dt.date = LAST) -> Iterator[dt.date]:
    first += dt.timedelta((weekday - first.weekday()) % 7)
    return (first + WEEK * number for number in range((last - first) // WEEK + 1))


def changes(zone: str) -> Iterator[Change]:
    """Yield the instants at which a zone changes its clock, with the offsets before and after."""
    offsets = [(noon, offset(zone, noon)) for noon in NOONS]
    for (noon, before), (_, after) in pairwise(offsets):
        if before != after:
            while offset(zone, noon + HOUR) == before:
                noon += HOUR
            while offset(zone, noon) == before:
                noon += MINUTE
            yield noon, before, after


@pytest.mark.exhaustive
def test_every_zone_has_exactly_one_slot_in_each_week_of_seven_years() -> None:
    """Each zone with a weekday and minute of its own."""
    for number, zone in enumerate(ZONES):
        weekly = Weekly(number % 7, number * 607 % 1440, zone)
        wanted = [slot_of(zone, day, weekly.minute) for day in days(weekly.weekday)]
        found = [next_slot(weekly, wanted[0] - INSTANT)]
        while len(found) < len(wanted):
            found.append(next_slot(weekly, found[-1]))
        assert found == wanted, weekly


@pytest.mark.exhaustive
def test_around_each_change_of_clock_every_slot_is_found_from_either_side() -> None:
    """Each quarter of an hour near each change, seen from before, within and after; zones alike count once."""
    alike = {tuple(changes(zone)): zone for zone in ZONES}
    assert sum(map(len, alike)) > 300
    for found, zone in alike.items():
        for change, *offsets in found:
            _look_around(zone, change, offsets)


def _look_around(zone: str, change: dt.datetime, offsets: list[dt.timedelta]) -> None:
    probes = [change + by for by in (-25 * HOUR, -HOUR, -INSTANT, dt.timedelta(0), 30 * MINUTE, 90 * MINUTE, DAY)]
    start = change + min(offsets) - 2 * HOUR
    for quarter in range(int((max(offsets) - min(offsets) + 4 * HOUR) / (15 * MINUTE))):
        wall = start + quarter * 15 * MINUTE
        weekly = Weekly(wall.weekday(), wall.hour * 60 + wall.minute, zone)
        slots = [slot_of(zone, wall.date() + WEEK * number, weekly.minute) for number in (-2, -1, 0, 1, 2)]
        for probe in (*probes, slots[2], slots[2] - INSTANT):
            assert next_slot(weekly, probe) == slots[bisect.bisect_right(slots, probe)], (weekly, probe)
            assert latest_slot(weekly, probe) == slots[bisect.bisect_right(slots, probe) - 1], (weekly, probe)


@given(weeklies, instants)
def test_a_slot_is_the_latest_at_its_own_time_and_until_the_next(weekly: Weekly, after: dt.datetime) -> None:
    slot = next_slot(weekly, after)
    following = next_slot(weekly, slot)
    assert latest_slot(weekly, after) <= after < slot < following
    assert latest_slot(weekly, slot) == slot == latest_slot(weekly, following - INSTANT)
    assert next_slot(weekly, latest_slot(weekly, after)) == slot == next_slot(weekly, slot - INSTANT)


@given(weeklies, instants)
def test_slots_are_a_week_apart_but_for_the_change_of_clock(weekly: Weekly, after: dt.datetime) -> None:
    slot = next_slot(weekly, after)
    following = next_slot(weekly, slot)
    offsets = [offset(weekly.zone, slot + by) for by in (-DAY, dt.timedelta(0), WEEK, WEEK + DAY)]
    assert abs(following - slot - WEEK) <= max(offsets) - min(offsets)


@given(weeklies, instants)
def test_slots_come_in_utc_whatever_zone_the_question_came_in(weekly: Weekly, after: dt.datetime) -> None:
    elsewhere = after.astimezone(zones("Asia/Kathmandu"))
    assert next_slot(weekly, after) == next_slot(weekly, elsewhere)
    assert {next_slot(weekly, elsewhere).tzinfo, latest_slot(weekly, elsewhere).tzinfo} == {dt.UTC}


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "after", "slots"),
    [
        # Spring: a time that is skipped moves forward by what is skipped; autumn: the first of the two.
        ("America/New_York", SUNDAY, "02:30", "2027-03-13", ["2027-03-14T03:30-04:00", "2027-03-21T02:30-04:00"]),
        ("America/New_York", SUNDAY, "01:30", "2027-11-06", ["2027-11-07T01:30-04:00", "2027-11-14T01:30-05:00"]),
        ("America/New_York", SUNDAY, "01:30", "2027-11-07T05:45", ["2027-11-14T01:30-05:00"]),
        ("America/New_York", SUNDAY, "02:30", "2027-11-06", ["2027-11-07T02:30-05:00"]),
        # Half an hour.
        ("Australia/Lord_Howe", SUNDAY, "02:15", "2026-10-03", ["2026-10-04T02:45+11:00", "2026-10-11T02:15+11:00"]),
        ("Australia/Lord_Howe", SUNDAY, "01:45", "2027-04-03", ["2027-04-04T01:45+11:00", "2027-04-11T01:45+10:30"]),
        # Two hours.
        ("Antarctica/Troll", SUNDAY, "01:30", "2027-03-27", ["2027-03-28T03:30+02:00", "2027-04-04T01:30+02:00"]),
        ("Antarctica/Troll", SUNDAY, "02:59", "2027-10-30", ["2027-10-31T02:59+02:00", "2027-11-07T02:59+00:00"]),
        # Offsets of three quarters.
        ("Pacific/Chatham", SUNDAY, "03:00", "2026-09-26", ["2026-09-27T04:00+13:45", "2026-10-04T03:00+13:45"]),
        ("Pacific/Chatham", SUNDAY, "03:00", "2027-04-03", ["2027-04-04T03:00+13:45", "2027-04-11T03:00+12:45"]),
        # Two changes within five weeks, for Ramadan.
        ("Africa/Casablanca", SUNDAY, "02:30", "2026-02-14", ["2026-02-15T02:30+01:00", "2026-02-22T02:30+00:00"]),
        ("Africa/Casablanca", SUNDAY, "02:30", "2026-03-21", ["2026-03-22T03:30+01:00", "2026-03-29T02:30+01:00"]),
        # A Friday that never was: it is kept on the Saturday, and there is no second one.
        ("Pacific/Apia", FRIDAY, "09:00", "2011-12-24", ["2011-12-31T09:00+14:00", "2012-01-06T09:00+14:00"]),
        ("Pacific/Apia", FRIDAY, "09:00", "2011-12-30T18:00", ["2011-12-31T09:00+14:00", "2012-01-06T09:00+14:00"]),
        ("Pacific/Apia", SATURDAY, "09:00", "2011-12-25", ["2011-12-31T09:00+14:00", "2012-01-07T09:00+14:00"]),
        ("Pacific/Kiritimati", MONDAY, "00:00", "2026-11-21", ["2026-11-23T00:00+14:00", "2026-11-30T00:00+14:00"]),
        # The gap crosses midnight: Saturday's slot comes on Sunday, and from there it is still ahead.
        ("America/Nuuk", SATURDAY, "23:30", "2027-03-28T01:10", ["2027-03-28T00:30-01:00", "2027-04-03T23:30-01:00"]),
        # The clock goes back over midnight: Sunday's slot is behind while the clock shows Saturday once more.
        ("America/St_Johns", SUNDAY, "00:00", "2010-11-07T02:40", ["2010-11-14T00:00-03:30"]),
    ],
)
def test_changes_of_clock(zone: str, weekday: int, time: str, after: str, slots: list[str]) -> None:
    weekly, when = Weekly(weekday, int(time[:2]) * 60 + int(time[3:]), zone), at(after)
    for slot in map(at, slots):
        when = next_slot(weekly, when)
        assert when == slot


def test_the_clock_going_back_over_midnight_does_not_hide_the_slot_that_was() -> None:
    assert latest_slot(Weekly(SUNDAY, 0, "America/St_Johns"), at("2010-11-07T02:40")) == at("2010-11-07T00:00-02:30")


@pytest.mark.parametrize(("weekday", "minute"), [(7, 0), (-1, 0), (0, 1440), (0, -1)])
def test_there_is_no_eighth_day_and_no_twenty_fifth_hour(weekday: int, minute: int) -> None:
    with pytest.raises(ValueError, match="no such day or minute"):
        Weekly(weekday, minute, "Asia/Shanghai")


SHANGHAI = Weekly(SUNDAY, 9 * 60, "Asia/Shanghai")
PENDING = at("2026-11-22T09:00+08:00")


def test_nothing_is_due_before_its_time() -> None:
    assert due_slot(SHANGHAI, PENDING, PENDING - INSTANT) is None


@pytest.mark.parametrize(
    ("late", "turn"),
    [
        (dt.timedelta(0), DueSlot(PENDING, missed=False, next=PENDING + WEEK)),
        (dt.timedelta(seconds=30), DueSlot(PENDING, missed=False, next=PENDING + WEEK)),
        (TOO_OLD, DueSlot(PENDING, missed=False, next=PENDING + WEEK)),
        (TOO_OLD + INSTANT, DueSlot(PENDING, missed=True, next=PENDING + WEEK)),
        (WEEK - INSTANT, DueSlot(PENDING, missed=True, next=PENDING + WEEK)),
        (WEEK, DueSlot(PENDING + WEEK, missed=False, next=PENDING + 2 * WEEK)),
        (3 * WEEK + DAY, DueSlot(PENDING + 3 * WEEK, missed=False, next=PENDING + 4 * WEEK)),
        (52 * WEEK + 3 * DAY, DueSlot(PENDING + 52 * WEEK, missed=True, next=PENDING + 53 * WEEK)),
    ],
)
def test_after_downtime_the_latest_slot_counts_once_or_is_missed(late: dt.timedelta, turn: DueSlot) -> None:
    assert due_slot(SHANGHAI, PENDING, PENDING + late) == turn


@given(weeklies, instants, st.timedeltas(dt.timedelta(0), dt.timedelta(days=400)))
def test_a_turn_taken_twice_is_one_turn_and_leaves_nothing_due(
    weekly: Weekly, start: dt.datetime, late: dt.timedelta
) -> None:
    pending = next_slot(weekly, start)
    now = pending + late
    turn = due_slot(weekly, pending, now)
    assert turn and turn == due_slot(weekly, pending, now)
    assert turn.slot == latest_slot(weekly, now) and turn.next == next_slot(weekly, now)
    assert due_slot(weekly, turn.next, now) is None


@given(weeklies, instants, st.timedeltas(dt.timedelta(0), dt.timedelta(days=1)))
def test_the_clock_set_back_gives_no_second_slot(weekly: Weekly, start: dt.datetime, late: dt.timedelta) -> None:
    pending = next_slot(weekly, start)
    turn = due_slot(weekly, pending, pending + late)
    assert turn and due_slot(weekly, turn.next, pending + late - HOUR) is None
    # And where the turn itself was lost, the second try gives the issue of the same name, or waits for its time.
    again = due_slot(weekly, pending, pending + late - HOUR)
    assert again is None or again == turn


@pytest.mark.parametrize(
    ("new", "now", "pending", "wanted"),
    [
        # Last issue Sunday 22 November at nine in Shanghai; the next is promised for the 29th.
        ("tue 09:00", "2026-11-22T10:00+08:00", None, "2026-12-01T09:00+08:00"),  # in two days would be two in a week
        ("wed 21:00", "2026-11-22T10:00+08:00", None, "2026-11-25T21:00+08:00"),  # half a week is enough
        ("wed 20:59", "2026-11-22T10:00+08:00", None, "2026-12-02T20:59+08:00"),  # and a minute less is not
        ("sat 09:00", "2026-11-24T10:00+08:00", None, "2026-11-28T09:00+08:00"),
        ("sun 20:00", "2026-11-29T08:00+08:00", None, "2026-11-29T20:00+08:00"),
        ("sun 08:30", "2026-11-29T08:45+08:00", None, "2026-11-29T09:00+08:00"),  # just gone: the promise is kept
        ("fri 09:00", "2026-11-28T10:00+08:00", None, "2026-11-29T09:00+08:00"),  # a stepping stone, then Friday
        ("sun 20:00", "2026-11-29T09:00:10+08:00", None, "2026-11-29T09:00+08:00"),  # its time had come: it is owed
        ("sun 09:00", "2026-11-25T10:00+08:00", None, "2026-11-29T09:00+08:00"),  # no change changes nothing
        # Promised late after a long pause: the new plan comes first where it is sooner.
        ("fri 09:00", "2027-03-01T10:00+08:00", "2027-03-07T09:00+08:00", "2027-03-05T09:00+08:00"),
    ],
)
def test_a_change_in_mid_week(new: str, now: str, pending: str | None, wanted: str) -> None:
    day, time = new.split()
    weekly = Weekly(
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(day), int(time[:2]) * 60 + int(time[3:]), SHANGHAI.zone
    )
    promised = at(pending) if pending else PENDING + WEEK
    assert reschedule(weekly, now=at(now), last=PENDING, pending=promised) == at(wanted)


def test_after_a_stepping_stone_the_new_plan_waits_half_a_week() -> None:
    monday = Weekly(MONDAY, 9 * 60, SHANGHAI.zone)
    stone = reschedule(monday, now=PENDING + 6 * DAY + 23 * HOUR, last=PENDING - WEEK, pending=PENDING + WEEK)
    assert due_slot(monday, stone, stone) == DueSlot(stone, missed=False, next=stone + 8 * DAY)


@given(weeklies, instants)
def test_without_an_issue_or_a_promise_the_first_slot_counts(weekly: Weekly, now: dt.datetime) -> None:
    assert reschedule(weekly, now=now, last=None, pending=None) == next_slot(weekly, now)
    assert reschedule(weekly, now=now, last=None, pending=now + 3 * DAY) == next_slot(weekly, now)


@given(weeklies, weeklies, instants, st.timedeltas(dt.timedelta(0), WEEK))
def test_the_same_change_twice_is_one_change(old: Weekly, new: Weekly, start: dt.datetime, by: dt.timedelta) -> None:
    last = next_slot(old, start)
    once = reschedule(new, now=last + by, last=last, pending=next_slot(old, last))
    assert reschedule(new, now=last + by, last=last, pending=once) == once


steps = st.lists(st.tuples(weeklies, st.timedeltas(dt.timedelta(0), dt.timedelta(days=9))), min_size=1, max_size=30)


@pytest.mark.exhaustive
@settings(max_examples=400, deadline=None)
@given(weeklies, futures, steps)
@example(Weekly(6, 540, "UTC"), at("2026-11-22"), [(Weekly(0, 540, "UTC"), 6 * DAY), (Weekly(5, 540, "UTC"), DAY)] * 9)
def test_whatever_is_changed_issues_stay_between_half_a_week_and_a_week_and_a_half_apart(
    weekly: Weekly, start: dt.datetime, steps: list[tuple[Weekly, dt.timedelta]]
) -> None:
    """Changes at any moment, each issue delivered at its time."""
    issues = _issues(weekly, start, steps)
    assert all(SHORTEST_GAP <= following - issue <= LONGEST_GAP + CHANGE for issue, following in pairwise(issues)), (
        issues
    )


def _issues(weekly: Weekly, now: dt.datetime, steps: list[tuple[Weekly, dt.timedelta]]) -> list[dt.datetime]:
    """Return when issues are delivered to somebody who changes his mind after each of these times."""
    pending, issues = next_slot(weekly, now), list[dt.datetime]()
    for new, wait in [*steps, (weekly, 4 * WEEK)]:
        now += wait
        while pending <= now:
            turn = due_slot(weekly, pending, pending)
            assert turn and turn.slot == pending and not turn.missed
            issues.append(turn.slot)
            pending = turn.next
        last = issues[-1] if issues else None
        weekly, pending = new, reschedule(new, now=now, last=last, pending=pending)
    return issues


@given(weeklies, futures, steps, st.timedeltas(dt.timedelta(0), TOO_OLD))
def test_an_issue_that_came_late_is_not_followed_at_once(
    weekly: Weekly, start: dt.datetime, steps: list[tuple[Weekly, dt.timedelta]], late: dt.timedelta
) -> None:
    last = next_slot(weekly, start)
    pending, now = next_slot(weekly, last), last
    for new, wait in steps:
        now = min(now + wait, pending)
        weekly, pending = new, reschedule(new, now=now, last=last, pending=pending)
    turn = due_slot(weekly, pending, pending + late)
    assert turn and SHORTEST_GAP <= turn.next - (pending + late) <= LONGEST_GAP + CHANGE


def test_waits_grow_and_then_end() -> None:
    tries = [retry_at(attempts, NOW, jitter=0.5) for attempts in range(1, len(RETRY_WAITS) + 2)]
    assert [when and when - NOW for when in tries] == [*RETRY_WAITS, None]
    assert retry_at(0, NOW, jitter=0.5) == NOW + RETRY_WAITS[0]
    assert retry_at(99, NOW, jitter=0.5, lasting=True) == NOW + RETRY_WAITS[-1]


@given(st.integers(0, 50), st.floats(0, 1), st.floats(0, 1))
def test_a_wait_is_longer_than_the_one_before_whatever_the_jitter(attempts: int, one: float, other: float) -> None:
    wait, following = retry_at(attempts, NOW, jitter=one), retry_at(attempts + 1, NOW, jitter=other)
    assert wait is None or wait > NOW
    assert wait or not following
    assert attempts == 0 or not (wait and following) or wait < following


@pytest.mark.parametrize(("jitter", "share"), [(0.0, 1 - SPREAD), (1.0, 1 + SPREAD)])
def test_jitter_moves_a_wait_by_a_fifth_at_most(jitter: float, share: float) -> None:
    assert retry_at(3, NOW, jitter=jitter) == NOW + RETRY_WAITS[2] * share
