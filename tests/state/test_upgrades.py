"""Upgrades: a state that any earlier version left opens, whole, with the tables of today; so does its backup."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.people.readers import Reader
from bot.state import NewerState
from bot.state.sqlite import maintenance
from bot.state.sqlite.engine import SQLite, is_backup
from bot.state.sqlite.maintenance import UPGRADED
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW
from tests.support.states import FOLDER, NIGHT, ROWS, STEPS, stored, tables, written

ANN, VISITOR = Reader("telegram", "1"), Reader("web", "w" * 22)
steps = pytest.mark.parametrize("step", STEPS)


def left(step: str, file: Path) -> dict[str, int]:
    """Write the state of a version of before into a file; return how many rows each table has."""
    with closing(sqlite3.connect(file)) as db:
        db.executescript(stored(step).read_text(encoding="utf-8"))
        return counts(db)


def counts(db: sqlite3.Connection) -> dict[str, int]:
    return {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in tables(db)}


@contextlib.contextmanager
def opened(folder: Path, step: str) -> Iterator[tuple[Store, dict[str, int]]]:
    before = left(step, folder / FILE)
    with closing(Store.open(folder)) as store:
        yield store, before


def test_the_state_of_each_step_is_kept() -> None:
    """A new step needs one: `python -m tests.support.states` writes it; the rows of a new table stand in ROWS there."""
    assert sorted(path.name for path in FOLDER.iterdir()) == [stored(step).name for step in STEPS]


@pytest.mark.parametrize("step", STEPS[-1:])
def test_the_state_of_the_newest_step_has_a_row_in_every_table_and_column(step: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(written(step))
        assert all(counts(db).values()), "a table without a row says nothing of an upgrade"
        for table, rows in ROWS.items():
            own = {row[1]: row for row in db.execute(f"pragma table_info({table})")}
            assert {name for row in rows for name in row} <= own.keys()


@steps
def test_a_state_of_any_version_opens_and_holds_what_it_held(step: str, tmp_path: Path) -> None:
    with opened(tmp_path, step) as (store, before), closing(Store(sqlite3.connect(":memory:"))) as fresh:
        db = store.connection
        after = counts(db)
        assert {name: after[name] for name in before} == before
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert not db.execute("pragma foreign_key_check").fetchall()
        query = "select name, sql from sqlite_master where name not like 'sqlite_%' order by name"
        assert db.execute(query).fetchall() == fresh.connection.execute(query).fetchall()


@steps
def test_before_it_is_upgraded_it_is_kept_as_it_was_for_the_version_that_left_it(step: str, tmp_path: Path) -> None:
    before, kept = left(step, tmp_path / FILE), tmp_path / UPGRADED
    with closing(SQLite(tmp_path).editions()), closing(SQLite(tmp_path).open()):
        assert kept.exists() == (step != STEPS[-1])
    if kept.exists():
        with closing(sqlite3.connect(kept)) as db:
            assert counts(db) == before
        assert kept.stat().st_mode & 0o077 == 0 and is_backup(kept)
        kept.write_bytes(b"")
    with closing(SQLite(tmp_path).open()):
        assert not kept.exists() or not kept.read_bytes(), "one of this version is no state of before"


def test_a_state_that_is_new_or_of_a_newer_version_is_not_kept_as_one_of_before(tmp_path: Path) -> None:
    with closing(SQLite(tmp_path).open()) as store:
        later = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('hindsight', 'later', 'x')"
        store.connection.execute(later)
    with pytest.raises(NewerState):
        SQLite(tmp_path).open()
    with pytest.raises(NewerState):
        SQLite(tmp_path).checkup()
    assert not (tmp_path / UPGRADED).exists()


async def test_where_it_cannot_be_kept_it_is_upgraded_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left(STEPS[3], tmp_path / FILE)
    (tmp_path / UPGRADED).mkdir()
    with closing(SQLite(tmp_path).open()) as store:
        assert (await store.known(ANN, ANN)).subscription
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize("step", STEPS[-1:])
def test_a_state_with_a_row_in_every_table_is_copied_as_sound(step: str, tmp_path: Path) -> None:
    """To SQLite 3.40 rows of ours look like damage: from the first answer in a group on no backup was made any more."""
    before = left(step, tmp_path / FILE)
    maintenance.back_up(tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / maintenance.BACKUP)) as db:
        assert counts(db) == before


@steps
def test_who_looks_it_over_is_told_that_it_is_of_before_and_changes_nothing(step: str, tmp_path: Path) -> None:
    before = left(step, tmp_path / FILE)
    look = SQLite(tmp_path).checkup()
    assert (look.damage, look.of_before) == ("", step != STEPS[-1])
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert counts(db) == before


@steps
async def test_its_readers_are_known_are_served_and_may_go(step: str, tmp_path: Path) -> None:
    with opened(tmp_path, step) as (store, before):
        known = await store.known(ANN, ANN)
        assert known.chances == ({NIGHT: "80"} if "votes" in before else {})
        if "subscriptions" in before:
            assert known.subscription and known.subscription.interests == ("bakeries",)
            group = await store.subscription(Reader("telegram", "-100"))
            assert group and group.paused == "blocked"
        assert bool(await store.number(VISITOR)) == ("readers" in before), "found by the digest of its key"
        for reader in (ANN, VISITOR):
            store.forget(reader)
            assert store.everything(reader) == {}
        assert not store.connection.execute("pragma foreign_key_check").fetchall()


@steps
def test_its_backup_takes_the_place_of_a_state_of_today(step: str, tmp_path: Path) -> None:
    before = left(step, tmp_path / "backup.db")
    assert is_backup(tmp_path / "backup.db")
    (tmp_path / "data").mkdir()
    with closing(Store.open(tmp_path / "data")) as store:
        store.vote(Reader("telegram", "9"), "a/b", "35", NOW)
    former = SQLite(tmp_path / "data").restore(tmp_path / "backup.db")
    assert former and former.is_file()
    with closing(Store.open(tmp_path / "data")) as store:
        after = counts(store.connection)
        assert {name: after[name] for name in before} == before
