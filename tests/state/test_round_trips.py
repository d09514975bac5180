"""How often an answer goes to PostgreSQL and back: that, and not the database's work, is what it costs there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import psycopg
import pytest

from bot.app.messages import Message
from bot.content.edition import Edition
from bot.people.changes import KeepIssue, MakeAppeal, Subscribe, Vote
from bot.people.readers import Issue, Reader, Subscription
from bot.people.schedule import Weekly
from bot.serve.program import Program
from bot.state import Closed, Delivery, Requeued, Result, Sent, State
from bot.state.postgres import calls
from bot.state.postgres.engine import Postgres
from bot.state.postgres.round_trips import Rows, Statement, at_once
from tests.conftest import NOW, TODAY, built
from tests.support import postgres
from tests.support.engines import POSTGRES, Clock

pytestmark = [*POSTGRES.marks]
DAY: Final = dt.timedelta(days=1)
ANN, BEN, GROUP = Reader("telegram", "1"), Reader("telegram", "2"), Reader("telegram", "-9")


class Ways(list[tuple[str, ...]]):
    """The ways to the database and back, each with its statements."""


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    gone = Ways()

    async def counted(connection: psycopg.AsyncConnection, statements: Sequence[Statement]) -> list[Rows]:
        gone.append(tuple(each.query for each in statements))
        return await at_once(connection, statements)

    monkeypatch.setattr(calls, "at_once", counted)
    return gone


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> Iterator[State]:
    with postgres.database() as address, closing(Postgres(address, clock).open()) as opened:
        yield opened


@pytest.fixture
def program(undecided: Edition, state: State) -> Program:
    return built(state, edition=undecided)


async def ask(program: Program, text: str, reader: Reader = ANN, **more: Any) -> None:
    await program.app.reply(Message(reader=reader, text=text, language="en", **more), NOW)


async def claimed(state: State, now: dt.datetime) -> list[Delivery]:
    await state.ledger.enqueue_due(now, 9)
    return await state.ledger.claim("telegram", now, 9, DAY)


async def reads_on(program: Program, state: State, *readers: Reader) -> list[str]:
    """Have readers subscribe, be sent a check-in and answer; return the names of some predictions."""
    names = [*program.app.edition.by_ref][:3]
    for reader in readers:
        await state.apply(
            Subscribe(Subscription(Weekly(1, 570, "Etc/UTC"), NOW, NOW - 30 * DAY)),
            chat=reader,
            person=reader,
            language="en",
            now=NOW - 20 * DAY,
        )
    results = [Sent(each, "7", Issue(tuple(names), TODAY)) for each in await claimed(state, NOW)]
    await state.ledger.record(results, NOW)
    for reader in readers:
        await ask(program, f"/vote {names[0]} 80", reader, shown="7")
    return names


@pytest.mark.parametrize(
    "text", ["/help", "/predictions", "/prediction {}", "/scores", "/settings", "/checkin", "agents", "/nonsense"]
)
@pytest.mark.parametrize("reader", [ANN, BEN], ids=["of one who answers every week", "of one never seen"])
async def test_what_changes_nothing_is_known_on_one_way(
    program: Program, state: State, ways: Ways, text: str, reader: Reader
) -> None:
    [name, *_] = await reads_on(program, state, ANN)
    ways.clear()
    await ask(program, text.format(name), reader)
    assert len(ways[0]) == 1 and not any("votes" in each for way in ways[1:] for each in way)
    assert len(ways) == 1 or (reader, text) == (BEN, "/checkin"), "who is shown questions is remembered"


async def test_a_vote_takes_three_ways_of_which_two_change_something(
    program: Program, state: State, ways: Ways
) -> None:
    names = await reads_on(program, state, ANN)
    for value in ("80", "65", "80"):
        ways.clear()
        await ask(program, f"/vote {names[1]} {value}", shown="7")
        assert [len(way) > 1 for way in ways] == [False, True, True] and ways[2][-1] == "commit"
    ways.clear()
    await ask(program, "/settings")
    assert len(ways) == 1, "what it moved is looked up with the rest"
    known = await state.known(ANN, ANN, now=NOW)
    assert known.tallies == {names[0]: {"80": 1}, names[1]: {"80": 1}}


async def test_a_vote_in_a_check_in_is_noted_on_the_same_ways(program: Program, state: State, ways: Ways) -> None:
    names = await reads_on(program, state, ANN)
    issue = (await state.known(ANN, ANN, now=NOW)).issue
    assert issue
    ways.clear()
    await state.apply(Vote(names[2], "80", within=issue.number), chat=ANN, person=ANN, language="en", now=NOW)
    known = await state.known(ANN, ANN, now=NOW)
    assert len(ways) == 3 and known.issue and known.issue.answered == (names[2],)


async def test_the_first_vote_of_a_reader_and_one_in_a_group_take_a_few_more(
    program: Program, state: State, ways: Ways
) -> None:
    [name, *_] = await reads_on(program, state, ANN)
    ways.clear()
    await ask(program, f"/vote {name} 80", BEN)
    assert len(ways) <= 6
    ways.clear()
    await ask(program, f"/vote {name} 65", GROUP, person=BEN, shared=True)
    assert len(ways) <= 6
    assert (await state.known(ANN, ANN, now=NOW)).tallies == {name: {"80": 1, "65": 1}}


async def test_what_all_say_and_what_is_new_is_looked_up_once_a_second_on_one_way_more_and_another_for_appeals(
    program: Program, state: State, ways: Ways, clock: Clock
) -> None:
    names = await reads_on(program, state, ANN, BEN)
    for name in names:
        await state.apply(MakeAppeal(name, "held 2026-11-20", "No."), chat=BEN, person=BEN, language="en", now=NOW)
    for seconds, most in ((1.0, 3), (0.5, 1), (0.5, 3)):
        clock.seconds += seconds
        ways.clear()
        await ask(program, "/settings")
        assert len(ways) == most


async def test_a_check_in_that_is_sent_is_known_on_one_way(program: Program, state: State, ways: Ways) -> None:
    await reads_on(program, state, ANN)
    [held] = await claimed(state, NOW + 7 * DAY)
    ways.clear()
    known = await state.known_for(held, NOW + 7 * DAY)
    assert len(ways) == 1 and known.issue and len(known.issue.questions) == 3


async def test_what_became_of_any_number_of_check_ins_is_recorded_on_one_way(state: State, ways: Ways) -> None:
    weekly = Weekly(1, 9 * 60 + 30, "Etc/UTC")
    for number in range(20):
        reader = Reader("telegram", str(number))
        await state.subscribe(reader, Subscription(weekly, NOW, NOW - 30 * DAY))
    await state.ledger.enqueue_due(NOW, 99)
    claimed = await state.ledger.claim("telegram", NOW, 99, DAY)
    results: list[Result] = [Sent(each, "7", Issue(("a/b", "c/d"), TODAY)) for each in claimed[:16]]
    results += [Closed(claimed[16], "failed", "so"), Requeued(claimed[17], NOW, "later"), Closed(claimed[18], "empty")]
    ways.clear()
    await state.ledger.record(results, NOW)
    assert len(ways) == 1 and (ways[0][0], ways[0][-1]) == ("begin", "commit")
    assert (await state.figures(NOW - DAY)).counts == {"sent": 16, "failed": 1, "queued": 1, "empty": 1, "sending": 1}


async def test_what_nobody_can_foresee_is_asked_at_one_moment_too(program: Program, state: State, ways: Ways) -> None:
    [name, *_] = await reads_on(program, state, ANN)
    await ask(program, f"/vote {name} 65", GROUP, person=BEN, shared=True)
    told = KeepIssue(Issue((), TODAY, (name,)))
    await state.apply(told, chat=GROUP, person=BEN, language="en", now=NOW)
    ways.clear()
    known = await state.known(GROUP, BEN, now=NOW, settled={name: NOW + DAY})
    assert len(known.members[name]) == 1 and ways[1][0].startswith("begin isolation level")
    assert ways[-1] == ("commit",)
