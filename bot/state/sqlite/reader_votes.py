"""Reads the votes of one reader under the names of now, and whether they count among those of all readers."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from bot.people.readers import CHANCES, RULINGS, Guess
from bot.people.succession import Succession
from bot.state.sqlite.connection import instant, text
from bot.state.sqlite.rows import readable

MOST_VOTES: Final = 500
"""Votes of a person that are all read; of more only those that count."""
_PREDICTIONS: Final = (
    "with recursive voted (prediction) as (select min(prediction) from votes where reader = ?1 union all"
    " select (select min(prediction) from votes where reader = ?1 and prediction > voted.prediction) from voted"
    " where prediction is not null) select prediction from voted"
)
"""The names a person voted on, found from one to the next."""


class ReaderVotes(NamedTuple):
    """A reader's votes: the last chance and ruling of each prediction, and the chances to score them by."""

    chances: Mapping[str, str]
    rulings: Mapping[str, str]
    history: tuple[Guess, ...]


NOTHING_SAID: Final = ReaderVotes({}, {}, ())


def votes_of(
    db: sqlite3.Connection,
    number: int,
    succession: Succession,
    settled: Mapping[str, dt.datetime],
    most: int = MOST_VOTES,
) -> ReaderVotes:
    """Return what a person said, oldest first, by the names of now.

    Of one who changed their mind more often than `most` the last words are looked up one by one; their history is what
    they last said of each name before it was `settled`, which is all that a score looks at.
    """
    query = "select vote, prediction, value, at from votes where reader = ? limit ?"
    votes = sorted(db.execute(query, (number, most + 1)))
    if len(votes) > most:
        return _last_words(db, number, succession, settled)
    given = [vote for vote in votes if vote[2] in CHANCES]
    return ReaderVotes(
        succession.last_words((name, value) for _, name, value, _ in given),
        succession.last_words((name, value) for _, name, value, _ in votes if value in RULINGS),
        guesses(given, number, succession),
    )


def _last_words(
    db: sqlite3.Connection, number: int, succession: Succession, settled: Mapping[str, dt.datetime]
) -> ReaderVotes:
    """Return what a person said, by looks into indexes alone: two for each name, however many their votes are."""
    names = [row[0] for row in db.execute(_PREDICTIONS, (number,)) if row[0] is not None]
    words = sorted(
        (*word, name)
        for name in names
        for chance in (False, True)
        if (word := _last_word(db, number, name, chance=chance))
    )
    query = (
        "select vote, prediction, value, at from votes where reader = ? and prediction = ? and at < ?"
        " and value glob '[0-9]*' order by at desc, vote desc limit 1"
    )
    until = {name: text(settled[now]) for name in names if (now := succession.current(name)) in settled}
    return ReaderVotes(
        succession.last_words((name, value) for _, value, name in words if value in CHANCES),
        succession.last_words((name, value) for _, value, name in words if value in RULINGS),
        guesses([row for each in until.items() for row in db.execute(query, (number, *each))], number, succession),
    )


def last_word(db: sqlite3.Connection, number: int, names: tuple[str, ...], *, chance: bool) -> str | None:
    """Return what a person said last of a prediction under any of its names, as a chance or as a ruling."""
    found = (_last_word(db, number, each, chance=chance) for each in names)
    return max(filter(None, found), default=(0, None))[1]


def _last_word(db: sqlite3.Connection, number: int, name: str, *, chance: bool) -> tuple[int, str] | None:
    """Return the number and the value of the last vote."""
    query = (
        "select vote, value from votes where reader = ? and prediction = ? and value glob '[0-9]*' = ?"
        " order by vote desc limit 1"
    )
    found: tuple[int, str] | None = db.execute(query, (number, name, chance)).fetchone()
    return found


def guesses(rows: list[tuple[Any, ...]], number: int, succession: Succession) -> tuple[Guess, ...]:
    """Return a reader's chances of rows: their number, prediction, value and time."""
    return tuple(readable("votes", rows, lambda row: as_guess((*row, number), succession)))


def as_guess(row: tuple[Any, ...], succession: Succession) -> Guess:
    """Return a chance from its number, prediction, value, time and reader; raises ValueError."""
    _, prediction, value, at, number = row
    return Guess(number, succession.current(prediction), int(value), instant(at))


def counts(db: sqlite3.Connection, number: int) -> bool:
    """Tell whether what a reader says counts among all readers: one of the page has to come back first."""
    query = (
        "select 1 from readers where reader = ? and channel = 'web'"
        " and not exists (select 1 from visits where visits.reader = readers.reader and back)"
    )
    return db.execute(query, (number,)).fetchone() is None


def members(
    db: sqlite3.Connection, chat: int, succession: Succession, predictions: Iterable[str]
) -> dict[str, tuple[Guess, ...]]:
    """Return the chances that those who answered in a group gave some predictions, oldest first, wherever they did."""
    query = (
        "select vote, prediction, value, at, reader from votes where value glob '[0-9]*' and prediction = ?2"
        " and reader in (select reader from answered_in where chat = ?1 and prediction = ?2)"
    )
    found: dict[str, tuple[Guess, ...]] = {}
    for prediction in predictions:
        given = sorted(row for name in succession.all_of(prediction) for row in db.execute(query, (chat, name)))
        if guesses_given := tuple(readable("votes", given, lambda row: as_guess(row, succession))):
            found[prediction] = guesses_given
    return found
