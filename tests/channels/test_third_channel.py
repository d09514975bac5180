"""A channel that is none of ours: a chat of short lines over TCP is answered, votes, subscribes and edits by reception.

It shows what a channel takes: it translates, and everything that is decided for it is decided as for the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.changes import Announce
from bot.people.readers import Reader
from bot.reception import menu
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.conftest import NOW, built
from tests.support.linechat import ABSENT, LONGEST, LineChat
from tests.support.newsroom import newsroom
from tests.support.quiet import PATIENCE


class Person:
    """Somebody who types; `messages` are those of the last answer."""

    def __init__(self, lines: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines, self._writer, self.messages = lines, writer, list[str]()

    async def read(self) -> str:
        """Return the next answer whole; none of its messages is longer than the network takes."""
        async with asyncio.timeout(PATIENCE):
            text = (await self._lines.readuntil(b">\n")).decode().removesuffix(">\n")
        self.messages = text.removesuffix("\n.\n").split("\n.\n")
        assert all(0 < len(message) <= LONGEST for message in self.messages)
        return "\n".join(self.messages)

    async def ask(self, text: str) -> str:
        self._writer.write(f"{text}\n".encode())
        return await self.read()

    async def choose(self, label: str) -> str:
        """Type the number of a choice of the last answer."""
        [number] = re.findall(rf"^(\d+)\) {re.escape(label)}$", "\n".join(self.messages), re.MULTILINE)
        return await self.ask(number)

    async def send(self, name: str, content: bytes) -> str:
        """Send a file; return what is answered where nobody asks for its bytes, else to them."""
        self._writer.write(f"file {name} {len(content)}\n".encode())
        async with asyncio.timeout(PATIENCE):
            first = await self._lines.readline()
            if first == b"send\n":
                self._writer.write(content)
                return await self.read()
        return first.decode() + await self.read()

    @property
    def offers(self) -> str:
        return "\n".join(self.messages)


@contextlib.asynccontextmanager
async def talking(port: int, name: str) -> AsyncIterator[Person]:
    """Connect under a name; go when the context ends."""
    lines, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{name}\n".encode())
    try:
        yield Person(lines, writer)
    finally:
        writer.close()
        await lines.read()


@pytest.fixture
def clock() -> list[dt.datetime]:
    """The time it is, in the only place of a list."""
    return [NOW]


@pytest.fixture
def program(undecided: Edition, store: Store, clock: list[dt.datetime]) -> Program:
    return built(store, lambda: clock[0], edition=undecided)


async def send_due(program: Program) -> None:
    work = program.deliveries()
    await work.tick()
    await work.drain()


async def subscribed(ann: Person, store: Store) -> dt.datetime:
    """Let somebody subscribe; return when their check-in is due."""
    await ann.ask("/subscribe sun 09:30 Asia/Shanghai")
    subscription = await store.subscription(Reader("line", "ann"))
    assert subscription
    return subscription.next_at


@contextlib.asynccontextmanager
async def line_chat(program: Program, language: Language = "en") -> AsyncIterator[int]:
    chat = LineChat(program.reception, language)
    program.channels["line"] = chat
    async with chat.serving() as port:
        yield port


async def test_pages_turn_and_votes_count(program: Program, store: Store) -> None:
    name = next(iter(program.app.edition.by_ref))
    async with line_chat(program) as port, talking(port, "ann") as ann:
        first = await ann.ask("/sectors")
        assert first.startswith(say("en", "sectors-title", count=len(program.app.edition.vocabulary.sectors)) + " (1/")
        assert "(2/" in await ann.choose(say("en", "button-on"))
        assert "(1/" in await ann.choose(say("en", "button-back"))
        await ann.ask(f"/vote {name} 50")
        assert (await store.known(Reader("line", "ann"), Reader("line", "ann"), None, NOW, {})).chances == {name: "50"}


async def test_a_subscriber_gets_the_check_in_and_nobody_else_does(
    program: Program, store: Store, clock: list[dt.datetime]
) -> None:
    async with line_chat(program) as port, talking(port, "ann") as ann, talking(port, "bob") as bob:
        clock[0] = await subscribed(ann, store)
        await send_due(program)
        assert say("en", "checkin-title") in await ann.read()
        assert say("en", "about-title") in await bob.ask("/about")  # the first thing bob hears


async def test_who_is_away_is_sent_it_when_they_are_back(
    program: Program, store: Store, clock: list[dt.datetime]
) -> None:
    async with line_chat(program) as port:
        async with talking(port, "ann") as ann:
            clock[0] = await subscribed(ann, store)
        await send_due(program)
        async with talking(port, "ann") as ann:
            await ann.ask("/about")
            clock[0] += ABSENT
            await send_due(program)
            assert say("en", "checkin-title") in await ann.read()


async def test_a_note_too_long_for_one_message_begins_and_is_read_to_its_end(
    program: Program, store: Store, clock: list[dt.datetime]
) -> None:
    words = "Once more, with feeling. " * 40
    async with line_chat(program) as port, talking(port, "ann") as ann:
        await subscribed(ann, store)
        written = Announce({"zh": words, "en": words})
        editor = Reader("line", "editor")
        await store.apply(written, chat=editor, person=editor, language="en", now=NOW)
        await send_due(program)
        heard = await ann.read()
        while f") {say('en', 'button-on')}" in ann.offers:
            heard += await ann.choose(say("en", "button-on"))
        assert heard.count("Once more") == 40


@pytest.mark.parametrize("language", WRITTEN)
async def test_no_answer_breaks_its_limits(program: Program, language: Language) -> None:
    async with line_chat(program, language) as port, talking(port, "ann") as ann:
        for name in menu(language):
            await ann.ask(f"/{name}")
            while f") {say(language, 'button-on')}" in ann.offers:
                await ann.choose(say(language, "button-on"))


async def test_an_editor_sends_a_file_and_looks_at_the_draft(tmp_path: Path, files: dict[str, bytes]) -> None:
    name, content = "machine-dough.yaml", files["briefings/machine-dough.yaml"]
    with newsroom(tmp_path, files, "line:anna") as room:
        async with line_chat(room.program) as port, talking(port, "anna") as anna, talking(port, "ben") as ben:
            changed = content.replace(b"weight: core", b"weight: minor")
            assert "Draft " in await anna.send(name, changed)
            before = room.app.edition
            await anna.choose(say("en", "button-publish"))
            assert room.app.edition is not before and room.read(f"briefings/{name}") == changed
            assert "send" not in (told := await ben.send(name, content)).splitlines()
            assert "line:ben" in told
