"""Readers: their number, their language, their new id, and all that is stored of one."""

from __future__ import annotations

from typing import Any, Final

from bot.content.briefing import Language
from bot.content.texts import LANGUAGES
from bot.people.readers import Reader
from bot.state.sql import rows
from bot.state.sql.connection import Connection, Database
from bot.state.sql.errors import answering

NUMBER: Final = "select reader from readers where channel = ? and id = ?"


@answering
class ReaderRows(Connection):
    """Keeps readers, one row each; every method is one transaction."""

    async def number(self, reader: Reader) -> int | None:
        """Return the number of a reader; none for one never seen."""
        return self._number(reader)

    def _number(self, reader: Reader) -> int | None:
        row = self.connection.execute(NUMBER, (reader.channel, reader.id)).fetchone()
        return row[0] if row else None

    async def language(self, reader: Reader) -> Language | None:
        """Return the language a reader chose."""
        return self._language(reader)

    def _language(self, reader: Reader) -> Language | None:
        query = "select language from readers where channel = ? and id = ?"
        row = self.connection.execute(query, (reader.channel, reader.id)).fetchone()
        return row[0] if row and row[0] in LANGUAGES else None

    def choose_language(self, reader: Reader, language: Language) -> None:
        """Remember the language a reader chose."""
        with self.writing() as db:
            db.execute("update readers set language = ? where reader = ?", (language, rows.reader_number(db, reader)))

    async def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id; where both have something, what the new id has stays."""
        self.move(old, new)

    def move(self, old: Reader, new: Reader) -> None:
        """Do the same, as a part of a transaction if there is one."""
        with self.writing() as db:
            for table in rows.SIGNED:
                db.execute(f"update {table} set by = ? where by = ?", (new.signature, old.signature))
            before, after = rows.held_number(db, old), rows.held_number(db, new)
            if before is None or before == after:
                return
            if after is None:
                db.execute("update readers set id = ? where reader = ?", (new.id, before))
            else:
                self._give_all(db, before, after)

    def _give_all(self, db: Database, before: int, after: int) -> None:
        for table in rows.OWNED:
            db.execute(rows.give(table), (after, before, after))
        db.execute(rows.give("answered_in", "chat"), (after, before, after))
        db.execute("update crossings set maker = ? where maker = ?", (after, before))
        query = (
            "update readers set language = coalesce(language, (select language from readers where reader = ?))"
            " where reader = ?"
        )
        db.execute(query, (before, after))
        db.execute("delete from readers where reader = ?", (before,))

    def everything(self, reader: Reader) -> dict[str, Any]:
        """Return all that is stored of a reader, table by table, as plain values; nothing of one never seen."""
        return rows.everything(self.connection, reader)

    async def as_json(self, reader: Reader) -> bytes:
        """Return the same as JSON, read beside the loop, however much it is."""
        return await self.beside(lambda db: rows.reader_as_json(db, reader))
