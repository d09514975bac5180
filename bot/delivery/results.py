"""Records what became of deliveries: all that ends until the next write begins together, and none is lost."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence

from bot.state import Ledger, Result, StateError, StateUnavailable

logger = logging.getLogger(__name__)


class Results:
    """Writes results into a ledger."""

    def __init__(self, ledger: Ledger, now: Callable[[], dt.datetime]) -> None:
        self._ledger, self._now = ledger, now
        self._writes: list[tuple[Result, asyncio.Future[None]]] = []
        self._writing = set[asyncio.Task[None]]()
        self._at_work, self._told = False, ""

    async def record(self, result: Result) -> None:
        """Write what became of a message, and return when it is written: its worker sends nothing more before."""
        while True:
            try:
                await self._written(result)
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
        if self._writing:
            await asyncio.wait(self._writing)

    def _written(self, result: Result) -> asyncio.Future[None]:
        """Write with all that ends until the next write begins: to begin and commit costs as much as the writing."""
        if not self._at_work:
            self._at_work = True
            self._writing.add(task := asyncio.create_task(self._write_all()))
            task.add_done_callback(self._writing.discard)
        self._writes.append((result, written := asyncio.get_running_loop().create_future()))
        return written

    async def _write_all(self) -> None:
        try:
            while self._writes:
                writes, self._writes = self._writes, []
                await self._write(writes)
        finally:
            self._at_work = False  # at once: what ends from here on begins anew

    async def _write(self, writes: Sequence[tuple[Result, asyncio.Future[None]]]) -> None:
        error = await self._try([result for result, _ in writes])
        apart = error and not isinstance(error, StateUnavailable)  # one of them; a full disk is everyone's
        for result, written in writes:
            prevented = await self._try([result]) if apart else error
            if written.done():
                continue  # its worker was told to stop
            if prevented:
                written.set_exception(prevented)
            else:
                written.set_result(None)

    async def _try(self, results: Sequence[Result]) -> Exception | None:
        """Write all or nothing; return what prevented it."""
        try:
            await self._ledger.record(results, self._now())
        except Exception as error:
            return error
        return None
