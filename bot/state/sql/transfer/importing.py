"""Imports a file of readers into the state, whole or not at all; what both have is merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate
from operator import itemgetter
from typing import IO, Any, Final

import orjson

from bot.people.readers import Reader
from bot.state.sql.connection import Connection, Database
from bot.state.sql.rows import reader_number
from bot.state.sql.transfer.appeals import bring_appeals, bring_replies
from bot.state.transfer import CARRIED, LIST_COLUMNS, read
from bot.state.transfer.records import (
    ExportRecord,
    New,
    TakenDelivery,
    TakenIssue,
    TakenQuestion,
    TakenReader,
    TakenSubscription,
    TakenVote,
)
from bot.state.values import KEPT_QUESTIONS, Brought

_KEYS: Final = {"issues": "issue", "inbox": "item", "subscriptions": "reader"}
_CHANGING: Final = ("seen", "answered")
"""Columns that say what became of a row: it is the same one whatever they hold."""


def import_readers(store: Connection, file: IO[bytes]) -> Brought:
    """Take all readers of a file into a state, or none; twice is the same as once. Raises Unusable.

    What readers said and were asked is joined. Of two subscriptions the one changed or served last stays.
    """
    new = known = 0
    with store.writing() as db:
        head, readers = read(file)
        _bring_news(db, head.news)
        replies = bring_replies(db, head.replies)
        bring_appeals(db, None, head.taken_back, replies)
        for reader in readers:
            if _bring_reader(db, reader, replies):
                new += 1
            else:
                known += 1
    return Brought(new, known)


def _bring_news(db: Database, news: Iterable[New]) -> None:
    """Keep when each verdict and briefing was first live, so that nobody is told again."""
    query = (
        "insert into news (kind, what, at) values (?, ?, ?)"
        " on conflict (kind, what) do update set at = excluded.at where excluded.at < news.at"
    )
    db.executemany(query, [(each.kind, each.what, each.at) for each in news])


def _bring_reader(db: Database, reader: TakenReader, replies: Sequence[int]) -> bool:
    """Take in one reader; tell whether they are new."""
    chat = (reader.channel, Reader(reader.channel, reader.id).id)  # of a file of before it is a key of the page
    query = "insert into readers (channel, id) values (?, ?) on conflict do nothing"
    new = bool(db.execute(query, chat).rowcount)
    number: int = db.execute("select reader from readers where channel = ? and id = ?", chat).fetchone()[0]
    if reader.channel == "web":
        query = (
            "insert into visits (reader, first, back) values (?, ?, ?)"
            " on conflict (reader) do update set first = case when excluded.first is null"
            " or excluded.first < visits.first then excluded.first else visits.first end,"
            " back = case when excluded.back > visits.back then excluded.back else visits.back end"
        )
        db.executemany(query, [(number, each.first, each.back) for each in reader.visits])
    newer = _bring_subscription(db, number, reader.subscription)
    pick = "coalesce(?, language)" if newer else "coalesce(language, ?)"
    db.execute(f"update readers set language = {pick} where reader = ?", (reader.language, number))
    _bring_votes(db, number, reader.votes)
    issues = _bring_missing(db, "issues", number, reader.issues)
    _bring_missing(db, "inbox", number, reader.inbox)
    query = (
        "insert into asked (reader, prediction, at) values (?, ?, ?)"
        " on conflict (reader, prediction) do update set at = excluded.at where excluded.at > asked.at"
    )
    db.executemany(query, [(number, each.prediction, each.at) for each in reader.asked])
    _bring_conversation(db, number, reader.conversations)
    query = (
        "insert into follows (reader, prediction, at) values (?, ?, ?)"
        " on conflict (reader, prediction) do update set at = excluded.at where excluded.at < follows.at"
    )
    db.executemany(query, [(number, each.prediction, each.at) for each in reader.follows])
    bring_appeals(db, number, reader.appeals, replies)
    query = "insert into seconds (reader, prediction, at) values (?, ?, ?) on conflict do nothing"
    db.executemany(query, [(number, each.prediction, each.at) for each in reader.seconds])
    _bring_answered(db, issues, reader.issues)
    query = "insert into answered_in (reader, chat, prediction) values (?, ?, ?) on conflict do nothing"
    for each in reader.answered_in:
        group = reader_number(db, Reader(reader.channel, each.chat))
        db.execute(query, (number, group, each.prediction))
    _bring_deliveries(db, number, reader, issues, waiting=newer)
    return new


def _bring_conversation(db: Database, number: int, questions: Iterable[TakenQuestion]) -> None:
    """Join questions in the order they were asked last, as many as are kept.

    By a clock that ran back a later question may bear an earlier time: the order of either side holds before all.
    """
    there = db.execute("select command, at from conversations where reader = ? order by question", (number,)).fetchall()
    last = dict(there)
    newer = {each.command: each.at for each in questions if each.at > last.get(each.command, "")}
    if newer:
        kept = [row for row in there if row[0] not in newer]
        joined = [row for _, row in merge(_with_time(kept), _with_time(list(newer.items())), key=itemgetter(0))]
        db.execute("delete from conversations where reader = ?", (number,))
        rows = [(number, *row) for row in joined[-KEPT_QUESTIONS:]]
        db.executemany("insert into conversations (reader, command, at) values (?, ?, ?)", rows)


def _with_time(questions: Sequence[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each question the latest time that it or one before it bears, so that times never go back."""
    return zip(accumulate((at for _, at in questions), max), questions, strict=True)


def _bring_subscription(db: Database, number: int, found: TakenSubscription | None) -> bool:
    """Take a subscription that is newer than the one there is; tell whether it was."""
    query = "select since, coalesce(last_at, ''), coalesce(paused_on, '') from subscriptions where reader = ?"
    row = db.execute(query, (number,)).fetchone()
    if found is None or (row and max(row) >= max(found.since, found.last_at or "", found.paused_on or "")):
        return False
    db.execute("delete from subscriptions where reader = ?", (number,))
    _insert(db, "subscriptions", number, found)
    return True


def _bring_votes(db: Database, number: int, votes: Iterable[TakenVote]) -> None:
    """Join votes in the order they were given, as the last one counts."""
    there = db.execute("select prediction, value, at from votes where reader = ? order by vote", (number,)).fetchall()
    known = set(there)
    missing = [row for vote in votes if (row := (vote.prediction, vote.value, vote.at)) not in known]
    if missing:
        joined = sorted([*there, *missing], key=itemgetter(2)) if there else missing
        db.execute("delete from votes where reader = ?", (number,))
        query = "insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)"
        db.executemany(query, [(number, *row) for row in joined])


def _bring_missing(db: Database, table: str, number: int, records: Iterable[ExportRecord]) -> list[int]:
    """Insert the rows a table does not have; return the number of each."""
    key = _KEYS[table]
    names = [name for name in CARRIED[table].model_fields if name not in _CHANGING]
    rows = db.execute(f"select {', '.join(names)}, {key} from {table} where reader = ? order by {key}", (number,))
    there = {_said(dict(zip(names, row, strict=False))): row[-1] for row in rows}
    return [there.get(_said(_values(record))) or _insert(db, table, number, record) for record in records]


def _said(row: dict[str, Any]) -> str:
    """Return what a row says, however its lists were written, and whatever has become of it since."""
    kept = {name: value for name, value in row.items() if name not in _CHANGING}
    return json.dumps({name: json.loads(value) if name in LIST_COLUMNS else value for name, value in kept.items()})


def _bring_answered(db: Database, issues: Iterable[int], records: Iterable[TakenIssue]) -> None:
    """Join what was answered in each issue, here and there."""
    for number, record in zip(issues, records, strict=True):
        (there,) = db.execute("select answered from issues where issue = ?", (number,)).fetchone()
        joined = tuple(dict.fromkeys((*json.loads(there), *record.answered)))
        db.execute("update issues set answered = ? where issue = ?", (orjson.dumps(joined).decode(), number))


def _bring_deliveries(db: Database, number: int, reader: TakenReader, issues: list[int], *, waiting: bool) -> None:
    """Take in what became of each slot, and where it came with its subscription what still waits to be sent."""
    names = [*TakenDelivery.model_fields, "reader", "channel"]
    query = (
        f"insert into deliveries ({', '.join(names)}) values ({', '.join('?' * len(names))})"
        " on conflict (reader, slot) do update set state = excluded.state, lease_until = null, issue = excluded.issue,"
        " error = excluded.error, done_at = excluded.done_at"
        " where (deliveries.state in ('queued', 'sending') and excluded.state != 'queued')"
        " or (deliveries.state != 'sent' and excluded.state = 'sent')"
    )
    for each in reader.deliveries:
        if waiting or each.state != "queued":
            issue = None if each.issue is None else issues[each.issue]
            db.execute(query, (*(_values(each) | {"issue": issue}).values(), number, reader.channel))


def _insert(db: Database, table: str, number: int, record: ExportRecord) -> int:
    values = _values(record)
    query = (
        f"insert into {table} (reader, {', '.join(values)}) values (?{', ?' * len(values)}) returning {_KEYS[table]}"
    )
    key: int = db.execute(query, (number, *values.values())).fetchone()[0]
    return key


def _values(record: ExportRecord) -> dict[str, Any]:
    """Return a record as it stands in the state."""
    return {name: orjson.dumps(value).decode() if name in LIST_COLUMNS else value for name, value in record}
