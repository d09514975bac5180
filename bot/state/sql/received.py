"""What networks brought: kept until it is handled, and known again for as long as they may repeat it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from bot.people.readers import Receipt
from bot.state.errors import StateUnavailable
from bot.state.sql.connection import Connection, text
from bot.state.sql.errors import answering

_HANDLED: Final = "update received set content = null where source = ? and number = ? and content is not null"


@answering
class ReceivedRows:
    """Keeps what came, in the state of one process: what its predecessor took and did not handle is there again."""

    look_again: float | None = None

    def __init__(self, store: Connection, flush: Callable[[], None] | None = None) -> None:
        """`flush` waits until the disk has what is written; None where a transaction does, or where there is none."""
        self._store, self._flush = store, flush
        self._taken, self._newest = dict[str, int](), dict[str, int]()
        self._written = self._safe = 0
        self._turn = asyncio.Lock()

    async def keep(self, receipt: Receipt, content: bytes, now: dt.datetime, lane: str = "") -> bool:
        """Keep what came, and return once the disk has it; False where it had come before.

        In which `lane` it is makes no difference: all of it is in the hands of one process.
        """
        with self._store.writing() as db:
            query = "insert into received (source, number, content, at) values (?, ?, ?, ?) on conflict do nothing"
            new = bool(db.execute(query, (*receipt, content, text(now))).rowcount)
        self._newest.pop(receipt.source, None)
        await self._on_disk()
        return new

    async def came(self, receipt: Receipt) -> bool:
        """Tell whether something came before."""
        source, number = receipt
        db = self._store.connection
        if source not in self._newest:
            query = "select coalesce(max(number), -1) from received where source = ?"
            (self._newest[source],) = db.execute(query, (source,)).fetchone()
        if number > self._newest[source]:
            return False
        query = "select 1 from received where source = ? and number = ?"
        return db.execute(query, receipt).fetchone() is not None

    async def take(self, source: str, most: int) -> list[tuple[Receipt, bytes]]:
        """Return what is kept, not handled and not yet taken, at most so much, in the order of its numbers."""
        query = (
            "select item, number, content from received where source = ? and item > ? and content is not null"
            " order by item limit ?"
        )
        found = self._store.connection.execute(query, (source, self._taken.get(source, 0), most)).fetchall()
        if found:
            self._taken[source] = found[-1][0]
        return sorted((Receipt(source, number), content) for _, number, content in found)

    async def done(self, receipt: Receipt) -> None:
        """Note that something is handled, and forget what it said."""
        with self._store.writing() as db:
            db.execute(*self._handled(receipt))

    @contextlib.contextmanager
    def done_with(self, receipt: Receipt) -> Iterator[None]:
        """Have the next transaction within note that something is handled: that and what it changes is one."""
        with self._store.also(*self._handled(receipt)):
            yield

    def _handled(self, receipt: Receipt) -> tuple[str, tuple[str | int, ...]]:
        """Return what notes that something is handled: a statement and its values."""
        return _HANDLED, receipt

    async def _on_disk(self) -> None:
        """Wait until all that is written by now is on the disk; one wait serves all who came meanwhile.

        The state itself does not wait for the disk: what a loss of power takes from it, is handled once more, as the
        note that it was is lost with it.
        """
        self._written += 1
        mine = self._written
        async with self._turn:
            if self._flush and self._safe < mine:
                written = self._written
                try:
                    await asyncio.to_thread(self._flush)
                except OSError as error:
                    raise StateUnavailable(f"the disk did not take it: {error.strerror}") from None
                self._safe = written
