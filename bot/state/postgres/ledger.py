"""The ledger of deliveries, of which other processes may have some in hand, and all are told what one has to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, cast

from bot.people.schedule import LONGEST_WAIT
from bot.state.postgres.round_trips import Rows
from bot.state.postgres.session import Session
from bot.state.sql.connection import instant, text
from bot.state.sql.errors import answering
from bot.state.sql.ledger import LedgerRows, late, recording
from bot.state.sql.rows import ISSUE, issue_row
from bot.state.values import Closed, Delivery, News, Result, Sent

_OURS: Final = "where exists (select 1 from deliveries where delivery = ? and attempts = ?)"
_ISSUED: Final = f"insert into issues (issue, {ISSUE}) select ?, ?, ?, ?, ?, ?, ? {_OURS}"
_ASKED: Final = (
    f"insert into asked (reader, prediction, at) select ?, ?, ? {_OURS}"
    " on conflict (reader, prediction) do update set at = excluded.at"
)
_NUMBERS: Final = "select nextval(pg_get_serial_sequence('issues', 'issue')) from generate_series(1, ?)"


@answering
class SharedLedger(LedgerRows):
    """Deliveries, of which other processes may have some in hand."""

    async def release(self, now: dt.datetime, *, everything: bool = False) -> int:
        """Queue again what was claimed and not closed in time; at start too: others may be at work, and have time."""
        return await super().release(now)

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
        """Write what became of claimed deliveries, by two ways to the database and back, however many they are."""
        with self._claimed.kept([each.delivery.number for each in results]), self._store.writing() as db:
            issued = sum(isinstance(each, Sent) and each.issue is not None for each in results)
            numbers = (number for (number,) in db.execute(_NUMBERS, (issued,)).fetchall()) if issued else iter(())
            for each in results:
                if isinstance(each, Closed) and each.paused:
                    self._record(db, each, now)
                else:
                    _later(cast(Session, db), each, numbers, now)


def _later(session: Session, result: Result, numbers: Iterator[int], now: dt.datetime) -> None:
    """Write what became of one with all that is written next; nothing of it where another has it by now."""
    whose, issue = (result.delivery.id, result.delivery.attempts), None
    if isinstance(result, Sent) and result.issue:
        issue, reader = next(numbers), result.delivery.number
        session.later(_ISSUED, (issue, *issue_row(reader, result.issue, now), *whose))
        for question in result.issue.questions:
            session.later(_ASKED, (reader, question, text(now), *whose))
    session.later(*recording(result, issue, now), partial(_told, result))


def _told(result: Result, found: Rows) -> None:
    if not found.rowcount:
        late(result)
