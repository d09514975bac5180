"""Editors are told what they did not ask for: each in their own language, whatever befalls the others or the state."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.app import App, Message
from bot.content.assembling import build_edition
from bot.content.edition import Edition
from bot.notify import Notifier
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.state import StateBusy
from bot.state.sqlite.store import FILE, Store
from bot.words import WRITTEN, say
from tests.conftest import NOW, built
from tests.support.faults import Holder, heard, holder
from tests.support.quiet import PATIENCE

ANNA, BERT, CARL = (Reader(channel, name) for channel, name in (("telegram", "1"), ("telegram", "2"), ("web", "c")))


class Ears:
    """A channel on which some editors cannot be told, and others only when they let it be."""

    def __init__(self) -> None:
        self.heard: list[tuple[Reader, str]] = []
        self.deaf: set[Reader] = set()
        self.slow: dict[Reader, asyncio.Event] = {}
        self.told: asyncio.Queue[Reader] = asyncio.Queue()

    async def tell(self, reader: Reader, answer: Answer) -> None:
        if reader in self.slow:
            await self.slow[reader].wait()
        if reader in self.deaf:
            raise StateBusy("database is locked")
        self.heard.append((reader, answer.title))
        self.told.put_nowait(reader)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(Store.open(tmp_path)) as opened:
        yield opened


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Iterator[Holder]:
    with holder(tmp_path / FILE) as process:
        yield process


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def program(small: Edition, store: Store) -> Program:
    editors = tuple(f"{each.channel}:{each.id}" for each in (ANNA, BERT, CARL))
    return built(store, edition=small, editors=editors)


@pytest.fixture
def app(program: Program) -> App:
    return program.app


@pytest.fixture
def teller(app: App, ears: Ears) -> Notifier:
    return Notifier(app.editors, app.language, {"telegram": ears, "web": ears})


def titled(key: str) -> dict[str, Answer]:
    return {language: Answer(say(language, key)) for language in WRITTEN}


async def test_an_editor_who_cannot_be_told_keeps_it_from_nobody_else(teller: Notifier, ears: Ears) -> None:
    ears.deaf = {ANNA}
    with heard("bot.notify", lambda: None) as errors:
        teller(titled("name").__getitem__)
        await teller.done()
    assert {reader for reader, _ in ears.heard} == {BERT, CARL} and len(errors) == 1


async def test_each_is_told_in_their_own_language(app: App, teller: Notifier, ears: Ears) -> None:
    await app.reply(Message(reader=BERT, text="/language en", language="zh"), NOW)
    teller(titled("files-title").__getitem__)
    await teller.done()
    assert dict(ears.heard) == {ANNA: "文件", BERT: "Files", CARL: "文件"}


async def test_nobody_waits_for_a_slow_editor_who_hears_everything_in_order_later(teller: Notifier, ears: Ears) -> None:
    ears.slow[ANNA] = asyncio.Event()
    teller(titled("files-title").__getitem__)
    teller(titled("form-title").__getitem__)
    async with asyncio.timeout(PATIENCE):
        assert {await ears.told.get() for _ in range(4)} == {BERT, CARL}
    ears.slow[ANNA].set()
    await teller.done()
    assert [title for reader, title in ears.heard if reader == ANNA] == ["文件", "填写中"]


async def test_where_the_state_cannot_be_read_the_editors_of_the_settings_are_told(
    teller: Notifier, store: Store, ears: Ears
) -> None:
    store.close()
    teller(titled("name").__getitem__)
    await teller.done()
    assert {reader for reader, _ in ears.heard} == {ANNA, BERT, CARL}


@pytest.mark.process
async def test_a_good_edition_goes_live_while_another_process_holds_the_state(
    program: Program, files: dict[str, bytes], other: Holder
) -> None:
    new = build_edition({name: text.replace(b"weight: core", b"weight: minor") for name, text in files.items()})
    other.take()
    with heard("bot.app", lambda: None, logging.WARNING) as told:
        await program.reloader.show(new)
    other.give()
    assert program.app.edition is new and len(told) == 1
