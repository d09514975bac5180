"""What the garbage collector leaves alone: to look through an edition that lives long holds up every answer.

Records do not refer to one another in circles: they go with the last who holds them, whether they are seen or not.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SELDOM: Final = 10
"""Editions between two looks at how much there is."""
MUCH: Final = 1.2
"""How many times as much as after the last look at all objects makes another one worth its while."""


@dataclass
class _Left:
    """Whether anything was left alone, how much there was in all after the last look at it, and what came since."""

    any: bool = False
    settled: int = 0
    editions: int = 0


_left: Final = _Left()  # of a process, as the collector is


def leave_alone() -> None:
    """Leave alone all there is by now; from then on what `unseen` makes is left alone too."""
    gc.freeze()
    _left.any = True
    _left.settled = _left.settled or sys.getallocatedblocks()


def settle() -> None:
    """Leave an edition alone that is live; now and then look at all objects, if much has gathered.

    An edition goes with the last who holds it, but what else was there at the time may refer to itself in circles.
    """
    leave_alone()
    _left.editions += 1
    if _left.editions % SELDOM == 0 and sys.getallocatedblocks() > MUCH * _left.settled:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _left.settled = sys.getallocatedblocks()  # to count the objects would take as long as to look at them


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """Keep the collector from walking through what is made meanwhile, of which nothing is garbage.

    It takes half the time else. Where something was left alone before, as serving does, so is what is made. What was
    needed to make it goes back to the system.
    """
    enabled = gc.isenabled()
    if _left.any:
        gc.collect()  # what is garbage by now would stay with it
    gc.disable()
    try:
        yield
    finally:
        if _left.any:
            gc.freeze()
        if enabled:
            gc.enable()
        _give_back()


def _give_back() -> None:
    """Give memory back that lies unused between what is used, where the C library can: glibc does so when told.

    To read a thousand briefings leaves 35 MB of it; other threads go on meanwhile.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # other systems have none
        ctypes.CDLL(None).malloc_trim(0)
