"""The state's tables, forward only: append a step, never edit one that has been released.

Instants are UTC text of fixed width (2026-11-24T09:30:00Z), so that they sort as text; lists are JSON.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("hindsight")


@migrations()
def readers(db: Database) -> None:
    """Make the table of readers: one person or chat on one channel, and the language they chose. No names are kept."""
    db.execute(
        "create table readers (reader integer primary key, channel text not null, id text not null, language text,"
        " unique (channel, id)) strict"
    )


@migrations()
def votes(db: Database) -> None:
    """Make the table of votes: every change is kept, the last one counts."""
    db.execute(
        "create table votes (vote integer primary key, reader integer not null references readers on delete cascade,"
        " prediction text not null, value text not null, at text not null) strict"
    )
    db.execute("create index votes_of_reader on votes (reader, prediction)")


@migrations()
def issues(db: Database) -> None:
    """Make the tables of what each check-in asked, and when each reader was last asked what."""
    db.execute(
        "create table issues (issue integer primary key, reader integer not null references readers on delete cascade,"
        " at text not null, questions text not null) strict"
    )
    db.execute("create index issues_of_reader on issues (reader, at)")
    db.execute(
        "create table asked (reader integer not null references readers on delete cascade, prediction text not null,"
        " at text not null, primary key (reader, prediction)) strict, without rowid"
    )
