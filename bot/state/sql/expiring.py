"""What has expired, and is deleted at night."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.people.crossings import UNDO_LIFETIME
from bot.state.sql.connection import Connection, text
from bot.state.sql.errors import translated
from bot.state.values import QUESTION_LIFETIME, REPEATED_FOR

KEPT_FOR: Final = dt.timedelta(days=400)
"""How long closed deliveries and inboxes are kept."""
SLICE: Final = 250
"""Rows deleted at once; between slices the loop answers readers."""
_EXPIRED: Final = {
    "delete from deliveries where delivery in (select delivery from deliveries where done_at < ? limit ?)": KEPT_FOR,
    "delete from inbox where item in (select item from inbox where at < ? limit ?)": KEPT_FOR,
    "delete from conversations where question in (select question from conversations where at < ? limit ?)": (
        QUESTION_LIFETIME
    ),
    "delete from crossings where crossing in (select crossing from crossings where at < ? limit ?)": UNDO_LIFETIME,
    "delete from received where item in (select item from received where at < ? limit ?)": REPEATED_FOR,
    "delete from passes where reader in (select reader from passes where until < ? limit ?)": dt.timedelta(),
}


def expire(store: Connection, now: dt.datetime, most: int = SLICE) -> int:
    """Delete deliveries, items of inboxes, questions, what came: too old to matter, at most so many; return how many.

    On the loop, in slices: SQLite has one writer at a time, and if another thread were it, every answer that changes
    something would wait for it asleep, and all other answers with it.
    """
    gone = 0
    with translated(), store.writing() as db:
        for query, age in _EXPIRED.items():
            gone += db.execute(query, (text(now - age), most - gone)).rowcount
    return gone
