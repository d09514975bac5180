"""The state on PostgreSQL: what is its own, as its tables, the waiting for it, and what is said where it is gone."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest

from bot.people.changes import ChooseLanguage, Vote
from bot.people.readers import Reader
from bot.state import NewerState, State, StateError, StateUnavailable
from bot.state.postgres.bridge import bridged, waited
from bot.state.postgres.engine import Postgres
from bot.state.postgres.round_trips import told
from bot.state.sqlite.store import Store
from tests.conftest import NOW
from tests.support import postgres
from tests.support.engines import POSTGRES

pytestmark = [*POSTGRES.marks]
ANN, BEN = Reader("telegram", "1"), Reader("telegram", "2")


@pytest.fixture
def address() -> Iterator[str]:
    with postgres.database() as lent:
        yield lent


@pytest.fixture
def state(address: str) -> Iterator[State]:
    with closing(Postgres(address).open()) as opened:
        yield opened


@pytest.fixture
def db(address: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        yield connection


async def vote(state: State, reader: Reader, value: str) -> None:
    await state.apply(Vote("a/b", value), chat=reader, person=reader, language="zh", now=NOW)


def somebody_waits(db: psycopg.Connection) -> bool:
    return db.execute("select 1 from pg_locks where not granted").fetchone() is not None


# Its tables


def test_its_tables_are_those_of_sqlite_column_by_column(db: psycopg.Connection) -> None:
    query = (
        "select table_name, column_name, data_type, is_nullable = 'NO' from information_schema.columns"
        " where table_schema = 'public' and table_name not in ('steps', 'budgets')"
        " and (table_name, column_name) not in (('drafts', 'rowid'),"
        " ('received', 'lane'), ('received', 'taker'), ('received', 'until'))"
        " order by table_name, ordinal_position"
    )
    there = [(table, name, kind, required) for table, name, kind, required in db.execute(query)]
    with closing(sqlite3.connect(":memory:")) as lite:
        Store(lite)
        query = "select name from sqlite_schema where type = 'table' and name not like '%sqlite_%' order by name"
        here = [
            (table, name, {"INTEGER": "bigint", "BLOB": "bytea", "TEXT": "text"}[kind.upper()], bool(required or key))
            for (table,) in lite.execute(query).fetchall()
            for _, name, kind, required, _, key in lite.execute(f"pragma table_info({table})")
        ]
    assert there == here


def test_its_indexes_are_those_of_sqlite_by_name(db: psycopg.Connection) -> None:
    there = {name for (name,) in db.execute("select indexname from pg_indexes where schemaname = 'public'")}
    with closing(sqlite3.connect(":memory:")) as lite:
        Store(lite)
        query = "select name from sqlite_schema where type = 'index' and name not like '%sqlite_%'"
        here = {name for (name,) in lite.execute(query)}
    assert len(here) > 20 and here <= there


def test_processes_that_start_at_once_make_the_tables_once() -> None:
    engine = Postgres(postgres.empty_database())
    assert not engine.exists()
    with ThreadPoolExecutor(4) as threads:
        for state in threads.map(lambda _: engine.open(), range(4)):
            state.close()
    assert engine.exists()


def test_a_state_of_a_newer_version_is_refused_for_that_reason(address: str, db: psycopg.Connection) -> None:
    db.execute("insert into steps values ('of tomorrow', 99)")
    try:
        for opened in (Postgres(address).open, Postgres(address).editions):
            with pytest.raises(NewerState, match=r"unknown here: of tomorrow"):
                opened()
    finally:
        db.execute("delete from steps where number = 99")


def test_what_is_meant_for_it_alone_stands_in_a_comment_and_marks_are_its_own() -> None:
    assert told("select a from t where b like 'x%' and c = ? /* for update */").split() == (
        ["select", "a", "from", "t", "where", "b", "like", "'x%%'", "and", "c", "=", "%s", "for", "update"]
    )


# Waiting for it


async def test_while_a_call_waits_others_go_on(state: State, db: psycopg.Connection) -> None:
    await vote(state, ANN, "35")
    with db.transaction():
        db.execute("select 1 from readers for update")
        waits = asyncio.create_task(state.moved(ANN, BEN))
        while not somebody_waits(db):
            assert (await state.known(ANN, ANN)).chances == {"a/b": "35"}, "another call, over another connection"
        assert not waits.done()
    await waits
    assert (await state.known(BEN, BEN)).chances == {"a/b": "35"}


async def test_who_is_cancelled_while_they_wait_changes_nothing_and_spoils_nothing(
    state: State, db: psycopg.Connection
) -> None:
    await vote(state, ANN, "35")
    with db.transaction():
        db.execute("select 1 from readers for update")
        waits = asyncio.create_task(state.moved(ANN, BEN))
        while not somebody_waits(db):
            await state.number(ANN)
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
    assert (await state.known(ANN, ANN)).chances == {"a/b": "35"} and await state.number(BEN) is None
    await state.moved(ANN, BEN)
    assert (await state.known(BEN, BEN)).chances == {"a/b": "35"}


async def test_more_calls_than_there_are_connections_come_to_their_end(state: State) -> None:
    readers = [Reader("telegram", str(number)) for number in range(40)]
    await asyncio.gather(*(vote(state, each, "35") for each in readers))
    assert (await state.known(ANN, ANN)).tallies == {"a/b": {"35": 40}}


async def test_what_is_bridged_may_wait_in_both_ways_and_hears_of_errors_where_it_waits() -> None:
    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError("no")

    async def work() -> list[str]:
        heard = []
        for wait in (lambda: waited(asyncio.sleep(0, "of the loop")), lambda: waited(fails())):
            try:
                heard.append(str(wait()))
            except LookupError as error:
                heard.append(str(error))
        with contextlib.suppress(LookupError):
            await fails()
        heard.append(await asyncio.sleep(0, "as others do"))
        return heard

    assert await bridged(work) == ["of the loop", "no", "as others do"]
    with pytest.raises(LookupError):
        await bridged(fails)


# Where it is gone


async def test_connections_that_were_cut_are_made_anew(state: State, db: psycopg.Connection) -> None:
    await asyncio.gather(*(vote(state, each, "35") for each in (ANN, BEN)))
    db.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename is not null"
    )
    await asyncio.gather(*(vote(state, each, "80") for each in (ANN, BEN)))
    assert (await state.known(ANN, ANN)).tallies == {"a/b": {"80": 2}}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://ann:s3cret@127.0.0.1:1/none", "Connection refused"),
        ("postgresql://ann:s3cret@[none", "none of the form"),
        ("s3cret", "none of the form"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(address: str, said: str) -> None:
    engine = Postgres(address)
    for ask in (engine.open, engine.exists, engine.look, engine.checkup):
        with pytest.raises(StateError, match=said) as raised:
            ask()
        assert "s3cret" not in f"{raised.value}{raised.value.__cause__}{engine!r}" and "\n" not in str(raised.value)


async def test_a_database_that_is_gone_is_no_fault_of_ours_and_told_in_a_line(address: str) -> None:
    gone = address.replace("/state_", "/gone_")
    with pytest.raises(StateUnavailable, match="does not exist"):
        Postgres(gone).open()


async def test_what_is_said_of_an_error_names_no_reader(state: State, db: psycopg.Connection) -> None:
    db.execute("create unique index once on readers (language)")
    try:
        for reader in (ANN, BEN):
            with contextlib.suppress(StateError):
                await state.apply(ChooseLanguage("en"), chat=reader, person=reader, language="en", now=NOW)
        with pytest.raises(StateError) as raised:
            await state.apply(ChooseLanguage("en"), chat=BEN, person=BEN, language="en", now=NOW)
        assert str(raised.value) == 'duplicate key value violates unique constraint "once"'
        told_whole = "".join(traceback.format_exception(raised.value))  # as a log would tell it
        assert "UniqueViolation" in told_whole and "Key (" not in told_whole
    finally:
        db.execute("drop index once")
