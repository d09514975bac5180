"""By what answers are counted, and what each reader adds to the tallies: the same whatever database keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.people.readers import CHANCES, RULINGS
from bot.people.succession import Succession

WORDS: Final = (*CHANCES, *RULINGS)
"""All that a reader can say of a prediction."""


class Row(NamedTuple):
    """A vote as it is stored: its number, the name it was given under, what was said, and when."""

    vote: int
    name: str
    value: str
    at: str


class Word(NamedTuple):
    """What a reader says of a prediction, by its name of now: last of all, or last before it was `closed`."""

    prediction: str
    value: str
    closed: bool


@dataclass(frozen=True)
class Basis:
    """Under which names answers are counted; and of predictions that were ruled on, until when guesses were."""

    succession: Succession = field(default_factory=Succession)
    closings: Mapping[str, str] = field(default_factory=dict)

    def changed(self, other: Basis) -> frozenset[str]:
        """Return the names, old and new, of which the tallies are others by the other basis than by this one."""
        named = self.succession.changed(other.succession)
        if self.closings == other.closings:
            return named
        closed = {*self.closings, *other.closings}
        return named | {each for each in closed if self.closings.get(each) != other.closings.get(each)}

    def names(self, predictions: Iterable[str]) -> list[str]:
        """Return all names, in order, under which something was said of predictions as they are named now."""
        current = self.succession.current
        return sorted({name for each in predictions for name in self.succession.all_of(current(each))})

    def closing(self, name: str) -> str | None:
        """Return until when guesses counted that were made under a name; None while they still do."""
        return self.closings.get(self.succession.current(name))


def said(votes: Iterable[Row], basis: Basis) -> frozenset[Word]:
    """Return what a reader adds one to each of, by votes in the order in which they were given.

    Last is what was given last, whatever a clock said; before the close it is what was said last by the clock. Votes
    that are not the last of their kind and name, or before its close, may be left out.
    """
    last: dict[tuple[str, bool], str] = {}
    closed: dict[str, tuple[str, str]] = {}
    for _, name, value, at in votes:
        prediction, chance = basis.succession.current(name), value in CHANCES
        if value in WORDS:
            last[prediction, chance] = value
        if chance and closed.get(prediction, ("",))[0] <= at < basis.closings.get(prediction, ""):
            closed[prediction] = at, value
    words = {Word(prediction, value, closed=False) for (prediction, _), value in last.items()}
    return frozenset(words | {Word(name, value, closed=True) for name, (_, value) in closed.items()})
