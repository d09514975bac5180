"""What a Bot API server of a bench is made of: a process of its own, what it is asked, and updates it brings."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import orjson

BOT: Final = {"id": 123456, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_bot"}

Called = Callable[[str, dict[str, Any]], Awaitable[object]]
"""Returns the result of a method, by what it is given."""


@contextlib.contextmanager
def apart(serve: Callable[[Connection], None]) -> Iterator[tuple[str, Connection]]:
    """Have a server run in a process of its own while the context lasts; yields its address, and the way to tell it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # where it ends, whoever waits for it hears
    try:
        yield ours.recv(), ours
    finally:
        process.kill()
        process.join()


async def listening(called: Called) -> str:
    """Listen on a free port, for as long as the loop runs; return the address."""
    server = await asyncio.get_running_loop().create_server(lambda: _Wire(called), "127.0.0.1", 0)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class _Wire(asyncio.Protocol):
    """One kept-alive connection, whose requests hold JSON or, from the library, a form."""

    def __init__(self, called: Called) -> None:
        self._called, self._read = called, b""
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
        answer = orjson.dumps({"ok": True, "result": await self._called(method, given)})
        first = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
        if not self._transport.is_closing():
            self._transport.write(first + answer)


class Bringer:
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

    async def bring(self, update: dict[str, Any]) -> None:
        """Return once an update was taken: brought again where a connection ended that was idle for long."""
        body = orjson.dumps(update)
        async with self._free:
            while not await self._taken(body):
                pass

    async def _taken(self, body: bytes) -> bool:
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(self._head + b"%d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()
            return False
        assert head.startswith(b"HTTP/1.1 200 "), head
        self._idle.append((reader, writer))
        return True


def message(chat: int, number: int, author: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return a message of a private chat as Telegram tells it, as long as its own, by what a method is given."""
    markup = given.get("reply_markup")
    keyboard = {"reply_markup": orjson.loads(markup) if isinstance(markup, str) else markup} if markup else {}
    where = {"id": chat, "type": "private", "first_name": "Reader", "username": f"reader{chat}"}
    said: dict[str, Any] = {"message_id": number, "from": author, "chat": where, "date": 1_780_000_000}
    if given["text"].startswith("/"):
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": len(given["text"].split()[0])}]
    return {**said, "text": given["text"], **keyboard}


def person(chat: int) -> dict[str, Any]:
    """Return whoever writes in a private chat."""
    name = {"first_name": "Reader", "username": f"reader{chat}", "language_code": "en"}
    return {"id": chat, "is_bot": False, **name}


def press(number: int, chat: int, data: str) -> dict[str, Any]:
    """Return a press of a button: by its number both the query and the message under which the button stands."""
    shown = message(chat, number, BOT, {"text": "Before"})
    return {"id": str(number), "from": person(chat), "chat_instance": "1", "data": data, "message": shown}
