"""The auditor of `bench.soak` agrees with the schedule, though it shares nothing with it, and finds what it is to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.auditor import DAY, Life, Plan, World, audited, faults, heard, slots
from bot.people.schedule import Weekly, next_slot

BEGIN: Final = dt.datetime(2026, 10, 5, tzinfo=dt.UTC).timestamp()
WEEK: Final = 7 * DAY
WORLD: Final = World(BEGIN, BEGIN + 10 * WEEK, step=1_800, late=3_600)
PLAN: Final = Plan(BEGIN, 6, 9 * 60 + 30, "Europe/London")
ANN: Final = Life((1,), (PLAN,))
WANTED: Final = tuple(slots(PLAN, BEGIN, WORLD.end - WORLD.step))
ZONES: Final = sorted(zone for zone in available_timezones() if "/" in zone)


@given(st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 1_439), st.integers(0, 400))
def test_it_reckons_the_slots_of_the_schedule_by_itself(zone: str, weekday: int, minute: int, day: int) -> None:
    begin = BEGIN + day * DAY
    at, own = dt.datetime.fromtimestamp(begin, dt.UTC), []
    for _ in range(30):
        at = next_slot(Weekly(weekday, minute, zone), at)
        own.append(at.timestamp())
    assert list(slots(Plan(begin, weekday, minute, zone), begin, own[-1])) == own


def judged(arrived: dict[int, list[float]], life: Life = ANN, world: World = WORLD) -> dict[str, int]:
    return dict(audited([life], arrived, world))


def test_one_for_each_slot_is_as_it_should_be() -> None:
    assert len(WANTED) == 10 and judged({1: [each + 60 for each in WANTED]}) == {"one": 10}


FAULTS: Final = {
    "none": (*WANTED[:4], *WANTED[5:]),
    "2": sorted((*WANTED, WANTED[4] + 30)),
    "one, too late": (*WANTED[:4], WANTED[4] + 2 * DAY, *WANTED[5:]),
    "sent before the first slot": (WANTED[0] - 3_600, *WANTED),
}


@pytest.mark.parametrize("said", FAULTS)
def test_what_is_not_is_found(said: str) -> None:
    found = judged({1: list(FAULTS[said])})
    assert faults(found) == 1 == found[f"FAULT: {said}"]


def test_who_never_asked_gets_nothing() -> None:
    assert faults(judged({1: list(WANTED), 2: [BEGIN]})) == 1


def test_two_are_excused_by_a_kill_between_them_alone() -> None:
    twice = {1: sorted((*WANTED, WANTED[4] + 30))}
    assert faults(judged(twice, world=replace(WORLD, kills=(WANTED[4] + 10,)))) == 0
    assert faults(judged(twice, world=replace(WORLD, kills=(WANTED[5],)))) == 1


def test_to_who_shut_us_out_or_has_left_nothing_may_come() -> None:
    shut = Life((1,), (PLAN,), ((WANTED[3] - 60, WANTED[5] - 60),))
    came = [*WANTED[:3], *WANTED[5:]]
    assert judged({1: came}, shut) == {"one": 8, "none: they had shut us out": 2}
    assert faults(judged({1: list(WANTED)}, shut)) == 2
    left = Life((1,), (PLAN, Plan(WANTED[5] + WORLD.step)))
    assert faults(judged({1: list(WANTED[:6])}, left)) == 0 and faults(judged({1: list(WANTED[:7])}, left)) == 1


def test_after_three_days_without_the_bot_the_latest_slot_is_owed_unless_it_is_two_days_old() -> None:
    for days, owed in ((2.5, 0), (1.0, 1)):
        end = WANTED[4] + days * DAY
        world = replace(WORLD, down=((end - 3 * DAY, end),))
        late = [*WANTED[:4], *([end + 60] if owed else []), *WANTED[5:]]
        assert faults(judged({1: late}, world=world)) == 0
        other = [*WANTED[:4], *([] if owed else [end + 60]), *WANTED[5:]]
        assert faults(judged({1: other}, world=world)) == 1


def test_what_is_sent_to_the_new_id_of_a_group_is_its_own() -> None:
    moved = Life((-1, -1_001), (PLAN,))
    assert faults(judged({-1: list(WANTED[:5]), -1_001: list(WANTED[5:])}, moved)) == 0


def test_who_changes_their_plan_gets_neither_two_in_a_week_nor_a_week_with_none() -> None:
    new = Plan(WANTED[4] + DAY, 2, 600, "Asia/Tokyo")
    later = [each for each in slots(new, BEGIN, WORLD.end) if each > WANTED[4] + 3.5 * DAY]
    changing = Life((1,), (PLAN, new))
    assert faults(judged({1: [*WANTED[:5], *later]}, changing)) == 0
    assert faults(judged({1: [*WANTED[:5], *later[2:]]}, changing)) == 1
    assert faults(judged({1: sorted([*WANTED[:5], *later, WANTED[6]])}, changing)) >= 1
    assert faults(judged({1: [*WANTED[:5], later[0] + DAY, *later[1:]]}, changing)) >= 1


ANSWERED: Final = WANTED[3] + DAY
"""When an editor answered an appeal of Ann: between two of her check-ins."""


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([WANTED[4]], "an answer told once"),
        ([], "FAULT: an answer not told"),
        ([WANTED[4], WANTED[5]], "FAULT: an answer told to another, or late"),
        ([WANTED[5]], "FAULT: an answer told to another, or late"),
        ([float("nan")], "FAULT: an answer told to another, or late"),
        ([WANTED[4], WANTED[4]], "FAULT: an answer told 2 times"),
    ],
)
def test_an_answer_to_an_appeal_is_told_once_in_the_next_message(told: list[float], found: str) -> None:
    assert heard({1: ANSWERED}, [ANN], {1: WANTED}, {1: told}, WORLD) == {found: 1}


def test_an_answer_may_be_told_twice_by_a_kill_between_or_never_where_no_message_came_after() -> None:
    killed = replace(WORLD, kills=(WANTED[4] + 10,))
    twice, both = [WANTED[4], WANTED[4] + 30], sorted((*WANTED, WANTED[4] + 30))
    assert faults(heard({1: ANSWERED}, [ANN], {1: both}, {1: twice}, killed)) == 0
    assert faults(heard({1: ANSWERED}, [ANN], {1: both}, {1: twice}, WORLD)) == 1
    assert heard({1: WORLD.end}, [ANN], {1: WANTED}, {}, WORLD) == {"an answer that no message came after": 1}
    written = WANTED[4] - 60  # while the message of before it was held up
    assert faults(heard({1: written}, [ANN], {1: WANTED}, {1: [WANTED[5]]}, WORLD)) == 0
