"""A whole state moves into another database and back: every row, or none, and life goes on there as it would have."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from bot.content.edition import Edition
from bot.people.changes import MakeAppeal, TakeBack
from bot.people.readers import Reader
from bot.state import Engine, InUse, StateError, Unusable
from bot.state.moving import TABLES, Row, move
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import FILE
from tests.conftest import NOW
from tests.state.test_same_answers import ANN, BEN, DAY, GROUP, PAGE, Life, both, stored
from tests.support import postgres
from tests.support.engines import POSTGRES, engines
from tests.support.states import STEPS
from tests.support.states import stored as left_by

NIGHT = "machine-dough/night-shift"
WAYS = [
    "sqlite to sqlite",
    *(pytest.param(way, marks=POSTGRES.marks) for way in ("sqlite to postgresql", "postgresql to postgresql")),
    pytest.param("postgresql to sqlite", marks=POSTGRES.marks),
]
Moved = dict[str, list[Row]]


def full(folder: Path) -> SQLite:
    """Lay out a state with rows in every table."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.executescript(left_by(STEPS[-1]).read_text(encoding="utf-8"))
    return SQLite(folder)


def moved(old: Engine, new: Engine, **more: Any) -> dict[str, int]:
    with old.whole() as left, new.empty() as arrived:
        return move(left, arrived, **more)


def held(engine: Engine) -> Moved:
    with engine.whole() as found:
        return {table: list(found.rows(table, found.columns(table))) for table in TABLES}


@pytest.fixture
def ends(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """Two ends of a way: a state with rows in every table, and none."""
    kinds = request.param.split(" to ")
    with ExitStack() as lent:
        old, new = (
            lent.enter_context(engines("sqlite" if kind == "sqlite" else "postgresql"))(tmp_path / kind / str(number))
            for number, kind in enumerate(kinds)
        )
        first = full(tmp_path / "first")
        moved(first, old)
        yield old, new


on_every_way = pytest.mark.parametrize("ends", WAYS, indirect=True)


@on_every_way
def test_every_row_of_every_table_arrives_and_comes_back(ends: tuple[Engine, Engine], tmp_path: Path) -> None:
    old, new = ends
    before = held(old)
    counts = moved(old, new)
    assert min(counts.values()) > 0 and counts == {table: len(rows) for table, rows in before.items()}
    again = SQLite(tmp_path / "again")
    moved(new, again)
    assert held(old) == held(new) == held(again) == before == held(SQLite(tmp_path / "first"))


@on_every_way
def test_what_is_under_way_is_told_up_to_its_end(ends: tuple[Engine, Engine]) -> None:
    told: list[tuple[int, int]] = []
    rows = sum(moved(*ends, told=lambda *done: told.append(done)).values())
    assert told[-1] == (2 * rows, 2 * rows) and told == sorted(told)


@on_every_way
@pytest.mark.parametrize("at", ["readers", "deliveries", "basis"])
def test_a_move_that_is_cut_short_is_one_that_never_was(ends: tuple[Engine, Engine], at: str) -> None:
    old, new = ends
    before, left = held(old), list(TABLES).index(at) * 2

    def cut(*_: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moved(old, new, told=cut)
    assert held(old) == before
    moved(old, new)
    assert held(new) == before


@on_every_way
def test_nothing_is_moved_onto_a_state(ends: tuple[Engine, Engine]) -> None:
    old, new = ends
    moved(old, new)
    before = held(new)
    with pytest.raises(Unusable, match=r"^there is a state in .* already$"):
        moved(old, new)
    assert held(new) == before


@on_every_way
@pytest.mark.parametrize("end", [0, 1])
async def test_nothing_is_moved_while_somebody_works_at_either_end(ends: tuple[Engine, Engine], end: int) -> None:
    with closing(ends[end].open()) as at_work:
        await at_work.known(ANN, ANN, None, NOW)
        with pytest.raises(InUse):
            moved(*ends)


def test_every_table_of_a_file_is_named(tmp_path: Path) -> None:
    SQLite(tmp_path).open().close()
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        names = {name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")}
    assert {name for name in names if not name.startswith(("sqlite_", "_sqlite_"))} == {*TABLES}


@pytest.mark.parametrize("kind", [POSTGRES])
def test_every_table_of_a_database_is_named(kind: str) -> None:
    with postgres.database() as address, postgres.connected(address) as db:
        names = {name for (name,) in db.execute("select tablename from pg_tables where schemaname = 'public'")}
    assert names - {"steps", "budgets"} == {*TABLES}


@pytest.mark.parametrize("kind", [POSTGRES])
@pytest.mark.parametrize("wrong", ["new.value := '99'; return new", "return null"])
def test_what_arrives_otherwise_than_it_left_is_not_kept(tmp_path: Path, kind: str, wrong: str) -> None:
    from bot.state.postgres.engine import Postgres

    old = full(tmp_path / "old")
    with postgres.database() as address:
        with postgres.connected(address) as db:
            db.execute(f"create function spoil() returns trigger language plpgsql as $$ begin {wrong}; end $$".encode())
            db.execute("create trigger spoil before insert on votes for each row execute function spoil()")
        with pytest.raises(StateError, match=r"^of votes 3 rows left and \d arrived, not all of them the same$"):
            moved(old, Postgres(address))
        with postgres.connected(address) as db:
            db.execute("drop function spoil() cascade")
        assert not any(held(Postgres(address)).values())


@pytest.mark.parametrize("kind", [POSTGRES])
def test_a_character_no_database_stores_today_stays_behind(tmp_path: Path, kind: str) -> None:
    with engines(kind) as at, closing(sqlite3.connect(full(tmp_path / "old").file)) as db:
        db.execute("update appeals set words = 'It did' || char(0) || ' not'")
        db.commit()
        moved(SQLite(tmp_path / "old"), at(tmp_path / "new"))
        with at(tmp_path / "new").whole() as found:
            words = {row[0] for row in found.rows("appeals", ["words"])}
    assert words == {"It did not"}


@on_every_way
async def test_no_number_is_given_twice(ends: tuple[Engine, Engine]) -> None:
    old, new = ends
    with closing(old.open()) as state:
        for change in (MakeAppeal(NIGHT, "open", "It did."), TakeBack(NIGHT)):
            await state.apply(change, chat=BEN, person=BEN, language="en", now=NOW)
    with old.whole() as found:
        given = found.highest("appeals")
    moved(old, new)
    with closing(new.open()) as state:
        await state.apply(MakeAppeal(NIGHT, "open", "Really."), chat=BEN, person=BEN, language="en", now=NOW)
    with new.whole() as found:
        assert max(row[0] for row in found.rows("appeals", ["appeal"])) > given > 0


@pytest.fixture
def two(tmp_path: Path) -> tuple[SQLite, SQLite]:
    return SQLite(tmp_path / "stays"), SQLite(tmp_path / "moves")


@pytest.mark.parametrize("kind", ["sqlite", POSTGRES])
async def test_life_goes_on_after_a_move_as_it_would_have(
    two: tuple[SQLite, SQLite], tmp_path: Path, undecided: Edition, kind: str
) -> None:
    first = next(iter(undecided.by_ref))

    async def week(lives: tuple[Life, Life], text: str, later: dt.timedelta) -> None:
        for reader in (ANN, BEN, PAGE, GROUP):
            await both(lives, Life.asked, reader, f"/vote {first} {text}")
        sent = await both(lives, Life.passes, later)
        assert {chat for chat, _ in sent} == {"1", "-9"}
        for chat, shown in sent:
            for button in [each.command for row in shown.buttons for each in row][:3]:
                await both(lives, Life.asked, Reader("telegram", chat), button)

    with engines(kind) as at, open_lives(two, undecided) as begin:
        lives = begin(*two)
        await both(lives, Life.begins)
        for reader in (ANN, GROUP):
            await both(lives, Life.asked, reader, "/subscribe tue 10:00 Etc/UTC")
        await week(lives, "80", DAY / 24)
        now = lives[0].now
        for each in lives:
            each.state.close()
        moved(two[1], at(tmp_path / "there"))
        lives = begin(two[0], at(tmp_path / "there"))
        for each in lives:
            each.now = now
        await both(lives, Life.begins)
        await week(lives, "20", 7 * DAY)
        assert await both(lives, stored)
        for text in ("/scores", "/checkin", "/predictions", "/settings", "/record"):
            await both(lives, Life.asked, ANN, text)


@contextlib.contextmanager
def open_lives(two: tuple[Engine, Engine], edition: Edition) -> Iterator[Callable[[Engine, Engine], tuple[Life, Life]]]:
    with ExitStack() as left:

        def begin(*ends: Engine) -> tuple[Life, Life]:
            one, other = (Life(left.enter_context(closing(each.open())), edition=edition) for each in ends)
            return one, other

        yield begin
