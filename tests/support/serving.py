"""The real web application under uvicorn on a free port, in a thread of its own, with its state in memory."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from bot.channels.web.inbox import PING, Inbox
from bot.channels.web.public_url import Public
from bot.channels.web.site import Site, build
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.serve.program import Overrides
from bot.state import State
from bot.state.sqlite.store import Store
from tests.conftest import NOW, built
from tests.support.quiet import Served, in_thread

T = TypeVar("T")


class House:
    """What is served and all behind it, with a clock that only moves when it is told to."""

    def __init__(
        self,
        edition: Edition,
        connection: sqlite3.Connection,
        ping: float = PING,
        public: Public | None = None,
        state: Callable[[State], State] = lambda state: state,
    ) -> None:
        self.now = NOW
        self.store = Store(connection)
        overrides: Overrides = {Inbox: {"ping": ping}, Site: {"public": public}}
        self.program = built(state(self.store), lambda: self.now, edition=edition, overrides=overrides)
        self.app, self.inbox, self.page = self.program.app, self.program.inbox, self.program.page
        self.site = build(self.page)
        self.served: Served | None = None

    @property
    def address(self) -> str:
        """Where it is served; it ends in no slash."""
        assert self.served
        return self.served.address

    def within(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do something in the loop that serves, and return what came of it."""
        assert self.served
        return self.served.within(work)

    def check_in(self, reader: Reader) -> dt.datetime:
        """Let time pass until a reader's next check-in, and send what is due; return when that was."""

        async def send() -> None:
            subscription = await self.store.subscription(reader)
            assert subscription
            self.now = max(self.now, subscription.next_at)
            work = self.program.deliveries()
            await work.tick()
            await work.drain()

        self.within(send)
        return self.now


@contextlib.contextmanager
def serving(edition: Edition) -> Iterator[str]:
    """Serve an edition while the context lasts; yields the address, which ends in no slash."""
    with housed(edition) as house:
        yield house.address


@contextlib.contextmanager
def housed(
    edition: Edition,
    *,
    ping: float = PING,
    public: Public | None = None,
    state: Callable[[State], State] = lambda state: state,
    **limits: Any,
) -> Iterator[House]:
    """Serve an edition while the context lasts; yields what is behind the address too.

    `ping` are the seconds between two signs of life to an open page, `public` is where readers reach it, `state` makes
    another state of that in memory; the limits are those of the server.
    """
    with contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        house = House(edition, connection, ping, public, state)
        with in_thread(house.site, house.inbox, **limits) as house.served:
            yield house
