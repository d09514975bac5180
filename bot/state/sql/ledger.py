"""The ledger of deliveries: one row per reader and slot, from queued to its final state.

States: queued → sending → sent, or empty (nothing to say, and the reader wants no empty weeks), missed (too old after
an outage), gone (the reader blocked us: subscription paused), muted (they have us but forbid us to write: paused too),
failed (the channel refused the message for good), doubt (the wire broke after the request left, twice). A claimed row
carries a lease; what a dead process had claimed is queued again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Final, NamedTuple

from bot.content.texts import LANGUAGES
from bot.people.readers import Reader
from bot.people.schedule import LONGEST_GAP, LONGEST_WAIT, Weekly, due_slot, pulled, reschedule
from bot.state.sql.claimed import Claimed
from bot.state.sql.connection import Database, instant, text
from bot.state.sql.errors import answering
from bot.state.sql.rows import readable, write_issue
from bot.state.sql.subscriptions import SubscriptionRows
from bot.state.values import Closed, Delivery, News, Requeued, Result, Sent

logger = logging.getLogger(__name__)

_UNREADABLE: Final = (ValueError, LookupError, OSError)
"""What days that are none and `zoneinfo`, asked for zones that are none, raise."""
_PLAN: Final = "reader, channel, weekday, minute, zone, next_at, last_at, since"

_FREE: Final = "/* for update of subscriptions skip locked */"
QUEUE: Final = "insert into deliveries (reader, channel, slot, state, next_at, done_at)"
UNLESS_QUEUED: Final = (
    "on conflict (reader, slot) do update set state = excluded.state, attempts = 0, doubts = 0, issue = null,"
    " message = null, error = null, next_at = excluded.next_at, done_at = excluded.done_at"
    " where deliveries.note is null and (deliveries.state = 'missed' or deliveries.done_at > excluded.next_at)"
    " and excluded.slot > (select coalesce(last_at, '') from subscriptions where reader = excluded.reader)"
)
"""A slot is queued once. Only where a clock that was ahead has missed or sent it in the future, and another one has
been queued since, it is queued anew when it really comes."""
Queued = tuple[int, str, str, str, str, str | None]
"""Reader, channel, slot, state, when it may go, and when it was done with if that is all there is to do."""
Moved = tuple[str, str | None, int]
"""When the next slot of a subscription is, and when the last one was if there was one just now; and its reader."""


class _Turn(NamedTuple):
    """What to do about a subscription that is due, as it is stored: a slot that is owed is queued, or noted as missed.

    `next` is pending then.
    """

    slot: str | None
    missed: bool
    next: str


_Reckon = Callable[..., _Turn]
"""Returns it for the columns of `_PLAN` from the weekday on; raises `_UNREADABLE`."""


@answering
class LedgerRows:
    """Queues, claims and closes deliveries. Every method is one transaction."""

    slice = 100
    planners = 1
    gathers = 0.0

    def __init__(self, store: SubscriptionRows, claimed: Claimed) -> None:
        self._store, self._claimed = store, claimed

    async def enqueue_due(self, now: dt.datetime, most: int) -> int:
        """Queue what is due, at most so many, and set each reader's next slot; return how many were due."""
        at = text(now)
        with self._store.writing() as db:
            query = (
                f"select {_PLAN} from subscriptions join readers using (reader) where paused is null and next_at <= ?"
            )
            rows = db.execute(f"{query} order by next_at limit ? {_FREE}", (at, most)).fetchall()
            reckon = cache(partial(_reckoned, now))  # what is due together has few slots, and a million readers
            turns = [(row[0], row[1], _turn(row, now, reckon)) for row in rows]
            owed = [each for each in turns if each[2].slot]
            self._queue(db, [_queued(*each, at) for each in owed])
            self._move(db, [_moved(reader, turn, at) for reader, _, turn in turns])
            if owed:
                self._store.tell(News("due"))
        return len(turns)

    def _queue(self, db: Database, rows: Sequence[Queued]) -> None:
        db.executemany(f"{QUEUE} values (?, ?, ?, ?, ?, ?) {UNLESS_QUEUED}", rows)

    def _move(self, db: Database, rows: Sequence[Moved]) -> None:
        db.executemany("update subscriptions set next_at = ?, last_at = coalesce(?, last_at) where reader = ?", rows)

    async def pull_back(self, now: dt.datetime, most: int) -> int:
        """Bring nearer, for at most so many, the slots that only a wrong clock can have set; return for how many."""
        with self._store.writing() as db:
            query = (
                f"select {_PLAN} from subscriptions join readers using (reader) where paused is null and next_at > ?"
            )
            rows = db.execute(f"{query} limit ? {_FREE}", (text(now + LONGEST_GAP), most)).fetchall()
            nearer = [(text(_nearer(row, now)), row[0]) for row in rows]
            db.executemany("update subscriptions set next_at = ? where reader = ?", nearer)
        return len(rows)

    async def hasten(self, channel: str, now: dt.datetime) -> int:
        """Let go now what waits for longer than anything does: a wrong clock said until when; return how many."""
        with self._store.writing() as db:
            query = "update deliveries set next_at = ? where channel = ? and state = 'queued' and next_at > ?"
            return db.execute(query, (text(now), channel, text(now + LONGEST_WAIT))).rowcount

    async def claim(self, channel: str, now: dt.datetime, most: int, lease: dt.timedelta) -> list[Delivery]:
        """Take at most so many queued rows of a channel whose time has come; nobody else gets them in their lease."""
        with self._claimed.kept():
            found = self._claim(channel, now, most, lease)
        if found:
            self._claimed.look([each.number for each in found], now)
        return found

    def _claim(self, channel: str, now: dt.datetime, most: int, lease: dt.timedelta) -> list[Delivery]:
        with self._store.writing() as db:
            rows = db.execute(
                "update deliveries set state = 'sending', lease_until = ?, attempts = attempts + 1 where delivery in ("
                " select delivery from deliveries where channel = ? and state = 'queued' and next_at <= ?"
                " order by next_at, delivery limit ? /* for update skip locked */) returning delivery",
                (text(now + lease), channel, text(now), most),
            ).fetchall()
            if not rows:
                return []
            marks = ", ".join("?" * len(rows))
            query = (
                "select delivery, reader, readers.channel, id, slot, attempts, doubts, language, topic, skips_empty,"
                " note from deliveries join readers using (reader) left join subscriptions using (reader)"
                f" where delivery in ({marks}) order by deliveries.next_at, delivery"
            )
            claimed = db.execute(query, [row[0] for row in rows]).fetchall()
            found = list(readable("deliveries", claimed, _delivery))
            unread = {row[0] for row in claimed} - {each.id for each in found}
            close = "update deliveries set state = 'failed', error = 'unreadable', done_at = ? where delivery = ?"
            db.executemany(close, [(text(now), number) for number in unread])
            return found

    async def next_at(self, channel: str) -> dt.datetime | None:
        """Return when the next queued row of a channel may go."""
        query = "select min(next_at) from deliveries where channel = ? and state = 'queued'"
        row = self._store.connection.execute(query, (channel,)).fetchone()
        return _instant(row[0])

    async def release(self, now: dt.datetime, *, everything: bool = False) -> int:
        """Queue again what was claimed and not closed in time; at start everything, as whoever claimed it is dead."""
        with self._store.writing() as db:
            query = "update deliveries set state = 'queued', lease_until = null where state = 'sending'"
            lapsed = "" if everything else " and lease_until <= ?"
            return db.execute(query + lapsed, () if everything else (text(now),)).rowcount

    async def ticked(self) -> None:
        """Do nothing: nobody else asks."""

    async def reclaim(self, _: dt.datetime) -> int:
        """Do nothing: nobody else claims."""
        return 0

    async def record(self, results: Sequence[Result], now: dt.datetime) -> None:
        """Write what became of claimed deliveries, all of it or nothing; of what was claimed anew meanwhile nothing."""
        with self._claimed.kept([each.delivery.number for each in results]), self._store.writing() as db:
            for each in results:
                self._record(db, each, now)

    def _record(self, db: Database, result: Result, now: dt.datetime) -> None:
        if not _recorded(db, result, now):
            late(result)
        elif isinstance(result, Closed) and result.paused:
            self._store.paused(result.delivery.reader, result.paused, now)

    # Flood limits, kept over restarts

    async def pause(self, channel: str, chat: str, until: dt.datetime) -> None:
        """Remember that a chat (or with `*` the whole channel) must be left alone until then."""
        with self._store.writing() as db:
            query = (
                "insert into pauses (channel, chat, until) values (?, ?, ?)"
                " on conflict (channel, chat) do update set until = excluded.until"
            )
            db.execute(query, (channel, chat, text(until)))

    async def pauses(self, channel: str, now: dt.datetime) -> dict[str, dt.datetime]:
        """Return the pauses that still last, and forget the others, and those that a wrong clock has set."""
        with self._store.writing() as db:
            db.execute("delete from pauses where until <= ? or until > ?", (text(now), text(now + LONGEST_WAIT)))
            rows = db.execute("select chat, until from pauses where channel = ?", (channel,)).fetchall()
        return {chat: at for chat, until in rows if (at := _instant(until))}

    # For editors

    async def send_to_the_rest(self, since: dt.datetime, now: dt.datetime) -> int:
        """Queue again what failed or stayed in doubt since then; never what was sent. Return how many."""
        with self._store.writing() as db:
            query = (
                "update deliveries set state = 'queued', attempts = 0, doubts = 0, next_at = ?"
                " where slot >= ? and state in ('failed', 'doubt')"
            )
            self._store.tell(News("due"))
            return db.execute(query, (text(now), text(since))).rowcount


def late(result: Result) -> None:
    """Tell that nothing was written of a delivery."""
    logger.warning("delivery %d took longer than its lease: another has it", result.delivery.id)


def _recorded(db: Database, result: Result, now: dt.datetime) -> bool:
    """Write what became of a delivery, unless it has been claimed anew since; tell whether it was still ours."""
    number = None
    if isinstance(result, Sent) and result.issue:
        number = write_issue(db, result.delivery.number, result.issue, now)
    ours = db.execute(*recording(result, number, now)).rowcount > 0
    if not ours and number is not None:  # seldom: to look first would cost a statement for each that is sent
        db.execute("delete from issues where issue = ?", (number,))
    return ours


def state_of(sent: Sent) -> str:
    """Return the state of a delivery that left: without an id nobody knows whether it arrived."""
    return "sent" if sent.message is not None else "doubt"


def recording(result: Result, issue: int | None, now: dt.datetime) -> tuple[str, tuple[str | int | None, ...]]:
    """Return the statement that writes what became of a delivery, with the number of its issue, and its values.

    Each claim counts an attempt: by that they are told apart, and of a delivery claimed anew since nothing is written.
    """
    whose = (result.delivery.id, result.delivery.attempts)
    match result:
        case Sent(_, message):
            query = (
                "update deliveries set state = ?, lease_until = null, issue = ?, message = ?, done_at = ?"
                " where delivery = ? and attempts = ?"
            )
            return query, (state_of(result), issue, message, text(now), *whose)
        case Requeued(_, at, error, doubt, tried):
            query = (
                "update deliveries set state = 'queued', lease_until = null, next_at = ?, error = ?,"
                " doubts = doubts + ?, attempts = attempts - ? where delivery = ? and attempts = ?"
            )
            return query, (text(at), error, int(doubt), int(not tried), *whose)
        case Closed(_, state, error):
            query = (
                "update deliveries set state = ?, lease_until = null, error = ?, done_at = ?"
                " where delivery = ? and attempts = ?"
            )
            return query, (state, error, text(now), *whose)


def _turn(row: tuple[Any, ...], now: dt.datetime, reckon: _Reckon) -> _Turn:
    """Return what to do about a subscription whose row is due; one that cannot be read stops no other."""
    *_, weekday, minute, zone, pending, last, since = row
    try:
        # Who subscribed before what is pending now is owed it whenever that was.
        return reckon(weekday, minute, zone, pending, last, since if since > pending else None)
    except _UNREADABLE:
        return _Turn(None, missed=False, next=text(_tomorrow(row, now)))


def _reckoned(now: dt.datetime, *plan: Any) -> _Turn:
    weekly, pending, last, since = _plan(plan)
    if pending is None:
        return _Turn(None, missed=False, next=text(reschedule(weekly, now=now, last=last, pending=None)))
    if (due := due_slot(weekly, pending, now, last=last, since=since)) is None:
        return _Turn(None, missed=False, next=text(pending))
    return _Turn(text(due.slot) if due.slot else None, due.missed, text(due.next))


def _nearer(row: tuple[Any, ...], now: dt.datetime) -> dt.datetime:
    """Return the pending slot of a subscription whose row says a later one than there can be."""
    try:
        weekly, pending, last, _ = _plan(row[2:])
        return pulled(weekly, pending or now + 2 * LONGEST_GAP, now, last=last)
    except _UNREADABLE:
        return _tomorrow(row, now)


def _tomorrow(row: tuple[Any, ...], now: dt.datetime) -> dt.datetime:
    logger.warning(
        "the subscription of reader %s names no day, hour or zone that exists; looked at again in a day", row[0]
    )
    return now + dt.timedelta(days=1)


def _plan(plan: tuple[Any, ...]) -> tuple[Weekly, dt.datetime | None, dt.datetime | None, dt.datetime | None]:
    """Return day, hour and zone of a subscription; its pending slot, last issue and beginning, None if unreadable."""
    weekday, minute, zone, *instants = plan
    pending, last, since = map(_instant, instants)
    return Weekly(weekday, minute, zone), pending, last, since


def _instant(stored: str | None) -> dt.datetime | None:
    try:
        return instant(stored) if stored and stored.endswith("Z") else None
    except ValueError:
        return None


def _queued(reader: int, channel: str, turn: _Turn, at: str) -> Queued:
    assert turn.slot
    state = "missed" if turn.missed else "queued"
    return reader, channel, turn.slot, state, at, at if turn.missed else None


def _moved(reader: int, turn: _Turn, at: str) -> Moved:
    return turn.next, at if turn.slot and not turn.missed else None, reader


def _delivery(row: tuple[Any, ...]) -> Delivery:
    number, reader, channel, chat, slot, attempts, doubts, language, topic, skips, note = row
    known = language if language in LANGUAGES else None
    at = instant(slot)
    return Delivery(number, reader, Reader(channel, chat), at, attempts, doubts, known, topic, bool(skips), note)
