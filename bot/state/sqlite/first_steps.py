"""The first steps of the state's tables, up to the chain of editions; none of them is ever edited."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import astuple

from sqlite_utils import Database, Migrations

from bot.content.chain import Sealed, link
from bot.content.drafts import EditionEntry
from bot.people.readers import Reader

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


@migrations()
def subscriptions(db: Database) -> None:
    """Make the table of subscriptions; the index answers who is due without a look at the others."""
    db.execute(
        "create table subscriptions (reader integer primary key references readers on delete cascade,"
        " weekday integer not null, minute integer not null, zone text not null, interests text not null,"
        " topic integer, skips_empty integer not null, since text not null, next_at text not null, last_at text,"
        " paused text, paused_on text) strict"
    )
    db.execute("create index subscriptions_due on subscriptions (next_at) where paused is null")
    for column in ("verdicts", "briefings"):
        db.execute(f"alter table issues add column {column} text not null default '[]'")


@migrations()
def deliveries(db: Database) -> None:
    """Make the ledger of deliveries, one row per reader and slot, so that queueing twice changes nothing."""
    db.execute(
        "create table deliveries (delivery integer primary key,"
        " reader integer not null references readers on delete cascade, channel text not null, slot text not null,"
        " state text not null, attempts integer not null default 0, doubts integer not null default 0,"
        " next_at text not null, lease_until text, issue integer references issues on delete set null,"
        " message text, error text, done_at text, unique (reader, slot)) strict"
    )
    db.execute("create index deliveries_queued on deliveries (channel, next_at) where state = 'queued'")
    db.execute("create index deliveries_leased on deliveries (lease_until) where state = 'sending'")
    db.execute("create index deliveries_of_slot on deliveries (slot)")
    db.execute(
        "create table pauses (channel text not null, chat text not null, until text not null,"
        " primary key (channel, chat)) strict"
    )


@migrations()
def news(db: Database) -> None:
    """Make the table of when a verdict or briefing was first live, so that each reader is told once."""
    db.execute(
        "create table news (kind text not null, what text not null, at text not null, primary key (kind, what)) strict,"
        " without rowid"
    )


@migrations()
def inbox(db: Database) -> None:
    """Make the table of check-ins for readers of the page, kept until they have been seen."""
    db.execute(
        "create table inbox (item integer primary key, reader integer not null references readers on delete cascade,"
        " command text not null, at text not null, seen integer not null default 0) strict"
    )
    db.execute("create index inbox_unseen on inbox (reader) where seen = 0")


@migrations()
def history(db: Database) -> None:
    """Make the tables of editors: texts of files by their digest, the editions they made, and drafts of new ones."""
    db.execute("create table texts (hash text primary key, content blob not null) strict")
    db.execute(
        "create table editions (edition integer primary key, digest text not null, by text not null, at text not null,"
        " how text not null, what text not null, files text not null) strict"
    )
    db.execute(
        "create table drafts (digest text primary key, by text not null, at text not null, how text not null,"
        " base text not null, files text not null) strict"
    )


@migrations()
def staff(db: Database) -> None:
    """Make the tables of readers who became editors by the link of the page, and of forms half filled in."""
    db.execute(
        "create table editors (reader integer primary key references readers on delete cascade, since text not null)"
        " strict"
    )
    db.execute(
        "create table forms (reader integer primary key references readers on delete cascade, form text not null,"
        " at text not null) strict"
    )


@migrations()
def notes(db: Database) -> None:
    """Make the table of the editors' notes to all; `reached` is the last reader for whom it was queued, so far."""
    db.execute(
        "create table notes (note integer primary key, zh text not null, en text not null, by text not null,"
        " at text not null unique, reached integer not null default 0, spread integer not null default 0,"
        " stopped integer not null default 0) strict"
    )
    db.execute("alter table deliveries add column note integer references notes")
    db.execute("create index deliveries_of_note on deliveries (note, state) where note is not null")


@migrations()
def last_words(db: Database) -> None:
    """Make the indexes that find a reader's last word of a prediction, of one kind or before a day, among any many."""
    db.execute("drop index votes_of_reader")
    db.execute("create index votes_of_reader on votes (reader, prediction, value glob '[0-9]*')")
    db.execute("create index votes_chances on votes (reader, prediction, at) where value glob '[0-9]*'")


@migrations()
def hangers_on(db: Database) -> None:
    """Make the indexes by which a row that goes finds what hangs on it, and a night what has expired."""
    db.execute("create index deliveries_of_issue on deliveries (issue) where issue is not null")
    db.execute("create index deliveries_done on deliveries (done_at) where done_at is not null")
    db.execute("create index inbox_of_reader on inbox (reader)")
    db.execute("create index inbox_since on inbox (at)")


@migrations()
def plain_plans(db: Database) -> None:
    """Forget the statistics of indexes: every statement has one index that is meant for it, and none may be led away.

    They were taken at night by a walk through all tables.
    """
    db.execute("drop table if exists sqlite_stat1")
    db.execute("drop table if exists sqlite_stat4")


@migrations()
def keys(db: Database) -> None:
    """Keep of the keys of the page's readers their digests alone."""
    for number, key in db.execute("select reader, id from readers where channel = 'web'").fetchall():
        db.execute("update readers set id = ? where reader = ?", (Reader("web", key).id, number))


@migrations()
def visits(db: Database) -> None:
    """Make the table of the day a reader of the page came first, and whether they came back later; those of before did.

    Until then their votes count for themselves alone: a reader of the page costs nothing to make up.
    """
    db.execute(
        "create table visits (reader integer primary key references readers on delete cascade, first text,"
        " back integer not null default 0) strict"
    )
    db.execute("insert into visits select reader, null, 1 from readers where channel = 'web'")


@migrations()
def unfound(db: Database) -> None:
    """Make the tables of questions that found nothing: those enough people asked, and of the others digests alone.

    The key of the digests lasts a month; digests of different keys tell nobody whether they are of the same.
    """
    db.execute(
        "create table unfound (question text primary key, count integer not null, on_day text not null) strict,"
        " without rowid"
    )
    db.execute(
        "create table unfound_digests (number integer primary key, question blob not null, asker blob not null,"
        " unique (question, asker)) strict"
    )
    db.execute(
        "create table unfound_key (only integer primary key check (only = 1), secret blob not null,"
        " since text not null) strict"
    )


@migrations()
def chain(db: Database) -> None:
    """Make the table of the chain of editions, and seal those there are, as they are, without their goalposts."""
    db.execute("alter table editions add column goalposts text")
    db.execute(
        "create table links (edition integer primary key, before text not null, content text not null,"
        " seal text not null) strict"
    )
    seal = ""
    for number, digest, at, how, what, files in db.execute(
        "select edition, digest, at, how, what, files from editions order by edition"
    ).fetchall():
        entry = EditionEntry(number, digest, "", dt.datetime.fromisoformat(at), how, json.loads(what))
        made = link(number, seal, Sealed(entry, json.loads(files), None))
        db.execute("insert into links values (?, ?, ?, ?)", astuple(made))
        seal = made.seal
