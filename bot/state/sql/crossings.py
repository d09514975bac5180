"""Crossings: keys of links as digests, and what goes over from one reader to another and back again.

A row that goes over keeps its number, so that it is known which ones came; what both have stays where it is. What a
channel knows a reader by stays: deliveries, inbox, conversation, visits, and the rights of editors.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any, Final

import orjson

from bot.people.changes import Cross, CrossBack, MakePass
from bot.people.crossings import (
    PASS_LIFETIME,
    UNDO_LIFETIME,
    given_back,
    one_subscription,
    same_plan,
)
from bot.people.readers import Crossing, Offer, Reader, Subscription
from bot.state.sql import rows
from bot.state.sql.connection import Database, instant, text
from bot.state.sql.errors import answering
from bot.state.sql.reader_votes import NOTHING_SAID, votes_of
from bot.state.sql.subscriptions import SubscriptionRows
from bot.state.sql.votes import VoteRows

_GO_OVER: Final = {
    "votes": ("vote",),
    "issues": ("issue",),
    "asked": ("prediction",),
    "follows": ("prediction",),
    "answered_in": ("chat", "prediction"),
    "appeals": ("appeal",),
    "seconds": ("prediction",),
}
"""The tables whose rows go over, each with the columns that tell a reader's rows apart."""
_COLUMNS: Final = "crossing, crossings.reader, maker, at, answers, carried, channel"
LAST_CROSSING: Final = (
    f"select {_COLUMNS} from crossings join readers on readers.reader = maker"
    " where (crossings.reader = ? or maker = ?) and at > ? order by crossing desc limit 1"
)


@answering
class CrossingRows(SubscriptionRows, VoteRows):
    """Keeps passes and crossings. Every method is one transaction."""

    def go_over(self, reader: Reader, change: MakePass | Cross | CrossBack, now: dt.datetime) -> None:
        """Keep the key of a link, let what it brings come to a reader, or let the last crossing of one be undone."""
        match change:
            case MakePass(key):
                self._make_pass(reader, key, now)
            case Cross(key):
                self._cross(reader, key, now)
            case CrossBack():
                self._cross_back(reader, now)

    async def offer(self, reader: Reader, key: str, now: dt.datetime) -> Offer | Crossing | None:
        """Return what a link brings to a reader; the crossing, where it was one of theirs; None for any other key."""
        number = self._number(reader)
        found = self._maker(key, now)
        if found is None:
            query = f"select {_COLUMNS} from crossings join readers on readers.reader = maker where key = ?"
            used = self.connection.execute(query, (_digest(key),)).fetchone()
            return self._read(used, number) if used and number in (used[1], used[2]) else None
        maker, channel = found
        there, here = self._answered_by(maker), self._answered_by(number)
        return Offer(
            channel,
            len(there),
            len(there & here),
            self._count("follows", maker),
            self._count("appeals", maker),
            self._subscription(maker),
            own=maker == number,
        )

    def crossing(self, reader: Reader, now: dt.datetime) -> Crossing | None:
        """Return the last crossing of a reader that can still be undone."""
        number = self._number(reader)
        return None if number is None else self._last_crossing(number, now)

    async def counterpart(self, reader: Reader, now: dt.datetime) -> Reader | None:
        """Return who is at the other end of the last crossing of a reader."""
        number = self._number(reader)
        row = self._last_row(number, now) if number is not None else None
        if row is None:
            return None
        other = row[2] if row[1] == number else row[1]
        return Reader(*self.connection.execute("select channel, id from readers where reader = ?", (other,)).fetchone())

    def _make_pass(self, reader: Reader, key: str, now: dt.datetime) -> None:
        with self.writing() as db:
            row = (rows.reader_number(db, reader), _digest(key), text(now + PASS_LIFETIME))
            db.execute("delete from passes where reader = ? or key = ?", row[:2])
            db.execute("insert into passes (reader, key, until) values (?, ?, ?)", row)

    def _maker(self, key: str, now: dt.datetime) -> tuple[int, str] | None:
        """Return the number and the channel of who made a link that is good now."""
        query = (
            "select reader, channel from passes join readers using (reader) where key = ? and until > ? and until <= ?"
        )
        # One that ends later than any made now was made by a clock that was wrong.
        found = self.connection.execute(query, (_digest(key), text(now), text(now + PASS_LIFETIME))).fetchone()
        return found and (found[0], found[1])

    def _answered_by(self, number: int | None) -> frozenset[str]:
        said = NOTHING_SAID if number is None else votes_of(self.connection, number, self._names, {})
        return frozenset((*said.chances, *said.rulings))

    def _count(self, table: str, number: int) -> int:
        query = f"select count(*) from {table} where reader = ?"
        found: int = self.connection.execute(query, (number,)).fetchone()[0]
        return found

    def _last_row(self, number: int, now: dt.datetime) -> tuple[Any, ...] | None:
        values = (number, number, text(now - UNDO_LIFETIME))
        found: tuple[Any, ...] | None = self.connection.execute(LAST_CROSSING, values).fetchone()
        return found

    def _last_crossing(self, number: int, now: dt.datetime) -> Crossing | None:
        row = self._last_row(number, now)
        return self._read(row, number) if row else None

    def _read(self, row: tuple[Any, ...], number: int | None) -> Crossing | None:
        return next(rows.readable("crossings", [row], lambda row: self._crossing(row, number)), None)

    def _crossing(self, row: tuple[Any, ...], number: int | None) -> Crossing:
        _, taker, _, at, answers, _, channel = row
        came = number == taker
        if not came:
            (channel,) = self.connection.execute("select channel from readers where reader = ?", (taker,)).fetchone()
        since = instant(at)
        return Crossing(channel, came, since, answers, since + UNDO_LIFETIME)

    def _cross(self, reader: Reader, key: str, now: dt.datetime) -> None:
        """Let all that a link brings come to a reader, unless it is their own, or good no more."""
        found = self._maker(key, now)
        if found is None or found[0] == self._number(reader):
            return
        maker, _ = found
        with self.writing() as db:
            taker = rows.reader_number(db, reader)
            with self._counting(db, maker, taker):
                self._bring(db, maker, taker, _digest(key), now)

    def _bring(self, db: Database, maker: int, taker: int, digest: str, now: dt.datetime) -> None:
        answers = len(self._answered_by(maker))
        carried: dict[str, Any] = {"language": _bring_language(db, maker, taker)}
        later = (
            "update asked set at = (select max(of_both.at) from asked as of_both where of_both.reader in (?, ?)"
            " and of_both.prediction = asked.prediction) where reader = ?"
            " and prediction in (select prediction from asked where reader = ?)"
        )
        db.execute(later, (taker, maker, taker, maker))
        answered = db.execute("select issue, answered from issues where reader = ?", (maker,)).fetchall()
        for table, key in _GO_OVER.items():
            query = f"{rows.give(table)} returning {', '.join(key)}"
            carried[table] = sorted(db.execute(query, (taker, maker, taker)).fetchall())
        own = (
            "delete from seconds where reader = ?"
            " and prediction in (select prediction from appeals where reader = ? and decision is null)"
        )
        db.execute(own, (taker, taker))  # nobody seconds themselves
        carried["answered"] = answered
        carried["subscriptions"] = self._bring_subscription(db, maker, taker, now)
        db.execute("delete from passes where reader = ?", (maker,))
        # What came to the maker in the last days goes on with the rest: who gave it can still have it back.
        db.execute("update crossings set reader = ? where reader = ?", (taker, maker))
        db.execute("delete from crossings where reader = ? and maker = reader", (taker,))
        row = (taker, maker, digest, text(now), answers, orjson.dumps(carried).decode())
        db.execute("insert into crossings (reader, maker, key, at, answers, carried) values (?, ?, ?, ?, ?, ?)", row)

    def _bring_subscription(self, db: Database, maker: int, taker: int, now: dt.datetime) -> list[list[Any] | None]:
        """Make one subscription of two; return those there were, the maker's first, and the one there is now."""
        comes, here = self._subscription(maker), self._subscription(taker)
        if comes is None:
            return [None, _columns(here), _columns(here)]
        stays = one_subscription(here, comes, now)
        assert stays, "one of two"
        if not stays.paused and not (here and not here.paused):  # a check-in on its way goes where the others will go
            query = f"{rows.give('deliveries')} and state = 'queued' returning delivery"
            moved = db.execute(query, (taker, maker, taker)).fetchall()
            query = "update deliveries set channel = (select channel from readers where reader = ?) where delivery = ?"
            db.executemany(query, [(taker, delivery) for (delivery,) in moved])
        self._unsubscribe(db, maker)
        self._subscribe(db, taker, stays)
        return [_columns(comes), _columns(here), _columns(stays)]

    def _cross_back(self, reader: Reader, now: dt.datetime) -> None:
        number = self._number(reader)
        row = None if number is None else self._last_row(number, now)
        if row is None:
            return
        crossing, taker, maker, _, _, carried, _ = row
        came = rows.or_none(orjson.loads, carried)
        if came is None:
            rows.set_aside("crossings", crossing)
            return
        with self.writing() as db, self._counting(db, maker, taker):
            gone = db.execute("delete from crossings where crossing = ?", (crossing,))
            if gone.rowcount:  # not undone just now from the other end
                self._give_back(db, maker, taker, came, now)

    def _give_back(self, db: Database, maker: int, taker: int, carried: dict[str, Any], now: dt.datetime) -> None:
        for table, key in _GO_OVER.items():
            those = " and ".join(f"{each} = ?" for each in key)
            query = f"{rows.give(table)} and {those}"
            db.executemany(query, [(maker, taker, maker, *each) for each in carried[table]])
        # What the other end answered in check-ins that came is nobody's business here.
        query = "update issues set answered = ? where issue = ? and reader = ?"
        db.executemany(query, [(answered, issue, maker) for issue, answered in carried["answered"]])
        if carried["language"]:
            db.execute("update readers set language = null where reader = ?", (taker,))
        theirs, former, made = map(_subscription, carried["subscriptions"])
        here = self._subscription(taker)
        same = same_plan(here, made)
        if theirs and same:  # who has chosen something else since keeps that
            self._unsubscribe(db, taker)
            if former:
                self._subscribe(db, taker, given_back(former, now, here))
        if theirs and self._subscription(maker) is None:
            self._subscribe(db, maker, given_back(theirs, now, here if same else None))

    @contextlib.contextmanager
    def _counting(self, db: Database, *readers: int) -> Iterator[None]:
        """Count readers by what is theirs once the context ends; what is at hand changes once all of it is kept."""
        objected = {name for each in readers for name in self.appeals.of_all(each)}
        with self._tallies.moving(db, *readers):
            yield
        self.afterwards(lambda: self.appeals.look_again(objected))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _bring_language(db: Database, maker: int, taker: int) -> bool:
    """Let a chosen language come to who chose none; tell whether it did."""
    query = (
        "update readers set language = (select language from readers where reader = ?) where reader = ?"
        " and language is null and exists (select 1 from readers where reader = ? and language is not null)"
    )
    return db.execute(query, (maker, taker, maker)).rowcount > 0


def _columns(subscription: Subscription | None) -> list[Any] | None:
    return [*rows.columns(subscription)] if subscription else None


def _subscription(columns: list[Any] | None) -> Subscription | None:
    return rows.as_subscription(tuple(columns)) if columns else None
