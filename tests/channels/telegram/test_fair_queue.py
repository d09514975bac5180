"""Whose question is next: each person of a chat in a lane, the lanes in turn, and what is dropped of too many."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.fair_queue import (
    ANSWERS_AT_ONCE,
    LONGEST_LANE,
    MOST_OF_A_CHAT,
    MOST_OF_A_PERSON,
    Lane,
    Lanes,
    Service,
    Waiting,
    aside,
)
from bot.channels.telegram.photos import Photos
from tests.support.quiet import PATIENCE

ANN, BEN = Lane(1, "ann"), Lane(2, "ben")


def member(number: int) -> Lane:
    return Lane(-7, f"member {number}")


def asked(lanes: Lanes[int], lane: Lane, count: int) -> list[int]:
    """Have somebody ask so many questions, numbered from 0; return those dropped."""
    return [gone for number in range(count) for _, gone in lanes.join(lane, Waiting(number))]


def begun(lanes: Lanes[int]) -> list[tuple[Lane, int]]:
    return [(lane, turn.item) for lane, turn in lanes.begin()]


def test_one_lane_is_answered_in_order_one_after_the_other() -> None:
    lanes = Lanes[int]()
    asked(lanes, ANN, 3)
    order = []
    while turns := begun(lanes):
        assert len(turns) == 1
        order += turns
        lanes.end(ANN)
    assert order == [(ANN, 0), (ANN, 1), (ANN, 2)]


@given(st.permutations(range(LONGEST_LANE)), st.integers(1, LONGEST_LANE))
def test_what_waits_in_a_lane_is_answered_by_its_number_in_whichever_order_it_came(
    came: list[int], at_once: int
) -> None:
    lanes, order = Lanes[int](), list[int]()
    for start in range(0, LONGEST_LANE, at_once):
        for number in came[start : start + at_once]:
            lanes.join(ANN, Waiting(number, number=number))
        [(_, number)] = begun(lanes)
        order.append(number)
        assert number == min(came[start : start + at_once]), "it is the first of those that wait"
        lanes.end(ANN)
        while turns := begun(lanes):
            order.append(turns[0][1])
            lanes.end(ANN)
    assert order == [
        number for start in range(0, LONGEST_LANE, at_once) for number in sorted(came[start : start + at_once])
    ]


def test_whatever_one_asks_the_question_of_another_is_the_next_answered() -> None:
    lanes = Lanes[int]()
    asked(lanes, ANN, 100)
    assert begun(lanes) == [(ANN, 0 + 100 - LONGEST_LANE)]
    asked(lanes, BEN, 1)
    assert begun(lanes) == [(BEN, 0)]


def test_a_lane_that_had_its_turn_goes_behind_all_others() -> None:
    lanes = Lanes[int](places=1)
    asked(lanes, ANN, 2)
    asked(lanes, BEN, 2)
    order = []
    while turns := begun(lanes):
        [(lane, number)] = turns
        order.append((lane, number))
        lanes.end(lane)
    assert order == [(ANN, 0), (BEN, 0), (ANN, 1), (BEN, 1)]


def test_of_too_many_the_latest_are_answered() -> None:
    lanes = Lanes[int]()
    assert asked(lanes, ANN, LONGEST_LANE + 3) == [0, 1, 2]


def test_a_chat_holds_only_a_part_of_the_places_and_its_members_take_turns() -> None:
    lanes = Lanes[int]()
    for number in range(3 * MOST_OF_A_CHAT):
        asked(lanes, member(number), LONGEST_LANE)
    first = begun(lanes)
    assert [lane for lane, _ in first] == [member(number) for number in range(MOST_OF_A_CHAT)]
    for lane, _ in first:
        lanes.end(lane)
    assert [lane for lane, _ in begun(lanes)] == [member(MOST_OF_A_CHAT + number) for number in range(MOST_OF_A_CHAT)]


def test_one_member_never_uses_up_what_the_others_of_a_group_may_ask() -> None:
    lanes = Lanes[int]()
    asked(lanes, member(0), 1000)
    assert not [gone for number in range(1, 60) for gone in asked(lanes, member(number), 1)]


def test_a_person_in_many_chats_holds_only_a_part_of_the_places() -> None:
    lanes = Lanes[int]()
    for chat in range(100):
        asked(lanes, Lane(-chat, "ann"), 1)
    assert len(begun(lanes)) == MOST_OF_A_PERSON
    asked(lanes, BEN, 1)
    assert begun(lanes) == [(BEN, 0)]


def test_who_stands_aside_holds_no_place() -> None:
    lanes = Lanes[int](places=1)
    asked(lanes, ANN, 2)
    asked(lanes, BEN, 1)
    assert begun(lanes) == [(ANN, 0)]
    lanes.aside(ANN)
    assert begun(lanes) == [(BEN, 0)]
    lanes.back(ANN)
    lanes.end(ANN)
    assert begun(lanes) == []
    lanes.end(BEN)
    assert begun(lanes) == [(ANN, 1)]


def test_what_belongs_together_goes_together() -> None:
    lanes = Lanes[int]()
    for number, album in enumerate(["a", "a", None, "a"]):
        lanes.join(ANN, Waiting(number, album))
    assert begun(lanes) == [(ANN, 0), (ANN, 1)]
    lanes.end(ANN)
    assert begun(lanes) == []
    lanes.end(ANN)
    assert begun(lanes) == [(ANN, 2)]


def test_where_all_together_are_too_many_it_is_the_fullest_chat_that_loses_its_oldest() -> None:
    lanes = Lanes[int](everything=LONGEST_LANE + 3)
    asked(lanes, ANN, LONGEST_LANE)
    for number in range(3):
        assert not asked(lanes, member(number), 1)
    assert lanes.join(BEN, Waiting(7)) == [(ANN, 0)]
    assert len(lanes) == LONGEST_LANE + 3


def test_that_too_much_came_is_told_next_and_once_until_all_is_answered() -> None:
    lanes = Lanes[int]()
    for number in range(LONGEST_LANE + 5):
        for lane, gone in lanes.join(ANN, Waiting(number)):
            lanes.slower(lane, gone)
    told = []
    while turns := list(lanes.begin()):
        told += [turn.slower for _, turn in turns]
        lanes.end(ANN)
    assert told == [True] + LONGEST_LANE * [False]
    lanes.slower(ANN, 99)
    assert [turn for _, turn in lanes.begin()] == [Waiting(99, slower=True)]


def test_more_is_wanted_unless_as_many_chats_wait_for_a_place_as_there_are() -> None:
    lanes = Lanes[int]()
    for number in range(2 * ANSWERS_AT_ONCE):
        asked(lanes, Lane(number, str(number)), 5)
        list(lanes.begin())
        assert lanes.crowded == (number == 2 * ANSWERS_AT_ONCE - 1)
    lanes.end(Lane(0, "0"))
    assert not lanes.crowded


@pytest.mark.parametrize("lane", [lambda _: ANN, member, lambda number: Lane(-number, "ann")])
def test_nobody_alone_keeps_us_from_hearing_of_more(lane: Callable[[int], Lane]) -> None:
    lanes = Lanes[int]()
    for number in range(500):
        asked(lanes, lane(number), 3)
        list(lanes.begin())
    assert not lanes.crowded


EVENTS = st.lists(st.tuples(st.sampled_from(["join", "end", "aside"]), st.integers(-3, 3), st.sampled_from("abc")))


@given(EVENTS)
def test_whatever_happens_the_bounds_hold_and_nothing_is_answered_twice_or_forgotten(
    events: list[tuple[str, int, str]],
) -> None:
    lanes, places, most = Lanes[int](places=4, everything=12), 4, 12
    answered, dropped, held, away = [], [], Counter[Lane](), Counter[Lane]()
    for number, (event, chat, person) in enumerate(events):
        lane = Lane(chat, person)
        if event == "join":
            dropped += [gone for _, gone in lanes.join(lane, Waiting(number))]
        elif event == "end" and held[lane] + away[lane]:
            lanes.end(lane, aside=bool(away[lane]))
            (away if away[lane] else held)[lane] -= 1
        elif event == "aside" and held[lane]:
            lanes.aside(lane)
            held[lane] -= 1
            away[lane] += 1
        for begins, turn in lanes.begin():
            answered.append(turn.item)
            held[begins] += 1
        assert len(lanes) <= most and held.total() <= places
        assert all(held[lane] + away[lane] <= 1 for lane in held)
    joined = [number for number, (event, *_) in enumerate(events) if event == "join"]
    assert len(answered) + len(dropped) + lanes.clear() == len(joined)
    assert len({*answered, *dropped}) == len(answered) + len(dropped)


class Answers:
    """Answers that end when they are told to; some wait aside, or hold their place."""

    def __init__(self) -> None:
        self.begun, self.told = asyncio.Queue[str](), list[str]()
        self.end = asyncio.Event()
        self.service = Service(self.answer, self.drop)

    async def answer(self, item: str, slower: bool) -> None:
        if slower:
            self.told.append(item)
            return
        self.begun.put_nowait(item)
        if item == "a fault":
            raise ZeroDivisionError
        if item == "slow":
            await self.end.wait()
        if item == "told to wait":
            with aside():
                await self.end.wait()

    def drop(self, item: str) -> bool:
        return item != "press"


@pytest.mark.parametrize("item", ["slow", "told to wait", "a fault"])
async def test_whatever_becomes_of_one_answer_the_next_of_another_is_made(item: str) -> None:
    at = Answers()
    for number in range(200):
        at.service.put(Lane(number % 100 if item == "told to wait" else 1, str(number % 100)), item)
    at.service.put(BEN, "/help")
    async with asyncio.timeout(PATIENCE):
        while await at.begun.get() != "/help":
            pass
    at.end.set()
    assert await at.service.close(PATIENCE) == 0


async def test_a_stop_answers_what_it_can_and_gives_up_who_waits_aside() -> None:
    at = Answers()
    for _ in range(4):
        at.service.put(ANN, "told to wait")
        at.service.put(BEN, "quick")
    assert await at.service.close(PATIENCE) == 4
    assert sorted(at.begun.get_nowait() for _ in range(5)) == ["quick"] * 4 + ["told to wait"]


async def test_a_stop_does_not_wait_for_what_is_slow() -> None:
    at = Answers()
    for _ in range(4):
        at.service.put(ANN, "slow")
    assert await at.service.close(0) == 4


async def test_that_too_much_came_is_told_once_unless_it_was_pressed() -> None:
    at = Answers()
    for item in ("press", "words"):
        for number in range(3 * LONGEST_LANE):
            at.service.put(ANN if item == "words" else BEN, item if number else "slow")
    at.end.set()
    assert await at.service.close(PATIENCE) == 0
    assert at.told == ["words"]


async def test_waits_elsewhere_are_no_matter_of_lanes() -> None:
    with aside(), aside():
        assert await asyncio.sleep(0, True)


async def test_more_is_heard_of_once_there_is_room() -> None:
    at = Answers()
    for number in range(2 * ANSWERS_AT_ONCE):
        at.service.put(Lane(number, str(number)), "slow")
    heard = asyncio.create_task(at.service.room())
    await asyncio.sleep(0)
    assert not heard.done()
    at.end.set()
    async with asyncio.timeout(PATIENCE):
        await heard
    assert await at.service.close(PATIENCE) == 0


class Painter:
    """Paints in threads, and counts how many at the same time."""

    def __init__(self) -> None:
        self.painted, self.at_once, self._now = list[str](), 0, 0
        self.may = threading.Event()

    def paint(self, svg: str) -> bytes:
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        self.painted.append(svg)
        self.may.wait(PATIENCE)
        self._now -= 1
        if svg == "broken":
            raise ZeroDivisionError
        return svg.encode()


async def test_the_same_picture_is_painted_once_for_all_who_wait_for_it_and_others_after_it() -> None:
    painter = Painter()
    photos = Photos(painter.paint)
    wanted = [asyncio.create_task(photos.png(svg)) for svg in 40 * ["one", "two", "three"]]
    await asyncio.sleep(0)
    wanted[0].cancel()
    painter.may.set()
    assert [await each for each in wanted[1:4]] == [b"two", b"three", b"one"]
    assert await wanted[-1] == b"three"
    assert (painter.painted, painter.at_once) == (["one", "two", "three"], 1)


async def test_a_picture_that_cannot_be_painted_stops_no_other() -> None:
    painter = Painter()
    painter.may.set()
    photos = Photos(painter.paint)
    with pytest.raises(ZeroDivisionError):
        await photos.png("broken")
    assert await photos.png("whole") == b"whole"


async def test_who_waits_for_a_picture_holds_no_place() -> None:
    painter, asked = Painter(), asyncio.Queue[str]()
    photos = Photos(painter.paint)

    async def answer(item: str, _: bool) -> None:
        if item == "/help":
            asked.put_nowait(item)
        else:
            await photos.png(item)

    service = Service(answer, lambda _: False)
    for number in range(3 * ANSWERS_AT_ONCE):
        service.put(Lane(number, str(number)), f"picture {number}")
    service.put(Lane(-1, "ben"), "/help")
    async with asyncio.timeout(PATIENCE):
        assert await asked.get() == "/help"
    painter.may.set()
    await service.close(0)
