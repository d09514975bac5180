"""A Bot API server in a process of its own, at which some people always have one question each that is unanswered.

It is asked for updates by long polling, or brings them to a webhook once one is set, and puts the next question of a
chat as soon as its last one is answered. What it answers is as long as Telegram's own: the message that was sent, or is
shown now.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import orjson

OPEN: Final = 16
"""People who ask at the same time."""
PATIENCE: Final = 120
"""Seconds for all questions that are asked at once; who takes longer will not answer."""
_BOT: Final = {"id": 123456, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_bot"}


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


@contextlib.contextmanager
def open_questions() -> Iterator[Server]:
    """Give a server that runs while the context lasts."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Server(ours.recv(), ours)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        asker, loop = _Asker(), asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(asker), "127.0.0.1", 0)
        pipe.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
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
        self._bringer: _Bringer | None = None

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
            self._bringer = _Bringer(given["url"], given["secret_token"], given["max_connections"])
            while self._new:
                self._bringer.bring(self._new.pop(0))
        if method in ("sendMessage", "editMessageText"):
            chat = int(given["chat_id"])
            self._answered(chat)
            return _message(chat, next(self._numbers), _BOT, given)
        return _BOT if method == "getMe" else True

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
        person = {
            "id": chat,
            "is_bot": False,
            "first_name": "Reader",
            "username": f"reader{chat}",
            "language_code": "en",
        }
        number = next(self._numbers)
        what = (
            {
                "callback_query": {
                    "id": str(number),
                    "from": person,
                    "chat_instance": "1",
                    "data": self._question,
                    "message": _message(chat, number, _BOT, {"text": "Before"}),
                }
            }
            if self._pressed
            else {"message": _message(chat, number, person, {"text": self._question})}
        )
        self._open[chat] = time.perf_counter()
        update = {"update_id": number, **what}
        if self._bringer:
            self._bringer.bring(update)
            return
        self._new.append(update)
        if not self._poll.done():
            self._poll.set_result(None)


class _Bringer:
    """Brings updates over connections that are kept alive, at most as many at once as are wanted."""

    def __init__(self, url: str, secret: str, most: int) -> None:
        self._free = asyncio.Semaphore(most)
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._tasks = set[asyncio.Task[None]]()

    def bring(self, update: dict[str, Any]) -> None:
        task = asyncio.create_task(self._bring(orjson.dumps(update)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, body: bytes) -> None:
        async with self._free:
            reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
            writer.write(self._head + b"%d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            self._idle.append((reader, writer))


def _message(chat: int, number: int, author: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    markup = given.get("reply_markup")
    keyboard = {"reply_markup": orjson.loads(markup) if isinstance(markup, str) else markup} if markup else {}
    where = {"id": chat, "type": "private", "first_name": "Reader", "username": f"reader{chat}"}
    said: dict[str, Any] = {"message_id": number, "from": author, "chat": where, "date": 1_780_000_000}
    if given["text"].startswith("/"):
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": len(given["text"].split()[0])}]
    return {**said, "text": given["text"], **keyboard}


class _Connection(asyncio.Protocol):
    """One kept-alive connection, whose requests hold JSON or, from the library, a form."""

    def __init__(self, asker: _Asker) -> None:
        self._asker, self._read = asker, b""
        self._tasks = set[asyncio.Task[None]]()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, rest = self._read.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        if not found or len(rest) < length:
            return
        self._read = rest[length:]
        task = asyncio.create_task(self._answer(head, rest[:length]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].decode().rpartition("/")[2]
        given = orjson.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
        answer = orjson.dumps({"ok": True, "result": await self._asker.called(method, given)})
        first = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
        if not self._transport.is_closing():
            self._transport.write(first + answer)
