"""Rows of the state as values, and values as rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from bot.readers import CHANCES, Guess, Issue, Reader, Subscription
from bot.schedule import Weekly
from bot.writer import instant, text

SUBSCRIPTION: Final = "weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on"

MOST_VOTES: Final = 500
"""Votes of a person that are all read; of more only those that count."""
_PREDICTIONS: Final = (
    "with recursive voted (prediction) as (select min(prediction) from votes where reader = ?1 union all"
    " select (select min(prediction) from votes where reader = ?1 and prediction > voted.prediction) from voted"
    " where prediction is not null) select prediction from voted"
)
"""The predictions a person voted on, found from one to the next."""

LISTS: Final = ("interests", "questions", "verdicts", "briefings", "form", "base", "files", "what")
"""Columns that hold JSON."""


def plain(column: str, value: Any) -> Any:
    """Return what a column holds as people read it: lists as lists."""
    return orjson.loads(value) if column in LISTS and str(value).startswith(("[", "{")) else value


def columns(subscription: Subscription) -> tuple[Any, ...]:
    """Return the columns named in `SUBSCRIPTION`."""
    weekly, last, paused_on = subscription.weekly, subscription.last_at, subscription.paused_on
    return (
        weekly.weekday,
        weekly.minute,
        weekly.zone,
        orjson.dumps(subscription.interests).decode(),
        subscription.topic,
        int(subscription.skips_empty),
        text(subscription.since),
        text(subscription.next_at),
        text(last) if last else None,
        subscription.paused,
        paused_on.isoformat() if paused_on else None,
    )


def as_subscription(row: tuple[Any, ...]) -> Subscription:
    """Return a subscription from those columns."""
    weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on = row
    return Subscription(
        Weekly(weekday, minute, zone),
        instant(next_at),
        instant(since),
        instant(last_at) if last_at else None,
        tuple(orjson.loads(interests)),
        topic,
        bool(skips_empty),
        paused,
        dt.date.fromisoformat(paused_on) if paused_on else None,
    )


def write_issue(db: sqlite3.Connection, number: int, issue: Issue, now: dt.datetime) -> int:
    """Write an issue a reader was shown, and when they were asked its questions; return its number."""
    names = (issue.questions, issue.verdicts, issue.briefings)
    row = (number, text(now), *(orjson.dumps(each).decode() for each in names))
    query = "insert into issues (reader, at, questions, verdicts, briefings) values (?, ?, ?, ?, ?)"
    written = db.execute(query, row).lastrowid or 0
    asked = [(number, question, row[1]) for question in issue.questions]
    db.executemany("insert or replace into asked (reader, prediction, at) values (?, ?, ?)", asked)
    return written


class Said(NamedTuple):
    """What a person said: their last chance and ruling of each prediction, and chances to score them by."""

    chances: dict[str, str]
    rulings: dict[str, str]
    history: tuple[Guess, ...]


def said(db: sqlite3.Connection, number: int, settled: Mapping[str, dt.datetime], most: int = MOST_VOTES) -> Said:
    """Return what a person said, oldest first.

    Of one who changed their mind more often than `most` the last words are looked up one by one; their history is what
    they last said of each prediction before it was `settled`, which is all that a score looks at.
    """
    query = "select vote, prediction, value, at from votes where reader = ? limit ?"
    votes = sorted(db.execute(query, (number, most + 1)))
    if len(votes) > most:
        return _last_words(db, number, settled)
    chances = {prediction: value for _, prediction, value, _ in votes if value in CHANCES}
    rulings = {prediction: value for _, prediction, value, _ in votes if value not in CHANCES}
    return Said(chances, rulings, tuple(_guess(number, *vote) for _, *vote in votes if vote[1] in CHANCES))


def _last_words(db: sqlite3.Connection, number: int, settled: Mapping[str, dt.datetime]) -> Said:
    """Return what a person said, by looks into indexes alone: two for each prediction, however many their votes are."""
    predictions = [row[0] for row in db.execute(_PREDICTIONS, (number,)) if row[0] is not None]
    words = [
        (each, chance, last_word(db, number, each, chance=chance)) for each in predictions for chance in (False, True)
    ]
    chances = {prediction: value for prediction, chance, value in words if chance and value is not None}
    rulings = {prediction: value for prediction, chance, value in words if not chance and value is not None}
    query = (
        "select prediction, value, at from votes where reader = ? and prediction = ? and at < ?"
        " and value glob '[0-9]*' order by at desc, vote desc limit 1"
    )
    counted = [(number, each, text(settled[each])) for each in chances if each in settled]
    found = [row for each in counted for row in db.execute(query, each)]
    return Said(chances, rulings, tuple(_guess(number, *row) for row in found))


def last_word(db: sqlite3.Connection, number: int, prediction: str, *, chance: bool) -> str | None:
    """Return what a person said last of a prediction, as a chance or as a ruling."""
    query = (
        "select value from votes where reader = ? and prediction = ? and value glob '[0-9]*' = ?"
        " order by vote desc limit 1"
    )
    row = db.execute(query, (number, prediction, chance)).fetchone()
    return row[0] if row else None


def _guess(number: int, prediction: str, value: str, at: str) -> Guess:
    return Guess(number, prediction, int(value), instant(at))


def day(stored: str) -> dt.date:
    """Return the day of an instant as it is stored."""
    return dt.date.fromisoformat(stored[:10])


def numbered(db: sqlite3.Connection, reader: Reader) -> int:
    """Return the number of a reader, who is new where never seen."""
    db.execute("insert or ignore into readers (channel, id) values (?, ?)", (reader.channel, reader.id))
    query = "select reader from readers where channel = ? and id = ?"
    number: int = db.execute(query, (reader.channel, reader.id)).fetchone()[0]
    return number
