"""A Bot API server in a process of its own, at which many people tap buttons, and which counts what comes of each tap.

Taps go to several processes in turn, as behind a proxy that passes requests on round robin. As from Telegram's own
server the next update of a person leaves once the one before was taken with a 200, answered or not; of others many are
under way. Some are brought twice, as after a connection that broke before its 200 came: at once or once the first was
taken, and to the process that is next. Each tap is under a message of its own, by which it is known what it shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections import Counter, deque
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple

from bench.bringing import BOT, Bringer, apart, listening, message, press

READERS: Final = 400
IN_FLIGHT: Final = 64
"""Taps that were brought, or wait to be, and are not answered yet."""
OF_A_READER: Final = 8
"""Those of one reader: of more than ten that wait the bot drops the oldest, and says so."""
TWICE: Final = 20
"""Of so many taps one is brought twice."""
LOST: Final = 60.0
"""Seconds without any answer after which none is waited for."""


class Tap(NamedTuple):
    """Who tapped what."""

    chat: int
    forecast: str
    value: str


class Tapped(NamedTuple):
    """What was tapped, in this order; how long each was open that was answered; and the seconds of all of it."""

    taps: list[Tap]
    waits: list[float]
    seconds: float


class Counted(NamedTuple):
    """How often each tap was acknowledged and shown, by its number, and the messages that were sent beside."""

    acknowledged: Counter[int]
    shown: Counter[int]
    sent: int


class Server(NamedTuple):
    """The address of the server, and the way to tell it what to do."""

    url: str
    pipe: Connection

    def tap(self, taps: int, addresses: list[str], offers: dict[str, tuple[str, ...]]) -> Tapped:
        """Have so many taps brought to webhooks in turn, each one of the values on offer for a forecast."""
        self.pipe.send((taps, addresses, offers))
        tapped: Tapped = self.pipe.recv()
        return tapped

    def counted(self) -> Counted:
        """Return what has come of the taps by now."""
        self.pipe.send(None)
        counted: Counted = self.pipe.recv()
        return counted


@contextlib.contextmanager
def people_who_tap() -> Iterator[Server]:
    """Give a server that runs while the context lasts."""
    with apart(_serve) as told:
        yield Server(*told)


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        people = _People()
        pipe.send(await listening(people.called))
        while True:
            asked = await asyncio.to_thread(pipe.recv)
            pipe.send(await people.tap(*asked) if asked else people.counted)

    asyncio.run(serve())


class _People:
    """Knows which taps are open since when, and what came of the others."""

    def __init__(self) -> None:
        self.counted = Counted(Counter(), Counter(), 0)
        self._hook: dict[str, Any] = {}
        self._chance, self._sent = random.Random(20), itertools.count(1 << 40)
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._open: dict[int, tuple[int, float]] = {}
        self._of_reader, self._said = Counter[int](), dict[tuple[int, str], str]()
        self._waits: list[float] = []

    async def called(self, method: str, given: dict[str, Any]) -> object:
        """Return the result of a method."""
        match method:
            case "setWebhook":
                self._hook = given
            case "getWebhookInfo":
                return {"url": self._hook["url"], "has_custom_certificate": False, "pending_update_count": 0}
            case "answerCallbackQuery":
                self._answered(self.counted.acknowledged, int(given["callback_query_id"]))
            case "editMessageText":
                number = int(given["message_id"])
                self._answered(self.counted.shown, number)
                return message(int(given["chat_id"]), number, BOT, given)
            case "sendMessage":
                self.counted = self.counted._replace(sent=self.counted.sent + 1)
                return message(int(given["chat_id"]), next(self._sent), BOT, given)
        return BOT if method == "getMe" else True

    def _answered(self, counted: Counter[int], number: int) -> None:
        """Count what came of a tap, and close it once it is both acknowledged and shown."""
        counted[number] += 1
        if number in self.counted.acknowledged and number in self.counted.shown and number in self._open:
            chat, since = self._open.pop(number)
            self._of_reader[chat] -= 1
            self._waits.append(time.perf_counter() - since)
            self._room.release()

    async def tap(self, taps: int, addresses: list[str], offers: dict[str, tuple[str, ...]]) -> Tapped:
        turns = itertools.cycle(Bringer(each, self._hook["secret_token"], IN_FLIGHT) for each in addresses)
        brought, before, tapped = deque[asyncio.Task[None]](), dict[int, asyncio.Task[None]](), list[Tap]()
        began = time.perf_counter()
        with contextlib.suppress(TimeoutError):
            for number in range(1, taps + 1):
                await self._may_go()
                tap = self._next(offers)
                tapped.append(tap)
                bringers = [next(turns) for _ in range(1 if number % TWICE else 2)]
                task = asyncio.create_task(self._bring(number, tap, bringers, before.get(tap.chat)))
                before[tap.chat] = task
                brought.append(task)
                while brought[0].done():
                    brought.popleft().result()
            for _ in range(IN_FLIGHT):
                await self._may_go()
        seconds = time.perf_counter() - began
        await asyncio.gather(*brought)
        return Tapped(tapped, self._waits, seconds)

    async def _may_go(self) -> None:
        async with asyncio.timeout(LOST):
            await self._room.acquire()

    def _next(self, offers: dict[str, tuple[str, ...]]) -> Tap:
        """Return what somebody taps who has few taps open: something else than they said last."""
        chat = self._chance.choice([each for each in range(1, READERS + 1) if self._of_reader[each] < OF_A_READER])
        forecast = self._chance.choice(list(offers))
        said = self._said.get((chat, forecast))
        value = self._said[chat, forecast] = self._chance.choice([each for each in offers[forecast] if each != said])
        self._of_reader[chat] += 1
        return Tap(chat, forecast, value)

    async def _bring(self, number: int, tap: Tap, to: list[Bringer], before: asyncio.Task[None] | None) -> None:
        """Bring a tap, perhaps twice, once the one before of the same person was taken."""
        if before:
            await before
        self._open[number] = tap.chat, time.perf_counter()
        update = {"update_id": number, "callback_query": press(number, tap.chat, f"/vote {tap.forecast} {tap.value}")}
        if self._chance.random() < 0.5:
            await asyncio.gather(*(each.bring(update) for each in to))
        else:
            for each in to:
                await each.bring(update)
