"""What the readers say together, kept at hand so that no answer waits for a count of all votes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sized
from typing import TypeVar

from bot.readers import CHANCES, RULINGS, Guess, moved
from bot.rows import as_guess, readable

S = TypeVar("S", bound=Sized)


class Opinion:
    """The tally of every prediction, by the last word of each reader, and every chance they gave it, oldest first."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Count all votes of a state, which takes time by their number."""
        self.tallies = _tallies(db)
        self.crowd = _crowd(db)

    def add(self, number: int, prediction: str, before: str | None, value: str, at: dt.datetime) -> None:
        """Take in what a reader says now, in place of what they said of the same kind before."""
        self.tallies[prediction] = moved(self.tallies.get(prediction, {}), before, value)
        if value in CHANCES:
            self.crowd.setdefault(prediction, []).append(Guess(number, prediction, int(value), at))

    def drop(self, number: int, chances: Mapping[str, str], rulings: Mapping[str, str]) -> None:
        """Take out all a reader ever said, by their last chance and ruling of each prediction."""
        for prediction, value in (*chances.items(), *rulings.items()):
            _put(self.tallies, prediction, moved(self.tallies.get(prediction, {}), value, None))
        for prediction in chances:
            others = [each for each in self.crowd.get(prediction, ()) if each.reader != number]
            _put(self.crowd, prediction, others)


def _put(known: dict[str, S], prediction: str, value: S) -> None:
    """Keep what is known of a prediction, unless it is nothing any more."""
    if value:
        known[prediction] = value
    else:
        known.pop(prediction, None)


def _tallies(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Return how many readers say each value of each prediction, by the last word of each reader."""
    found: dict[str, dict[str, int]] = {}
    query = (
        "select prediction, value, count(*) from votes where vote in"
        " (select max(vote) from votes group by reader, prediction, value glob '[0-9]*') group by prediction, value"
    )
    for prediction, value, count in db.execute(query):
        if value in CHANCES or value in RULINGS:
            found.setdefault(prediction, {})[value] = count
    return found


def _crowd(db: sqlite3.Connection) -> dict[str, list[Guess]]:
    """Return every chance the readers gave, by prediction, oldest first."""
    found: dict[str, list[Guess]] = {}
    query = "select vote, prediction, value, at, reader from votes where value glob '[0-9]*' order by vote"
    for guess in readable("votes", db.execute(query), as_guess):
        found.setdefault(guess.prediction, []).append(guess)
    return found
