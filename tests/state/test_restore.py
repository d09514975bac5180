"""Restoring: a backup takes the place of the state whole, or nothing changes; what was there before is kept."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.people.readers import Reader
from bot.state import InUse, NewerState, StateError, Unusable
from bot.state.sqlite import maintenance
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.maintenance import FORMER
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT
from tests.state.test_transfer import ANN
from tests.support.faults import read_only
from tests.support.home import Home

BERT = Reader("telegram", "7")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A state of which there is a backup, and which went on after it."""
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    data = tmp_path / "data"
    with contextlib.closing(Store.open(data)) as store:
        store.vote(ANN, "a/b", "35", NOW)
    maintenance.copy(data / FILE, tmp_path / "copy.db")
    with contextlib.closing(Store.open(data)) as store:
        store.vote(BERT, "a/b", "65", NOW)
    return Home(tmp_path)


def readers(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as db:
        count: int = db.execute("select count(*) from readers").fetchone()[0]
        return count


async def test_a_backup_takes_the_place_of_the_state_and_the_one_before_is_kept(home: Home) -> None:
    done = home.bot("restore", "copy.db")
    assert (done.code, done.err) == (0, "") and FORMER in done.out
    data = home.folder / "data"
    assert (readers(data / FILE), readers(data / FORMER)) == (1, 2)
    assert (data / FILE).stat().st_mode & 0o077 == 0 and (data / FORMER).stat().st_mode & 0o077 == 0
    with contextlib.closing(Store.open(data)) as store:
        assert await store.number(ANN) and not await store.number(BERT)


def test_it_is_restored_where_there_was_no_state(home: Home) -> None:
    done = home.bot("restore", "copy.db", BOT_DATA="elsewhere")
    assert done.code == 0 and "before" not in done.out and readers(home.folder / "elsewhere" / FILE) == 1


def test_a_backup_may_lie_where_nothing_may_be_written(home: Home) -> None:
    kept = home.folder / "kept"
    kept.mkdir()
    shutil.move(home.folder / "copy.db", kept / "copy.db")
    with read_only(kept):
        assert home.bot("restore", "kept/copy.db").code == 0
    assert [each.name for each in kept.iterdir()] == ["copy.db"] and readers(home.folder / "data" / FILE) == 1


def test_a_state_that_was_taken_along_with_its_journal_is_restored_with_all_that_stands_in_that(home: Home) -> None:
    data, taken = home.folder / "data", home.folder / "taken"
    with contextlib.closing(sqlite3.connect(data / FILE)) as db:
        db.execute("insert into readers (channel, id) values ('telegram', '9')")
        db.commit()
        shutil.copytree(data, taken)  # as of a machine that was killed
    assert (taken / f"{FILE}-wal").stat().st_size
    assert home.bot("restore", f"taken/{FILE}", BOT_DATA="elsewhere").code == 0
    assert readers(home.folder / "elsewhere" / FILE) == 3


def test_what_was_written_last_before_a_kill_is_never_read_into_the_backup(home: Home) -> None:
    data = home.folder / "data"
    with contextlib.closing(sqlite3.connect(data / FILE)) as db:
        db.execute("insert into readers (channel, id) values ('telegram', '9')")
        db.commit()
        for each in ("-wal", "-shm"):
            shutil.copy(data / f"{FILE}{each}", home.folder / f"left{each}")
    for each in ("-wal", "-shm"):  # as a killed process leaves them
        shutil.copy(home.folder / f"left{each}", data / f"{FILE}{each}")
    assert home.bot("restore", "copy.db").code == 0
    assert (readers(data / FILE), readers(data / FORMER)) == (1, 3)


def test_a_state_that_is_damaged_is_replaced_and_kept_as_it_is(home: Home) -> None:
    data = home.folder / "data"
    (data / FILE).write_bytes(b"no database" * 1_000)
    assert home.bot("restore", "copy.db").code == 0
    assert readers(data / FILE) == 1 and (data / FORMER).read_bytes().startswith(b"no database")


def cut(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-4_096])


def fouled(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[8_192:12_288] = b"\xff" * 4_096
    backup.write_bytes(content)


def orphaned(backup: Path) -> None:
    with contextlib.closing(sqlite3.connect(backup)) as db:
        db.execute("delete from readers")
        db.commit()


@pytest.mark.parametrize("damage", [cut, fouled, orphaned])
def test_a_damaged_backup_changes_nothing(home: Home, damage: Callable[[Path], None]) -> None:
    backup, data = home.folder / "copy.db", home.folder / "data"
    damage(backup)
    with pytest.raises((Unusable, StateError)):
        SQLite(data).restore(backup)
    assert readers(data / FILE) == 2 and not (data / FORMER).exists()
    told = home.bot("restore", "copy.db")
    assert told.code in (1, 2) and len(told.lines) == 1
    assert {each.name for each in data.iterdir()} <= {FILE, "hindsight.lock", f"{FILE}-wal", f"{FILE}-shm"}


def test_a_file_of_others_is_refused(home: Home) -> None:
    (home.folder / "letter.txt").write_text("Dear Ann", encoding="utf-8")
    told = home.bot("restore", "letter.txt")
    assert (told.code, told.lines) == (1, ["letter.txt: this is no backup that this program made"])
    assert home.bot("restore", "nowhere.db").code == 2


def test_nobody_restores_while_the_state_is_at_work(home: Home) -> None:
    with contextlib.closing(Store.open(home.folder / "data")), pytest.raises(InUse):
        SQLite(home.folder / "data").restore(home.folder / "copy.db")
    assert readers(home.folder / "data" / FILE) == 2


def test_a_backup_of_a_newer_version_is_refused_kindly(home: Home) -> None:
    with contextlib.closing(sqlite3.connect(home.folder / "copy.db")) as db:
        columns = "migration_set, name, applied_at"
        db.execute(f"insert into _sqlite_migrations ({columns}) values ('hindsight', 'later', 'x')")
        db.commit()
    with pytest.raises(NewerState):
        SQLite(home.folder / "data").restore(home.folder / "copy.db")
    assert readers(home.folder / "data" / FILE) == 2
