"""Imports a file of readers into the state, whole or not at all; what both have is merged."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import partial
from operator import itemgetter
from typing import IO, Any, Final, TypeVar

import orjson
from pydantic import ValidationError

from bot.people.readers import Reader
from bot.state.errors import Unusable
from bot.state.sqlite.connection import Connection
from bot.state.sqlite.transfer.records import (
    CARRIED,
    LIST_COLUMNS,
    VERSION,
    End,
    ExportRecord,
    Head,
    New,
    TakenDelivery,
    TakenReader,
    TakenSubscription,
    TakenVote,
)
from bot.state.values import Brought

LONGEST_LINE: Final = 1 << 26
"""Bytes a line may have: the years of one busy group stay far below it."""


def import_readers(store: Connection, file: IO[bytes]) -> Brought:
    """Take all readers of a file into a state, or none; twice is the same as once. Raises Unusable.

    What readers said and were asked is joined. Of two subscriptions the one changed or served last stays.
    """
    new = known = 0
    with store.writing() as db:
        lines = _lines(file)
        _bring_news(db, _head(next(lines, (1, b""))[1]).news)
        for number, line in lines:
            if _bring_reader(db, _parsed(TakenReader, number, line)):
                new += 1
            else:
                known += 1
    return Brought(new, known)


Parsed = TypeVar("Parsed", bound=ExportRecord)


def _parsed(record: type[Parsed], number: int, line: bytes) -> Parsed:
    try:
        json.loads(line, object_pairs_hook=_once)
        return record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unusable(f"line {number}: {f'{place}: ' if place else ''}{first['msg']}") from None
    except RecursionError:
        raise Unusable(f"line {number}: it is nested too deeply") from None
    except ValueError as error:
        raise Unusable(f"line {number}: {error}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises ValueError where it says one thing twice: the last would win in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _head(line: bytes) -> Head:
    if line.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unusable("an editor has saved this file in another encoding; import it as it was exported")
    found: Any = None
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(line)
    if not isinstance(found, dict) or found.get("hindsight") != "readers":
        raise Unusable("this is no file that `readers export` wrote")
    if found.get("version") != VERSION:
        raise Unusable("this was exported by another version of Hindsight; import it with that version or a newer one")
    return _parsed(Head, 1, line)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines before the end, by number; raises Unusable at the end where they are not what was written."""
    digest, number = hashlib.sha256(), 0
    for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
        if not line.startswith(b'{"readers"'):
            digest.update(line)
            yield number, line
            continue
        end = _parsed(End, number, line)
        if end != End(readers=number - 2, sha256=digest.hexdigest()) or file.read(1):
            raise Unusable("the file is not as it was exported: lines were changed, lost or added")
        return
    raise Unusable("the file has no end: it was not copied whole" if number else "the file is empty")


def _bring_news(db: sqlite3.Connection, news: Iterable[New]) -> None:
    """Keep when each verdict and briefing was first live, so that nobody is told again."""
    query = (
        "insert into news (kind, what, at) values (?, ?, ?)"
        " on conflict (kind, what) do update set at = min(at, excluded.at)"
    )
    db.executemany(query, [(each.kind, each.what, each.at) for each in news])


def _bring_reader(db: sqlite3.Connection, reader: TakenReader) -> bool:
    """Take in one reader; tell whether they are new."""
    chat = (reader.channel, Reader(reader.channel, reader.id).id)  # of a file of before it is a key of the page
    new = bool(db.execute("insert or ignore into readers (channel, id) values (?, ?)", chat).rowcount)
    number: int = db.execute("select reader from readers where channel = ? and id = ?", chat).fetchone()[0]
    if reader.channel == "web":
        query = (
            "insert into visits (reader, first, back) values (?, ?, ?)"
            " on conflict (reader) do update set first = min(first, excluded.first), back = max(back, excluded.back)"
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
        " on conflict (reader, prediction) do update set at = max(at, excluded.at)"
    )
    db.executemany(query, [(number, each.prediction, each.at) for each in reader.asked])
    _bring_deliveries(db, number, reader, issues, waiting=newer)
    return new


def _bring_subscription(db: sqlite3.Connection, number: int, found: TakenSubscription | None) -> bool:
    """Take a subscription that is newer than the one there is; tell whether it was."""
    query = "select max(since, coalesce(last_at, ''), coalesce(paused_on, '')) from subscriptions where reader = ?"
    row = db.execute(query, (number,)).fetchone()
    if found is None or (row and row[0] >= max(found.since, found.last_at or "", found.paused_on or "")):
        return False
    db.execute("delete from subscriptions where reader = ?", (number,))
    _insert(db, "subscriptions", number, found)
    return True


def _bring_votes(db: sqlite3.Connection, number: int, votes: Iterable[TakenVote]) -> None:
    """Join votes in the order they were given, as the last one counts."""
    there = db.execute("select prediction, value, at from votes where reader = ? order by vote", (number,)).fetchall()
    known = set(there)
    missing = [row for vote in votes if (row := (vote.prediction, vote.value, vote.at)) not in known]
    if missing:
        joined = sorted([*there, *missing], key=itemgetter(2)) if there else missing
        db.execute("delete from votes where reader = ?", (number,))
        query = "insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)"
        db.executemany(query, [(number, *row) for row in joined])


def _bring_missing(db: sqlite3.Connection, table: str, number: int, records: Iterable[ExportRecord]) -> list[int]:
    """Insert the rows a table does not have; return the number of each."""
    key = {"issues": "issue", "inbox": "item"}[table]
    names = [name for name in CARRIED[table].model_fields if name != "seen"]
    rows = db.execute(f"select {', '.join(names)}, {key} from {table} where reader = ? order by {key}", (number,))
    there = {_said(dict(zip(names, row, strict=False))): row[-1] for row in rows}
    return [there.get(_said(_values(record))) or _insert(db, table, number, record) for record in records]


def _said(row: dict[str, Any]) -> str:
    """Return what a row says, however its lists were written, and whether or not it has been seen."""
    read = {name: json.loads(value) if name in LIST_COLUMNS else value for name, value in row.items() if name != "seen"}
    return json.dumps(read)


def _bring_deliveries(
    db: sqlite3.Connection, number: int, reader: TakenReader, issues: list[int], *, waiting: bool
) -> None:
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


def _insert(db: sqlite3.Connection, table: str, number: int, record: ExportRecord) -> int:
    values = _values(record)
    query = f"insert into {table} (reader, {', '.join(values)}) values (?{', ?' * len(values)})"
    return db.execute(query, (number, *values.values())).lastrowid or 0


def _values(record: ExportRecord) -> dict[str, Any]:
    """Return a record as it stands in the state."""
    return {name: orjson.dumps(value).decode() if name in LIST_COLUMNS else value for name, value in record}
