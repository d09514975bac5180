"""What is asked in vain, as it lies in the file: digests that nobody can read until three people asked it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.people.readers import Reader
from bot.state.sql import unfound
from bot.state.sql.unfound import UnfoundRows
from bot.state.sqlite import maintenance
from bot.state.sqlite.store import Store
from tests.conftest import NOW

DAY = dt.timedelta(days=1)
QUESTION = "bread and bakeri"
ANN, BEN, CAT = (Reader("telegram", f"70000000{number}") for number in range(3))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path)) as store:
        yield store


def rows(store: Store) -> UnfoundRows:
    return store._unfound


def digests(store: Store) -> set[tuple[bytes, bytes]]:
    return set(store.connection.execute("select question, asker from unfound_digests").fetchall())


def key(store: Store) -> bytes:
    found: bytes = store.connection.execute("select secret from unfound_key").fetchone()[0]
    return found


def written(folder: Path) -> bytes:
    """Return all that lies in the files of a state: what was written last stands in a file beside it."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_neither_question_nor_asker_can_be_read_until_three_people_asked_it(
    opened: Store, tmp_path: Path
) -> None:
    for person in (ANN, BEN):
        await opened.note_unfound(QUESTION, person, NOW)
    assert len(digests(opened)) == 2 and len({question for question, _ in digests(opened)}) == 1
    for word in (QUESTION, "bakeri", ANN.id, BEN.id):
        assert word.encode() not in written(tmp_path)
    await opened.note_unfound(QUESTION, CAT, NOW)
    assert digests(opened) == set() and QUESTION.encode() in written(tmp_path)
    for person in (ANN, BEN, CAT):
        assert person.id.encode() not in written(tmp_path)


async def test_of_whom_nothing_is_stored_nothing_is_after_asking_in_vain(opened: Store) -> None:
    await opened.note_unfound(QUESTION, ANN, NOW)
    assert opened.connection.execute("select count(*) from readers").fetchone() == (0,)


async def test_nobody_can_tell_from_digests_that_one_person_asked_two_questions(opened: Store) -> None:
    for question in (QUESTION, "mils"):
        await opened.note_unfound(question, ANN, NOW)
    assert len({asker for _, asker in digests(opened)}) == 2


async def test_the_day_alone_is_kept_of_when_it_was_asked(opened: Store) -> None:
    for person in (ANN, BEN, CAT, ANN):
        await opened.note_unfound(QUESTION, person, NOW)
    assert opened.connection.execute("select * from unfound").fetchall() == [(QUESTION, 4, "2026-11-24")]


@pytest.mark.parametrize("by_night", [True, False])
async def test_after_a_month_another_key_makes_other_digests_and_the_old_are_gone(
    opened: Store, by_night: bool
) -> None:
    await opened.note_unfound(QUESTION, ANN, NOW)
    old, before, later = key(opened), digests(opened), NOW + 31 * DAY
    await opened.nightly(lambda: NOW + 29 * DAY)
    assert (key(opened), digests(opened)) == (old, before)
    if by_night:
        await opened.nightly(lambda: later)
        assert digests(opened) == set() and key(opened) != old
    await opened.note_unfound(QUESTION, ANN, later)
    assert len(digests(opened)) == 1 and not digests(opened) & before and len(key(opened)) == len(old) == 32
    assert key(opened) != old


async def test_the_nights_backup_holds_no_key_whose_month_is_over(opened: Store, tmp_path: Path) -> None:
    await opened.note_unfound(QUESTION, ANN, NOW)
    old = key(opened)
    await opened.nightly(lambda: NOW + 31 * DAY)
    backup = (tmp_path / maintenance.BACKUP).read_bytes()
    assert old not in backup and key(opened) in backup


async def test_the_digests_of_who_is_forgotten_are_gone_and_those_of_others_stay(opened: Store) -> None:
    for person in (ANN, BEN):
        for question in (QUESTION, "mils"):
            await opened.note_unfound(question, person, NOW)
    others = digests(opened)
    rows(opened).forget(ANN)
    assert len(digests(opened)) == 2 and digests(opened) < others
    rows(opened).forget(BEN)
    assert digests(opened) == set()


async def test_of_many_digests_the_oldest_go(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfound, "MOST_DIGESTS", 10)
    await opened.note_unfound("first", ANN, NOW)
    first = digests(opened)
    for number in range(9):
        await opened.note_unfound(f"question {number}", ANN, NOW)
    assert first < digests(opened) and len(digests(opened)) == 10
    await opened.note_unfound("last", ANN, NOW)
    assert not first & digests(opened) and len(digests(opened)) == 10


async def test_of_many_questions_those_go_that_were_not_asked_for_longest_and_least(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfound, "MOST_QUESTIONS", 3)

    async def ask(question: str, *people: Reader, at: dt.datetime) -> None:
        for person in people:
            await opened.note_unfound(question, person, at)

    await ask("old", ANN, BEN, CAT, ANN, at=NOW)
    await ask("asked once more", ANN, BEN, CAT, ANN, at=NOW + DAY)
    await ask("asked least", ANN, BEN, CAT, at=NOW + DAY)
    await ask("new", ANN, BEN, CAT, at=NOW + 2 * DAY)
    assert rows(opened).most_asked() == {"asked once more": 4, "new": 3, "asked least": 3}
    await ask("newer", ANN, BEN, CAT, at=NOW + 2 * DAY)
    assert rows(opened).most_asked().keys() == {"asked once more", "new", "newer"}
    await ask("of a clock that is behind", ANN, BEN, CAT, at=NOW - DAY)
    assert "of a clock that is behind" in rows(opened).most_asked() and len(rows(opened).most_asked()) == 3


async def test_what_cannot_be_written_leaves_nothing_half_done(opened: Store) -> None:
    await opened.note_unfound(QUESTION, ANN, NOW)
    await opened.note_unfound(QUESTION, BEN, NOW)
    before = digests(opened)
    opened.connection.execute("create trigger full before insert on unfound begin select raise(abort, 'full'); end")
    with pytest.raises(Exception, match="full"):
        await opened.note_unfound(QUESTION, CAT, NOW)
    assert digests(opened) == before
    opened.connection.execute("drop trigger full")
    await opened.note_unfound(QUESTION, CAT, NOW)
    assert rows(opened).most_asked() == {QUESTION: 3}


def test_keys_come_from_whoever_makes_them() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        store = Store(db)
        UnfoundRows(store, lambda size: b"k" * size).note(QUESTION, ANN, NOW)
        assert key(store) == b"k" * 32
