"""The commands over a state on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.output import Failure
from bot.cli.state import SHARING, engine
from bot.people.changes import Vote
from bot.people.readers import Reader
from bot.settings import Settings
from bot.state.sqlite.engine import SQLite
from tests.conftest import NOW, ROOT
from tests.support import postgres
from tests.support.engines import POSTGRES
from tests.support.home import Ended, Home

pytestmark = [*POSTGRES.marks]
ANN = Reader("telegram", "1")


@pytest.fixture
def address() -> Iterator[str]:
    with postgres.database() as lent:
        yield lent


@pytest.fixture
def bot(tmp_path: Path, address: str) -> Callable[..., Ended]:
    """What runs a command of a bot whose state is in a database."""
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return lambda *words: Home(tmp_path).bot(*words, BOT_DATABASE_URL=address, BOT_WEB_PORT=0)


async def test_readers_go_into_a_database_and_out_of_it(bot: Callable[..., Ended], tmp_path: Path) -> None:
    with closing(SQLite(tmp_path / "before").open()) as state:
        await state.apply(Vote("machine-dough/night-shift", "35"), chat=ANN, person=ANN, language="zh", now=NOW)
    SQLite(tmp_path / "before").export(tmp_path / "readers.jsonl")
    assert bot("readers", "import", "readers.jsonl").out == "1 reader imported: 1 new, 0 known already\n"
    assert bot("readers", "export", "again.jsonl").out == "1 reader exported to again.jsonl\n"
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "readers.jsonl").read_bytes()


def test_a_week_is_sent_and_what_was_live_is_kept_in_it(bot: Callable[..., Ended], tmp_path: Path) -> None:
    sent = bot("tick")
    assert (sent.code, sent.err) == (0, "")
    found = bot("doctor")
    assert "ok   state      sound" in found.out and "in the database of BOT_DATABASE_URL" in found.out
    assert "ok   backup     made by whoever runs the database" in found.out
    assert not list(tmp_path.rglob("*.db")), "nothing lies in a file"


async def test_a_state_moves_into_the_database_and_back(
    bot: Callable[..., Ended], tmp_path: Path, address: str
) -> None:
    home = Home(tmp_path)
    with closing(SQLite(tmp_path / "data").open()) as state:
        await state.apply(Vote("machine-dough/night-shift", "35"), chat=ANN, person=ANN, language="zh", now=NOW)
        known = await state.known(ANN, ANN, None, NOW)
    ended = home.bot("move", "--to", address)
    assert ended.out.startswith("moved to the database: 1 reader in ") and ended.err == ""
    assert "with BOT_DATABASE_URL set to its address; where it was it still is" in ended.out
    again = home.bot("move", "--to", address)
    assert (again.code, again.err) == (1, "--to: there is a state in the database already; nothing was moved\n")
    ended = bot("move", "--to", "back")
    assert ended.out.startswith("moved to back: 1 reader in ") and "BOT_DATA=back and without" in ended.out
    with closing(SQLite(tmp_path / "back").open()) as state:
        assert await state.known(ANN, ANN, None, NOW) == known


def test_a_state_that_cannot_move_says_why_and_no_password(bot: Callable[..., Ended], tmp_path: Path) -> None:
    nothing = Home(tmp_path).bot("move", "--to", "there")
    assert (nothing.code, nothing.err) == (2, "BOT_DATA: there is no state in data\n")
    assert bot("tick").code == 0
    for to in ("postgresql://me:s3cret@127.0.0.1:1/none", "postgresql://me:s3cret@[", "briefings/machine-dough.yaml"):
        ended = bot("move", "--to", to)
        assert ended.code == 2 and len(ended.lines) == 1 and "s3cret" not in ended.err
        assert ended.err.startswith("the state cannot be moved to ") and ended.err.endswith("it is as it was\n")


@pytest.mark.parametrize("words", [("backup", "copy.db"), ("restore", "copy.db")])
def test_what_the_database_does_itself_is_told(bot: Callable[..., Ended], words: tuple[str, str]) -> None:
    ended = bot(*words)
    assert ended.code == 2 and ended.err.startswith("BOT_DATABASE_URL: the state is on PostgreSQL; ")


def test_a_database_that_is_gone_is_told_in_a_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    home, gone = Home(tmp_path), "postgresql://me:s3cret@127.0.0.1:1/none"
    for words in (("tick",), ("doctor",), ("readers", "export", "x.jsonl"), ("run",)):
        ended = home.bot(*words, BOT_DATABASE_URL=gone, BOT_WEB_PORT=0)
        said = f"{ended.out}{ended.err}"
        assert ended.code and "refused" in said and "BOT_DATABASE_URL" in said
        assert "s3cret" not in said and "Traceback" not in said


@pytest.mark.parametrize("missing", SHARING)
def test_without_the_extra_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr("bot.cli.state.find_spec", lambda name: None if name == missing else name)
    with pytest.raises(Failure, match=r'^BOT_DATABASE_URL: PostgreSQL needs the extra "cluster": pip install'):
        engine(Settings.model_construct(database_url=SecretStr("postgresql:///state")))
