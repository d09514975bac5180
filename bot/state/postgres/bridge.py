"""Lets what is written to be done at once wait for the network: it runs in a greenlet of its own, the loop goes on.

The statements of the state and what is made of their rows stand once, in `bot.state.sql`, in functions that do not
wait. Here each call of the state is a greenlet beside the loop's own: where it sends a statement, `waited` hands what
there is to wait for to the task that made the call, which awaits it as any other, and goes on where it was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import copy_context
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")


def waited(what: Awaitable[T]) -> T:
    """Return what comes of something that is waited for, within `bridged`; the loop does other things meanwhile."""
    parent = getcurrent().parent
    assert parent, "called within `bridged`"
    found: T = parent.switch(what)
    return found


async def bridged(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do something that calls functions which wait without saying so, by `waited`."""
    inside = greenlet(lambda: _driven(work()))
    inside.gr_context = copy_context()
    given = inside.switch()
    while not inside.dead:
        try:
            found = await given
        except BaseException as error:
            given = inside.throw(error)
        else:
            given = inside.switch(found)
    value: T = given
    return value


def _driven(work: Coroutine[Any, Any, T]) -> T:
    """Go through a coroutine to its end; what it awaits itself is waited for like all else."""
    try:
        given = work.send(None)
        while True:
            try:
                waited(_Given(given))
            except BaseException as error:
                given = work.throw(error)
            else:
                given = work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value


class _Given:
    """Gives to the loop what a coroutine gave."""

    def __init__(self, what: Any) -> None:
        self._what = what

    def __await__(self) -> Generator[Any, None, None]:
        yield self._what
