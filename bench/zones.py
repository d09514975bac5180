"""Slots in every zone, and the names of zones: what plans and keyboards ask very often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar
from zoneinfo import available_timezones

from bench.measuring import Row, below, seconds
from bot.people.schedule import Weekly, next_slot
from bot.people.zones import all_zones, name
from tests.conftest import NOW

T = TypeVar("T")
ROUNDS: Final = 20


def rows() -> Iterator[Row]:
    """Yield the shortest mean time of a slot and of a name, every zone in turn: no small cache still holds it."""
    weeklies = [Weekly(number % 7, 570, zone) for number, zone in enumerate(sorted(available_timezones()))]
    yield below("the next slot of a week", _each(lambda weekly: next_slot(weekly, NOW), weeklies), 10, "us", 1)
    yield below("the name of a zone", _each(lambda zone: name(zone, "zh", NOW), all_zones()), 100, "us", 1)


def _each(action: Callable[[T], object], values: Sequence[T]) -> float:
    """Return the microseconds of an action on one of the values."""

    def everything() -> None:
        for value in values:
            action(value)

    return min(seconds(everything) for _ in range(ROUNDS)) / len(values) * 1e6
