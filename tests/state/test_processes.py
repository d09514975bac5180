"""Several processes on one database: calls are as if they had come one after the other, and each hears of the others.

A process is a state of its own here: nothing is shared between two but the database.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import psycopg
import pytest

from bot.content.drafts import EditionEntry
from bot.people.appeals import Heard, Reply
from bot.people.changes import (
    Announce,
    AnswerAppeals,
    Change,
    ChooseLanguage,
    Cross,
    CrossBack,
    Follow,
    Forget,
    KeepIssue,
    MakeAppeal,
    MakePass,
    Second,
    StopNote,
    Subscribe,
    TakeBack,
    Vote,
)
from bot.people.readers import CHANCES, RULINGS, Issue, Reader, Receipt, Subscription
from bot.people.schedule import Weekly
from bot.people.succession import Succession
from bot.state import Sent, State
from bot.state.basis import Basis
from bot.state.postgres.engine import Postgres
from bot.state.postgres.session import directly
from bot.state.postgres.shared import grouped
from bot.state.sql.connection import text
from bot.state.sql.tallies import counted
from tests.conftest import NOW, TODAY
from tests.support import postgres
from tests.support.engines import POSTGRES, Clock

pytestmark = [*POSTGRES.marks]
ANN, BEN, PAGE, GROUP = Reader("telegram", "1"), Reader("telegram", "2"), Reader("web", "key"), Reader("telegram", "-9")
DAY, LEASE = dt.timedelta(days=1), dt.timedelta(minutes=10)
SLOT = Weekly(1, 9 * 60 + 30, "Etc/UTC")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(clock: Clock) -> Iterator[Postgres]:
    with postgres.database() as address:
        yield Postgres(address, clock)


@pytest.fixture
def states(engine: Postgres) -> Iterator[tuple[State, State]]:
    with ExitStack() as left:
        one, other = (left.enter_context(closing(engine.open())) for _ in range(2))
        yield one, other


async def apply(state: State, change: Change, person: Reader = ANN, chat: Reader | None = None) -> None:
    await state.apply(change, chat=chat or person, person=person, language="zh", now=NOW)


async def together(*calls: Awaitable[Any]) -> list[Any]:
    return list(await asyncio.gather(*calls))


def rows(engine: Postgres, query: str) -> list[tuple[Any, ...]]:
    with closing(psycopg.connect(engine.address)) as db:
        return db.execute(query.encode()).fetchall()


# One after the other


async def test_four_taps_at_once_are_one_answer_by_one_reader(engine: Postgres, states: tuple[State, State]) -> None:
    await together(*(apply(state, Vote("a/b", "35")) for state in states for _ in range(4)))
    assert rows(engine, "select value from votes") == [("35",)] and len(rows(engine, "select 1 from readers")) == 1
    assert rows(engine, "select prediction, value, readers from tallies") == [("a/b", "35", 1)]


async def test_however_many_vote_at_once_all_are_counted(engine: Postgres, states: tuple[State, State]) -> None:
    readers = [Reader("telegram", str(number)) for number in range(20)]
    for value in ("35", "80"):
        await together(*(apply(states[int(each.id) % 2], Vote("a/b", value), each) for each in readers))
    assert rows(engine, "select value, readers from tallies") == [("80", 20)] and engine.checkup().miscounted == 0


async def test_what_is_due_is_queued_once_and_claimed_by_one(engine: Postgres, states: tuple[State, State]) -> None:
    readers = [Reader("telegram", str(number)) for number in range(30)]
    for each in readers:
        await apply(states[0], Subscribe(Subscription(SLOT, NOW, NOW - 30 * DAY)), each)
    planned = await together(*(state.ledger.enqueue_due(NOW, 10) for state in states for _ in range(4)))
    assert sum(planned) == 30 and len(rows(engine, "select 1 from deliveries")) == 30
    claimed = await together(*(state.ledger.claim("telegram", NOW, 8, LEASE) for state in states for _ in range(4)))
    taken = Counter(each.id for some in claimed for each in some)
    assert len(taken) == 30 and set(taken.values()) == {1}
    await together(*(states[0].ledger.record([Sent(each, "7")], NOW) for some in claimed for each in some))
    assert (await states[1].figures(NOW - DAY)).counts == {"sent": 30}


async def test_what_another_process_has_in_hand_is_not_taken_from_it_at_a_start(states: tuple[State, State]) -> None:
    await apply(states[0], Subscribe(Subscription(SLOT, NOW, NOW - 30 * DAY)))
    await states[0].ledger.enqueue_due(NOW, 9)
    [held] = await states[0].ledger.claim("telegram", NOW, 9, LEASE)
    assert await states[1].ledger.release(NOW, everything=True) == 0
    assert await states[1].ledger.release(NOW + LEASE) == 1 and held.reader == ANN


async def test_of_two_who_take_what_one_link_brings_one_has_it(engine: Postgres, states: tuple[State, State]) -> None:
    await apply(states[0], Vote("a/b", "35"), PAGE)
    await apply(states[0], MakePass("key"), PAGE)
    await together(*(apply(state, Cross("key"), who) for state, who in zip(states, (ANN, BEN), strict=True)))
    known = [await states[0].known(who, who, now=NOW) for who in (ANN, BEN, PAGE)]
    assert [dict(each.chances) for each in known if each.chances] == [{"a/b": "35"}]
    assert sum(each.crossing is not None for each in known) == 2, "the one who gave, and the one who got"
    await together(*(apply(state, CrossBack(), PAGE) for state in states))
    assert (await states[0].known(PAGE, PAGE)).chances == {"a/b": "35"} and engine.checkup().miscounted == 0


async def test_questions_of_three_people_at_once_are_three(states: tuple[State, State]) -> None:
    people = [ANN, BEN, PAGE, GROUP]
    await together(*(states[n % 2].note_unfound("bakeri", who, NOW) for n, who in enumerate(people)))
    assert (await states[0].known(ANN, ANN, now=NOW, editor=True)).unfound == {"bakeri": 4}


async def test_two_desks_that_publish_at_once_make_one_chain(engine: Postgres) -> None:
    def publish(number: int) -> None:
        with closing(engine.editions()) as editions:
            entry = EditionEntry(0, f"digest {number}", "telegram:1", NOW, "published", {})
            editions.record(entry, {"briefings/a.yaml": f"{number}".encode()}, {})

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(publish, range(8)))
    with closing(engine.editions()) as editions:
        links = editions.links()
        assert [each.number for each in links] == [*range(1, 9)]
        assert [each.before for each in links] == ["", *(each.seal for each in links[:-1])]


@pytest.mark.parametrize("seed", range(3))
async def test_what_the_database_counts_is_what_is_counted_vote_by_vote(
    engine: Postgres, states: tuple[State, State], seed: int
) -> None:
    chance, minute = random.Random(seed), dt.timedelta(minutes=1)
    names = ("a/b", "a/old", "a/older", "c/d", "e/f")
    for reader in (ANN, BEN, PAGE, Reader("web", "other"), GROUP):
        for _ in range(12):
            change = Vote(chance.choice(names), chance.choice(CHANCES[:3] + RULINGS[:2]))
            at = NOW + chance.randrange(20) * minute
            await states[0].apply(change, chat=reader, person=reader, language="zh", now=at)
    await states[0].came(PAGE, NOW - DAY)
    await states[0].came(PAGE, NOW)
    closes = {name: text(NOW + chance.randrange(20) * minute) for name in ("a/b", "e/f")}
    basis = Basis(Succession({"a/old": "a/b", "a/older": "a/b"}), closes)
    with closing(psycopg.connect(engine.address, autocommit=True)) as connection:
        db = directly(connection)
        for again in (names, ("a/old", "a/b", "a/older"), ("c/d",)):
            assert grouped(db, basis, again) == counted(db, basis, again)
        assert len(grouped(db, basis, names)) > 8 and any(word.closed for word in grouped(db, basis, names))


# Hearing of each other


async def test_what_another_process_counted_is_told_after_a_second(states: tuple[State, State], clock: Clock) -> None:
    here, there = states
    await apply(there, Vote("a/b", "35"))
    assert (await here.known(BEN, BEN)).tallies == {}
    await apply(here, Vote("a/b", "35"), BEN)
    assert (await here.known(BEN, BEN)).tallies == {"a/b": {"35": 2}}, "what is changed here is told at once, as it is"
    await apply(there, Forget(), ANN)
    clock.seconds += 1
    assert (await here.known(BEN, BEN)).tallies == {"a/b": {"35": 1}}


async def test_what_went_live_or_was_said_elsewhere_is_known_after_a_second(
    states: tuple[State, State], clock: Clock
) -> None:
    here, there = states
    await apply(here, Subscribe(Subscription(SLOT, NOW, NOW - DAY)))
    await there.live(["a/b held 2026-11-24"], ["new"], NOW - LEASE)
    await apply(there, MakeAppeal("a/b", "held 2026-11-20", "It did not hold."), BEN)
    await apply(there, Announce({"zh": "一", "en": "one"}), BEN)
    clock.seconds += 1
    known = await here.known(ANN, ANN, now=NOW)
    assert (known.new_verdicts, known.new_briefings) == (("a/b held 2026-11-24",), ("new",))
    assert known.heard == here.appeals.heard == {"a/b": Heard(TODAY)} and len(known.notes) == 1


async def test_an_objection_is_seconded_where_it_is_first_heard_of(states: tuple[State, State]) -> None:
    here, there = states
    await apply(there, MakeAppeal("a/b", "held 2026-11-20", "It did not hold."), ANN)
    await apply(here, Second("a/b"), BEN)
    await apply(there, AnswerAppeals(Reply("forecast", "a/b", 99, "upheld", {"zh": "对", "en": "Right."})), GROUP)
    [answered] = there.appeals.heard["a/b"].answered
    assert answered.seconds == 1
    await apply(here, Second("a/b"), GROUP)
    assert (await here.known(GROUP, GROUP)).seconded == frozenset(), "nothing waits any more"


async def test_a_note_goes_wherever_it_was_claimed_until_it_is_called_back_anywhere(
    states: tuple[State, State],
) -> None:
    here, there = states
    await apply(here, Subscribe(Subscription(SLOT, NOW + DAY, NOW)))
    note = await there.apply(Announce({"zh": "一", "en": "one"}), chat=BEN, person=BEN, language="zh", now=NOW)
    assert note
    await there.notes.spread(NOW, 9)
    [held] = await here.ledger.claim("telegram", NOW, 9, LEASE)
    assert (
        (await here.notes.going(note.number, held.id)) == note._replace(spreading=False)
        if hasattr(note, "_replace")
        else True
    )
    await apply(there, StopNote(note.number), BEN)
    assert await here.notes.going(note.number, held.id) is None


async def test_by_what_is_counted_is_what_went_live_last_anywhere(
    engine: Postgres, states: tuple[State, State]
) -> None:
    here, there = states
    await apply(here, Vote("a/old", "35"))
    await there.live([], [], NOW, {"a/old": "a/b"})
    await apply(here, Vote("a/old", "80"))
    assert rows(engine, "select prediction, value, readers from tallies") == [("a/b", "80", 1)]
    assert engine.checkup().miscounted == 0


async def test_what_came_to_one_process_is_known_to_the_other(states: tuple[State, State]) -> None:
    here, there = states
    for number in (8, 7):
        assert not await here.received.came(Receipt("telegram:1", number))
        assert await there.received.keep(Receipt("telegram:1", number), b"{}", NOW)
        assert await here.received.came(Receipt("telegram:1", number))
        assert not await here.received.keep(Receipt("telegram:1", number), b"{}", NOW)


# What networks bring


SOURCE = "telegram:1"


async def keep(state: State, *lanes: str) -> None:
    """Keep one of each lane, numbered from 1."""
    for number, lane in enumerate(lanes, 1):
        assert await state.received.keep(Receipt(SOURCE, number), b"{}", NOW, lane)


async def take(state: State, most: int = 99) -> list[int]:
    return [receipt.number for receipt, _ in await state.received.take(SOURCE, most)]


def time_passes(engine: Postgres, seconds: int) -> None:
    """Have everything been taken so many seconds earlier."""
    with closing(psycopg.connect(engine.address, autocommit=True)) as db:
        db.execute("update received set until = until - %s", (dt.timedelta(seconds=seconds),))


async def test_what_came_is_taken_by_one_however_many_look_for_it(states: tuple[State, State]) -> None:
    await keep(states[0], *map(str, range(40)))
    taken = await together(*(take(state, 7) for state in states for _ in range(4)))
    assert sorted(number for some in taken for number in some) == [*range(1, 41)]


async def test_what_is_of_one_lane_goes_to_whoever_has_some_of_it_in_hand(states: tuple[State, State]) -> None:
    here, there = states
    await keep(here, "ann", "ann", "ben", "", "", "ann", "ben")
    assert await take(here, 1) == [1] and await take(there) == [3, 4, 5, 7]
    assert await take(there) == [] and await take(here) == [2, 6]
    assert await here.received.keep(Receipt(SOURCE, 8), b"{}", NOW, "ann")
    await there.received.done(Receipt(SOURCE, 3))
    for number in (1, 2):
        await here.received.done(Receipt(SOURCE, number))
    assert await take(there) == [], "the last of it is still in hand"
    await here.received.done(Receipt(SOURCE, 6))
    assert await take(there) == [8]


async def test_of_one_lane_no_part_is_taken_before_another_however_many_look(states: tuple[State, State]) -> None:
    await keep(states[0], *["ann"] * 30)
    taken = await together(*(take(state, 3) for state in states for _ in range(5)))
    mine, theirs = [number for some in taken[:5] for number in some], [n for some in taken[5:] for n in some]
    assert sorted(mine or theirs) == [*range(1, 16)] and not (mine and theirs)


async def test_what_a_dead_process_had_in_hand_is_taken_after_its_lease_and_in_order(
    engine: Postgres, states: tuple[State, State]
) -> None:
    dead, other = states
    await keep(dead, "ann", "ann", "ben")
    assert await take(dead, 1) == [1]
    time_passes(engine, 59)
    assert await take(other) == [3]
    time_passes(engine, 2)
    assert await take(other) == [1, 2]


async def test_who_goes_on_looking_keeps_what_they_have_and_is_never_given_it_twice(
    engine: Postgres, states: tuple[State, State]
) -> None:
    slow, other = states
    await keep(slow, "ann")
    assert await take(slow) == [1]
    for _ in range(3):
        time_passes(engine, 40)
        assert await take(slow) == [] == await take(other)
    time_passes(engine, 61)
    assert await take(slow) == [] == await take(other), "late, but nobody else had taken it"


async def test_what_another_has_in_hand_by_now_changes_nothing_and_is_handled_by_the_other(
    engine: Postgres, states: tuple[State, State]
) -> None:
    late, other = states
    receipt = Receipt(SOURCE, 1)

    async def votes(state: State, value: str) -> None:
        await state.apply(Vote("a/b", value), chat=ANN, person=ANN, language="zh", now=NOW, receipt=receipt)

    await keep(late, "ann")
    assert await take(late) == [1]
    time_passes(engine, 61)
    assert await take(other) == [1]
    await votes(late, "35")
    await late.received.done(receipt)
    assert rows(engine, "select value from votes") == [] and rows(engine, "select content from received") == [(b"{}",)]
    for value in ("80", "95"):  # by one message more than one thing may be changed
        await votes(other, value)
    await votes(late, "35")
    assert rows(engine, "select value from votes order by vote") == [("80",), ("95",)]
    assert rows(engine, "select content, lane from received") == [(None, "")]


async def test_what_a_process_did_not_handle_is_let_go_when_it_ends(engine: Postgres) -> None:
    with closing(engine.open()) as one, closing(engine.open()) as other:
        await keep(one, "ann", "ann")
        assert await take(one, 1) == [1] and await take(other) == []
        one.close()
        assert await take(other) == [1, 2]


# Everything at once

Act = Callable[[State], Awaitable[object]]


def acts(chance: random.Random) -> list[Act]:
    """Return what many readers and editors do."""
    readers, names = (ANN, BEN, PAGE, GROUP), ("a/b", "c/d", "e/f")
    who, whom, name = chance.choice(readers), chance.choice(readers), chance.choice(names)
    key, value, minute = f"{chance.random()}", chance.choice(CHANCES[:3] + RULINGS[:2]), dt.timedelta(minutes=1)
    reply = Reply("forecast", name, 10**6, "upheld", {"zh": "对", "en": "Right."})

    def changes(change: Change, person: Reader = who, chat: Reader | None = None) -> Act:
        return lambda state: apply(state, change, person, chat)

    async def crosses(state: State) -> None:
        await apply(state, MakePass(key), who)
        await apply(state, Cross(key), whom)

    return [
        *(changes(Vote(chance.choice(names), value), chance.choice(readers)) for _ in range(6)),
        changes(Vote(name, value, Issue((name,), TODAY)), chat=GROUP),
        changes(Vote(name, value, within=1)),
        changes(KeepIssue(Issue(names, TODAY))),
        changes(Follow(name, off=chance.random() < 0.5)),
        changes(ChooseLanguage("en")),
        changes(Subscribe(Subscription(SLOT, NOW, NOW - 30 * DAY))),
        changes(MakeAppeal(name, "held 2026-11-20", "It did not hold.")),
        changes(TakeBack(name)),
        changes(Second(name)),
        changes(Second(name, off=True)),
        changes(AnswerAppeals(reply)),
        changes(Forget()),
        crosses,
        changes(CrossBack()),
        lambda state: state.moved(chance.choice((ANN, BEN)), GROUP),
        lambda state: state.came(PAGE, NOW + chance.randrange(2) * DAY),
        lambda state: state.live([name], [], NOW, chance.choice(({}, {"c/d": "a/b"})), {}, {name: NOW + minute}),
        lambda state: state.keep_question(who, f"/{name}", NOW),
        lambda state: state.note_unfound(name, who, NOW),
        lambda state: state.put(who, "/checkin", NOW),
        lambda state: state.ledger.enqueue_due(NOW, 9),
        lambda state: state.ledger.claim("telegram", NOW, 2, LEASE),
        lambda state: state.known(who, whom, now=NOW, editor=True),
        lambda state: state.clear(),
        lambda state: state.nightly(lambda: NOW),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_many_do_at_once_nobody_fails_and_the_tallies_are_what_counting_afresh_gives(
    engine: Postgres, states: tuple[State, State], clock: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        chosen = [chance.choice(acts(chance)) for _ in range(16)]
        await together(*(act(states[number % 2]) for number, act in enumerate(chosen)))
        assert engine.checkup().miscounted == 0
    lost = (
        "select prediction from seconds where prediction not in (select prediction from appeals where decision is null)"
    )
    assert rows(engine, lost) == []
    for state in states:  # by now each has the same edition
        await state.live([], [], NOW)
    clock.seconds += 1
    here, there = [await state.known(GROUP, GROUP, now=NOW) for state in states]
    assert (here.tallies, here.crowd, here.heard) == (there.tallies, there.crowd, there.heard)
