"""Imports appeals and what editors said to them; what both states have is merged, and what is answered stays so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.state.errors import Unusable
from bot.state.sql.connection import Database
from bot.state.transfer.records import TakenAppeal, TakenReply

ELSEWHERE: Final = "—"
"""By whom a reply is that was brought: who edits there need not edit here."""


def bring_replies(db: Database, replies: Iterable[TakenReply]) -> list[int]:
    """Keep what editors said, once each; return the number of each here."""
    known = {row[1:]: row[0] for row in db.execute("select reply, zh, en, at from replies")}
    query = "insert into replies (zh, en, at, by) values (?, ?, ?, ?) returning reply"
    numbers = []
    for each in replies:
        row = (each.zh, each.en, each.at)
        if row not in known:
            (known[row],) = db.execute(query, (*row, ELSEWHERE)).fetchone()
        numbers.append(known[row])
    return numbers


def bring_appeals(db: Database, reader: int | None, appeals: Iterable[TakenAppeal], replies: Sequence[int]) -> None:
    """Take in the appeals of a reader, or those whose readers left; raises Unusable where one has no such reply."""
    for each in appeals:
        if each.reply is not None and each.reply >= len(replies):
            raise Unusable("an appeal has a reply that is not there")
        reply = None if each.reply is None else replies[each.reply]
        if not _there(db, reader, each, reply):
            query = (
                "insert into appeals (reader, prediction, against, words, at, decision, reply, seconds)"
                " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
            )
            row = (reader, each.prediction, each.against, each.words, each.at, each.decision, reply, each.seconds)
            db.execute(query, row)


def _there(db: Database, reader: int | None, appeal: TakenAppeal, reply: int | None) -> bool:
    """Tell whether an appeal is here already; one that waits here and was answered there is answered now."""
    whose, value = ("decision is not distinct from ?", appeal.decision) if reader is None else ("reader = ?", reader)
    query = f"select appeal, decision from appeals where {whose} and prediction = ? and at = ? limit 1"
    found = db.execute(query, (value, appeal.prediction, appeal.at)).fetchone()
    if found and found[1] is None and appeal.decision is not None:
        query = "update appeals set decision = ?, reply = ?, seconds = ? where appeal = ?"
        db.execute(query, (appeal.decision, reply, appeal.seconds, found[0]))
    return found is not None
