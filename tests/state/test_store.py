"""The state: real SQLite files, what is kept in them, and what several readers say together."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.people.readers import CHANCES, RULINGS, Issue, Reader
from bot.state import NewerState, StateError
from bot.state.sqlite import rows
from bot.state.sqlite.editions import EditionRows
from bot.state.sqlite.migrations import migrations
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT, TODAY

ANN, BEN, GROUP = Reader("telegram", "1"), Reader("telegram", "2"), Reader("telegram", "-100")


def test_a_new_reader_has_said_nothing(store: Store) -> None:
    known = store.known(ANN, ANN)
    assert (known.chances, known.rulings, known.asked, known.issue) == ({}, {}, {}, None)
    assert store.language(ANN) is None


def test_the_last_word_counts_and_a_guess_and_a_ruling_stand_beside_each_other(store: Store) -> None:
    for value in ("20", "80", "yes", "no"):
        store.vote(ANN, "a/b", value, NOW)
    known = store.known(ANN, ANN)
    assert (known.chances, known.rulings) == ({"a/b": "80"}, {"a/b": "no"})
    assert known.tallies == {"a/b": {"80": 1, "no": 1}}


def test_every_change_of_mind_is_kept_but_the_same_again_is_no_change(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for value in ("yes", "yes", "no", "yes"):
        store.vote(ANN, "a/b", value, NOW)
    store.close()
    rows = sqlite3.connect(tmp_path / FILE).execute("select value, at from votes order by vote").fetchall()
    assert rows == [("yes", "2026-11-24T09:30:00Z"), ("no", "2026-11-24T09:30:00Z"), ("yes", "2026-11-24T09:30:00Z")]


def test_tallies_are_the_same_after_a_restart(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for reader, value in ((ANN, "35"), (BEN, "35"), (BEN, "65"), (ANN, "yes"), (BEN, "no"), (BEN, "yes")):
        store.vote(reader, "a/b", value, NOW)
    before = store.known(ANN, ANN).tallies
    store.close()
    again = Store.open(tmp_path)
    assert again.known(ANN, ANN).tallies == before == {"a/b": {"35": 1, "65": 1, "yes": 2}}
    again.close()


def test_in_a_group_the_group_is_asked_and_each_member_votes(store: Store) -> None:
    store.keep_issue(GROUP, Issue(("a/b", "c/d"), NOW.date()), NOW)
    store.vote(ANN, "a/b", "yes", NOW)
    ann, ben = store.known(GROUP, ANN), store.known(GROUP, BEN)
    assert ann.issue == ben.issue == Issue(("a/b", "c/d"), TODAY)
    assert ann.asked == {"a/b": TODAY, "c/d": TODAY}
    assert (ann.rulings, ben.rulings) == ({"a/b": "yes"}, {})


def test_the_last_check_in_is_the_one_that_counts(store: Store) -> None:
    store.keep_issue(ANN, Issue(("a/b",), NOW.date()), NOW - dt.timedelta(days=9))
    store.keep_issue(ANN, Issue(("c/d",), NOW.date()), NOW)
    known = store.known(ANN, ANN)
    assert known.issue and known.issue.questions == ("c/d",)
    assert known.asked == {"a/b": TODAY - dt.timedelta(days=9), "c/d": TODAY}


def test_a_language_chosen_outlasts_a_restart(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.choose_language(ANN, "en")
    store.choose_language(ANN, "zh")
    store.close()
    again = Store.open(tmp_path)
    assert again.language(ANN) == "zh" and again.language(BEN) is None
    again.close()


def test_forgetting_a_reader_leaves_nothing_of_them_and_all_of_the_others(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for reader in (ANN, BEN):
        store.choose_language(reader, "en")
        store.vote(reader, "a/b", "yes", NOW)
        store.keep_issue(reader, Issue(("a/b",), NOW.date()), NOW)
    store.forget(ANN)
    known = store.known(ANN, ANN)
    assert (known.rulings, known.asked, known.issue, store.language(ANN)) == ({}, {}, None, None)
    assert known.tallies == {"a/b": {"yes": 1}}
    assert store.known(BEN, BEN).rulings == {"a/b": "yes"}
    store.close()
    with sqlite3.connect(tmp_path / FILE) as db:
        counts = [
            db.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("readers", "votes", "issues", "asked")
        ]
    db.close()
    assert counts == [1, 1, 1, 1]


def test_a_write_that_fails_leaves_nothing_half_done(store: Store) -> None:
    with pytest.raises(StateError):
        store.keep_issue(ANN, Issue((["no text"],), NOW.date()), NOW)  # type: ignore[arg-type]
    assert store.known(ANN, ANN).issue is None
    store.vote(ANN, "a/b", "yes", NOW)
    assert store.known(ANN, ANN).rulings == {"a/b": "yes"}


@given(st.lists(st.tuples(st.sampled_from([ANN, BEN]), st.sampled_from("abc"), st.sampled_from(CHANCES + RULINGS))))
def test_of_one_who_changed_their_mind_very_often_the_same_is_known(votes: list[tuple[Reader, str, str]]) -> None:
    settled = {"a": NOW + dt.timedelta(minutes=7), "b": NOW}
    with closing(sqlite3.connect(":memory:")) as db:
        store = Store(db)
        for minute, (reader, prediction, value) in enumerate(votes):
            store.vote(reader, prediction, value, NOW + dt.timedelta(minutes=minute))
        if (number := store.number(ANN)) is None:
            return
        every, last = (rows.said(db, number, settled, most=most) for most in (len(votes), 0))
    assert (every.chances, every.rulings) == (last.chances, last.rulings)
    counted = {each.prediction: each for each in every.history if each.at < settled.get(each.prediction, NOW)}
    assert {each.prediction: each for each in last.history} == counted


def test_who_is_forgotten_leaves_what_all_say_together_as_if_they_had_never_come(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.vote(BEN, "a/b", "20", NOW)
    before = store.known(BEN, BEN)
    for value in ("35", "yes", "65", "20"):
        store.vote(ANN, "a/b", value, NOW)
        store.vote(ANN, "only/hers", value, NOW)
    store.forget(ANN)
    store.forget(Reader("telegram", "never seen"))
    assert store.known(BEN, BEN) == before
    store.close()
    again = Store.open(tmp_path)
    assert again.known(BEN, BEN) == before
    again.close()


# States of other versions


STEPS = [each.name for each in migrations.pending(Database(memory=True))]


@pytest.fixture
def of_before() -> Iterator[sqlite3.Connection]:
    """A state with a row in every table, as the version wrote it that knew the steps up to `notes`."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((ROOT / "tests" / "state_of_before.sql").read_text(encoding="utf-8"))
        yield db


def test_a_state_of_before_opens_and_holds_what_it_held(of_before: sqlite3.Connection) -> None:
    tables = [
        name
        for (name,) in of_before.execute(
            "select name from sqlite_master where type = 'table' and name not like '%sqlite_%'"
        )
    ]
    counts = {each: of_before.execute(f"select count(*) from {each}").fetchone() for each in tables}
    assert {"votes", "deliveries", "inbox", "notes"} <= counts.keys()
    store = Store(of_before)
    assert {each: of_before.execute(f"select count(*) from {each}").fetchone() for each in counts} == counts
    known = store.known(ANN, ANN, "7")
    assert known.chances == {"machine-dough/night-shift": "80"} and known.issue and known.issue.on == TODAY
    assert known.tallies == {"machine-dough/night-shift": {"80": 2, "yes": 2}}
    assert known.subscription and known.subscription.interests == ("bakeries",)
    assert not of_before.execute("select name from sqlite_master where name like 'sqlite_stat%'").fetchall()
    store.forget(ANN)
    assert store.everything(ANN) == {} and not of_before.execute("pragma foreign_key_check").fetchall()


@pytest.mark.parametrize("step", STEPS)
def test_a_state_that_has_come_to_any_step_goes_on_from_there(step: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db, closing(sqlite3.connect(":memory:")) as new:
        migrations.apply(Database(db), stop_before=step)
        if step not in STEPS[:2]:
            db.execute("insert into readers (channel, id) values ('telegram', '1')")
            db.execute(
                "insert into votes (reader, prediction, value, at) values (1, 'a/b', '35', '2026-11-24T09:30:00Z')"
            )
            db.commit()
        store, fresh = Store(db), Store(new)
        assert store.known(ANN, ANN).chances == ({} if step in STEPS[:2] else {"a/b": "35"})
        query = "select name, sql from sqlite_master where name not like 'sqlite_%' order by name"
        assert db.execute(query).fetchall() == fresh.connection.execute(query).fetchall()


def test_a_state_of_a_newer_version_is_refused_for_that_reason_and_stays_as_it_is(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as db:
        db.execute("alter table votes rename column value to said")
        db.execute(
            "insert into _sqlite_migrations (migration_set, name) values ('hindsight', 'said'), ('hindsight', 'b')"
        )
        before = list(db.iterdump())
    for opened in (Store.open, lambda folder: EditionRows.open(folder / FILE)):
        with pytest.raises(
            NewerState, match=r"newer version of Hindsight has written it .*: said, b.*; run that version"
        ):
            opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert list(db.iterdump()) == before
