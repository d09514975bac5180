"""Does together what comes while the last of it is done, where to begin and to end costs more than the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST: Final = 100


class Batches(Generic[T, R]):
    """Takes items one by one and hands them to `work` together, one batch after the other.

    `work` returns for each of them, in their order, what came of it or what prevented that. Where many come, they are
    gathered for so many seconds between two batches; who comes alone does not wait.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]], gather: float = 0.0, most: int = MOST
    ) -> None:
        self._work, self._gather, self._most = work, gather, most
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._working = set[asyncio.Task[None]]()
        self._at_work = False

    def add(self, item: T) -> asyncio.Future[R]:
        """Return what will come of an item."""
        if not self._at_work:
            self._at_work = True
            self._working.add(task := asyncio.create_task(self._all()))
            task.add_done_callback(self._working.discard)
        self._waiting.append((item, found := asyncio.get_running_loop().create_future()))
        return found

    async def done(self) -> None:
        """Wait until nothing is left to do, also for those who wait no more."""
        if self._working:
            await asyncio.wait(self._working)

    async def _all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._one(batch)
                if len(batch) > 1:
                    await asyncio.sleep(self._gather)
        finally:
            self._at_work = False  # at once: what comes from here on begins anew

    async def _one(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        for (_, found), result in zip(batch, await self._tried([item for item, _ in batch]), strict=True):
            if found.done():
                continue  # whoever waited for it was told to stop
            if isinstance(result, Exception):
                found.set_exception(result)
            else:
                found.set_result(result)

    async def _tried(self, items: Sequence[T]) -> Sequence[R | Exception]:
        try:
            return await self._work(items)
        except Exception as error:
            return [error] * len(items)
