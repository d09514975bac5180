"""What is stored of a reader is theirs to take and to delete, in every table there is and will be."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.answers import answer
from bot.answers.outcomes import FEWEST_MEMBERS
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.state.sql.rows import reader_as_json, reader_number
from bot.state.sql.votes import NOBODY
from bot.state.sqlite import maintenance
from bot.state.sqlite.store import Store
from bot.words import LANGUAGES, say
from tests.conftest import NOW, TODAY
from tests.support.asking import asking

ANN, BEN = Reader("telegram", "1"), Reader("web", "b" * 22)
OF_NOBODY = {
    *("pauses", "news", "texts", "links", "unfound", "unfound_digests", "unfound_key", "received", "tallies", "basis"),
    "_sqlite_migrations",
}
"""Tables that hold nothing of a reader: when a channel rests, what is new in the content, the content itself, steps.

And what is asked in vain: words that several people asked, or digests that tell of nobody by themselves; and what
networks brought, whose words are gone once they are answered. And how many say what, and by which names that counts.
"""
SIGNED = {"drafts", "editions", "notes", "replies"}
"""Tables of the content and of what editors wrote to all, in which `by` names the editor."""


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


@pytest.fixture
def store(connection: sqlite3.Connection) -> Store:
    return Store(connection)


def tables(db: sqlite3.Connection) -> set[str]:
    query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    return {name for (name,) in db.execute(query)}


def columns(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table, each with its type; a number that is the table's key is of type key."""
    rows = db.execute(f"pragma table_info({table})")
    return {name: "key" if key and kind == "INTEGER" else kind.lower() for _, name, kind, _, _, key in rows}


def pointing(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the tables that refer to readers, each with the columns that do."""
    links = {table: db.execute(f"pragma foreign_key_list({table})").fetchall() for table in tables(db)}
    found = {table: tuple(link[3] for link in each if link[2] == "readers") for table, each in links.items()}
    return {table: columns for table, columns in found.items() if columns}


def fill(db: sqlite3.Connection, reader: Reader) -> dict[str, dict[str, Any]]:
    """Put a row of a reader into every table that can hold one; return what was put where."""
    number = reader_number(db, reader)
    put: dict[str, dict[str, Any]] = {}
    for table, owners in (pointing(db) | dict.fromkeys(SIGNED, ("by",))).items():
        values = {"integer": 7, "key": number, "text": f"one of {number}"}
        put[table] = {name: values[kind] for name, kind in columns(db, table).items()}
        put[table] |= dict.fromkeys(owners, number if table not in SIGNED else reader.signature)
    put["deliveries"] |= {"issue": number, "note": number}
    put["appeals"] |= {"reply": number}
    pointing_on = ("deliveries", "appeals")  # at issues, notes and replies
    for table in sorted(put, key=lambda table: table in pointing_on):
        marks = ", ".join(f":{name}" for name in put[table])
        db.execute(f"insert into {table} ({', '.join(put[table])}) values ({marks})", put[table])
    return put


def test_every_table_is_of_readers_of_editors_or_of_nobody(connection: sqlite3.Connection, store: Store) -> None:
    assert tables(connection) == {"readers", *pointing(connection), *SIGNED, *OF_NOBODY}


def test_no_table_of_nobody_has_a_column_for_somebody(connection: sqlite3.Connection, store: Store) -> None:
    for table in OF_NOBODY - {"pauses"}:
        assert not {"reader", "id", "chat", "person", "by"} & columns(connection, table).keys() - {"id"}


def test_everything_holds_every_column_of_every_table_that_can_be_of_a_reader(
    connection: sqlite3.Connection, store: Store
) -> None:
    put = {reader: fill(connection, reader) for reader in (ANN, BEN)}
    store.choose_language(ANN, "en")
    found = store.everything(ANN)
    assert {name: found.pop(name) for name in columns(connection, "readers") if name != "reader"} == {
        "channel": "telegram",
        "id": "1",
        "language": "en",
    }
    expected = {
        table: [{name: value for name, value in row.items() if name not in ("reader", "maker")}]
        for table, row in put[ANN].items()
    }
    assert found == expected


def test_the_file_holds_everything_written_as_people_read_it(connection: sqlite3.Connection, store: Store) -> None:
    for reader in (ANN, BEN, Reader("telegram", "never seen")):
        if reader.id != "never seen":
            fill(connection, reader)
        store.connection.execute('update subscriptions set interests = \'["bakeries","电"]\'')
        store.connection.execute("update issues set questions = '[]', verdicts = '[broken'")
        whole = json.dumps(store.everything(reader), ensure_ascii=False, indent=2)
        assert reader_as_json(connection, reader).decode() == whole


def test_after_forgetting_nothing_points_at_a_reader_and_others_keep_theirs(
    connection: sqlite3.Connection, store: Store
) -> None:
    put = {reader: fill(connection, reader) for reader in (ANN, BEN)}
    before = store.everything(BEN)
    store.forget(ANN)
    assert store.everything(ANN) == {}
    assert store.everything(BEN) == before
    for table in put[ANN]:
        everybody = connection.execute(f"select * from {table}").fetchall()
        assert len(everybody) == (2 if table in SIGNED or table == "appeals" else 1), table
        assert not [row for row in everybody if "telegram:1" in row], table
    left = connection.execute("select words, decision is not null from appeals where reader is null").fetchall()
    assert left == [("", 1)], "what was answered stays, without the words"
    assert {by for table in SIGNED for (by,) in connection.execute(f"select by from {table}")} == {
        NOBODY,
        BEN.signature,
    }


def test_the_nights_backup_no_longer_holds_who_was_forgotten(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.choose_language(ANN, "en")
    asyncio.run(store.nightly(lambda: NOW))
    store.forget(ANN)
    asyncio.run(store.nightly(lambda: NOW))
    store.close()
    with closing(sqlite3.connect(tmp_path / maintenance.BACKUP)) as copy:
        assert copy.execute("select count(*) from readers").fetchone() == (0,)
    others = {path.name for path in tmp_path.glob("*.db*")} - {"hindsight.db", maintenance.BACKUP}
    assert len(others) == 1, "the night before's, which is kept for a week as the privacy text says"


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_editors_are_told_what_is_kept_of_editors(edition: Edition, language: Language) -> None:
    for editor in (False, True):
        shown = answer("/privacy", asking(edition, language, TODAY, editor=editor)).answer
        words = [span.text for block in shown.blocks for span in block.spans]
        assert (say(language, "privacy-editor") in words) is editor
        assert shown.pages == 1 and set(words) >= {
            say(language, each, few=FEWEST_MEMBERS)
            for each in ("privacy", "privacy-subscribed", "privacy-gone", "privacy-not")
        }
