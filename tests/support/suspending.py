"""A state that waits in each call, before and after, as one behind a network does; what it does is the real one's."""

from __future__ import annotations

import asyncio
import functools
import inspect
from typing import Any, cast

from bot.state import State

PARTS = ("ledger", "notes", "editors", "appeals")


class _Suspending:
    """Any part of a state, whose every call gives way to whatever else there is to do."""

    def __init__(self, part: Any) -> None:
        self._part = part

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name in PARTS:
            return _Suspending(found)
        return _waiting(found) if inspect.iscoroutinefunction(found) else found


def _waiting(method: Any) -> Any:
    @functools.wraps(method)
    async def call(*args: Any, **named: Any) -> Any:
        await asyncio.sleep(0)
        answer = await method(*args, **named)
        await asyncio.sleep(0)
        return answer

    return call


def suspending(state: State) -> State:
    """Return a state that answers as another one does, but never at once."""
    return cast(State, _Suspending(state))
