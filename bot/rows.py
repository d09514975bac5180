"""Rows of the state as values, and values as rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any, Final

import orjson

from bot.readers import Guess, Issue, Reader, Subscription
from bot.schedule import Weekly
from bot.writer import instant, text

SUBSCRIPTION: Final = "weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on"


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


def crowd(db: sqlite3.Connection) -> dict[str, list[Guess]]:
    """Return every probability the readers gave, by prediction, oldest first."""
    found: dict[str, list[Guess]] = {}
    query = "select reader, prediction, value, at from votes where value glob '[0-9]*' order by vote"
    for reader, prediction, value, at in db.execute(query):
        found.setdefault(prediction, []).append(Guess(reader, prediction, int(value), instant(at)))
    return found


def tallies(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Return how many readers say each value of each prediction, by the last word of each reader."""
    query = (
        "select prediction, value, count(*) from votes where vote in"
        " (select max(vote) from votes group by reader, prediction, value glob '[0-9]*') group by prediction, value"
    )
    found: dict[str, dict[str, int]] = {}
    for prediction, value, count in db.execute(query):
        found.setdefault(prediction, {})[value] = count
    return found


def day(stored: str) -> dt.date:
    """Return the day of an instant as it is stored."""
    return dt.date.fromisoformat(stored[:10])


def numbered(db: sqlite3.Connection, reader: Reader) -> int:
    """Return the number of a reader, who is new where never seen."""
    db.execute("insert or ignore into readers (channel, id) values (?, ?)", (reader.channel, reader.id))
    query = "select reader from readers where channel = ? and id = ?"
    number: int = db.execute(query, (reader.channel, reader.id)).fetchone()[0]
    return number
