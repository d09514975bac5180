"""An auditor of deliveries: reckons from what readers asked for what each is owed, and counts what arrived.

It shares nothing with the bot: no schedule, no row, no code of it. It knows the clocks of the world (zoneinfo), what
each reader chose and when, when the bot was down, and what a server saw. Times are seconds since 1970.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 86_400.0
WORTH: Final = 2 * DAY
"""How long after its time a check-in is still worth sending."""
EDGE: Final = "just two days late, which may be too late or not"
CLOSEST, FARTHEST = 3.5 * DAY, 10.5 * DAY
"""The least and the most time between two check-ins of somebody who changes their plan."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reader wants from a time on: a weekday (Monday is 0) and a minute of it in a zone, or nothing."""

    since: float
    weekday: int = 0
    minute: int = 0
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """A reader: the chats they have had, their plans in order, and when they had shut us out."""

    chats: tuple[int, ...]
    plans: tuple[Plan, ...]
    shut: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What happened to all: from when to when it is looked at, when the bot or its network was down, and the kills.

    `step` is how often the bot looked for what is due; `late` the longest a flood or a network may hold up a message.
    """

    begin: float
    end: float
    step: float
    late: float
    down: tuple[tuple[float, float], ...] = ()
    kills: tuple[float, ...] = ()


def slots(plan: Plan, begin: float, end: float) -> Iterator[float]:
    """Yield when the clock on a wall of the zone shows the time, once a week, between two times.

    Where the clock skips the time it is as much later as it skips; where it shows it twice, the first counts.
    """
    zone = ZoneInfo(plan.zone)
    day = dt.datetime.fromtimestamp(begin, zone).date() - dt.timedelta(days=8)
    day += dt.timedelta(days=(plan.weekday - day.weekday()) % 7)
    while True:
        at = _shown(zone, dt.datetime.combine(day, dt.time(*divmod(plan.minute, 60))))
        if at > end:
            return
        if at > begin:
            yield at
        day += dt.timedelta(days=7)


def _shown(zone: ZoneInfo, wall: dt.datetime) -> float:
    """Return the first time at which a wall clock shows something, by trying the offsets around it."""
    naive = wall.replace(tzinfo=dt.UTC).timestamp()
    around = [naive + hours * 3_600 for hours in range(-36, 37)]
    offsets = [_offset(zone, each) for each in around]
    shown = [naive - each for each in dict.fromkeys(offsets) if _offset(zone, naive - each) == each]
    if shown:
        return min(shown)
    before = next(old for old, new in pairwise(offsets) if old != new)
    return naive - before


def _offset(zone: ZoneInfo, at: float) -> float:
    found = dt.datetime.fromtimestamp(at, zone).utcoffset()
    assert found is not None
    return found.total_seconds()


def audited(lives: Sequence[Life], arrived: Mapping[int, Sequence[float]], world: World) -> Counter[str]:
    """Return how many slots, and messages to nobody's slot, fall under which judgement; faults begin with FAULT."""
    owners = {chat: life for life in lives for chat in life.chats}
    found: Counter[str] = Counter()
    came: defaultdict[int, list[float]] = defaultdict(list)
    for chat, times in arrived.items():
        if chat in owners:
            came[id(owners[chat])] += times
        else:
            found["FAULT: sent to nobody"] += len(times)
    for life in lives:
        times = sorted(came[id(life)])
        wanted = [plan for plan in life.plans if plan.zone]
        found.update(_changing(life, times, world) if len(wanted) > 1 else _steady(life, times, world))
    return found


def _steady(life: Life, times: Sequence[float], world: World) -> Iterator[str]:
    """Judge each slot of a reader who keeps to one plan, by what came between it and the next."""
    owed = list(_owed(life, world))
    counts = [0] * (len(owed) + 1)
    for at in times:
        counts[bisect_right(owed, at)] += 1
    yield from ["FAULT: sent before the first slot"] * counts[0]
    for slot, count in zip(owed, counts[1:], strict=True):
        those = [at for at in times if slot <= at < slot + 7 * DAY]
        yield _judged(life, slot, count, those, world)


def _owed(life: Life, world: World) -> Iterator[float]:
    """Yield all slots of a reader, also those in which nothing could be sent."""
    for plan, following in pairwise((*life.plans, Plan(world.end))):
        if plan.zone:
            yield from slots(plan, max(plan.since, world.begin), min(following.since, world.end) - world.step)


def _judged(life: Life, slot: float, count: int, those: Sequence[float], world: World) -> str:
    reason = _excused(life, slot, world)
    if reason and not count:
        return f"none: {reason}"
    if reason and reason != EDGE:
        return f"FAULT: sent although {reason}"
    if count == 1:
        prompt = those and those[0] - slot <= world.step + world.late + _pause(slot, world)
        return "one" if prompt else "FAULT: one, too late"
    if count == 2 and any(min(those) <= kill <= max(those) + world.step for kill in world.kills):
        return "two: killed while it was under way"
    return f"FAULT: {count or 'none'}"


def _excused(life: Life, slot: float, world: World) -> str:
    """Return the one reason why nothing is owed for a slot; nothing where a message is."""
    if any(begin <= slot < end for begin, end in life.shut):
        return "they had shut us out"
    for begin, end in world.down:
        if begin - world.step < slot < end and end - slot > WORTH:
            edge = end - slot <= WORTH + world.late
            return EDGE if edge else "the bot was down for more than two days after it"
    return ""


def _pause(slot: float, world: World) -> float:
    """Return for how long after a slot the bot was down."""
    return max((end - slot for begin, end in world.down if begin - world.step < slot < end), default=0.0)


def _changing(life: Life, times: Sequence[float], world: World) -> Iterator[str]:
    """Judge a reader who changes plans by the promise: never two in a week, nor a week with none, and on a slot."""
    wanted = [plan for plan in life.plans if plan.zone]
    every = sorted(at for plan in wanted for at in slots(plan, world.begin, world.end))
    for at in times:
        slot = every[bisect_right(every, at) - 1] if at >= every[0] else at - DAY
        yield "one" if at - slot <= world.step + world.late + _pause(slot, world) else "FAULT: at no slot of any plan"
    for before, after in pairwise([wanted[0].since, *times, world.end]):
        gap = after - before
        held_up = (
            world.late + world.step + sum(end - begin for begin, end in world.down if begin < after and end > before)
        )
        killed = any(before <= kill <= after + world.step for kill in world.kills)
        if gap < CLOSEST - held_up and before != wanted[0].since and after != world.end and not killed:
            yield "FAULT: two in a week"
        if gap > FARTHEST + held_up + (7 * DAY if held_up > WORTH else 0):
            yield "FAULT: a week with none"


def heard(
    answers: Mapping[int, float],
    lives: Iterable[Life],
    arrived: Mapping[int, Sequence[float]],
    told: Mapping[int, Sequence[float]],
    world: World,
) -> Counter[str]:
    """Return of how many answers to readers' appeals which is true: each is told once, in the next message after it.

    `answers` are when each reader was answered, `told` when messages came that told it; not a number: to another chat.
    """
    owners = {chat: life for life in lives for chat in life.chats}
    found: Counter[str] = Counter()
    for reader, at in answers.items():
        came = sorted(each for chat in owners[reader].chats for each in arrived.get(chat, ()) if each >= at)
        found[_heard(at, came, told.get(reader, ()), world)] += 1
    return found


def _heard(at: float, came: Sequence[float], told: Sequence[float], world: World) -> str:
    """Judge how one answer was told; a message that was held up may have been written before it was given."""
    first = [each for each in came if each <= at + world.late][:1] + [each for each in came if each > at + world.late][
        :1
    ]
    if (
        len(told) == 2
        and min(told) in first
        and any(min(told) <= kill <= max(told) + world.step for kill in world.kills)
    ):
        return "an answer told twice: killed while it was under way"
    if any(each not in first for each in told):
        return "FAULT: an answer told to another, or late"
    if len(told) == 1 or not came:
        return "an answer told once" if told else "an answer that no message came after"
    return f"FAULT: an answer told {len(told)} times" if told else "FAULT: an answer not told"


def faults(found: Mapping[str, int]) -> int:
    """Return how many judgements are faults."""
    return sum(count for name, count in found.items() if name.startswith("FAULT"))


def told(found: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    """Return the judgements, the faults first."""
    return sorted(found.items(), key=lambda each: (not each[0].startswith("FAULT"), -each[1]))
