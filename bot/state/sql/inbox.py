"""The inboxes of the page's readers: what was sent stays until it has been seen."""

from __future__ import annotations

import datetime as dt

from bot.people.readers import Reader
from bot.state.sql import rows
from bot.state.sql.connection import text
from bot.state.sql.errors import answering
from bot.state.sql.readers import ReaderRows
from bot.state.values import News


@answering
class InboxRows(ReaderRows):
    """Keeps inboxes; every method is one transaction."""

    async def put(self, reader: Reader, command: str, now: dt.datetime) -> str:
        """Keep a check-in for a reader of the page until they have seen it; return its number."""
        with self.writing() as db:
            self.tell(News("inbox", reader.id))
            row = (rows.reader_number(db, reader), command, text(now))
            query = "insert into inbox (reader, command, at) values (?, ?, ?) returning item"
            return str(db.execute(query, row).fetchone()[0])

    async def unseen(self, reader: Reader) -> list[tuple[int, str]]:
        """Return what a reader of the page has not seen: numbers and commands, oldest first."""
        query = "select item, command from inbox where reader = ? and seen = 0 order by item"
        return self.connection.execute(query, (self._number(reader),)).fetchall()

    async def seen(self, reader: Reader, item: int) -> None:
        """Note that a reader has seen an item of their inbox and those before it."""
        with self.writing() as db:
            db.execute(
                "update inbox set seen = 1 where item <= ? and reader = ? and seen = 0", (item, self._number(reader))
            )
