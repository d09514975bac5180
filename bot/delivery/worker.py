"""The delivery worker: queues what is due, claims, sends and records it, so that no crash forgets or repeats."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final, Protocol

from bot.answers import Answer
from bot.answers.limits import Limits
from bot.delivery.channel import FEWEST_IN_FLIGHT, Channel, Gone, InDoubt, Moved, Refused, TryLater, Unready
from bot.delivery.pulse import Pulse
from bot.delivery.rests import Rests
from bot.delivery.results import Results
from bot.people.readers import Issue, Reader
from bot.people.schedule import LONGEST_WAIT, TOO_OLD, retry_at
from bot.state import Closed, Delivery, Ledger, Requeued, Sent, StateError, StateUnavailable

logger = logging.getLogger(__name__)

QUEUE_SLICE: Final = 100
"""Rows dealt with at once, where the ledger says nothing else; between slices the loop answers readers."""
LEASE: Final = dt.timedelta(minutes=10)
CLAIMED: Final = 4
"""Rows claimed at once for each worker: few enough for the last of them to be sent within the lease, however slowly."""
STOP_PATIENCE: Final = 6
"""Seconds a stop waits for what is in flight."""
IDLE: Final = 30.0
STATE_WAIT: Final = dt.timedelta(seconds=5)
"""How long a check-in waits that cannot be composed, as the state is away."""


class Compose(Protocol):
    """Composes what readers are sent."""

    async def __call__(
        self, delivery: Delivery, now: dt.datetime, limits: Limits, *, shared: bool
    ) -> tuple[Answer, Issue | None] | None:
        """Return what a reader is sent now within the limits of their channel, and the check-in it holds if it is one.

        None where they want nothing any more. In a `shared` chat others see it.
        """


Queue = Callable[[dt.datetime, int], Awaitable[int]]
"""Deals with at most so many rows, such as those that are due, and returns with how many; 0 where none is left."""


class Deliveries:
    """Carries out what the ledger says, with several workers per channel, each with one message in flight."""

    def __init__(
        self,
        ledger: Ledger,
        compose: Compose,
        channels: Mapping[str, Channel],
        *,
        moved: Callable[[Reader, Reader], Awaitable[None]],
        now: Callable[[], dt.datetime],
        jitter: Callable[[], float],
        alarm: Callable[[str], Awaitable[None]] | None = None,
        spread: Queue | None = None,
        workers: int = FEWEST_IN_FLIGHT,
        ahead: int = CLAIMED,
        lease: dt.timedelta = LEASE,
        pulse: Pulse | None = None,
    ) -> None:
        self._ledger, self._compose, self._channels, self._moved = ledger, compose, channels, moved
        self._now, self._jitter, self._workers = now, jitter, workers
        self._most, self._lease = ahead * workers, lease
        self._pulse = pulse or Pulse()
        self._rests, self._results = Rests(ledger, channels, now, self._pulse, alarm), Results(ledger, now)
        self._spread = spread
        self._claimed: dict[str, deque[Delivery]] = {name: deque() for name in channels}
        self._claiming = {name: asyncio.Lock() for name in channels}
        self._woken, self._unclaimed = asyncio.Event(), ""
        self._exhausted: dict[str, asyncio.Event] = {}
        """Channels of which nothing can be claimed before that wakes the workers."""
        self._watched: dict[str, asyncio.Event] = {}
        """Channels for which one of the workers sees to it that all are woken in time."""

    async def recover(self) -> None:
        """Queue again what a process before us left half-way, and take up the pauses it was told to keep."""
        if left := await self._ledger.release(self._now(), everything=True):
            logger.info("deliveries: %d were under way when we stopped and are sent again", left)
        await self._rests.recover()

    async def tick(self) -> int:
        """Queue what is due, in slices, and wake the workers; return how many were due."""
        if left := await self._ledger.reclaim(self._now()):
            logger.warning("deliveries: %d were under way in a process that does not answer; they are sent again", left)
        await self._all(self._ledger.pull_back)
        for name in self._channels:
            await self._ledger.hasten(name, self._now())
        due = await self._all_due() + (await self._all(self._spread) if self._spread else 0)
        self.wake()
        self._pulse.ticked = self._now()
        await self._ledger.ticked()
        return due

    async def _all_due(self) -> int:
        """Queue all that is due; where one of several fails, the others finish before it is said."""
        queueing = (self._all(self._ledger.enqueue_due, self._ledger.slice) for _ in range(self._ledger.planners))
        count = 0
        for each in await asyncio.gather(*queueing, return_exceptions=True):
            if isinstance(each, BaseException):
                raise each
            count += each
        return count

    async def _all(self, queue: Queue, most: int = QUEUE_SLICE) -> int:
        count = 0
        while queued := await queue(self._now(), most):
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
        await self._let_go()
        await self._results.written()

    async def _let_go(self) -> None:
        """Queue again what was claimed and not begun: others may send it now."""
        now = self._now()
        for claimed in self._claimed.values():
            left = [Requeued(each, now, "", tried=False) for each in claimed]
            claimed.clear()
            if left:
                with contextlib.suppress(StateError):  # then somebody does after its lease
                    await self._ledger.record(left, now)

    async def drain(self) -> None:
        """Work until nothing can be sent now."""
        self.wake()
        async with asyncio.TaskGroup() as group:
            for name in self._channels:
                for _ in range(self._workers):
                    group.create_task(self._work(name, None))

    async def _work(self, name: str, stop: asyncio.Event | None) -> None:
        """Send one row after the other; without `stop` until there is none."""
        while stop is None or not stop.is_set():
            woken = self._woken
            if delivery := await self._next(name):
                await self._deliver(name, delivery)
            elif stop is None:
                return
            else:
                await self._rest(name, woken)

    async def _next(self, name: str) -> Delivery | None:
        """Return a claimed row; none while the channel rests, nothing is due, or the state cannot be read."""
        claimed = self._claimed[name]
        async with self._claiming[name]:  # one worker claims for all of them
            if not claimed and not self._resting(name) and self._exhausted.get(name) is not (woken := self._woken):
                try:
                    claimed.extend(await self._ledger.claim(name, self._now(), self._most, self._lease))
                    self._unclaimed = ""
                    if not claimed:
                        self._exhausted[name] = woken
                except StateError as error:
                    if str(error) != self._unclaimed:  # once for as long as it is the same, however many would claim
                        logger.error("deliveries: nothing can be claimed: %s", error)
                    self._unclaimed = str(error)
        return claimed.popleft() if claimed and not self._resting(name) else None

    def _resting(self, name: str) -> bool:
        now = self._now()
        return self._rests.until(name, now) > now

    async def _rest(self, name: str, woken: asyncio.Event) -> None:
        """Wait until there may be something to do, which one worker finds out for all of them."""
        if self._watched.get(name) is woken:
            await woken.wait()
            return
        self._watched[name] = woken
        seconds = 0.0 if woken.is_set() else await self._idle(name)
        await _first(woken, seconds)
        if not woken.is_set():
            self.wake()

    async def _idle(self, name: str) -> float:
        """Return the seconds until there may be something to do."""
        now = self._now()
        try:
            at = await self._ledger.next_at(name)
        except StateError:
            return IDLE
        at = max(at or now + dt.timedelta(seconds=IDLE), self._rests.until(name, now))
        return min(max((at - now).total_seconds(), 0.05), IDLE)

    async def _deliver(self, name: str, delivery: Delivery) -> None:
        """Send one row and record what became of it; nothing that happens to it stops the others."""
        try:
            await self._send(name, delivery)
        except Moved as moved:
            new = replace(delivery, reader=Reader(name, moved.new))
            await self._moved(delivery.reader, new.reader)
            await self._again(delivery, dt.timedelta(), "moved")
        except Gone as gone:
            error, by = str(gone), gone.paused  # no sign of how the channel is
            await self._results.record(Closed(delivery, "muted" if by == "muted" else "gone", error, by))
        except TryLater as later:
            await self._wait(name, delivery, later)
        except InDoubt as doubt:
            await self._doubt(name, delivery, str(doubt))
        except Refused as refused:
            await self._failed(name, delivery, str(refused))
        except StateUnavailable as error:  # no word of the channel's; nobody is given up for a database that is away
            await self._again(delivery, STATE_WAIT, str(error), tried=False)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # one reader's trouble is never another's
            logger.exception("deliveries: one on %s failed", name)
            await self._failed(name, delivery, type(error).__name__)

    async def _send(self, name: str, delivery: Delivery) -> None:
        channel = self._channels[name]
        shared = channel.shares(delivery.reader)
        composed = await self._compose(delivery, self._now(), channel.limits, shared=shared)
        if composed is None:
            await self._results.record(Closed(delivery, "gone", "unsubscribed"))
            return
        answer, issue = composed
        if issue and issue.empty and delivery.skips_empty:
            await self._results.record(Closed(delivery, "empty"))
            return
        message = await channel.send(delivery, answer)
        self._rests.worked(name)
        await self._results.record(Sent(delivery, message, issue))

    async def _wait(self, name: str, delivery: Delivery, later: TryLater) -> None:
        now = self._now()
        if isinstance(later, Unready):
            self._rests.unready(name, now + later.after)
            await self._again(delivery, later.after, str(later), tried=False)
        elif later.after is not None:
            await self._rests.flooded(name, delivery.reader.id, now + later.after)
            await self._again(delivery, later.after, str(later), tried=False)
        elif at := retry_at(delivery.attempts, now, jitter=self._jitter(), lasting=now - delivery.slot <= TOO_OLD):
            await self._again(delivery, at - now, str(later))
            await self._rests.failed(name)
        else:
            await self._failed(name, delivery, str(later), "missed")

    async def _doubt(self, name: str, delivery: Delivery, error: str) -> None:
        """Try a message in doubt once more, soon; the second time it stays in doubt."""
        if delivery.doubts == 0:
            await self._again(delivery, dt.timedelta(seconds=30), error, doubt=True)
        else:
            await self._results.record(Closed(delivery, "doubt", error))
        await self._rests.failed(name)

    async def _failed(self, name: str, delivery: Delivery, error: str, state: str = "failed") -> None:
        await self._results.record(Closed(delivery, state, error))
        await self._rests.failed(name)

    async def _again(
        self, delivery: Delivery, after: dt.timedelta, error: str, *, doubt: bool = False, tried: bool = True
    ) -> None:
        at = self._now() + min(after, LONGEST_WAIT)
        await self._results.record(Requeued(delivery, at, error, doubt, tried))
        self.wake()  # it may be due before all else


async def _first(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
