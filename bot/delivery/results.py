"""Records what became of deliveries: all that ends until the next write begins together, and none is lost."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence

from bot.batches import Batches
from bot.state import Ledger, Result, StateError, StateUnavailable

logger = logging.getLogger(__name__)


class Results:
    """Writes results into a ledger."""

    def __init__(self, ledger: Ledger, now: Callable[[], dt.datetime]) -> None:
        self._ledger, self._now = ledger, now
        self._writes = Batches(self._write, ledger.gathers)  # to begin and commit costs as much as the writing
        self._told = ""

    async def record(self, result: Result) -> None:
        """Write what became of a message, and return when it is written: its worker sends nothing more before."""
        while True:
            try:
                await self._writes.add(result)
            except StateError as error:
                self._tell(str(error))
                await asyncio.sleep(1)
            else:
                self._told = ""
                return

    def _tell(self, why: str) -> None:
        """Log why nothing can be recorded, once for as long as it is the same, however many wait for it."""
        if why != self._told:
            logger.error("deliveries: what became of some cannot be recorded yet; trying again: %s", why)
        self._told = why

    async def written(self) -> None:
        """Wait until all is written whose workers were told to stop: what is known to be sent is not sent again."""
        await self._writes.done()

    async def _write(self, results: Sequence[Result]) -> Sequence[Exception | None]:
        """Write them together; return what prevented each of them."""
        error = await self._try(results)
        if error and not isinstance(error, StateUnavailable):  # one of them; a full disk is everyone's
            return [await self._try([each]) for each in results]
        return [error] * len(results)

    async def _try(self, results: Sequence[Result]) -> Exception | None:
        """Write all or nothing; return what prevented it."""
        try:
            await self._ledger.record(results, self._now())
        except Exception as error:
            return error
        return None
