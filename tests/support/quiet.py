"""Our server as tests need it: on a free port, in a thread of its own, and quick to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.types import ASGIApp

from bot.channels.web.connections import Server
from bot.channels.web.inbox import Inbox

T = TypeVar("T")
PATIENCE = 200
"""Seconds a test waits for what must come, however busy the machine is; nothing ever waits this long when it works."""


@contextlib.contextmanager
def listener() -> Iterator[socket.socket]:
    """Listen on a free port while the context lasts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        yield bound


def address(bound: socket.socket) -> str:
    """Return where a listener is reached; it ends in no slash."""
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


@dataclass
class Served:
    """An application that is served in a thread of its own."""

    address: str
    loop: asyncio.AbstractEventLoop

    def within(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do something in the loop that serves, and return what came of it."""
        return asyncio.run_coroutine_threadsafe(work(), self.loop).result(PATIENCE)


@contextlib.contextmanager
def in_thread(application: ASGIApp, inbox: Inbox, **limits: Any) -> Iterator[Served]:
    """Serve while the context lasts, within limits of the server; pages that wait for their inbox are then let go."""
    server, started = Server(application, last_words=1, **limits), Future[asyncio.AbstractEventLoop]()

    async def serve(bound: socket.socket) -> None:
        started.set_result(asyncio.get_running_loop())
        await server.serve(sockets=[bound])

    async def close() -> None:
        inbox.close()

    with listener() as bound:
        thread = threading.Thread(target=lambda: asyncio.run(serve(bound)))
        thread.start()
        served = Served(address(bound), started.result(PATIENCE))
        try:
            yield served
        finally:
            served.within(close)
            server.should_exit = True
            thread.join()
