"""Converts rows of the state to values, and values to rows."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Any, Final, TypeVar, get_args

import orjson

from bot.people.readers import Issue, PausedBy, Reader, Subscription
from bot.people.schedule import Weekly
from bot.people.succession import Succession
from bot.state.sql.connection import Database, instant, text

logger = logging.getLogger(__name__)

T = TypeVar("T")

UNREADABLE: Final = (ValueError, LookupError, TypeError, OverflowError, OSError)
"""What reading raises where a row holds what was never written here: no instant, no JSON, no zone of this machine."""
SUBSCRIPTION: Final = "weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on"
HELD: Final = "select reader from readers where channel = ? and id = ? /* for no key update */"
ASKED: Final = "select prediction, at from asked where reader = ? and at <= ?"
FOLLOWS: Final = "select prediction, at from follows where reader = ? and at <= ?"
_ISSUE: Final = "select issue, questions, at, verdicts, briefings, answered from issues"
ANSWERED: Final = "select answered from issues where issue = ? and reader = ?"
HELD_ISSUE: Final = (
    f"{_ISSUE} where issue = (select issue from deliveries where reader = ? and message = ?) and reader = ?"
)
LAST_ISSUES: Final = f"{_ISSUE} where reader = ? and at <= ? order by at desc, issue desc"
ANSWERED_ON: Final = (
    "select issue, at, answered from issues where reader = ? and at <= ? and questions != '[]'"
    " and issue is distinct from ? and at <= coalesce((select at from issues where issue = ?), ?) order by at desc"
)

OWNED: Final = (
    "subscriptions",
    "votes",
    "issues",
    "asked",
    "follows",
    "answered_in",
    "deliveries",
    "inbox",
    "editors",
    "forms",
    "visits",
    "conversations",
    "appeals",
    "seconds",
    "passes",
    "crossings",
)
"""Tables that hold what is of a reader."""
SIGNED: Final = ("drafts", "editions", "notes", "replies")
"""Tables of the content, and of what editors wrote to all, in which `by` names the editor."""
_ALIKE: Final = {
    "subscriptions": "true",
    "asked": "there.prediction = asked.prediction",
    "follows": "there.prediction = follows.prediction",
    "answered_in": "there.chat = answered_in.chat and there.prediction = answered_in.prediction",
    "deliveries": "there.slot = deliveries.slot",
    "editors": "true",
    "forms": "true",
    "visits": "true",
    "conversations": "there.command = conversations.command",
    "appeals": "there.prediction = appeals.prediction"
    " and (there.at = appeals.at or (there.decision is null and appeals.decision is null))",
    "seconds": "there.prediction = seconds.prediction",
    "passes": "true",
}
"""Which row another reader has is like one of a reader, where of such there can be only one."""
JSON_COLUMNS: Final = (
    "interests",
    "questions",
    "verdicts",
    "briefings",
    "answered",
    "form",
    "base",
    "files",
    "what",
    "carried",
)
"""Columns that hold JSON."""


@lru_cache(maxsize=1_000)
def set_aside(table: str, number: int | str) -> None:
    """Log, once for each row, that it cannot be read; it stays as it is, and everybody else is served."""
    logger.error("%s: row %s cannot be read and is left alone; nothing of it is deleted", table, number)


def readable(table: str, rows: Iterable[tuple[Any, ...]], read: Callable[[tuple[Any, ...]], T]) -> Iterator[T]:
    """Yield the values of rows whose first column is their key; those that cannot be read are set aside."""
    for row in rows:
        try:
            yield read(row)
        except UNREADABLE:
            set_aside(table, row[0])


def plain_value(column: str, value: Any) -> Any:
    """Return what a column holds as people read it: lists as lists."""
    if column in JSON_COLUMNS and str(value).startswith(("[", "{")):
        with contextlib.suppress(ValueError):
            return orjson.loads(value)
    return value


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
    """Return a subscription from those columns; raises one of `UNREADABLE` where they name no day, hour or slot.

    Interests that cannot be read are none: who has them is told of everything.
    """
    weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on = row
    weekly = Weekly(weekday, minute, zone)
    assert weekly.tz, "a zone that is none raises"
    return Subscription(
        weekly,
        instant(next_at),
        instant(since),
        or_none(instant, last_at),
        or_none(listed_names, interests) or (),
        topic,
        bool(skips_empty),
        paused if paused in (None, *get_args(PausedBy)) else "blocked",
        or_none(dt.date.fromisoformat, paused_on),
    )


def listed_names(stored: str) -> tuple[str, ...]:
    """Return a list of names as it is stored; raises ValueError where it is none."""
    found = orjson.loads(stored)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("no list of names")
    return tuple(found)


def or_none(read: Callable[[str], T], stored: str | None) -> T | None:
    """Return what a column says that others can do without."""
    try:
        return read(stored) if stored else None
    except UNREADABLE:
        return None


def as_issue(row: tuple[Any, ...]) -> Issue:
    """Return an issue from its number, questions, day, verdicts, briefings and answers; raises one of `UNREADABLE`.

    Answers that cannot be read are none: its cards begin anew.
    """
    number, questions, at, verdicts, briefings, answered = row
    told = (listed_names(questions), day(at), listed_names(verdicts), listed_names(briefings))
    return Issue(*told, or_none(listed_names, answered) or (), number)


ISSUE: Final = "reader, at, questions, verdicts, briefings, answered"


def issue_row(number: int, issue: Issue, now: dt.datetime) -> tuple[int | str, ...]:
    """Return what is stored of an issue a reader was shown, by the columns of `ISSUE`."""
    names = (issue.questions, issue.verdicts, issue.briefings, issue.answered)
    return (number, text(now), *(orjson.dumps(each).decode() for each in names))


def write_issue(db: Database, number: int, issue: Issue, now: dt.datetime) -> int:
    """Write an issue a reader was shown, and when they were asked its questions; return its number."""
    query = f"insert into issues ({ISSUE}) values (?, ?, ?, ?, ?, ?) returning issue"
    written: int = db.execute(query, issue_row(number, issue, now)).fetchone()[0]
    asked = [(number, question, text(now)) for question in issue.questions]
    query = (
        "insert into asked (reader, prediction, at) values (?, ?, ?)"
        " on conflict (reader, prediction) do update set at = excluded.at"
    )
    db.executemany(query, asked)
    return written


def write_answered(db: Database, reader: int, issue: int, prediction: str) -> None:
    """Note in an issue of a reader that they have answered a question of it, once and in its place."""
    row = db.execute(ANSWERED, (issue, reader)).fetchone()
    if row and prediction not in (before := or_none(listed_names, row[0]) or ()):
        answered = orjson.dumps((*before, prediction)).decode()
        db.executemany("update issues set answered = ? where issue = ?", [(answered, issue)])


def answered_on(db: Database, reader: int, issue: Issue | None, now: dt.datetime) -> tuple[dt.date, ...]:
    """Return the days of the issues before one in which a reader answered anything, back to the last they did not.

    Those that asked nothing are left out.
    """
    at, but = text(now), issue.number if issue else None
    found = readable("issues", db.execute(ANSWERED_ON, (reader, at, but, but, at)), _answered_on)
    return tuple(takewhile(bool, found))  # type: ignore[arg-type]


def _answered_on(row: tuple[Any, ...]) -> dt.date | None:
    return day(row[1]) if or_none(listed_names, row[2]) else None


def follows(db: Database, reader: int, succession: Succession, now: dt.datetime) -> dict[str, dt.date]:
    """Return what a reader follows, by the names of now, each since when."""
    found = readable("follows", db.execute(FOLLOWS, (reader, text(now))), lambda row: (row[0], day(row[1])))
    return succession.first_days(found)


def day(stored: str) -> dt.date:
    """Return the day of an instant as it is stored."""
    return dt.date.fromisoformat(stored[:10])


def reader_number(db: Database, reader: Reader) -> int:
    """Return the number of a reader, who is new where never seen."""
    number = held_number(db, reader)
    if number is None:
        query = (
            "insert into readers (channel, id) values (?, ?)"
            " on conflict (channel, id) do update set id = excluded.id returning reader"
        )
        (number,) = db.execute(query, (reader.channel, reader.id)).fetchone()
    return number


def held_number(db: Database, reader: Reader) -> int | None:
    """Return the number of a reader, None for one never seen; until the transaction ends they are ours alone."""
    found = db.execute(HELD, (reader.channel, reader.id)).fetchone()
    return None if found is None else int(found[0])


def give(table: str, column: str = "reader") -> str:
    """Return a statement that gives what is of a reader to another one, who keeps of two alike their own.

    Its values are the other reader, the reader, and the other once more; conditions may follow.
    """
    alike = _ALIKE.get(table)
    if column == "chat":
        alike = "there.reader = answered_in.reader and there.prediction = answered_in.prediction"
    their = (
        f"exists (select 1 from {table} as there where there.{column} = ? and {alike})" if alike else f"{column} = ?"
    )
    return f"update {table} set {column} = ? where {column} = ? and not {their}"


def asked(db: Database, number: int, succession: Succession, now: dt.datetime) -> dict[str, dt.date]:
    """Return when a chat was last asked about each prediction, by the names of now."""
    found = db.execute(ASKED, (number, text(now)))
    return succession.last_days(readable("asked", found, lambda row: (row[0], day(row[1]))))


def last_issue(
    db: Database, number: int, succession: Succession, message: str | None, now: dt.datetime
) -> Issue | None:
    """Return the issue a message holds, else the last of a chat that can be read, by the names of now."""
    if message is not None:
        for found in readable("issues", db.execute(HELD_ISSUE, (number, message, number)), as_issue):
            return succession.issue(found)
    found_last = readable("issues", db.execute(LAST_ISSUES, (number, text(now))), as_issue)
    return next(map(succession.issue, found_last), None)


def everything(db: Database, reader: Reader) -> dict[str, Any]:
    """Return all that is stored of a reader, table by table, as plain values; nothing of one never seen."""
    query = "select reader, language from readers where channel = ? and id = ?"
    number, language = db.execute(query, (reader.channel, reader.id)).fetchone() or (None, None)
    found = {table: list(_each(db, table, *owner)) for table, owner in _owners(reader, number).items()}
    named = {"channel": reader.channel, "id": reader.id, "language": language}
    return named | found if number or any(found.values()) else {}


def reader_as_json(db: Database, reader: Reader) -> bytes:
    """Return `everything` as JSON, written row by row: in a thread that holds nobody up, however much it is."""
    query = "select reader, language from readers where channel = ? and id = ?"
    number, language = db.execute(query, (reader.channel, reader.id)).fetchone() or (None, None)
    named = {"channel": reader.channel, "id": reader.id, "language": language}
    written, empty = io.BytesIO(), number is None
    written.write(orjson.dumps(named, option=orjson.OPT_INDENT_2).removesuffix(b"\n}"))
    for table, owner in _owners(reader, number).items():
        written.write(b',\n  "%s": [' % table.encode())
        before = b"\n    "
        for row in _each(db, table, *owner):
            written.write(before + orjson.dumps(row, option=orjson.OPT_INDENT_2).replace(b"\n", b"\n    "))
            before, empty = b",\n    ", False
        written.write(b"]" if before == b"\n    " else b"\n  ]")
    written.write(b"\n}")
    return b"{}" if empty else written.getvalue()


def _owners(reader: Reader, number: int | None) -> dict[str, tuple[str, tuple[int | str | None, ...]]]:
    """Return by which condition and values each table names a reader."""
    owned = dict.fromkeys(OWNED, ("reader = ?", (number,)))
    signed = dict.fromkeys(SIGNED, ("by = ?", (reader.signature,)))
    return {**owned, **signed, "crossings": ("(reader = ? or maker = ?)", (number, number))}


def _each(db: Database, table: str, of: str, values: tuple[int | str | None, ...]) -> Iterator[dict[str, Any]]:
    cursor = db.execute(f"select * from {table} where {of} /* order by 1, 2 */", values)
    names = [each[0] for each in cursor.description]
    for row in cursor:
        yield {n: plain_value(n, v) for n, v in zip(names, row, strict=True) if n not in ("reader", "maker")}
