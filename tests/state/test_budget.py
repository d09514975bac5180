"""What several processes may send as one bot, on a real database: never more in a second, and no flood goes unheard."""

from __future__ import annotations

import asyncio
import bisect
import datetime as dt
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest
from pydantic import SecretStr

from bot.channels.telegram.shared_rate import SharedRate
from bot.content.edition import Edition
from bot.people.readers import Reader, Subscription
from bot.people.schedule import LONGEST_WAIT, Weekly
from bot.state import Budget, State
from bot.state.postgres.engine import Postgres
from tests.conftest import NOW, ROOT, built
from tests.delivery.test_kill import Post
from tests.support import postgres
from tests.support.botapi import TOKEN
from tests.support.engines import POSTGRES
from tests.support.quiet import PATIENCE
from tests.support.sharing import SENDER

pytestmark = [*POSTGRES.marks]
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
SLOT = Weekly(1, 9 * 60 + 30, "Etc/UTC")
RATE = 200


@pytest.fixture
def engine() -> Iterator[Postgres]:
    with postgres.database() as address:
        yield Postgres(address)


@pytest.fixture
def states(engine: Postgres) -> Iterator[tuple[State, ...]]:
    with ExitStack() as left:
        yield tuple(left.enter_context(closing(engine.open())) for _ in range(3))


def budget(state: State) -> Budget:
    assert state.budget
    return state.budget


def changed(engine: Postgres, query: str) -> None:
    with closing(psycopg.connect(engine.address, autocommit=True)) as db:
        db.execute(query.encode())


def most_in_a_second(times: list[float]) -> int:
    times = sorted(times)
    return max(bisect.bisect_left(times, each + 1) - first for first, each in enumerate(times))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


# Appointments


async def test_what_is_taken_lies_behind_all_that_was_taken_before_by_whomever(states: tuple[State, ...]) -> None:
    taken = await asyncio.gather(*(budget(states[n % 3]).take(SENDER, 5, 200) for n in range(12)))
    begins = sorted(each.begins for each in taken if each)
    assert len(begins) == 12
    assert all(later - before >= 5 / 200 - 1e-6 for before, later in itertools.pairwise(begins))


async def test_bots_have_their_time_for_themselves(states: tuple[State, ...]) -> None:
    for bot in (SENDER, "telegram:7"):
        first = await budget(states[0]).take(bot, 25, 50)
        assert first and first.begins <= first.said


async def test_nobody_is_given_more_while_what_is_taken_reaches_a_second_ahead(
    engine: Postgres, states: tuple[State, ...]
) -> None:
    assert await budget(states[0]).take(SENDER, 100, 50)
    assert await budget(states[1]).take(SENDER, 1, 50) is None
    changed(engine, "update budgets set taken_until = taken_until - interval '1.5 s'")
    assert await budget(states[1]).take(SENDER, 1, 50)


async def test_who_asks_for_no_message_is_told_the_time_and_takes_none(states: tuple[State, ...]) -> None:
    asked = [await budget(states[0]).take(SENDER, messages, 1) for messages in (0, 0, 2, 0)]
    assert all(each and each.begins <= each.said for each in asked[:3])
    assert asked[3] is None, "what was taken third reaches that far"


async def test_a_clock_that_is_set_back_stops_nobody_for_long_and_gives_nothing_twice(
    engine: Postgres, states: tuple[State, ...]
) -> None:
    assert await budget(states[0]).take(SENDER, 1, 1)
    changed(engine, "update budgets set taken_until = taken_until + interval '1 hour'")
    found = await budget(states[0]).take(SENDER, 1, 1)
    assert found and found.begins == pytest.approx(found.said + 3, abs=0.5)
    assert await budget(states[1]).take(SENDER, 1, 1) is None


# Floods


async def test_a_flood_that_one_process_hears_of_stops_all_of_them(engine: Postgres, states: tuple[State, ...]) -> None:
    here, there, _ = states
    for number in range(4):
        subscription = Subscription(SLOT, NOW, NOW - 30 * DAY)
        await here.subscribe(Reader("telegram", str(number)), subscription)
    await here.ledger.enqueue_due(NOW, 9)
    assert len(await there.ledger.claim("telegram", NOW, 1, MINUTE)) == 1
    await here.ledger.pause("telegram", "*", NOW + 2 * MINUTE)
    assert await there.ledger.claim("telegram", NOW, 1, MINUTE) == []
    assert await there.ledger.next_at("telegram") == NOW + 2 * MINUTE and await there.ledger.next_at("web") is None
    assert len(await there.ledger.claim("telegram", NOW + 2 * MINUTE, 9, MINUTE)) == 3
    assert await there.ledger.next_at("telegram") is None


@pytest.mark.parametrize(
    ("chat", "rest", "stops"),
    [
        ("*", MINUTE, True),
        ("*", -MINUTE, False),
        ("*", LONGEST_WAIT + MINUTE, False),  # a wrong clock set that
        ("!", MINUTE, False),  # another process fails, and rests
        ("42", MINUTE, False),
    ],
)
async def test_what_was_claimed_before_the_flood_waits_too(
    states: tuple[State, ...], chat: str, rest: dt.timedelta, stops: bool
) -> None:
    here, there, _ = states
    await here.subscribe(Reader("telegram", "1"), Subscription(SLOT, now(), now() - 30 * DAY))
    await here.ledger.enqueue_due(now(), 9)
    await here.ledger.pause("telegram", chat, now() + rest)
    assert (await budget(there).take(SENDER, 1, 50) is None) == stops
    assert await budget(there).take("web:1", 1, 50)
    assert (await there.ledger.claim("telegram", now(), 1, MINUTE) == []) == stops


# The program


async def test_every_check_in_that_a_program_sends_has_its_turn_among_all_processes(
    engine: Postgres, states: tuple[State, ...], edition: Edition
) -> None:
    async with Post().serving() as post:
        program = built(
            states[0], edition=edition, telegram_token=SecretStr(TOKEN), telegram_api_url=post.url, bulk_rate=1000
        )
        assert program.telegram
        deliveries = program.deliveries({"telegram": program.telegram})
        for chat in range(1, 4):
            await states[0].subscribe(Reader("telegram", str(chat)), Subscription(SLOT, NOW, NOW - 30 * DAY))
        async with program.telegram.sending():
            await deliveries.tick()
            await deliveries.drain()
        assert post.counts == {1: 1, 2: 1, 3: 1}
    with closing(psycopg.connect(engine.address)) as db:
        assert db.execute("select sender from budgets").fetchall() == [(f"telegram:{TOKEN.partition(':')[0]}",)]


# In any second


async def test_states_that_share_a_bot_send_no_more_in_any_second_than_one(states: tuple[State, ...]) -> None:
    """Measured by when each turn was given."""
    times = [list[float]() for _ in states]

    async def work(shared: SharedRate, sent: list[float]) -> None:
        while True:
            await shared.turn(patience=60)
            sent.append(time.monotonic())
            await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5), asyncio.TaskGroup() as group:
            for state, sent in zip(states, times, strict=True):
                shared = SharedRate(budget(state), SENDER, RATE, clock=time.monotonic, sleep=asyncio.sleep)
                for _ in range(16):
                    group.create_task(work(shared, sent))
    assert most_in_a_second([each for sent in times for each in sent]) <= RATE
    assert all(times), "everybody has a share"


def test_nor_do_processes_that_are_killed_or_stand_still(engine: Postgres) -> None:
    """Measured by when each turn was given, by the clock that all processes of a machine have."""
    chance, found = random.Random(3), list[tuple[int, float]]()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inbox, ExitStack() as left:
        inbox.bind(("127.0.0.1", 0))
        inbox.settimeout(PATIENCE)

        def started() -> subprocess.Popen[bytes]:
            words = ("-m", "tests.support.sharing", engine.address, str(RATE), str(inbox.getsockname()[1]))
            process = left.enter_context(subprocess.Popen([sys.executable, *words], cwd=ROOT))
            left.callback(process.kill)
            return process

        def hear(until: float, *processes: subprocess.Popen[bytes]) -> None:
            """Take what comes until some time has passed, and each of these has sent something."""
            missing = {each.pid for each in processes}
            while missing or time.monotonic() < until:
                pid, at = inbox.recv(100).split()
                found.append((int(pid), float(at)))
                missing.discard(int(pid))

        processes = [started() for _ in range(3)]
        hear(0, *processes)
        for each in processes:
            each.send_signal(signal.SIGSTOP)
            hear(time.monotonic() + chance.uniform(0.02, 0.4))
            each.send_signal(signal.SIGCONT)
        processes[0].kill()
        hear(0, *processes[1:], started())
        hear(time.monotonic() + 0.5)
    assert most_in_a_second([at for _, at in found]) <= RATE
    assert len(Counter(pid for pid, _ in found)) == 4 and os.getpid() not in dict(found)
