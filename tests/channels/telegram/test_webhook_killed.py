"""The running bot killed at every moment between an update's arrival and its answer: it counts once, whatever happens.

What must come of each moment stands here as data: an update that is not handled is handled by the next process; one
whose answer may be on its way is not answered twice, so that a kill right before the answer leaves loses that answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.state.sqlite.store import FILE
from bot.webhooks import PATH
from tests.conftest import ROOT
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, Process, Running, running
from tests.support.quiet import PATIENCE

pytestmark = pytest.mark.process
ANSWER: Final = "/answer machine-dough/night-shift 80"
MOMENTS: Final = [
    # when it is killed, what was said, how many answers are shown in the end
    ("before it is kept", ANSWER, 1),
    ("before the 200", ANSWER, 1),
    ("never", ANSWER, 1),
    ("before it is changed", ANSWER, 1),
    ("before it is handled", ANSWER, 0),  # it is, with what it changes
    ("before it is handled", "/help", 1),
    ("once it is handled", "/help", 0),
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.fixture
def port() -> int:
    """A port that was free just now, the same for one process after the other."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextlib.asynccontextmanager
async def hooked(home: Home, api: BotAPI, port: int, moment: str = "") -> AsyncIterator[Running]:
    """Run the bot with a webhook, one that kills itself at a moment if one is named."""
    before = (sys.executable, "-m", "tests.support.mortal", moment) if moment else ()
    hook = f"http://127.0.0.1:{port}{PATH}"
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, "BOT_WEBHOOK_URL": hook}
    async with running(home, before, BOT_WEB_PORT=port, **variables) as bot:
        yield bot


def stored(home: Home, query: str) -> Any:
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        return db.execute(query).fetchone()


def shown(api: BotAPI, chat: int) -> int:
    return [form["chat_id"] for method, form in api.done if method == "sendMessage"].count(str(chat))


@pytest.mark.parametrize(("moment", "said", "answers"), MOMENTS)
async def test_a_kill_at_any_moment_neither_loses_nor_doubles_what_was_said(
    home: Home, api: BotAPI, port: int, moment: str, said: str, answers: int
) -> None:
    ann = Person(api, 1, "en")
    async with asyncio.timeout(PATIENCE):
        await ann.send(said)
        async with hooked(home, api, port, moment) as bot:
            if moment == "never":
                await api.handled()
                bot.process.kill()
            assert await bot.process.wait() == -9
        if moment in ("before it is kept", "before the 200"):
            assert stored(home, "select count(*) from received") == (int(moment == "before the 200"),)
            assert api._updates, "so that it is brought again"
        async with hooked(home, api, port) as bot:
            for _ in range(answers):
                assert (await ann.read()).text
            assert (await ann.write("/sectors")).text
            await api.handled()
            assert (await bot.stop()).code == 0
    assert shown(api, 1) == answers + 1
    assert stored(home, "select count(*), count(content) from received") == (2, 0)
    if said == ANSWER:
        assert stored(home, "select count(*), max(value) from votes") == (1, "80")


class _Deadly(BotAPI):
    """A server that kills the bot once it has carried out its first message."""

    victim: Process | None = None

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:
        sent = await super()._sendMessage(form)
        if self.victim:
            self.victim.kill()
            await self.victim.wait()
            self.victim = None
        return sent


async def test_an_answer_that_arrived_before_the_kill_does_not_come_again(home: Home, port: int) -> None:
    api = _Deadly()
    async with api.serving(), asyncio.timeout(PATIENCE):
        ann = Person(api, 1, "en")
        async with hooked(home, api, port) as bot:
            api.victim = bot.process
            await ann.send(ANSWER)
            assert (await ann.read()).text
            await bot.process.wait()
        async with hooked(home, api, port) as bot:
            assert (await ann.write("/sectors")).text
            assert (await bot.stop()).code == 0
    assert shown(api, 1) == 2 and stored(home, "select count(*) from votes") == (1,)


async def test_through_kill_after_kill_each_of_a_crowd_counts_once_and_in_order(home: Home, port: int) -> None:
    """Thirty people change their minds twice while the bot is killed again and again at whatever it is doing."""
    api, people, values = BotAPI(), range(1, 31), ("20", "80", "35")
    async with api.serving(), asyncio.timeout(3 * PATIENCE):
        for value in values:
            for person in people:
                await Person(api, person, "en").send(f"/answer machine-dough/night-shift {value}")
        for kills in range(4):
            async with hooked(home, api, port) as bot:
                await api.called("sendMessage", 15 * (kills + 1))
                bot.process.kill()
                await bot.process.wait()
        async with hooked(home, api, port) as bot:
            await api.handled()
            for person in people:
                assert (await Person(api, 100 + person, "en").write("/help")).text
            assert (await bot.stop()).code == 0
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        said = db.execute("select reader, group_concat(value, ' ') from votes group by reader").fetchall()
        assert len(said) == len(people) and {words for _, words in said} == {" ".join(values)}
        assert db.execute("select count(content) from received").fetchone() == (0,)
    assert all(shown(api, person) <= len(values) for person in people)
