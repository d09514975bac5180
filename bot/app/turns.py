"""One message of a reader after the other: what one of them changes, the next is answered by."""

from __future__ import annotations

import asyncio
from types import TracebackType
from weakref import WeakValueDictionary

from bot.people.readers import Reader


class Turns:
    """Gives each reader one turn at a time, in the order they are asked for; who waits for none costs nothing.

    Where the state answers without waiting, as one in this process does, nobody ever waits here either.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Reader, asyncio.Lock] = WeakValueDictionary()

    def of(self, chat: Reader, person: Reader | None = None) -> Turn:
        """Return the turn of a chat, and of the person who asks in it: it begins and ends with the context.

        The chat always comes first, and no chat of many is a person: two turns never wait for each other.
        """
        locks = [self._lock(chat)]
        if person is not None and person != chat:
            locks.append(self._lock(person))
        return Turn(locks)

    def _lock(self, reader: Reader) -> asyncio.Lock:
        lock = self._locks.get(reader)
        if lock is None:
            lock = self._locks[reader] = asyncio.Lock()
        return lock


class Turn:
    """Holds locks, which end with the last who holds them."""

    __slots__ = ("_locks",)

    def __init__(self, locks: list[asyncio.Lock]) -> None:
        self._locks = locks

    async def __aenter__(self) -> None:
        """Wait for all of them; who is cancelled meanwhile holds none."""
        held = []
        try:
            for lock in self._locks:
                await lock.acquire()
                held.append(lock)
        except BaseException:
            _release(held)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the next one begin."""
        _release(self._locks)


def _release(locks: list[asyncio.Lock]) -> None:
    for lock in locks:
        lock.release()
