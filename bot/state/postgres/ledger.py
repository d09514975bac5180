"""The ledger of deliveries, of which other processes may have some in hand, and all are told what one has to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final, cast

from bot.people.schedule import LONGEST_WAIT
from bot.state.postgres.round_trips import Rows
from bot.state.postgres.session import Session
from bot.state.sql.connection import Database, instant, text
from bot.state.sql.errors import answering
from bot.state.sql.ledger import QUEUE, UNLESS_QUEUED, LedgerRows, Moved, Queued, late, recording, state_of
from bot.state.sql.rows import ISSUE, issue_row
from bot.state.values import Closed, Delivery, News, Result, Sent

_GIVEN: Final = "string_to_array(?, ' ', '-')"
"""The values of a column as words, which takes far less time to tell than a list; none holds a space."""
_QUEUED: Final = f"{QUEUE} select * from unnest({_GIVEN}::bigint[], {', '.join([_GIVEN] * 5)}) {UNLESS_QUEUED}"
_MOVED: Final = (
    "update subscriptions set next_at = moved.next_at, last_at = coalesce(moved.last_at, subscriptions.last_at)"
    f" from unnest({_GIVEN}, {_GIVEN}, {_GIVEN}::bigint[]) as moved (next_at, last_at, reader)"
    " where subscriptions.reader = moved.reader"
)
_SENT: Final = (
    f"with given (delivery, attempts, state, message, {ISSUE}) as (select * from unnest(?::bigint[], ?::bigint[],"
    " ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])),"
    " done as materialized (select given.*,"
    " case when given.at is not null then nextval(pg_get_serial_sequence('issues', 'issue')) end as issue"
    " from given join deliveries using (delivery, attempts)),"
    f" issued as (insert into issues (issue, {ISSUE}) select issue, {ISSUE} from done where issue is not null)"
    " update deliveries set state = done.state, lease_until = null, issue = done.issue, message = done.message,"
    " done_at = ? from done where deliveries.delivery = done.delivery and deliveries.attempts = done.attempts"
    " returning deliveries.delivery"
)
_ASKED: Final = (
    "with done (reader, prediction, delivery, attempts) as"
    " (select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]))"
    " insert into asked (reader, prediction, at) select distinct done.reader, prediction, ?::text"
    " from done join deliveries using (delivery, attempts)"
    " on conflict (reader, prediction) do update set at = excluded.at"
)
_NO_ISSUE: Final = (None,) * 6


@answering
class SharedLedger(LedgerRows):
    """Deliveries, of which other processes may have some in hand."""

    slice = 1_000  # what a transaction costs beside its rows is shared by more of them
    planners = 2  # the database writes what is reckoned of one while the other is reckoned
    gathers = 0.02  # what a transaction costs beside its rows, again

    async def enqueue_due(self, now: dt.datetime, most: int) -> int:
        """Queue what is due as ever, in the order of its index.

        Without statistics, as after a restore, the database would sort all that is due for each slice.
        """
        with self._store.writing() as db:
            cast(Session, db).later("set local enable_sort = off")
            return await super().enqueue_due(now, most)

    async def release(self, now: dt.datetime, *, everything: bool = False) -> int:
        """Queue again what was claimed and not closed in time; at start too: others may be at work, and have time."""
        return await super().release(now)

    def _queue(self, db: Database, rows: Sequence[Queued]) -> None:
        if rows:
            cast(Session, db).later(_QUEUED, _words(rows))

    def _move(self, db: Database, rows: Sequence[Moved]) -> None:
        if rows:
            cast(Session, db).later(_MOVED, _words(rows))

    async def claim(self, channel: str, now: dt.datetime, most: int, lease: dt.timedelta) -> list[Delivery]:
        """Take queued rows as ever; none while the channel rests, whichever process was told that it must."""
        query = "select 1 from pauses where channel = ? and chat = '*' and until > ? and until <= ?"
        rests = self._store.connection.execute(query, (channel, text(now), text(now + LONGEST_WAIT))).fetchone()
        return [] if rests else await super().claim(channel, now, most, lease)

    async def next_at(self, channel: str) -> dt.datetime | None:
        """Return when the next queued row of a channel may go: not before its rest is over."""
        if (at := await super().next_at(channel)) is None:
            return None
        query = "select until from pauses where channel = ? and chat = '*'"
        rest = self._store.connection.execute(query, (channel,)).fetchone()
        return max(at, instant(rest[0])) if rest else at

    async def ticked(self) -> None:
        """Let all processes know that one looked for what is due."""
        with self._store.writing():
            self._store.tell(News("ticked"))

    async def reclaim(self, now: dt.datetime) -> int:
        """Queue again what other processes claimed and did not close in time: they are dead, or stand still."""
        return await super().release(now)

    async def record(self, results: Sequence[Result], now: dt.datetime) -> None:
        """Write what became of claimed deliveries, by one way to the database and back, however many they are."""
        sent = [each for each in results if isinstance(each, Sent)]
        with self._claimed.kept([each.delivery.number for each in results]), self._store.writing() as db:
            for each in results:
                if isinstance(each, Closed) and each.paused:
                    self._record(db, each, now)
                elif not isinstance(each, Sent):
                    cast(Session, db).later(*recording(each, None, now), partial(_told, [each]))
            if sent:
                _sent(cast(Session, db), sent, now)


def _sent(session: Session, sent: Sequence[Sent], now: dt.datetime) -> None:
    """Write of all that left that they did, and what was asked; nothing of those that another has by now."""
    rows = [(*_whose(each), state_of(each), each.message, *_issued(each, now)) for each in sent]
    session.later(_SENT, (*_columns(rows), text(now)), partial(_told, sent))
    if asked := [row for each in sent for row in _asked(each)]:
        session.later(_ASKED, (*_columns(asked), text(now)))


def _issued(sent: Sent, now: dt.datetime) -> tuple[int | str | None, ...]:
    return issue_row(sent.delivery.number, sent.issue, now) if sent.issue else _NO_ISSUE


def _asked(sent: Sent) -> Iterator[tuple[int | str, ...]]:
    for question in sent.issue.questions if sent.issue else ():
        yield (sent.delivery.number, question, *_whose(sent))


def _whose(result: Result) -> tuple[int, int]:
    return result.delivery.id, result.delivery.attempts


def _columns(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    return tuple(map(list, zip(*rows, strict=True)))


def _words(rows: Iterable[tuple[Any, ...]]) -> tuple[str, ...]:
    return tuple(" ".join("-" if each is None else str(each) for each in column) for column in zip(*rows, strict=True))


def _told(results: Sequence[Result], found: Rows) -> None:
    """Tell of which deliveries nothing was written: of several their numbers come back, of one how many they are."""
    if found.rowcount < len(results):
        written = {number for (number,) in found}
        for each in results:
            if each.delivery.id not in written:
                late(each)
