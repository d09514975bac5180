"""Exports all readers of a state to a file."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from bot import files
from bot.state.sql.connection import Database
from bot.state.sql.reader_votes import GONE
from bot.state.transfer import CARRIED, LIST_COLUMNS, write
from bot.state.transfer.records import New, TakenAppeal, TakenReply


def export_readers(connection: Database, to: Path) -> int:
    """Write all readers, as they are at one instant, into a file for its owner's eyes alone; return how many they are.

    It is replaced at once or not at all; raises OSError.
    """
    with files.replacing(to) as new, new.open("wb") as file:
        return _write(connection, file)


def _write(db: Database, file: IO[bytes]) -> int:
    db.execute("begin /* isolation level repeatable read */")  # what is written meanwhile does not show
    try:
        return write(_readers(db), {"news": _news(db), **_answered(db)}, file)
    finally:
        db.execute("rollback")


def _news(db: Database) -> list[dict[str, Any]]:
    rows = db.execute("select kind, what, at from news order by kind, what")
    return [dict(zip(New.model_fields, row, strict=True)) for row in rows]


def _answered(db: Database) -> dict[str, list[dict[str, Any]]]:
    """Return what editors said to appeals, and the answered ones of readers who are here no more."""
    replies = db.execute(f"select {', '.join(TakenReply.model_fields)} from replies order by reply")
    names = ", ".join(TakenAppeal.model_fields)
    left = db.execute(f"select {names} from appeals where reader is null and decision is not null order by appeal")
    return {
        "replies": [dict(zip(TakenReply.model_fields, row, strict=True)) for row in replies],
        "taken_back": [
            _by_place(dict(zip(TakenAppeal.model_fields, row, strict=True)), _replies(db)) for row in left.fetchall()
        ],
    }


def _replies(db: Database) -> list[int]:
    return [number for (number,) in db.execute("select reply from replies order by reply")]


def _by_place(appeal: dict[str, Any], replies: list[int]) -> dict[str, Any]:
    """Return an appeal that names its reply by its place among all."""
    reply = appeal["reply"]
    return {**appeal, "reply": None if reply is None else bisect_left(replies, reply)}


def _readers(db: Database) -> Iterator[dict[str, Any]]:
    """Yield every reader, in an order that does not depend on when they came."""
    replies = _replies(db)
    for number, channel, name, language in db.execute(
        "select reader, channel, id, language from readers where channel <> ? order by channel, id", (GONE,)
    ):
        yield {"channel": channel, "id": name, "language": language, **_of_reader(db, number, replies)}


def _of_reader(db: Database, number: int, replies: list[int]) -> dict[str, Any]:
    numbers = [row[0] for row in db.execute("select issue from issues where reader = ? order by issue", (number,))]
    return {
        "subscription": next(iter(_rows(db, "subscriptions", number)), None),
        "votes": _rows(db, "votes", number, "vote"),
        "issues": _rows(db, "issues", number, "issue"),
        "asked": _rows(db, "asked", number, "prediction"),
        "follows": _rows(db, "follows", number, "prediction"),
        "answered_in": _answered_in(db, number),
        "deliveries": [
            _known_by_place(row, numbers) for row in _rows(db, "deliveries", number, "slot", "note is null")
        ],
        "inbox": _rows(db, "inbox", number, "item"),
        "visits": _rows(db, "visits", number),
        "conversations": _rows(db, "conversations", number, "question"),
        "appeals": [_by_place(row, replies) for row in _rows(db, "appeals", number, "appeal")],
        "seconds": _rows(db, "seconds", number, "prediction"),
    }


def _answered_in(db: Database, number: int) -> list[dict[str, Any]]:
    """Return in which groups a reader answered what; groups are named by their ids, as their numbers are ours alone."""
    query = (
        "select id as chat, prediction from answered_in join readers on readers.reader = chat"
        " where answered_in.reader = ? order by id, prediction"
    )
    return [{"chat": chat, "prediction": prediction} for chat, prediction in db.execute(query, (number,))]


def _rows(db: Database, table: str, number: int, order: str = "reader", which: str = "true") -> list[dict[str, Any]]:
    names = ", ".join(CARRIED[table].model_fields)
    rows = db.execute(f"select {names} from {table} where reader = ? and {which} order by {order}", (number,))
    return [
        {
            name: json.loads(value) if name in LIST_COLUMNS else value
            for name, value in zip(CARRIED[table].model_fields, row, strict=True)
        }
        for row in rows
    ]


def _known_by_place(delivery: dict[str, Any], issues: list[int]) -> dict[str, Any]:
    """Return a delivery that names its issue by its place among those of the reader; one under way is to be sent."""
    issue = delivery["issue"]
    state = "queued" if delivery["state"] == "sending" else delivery["state"]
    return {**delivery, "state": state, "issue": issues.index(issue) if issue in issues else None}
