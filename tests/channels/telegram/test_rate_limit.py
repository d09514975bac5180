"""Pacing as values: no pattern of messages breaks a limit, answers overtake, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
import random
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.rate_limit import BURST, PER_GROUP, Chat, Pace, Pacer, Priority, WaitingLine

ALMOST = 1e-6
"""Seconds lost to floating point."""

Arrival = tuple[float, Priority, Chat]
KINDS: st.SearchStrategy[Priority] = st.sampled_from(["answer", "bulk"])
FEW: list[Chat] = [1, 2, 3, -1, -2, "@channel"]
CHATS: st.SearchStrategy[Chat] = st.sampled_from(FEW) | st.integers(1, 10_000)
GAPS = st.sampled_from([0.0, 0.001, 0.04, 0.5, 1.0, 7.0]) | st.floats(0, 3)


@st.composite
def arrivals(draw: st.DrawFn, gaps: st.SearchStrategy[float] = GAPS) -> list[Arrival]:
    """Messages that want to go, in crowds and alone, to the same chats and to others."""
    crowds = draw(st.lists(st.tuples(gaps, KINDS, CHATS, st.integers(1, 45)), min_size=1, max_size=12))
    times = itertools.accumulate(gap for gap, *_ in crowds)
    return [
        (time, kind, chat)
        for time, (_, kind, chat, times_over) in zip(times, crowds, strict=True)
        for _ in range(times_over)
    ]


def run(arriving: Iterable[Arrival], pace: Pace, until: float = math.inf) -> list[tuple[float, Arrival]]:
    """Let messages wait in line; return when each went."""
    line: WaitingLine[Arrival] = WaitingLine(pace)
    coming, went, now = list(arriving)[::-1], [], 0.0
    while now < until:
        while coming and coming[-1][0] <= now:
            arrival = coming.pop()
            line.join(arrival[1], arrival[2], arrival)
        turns, wait = line.serve(now)
        went += [(now, arrival) for arrival in turns]
        following = min(now + wait, coming[-1][0] if coming else math.inf)
        if math.isinf(following):
            break
        now = max(following, math.nextafter(now, math.inf))
    return went


def most_within(window: float, times: list[float]) -> int:
    """Return the most that any window holds; it holds its beginning and not its end."""
    return max((sum(start <= time < start + window - ALMOST for time in times) for start in times), default=0)


def assert_within_limits(went: list[tuple[float, Arrival]], bulk_rate: int, overall: int) -> None:
    assert most_within(1, [time for time, _ in went]) <= overall
    assert most_within(1, [time for time, (_, kind, _) in went if kind == "bulk"]) <= bulk_rate
    for chat in {chat for _, (_, _, chat) in went}:
        mine = [(time, kind) for time, (_, kind, to) in went if to == chat]
        times = [time for time, _ in mine]
        assert most_within(1, times) <= BURST
        assert most_within(60, times) <= (PER_GROUP if isinstance(chat, str) or chat < 0 else 60 + BURST - 1)
        for (before, _), (time, kind) in itertools.pairwise(mine):
            assert kind == "answer" or time - before >= 1 - ALMOST


# Limits


@pytest.mark.exhaustive
@given(arrivals(), st.integers(1, 30), st.integers(0, 10))
def test_no_pattern_of_messages_breaks_a_limit_and_all_of_them_go(coming: list[Arrival], rate: int, more: int) -> None:
    went = run(coming, Pace(rate, rate + more))
    assert_within_limits(went, rate, rate + more)
    assert sorted(map(str, (arrival for _, arrival in went))) == sorted(map(str, coming))
    assert all(time >= arrival[0] for time, arrival in went)


@given(st.lists(st.tuples(GAPS, KINDS, CHATS), max_size=300))
def test_nor_does_whoever_asks_when_he_likes_and_goes_only_at_zero(asked: list[tuple[float, Priority, Chat]]) -> None:
    pace, now, went = Pace(5, 8), 0.0, []
    for gap, kind, chat in asked:
        now += gap / 10
        if pace.wait(kind, chat, now) == 0:
            pace.sent(kind, chat, now)
            went.append((now, (now, kind, chat)))
    assert_within_limits(went, 5, 8)


@pytest.mark.exhaustive
@given(arrivals(), KINDS, CHATS, st.floats(0, 5))
def test_the_wait_that_is_told_is_exactly_what_is_needed(
    coming: list[Arrival], kind: Priority, chat: Chat, later: float
) -> None:
    pace = Pace(5, 8)
    now = max(time for time, _ in run(coming, pace)) + later
    wait = pace.wait(kind, chat, now)
    assert pace.wait(kind, chat, now) == wait, "asking changes nothing"
    assert pace.wait(kind, chat, now + wait) <= ALMOST
    assert not wait or pace.wait(kind, chat, now + wait / 2) > 0


@pytest.mark.parametrize(
    ("kind", "waits"),
    [("answer", [0, 0, 0, 1, 2]), ("bulk", [0, 1, 2, 3, 4])],
)
def test_one_chat_gets_a_message_a_second_and_a_short_burst_of_answers(kind: Priority, waits: list[float]) -> None:
    assert [time for time, _ in run([(0, kind, 7)] * 5, Pace())] == pytest.approx(waits)


def test_a_burst_of_answers_is_made_up_for_before_the_next_mass_send() -> None:
    coming: list[Arrival] = [(0.0, "answer", 7), (0.0, "answer", 7), (0.0, "answer", 7), (0.0, "bulk", 7)]
    assert run(coming, Pace())[-1][0] == pytest.approx(3)


def test_a_group_gets_twenty_in_a_minute() -> None:
    times = [time for time, _ in run([(0, "answer", -7)] * 45, Pace())]
    assert times[19] == pytest.approx(17)
    assert times[20] == pytest.approx(60)
    assert times[40] == pytest.approx(120)


# Mass sends


def flood(count: int, start: float = 0.0) -> list[Arrival]:
    return [(start, "bulk", chat) for chat in range(1, count + 1)]


@pytest.mark.parametrize(("rate", "overall"), [(25, 30), (1, 1), (7, 30), (30, 30), (1000, 1050)])
def test_mass_sends_use_their_rate_evenly_from_the_first_on(rate: int, overall: int) -> None:
    times = [time for time, _ in run(flood(rate * 20), Pace(rate, overall))]
    assert [after - before for before, after in itertools.pairwise(times)] == pytest.approx(
        [1 / rate] * (len(times) - 1)
    )


@given(arrivals(st.floats(0, 0.3)))
@settings(max_examples=50)
def test_mass_sends_go_in_the_order_they_came(coming: list[Arrival]) -> None:
    distinct = [(time, kind, number) for number, (time, kind, _) in enumerate(coming, 1)]
    for kind in ("answer", "bulk"):
        went = [arrival for _, arrival in run(distinct, Pace()) if arrival[1] == kind]
        assert went == [arrival for arrival in distinct if arrival[1] == kind]


@given(st.lists(st.floats(0, 30), max_size=147))
@settings(max_examples=50, deadline=None)
def test_fewer_than_five_answers_a_second_cost_at_most_one_mass_send_each(asked: list[float]) -> None:
    coming: list[Arrival] = [*flood(2000), *((time, "answer", -number) for number, time in enumerate(asked, 1))]
    went = run(sorted(coming, key=lambda each: each[0]), Pace(), until=30)
    assert len([kind for _, (_, kind, _) in went if kind == "bulk"]) >= 30 * 25 * 0.95 - len(asked)


@given(st.lists(st.floats(0, 30), max_size=120))
@settings(max_examples=50, deadline=None)
def test_five_answers_in_any_second_wait_for_nothing_however_many_mass_sends_there_are(asked: list[float]) -> None:
    kept: list[float] = []
    for time in sorted(asked):
        if len(kept) < 5 or time - kept[-5] >= 1 + ALMOST:
            kept.append(time)
    coming: list[Arrival] = [*flood(2000), *((time, "answer", -number) for number, time in enumerate(kept, 1))]
    went = run(sorted(coming, key=lambda each: each[0]), Pace(), until=31)
    assert [time for time, (_, kind, _) in went if kind == "answer"] == pytest.approx(kept)


def test_a_crowd_of_answers_takes_every_turn_until_it_is_served() -> None:
    coming: list[Arrival] = [*flood(100), *((1.0, "answer", 1000 + number) for number in range(30))]
    went = run(coming, Pace())
    answered = [time for time, (_, kind, _) in went if kind == "answer"]
    assert answered[:5] == [1.0] * 5
    assert answered[-1] < 2.1
    assert not [time for time, (_, kind, _) in went if kind == "bulk" and answered[5] <= time <= answered[-1]]


# Pauses and memory


def test_a_paused_chat_holds_up_nobody_else() -> None:
    pace = Pace()
    pace.pause(7, 30, now=0)
    coming: list[Arrival] = [(0, "bulk", 7), (0, "answer", 7), (0, "bulk", 8), (0, "answer", 9)]
    went = run(coming, pace)
    assert [(time, kind, chat) for time, (_, kind, chat) in went] == [
        (0, "answer", 9),
        (0, "bulk", 8),
        (30, "answer", 7),
        (31, "bulk", 7),
    ]


def test_who_was_passed_by_keeps_his_place() -> None:
    pace = Pace()
    pace.pause(7, 30, now=0)
    pace.pause(8, 30, now=0)
    coming: list[Arrival] = [(0, "bulk", 7), (0, "bulk", 8), (0, "bulk", 9)]
    assert [chat for _, (_, _, chat) in run(coming, pace)] == [9, 7, 8]


def test_a_pause_of_all_mass_sends_lets_answers_pass() -> None:
    pace = Pace()
    pace.pause(None, 30, now=0)
    assert [time for time, _ in run([(0, "bulk", 1), (0, "bulk", 2), (0, "answer", 3)], pace)] == pytest.approx(
        [0, 30, 30.04]
    )


def test_a_longer_pause_stays_and_a_past_one_is_forgotten() -> None:
    pace = Pace()
    pace.pause(7, 30, now=0)
    pace.pause(7, 10, now=0)
    pace.pause(8, 5, now=0)
    assert pace.pauses(now=0) == {7: 30, 8: 5}
    assert pace.pauses(now=5) == {7: 30}
    pace.pause(9, 99, now=50)
    assert pace.wait("answer", 7, now=50) == 0
    assert pace.pauses(now=0) == {9: 99}


@given(arrivals())
def test_idle_chats_are_forgotten_and_none_too_early(coming: list[Arrival]) -> None:
    pace = Pace(5, 8)
    end = max(time for time, _ in run(coming, pace))
    before = {chat: pace.wait("bulk", chat, end) for _, _, chat in coming}
    pace.sent("answer", 99_999, end)
    assert all(pace.wait_for_chat("bulk", chat, end) <= wait for chat, wait in before.items())
    pace.sent("answer", 99_998, end + 120)
    assert len(pace) == 1


def test_a_mass_send_to_a_hundred_thousand_chats_remembers_only_the_last_seconds() -> None:
    pace = Pace(1000, 1000)
    for number in range(100_000):
        pace.sent("bulk", number if number % 500 else 0, number / 1000)  # one chat is written to all the time
        assert len(pace) <= 1002


@pytest.mark.parametrize(("rate", "overall"), [(0, 30), (31, 30), (-1, 30)])
def test_impossible_rates_are_refused(rate: int, overall: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        Pace(rate, overall)


# The asynchronous shell, in a loop where time passes only when everybody waits


class VirtualTime(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer; `late` says by how much it oversleeps."""

    def __init__(self, late: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__()
        self._now, self._late = 1000.0, late

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        timers: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]
        while timers and timers[0].cancelled():
            heapq.heappop(timers)._scheduled = False  # type: ignore[attr-defined]
            self._timer_cancelled_count -= 1  # type: ignore[attr-defined]
        if timers and not self._ready:  # type: ignore[attr-defined]
            self._now = max(self._now, timers[0].when() + self._late())
        super()._run_once()  # type: ignore[misc]


def virtually(main: Coroutine[Any, Any, None], late: Callable[[], float] = lambda: 0.0) -> None:
    with asyncio.Runner(loop_factory=lambda: VirtualTime(late)) as runner:
        runner.run(main)


async def mass_send(pacer: Pacer, times: list[float], workers: int = 8) -> None:
    """Send for ever, with as many at work as a delivery has; keep when each went."""
    loop, chats = asyncio.get_running_loop(), itertools.count(1)

    async def work() -> None:
        while True:
            await pacer.turn("bulk", next(chats))
            times.append(loop.time())

    await asyncio.gather(*(work() for _ in range(workers)))


@pytest.mark.parametrize("rate", [1, 25, 1000])
def test_a_mass_send_uses_its_rate_though_timers_are_late(rate: int) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        times: list[float] = []
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(30):
                await mass_send(Pacer(rate, rate + 5, clock=loop.time), times, workers=64)
        assert rate * 30 * 0.95 <= len(times) <= rate * 30 + 1
        assert all(after - before >= 1 - ALMOST for before, after in zip(times, times[rate:], strict=False))
        assert len([time for time in times if time < times[0] + 0.2]) <= rate * 0.2 + 2

    dice = random.Random(1)
    virtually(main(), late=lambda: dice.uniform(0, 0.005))


def test_answers_wait_less_than_a_tenth_of_a_second_while_mass_sends_run_at_full_rate() -> None:
    async def main() -> None:
        loop, dice = asyncio.get_running_loop(), random.Random(2)
        pacer = Pacer(clock=loop.time)
        times: list[float] = []
        sending = asyncio.create_task(mass_send(pacer, times, workers=64))
        waits: list[float] = []

        async def answer(number: int) -> None:
            start = loop.time()
            assert await pacer.turn("answer", 1_000_000 + number)
            waits.append(loop.time() - start)

        answering = []
        for number in range(1200):
            await asyncio.sleep(dice.expovariate(4))
            answering.append(asyncio.create_task(answer(number)))
        await asyncio.gather(*answering)
        sending.cancel()
        assert sorted(waits)[int(len(waits) * 0.99)] < 0.1
        assert len(times) > 25 * 0.95 * (times[-1] - times[0])

    virtually(main())


def test_a_pause_sends_those_without_patience_away_and_the_others_wait() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        pacer = Pacer(clock=loop.time)
        start = loop.time()
        await pacer.turn("bulk", 1)
        patient = asyncio.create_task(pacer.turn("bulk", 1))
        hasty = asyncio.create_task(pacer.turn("bulk", 1, patience=5))
        await asyncio.sleep(0.5)
        pacer.pause(1, start + 10)
        assert not await hasty
        assert loop.time() == start + 0.5
        assert not await pacer.turn("answer", 1, patience=5)
        assert pacer.wait("answer", 1) == 9.5
        assert await patient
        assert loop.time() == pytest.approx(start + 10)

    virtually(main())


def test_pauses_outlive_a_restart() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        before = Pacer(clock=loop.time)
        before.pause(None, loop.time() + 20)
        before.pause(-7, loop.time() + 40)
        before.pause(8, loop.time() - 1)
        kept = before.pauses()
        assert kept == {None: 1020, -7: 1040}
        after = Pacer(clock=loop.time, pauses=kept)
        assert await after.turn("answer", 1)
        assert loop.time() == 1000
        assert await after.turn("bulk", 2)
        assert loop.time() == 1020
        assert await after.turn("answer", -7)
        assert loop.time() == 1040

    virtually(main())


def test_who_gives_up_gives_his_place_to_the_next() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        pacer = Pacer(1, 1, clock=loop.time)
        await pacer.turn("bulk", 1)
        first, second = (asyncio.create_task(pacer.turn("bulk", chat)) for chat in (2, 3))
        await asyncio.sleep(0.5)
        first.cancel()
        assert await second
        assert loop.time() == 1001

    virtually(main())
