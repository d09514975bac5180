"""Several processes that work for one: forked from it when it has loaded everything, so that they share what it holds.

They live as long as it does, also where it is killed: those of `concurrent.futures` would then stay. Each is given its
next piece of work when it has done the last.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import TracebackType
from typing import Generic, Self, TypeVar

J = TypeVar("J")
R = TypeVar("R")


class Gone(Exception):
    """A process that worked is no more, and has not said why: the system ends the one that takes up most memory."""


class Crew(Generic[J, R]):
    """Processes that do the same `work`; of a crew of one it is done right here."""

    def __init__(self, work: Callable[[J], R], size: int) -> None:
        self._work, self._size = work, size
        self._pipes: list[Connection] = []
        self._processes: list[ForkProcess] = []

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()  # what all share is looked at by nobody, and so copied less
        for _ in range(self._size if self._size > 1 else 0):
            self._fork()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for pipe in self._pipes:
            pipe.close()  # at which they end
        for process in self._processes:
            process.join()
        gc.unfreeze()

    def each(self, ahead: Callable[[], J]) -> Iterator[R]:
        """Yield what comes of each piece of work, in whatever order; what is `ahead` is asked until it is nothing.

        It is asked again after each, as that may lead to more. Raises what the work raises, or Gone.
        """
        idle, busy = [*self._pipes], list[Connection]()
        while self._size == 1 and (job := ahead()):
            yield self._work(job)
        while self._size > 1:
            while idle and (job := ahead()):
                busy.append(idle.pop())
                busy[-1].send(job)
            if not busy:
                return
            pipe = wait(busy)[0]
            assert isinstance(pipe, Connection)
            busy.remove(pipe)
            idle.append(pipe)
            yield self._received(pipe)

    @staticmethod
    def _received(pipe: Connection) -> R:
        try:
            done: R | Exception = pipe.recv()
        except (EOFError, OSError) as error:
            raise Gone from error
        if isinstance(done, Exception):
            raise done
        return done

    def _fork(self) -> None:
        context = get_context("fork")
        ours, theirs = context.Pipe()
        self._pipes.append(ours)
        process = context.Process(target=_serve, args=(self._work, theirs, self._pipes), daemon=True)
        process.start()
        theirs.close()
        self._processes.append(process)


def _serve(work: Callable[[J], R], pipe: Connection, ends: list[Connection]) -> None:
    """Work until nobody is there any more who gives work."""
    for each in ends:
        each.close()  # else it would never end: these are what those who give work hold
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: whoever gives work ends it
    with suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            try:
                done: R | Exception = work(job)
            except Exception as error:
                done = error
            pipe.send(done)
