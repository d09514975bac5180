"""Remembers what a reader was asked last: what they write next may be the answer."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import Final

from bot.app import Message
from bot.people.readers import Reader

PATIENCE: Final = dt.timedelta(minutes=10)
"""How long an answer is waited for."""
MOST_OPEN: Final = 10_000
"""Prompts open at once; of more the oldest are given up first. Each repeats how to answer by a command."""


class Prompts:
    """What was asked last of each person in each chat; any other answer takes its place."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[Reader, Reader], tuple[str, dt.datetime]] = OrderedDict()

    def of(self, message: Message, now: dt.datetime) -> str:
        """Return what the sender of a message was asked last there; nothing where it was long ago, or nothing."""
        asks, at = self._open.get(_who(message), ("", now))
        return asks if abs(now - at) <= PATIENCE else ""

    def keep(self, message: Message, asks: str, now: dt.datetime) -> None:
        """Note what the answer to a message asks for, if anything."""
        self._open.pop(_who(message), None)
        if asks:
            self._open[_who(message)] = asks, now
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)


def _who(message: Message) -> tuple[Reader, Reader]:
    return message.reader, message.voter
