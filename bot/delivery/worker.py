"""The delivery worker: queues what is due, claims, sends and records it, so that no crash forgets or repeats."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from bot.answers import Answer
from bot.answers.limits import Limits
from bot.delivery.channel import FEWEST_IN_FLIGHT, Channel, Gone, InDoubt, Moved, Refused, TryLater
from bot.delivery.pulse import Pulse
from bot.people.readers import Issue, Reader
from bot.people.schedule import LONGEST_WAIT, TOO_OLD, retry_at
from bot.state import Closed, Delivery, Ledger, Requeued, Result, Sent, StateError, StateUnavailable

logger = logging.getLogger(__name__)

QUEUE_SLICE: Final = 250
"""Subscriptions queued at once; between slices the loop answers readers."""
LEASE: Final = dt.timedelta(minutes=10)
CHANNEL_FLOODED: Final = dt.timedelta(seconds=10)
"""Two chats told to wait within this time mean that the whole channel must."""
STREAK: Final = 20
"""Failures in a row after which a channel rests and the editors are told."""
CHANNEL_REST: Final = dt.timedelta(minutes=10)
STOP_PATIENCE: Final = 6
"""Seconds a stop waits for what is in flight."""
IDLE: Final = 30.0
EVERYONE: Final = "*"


class Compose(Protocol):
    """Composes what readers are sent."""

    def __call__(
        self, delivery: Delivery, now: dt.datetime, limits: Limits, *, shared: bool
    ) -> tuple[Answer, Issue | None] | None:
        """Return what a reader is sent now within the limits of their channel, and the check-in it holds if it is one.

        None where they want nothing any more. In a `shared` chat others see it.
        """


Queue = Callable[[dt.datetime, int], int]
"""Deals with at most so many rows, such as those that are due, and returns with how many; 0 where none is left."""


class Deliveries:
    """Carries out what the ledger says, with several workers per channel, each with one message in flight."""

    def __init__(
        self,
        ledger: Ledger,
        compose: Compose,
        channels: Mapping[str, Channel],
        *,
        moved: Callable[[Reader, Reader], None],
        now: Callable[[], dt.datetime],
        jitter: Callable[[], float],
        alarm: Callable[[str], Awaitable[None]] | None = None,
        spread: Queue | None = None,
        workers: int = FEWEST_IN_FLIGHT,
        pulse: Pulse | None = None,
    ) -> None:
        self._ledger, self._compose, self._channels, self._moved = ledger, compose, channels, moved
        self._now, self._jitter, self._alarm, self._workers = now, jitter, alarm, workers
        self._pulse = pulse or Pulse()
        self._queues = (ledger.enqueue_due, *([spread] if spread else ()))
        self._claimed: dict[str, deque[Delivery]] = {name: deque() for name in channels}
        self._paused: dict[str, dt.datetime] = {}
        self._floods: dict[str, tuple[str, dt.datetime]] = {}
        self._streaks = dict.fromkeys(channels, 0)
        self._woken = asyncio.Event()
        self._writes: list[tuple[Result, asyncio.Future[None]]] = []

    def recover(self) -> None:
        """Queue again what a process before us left half-way, and take up the pauses it was told to keep."""
        if left := self._ledger.release(self._now(), everything=True):
            logger.info("deliveries: %d were under way when we stopped and are sent again", left)
        for name in self._channels:
            if until := self._ledger.pauses(name, self._now()).get(EVERYONE):
                self._paused[name] = until

    async def tick(self) -> int:
        """Queue what is due, in slices, and wake the workers; return how many were due."""
        await self._all(self._ledger.pull_back)
        for name in self._channels:
            self._ledger.hasten(name, self._now())
        due = [await self._all(queue) for queue in self._queues]
        self.wake()
        self._pulse.ticked = self._now()
        return sum(due)

    async def _all(self, queue: Queue) -> int:
        count = 0
        while queued := queue(self._now(), QUEUE_SLICE):
            count += queued
            self.wake()
            await asyncio.sleep(0)
        return count

    def wake(self) -> None:
        """Let workers look for rows now."""
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`, then finish what is in flight."""
        tasks = [asyncio.create_task(self._work(name, stop)) for name in self._channels for _ in range(self._workers)]
        await stop.wait()
        self.wake()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_PATIENCE)
            for task in late:
                task.cancel()

    async def drain(self) -> None:
        """Work until nothing can be sent now."""
        async with asyncio.TaskGroup() as group:
            for name in self._channels:
                for _ in range(self._workers):
                    group.create_task(self._work(name, None))

    async def _work(self, name: str, stop: asyncio.Event | None) -> None:
        """Send one row after the other; without `stop` until there is none."""
        while stop is None or not stop.is_set():
            woken = self._woken
            if delivery := self._next(name):
                await self._deliver(name, delivery)
            elif stop is None:
                return
            else:
                await _first(woken, self._idle(name))

    def _next(self, name: str) -> Delivery | None:
        """Return a claimed row; none while the channel rests, nothing is due, or the state cannot be read."""
        now = self._now()
        if self._rests(name, now) > now:
            return None
        claimed = self._claimed[name]
        if not claimed:
            try:
                claimed.extend(self._ledger.claim(name, now, 2 * self._workers, LEASE))
            except StateError as error:
                logger.error("deliveries: nothing can be claimed: %s", error)
        return claimed.popleft() if claimed else None

    def _rests(self, name: str, now: dt.datetime) -> dt.datetime:
        """Return until when a channel rests; a rest longer than there is any was begun under a wrong clock."""
        until = self._paused.get(name, now)
        return until if until - now <= LONGEST_WAIT else now

    def _idle(self, name: str) -> float:
        """Return the seconds until there may be something to do."""
        now = self._now()
        try:
            at = self._ledger.next_at(name)
        except StateError:
            return IDLE
        at = max(at or now + dt.timedelta(seconds=IDLE), self._rests(name, now))
        return min(max((at - now).total_seconds(), 0.05), IDLE)

    async def _deliver(self, name: str, delivery: Delivery) -> None:
        """Send one row and record what became of it; nothing that happens to it stops the others."""
        try:
            await self._send(name, delivery)
        except Moved as moved:
            new = replace(delivery, reader=Reader(name, moved.new))
            self._moved(delivery.reader, new.reader)
            await self._again(delivery, dt.timedelta(), "moved")
        except Gone as gone:
            error, by = str(gone), gone.paused  # no sign of how the channel is
            await self._record(Closed(delivery, "muted" if by == "muted" else "gone", error, by))
        except TryLater as later:
            await self._wait(name, delivery, later)
        except InDoubt as doubt:
            await self._doubt(name, delivery, str(doubt))
        except Refused as refused:
            await self._failed(name, delivery, str(refused))
        except asyncio.CancelledError:
            raise
        except Exception as error:  # one reader's trouble is never another's
            logger.exception("deliveries: one on %s failed", name)
            await self._failed(name, delivery, type(error).__name__)

    async def _send(self, name: str, delivery: Delivery) -> None:
        channel = self._channels[name]
        shared = channel.shares(delivery.reader)
        composed = self._compose(delivery, self._now(), channel.limits, shared=shared)
        if composed is None:
            await self._record(Closed(delivery, "gone", "unsubscribed"))
            return
        answer, issue = composed
        if issue and issue.empty and delivery.skips_empty:
            await self._record(Closed(delivery, "empty"))
            return
        message = await channel.send(delivery, answer)
        self._streaks[name] = 0
        await self._record(Sent(delivery, message, issue))

    async def _wait(self, name: str, delivery: Delivery, later: TryLater) -> None:
        now = self._now()
        if later.after is not None:
            self._flooded(name, delivery.reader.id, now + later.after)
            await self._again(delivery, later.after, str(later), tried=False)
        elif at := retry_at(delivery.attempts, now, jitter=self._jitter(), lasting=now - delivery.slot <= TOO_OLD):
            await self._again(delivery, at - now, str(later))
            await self._count_failure(name)
        else:
            await self._failed(name, delivery, str(later), "missed")

    def _flooded(self, name: str, chat: str, until: dt.datetime) -> None:
        """Leave the chat alone; a second chat soon after means that all must wait."""
        now = self._now()
        self._pulse.floods[name] += 1
        before, at = self._floods.get(name, (chat, now))
        self._floods[name] = (chat, now)
        if before != chat and now - at < CHANNEL_FLOODED:
            self._pause(name, until)

    def _pause(self, name: str, until: dt.datetime) -> None:
        """Let a channel rest, over restarts too."""
        now = self._now()
        self._paused[name] = max(min(until, now + LONGEST_WAIT), self._rests(name, now))
        try:
            self._ledger.pause(name, EVERYONE, self._paused[name])
        except StateError as error:
            logger.error("deliveries: a pause cannot be kept over a restart: %s", error)

    async def _doubt(self, name: str, delivery: Delivery, error: str) -> None:
        """Try a message in doubt once more, soon; the second time it stays in doubt."""
        if delivery.doubts == 0:
            await self._again(delivery, dt.timedelta(seconds=30), error, doubt=True)
        else:
            await self._record(Closed(delivery, "doubt", error))
        await self._count_failure(name)

    async def _failed(self, name: str, delivery: Delivery, error: str, state: str = "failed") -> None:
        await self._record(Closed(delivery, state, error))
        await self._count_failure(name)

    async def _count_failure(self, name: str) -> None:
        """After too many failures in a row let the channel rest, and tell the editors."""
        self._streaks[name] += 1
        if self._streaks[name] >= STREAK:
            self._streaks[name] = 0
            self._pause(name, self._now() + CHANNEL_REST)
            logger.error("deliveries: %s rests for ten minutes after %d failures in a row", name, STREAK)
            if self._alarm:
                await self._alarm(name)

    async def _again(
        self, delivery: Delivery, after: dt.timedelta, error: str, *, doubt: bool = False, tried: bool = True
    ) -> None:
        at = self._now() + min(after, LONGEST_WAIT)
        await self._record(Requeued(delivery, at, error, doubt, tried))

    async def _record(self, result: Result) -> None:
        """Write what became of a message; a worker sends nothing more before that is written."""
        while True:
            try:
                return await self._written(result)
            except StateError as error:
                logger.error("deliveries: what became of one cannot be recorded yet; trying again: %s", error)
                await asyncio.sleep(1)

    def _written(self, result: Result) -> asyncio.Future[None]:
        """Write with all that ends in this turn of the loop: beginning and committing cost as much as the writing."""
        loop = asyncio.get_running_loop()
        if not self._writes:
            loop.call_soon(self._write)
        self._writes.append((result, written := loop.create_future()))
        return written

    def _write(self) -> None:
        writes, self._writes = self._writes, []
        error = self._try([result for result, _ in writes])
        apart = error and not isinstance(error, StateUnavailable)  # one of them; a full disk is everyone's
        for result, written in writes:
            prevented = self._try([result]) if apart else error
            if written.done():
                continue  # its worker was told to stop
            if prevented:
                written.set_exception(prevented)
            else:
                written.set_result(None)

    def _try(self, results: Sequence[Result]) -> Exception | None:
        """Write all or nothing; return what prevented it."""
        try:
            self._ledger.record(results, self._now())
        except Exception as error:
            return error
        return None


async def _first(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
