"""Editors: those signed in by the page's link, and the forms that editors are filling in."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Final

from bot.content.drafts import Form
from bot.people.readers import Reader
from bot.state.sql.connection import text
from bot.state.sql.errors import answering
from bot.state.sql.readers import ReaderRows
from bot.state.sql.rows import UNREADABLE, reader_number

FORM_DAYS: Final = 7
"""Days after which a form that is half filled in is no longer asked about."""

FORM: Final = "select form from forms join readers using (reader) where channel = ? and id = ? and at between ? and ?"


def form_values(reader: Reader, now: dt.datetime) -> tuple[str, str, str, str]:
    """Return the values of `FORM`."""
    days = dt.timedelta(days=FORM_DAYS)  # also ahead: a form begun under a wrong clock takes no words for years
    return reader.channel, reader.id, text(now - days), text(now + days)


@answering
class EditorRows:
    """Admits editors and keeps their forms. Every method is one transaction."""

    def __init__(self, store: ReaderRows) -> None:
        self._store = store

    async def admit(self, reader: Reader, now: dt.datetime, *, was: Reader | None = None) -> None:
        """Make a reader of the page an editor; where they were another reader so far, with all that one has."""
        with self._store.writing() as db:
            if was:
                self._store.move(was, reader)
            db.execute(
                "insert into editors (reader, since) values (?, ?) on conflict do nothing",
                (reader_number(db, reader), text(now)),
            )

    async def admitted(self) -> list[Reader]:
        """Return the readers who became editors."""
        query = "select channel, id from readers where reader in (select reader from editors)"
        rows = self._store.connection.execute(query)
        return [Reader(channel, name) for channel, name in rows]

    async def dismiss(self, reader: Reader) -> None:
        """Make an editor of the page a reader again."""
        query = "delete from editors where reader in (select reader from readers where channel = ? and id = ?)"
        with self._store.writing() as db:
            db.execute(query, (reader.channel, reader.id))

    async def is_editor(self, reader: Reader) -> bool:
        """Tell whether a reader became an editor."""
        query = "select 1 from editors join readers using (reader) where channel = ? and id = ?"
        return self._store.connection.execute(query, (reader.channel, reader.id)).fetchone() is not None

    async def form(self, reader: Reader, now: dt.datetime) -> Form | None:
        """Return the form an editor is filling in."""
        row = self._store.connection.execute(FORM, form_values(reader, now)).fetchone()
        try:
            kept = json.loads(row[0]) if row else {}
            return Form(kept["about"], kept["language"], tuple(kept["answers"]))
        except UNREADABLE:  # nothing, or of a version that did not know the language
            return None

    async def keep_form(self, reader: Reader, form: Form | None, now: dt.datetime) -> None:
        """Keep how far an editor has come with a form; None where it is done, or given up."""
        self.write_form(reader, form, now)

    def write_form(self, reader: Reader, form: Form | None, now: dt.datetime) -> None:
        """Do the same, as a part of a transaction if there is one."""
        with self._store.writing() as db:
            number = reader_number(db, reader)
            if form is None:
                db.execute("delete from forms where reader = ?", (number,))
                return
            row = (number, json.dumps(asdict(form)), text(now))
            query = (
                "insert into forms (reader, form, at) values (?, ?, ?)"
                " on conflict (reader) do update set form = excluded.form, at = excluded.at"
            )
            db.execute(query, row)
