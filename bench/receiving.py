"""A Bot API server in a process of its own that answers at once, so that what is measured is who sends.

What it answers is as short as can be, or as long as Telegram's own answer, which holds the message that was sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from types import MappingProxyType

from tests.delivery.test_kill import Post


@contextlib.contextmanager
def receiving(delay: float = 0.0, echoes: Mapping[str, object] = MappingProxyType({})) -> Iterator[str]:
    """Give the address of a server that runs while the context lasts, and whose answers hold what it `echoes`."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_receive, args=(theirs, delay, dict(echoes)), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def _receive(to: Connection, delay: float, echoes: dict[str, object]) -> None:
    async def serve() -> None:
        async with (_Echoing(delay, echoes) if echoes else Post(delay)).serving() as post:
            to.send(post.url)
            await asyncio.Event().wait()

    asyncio.run(serve())


class _Echoing(Post):
    """Answers each message with the same one, whole."""

    def __init__(self, delay: float, echoes: dict[str, object]) -> None:
        super().__init__(delay)
        sent = {"message_id": 7, "date": 1_780_000_000, "chat": {"id": 7, "type": "private"}, **echoes}
        body = json.dumps({"ok": True, "result": sent}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._answer = head.encode() + body

    def asked(self, method: str, body: bytes) -> bytes:
        """Return the answer to a request."""
        return self._answer if method == "sendMessage" else super().asked(method, body)
