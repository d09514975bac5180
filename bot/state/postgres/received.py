"""What networks brought, to any of the processes: each takes what nobody has in hand, and what the dead had.

A process that takes something has it for a lease, by the clock of the database, and for longer as long as it looks for
more. What is of a lane goes to whoever has some of it in hand: its order is kept there. Of what another has taken since
we had it nothing is changed here, see `PostgresStore.apply`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Final

from bot.people.readers import Receipt
from bot.state.sql.connection import Connection, text
from bot.state.sql.errors import answering
from bot.state.sql.received import ReceivedRows

LOOK_AGAIN: Final = 0.5
"""Seconds after which somebody who waits looks for what others kept."""
LEASE: Final = dt.timedelta(minutes=1)
"""How long something is in the hands of a process that looks for nothing more: what it was handed may wait in lanes."""

_TO_DO: Final = (
    "select 1 from received where source = ? and content is not null"
    " and (taker is null or until < clock_timestamp() + case when taker = ? then ?::interval else '0' end) limit 1"
)
_RENEW: Final = (
    "update received set until = clock_timestamp() + ? where source = ? and content is not null and taker = ?"
)
_TAKE: Final = (
    "with free as (select item from received as each where source = ? and content is not null"
    " and (taker is null or taker <> ? and until < clock_timestamp()) and not exists ("
    " select 1 from received as held where held.source = each.source and held.content is not null"
    " and held.lane = each.lane and held.lane <> '' and held.taker <> ? and held.until >= clock_timestamp())"
    " order by item limit ?)"
    " update received set taker = ?, until = clock_timestamp() + ? from free where received.item = free.item"
    " returning number, content"
)
_HANDLED: Final = (
    "update received set content = null, lane = '' where source = ? and number = ? and (taker is null or taker = ?)"
)


@answering
class SharedReceived(ReceivedRows):
    """Keeps what came to any process, and knows what this one has in hand."""

    look_again: float | None = LOOK_AGAIN

    def __init__(self, store: Connection, flush: Callable[[], None] | None = None) -> None:
        """No commit returns before the disk has it: there is nothing to flush."""
        super().__init__(store, None)
        self._me = secrets.randbits(62)
        self.takes = False
        """Whether anything was taken here."""

    async def keep(self, receipt: Receipt, content: bytes, now: dt.datetime, lane: str = "") -> bool:
        """Keep what came, for any process, and return once the disk has it; False where it had come before."""
        query = "insert into received (source, number, content, at, lane) values (?, ?, ?, ?, ?) on conflict do nothing"
        return self._store.connection.execute(query, (*receipt, content, text(now), lane)).rowcount > 0

    async def came(self, receipt: Receipt) -> bool:
        """Tell whether something came before, to any process."""
        query = "select 1 from received where source = ? and number = ?"
        return self._store.connection.execute(query, receipt).fetchone() is not None

    async def take(self, source: str, most: int) -> list[tuple[Receipt, bytes]]:
        """Return what nobody has in hand, at most so much, in the order of its numbers; keep what we have."""
        if not self._store.connection.execute(_TO_DO, (source, self._me, LEASE / 2)).fetchone():
            return []
        self.takes = True
        with self._store.writing() as db:
            self._store.hold(f"received, {source}")  # else two could take parts of one lane
            db.execute(_RENEW, (LEASE, source, self._me))
            found = db.execute(_TAKE, (source, self._me, self._me, most, self._me, LEASE)).fetchall()
        return sorted((Receipt(source, number), content) for number, content in found)

    def let_go(self) -> None:
        """Let others take what we have in hand."""
        query = "update received set taker = null, until = null where taker = ? and content is not null"
        self._store.connection.execute(query, (self._me,))

    def _handled(self, receipt: Receipt) -> tuple[str, tuple[str | int, ...]]:
        return _HANDLED, (*receipt, self._me)
