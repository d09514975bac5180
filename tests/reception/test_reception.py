"""What is decided once for all channels: who starts again is back, and nobody else; who waits for what at a start."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.people.readers import Reader
from bot.reception import Membership, Message
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from tests.support.quiet import PATIENCE

ANN = Reader("line", "ann")


@pytest.fixture
async def shut_out(program: Program, store: Store) -> Store:
    """A state in which somebody has subscribed, and then shut us out."""
    await program.reception.answer(Message(reader=ANN, text="/subscribe sun 09:30 Asia/Shanghai", language="en"))
    await program.reception.membership(Membership(ANN, False, False, False, ANN, "en"))
    return store


async def paused(store: Store) -> str | None:
    subscription = await store.subscription(ANN)
    assert subscription
    return subscription.paused


@pytest.mark.parametrize("text", ["/start", "/start@bot", " /start", "/START"])
async def test_who_starts_again_is_back(program: Program, shut_out: Store, text: str) -> None:
    assert await paused(shut_out) == "blocked"
    await program.reception.answer(Message(reader=ANN, text=text, language="en"))
    assert await paused(shut_out) is None


@pytest.mark.parametrize("text", ["hi", "你好", "start", "/help", "/startx"])
async def test_whoever_only_talks_stays_as_they_were(program: Program, shut_out: Store, text: str) -> None:
    await program.reception.answer(Message(reader=ANN, text=text, language="en"))
    assert await paused(shut_out) == "blocked"


async def test_nobody_is_back_by_what_another_wrote(program: Program, shut_out: Store) -> None:
    await program.reception.answer(Message(reader=ANN, text="/start", language="en", on_purpose=False))
    assert await paused(shut_out) == "blocked"


# The start: all that words are understood by is made beside the loop


@pytest.fixture
async def hindered(program: Program, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[threading.Event]:
    """A program that is getting ready, and does not come to it before this happens."""
    go, prepare = threading.Event(), program.app.prepare
    monkeypatch.setattr(program.app, "prepare", lambda now: go.wait(PATIENCE) and prepare(now))
    preparing = asyncio.create_task(program.reception.prepare())
    await asyncio.sleep(0)
    yield go
    go.set()
    await preparing


async def test_at_a_start_words_wait_until_they_are_understood_and_commands_do_not(
    program: Program, hindered: threading.Event
) -> None:
    words = asyncio.create_task(program.reception.answer(Message(reader=ANN, text="lawyers", language="en")))
    command = await program.reception.answer(Message(reader=ANN, text="/sector legal", language="en"))
    assert not words.done()
    hindered.set()
    assert (await words).title == command.title


async def test_what_cannot_be_made_ready_is_made_by_the_first_question(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(program.app, "prepare", lambda: 1 / 0)
    await program.reception.prepare()
    assert "not ready" in caplog.text
    answer = await program.reception.answer(Message(reader=ANN, text="lawyers", language="en"))
    assert answer.command == "/sector legal"
