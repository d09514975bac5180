"""The state as programs have it: of readers whose check-ins are composed at a time it is asked together.

A question of its own for each of them costs a process more than to compose the check-in.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Final

from bot.batches import Batches
from bot.people.readers import Known
from bot.state.postgres.calls import Bridging
from bot.state.postgres.foreseeing import Answers
from bot.state.postgres.pool import Pool
from bot.state.postgres.session import UnforeseenError
from bot.state.postgres.store import PostgresStore
from bot.state.sql.knowing import NOTHING
from bot.state.values import Delivery

GATHER: Final = 0.01
"""Seconds for which those are gathered who are asked about next, where many are."""


class SharedState(Bridging):
    """A state whose every call waits for the network without holding up the loop; many check-ins share one."""

    def __init__(self, store: PostgresStore, pool: Pool) -> None:
        super().__init__(store, pool)
        self._store, self._apart = store, self._call(store.known_for)
        self._due: Batches[tuple[int, dt.datetime], Answers] = Batches(self._call(store.found_of), GATHER)

    async def known_for(
        self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = NOTHING
    ) -> Known:
        """Return what a check-in may need to know of the reader who gets it, and of all readers; see the protocol."""
        found = await self._due.add((delivery.number, now))
        with contextlib.suppress(UnforeseenError):
            return await self._store.known_by(found, delivery, now, settled)
        return await self._apart(delivery, now, settled)
