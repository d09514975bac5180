"""The real web application under uvicorn on a free port, in a thread of its own, with its state in memory."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import socket
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import uvicorn

from bot.app import App
from bot.delivery import Deliveries
from bot.edition import Edition
from bot.ledger import Ledger
from bot.readers import Reader
from bot.store import Store
from bot.web import site
from bot.web.inbox import Inbox
from tests.conftest import NOW

T = TypeVar("T")

PATIENCE = 10
"""Seconds a test waits for the server; nothing ever waits this long when it works."""


class House:
    """What is served and all behind it, with a clock that only moves when it is told to."""

    def __init__(self, edition: Edition, connection: sqlite3.Connection) -> None:
        self.now, self.address = NOW, ""
        self.store = Store(connection)
        self.app = App(edition, self.store, new_id=lambda: "0123abcd")
        self.inbox = Inbox(self.store, lambda: self.now)
        self.site = site.build(self.app, now=lambda: self.now, default="zh", inbox=self.inbox)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()

    def run(self, server: uvicorn.Server, listener: socket.socket) -> None:
        """Serve until the server is told to exit."""

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._started.set()
            await server.serve(sockets=[listener])

        asyncio.run(serve())

    def within(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do something in the thread and the loop that serve, and return what came of it."""
        assert self._started.wait(PATIENCE) and self._loop
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result(PATIENCE)

    def check_in(self, reader: Reader) -> dt.datetime:
        """Let time pass until a reader's next check-in, and send what is due; return when that was."""

        async def send() -> None:
            subscription = self.store.subscription(reader)
            assert subscription
            self.now = max(self.now, subscription.next_at)
            work = Deliveries(
                Ledger(self.store),
                self.app.issue,
                {"web": self.inbox},
                moved=self.app.moved,
                now=lambda: self.now,
                jitter=lambda: 0.5,
            )
            await work.tick()
            await work.drain()

        self.within(send)
        return self.now

    def close(self) -> None:
        """Let the open pages go."""

        async def close() -> None:
            self.inbox.close()

        self.within(close)


@contextlib.contextmanager
def serving(edition: Edition) -> Iterator[str]:
    """Serve an edition while the context lasts; yields the address, which ends in no slash."""
    with housed(edition) as house:
        yield house.address


@contextlib.contextmanager
def housed(edition: Edition) -> Iterator[House]:
    """Serve an edition while the context lasts; yields what is behind the address too."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        house = House(edition, connection)
        house.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(house.site, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        )
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
        thread = threading.Thread(target=house.run, args=(server, listener))
        thread.start()
        try:
            yield house
        finally:
            house.close()
            server.should_exit = True
            thread.join()
            connection.close()
