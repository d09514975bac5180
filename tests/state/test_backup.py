"""Backups: made while the state is written, whole, and all there is to begin again with."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.people.readers import Reader
from bot.state import StateError
from bot.state.sqlite import maintenance
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT
from tests.delivery.test_worker import SLOT
from tests.state.test_transfer import ANN, everything, subscription
from tests.support.faults import heard, small_disk
from tests.support.home import Home
from tests.support.quiet import PATIENCE

WRITE = """
import datetime as dt, pathlib, sys, threading
from bot.people.readers import Reader
from bot.state.sqlite.store import Store
store, now = Store.open(pathlib.Path(sys.argv[1])), dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set())).start()
readers = 0
while not stop.is_set():
    readers += 1
    store.vote(Reader("telegram", str(readers)), "a/b", "35", now)
    if readers == 300:
        print("writing", flush=True)
print(readers)
store.close()
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@contextlib.contextmanager
def restored(backup: Path, data: Path) -> Iterator[Store]:
    """Begin again with a backup as the only file of the state."""
    data.mkdir()
    shutil.copy(backup, data / FILE)
    with contextlib.closing(Store.open(data)) as store:
        assert store.connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert not store.connection.execute("pragma foreign_key_check").fetchall()
        yield store


def count(store: Store) -> int:
    found: int = store.connection.execute("select count(*) from votes").fetchone()[0]
    return found


async def test_a_backup_made_while_the_state_is_written_opens_and_holds_all_readers_so_far(home: Home) -> None:
    data = home.folder / "data"
    with contextlib.closing(Store.open(data)) as store:
        await store.subscribe(ANN, subscription(0))
        store.choose_language(ANN, "en")
    command = [sys.executable, "-c", WRITE, str(data)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=home.environment(), text=True, stdin=pipe, stdout=pipe) as writer:  # noqa: ASYNC220 - nobody waits for us
        assert writer.stdout and writer.stdout.readline() == "writing\n"
        made = home.bot("backup", "copy.db")
        written = int(writer.communicate("")[0])
    assert (made.code, made.err) == (0, "")
    with restored(home.folder / "copy.db", home.folder / "other") as again:
        assert 300 <= count(again) < written
        numbers = [int(row[0]) for row in again.connection.execute("select id from readers order by cast(id as int)")]
        assert numbers == list(range(1, count(again) + 1))
        assert await again.subscription(ANN) == subscription(0) and await again.language(ANN) == "en"
        assert (await again.known(ANN, ANN)).tallies == {"a/b": {"35": count(again)}}
    with contextlib.closing(Store.open(data)) as store:
        assert count(store) == written


async def test_who_is_due_gets_their_check_in_from_a_restored_state(home: Home) -> None:
    page = Reader("web", "a-key-of-the-page-of-22")
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.subscribe(page, subscription(0))
    assert home.bot("backup", "copy.db").code == 0
    with restored(home.folder / "copy.db", home.folder / "other") as again:
        due = await again.subscription(page)
        assert due and due.weekly == SLOT
    ticked = home.bot("tick", "--now", due.next_at.isoformat(), "--even-so", BOT_DATA="other")
    assert (ticked.code, ticked.err, ticked.out) == (0, "", "last seven days: 1 sent\n")
    with contextlib.closing(Store.open(home.folder / "other")) as again:
        assert [command for _, command in await again.unseen(page)] == ["/checkin"]


async def test_the_nightly_backup_lies_beside_the_state_and_holds_what_it_held(tmp_path: Path) -> None:
    with contextlib.closing(Store.open(tmp_path / "data")) as store:
        await store.subscribe(ANN, subscription(0))
        store.vote(ANN, "a/b", "35", NOW)
        for _ in range(2):
            await store.nightly(lambda: NOW)
        before = everything(store, ANN)
        store.forget(ANN)
    with restored(tmp_path / "data" / maintenance.BACKUP, tmp_path / "other") as again:
        assert everything(again, ANN) == before


async def test_the_scheduler_that_runs_the_chores_gets_them_done(tmp_path: Path) -> None:
    """It calls plain functions in another thread, in which a connection of ours cannot be used."""
    done, scheduler = asyncio.Event(), AsyncIOScheduler(timezone=dt.UTC)
    scheduler.add_listener(lambda _: done.set(), EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    with (
        contextlib.closing(Store.open(tmp_path)) as store,
        heard("bot.state.sqlite.maintenance", lambda: None) as errors,
    ):
        store.vote(ANN, "a/b", "35", NOW)
        scheduler.add_job(functools.partial(store.nightly, lambda: NOW))
        scheduler.start()
        async with asyncio.timeout(PATIENCE):
            await done.wait()
        scheduler.shutdown(wait=False)
    assert not errors and (tmp_path / maintenance.BACKUP).exists()


@pytest.mark.parametrize("name", [maintenance.FORMER, maintenance.UPGRADED, f"{maintenance.FORMER}-wal"])
def test_a_state_of_before_is_kept_as_many_days_as_nights(tmp_path: Path, name: str) -> None:
    Store.open(tmp_path).close()
    kept, week = tmp_path / name, dt.timedelta(days=maintenance.NIGHTS).total_seconds()
    kept.touch()
    maintenance.back_up(tmp_path / FILE)
    made = (tmp_path / maintenance.BACKUP).stat().st_mtime
    for age, there in ((week - 60, True), (week + 60, False)):
        os.utime(kept, (made - age, made - age))
        maintenance.back_up(tmp_path / FILE)
        assert kept.exists() == there


def test_of_the_nights_before_a_week_is_kept_and_of_a_damaged_state_nothing(tmp_path: Path) -> None:
    with contextlib.closing(Store.open(tmp_path)) as store:
        for day in range(10):
            store.vote(Reader("telegram", f"{day}"), "a/b", "35", NOW)
            asyncio.run(store.nightly(lambda: NOW))
            at = (NOW + dt.timedelta(days=day)).timestamp()
            os.utime(tmp_path / "backup.db", (at, at))
    nights = [f"backup-{NOW + dt.timedelta(days=day):%Y-%m-%d}.db" for day in range(3, 9)]
    assert {path.name for path in tmp_path.glob("backup*")} == {"backup.db", *nights}
    for name, held in (("backup.db", 10), (nights[0], 4), (nights[-1], 9)):
        with restored(tmp_path / name, tmp_path / f"restored-{name}") as store:
            assert count(store) == held
        assert (tmp_path / name).stat().st_mode & 0o77 == 0
    before = {path.name: path.read_bytes() for path in tmp_path.glob("backup*")}
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    with pytest.raises(StateError):
        maintenance.back_up(tmp_path / FILE)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("backup*")} == before


def test_a_backup_for_which_there_is_no_room_leaves_the_one_before_and_nothing_else(home: Home) -> None:
    small = home.folder / "small"
    small.mkdir()
    with contextlib.closing(Store.open(home.folder / "data")) as store, small_disk(small) as disk:
        assert home.bot("backup", "small/copy.db").code == 0
        before = (small / "copy.db").read_bytes()
        store.vote(ANN, "a/b", "35", NOW + dt.timedelta(days=1))
        disk.fill(store)
        failed = home.bot("backup", "small/copy.db")
        assert (failed.code, failed.out, len(failed.lines)) == (2, "", 1) and "small/copy.db" in failed.err
        assert (small / "copy.db").read_bytes() == before
        assert {path.name for path in small.iterdir()} == {"copy.db", "filler"}


@pytest.mark.parametrize(
    ("state", "to", "told"),
    [
        (False, "copy.db", "BOT_DATA: there is no state in data"),
        (True, "nowhere/copy.db", "nowhere/copy.db: cannot be written"),
        (True, "briefings", "briefings: cannot be written: this is a folder"),
    ],
)
def test_a_backup_that_cannot_be_made_is_told_in_one_line(home: Home, state: bool, to: str, told: str) -> None:
    if state:
        Store.open(home.folder / "data").close()
    failed = home.bot("backup", to)
    assert (failed.code, failed.out, len(failed.lines)) == (2, "", 1) and failed.err.startswith(told)


def test_a_state_that_is_no_database_is_not_copied(home: Home) -> None:
    (home.folder / "data").mkdir()
    (home.folder / "data" / FILE).write_bytes(b"this is not a database" * 100)
    failed = home.bot("backup", "copy.db")
    assert (failed.code, len(failed.lines)) == (2, 1) and not (home.folder / "copy.db").exists()
    assert failed.err.startswith("BOT_DATA: the state in data cannot be copied: ") and "`doctor` says" in failed.err
    started = home.bot("tick")
    assert started.code == 2 and "cannot be opened: file is not a database; `doctor` says what to do" in started.err
    with pytest.raises(StateError):
        Store.open(home.folder / "data")
