"""Every fault of the Bot API on every path of an answer: nothing is lost that can be kept, nothing doubled.

What must come of each stands here as data: it follows from what a fault says of the request, not from the code. A
fault happens once. Time is an argument: the waits are those the bot asked for, and none is waited.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import math
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final, NamedTuple

import pytest
import pytest_asyncio
from telegram import Bot, Update

from bot.app import App
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.retries import Retrying
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.updates import asking
from bot.content.edition import Edition
from bot.people.readers import Reader, Subscription
from bot.pictures import png
from bot.reception import Reception
from bot.state.sqlite.store import Store
from bot.words import say
from tests.conftest import NOW, built
from tests.delivery.test_worker import SLOT
from tests.support import wire
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.front import (
    Fault,
    Front,
    answers,
    hangs,
    is_slow,
    resets_after,
    resets_before_reading,
    resets_unanswered,
    says,
    truncates,
)
from tests.support.quiet import PATIENCE

TOPIC: Final = 77
BRIEF: Final = 0.5
"""Seconds the bot waits for an answer of a server that hangs."""
EMPTY, NAMELESS = (
    b'{"ok":true,"result":{}}',
    b'{"ok":true,"result":{"date":1700000000,"chat":{"id":1,"type":"private"}}}',
)

FAULTS: Final[dict[str, tuple[str, Fault]]] = {
    "429": ("flood", says(429, "Too Many Requests: retry after 2", retry_after=2)),
    "429 without a time": ("flood", says(429, "Too Many Requests")),
    "429 for 45 s": ("long flood", says(429, "Too Many Requests: retry after 45", retry_after=45)),
    "500": ("down", says(500, "Internal Server Error")),
    "502 page": ("down", says(502)),
    "503": ("down", says(503, "Service Unavailable")),
    "504 page": ("down", says(504)),
    "reset before it is read": ("lost?", resets_before_reading),
    "reset without an answer": ("lost", resets_unanswered),
    "hangs": ("lost", hangs),
    "reset after it was done": ("done", resets_after),
    "garbage after it was done": ("done", answers(b"\x00garbage")),
    "half an answer after it was done": ("done", truncates),
    "empty result": ("fine", answers(EMPTY)),
    "result without an id": ("fine", answers(NAMELESS)),
    "slow": ("fine", is_slow),
    "thread not found": ("topic", says(400, "Bad Request: message thread not found")),
    "topic closed": ("topic", says(400, "Bad Request: TOPIC_CLOSED")),
    "chat not found": ("blocked", says(400, "Bad Request: chat not found")),
    "blocked": ("blocked", says(403, "Forbidden: bot was blocked by the user")),
    "kicked": ("blocked", says(403, "Forbidden: bot was kicked from the supergroup chat")),
    "no rights": ("muted", says(400, "Bad Request: not enough rights to send text messages to the chat")),
    "not modified": ("unchanged", says(400, "Bad Request: message is not modified: specified new message content")),
    "not there to edit": ("refused", says(400, "Bad Request: message to edit not found")),
    "too old": ("late", says(400, "Bad Request: query is too old and response timeout expired")),
    "no photos": ("no files", says(400, "Bad Request: not enough rights to send photos to the chat")),
    "cannot be parsed": ("refused", says(400, 'Bad Request: can\'t parse entities: unsupported start tag "客服"')),
    "401": ("down", says(401, "Unauthorized")),
    "404": ("down", says(404, "Not Found")),
    "404 page": ("down", says(404)),
    "409": ("down", says(409, "Conflict: terminated by other getUpdates request")),
    "418": ("down", says(418, "I'm a teapot")),
    "moved": ("moved", says(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)),
}
"""What goes wrong, and the kind it is of."""


class Path(NamedTuple):
    """A way an answer takes: what is asked, which method goes wrong, and what its reader sees when nothing does."""

    asks: str
    method: str
    shows: tuple[str, ...]
    pressed: bool = True


TEXT, EDIT, PHOTO, FILE, ACK = "sendMessage", "editMessageText", "sendPhoto", "sendDocument", "answerCallbackQuery"
PATHS: Final = {
    "typed": Path("/help", TEXT, (TEXT,), pressed=False),
    "button": Path("/sectors", TEXT, (TEXT,)),
    "edit": Path("/sectors p2", EDIT, (EDIT,)),
    "photo": Path("/picture timeline", PHOTO, (PHOTO,)),
    "document": Path("/mydata", FILE, (FILE,), pressed=False),
    "acknowledgement": Path("/sectors p2", ACK, (EDIT,)),
}

OUTCOMES: Final[dict[str, dict[str, str]]] = {
    # kind of fault: what comes of it in general, and where it is otherwise
    "fine": {"": "once"},
    "flood": {"": "again"},
    "long flood": {"": "given up", "acknowledgement": "spins"},
    "down": {"": "again"},
    "lost": {"": "given up", "edit": "again", "acknowledgement": "again"},
    "lost?": {"": "given up or again", "edit": "again", "acknowledgement": "again"},
    "done": {"": "once, in doubt", "edit": "again, for nothing", "acknowledgement": "again"},
    "topic": {"": "beside", "edit": "anew", "acknowledgement": "spins"},
    "blocked": {"": "blocked", "acknowledgement": "spins"},
    "muted": {"": "muted", "acknowledgement": "spins"},
    "unchanged": {"": "given up", "edit": "there", "photo": "words", "document": "words", "acknowledgement": "spins"},
    "refused": {"": "given up", "edit": "anew", "photo": "words", "document": "words", "acknowledgement": "spins"},
    "no files": {"": "given up", "edit": "anew", "photo": "words", "document": "words", "acknowledgement": "spins"},
    "late": {"": "given up", "edit": "anew", "photo": "words", "document": "words", "acknowledgement": "late"},
    "moved": {"": "moved", "edit": "anew", "acknowledgement": "spins"},
}


class Expected(NamedTuple):
    """What must come of a fault: what is shown, how often it is asked for, how many lines of the log, which pause."""

    shown: tuple[str, ...]
    tries: int = 1
    lines: int = 0
    paused: str | None = None


def expected(path: Path, outcome: str) -> list[Expected]:
    """Return what may come of it; more than one only where nobody can tell what the network did."""
    without = tuple(each for each in path.shows if each != path.method)
    possible = {
        "once": [Expected(path.shows)],
        "late": [Expected(path.shows)],
        "spins": [Expected(path.shows, lines=1)],
        "once, in doubt": [Expected(path.shows, lines=1)],
        "again": [Expected(path.shows, tries=2)],
        "again, for nothing": [Expected(path.shows, tries=2)],
        "there": [Expected(())],
        "given up": [Expected(without, lines=1)],
        "given up or again": [Expected(without, lines=1), Expected(path.shows, tries=2)],
        "beside": [Expected(path.shows, tries=2, lines=1)],
        "moved": [Expected(path.shows, tries=2)],
        "anew": [Expected((TEXT,))],
        "words": [Expected((TEXT,), lines=1)],
        "blocked": [Expected(without, lines=1, paused="blocked")],
        "muted": [Expected(without, lines=1, paused="muted")],
    }
    return possible[outcome]


class Held(BotAPI):
    """A server that hands an update to the test instead of to a bot that polls."""

    async def update(self, **update: Any) -> None:
        self.last = {"update_id": self.next_number(), **update}


class Hasty(Transport):
    """Waits long for every answer, but for the one that never comes."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front

    async def do_request(self, *args: Any, **more: Any) -> tuple[int, bytes]:
        wrong = more["url"].endswith(self._front.method) and self._front.fault is hangs
        return await super().do_request(*args, **more | {"read_timeout": BRIEF if wrong else PATIENCE})


class Bench:
    """An app and the way its answers take, through a front that goes wrong; with the waits that were asked for."""

    def __init__(self, app: App, store: Store, api: Held, front: Front, url: str) -> None:
        self.app, self.store, self.api, self.front, self._url = app, store, api, front, url
        self.now = 0.0
        self.slept: list[float] = []
        self._chats = iter(range(1_000, 10**6))

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[Bot]:
        """Connect."""
        async with Hasty(self.front) as request:
            yield Bot(TOKEN, base_url=f"{self._url}/bot", request=request, get_updates_request=Transport())

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def answering(self, bot: Bot) -> Replies:
        pacer = Pacer(clock=lambda: self.now)
        calls, reception = Retrying(bot, pacer, lambda: self.now, self.sleep), Reception(self.app, lambda: NOW)
        return Replies(calls, pacer, reception, ChatActions(bot, pacer, math.inf))

    async def reader(self) -> Person:
        """Return somebody new, who has subscribed."""
        person = Person(self.api, next(self._chats), "en")
        await self.store.subscribe(Reader("telegram", str(person.id)), Subscription(SLOT, NOW, NOW))
        return person

    async def asks(self, answering: Replies, person: Person, path: Path) -> None:
        """Let a person ask in a topic, and return when all that comes of it has been done."""
        if path.pressed:
            message = (await person.read()).id
            await person.tap(path.asks, message)
            self.api.last["callback_query"]["message"] |= {"message_thread_id": TOPIC, "is_topic_message": True}
        else:
            await person.send(path.asks, message_thread_id=TOPIC, is_topic_message=True)
        asked = asking(Update.de_json(self.api.last, None), "hindsight_test_bot", "zh")
        assert asked
        await answering.bring(asked, await self.app.reply(asked.message, NOW))
        beside = [task for task in asyncio.all_tasks() if "acknowledge" in repr(task.get_coro())]
        await asyncio.gather(*beside)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench(undecided: Edition) -> AsyncIterator[Bench]:
    """One server and one app for all cases."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        store = Store(connection)
        app = built(store, edition=undecided).app
        api = Held()
        async with api.serving(), wire.serving(front := Front(api)) as port:
            yield Bench(app, store, api, front, f"http://127.0.0.1:{port}")


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "png", functools.cache(png.png))
        yield


@pytest.mark.exhaustive
@pytest.mark.usefixtures("way")
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", PATHS)
async def test_what_comes_of_a_fault(bench: Bench, path: str, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    if path == "photo" and not png.available() and "CI" not in os.environ:
        pytest.skip("no font with Chinese is installed")
    kind, does = FAULTS[fault]
    way, outcome = PATHS[path], OUTCOMES[kind].get(path, OUTCOMES[kind][""])
    reader, front = await bench.reader(), bench.front
    bench.now += 3_600  # what was told to wait before waits no more
    async with asyncio.timeout(PATIENCE), bench.bot() as bot:
        if way.pressed:
            await bot.send_message(reader.id, "before")
        bench.api.done.clear()
        front.seen, front.method, front.fault = [], way.method, does
        with caplog.at_level(logging.INFO, "bot"):
            coming = asyncio.create_task(bench.asks(bench.answering(bot), reader, way))
            if does is is_slow:
                await front.holding.wait()
                front.released.set()
            await coming
        front.holding.clear()
        front.released.clear()
    assert front.fault is None, "the fault has not happened"
    shown = [(method, form) for method, form in bench.api.done if method != ACK]
    lines = [record for record in caplog.records if record.name.startswith("bot")]
    subscription = await bench.store.subscription(Reader("telegram", str(reader.id)))
    found = Expected(
        tuple(method for method, _ in shown),
        front.seen.count(way.method),
        len(lines),
        subscription.paused if subscription else None,
    )
    assert found in expected(way, outcome)
    assert not [line for line in lines if line.exc_info or "客服" in line.getMessage() or TOKEN in line.getMessage()]
    if found.shown and shown[-1][0] != EDIT:
        threads = {form.get("message_thread_id") for method, form in shown if method == way.method}
        assert threads == ({None} if outcome == "beside" else {str(TOPIC)} if way.method in found.shown else set())
    if outcome == "words":
        said = {PHOTO: "picture-unavailable", FILE: "file-refused" if kind == "no files" else "file-failed"}
        assert say("en", said[way.method]) in shown[0][1]["text"] and shown[0][1]["reply_markup"]
