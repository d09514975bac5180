"""The Channel protocol, and the five exceptions that say how a delivery ended.

By `TryLater`, `Gone`, `InDoubt`, `Refused` or `Moved` the worker decides what it records and tries again.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Final, Protocol

from bot.answers import Answer
from bot.answers.limits import Limits
from bot.people.readers import PausedBy, Reader
from bot.state import Delivery

__all__ = [
    "FEWEST_IN_FLIGHT",
    "Channel",
    "Delivery",
    "Gone",
    "InDoubt",
    "Moved",
    "Refused",
    "TryLater",
    "Unready",
    "in_flight",
]

FEWEST_IN_FLIGHT: Final = 8
LATENCY: Final = 0.1
"""Seconds a channel takes to accept a message, reckoned at twice what the Bot API needs on a good day."""


def in_flight(rate: float) -> int:
    """Return how many messages must be under way at once to send so many a second; each is one a crash may repeat."""
    return max(FEWEST_IN_FLIGHT, math.ceil(rate * LATENCY))


class TryLater(Exception):
    """Nothing was sent. `after` is how long the channel asks us to wait; None where it cannot be reached or used."""

    def __init__(self, reason: str, after: dt.timedelta | None = None) -> None:
        self.after = after
        super().__init__(reason)


class Unready(TryLater):
    """Nothing was sent, as we are not ready to, for as long as `after`; that is no word of the channel's."""

    after: dt.timedelta

    def __init__(self, reason: str, after: dt.timedelta) -> None:
        super().__init__(reason, after)


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
    """Sends check-ins to readers; they are composed for its limits."""

    @property
    def limits(self) -> Limits:
        """What it can show in one message."""

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in and return the id of its message; raises one of the five exceptions."""

    def shares(self, reader: Reader) -> bool:
        """Tell whether others see what is sent to a reader: a group or a channel."""
