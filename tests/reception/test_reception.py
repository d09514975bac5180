"""What is decided once for all channels: who starts again is back, and nobody else is."""

from __future__ import annotations

import pytest

from bot.people.readers import Reader
from bot.reception import Membership, Message
from bot.serve.program import Program
from bot.state.sqlite.store import Store

ANN = Reader("line", "ann")


@pytest.fixture
async def shut_out(program: Program, store: Store) -> Store:
    """A state in which somebody has subscribed, and then shut us out."""
    await program.reception.answer(Message(reader=ANN, text="/subscribe sun 09:30 Asia/Shanghai", language="en"))
    program.reception.membership(Membership(ANN, False, False, False, ANN, "en"))
    return store


def paused(store: Store) -> str | None:
    subscription = store.subscription(ANN)
    assert subscription
    return subscription.paused


@pytest.mark.parametrize("text", ["/start", "/start@bot", " /start", "/START"])
async def test_who_starts_again_is_back(program: Program, shut_out: Store, text: str) -> None:
    assert paused(shut_out) == "blocked"
    await program.reception.answer(Message(reader=ANN, text=text, language="en"))
    assert paused(shut_out) is None


@pytest.mark.parametrize("text", ["hi", "你好", "start", "/help", "/startx"])
async def test_whoever_only_talks_stays_as_they_were(program: Program, shut_out: Store, text: str) -> None:
    await program.reception.answer(Message(reader=ANN, text=text, language="en"))
    assert paused(shut_out) == "blocked"


async def test_nobody_is_back_by_what_another_wrote(program: Program, shut_out: Store) -> None:
    await program.reception.answer(Message(reader=ANN, text="/start", language="en", on_purpose=False))
    assert paused(shut_out) == "blocked"
