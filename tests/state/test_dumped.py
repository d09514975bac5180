"""A state on PostgreSQL is backed up by its own tools: what they took comes back whole, over what there is."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bot.state.postgres.engine import Postgres
from tests.state.test_moving import full, held, moved
from tests.support import postgres
from tests.support.engines import POSTGRES

pytestmark = [*POSTGRES.marks]


def called(program: str, *words: str | Path) -> None:
    done = subprocess.run([postgres.BINARIES[-1] / program, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_was_dumped_comes_back_over_what_there_is(tmp_path: Path) -> None:
    state, dump = Postgres(postgres.empty_database()), tmp_path / "state.dump"
    moved(full(tmp_path / "first"), state)
    before = held(state)
    called("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={state.address}")
    for place in (state.address, postgres.empty_database()):
        with postgres.connected(state.address) as there:
            there.execute("delete from votes")
        called("pg_restore", "--clean", "--if-exists", f"--dbname={place}", dump)
        assert held(Postgres(place)) == before
        Postgres(place).open().close()


def test_a_state_that_came_back_goes_on_where_it_was(tmp_path: Path) -> None:
    """New rows get numbers that nobody has."""
    state, dump, place = Postgres(postgres.empty_database()), tmp_path / "state.dump", postgres.empty_database()
    moved(full(tmp_path / "first"), state)
    called("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={state.address}")
    called("pg_restore", "--clean", "--if-exists", f"--dbname={place}", dump)
    with postgres.connected(place) as there:
        [(last,)] = there.execute("select max(reader) from readers").fetchall()
        [(new,)] = there.execute("insert into readers (channel, id) values ('web', 'x') returning reader").fetchall()
    assert new > last
