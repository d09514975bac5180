"""Turns among processes: in no second more than the rate, whoever is late, stands still or dies; and hardly fewer."""

from __future__ import annotations

import asyncio
import math
import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.shared_rate import AHEAD, COMPARED_FOR, LATENESS, CommonClock, SharedRate, Turns
from bot.delivery.channel import Unready
from bot.state import StateUnavailable, Stretch
from tests.channels.telegram.test_rate_limit import ALMOST, most_within, virtually

SENDER = "telegram:123456"
RATES = [1, 2, 25, 30, 200]
LATE = st.floats(0, 0.02) | st.floats(0, 0.5)
"""Seconds by which anything is late: mostly a little."""


class Line:
    """The time of a bot, as the database hands it out; its clock shows another time than ours."""

    def __init__(self, shows: float = 5e8) -> None:
        self.shows, self.taken_until, self.rests, self.asked = shows, -math.inf, False, 0

    async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
        now = asyncio.get_running_loop().time() + self.shows
        assert sender == SENDER
        self.asked += 1
        if self.rests or self.taken_until >= now + 1:
            return None
        begins = max(self.taken_until, now)
        self.taken_until = begins + messages / pace
        return Stretch(begins, now)


@dataclass
class Process:
    """One process: what it asks takes a time there and a time back, and now and then it stands still."""

    line: Line
    rate: int
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    way: float = 0.001
    stands: list[tuple[float, float]] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.stand()

    async def stand(self) -> None:
        """Stand still while it is time to."""
        now = asyncio.get_running_loop().time() - 1000
        await asyncio.sleep(max([0.0, *(until - now for since, until in self.stands if since <= now < until)]))

    async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
        await self.sleep(self.dice.uniform(0, 2 * self.way))
        stretch = await self.line.take(sender, messages, pace)
        await self.sleep(self.dice.uniform(0, 2 * self.way))
        return stretch

    def shared_rate(self) -> SharedRate:
        loop = asyncio.get_running_loop()
        return SharedRate(self, SENDER, self.rate, clock=loop.time, sleep=self.sleep, chance=self.dice.random)

    async def send(self, workers: int = 8) -> None:
        """Send for ever, with as many at work as a delivery has; keep when each went."""
        loop, shared = asyncio.get_running_loop(), self.shared_rate()

        async def work() -> None:
            while True:
                await shared.turn(patience=60)
                self.sent.append(loop.time() - 1000)
                await self.sleep(0.005)  # the server takes it

        await asyncio.gather(*(work() for _ in range(workers)))


def together(processes: list[Process], seconds: float, *, workers: int = 8, lives: list[float] | None = None) -> None:
    """Have all of them send for so long; those die before whose `lives` are shorter."""

    async def until(process: Process, end: float) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(end):
                await process.send(workers)

    async def main() -> None:
        ends = lives or [seconds] * len(processes)
        await asyncio.gather(*(until(each, end) for each, end in zip(processes, ends, strict=True)))

    virtually(main())


def all_sent(processes: list[Process]) -> list[float]:
    return sorted(time for process in processes for time in process.sent)


# In no second more than the rate


@settings(max_examples=25)
@given(
    st.sampled_from(RATES),
    st.lists(st.tuples(LATE, st.floats(0.2, 4)), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.floats(0, 4), st.floats(0.02, 0.4)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_in_no_second_more_than_the_rate_whoever_is_late_stands_still_or_dies(
    rate: int, lives: list[tuple[float, float]], stands: list[tuple[int, float, float]], dice: random.Random
) -> None:
    line = Line()
    processes = [
        Process(line, rate, dice, way, [(since, since + length) for who, since, length in stands if who == number])
        for number, (way, _) in enumerate(lives)
    ]
    together(processes, 4, lives=[life for _, life in lives])
    assert most_within(1, all_sent(processes)) <= rate


@given(
    st.sampled_from(RATES),
    st.floats(-1e6, 1e6),
    st.lists(st.tuples(st.floats(0, LATENESS / 2 - ALMOST), LATE, LATE, st.floats(0, LATENESS / 2)), max_size=30),
)
def test_what_is_late_by_all_that_it_may_be_exceeds_nothing(
    rate: int, shows: float, taken: list[tuple[float, float, float, float]]
) -> None:
    """Each stretch comes from another process, whose clock is known as badly and which is as late as may be."""
    until, now, times = 0.0, 0.0, list[float]()
    for quickest, there, back, late in taken:
        turns, common = Turns(rate), CommonClock()
        common.heard(now - quickest + shows, now - quickest, now)
        common.heard(now + there + shows, now, now + there + back)
        begins = max(until, now + there)
        until = begins + 3 / turns.pace
        turns.add(common.ours(begins + shows), 3)
        now += there + back
        at = now
        while (wait := turns.wait(at)) is not None:
            if wait == 0:
                turns.use()
                times.append(at)
            else:
                at += wait + late
    assert most_within(1, sorted(times)) <= rate


def test_what_is_more_than_half_late_is_forfeited() -> None:
    turns = Turns(25)
    turns.add(10.0, 3)
    assert turns.wait(9.0) == 1 and turns.wait(10.0 + LATENESS / 2 - ALMOST) == 0
    assert turns.wait(10.0 + LATENESS / 2 + ALMOST) == pytest.approx(1 / turns.pace - LATENESS / 2, abs=2 * ALMOST)
    assert turns.wait(11.0) is None


def test_a_clock_is_known_by_the_quickest_answer_and_for_ten_seconds() -> None:
    common = CommonClock()
    assert not common.known(0.0)
    common.heard(said=500.03, asked=0.0, now=0.06)
    assert not common.known(0.06), "it may be 30 ms more or less"
    common.heard(said=501.03, asked=1.0, now=1.04)
    assert not common.known(1.04)
    common.heard(said=502.009, asked=2.0, now=2.01)
    assert common.known(2.01) and common.ours(510.0) == pytest.approx(10.001)
    common.heard(said=503.2, asked=3.0, now=3.4)
    assert common.ours(510.0) == pytest.approx(10.001), "an answer that was long under way changes nothing"
    assert common.known(2.01 + COMPARED_FOR) and not common.known(2.02 + COMPARED_FOR)


# Hardly fewer


@pytest.mark.parametrize(("rate", "workers"), [(1, 8), (25, 8), (1000, 100)])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_of_the_rate_all_but_the_room_for_lateness_is_used_and_everybody_has_a_share(
    rate: int, workers: int, count: int
) -> None:
    line, seconds = Line(), 60 if rate < 10 else 10 if rate < 100 else 3
    processes = [Process(line, rate, random.Random(number)) for number in range(count)]
    together(processes, seconds, workers=workers)
    assert len(all_sent(processes)) >= rate * seconds * 0.94 - 1
    fair = len(all_sent(processes)) / count
    assert all(abs(len(process.sent) - fair) <= max(2 * math.sqrt(fair), fair / 10) for process in processes)
    assert line.asked <= seconds * 45 * count


def test_more_processes_than_messages_in_a_second_each_have_their_share() -> None:
    line = Line()
    processes = [Process(line, 5, random.Random(number)) for number in range(12)]
    together(processes, 24, workers=3)
    shares = Counter(len(process.sent) for process in processes)
    assert sum(count * times for count, times in shares.items()) >= 24 * 5 * 0.93 and min(shares) > 3


def test_of_whoever_dies_no_more_is_lost_than_was_in_hand() -> None:
    line = Line()
    processes = [Process(line, 25, random.Random(number)) for number in range(4)]
    together(processes, 8, lives=[8, 8, 2.02, 4.04])
    for at in (2.02, 4.04):
        there = sum(at <= time < at + 1 for time in all_sent(processes))
        assert there >= 25 * 0.95 - 1 - 2 * AHEAD * 25


# What is asked, and what is not


def test_a_turn_costs_no_question_where_some_are_in_hand() -> None:
    line = Line()
    together([Process(line, 1000)], 1, workers=100)
    assert line.asked < 60


def test_who_waits_longer_than_they_have_patience_is_told_so() -> None:
    async def main() -> None:
        loop, line = asyncio.get_running_loop(), Line()
        shared = Process(line, 25).shared_rate()
        await shared.turn(patience=0)
        line.rests = True
        began = loop.time()
        waiting = [asyncio.create_task(shared.turn(patience=patience)) for patience in (3, 5)]
        with pytest.raises(Unready, match="others send all") as raised:
            await waiting[0]
        assert began + 3 <= loop.time() < began + 3.2 and raised.value.after.total_seconds() == 2
        line.rests = False
        await waiting[1]

    virtually(main())


def test_of_a_state_that_answers_too_slowly_nothing_is_taken() -> None:
    async def main() -> None:
        line = Line()
        with pytest.raises(Unready, match="too slowly"):
            await Process(line, 25, way=0.2).shared_rate().turn(patience=5)
        assert line.taken_until <= asyncio.get_running_loop().time() + line.shows

    virtually(main())


def test_without_the_state_nothing_is_sent() -> None:
    class Gone(Line):
        async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
            raise StateUnavailable("the database does not answer")

    async def main() -> None:
        with pytest.raises(Unready, match="the database does not answer"):
            await Process(Gone(), 25).shared_rate().turn(patience=60)

    virtually(main())


def test_who_gives_up_gives_their_place_to_the_next() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        shared = Process(Line(), 1, way=0.0).shared_rate()
        await shared.turn(patience=1)
        began = loop.time()
        first, second = (asyncio.create_task(shared.turn(patience=60)) for _ in range(2))
        await asyncio.sleep(0.5)
        first.cancel()
        await second
        assert loop.time() - began == pytest.approx(1 + LATENESS, abs=0.01)

    virtually(main())
