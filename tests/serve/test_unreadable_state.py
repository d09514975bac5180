"""A state that cannot be read while the bot runs: readers still read, are told, and nothing of them is overwritten."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot.content.briefing import Language
from bot.people.readers import Reader
from bot.reception import Message
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.conftest import NOW, ROOT
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, running
from tests.support.quiet import PATIENCE
from tests.support.visiting import token

ANN = Reader("telegram", "1")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


def overwrite(state: Path) -> None:
    """Write noise over a database and over what was written last."""
    for file in (state, state.with_name(f"{state.name}-wal")):
        with file.open("r+b") as written:
            written.write(b"\xa5noise" * 50_000)


def cut_off(state: Path) -> None:
    """Leave nothing of a database, nor of what was written last."""
    for file in (state, state.with_name(f"{state.name}-wal")):
        os.truncate(file, 0)


@pytest.mark.parametrize("damage", [overwrite, cut_off])
async def test_a_state_destroyed_under_way_leaves_the_page_readable_and_is_told(
    home: Home, api: BotAPI, damage: Callable[[Path], None]
) -> None:
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
    async with (
        running(home, **variables) as bot,
        httpx.AsyncClient(base_url=await bot.address(), timeout=PATIENCE, follow_redirects=True) as reader,
    ):
        secret = {"x-csrf": token((await reader.get("/en/chat")).text)}
        for command in ("/subscribe", "/language zh"):
            await reader.post("/ask", json={"q": command}, headers=secret)
        for number in range(40):  # so that not all of it is to hand
            await Person(api, number + 1, "en").write("/subscribe")
        damage(home.folder / "data" / "hindsight.db")
        for path in ("/en/", "/en/chat?q=/sectors", "/en/chat?q=/settings", "/en/chat?q=/mydata", "/en/chat?q=/forget"):
            page = await reader.get(path)
            assert page.status_code == 200 and "content-security-policy" in page.headers, path
        health = (await reader.get("/healthz")).json()
        assert health["status"] == "degraded" and health["why"].startswith("the state cannot be read: ")
        for later in (await reader.get("/mydata.json"), await reader.get("/metrics")):
            assert later.status_code == 503
        assert (await reader.post("/ask", json={"q": "/sectors"}, headers=secret)).status_code == 200
        async with reader.stream("GET", "/events") as pushed:
            assert pushed.status_code == 200
        assert say("en", "help-title") in (await Person(api, 99, "en").write("/help")).text
        ended = await bot.stop()
    assert ended.code == 0
    assert not re.search("^[a-z_.]*Error: ", ended.err, re.MULTILINE)  # one line each


@pytest.fixture
async def unreadable(program: Program, store: Store) -> Store:
    """A state with somebody who subscribed to one field, of which one table cannot be read."""
    for command in ("/subscribe fri 18:00 Europe/London", "/settings fields 1", "/language en"):
        await program.reception.answer(Message(reader=ANN, text=command, language="en"))
    store.connection.execute("alter table asked rename to elsewhere")
    return store


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("shared", [False, True], ids=["alone", "group"])
@pytest.mark.parametrize("command", ["/subscribe", "/vote {} 80", "/unsubscribe", "/pause", "/settings empty skip"])
async def test_nothing_is_changed_by_what_could_not_be_read(
    program: Program, unreadable: Store, command: str, shared: bool, language: Language
) -> None:
    before = await unreadable.subscription(ANN)
    assert before and not before.paused
    text = command.format(next(iter(program.app.edition.by_ref)))
    message = Message(reader=ANN, text=text, language=language, shared=shared)
    unreadable.connection.execute("update readers set language = ?", (language,))
    answer = await program.reception.answer(message)
    said = say(language, "state-unreadable")
    assert said in "".join(span.text for block in answer.blocks for span in block.spans)
    if len(answer.blocks) == 1:  # else there seemed to be nothing to change
        assert answer.toast == (said if shared else "")
    assert await unreadable.subscription(ANN) == before
    assert unreadable.connection.execute("select count(*) from votes").fetchone() == (0,)


@pytest.mark.parametrize("command", ["/settings", "/checkin", "/forget"])
async def test_who_asks_what_was_kept_hears_that_it_is_not_known(
    program: Program, unreadable: Store, command: str
) -> None:
    answer = await program.reception.answer(Message(reader=ANN, text=command, language="en"))
    assert answer.blocks[0].spans[0].text == say("en", "state-unreadable")


async def test_what_is_the_same_for_all_is_answered_as_ever(program: Program, unreadable: Store) -> None:
    message = Message(reader=ANN, text="/sectors", language="en")
    answer = await program.reception.answer(message)
    unreadable.connection.execute("alter table elsewhere rename to asked")
    assert answer == await program.reception.answer(message)


async def test_once_it_can_be_read_again_all_is_as_before(program: Program, unreadable: Store) -> None:
    unreadable.connection.execute("alter table elsewhere rename to asked")
    await program.reception.answer(Message(reader=ANN, text="/pause", language="en"))
    subscription = await unreadable.subscription(ANN)
    assert subscription and subscription.paused and subscription.next_at > NOW


@pytest.mark.parametrize("text", ["/sectors", "qwxyz"], ids=["command", "found by nobody"])
async def test_readers_of_the_page_are_answered_where_nobody_can_tell_who_edits(
    program: Program, store: Store, text: str
) -> None:
    message = Message(reader=Reader("web", "a-key-of-the-page-of-22"), text=text, language="en")
    expected = await program.reception.answer(message)
    store.connection.execute("alter table editors rename to elsewhere")
    assert not await program.app.is_editor(message.reader)
    assert await program.reception.answer(message) == expected
