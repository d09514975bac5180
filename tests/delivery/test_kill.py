"""Real processes, killed at any moment of a delivery: nobody is forgotten, and few get a message twice."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import random
import re
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.delivery.channel import in_flight
from bot.people.readers import Reader, Subscription
from bot.people.schedule import Weekly
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT
from tests.support import forking
from tests.support.botapi import TOKEN, BotAPI
from tests.support.home import Home, running
from tests.support.quiet import PATIENCE

RATE = 80
"""Messages a second: the fastest at which no more are in flight than at the usual rate."""
IN_FLIGHT = in_flight(RATE)
"""Messages a channel has under way at most, so the most that a kill can leave unrecorded."""
SLOW = IN_FLIGHT / RATE
"""Seconds a server takes to answer, so that as many are under way as may be."""
_CHAT = re.compile(rb'chat_id(?:=|":)(-?[0-9]+)')  # of a form or of JSON; reading all of it would take the longest


class Post:
    """The least of a Bot API server: counts what it was asked to send, answers after `delay`, and calls `then` once.

    `then` is called inside the counting of a request, so that a kill hits the moment it was aimed at.
    """

    def __init__(self, delay: float = 0.0) -> None:
        self.delay, self.port = delay, 0
        self.counts = Counter[int]()
        self.requests = 0
        self._at = 0
        self._then: Callable[[], object] = _nothing

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def after(self, requests: int, then: Callable[[], object]) -> None:
        """Call `then` when so many more requests have arrived."""
        self._at, self._then = self.requests + requests, then

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Post]:
        """Listen on a free port while the context lasts."""
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    def asked(self, method: str, body: bytes) -> bytes:
        """Count a request and return its answer."""
        self.requests += 1
        result: dict[str, Any] = {"id": 1, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_bot"}
        if method == "sendMessage":
            found = _CHAT.search(body)
            assert found, "a message names its chat"
            chat = int(found[1])
            self.counts[chat] += 1
            result = {"message_id": self.requests, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "…"}
        if self.requests == self._at:
            self._then()
        payload = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        return head.encode() + payload


class _Connection(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, post: Post) -> None:
        self._post, self._read = post, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, rest = self._read.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if len(rest) < length:
                return
            self._read = rest[length:]
            self._answer(self._post.asked(head.split(b" ", 2)[1].decode().rpartition("/")[2], rest[:length]))

    def _answer(self, answer: bytes) -> None:
        if self._post.delay:
            asyncio.get_running_loop().call_later(self._post.delay, self._write, answer)
        else:
            self._write(answer)

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


def _nothing() -> None:
    return


async def fill(store: Store, count: int, at: dt.datetime) -> None:
    """Subscribe the chats 1 to `count` on Telegram for the slot `at`."""
    weekly = Weekly(at.weekday(), at.hour * 60 + at.minute, "Etc/UTC")
    await store.subscribe(Reader("telegram", "1"), Subscription(weekly, at, at - dt.timedelta(days=30)))
    columns = "weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on"
    with store.writing() as db:
        rows = [(str(chat),) for chat in range(2, count + 1)]
        db.executemany("insert into readers (channel, id) values ('telegram', ?)", rows)
        db.execute(
            f"insert or ignore into subscriptions (reader, {columns})"
            f" select readers.reader, {columns} from readers, (select {columns} from subscriptions)"
        )


async def prepare(home: Home, count: int, at: dt.datetime) -> None:
    """Make a state in which the chats 1 to `count` are due at `at`."""
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await fill(store, count, at)


async def tick(home: Home, post: Post, *, kill_after: int | None = None) -> int | None:
    """Run the real `tick`, killed after so many requests, else to its end; return how it ended."""
    words = ("tick", "--now", NOW.isoformat(), "--even-so")
    settings = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": post.url, "BOT_BULK_RATE": RATE}
    async with forking.started(words, home.folder, home.environment(**settings)) as process:
        if kill_after:
            post.after(kill_after, process.kill)
        async with asyncio.timeout(PATIENCE):
            return await process.wait()


def states(home: Home) -> Counter[str]:
    """Return how many rows of the ledger are in which state."""
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        return Counter(state for (state,) in db.execute("select state from deliveries"))


def issues(home: Home) -> Counter[int]:
    """Return how often each reader's check-in is in the records."""
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        return Counter(reader for (reader,) in db.execute("select reader from issues"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.mark.exhaustive
async def test_twenty_kills_forget_nobody_and_repeat_no_more_than_was_in_flight(home: Home) -> None:
    count, kills, chance = 200, 20, random.Random(20)
    await prepare(home, count, NOW)
    async with Post(SLOW).serving() as post:
        for _ in range(kills):  # the first request of a process logs in: killed at that, it has queued nothing
            assert await tick(home, post, kill_after=chance.randint(1, 2 * count // kills - 6)) == -9
        assert states(home)["sent"] < count, "every kill came before the end"
        assert await tick(home, post) == 0
        assert await tick(home, post) == 0
    assert set(post.counts) == set(range(1, count + 1))
    assert post.counts.total() - count <= kills * IN_FLIGHT
    assert states(home) == {"sent": count}
    assert issues(home) == dict.fromkeys(range(1, count + 1), 1)


@pytest.mark.exhaustive
async def test_kills_while_a_note_of_the_editors_travels_forget_nobody_either(home: Home) -> None:
    count, kills, chance = 90, 5, random.Random(8)
    await prepare(home, count, NOW + dt.timedelta(days=3))
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.notes.begin({"zh": "改到周六。", "en": "On Saturdays."}, "telegram:1", NOW)
    async with Post(SLOW).serving() as post:
        for _ in range(kills):
            assert await tick(home, post, kill_after=chance.randint(1, 2 * count // kills - 6)) == -9
        assert await tick(home, post) == 0
        assert await tick(home, post) == 0
    assert set(post.counts) == set(range(1, count + 1))
    assert post.counts.total() - count <= kills * IN_FLIGHT
    assert states(home) == {"sent": count} and not issues(home)


class _Held(BotAPI):
    """A server that keeps its answers to itself until it is told to go on, so that a stop finds messages in flight."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:
        sent = await super()._sendMessage(form)
        await self.go.wait()
        return sent


async def test_a_stop_during_a_delivery_ends_in_order_and_nobody_gets_it_twice(home: Home) -> None:
    count = 60
    await prepare(home, count, dt.datetime.now(dt.UTC).replace(second=0, microsecond=0))
    api = _Held()
    async with api.serving():
        variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, "BOT_BULK_RATE": RATE}
        async with running(home, **variables) as bot, httpx.AsyncClient(timeout=PATIENCE) as reader:
            address = await bot.address()
            await api.called("sendMessage", IN_FLIGHT)
            bot.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(httpx.TransportError):  # its door may be shut by now:
                await reader.get(address)  # either way the signal was heard
            api.go.set()
            assert (await bot.end()).code == 0
        assert _sent(api).total() == IN_FLIGHT < count
        assert states(home)["sent"] == IN_FLIGHT, "what was in flight was waited for"
        async with running(home, **variables) as bot:
            await api.called("sendMessage", count)
            assert (await bot.stop()).code == 0
    assert _sent(api) == dict.fromkeys(map(str, range(1, count + 1)), 1)
    assert states(home) == {"sent": count}


def _sent(api: BotAPI) -> Counter[str]:
    return Counter(form["chat_id"] for method, form in api.calls if method == "sendMessage")
