"""Tallies of all readers' votes, kept in memory so that no answer waits for a count."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sized
from typing import Final, TypeVar

import orjson

from bot.people.readers import CHANCES, RULINGS, Guess, moved
from bot.people.succession import Succession
from bot.state.sqlite.reader_votes import as_guess
from bot.state.sqlite.rows import readable

S = TypeVar("S", bound=Sized)
_NEW: Final = (
    "select reader from readers where channel = 'web' and reader not in (select reader from visits where back)"
)
"""The readers whose votes do not count yet."""


class Tallies:
    """The tally of every prediction, by the last word of each reader, and every chance they gave it, oldest first.

    Readers are left out whose votes do not count yet: what a crowd of made-up ones says changes nothing for others.
    """

    def __init__(self, db: sqlite3.Connection, succession: Succession) -> None:
        """Count all votes of a state, which takes time by their number."""
        self._succession = Succession()
        self.tallies = _tallies(db)
        self.crowd = _crowd(db)
        self.follow(db, succession)

    def follow(self, db: sqlite3.Connection, succession: Succession) -> None:
        """Count again, by a succession, the predictions to whose names it leads otherwise than the one so far.

        Of a reader who answered under several names of a prediction the last word counts, once.
        """
        again = self._succession.changed(succession)
        names = [name for each in again if succession.current(each) == each for name in succession.all_of(each)]
        said = _said(db, names)
        for prediction in again:
            self.tallies.pop(prediction, None)
            self.crowd.pop(prediction, None)
        last = {
            (reader, succession.current(name), value in CHANCES): value
            for _, name, value, _, reader in said
            if value in CHANCES or value in RULINGS
        }
        for (_, prediction, _), value in last.items():
            self.tallies[prediction] = moved(self.tallies.get(prediction, {}), None, value)
        given = (row for row in said if row[2] in CHANCES)
        for guess in readable("votes", given, lambda row: as_guess(row, succession)):
            self.crowd.setdefault(guess.prediction, []).append(guess)
        self._succession = succession

    def add(self, number: int, prediction: str, before: str | None, value: str, at: dt.datetime) -> None:
        """Take in what a reader says now, in place of what they said of the same kind before."""
        self.tallies[prediction] = moved(self.tallies.get(prediction, {}), before, value)
        if value in CHANCES:
            self.crowd.setdefault(prediction, []).append(Guess(number, prediction, int(value), at))

    def join(self, chances: Mapping[str, str], rulings: Mapping[str, str], history: Iterable[Guess]) -> None:
        """Take in a reader whose votes count from now on: their last words, and every chance they gave."""
        self.tallies = self.with_words(chances, rulings)
        for guess in history:
            self.crowd.setdefault(guess.prediction, []).append(guess)

    def with_words(self, chances: Mapping[str, str], rulings: Mapping[str, str]) -> dict[str, dict[str, int]]:
        """Return the tallies as one sees them whose votes do not count yet: with their own last words."""
        found = dict(self.tallies)
        for prediction, value in (*chances.items(), *rulings.items()):
            found[prediction] = moved(found.get(prediction, {}), None, value)
        return found

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
        f"select prediction, value, count(*) from votes where reader not in ({_NEW}) and vote in"
        " (select max(vote) from votes group by reader, prediction, value glob '[0-9]*') group by prediction, value"
    )
    for prediction, value, count in db.execute(query):
        if value in CHANCES or value in RULINGS:
            found.setdefault(prediction, {})[value] = count
    return found


def _crowd(db: sqlite3.Connection) -> dict[str, list[Guess]]:
    """Return every chance the readers gave, by prediction, oldest first."""
    found: dict[str, list[Guess]] = {}
    query = (
        f"select vote, prediction, value, at, reader from votes where reader not in ({_NEW})"
        " and value glob '[0-9]*' order by vote"
    )
    for guess in readable("votes", db.execute(query), lambda row: as_guess(row, Succession())):
        found.setdefault(guess.prediction, []).append(guess)
    return found


def _said(db: sqlite3.Connection, names: list[str]) -> list[tuple[int, str, str, str, int]]:
    """Return all that was said under some names, oldest first: vote, name, value, time and reader."""
    if not names:
        return []
    query = (
        f"select vote, prediction, value, at, reader from votes where reader not in ({_NEW})"
        " and prediction in (select value from json_each(?)) order by vote"
    )
    return db.execute(query, (orjson.dumps(names).decode(),)).fetchall()
