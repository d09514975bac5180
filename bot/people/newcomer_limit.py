"""Limits how many new readers one network may bring within an hour: made-up readers are many, and come from few."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

WINDOW: Final = dt.timedelta(hours=1)
MOST_NEWCOMERS: Final = 60
"""New readers of one network within the window: a school class, not a crowd somebody made up."""
MOST_REMEMBERED: Final = 2_000
"""Arrivals remembered at once; of more the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class NewcomerLimit:
    """The networks that new readers came from, and when, in the order they came."""

    seen: tuple[tuple[str, dt.datetime], ...] = ()

    def full(self, network: str, now: dt.datetime) -> bool:
        """Tell whether a network has brought as many as it may for now."""
        return sum(each == network and now - WINDOW < at <= now for each, at in self.seen) >= MOST_NEWCOMERS

    def joined(self, network: str, now: dt.datetime) -> NewcomerLimit:
        """Return what is known once one more has come; what lies outside the window is forgotten."""
        recent = [each for each in self.seen if now - WINDOW < each[1] <= now]
        return NewcomerLimit((*recent, (network, now))[-MOST_REMEMBERED:])
