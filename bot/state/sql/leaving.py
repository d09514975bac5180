"""Readers who leave: nobody finds them from that moment on; of one who said very much, the rest goes in slices.

What is not deleted yet is of nobody: it bears no id, counts for nothing, and is taken to no other state. Where the
program ends before all of it is gone, the next start goes on.
"""

from __future__ import annotations

from typing import Final

from bot.state.sql.connection import Database
from bot.state.sql.reader_votes import GONE
from bot.state.sql.rows import OWNED

AT_ONCE: Final = 250
"""Votes deleted in one transaction."""


def leave(db: Database, number: int) -> None:
    """Delete a reader within a transaction, or, of one with more votes than that, all but those, and who they are."""
    query = "select count(*) from (select 1 from votes where reader = ? limit ?) as few"
    (many,) = db.execute(query, (number, AT_ONCE + 1)).fetchone()
    if many <= AT_ONCE:
        db.execute("delete from readers where reader = ?", (number,))
        return
    # As the trigger does it for who goes at once: what was answered stays, without its words.
    db.execute("delete from appeals where reader = ? and decision is null", (number,))
    db.execute("update appeals set words = '', reader = null where reader = ?", (number,))
    for table in OWNED:
        if table not in ("votes", "appeals"):
            db.execute(f"delete from {table} where reader = ?", (number,))
    db.execute("delete from answered_in where chat = ?", (number,))
    db.execute("delete from crossings where maker = ?", (number,))
    query = "update readers set channel = ?, id = ?, language = null where reader = ?"
    db.execute(query, (GONE, str(number), number))


def left_over(db: Database) -> bool:
    """Tell whether anything is left of readers who have gone."""
    return db.execute("select 1 from readers where channel = ? limit 1", (GONE,)).fetchone() is not None


def clear(db: Database, most: int = AT_ONCE) -> int:
    """Delete within a transaction some of what those left who have gone; return how much, 0 where nothing is left."""
    query = (
        "delete from votes where vote in (select vote from votes where reader in"
        " (select reader from readers where channel = ?) limit ?)"
    )
    gone = db.execute(query, (GONE, most)).rowcount
    return gone or db.execute("delete from readers where channel = ?", (GONE,)).rowcount
