"""What one process does and all are to know at once, each of those that share a database hears."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, aclosing, closing
from typing import Any

import psycopg
import pytest

from bot.content.drafts import EditionEntry
from bot.people.changes import Announce, Subscribe
from bot.people.readers import Reader, Subscription
from bot.people.schedule import Weekly
from bot.state import Closed, News, State, StateBusy, StateError
from bot.state.postgres.engine import Postgres
from bot.state.sqlite.engine import in_memory
from tests.conftest import NOW
from tests.support import postgres
from tests.support.engines import POSTGRES
from tests.support.quiet import PATIENCE

pytestmark = [*POSTGRES.marks]
ANN, PAGE = Reader("telegram", "1"), Reader("web", "key")
DAY, LEASE = dt.timedelta(days=1), dt.timedelta(minutes=10)
ENTRY = EditionEntry(0, "d1", "", NOW, "found", {})


@pytest.fixture
def engine() -> Iterator[Postgres]:
    with postgres.database() as address:
        yield Postgres(address)


@pytest.fixture
def states(engine: Postgres) -> Iterator[tuple[State, State]]:
    with ExitStack() as left:
        one, other = (left.enter_context(closing(engine.open())) for _ in range(2))
        yield one, other


@pytest.fixture
async def news(states: tuple[State, State]) -> AsyncIterator[Heard]:
    async with aclosing(states[1].hear()) as heard:
        yield Heard(heard)


class Heard:
    """What the second process hears."""

    def __init__(self, heard: AsyncIterator[News]) -> None:
        self._heard = heard

    async def next(self) -> News:
        async with asyncio.timeout(PATIENCE):
            return await anext(self._heard)


def asked(engine: Postgres, query: str) -> list[tuple[Any, ...]]:
    with closing(psycopg.connect(engine.address, autocommit=True)) as db:
        found = db.execute(query.encode())
        return found.fetchall() if found.description else []


def cut(engine: Postgres) -> None:
    """End all connections of ours, as a database does that starts anew."""
    asked(
        engine,
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )


async def subscribe(state: State, reader: Reader = ANN) -> None:
    weekly = Weekly(1, 9 * 60 + 30, "Etc/UTC")
    change = Subscribe(Subscription(weekly, NOW, NOW - 30 * DAY))
    await state.apply(change, chat=reader, person=reader, language="zh", now=NOW)


async def test_who_begins_to_listen_is_told_to_look_first(news: Heard) -> None:
    assert await news.next() == News("missed")


async def test_what_waits_for_a_reader_of_the_page_is_heard(states: tuple[State, State], news: Heard) -> None:
    await news.next()
    await states[0].put(PAGE, "/checkin", NOW)
    assert await news.next() == News("inbox", PAGE.id)
    assert [command for _, command in await states[1].unseen(PAGE)] == ["/checkin"]


async def test_what_is_queued_is_heard_once_it_is_there_to_be_claimed(states: tuple[State, State], news: Heard) -> None:
    await news.next()
    await subscribe(states[0])
    assert await states[0].ledger.enqueue_due(NOW - DAY, 9) == 0  # nothing to tell
    await states[0].ledger.enqueue_due(NOW, 9)
    assert await news.next() == News("due")
    [claimed] = await states[1].ledger.claim("telegram", NOW, 9, LEASE)
    await states[1].ledger.record([Closed(claimed, "failed", "so")], NOW)
    assert await states[0].ledger.send_to_the_rest(NOW - DAY, NOW) == 1
    assert await news.next() == News("due")
    await states[0].apply(Announce({"zh": "字", "en": "word"}), chat=ANN, person=ANN, language="zh", now=NOW)
    assert await states[0].notes.spread(NOW, 9) == 1
    assert await news.next() == News("due")


async def test_that_an_edition_is_live_is_heard(engine: Postgres, news: Heard) -> None:
    await news.next()
    with closing(engine.editions()) as editions:
        editions.record(ENTRY, {"briefings/a.yaml": b"a"}, {})
        editions.record(ENTRY, {"briefings/a.yaml": b"a"}, {})  # which changes nothing
        assert await news.next() == News("edition")
    asked(engine, "select pg_notify('hindsight', 'of a later version')")
    assert await news.next() == News("missed")


async def test_after_a_break_whoever_listens_is_told_to_look(
    engine: Postgres, states: tuple[State, State], news: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    await news.next()
    listening = asyncio.create_task(news.next())
    await asyncio.to_thread(cut, engine)
    assert await listening == News("missed")
    assert "connecting anew" in caplog.text
    await states[0].put(PAGE, "/checkin", NOW)
    assert await news.next() == News("inbox", PAGE.id)


async def test_of_what_is_not_kept_nothing_is_heard(engine: Postgres, states: tuple[State, State], news: Heard) -> None:
    await news.next()
    asked(engine, "alter table inbox add check (command <> '/never')")
    with pytest.raises(StateError):
        await states[0].put(PAGE, "/never", NOW)
    await states[0].put(PAGE, "/checkin", NOW)
    assert await news.next() == News("inbox", PAGE.id)
    assert len(asked(engine, "select 1 from inbox")) == 1


async def test_a_state_that_one_process_has_to_itself_hears_nothing() -> None:
    with closing(in_memory()) as state:
        assert [each async for each in state.hear()] == []


async def test_what_a_dead_process_had_in_hand_is_queued_by_another_after_its_lease(
    states: tuple[State, State],
) -> None:
    await subscribe(states[0])
    await states[0].ledger.enqueue_due(NOW, 9)
    await states[0].ledger.claim("telegram", NOW, 9, LEASE)
    assert await states[1].ledger.reclaim(NOW + LEASE / 2) == 0
    assert await states[1].ledger.reclaim(NOW + LEASE) == 1
    with closing(in_memory()) as alone:
        await subscribe(alone)
        await alone.ledger.enqueue_due(NOW, 9)
        await alone.ledger.claim("telegram", NOW, 9, LEASE)
        assert await alone.ledger.reclaim(NOW + LEASE) == 0  # all of it is in its own hands


async def test_the_editors_part_outlasts_a_restart_of_the_database(engine: Postgres) -> None:
    with closing(engine.editions()) as editions:
        editions.record(ENTRY, {"briefings/a.yaml": b"a"}, {})
        await asyncio.to_thread(cut, engine)
        with pytest.raises(StateError):  # what was under way is not tried again: nobody knows what came of it
            editions.last()
        assert (last := editions.last()) and last.digest == "d1"


async def test_one_desk_publishes_at_a_time_and_a_dead_one_holds_up_nobody(engine: Postgres) -> None:
    with closing(engine.editions()) as one, closing(engine.editions()) as other:
        with one.alone(), pytest.raises(StateBusy), other.alone():
            pass
        with other.alone():
            pass
        with pytest.raises(StateError), one.alone():
            await asyncio.to_thread(cut, engine)
            one.last()
        with pytest.raises(StateError):
            other.last()
        with other.alone():
            assert other.last() is None
