"""Exports all readers of a state to a file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from bot import files
from bot.state.sqlite.transfer.records import CARRIED, LIST_COLUMNS, VERSION, New


def export_readers(connection: sqlite3.Connection, to: Path) -> int:
    """Write all readers, as they are at one instant, into a file for its owner's eyes alone; return how many they are.

    It is replaced at once or not at all; raises OSError.
    """
    with files.replacing(to) as new, new.open("wb") as file:
        return _write(connection, file)


def _write(db: sqlite3.Connection, file: IO[bytes]) -> int:
    digest, lines = hashlib.sha256(), 0
    db.execute("begin")  # what is written meanwhile does not show
    try:
        for each in _exported(db):
            line = _line(each)
            digest.update(line)
            file.write(line)
            lines += 1
    finally:
        db.rollback()
    count = lines - 1  # the head is no reader
    file.write(_line({"readers": count, "sha256": digest.hexdigest()}))
    return count


def _line(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _exported(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the head, then every reader, in an order that does not depend on when they came."""
    rows = db.execute("select kind, what, at from news order by kind, what")
    news = [dict(zip(New.model_fields, row, strict=True)) for row in rows]
    yield {"hindsight": "readers", "version": VERSION, "news": news}
    for number, channel, name, language in db.execute(
        "select reader, channel, id, language from readers order by channel, id"
    ):
        yield {"channel": channel, "id": name, "language": language, **_of_reader(db, number)}


def _of_reader(db: sqlite3.Connection, number: int) -> dict[str, Any]:
    numbers = [row[0] for row in db.execute("select issue from issues where reader = ? order by issue", (number,))]
    return {
        "subscription": next(iter(_rows(db, "subscriptions", number)), None),
        "votes": _rows(db, "votes", number, "vote"),
        "issues": _rows(db, "issues", number, "issue"),
        "asked": _rows(db, "asked", number, "prediction"),
        "deliveries": [
            _known_by_place(row, numbers) for row in _rows(db, "deliveries", number, "slot", "note is null")
        ],
        "inbox": _rows(db, "inbox", number, "item"),
        "visits": _rows(db, "visits", number),
    }


def _rows(
    db: sqlite3.Connection, table: str, number: int, order: str = "reader", which: str = "true"
) -> list[dict[str, Any]]:
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
    return {**delivery, "state": state, "issue": None if issue is None else issues.index(issue)}
