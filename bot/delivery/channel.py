"""The Channel protocol, and the five exceptions that say how a delivery ended.

By `TryLater`, `Gone`, `InDoubt`, `Refused` or `Moved` the worker decides what it records and tries again.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from bot.answers import Answer
from bot.people.readers import PausedBy
from bot.state import Delivery


class TryLater(Exception):
    """Nothing was sent. `after` is how long the channel asks us to wait; None where it cannot be reached or used."""

    def __init__(self, reason: str, after: dt.timedelta | None = None) -> None:
        self.after = after
        super().__init__(reason)


class Gone(Exception):
    """The reader blocked us (`paused` is `blocked`), or we are there but may not write (`muted`)."""

    def __init__(self, reason: str, paused: PausedBy = "blocked") -> None:
        self.paused = paused
        super().__init__(reason)


class InDoubt(Exception):
    """The message left and no answer came."""


class Refused(Exception):
    """The channel will never take this message."""


class Moved(Exception):
    """The chat has another id now."""

    def __init__(self, new: str) -> None:
        self.new = new
        super().__init__("moved")


class Channel(Protocol):
    """Sends check-ins to readers."""

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in and return the id of its message; raises one of the five exceptions."""
