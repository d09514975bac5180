"""The conversations of the page's readers: what each asked, each question once; never the answers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.people.readers import Reader
from bot.state.sql.connection import text
from bot.state.sql.errors import answering
from bot.state.sql.readers import ReaderRows
from bot.state.sql.rows import held_number
from bot.state.values import KEPT_QUESTIONS, QUESTION_LIFETIME

_NEWEST: Final = 2**63 - 1


@answering
class ConversationRows(ReaderRows):
    """Keeps conversations; every method is one transaction."""

    async def keep_question(self, reader: Reader, command: str, now: dt.datetime, instead_of: str = "") -> bool:
        """Keep what a reader asked as the last of their conversation; tell whether it is kept."""
        with self.writing() as db:
            number = held_number(db, reader)
            if number is None:
                return False
            query = "delete from conversations where reader = ? and command = ?"
            db.executemany(query, [(number, each) for each in (instead_of, command)])
            row = (number, command, text(now))
            db.execute("insert into conversations (reader, command, at) values (?, ?, ?)", row)
            query = (
                "delete from conversations where reader = ? and question not in (select question from conversations"
                " where reader = ? order by question desc limit ?)"
            )
            db.execute(query, (number, number, KEPT_QUESTIONS))
        return True

    async def conversation(
        self, reader: Reader, now: dt.datetime, most: int, before: int | None = None
    ) -> list[tuple[int, str]]:
        """Return the last questions of a reader, at most so many, oldest first; those before a number if one is given.

        Those that are older than questions are kept are none of them, whether or not they have been deleted.
        """
        query = (
            "select question, command from conversations where reader = ? and question < ? and at >= ?"
            " order by question desc limit ?"
        )
        since = text(now - QUESTION_LIFETIME)
        values = (self._number(reader), _NEWEST if before is None else before, since, most)
        found: list[tuple[int, str]] = self.connection.execute(query, values).fetchall()
        return found[::-1]
