"""The tallies are exactly what counting all votes afresh gives, whatever readers, editors and operators do."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.changes import Cross, CrossBack, MakePass
from bot.people.readers import CHANCES, RULINGS, Reader
from bot.state import StateError
from bot.state.sql import leaving
from bot.state.sql.tallies import counted, kept, miscounted
from bot.state.sql.transfer import export_readers
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW
from tests.support.at_once import at_once

ANN, BEN, PAGE, GROUP = Reader("telegram", "1"), Reader("telegram", "2"), Reader("web", "key"), Reader("telegram", "-9")
READERS: Final = (ANN, BEN, PAGE, GROUP)
NAMES: Final = ("a", "b", "c", "d")
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
Act = Callable[[Store, dt.datetime], object]
Bases = tuple[dict[str, str], dict[str, dt.datetime]]

readers, names = st.sampled_from(READERS), st.sampled_from(NAMES)
chats = st.sampled_from([ANN, BEN, GROUP])
"""Who moves: chats of one network."""
successions = st.sampled_from([{}, {"c": "a"}, {"c": "a", "d": "a"}, {"c": "a", "d": "b"}, {"a": "b"}])
closes = st.dictionaries(names, st.integers(0, 30).map(lambda minute: NOW + minute * MINUTE))
bases = st.tuples(successions, closes)


def votes(reader: Reader, name: str, value: str, late: int) -> Act:
    """Vote; the clock may be behind."""
    return lambda store, now: store.vote(reader, name, value, now - late * MINUTE)


def crosses(maker: Reader, taker: Reader) -> Act:
    def act(store: Store, now: dt.datetime) -> None:
        store.go_over(maker, MakePass(now.isoformat()), now)
        store.go_over(taker, Cross(now.isoformat()), now)

    return act


def goes_live(new: Bases, first: Bases, between: list[Act]) -> Act:
    """Go live, prepared for this edition or another; others go on meanwhile."""

    def act(store: Store, now: dt.datetime) -> None:
        at_once(store.prepare(*first))
        for each in between:
            each(store, now)
        at_once(store.live([], [], now, new[0], {}, new[1]))

    return act


def is_brought_again(store: Store, _: dt.datetime) -> None:
    """Bring in all readers from their own export: what is joined may come in another order."""
    with TemporaryDirectory() as folder:
        export_readers(store.connection, Path(folder) / "readers")
        with (Path(folder) / "readers").open("rb") as file:
            store.bring(file)


vote = st.builds(votes, readers, names, st.sampled_from(CHANCES[:3] + RULINGS[:2]), st.sampled_from([0, 0, 0, 7]))
act: st.SearchStrategy[Act] = st.one_of(
    vote,
    vote,
    st.builds(lambda who: lambda store, _: store.forget(who), readers),
    st.builds(lambda old, new: lambda store, _: at_once(store.moved(old, new)), chats, chats),
    st.builds(crosses, readers, readers),
    st.builds(lambda who: lambda store, now: store.go_over(who, CrossBack(), now), readers),
    st.builds(lambda days: lambda store, now: at_once(store.came(PAGE, now + days * DAY)), st.integers(0, 1)),
    st.builds(goes_live, bases, bases, st.lists(vote, max_size=2)),
    bases.flatmap(lambda base: st.builds(goes_live, st.just(base), st.just(base), st.lists(vote, max_size=3))),
    st.just(is_brought_again),
    st.just(lambda store, _: store.clear_some()),
)


@settings(max_examples=60)
@given(st.lists(act, min_size=3, max_size=25), st.sampled_from([1, leaving.AT_ONCE]))
async def test_whatever_happens_the_tallies_are_what_counting_afresh_gives(acts: list[Act], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(":memory:")) as db:
        patch.setattr(leaving, "AT_ONCE", most)
        store = Store(db)
        for minute, each in enumerate(acts):
            each(store, NOW + minute * MINUTE)
            assert await shown(store) == kept_of(store) == recounted(store)
        assert await shown(Store(db)) == recounted(store), "after a restart too"


async def shown(store: Store) -> dict[tuple[str, str, bool], int]:
    """Return the tallies that answers show, by what is said."""
    nobody = Reader("telegram", "nobody")
    known = await store.known(nobody, nobody)
    return {
        (name, value, closed): count
        for closed, tallies in ((False, known.tallies), (True, known.crowd))
        for name, tally in tallies.items()
        for value, count in tally.items()
    }


def kept_of(store: Store) -> dict[tuple[str, str, bool], int]:
    return {(word.prediction, word.value, word.closed): count for word, count in kept(store.connection).items()}


def recounted(store: Store) -> dict[tuple[str, str, bool], int]:
    """Count all votes one by one, in the plainest way there is."""
    basis, found = store._tallies.basis, Counter[tuple[str, str, bool]]()
    rows = store.connection.execute(
        "select channel, votes.reader, vote, prediction, value, votes.at, coalesce(back, 0) from votes"
        " join readers using (reader) left join visits using (reader)"
    ).fetchall()
    said: dict[tuple[int, str, str], list[tuple[Any, ...]]] = {}
    for channel, reader, number, name, value, at, back in rows:
        if channel == "telegram" or (channel == "web" and back):
            kind = "chance" if value in CHANCES else "ruling"
            now = basis.succession.current(name)
            said.setdefault((reader, now, kind), []).append((number, value))
            if kind == "chance" and at < basis.closings.get(now, ""):
                said.setdefault((reader, now, "closed"), []).append((at, number, value))
    for (_, name, kind), given_so_far in said.items():
        found[name, max(given_so_far)[-1], kind == "closed"] += 1
    return dict(found)


async def test_what_is_counted_beside_holds_what_was_said_meanwhile(tmp_path: Path) -> None:
    """On a file, where what is read beside the loop sees nothing newer."""
    with closing(Store.open(tmp_path)) as store:
        for reader in (ANN, BEN):
            store.vote(reader, "c", "1", NOW)
        task = asyncio.create_task(store.prepare({"c": "a"}, {"a": NOW + DAY}))
        await asyncio.sleep(0)  # by now it is being read
        store.vote(ANN, "a", "5", NOW)
        store.forget(BEN)
        store.vote(GROUP, "c", "1", NOW + 2 * DAY)
        await task
        store.vote(GROUP, "a", "20", NOW + MINUTE)
        coming = store._tallies._coming
        assert coming and coming.ready == counted(store.connection, coming.basis, ["a", "c"])
        await store.live([], [], NOW, {"c": "a"}, {}, {"a": NOW + DAY})
        said = {("a", value, closed): 1 for value in ("5", "20") for closed in (False, True)}
        assert await shown(store) == recounted(store) == said


async def test_one_who_said_very_much_is_nobody_at_once_and_the_rest_goes_in_slices(tmp_path: Path) -> None:
    much = 2 * leaving.AT_ONCE + 7
    with closing(Store.open(tmp_path)) as store:
        store.vote(BEN, "a", "20", NOW)
        for minute in range(much):
            store.vote(ANN, "a", CHANCES[minute % 2], NOW + minute * MINUTE)
        number = await store.number(ANN)
        store.forget(ANN)
        assert (
            await shown(store) == {("a", "20", False): 1}
            and store.everything(ANN) == {}
            and await store.number(ANN) is None
        )
        assert not store.connection.execute("select 1 from readers where id = '1'").fetchone()
        store.vote(ANN, "a", "99", NOW)
        assert await store.number(ANN) != number, "who comes back is somebody else"
        assert left(store) == much + 2
        assert export_readers(store.connection, tmp_path / "readers") == 2, "who has gone is taken to no other state"
        store.clear_some()
        assert left(store) == much + 2 - leaving.AT_ONCE
    with closing(Store.open(tmp_path)) as again:  # as after the end of the program in between
        assert left(again) == 2 and await shown(again) == recounted(again)
        assert again.connection.execute("select channel from readers").fetchall() == [("telegram",)] * 2


def left(store: Store) -> int:
    (count,) = store.connection.execute("select count(*) from votes").fetchone()
    return int(count)


async def test_what_cannot_be_kept_is_not_told_either() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        store = Store(db)
        store.vote(ANN, "a", "20", NOW)
        db.execute("create trigger full before insert on votes begin select raise(abort, 'full'); end")
        with pytest.raises(StateError):
            store.vote(BEN, "a", "20", NOW)
        assert await shown(store) == kept_of(store) == {("a", "20", False): 1}


async def test_tallies_that_are_wrong_are_found_and_bringing_readers_in_counts_them_anew(tmp_path: Path) -> None:
    engine = SQLite(tmp_path)
    with closing(engine.open()) as store:
        for reader in (ANN, BEN):
            store.vote(reader, "a", "20", NOW)
    assert engine.checkup().miscounted == 0
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("update tallies set readers = 7")
        db.execute("insert into tallies values ('b', 0, 'yes', 1)")
        db.commit()
        assert miscounted(db) == 2
    assert engine.checkup().miscounted == 2
    with closing(engine.open()) as store:
        is_brought_again(store, NOW)
        assert await shown(store) == recounted(store)
    assert engine.checkup().miscounted == 0
