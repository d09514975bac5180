"""What is done now and then, whoever calls it: the embedded scheduler, or the engine that several processes share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

TICK: Final = 30
"""Seconds between two looks at what is due."""
NIGHT: Final = 19
"""The hour, in UTC, of the nightly maintenance: three in the morning in Shanghai."""
MORNING: Final = 9
"""The hour, in the zone of the settings, at which editors hear of appeals: once a day, however many there are."""


@dataclass(frozen=True, slots=True)
class Chores:
    """A look at what is due, the nightly maintenance, and what editors hear in the `morning` of a `zone`."""

    tick: Callable[[], Awaitable[object]]
    nightly: Callable[[], Awaitable[object]]
    morning: Callable[[], Awaitable[object]]
    zone: str
