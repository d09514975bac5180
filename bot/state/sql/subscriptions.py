"""Subscriptions: one of each reader, running or paused; what waits for a reader goes when theirs ends."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.people.readers import PausedBy, Reader, Subscription
from bot.state.sql import rows
from bot.state.sql.connection import Database
from bot.state.sql.errors import answering
from bot.state.sql.readers import ReaderRows

SUBSCRIBED: Final = f"select {rows.SUBSCRIPTION} from subscriptions where reader = ?"


@answering
class SubscriptionRows(ReaderRows):
    """Keeps subscriptions; every method is one transaction."""

    async def subscribe(self, reader: Reader, subscription: Subscription) -> None:
        """Write a reader's subscription, new or changed."""
        with self.writing() as db:
            self._subscribe(db, rows.reader_number(db, reader), subscription)

    def _subscribe(self, db: Database, number: int, subscription: Subscription) -> None:
        columns = rows.columns(subscription)
        marks = ", ".join("?" * (len(columns) + 1))
        changes = ", ".join(f"{each} = excluded.{each}" for each in rows.SUBSCRIPTION.split(", "))
        query = (
            f"insert into subscriptions (reader, {rows.SUBSCRIPTION}) values ({marks})"
            f" on conflict (reader) do update set {changes}"
        )
        db.execute(query, (number, *columns))
        if subscription.paused:
            _drop_queued(db, number)

    def unsubscribe(self, reader: Reader) -> None:
        """Delete a reader's subscription and what waits for them; votes stay."""
        with self.writing() as db:
            self._unsubscribe(db, rows.reader_number(db, reader))

    def _unsubscribe(self, db: Database, number: int) -> None:
        db.execute("delete from subscriptions where reader = ?", (number,))
        _drop_queued(db, number)

    async def pause(self, reader: Reader, by: PausedBy, now: dt.datetime) -> None:
        """Pause a subscription that runs, with the reason and the day; everything of it is kept."""
        self.paused(reader, by, now)

    def paused(self, reader: Reader, by: PausedBy, now: dt.datetime) -> None:
        """Do the same, as a part of a transaction if there is one."""
        with self.writing() as db:
            number = rows.reader_number(db, reader)
            query = "update subscriptions set paused = ?, paused_on = ? where reader = ? and paused is null"
            db.execute(query, (by, now.date().isoformat(), number))
            _drop_queued(db, number)

    async def subscription(self, reader: Reader) -> Subscription | None:
        """Return a reader's subscription, paused or not."""
        number = self._number(reader)
        return None if number is None else self._subscription(number)

    def _subscription(self, number: int) -> Subscription | None:
        row = self.connection.execute(SUBSCRIBED, (number,)).fetchone()
        try:
            return rows.as_subscription(row) if row else None
        except rows.UNREADABLE:
            rows.set_aside("subscriptions", number)
            return None


def _drop_queued(db: Database, number: int) -> None:
    db.execute("delete from deliveries where reader = ? and state = 'queued'", (number,))
