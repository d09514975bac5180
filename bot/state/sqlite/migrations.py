"""The state's tables, forward only: append a step, never edit one that has been released.

Instants are UTC text of fixed width (2026-11-24T09:30:00Z), so that they sort as text; lists are JSON. The steps of
before stand in `first_steps`.
"""

from __future__ import annotations

from collections import Counter

from sqlite_utils import Database

from bot.state.sqlite.first_steps import migrations

__all__ = ["migrations"]


@migrations()
def conversations(db: Database) -> None:
    """Make the table of what readers of the page asked, each question once, so that a page that is reloaded has it."""
    db.execute(
        "create table conversations (question integer primary key,"
        " reader integer not null references readers on delete cascade, command text not null, at text not null,"
        " unique (reader, command)) strict"
    )
    db.execute("create index conversations_of_reader on conversations (reader, question)")
    db.execute("create index conversations_since on conversations (at)")


@migrations()
def cards(db: Database) -> None:
    """Keep which questions of a check-in were answered in it: its cards turn by that, not by what a clock said.

    Of those of before it is reckoned from when their readers' votes were given.
    """
    db.execute("alter table issues add column answered text not null default '[]'")
    db.execute(
        "update issues set answered = (select json_group_array(value) from json_each(issues.questions) where exists ("
        "select 1 from votes where votes.reader = issues.reader and prediction = value and votes.at >= issues.at"
        " and votes.at < coalesce((select min(later.at) from issues as later"
        " where later.reader = issues.reader and later.at > issues.at), '9999')))"
        " where json_valid(questions)"
    )


@migrations()
def follows(db: Database) -> None:
    """Make the table of the predictions that readers follow, each since when."""
    db.execute(
        "create table follows (reader integer not null references readers on delete cascade, prediction text not null,"
        " at text not null, primary key (reader, prediction)) strict, without rowid"
    )


@migrations()
def answered_in(db: Database) -> None:
    """Make the table of the groups in which readers answered what: a group is told how its members did together."""
    db.execute(
        "create table answered_in (reader integer not null references readers on delete cascade,"
        " chat integer not null references readers on delete cascade, prediction text not null,"
        " primary key (chat, prediction, reader)) strict, without rowid"
    )
    db.execute("create index answered_in_of_reader on answered_in (reader)")


@migrations()
def cards_answered(db: Database) -> None:
    """Reckon anew which questions of check-ins of before were answered: `cards` read a vote's value for a question.

    What has been noted since stays as it is.
    """
    db.execute(
        "update issues set answered = (select json_group_array(question.value) from json_each(issues.questions)"
        " as question where exists (select 1 from votes where votes.reader = issues.reader"
        " and votes.prediction = question.value and votes.at >= issues.at"
        " and votes.at < coalesce((select min(later.at) from issues as later"
        " where later.reader = issues.reader and later.at > issues.at), '9999')))"
        " where json_valid(questions) and answered = '[]'"
    )


@migrations()
def appeals(db: Database) -> None:
    """Make the tables of readers' appeals, of who says so too, and of what editors answered.

    A reader who goes takes their words along: what was not answered goes, of the rest the answer stays. No number is
    given twice: by the number of one that was taken back, an editor would answer another.
    """
    db.execute(
        "create table replies (reply integer primary key, zh text not null, en text not null, by text not null,"
        " at text not null) strict"
    )
    db.execute(
        "create table appeals (appeal integer primary key autoincrement,"
        " reader integer references readers on delete set null, prediction text not null, against text not null,"
        " words text not null, at text not null, decision text, reply integer references replies,"
        " seconds integer not null default 0, unique (reader, prediction, at)) strict"
    )
    db.execute("create unique index appeals_waiting_of on appeals (reader, prediction) where decision is null")
    db.execute("create index appeals_waiting on appeals (prediction) where decision is null")
    db.execute("create index appeals_heard on appeals (prediction) where decision in ('upheld', 'declined')")
    db.execute("create index appeals_of_reply on appeals (reply) where reply is not null")
    db.execute(
        "create trigger appeals_taken_back before delete on readers begin"
        " delete from appeals where reader = old.reader and decision is null;"
        " update appeals set words = '' where reader = old.reader; end"
    )
    db.execute(
        "create table seconds (reader integer not null references readers on delete cascade, prediction text not null,"
        " at text not null, primary key (reader, prediction)) strict, without rowid"
    )
    db.execute("create index seconds_of_prediction on seconds (prediction)")


@migrations()
def crossings(db: Database) -> None:
    """Make the tables of the links by which readers go on elsewhere, of their keys digests, and of what went over.

    Of a crossing there is what came to its reader from its `maker`, until it can be undone no more.
    """
    db.execute(
        "create table passes (reader integer primary key references readers on delete cascade,"
        " key text not null unique, until text not null) strict"
    )
    db.execute("create index passes_until on passes (until)")
    db.execute(
        "create table crossings (crossing integer primary key,"
        " reader integer not null references readers on delete cascade,"
        " maker integer not null references readers on delete cascade, key text not null unique, at text not null,"
        " answers integer not null, carried text not null) strict"
    )
    db.execute("create index crossings_of_reader on crossings (reader)")
    db.execute("create index crossings_of_maker on crossings (maker)")
    db.execute("create index crossings_since on crossings (at)")


@migrations()
def received(db: Database) -> None:
    """Make the table of what networks brought: what it said until it is handled, that it came for as long as needed.

    No number of an item is given twice: who takes them in their order must meet each one.
    """
    db.execute(
        "create table received (item integer primary key autoincrement, source text not null, number integer not null,"
        " content blob, at text not null, unique (source, number)) strict"
    )
    db.execute("create index received_since on received (at)")


@migrations()
def tallies(db: Database) -> None:
    """Make the table of how many readers say what of each prediction, and fill it with their last words.

    They were counted at each start, and kept in memory. By which names, and until which close, the table `basis` says:
    so far under the names that were given. Readers of the page who have not come back yet count for themselves alone.
    """
    db.execute(
        "create table tallies (prediction text not null, closed integer not null, value text not null,"
        " readers integer not null, primary key (prediction, closed, value)) strict, without rowid"
    )
    db.execute("create table basis (name text primary key, current text not null, closes text) strict, without rowid")
    words = (*("1", "5", "20", "35", "50", "65", "80", "95", "99"), *("yes", "partly", "no", "unclear"))
    last = (
        "select prediction, value, max(vote) from votes where reader not in (select reader from readers"
        " where channel = 'web' and reader not in (select reader from visits where back))"
        f" and value in ({', '.join('?' * len(words))}) group by reader, prediction, value glob '[0-9]*'"
    )
    # Reader by reader, by the index: sorted by prediction, millions of them would take as much room again.
    found = Counter((prediction, value) for prediction, value, _ in db.execute(last, words))
    rows = [(prediction, value, count) for (prediction, value), count in sorted(found.items())]
    db.conn.executemany("insert into tallies (prediction, closed, value, readers) values (?, 0, ?, ?)", rows)
