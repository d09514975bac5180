"""A Bot API server in a process of its own, at which some people always have one question each that is unanswered.

It is asked for updates by long polling, or brings them to a webhook once one is set, and puts the next question of a
chat as soon as its last one is answered. What it answers is as long as Telegram's own: the message that was sent, or is
shown now.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple

from bench.bringing import BOT, Bringer, apart, listening, message, person, press

OPEN: Final = 16
"""People who ask at the same time."""
WORDS: Final = "lawyers"
"""A question in words: ours answers it once all that words are understood by is made, beside answers to others."""
PATIENCE: Final = 120
"""Seconds for all questions that are asked at once; who takes longer will not answer."""


class Server(NamedTuple):
    """The address of the server, and the way to tell it how many questions to ask next."""

    url: str
    pipe: Connection

    def ask(self, question: str, count: int, *, pressed: bool) -> list[float]:
        """Ask so many questions, written or pressed; return the seconds each of them was open.

        Raises TimeoutError where not all are answered.
        """
        self.pipe.send((question, count, pressed))
        if not self.pipe.poll(PATIENCE):
            raise TimeoutError(f"not all of {count} questions were answered in {PATIENCE} seconds")
        waits: list[float] = self.pipe.recv()
        return waits

    def warm(self, question: str, count: int, *, pressed: bool) -> None:
        """Ask as often as it takes until nothing is made ready any more, compiled or loaded."""
        self.ask(WORDS, 1, pressed=False)
        self.ask(question, count, pressed=pressed)


@contextlib.contextmanager
def open_questions() -> Iterator[Server]:
    """Give a server that runs while the context lasts."""
    with apart(_serve) as told:
        yield Server(*told)


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        asker = _Asker()
        pipe.send(await listening(asker.called))
        while True:
            pipe.send(await asker.ask(*await asyncio.to_thread(pipe.recv)))

    asyncio.run(serve())


class _Asker:
    """Knows who has a question open since when, and who waits for updates."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._question, self._left, self._pressed = "", 0, False
        self._new: list[dict[str, Any]] = []
        self._open: dict[int, float] = {}
        self._waits: list[float] = []
        self._done, self._poll = asyncio.Event(), asyncio.get_running_loop().create_future()
        self._bringer: Bringer | None = None
        self._tasks = set[asyncio.Task[None]]()

    async def ask(self, question: str, count: int, pressed: bool) -> list[float]:
        self._question, self._left, self._pressed, self._waits = question, count, pressed, []
        self._done.clear()
        for chat in range(1, OPEN + 1):
            self._put(chat)
        await self._done.wait()
        return self._waits

    async def called(self, method: str, given: dict[str, Any]) -> object:
        """Return the result of a method."""
        if method == "getUpdates":
            return await self._updates()
        if method == "setWebhook":
            self._bringer = Bringer(given["url"], given["secret_token"], given["max_connections"])
            while self._new:
                self._bring(self._bringer, self._new.pop(0))
        if method in ("sendMessage", "editMessageText"):
            chat = int(given["chat_id"])
            self._answered(chat)
            return message(chat, next(self._numbers), BOT, given)
        return BOT if method == "getMe" else True

    async def _updates(self) -> list[dict[str, Any]]:
        if not self._new:
            self._poll = asyncio.get_running_loop().create_future()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(10):
                    await self._poll
        new, self._new = self._new, []
        return new

    def _answered(self, chat: int) -> None:
        if (since := self._open.pop(chat, None)) is None:
            return
        self._waits.append(time.perf_counter() - since)
        self._put(chat)
        if not self._open:
            self._done.set()

    def _put(self, chat: int) -> None:
        if self._left == 0:
            return
        self._left -= 1
        number = next(self._numbers)
        what = (
            {"callback_query": press(number, chat, self._question)}
            if self._pressed
            else {"message": message(chat, number, person(chat), {"text": self._question})}
        )
        self._open[chat] = time.perf_counter()
        update = {"update_id": number, **what}
        if self._bringer:
            self._bring(self._bringer, update)
            return
        self._new.append(update)
        if not self._poll.done():
            self._poll.set_result(None)

    def _bring(self, bringer: Bringer, update: dict[str, Any]) -> None:
        task = asyncio.create_task(bringer.bring(update))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
