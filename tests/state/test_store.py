"""The state in SQLite: how much one reader may have said, and the files of other versions."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot import scores
from bot.answers.limits import EVERYWHERE
from bot.app.messages import Message
from bot.content.edition import Edition
from bot.people.changes import ChooseLanguage
from bot.people.readers import CHANCES, RULINGS, Reader
from bot.people.succession import Succession
from bot.state import NewerState
from bot.state.sql.reader_votes import MOST_VOTES, votes_of
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.migrations import migrations
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT, TODAY, built
from tests.scores.test_readers import RULED, settled, verdict

ANN, BEN, GROUP = Reader("telegram", "1"), Reader("telegram", "2"), Reader("telegram", "-100")


VOTES = st.lists(st.tuples(st.sampled_from([ANN, BEN]), st.sampled_from("abcd"), st.sampled_from(CHANCES + RULINGS)))
SUCCESSIONS = st.sampled_from([{}, {"c": "a"}, {"c": "a", "d": "a"}, {"c": "a", "d": "b"}, {"a": "b"}])


def said(votes: list[tuple[Reader, str, str]]) -> Store:
    """Return a state in which votes were given, one a minute."""
    store = Store(sqlite3.connect(":memory:"))
    for minute, (reader, prediction, value) in enumerate(votes):
        store.vote(reader, prediction, value, NOW + dt.timedelta(minutes=minute))
    return store


@given(VOTES, SUCCESSIONS)
async def test_of_one_who_changed_their_mind_very_often_the_same_is_known(
    votes: list[tuple[Reader, str, str]], successors: dict[str, str]
) -> None:
    settled = {"a": NOW + dt.timedelta(minutes=7), "b": NOW}
    with closing(said(votes)) as store:
        if (number := await store.number(ANN)) is None:
            return
        every, last = (
            votes_of(store.connection, number, Succession(successors), settled, most=most) for most in (len(votes), 0)
        )
    counted = {each.prediction: each for each in every.history if each.at < settled.get(each.prediction, NOW)}
    assert {each.prediction: each for each in sorted(last.history, key=lambda each: each.at)} == counted


@given(VOTES, SUCCESSIONS, SUCCESSIONS)
async def test_what_all_say_follows_the_names_of_now_however_often_they_change(
    votes: list[tuple[Reader, str, str]], first: dict[str, str], then: dict[str, str]
) -> None:
    with closing(said(votes)) as store:
        for successors in (first, then):
            await store.live([], [], NOW, successors)
        known = await store.known(ANN, BEN)
        each = [await store.known(reader, reader) for reader in (ANN, BEN)]
        counted = {
            name: Counter(value for one in each for words in (one.chances, one.rulings) if (value := words.get(name)))
            for name in {name for one in each for name in (*one.chances, *one.rulings)}
        }
        assert known.tallies == counted
        await store.live([], [], NOW)
        before = (await store.known(ANN, ANN)).tallies.copy()  # type: ignore[attr-defined]
        store.reread()
        assert (await store.known(ANN, BEN)).tallies == before


# States of other versions


STEPS = [each.name for each in migrations.pending(Database(memory=True))]


@pytest.fixture
def of_before() -> Iterator[sqlite3.Connection]:
    """A state with a row in every table, as the version wrote it that knew the steps up to `notes`."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((ROOT / "tests" / "data" / "state_of_before.sql").read_text(encoding="utf-8"))
        yield db


async def test_a_state_of_before_opens_and_holds_what_it_held(of_before: sqlite3.Connection) -> None:
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
    known = await store.known(ANN, ANN, "7")
    assert known.chances == {"machine-dough/night-shift": "80"} and known.issue and known.issue.on == TODAY
    assert known.tallies == {"machine-dough/night-shift": {"80": 2, "yes": 2}}
    assert known.subscription and known.subscription.interests == ("bakeries",)
    assert not of_before.execute("select name from sqlite_master where name like 'sqlite_stat%'").fetchall()
    store.forget(ANN)
    assert store.everything(ANN) == {} and not of_before.execute("pragma foreign_key_check").fetchall()


async def test_a_check_in_of_before_goes_on_behind_what_was_answered_in_it(
    of_before: sqlite3.Connection, small: Edition
) -> None:
    done, merged, third = "quiet-library/no-closures", "machine-dough/craft-lasts", "machine-dough/night-shift"
    at = "2026-11-24T10:00:00Z"
    of_before.execute(f"insert into issues values (4, 1, '{at}', '[\"{done}\",\"{merged}\",\"{third}\"]', '[]', '[]')")
    of_before.execute(
        "insert into deliveries (reader, channel, slot, state, next_at, issue, message)"
        f" values (1, 'telegram', '{at}', 'sent', '{at}', 4, '9')"
    )
    for name, then in ((done, "2026-11-24T10:05:00Z"), (merged, "2026-11-20T10:00:00Z")):
        of_before.execute(f"insert into votes (reader, prediction, value, at) values (1, '{name}', '80', '{then}')")
    of_before.commit()
    store = Store(of_before)
    answered = [json.loads(row) for (row,) in of_before.execute("select answered from issues order by issue")]
    assert answered == [[], [third], [third], [done]], "what was said in an earlier week was not said in this one"
    app = built(store, edition=small).app
    await app.live(small, NOW)
    now = NOW + dt.timedelta(days=2)

    async def press(command: str) -> str:
        shown = await app.reply(Message(reader=ANN, text=command, language="en", limits=EVERYWHERE, shown="9"), now)
        asked = {each.command.split()[1] for row in shown.buttons for each in row if each.command.startswith("/answer")}
        return " ".join(asked)

    assert await press("/checkin next") == small.current(merged) == "machine-dough/handmade-stays"
    assert await press(f"/answer {merged} 35") == third, "a button of then"
    assert await press(f"/answer {merged} 35") == third and not await press(f"/answer {third} 5")
    known = await store.known(ANN, ANN, "9")
    assert known.issue and known.issue.answered == (done, "machine-dough/handmade-stays", third)


async def test_a_reader_of_before_may_choose_a_language_that_is_new(of_before: sqlite3.Connection) -> None:
    store, before = Store(of_before), dict(of_before.execute("select reader, language from readers"))
    await store.apply(ChooseLanguage("zh-Hant"), chat=ANN, person=ANN, language="zh", now=NOW)
    again = Store(of_before)
    assert await again.language(ANN) == (await again.known(ANN, ANN)).language == "zh-Hant"
    assert again.everything(ANN)["language"] == "zh-Hant"
    changed = dict(of_before.execute("select reader, language from readers"))
    assert before.keys() == changed.keys() and sum(before[each] != changed[each] for each in before) == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_state_that_has_come_to_any_step_goes_on_from_there(step: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db, closing(sqlite3.connect(":memory:")) as new:
        migrations.apply(Database(db), stop_before=step)
        if step not in STEPS[:2]:
            db.execute("insert into readers (channel, id) values ('telegram', '1')")
            db.execute(
                "insert into votes (reader, prediction, value, at) values (1, 'a/b', '35', '2026-11-24T09:30:00Z')"
            )
            db.commit()
        store, fresh = Store(db), Store(new)
        assert (await store.known(ANN, ANN)).chances == ({} if step in STEPS[:2] else {"a/b": "35"})
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
    for opened in (Store.open, lambda folder: SQLiteEditions.open(folder / FILE)):
        with pytest.raises(
            NewerState, match=r"newer version of Hindsight has written it .*: said, b.*; run that version"
        ):
            opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert list(db.iterdump()) == before


@pytest.mark.parametrize("others", [0, MOST_VOTES])
async def test_a_score_knows_first_answers_and_how_long_each_stood_however_often_somebody_changes_their_mind(
    small: Edition, others: int
) -> None:
    """20 % for 6 days and 80 % for 4, where it held; beside it as many answers to a question without a verdict."""
    edition = settled(small, verdict("held"), None)
    close = dt.datetime.combine(RULED, dt.time(), dt.UTC)
    with closing(Store(sqlite3.connect(":memory:"))) as store:
        for days, chance in ((10, "20"), (4, "80")):
            store.vote(ANN, "q/0", chance, close - dt.timedelta(days=days))
        for minute in range(others):
            store.vote(ANN, "q/1", CHANCES[minute % 2], close - dt.timedelta(minutes=minute + 1))
        known = await store.known(ANN, ANN, None, NOW, scores.closings(edition))
        assert len(known.history) == 2
        found = scores.score(known.history, known.crowd, edition)
    assert found and isclose(found.first, 0.64) and isclose(found.brier, 0.04)
    assert isclose(found.over_time, (6 * 0.64 + 4 * 0.04) / 10)
