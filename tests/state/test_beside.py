"""Whoever looks at a state in a file from beside the bot leaves all that the bot relies on as it is."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.people.readers import Reader
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import FILE, JOURNAL
from tests.conftest import NOW, ROOT
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, running

pytestmark = pytest.mark.process
LOOK = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as state:
    print(state.execute("select count(*) from votes").fetchone()[0])
"""
"""What `backup`, `doctor`, `publish` and others do: open the state, look, close it."""
BESIDE = (("doctor",), ("backup", "copy.db"), ("readers", "export", "readers.jsonl"))
OPEN = "machine-dough/handmade-stays"
"""A forecast without an end."""


def votes(file: Path) -> int:
    """Return how many votes another process sees."""
    seen = subprocess.run([sys.executable, "-c", LOOK, str(file)], capture_output=True, check=True)
    return int(seen.stdout)


@pytest.mark.parametrize("again", [False, True], ids=["a new state", "one that was there"])
def test_whoever_looks_from_beside_deletes_no_journal_and_sees_all_that_was_answered(
    tmp_path: Path, again: bool
) -> None:
    state = SQLite(tmp_path)
    if again:
        state.open().close()
    with contextlib.closing(state.open()) as store, contextlib.closing(state.editions()) as kept:
        for number in range(1, 4):
            store.vote(Reader("telegram", str(number)), "a/b", "35", NOW)
            assert votes(tmp_path / FILE) == number
            assert (tmp_path / JOURNAL).exists() and not kept.links()


def test_a_file_that_is_a_link_to_one_that_is_still_to_be_made_is_made_its_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / FILE).symlink_to(tmp_path / "disk" / FILE)
    SQLite(tmp_path).open().close()
    assert (tmp_path / "disk" / FILE).stat().st_mode & 0o77 == 0


async def test_what_the_bot_answers_after_others_looked_from_beside_outlives_a_kill(
    tmp_path: Path, api: BotAPI
) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    home, ann = Home(tmp_path), Person(api, 1, "en")
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as bot:
        for value, command in zip(("5", "50", "95"), BESIDE, strict=True):
            assert f"You said: {value}%" in (await ann.write(f"/vote {OPEN} {value}")).text
            assert (await asyncio.to_thread(home.bot, *command)).code in (0, 1)
        assert "You said: 99%" in (await ann.write(f"/vote {OPEN} 99")).text
        bot.process.kill()
        await bot.process.wait()
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / FILE)) as state:
        said = [value for (value,) in state.execute("select value from votes order by vote")]
    assert said == ["5", "50", "95", "99"]
