"""Decides when a message may go, within Telegram's limits: answers at once, check-ins evenly behind them.

Nothing here reads a clock. Times are seconds of the caller's clock, which must never go back; one that also counts
from the epoch lets pauses outlive a restart: `anchor = time.time() - time.monotonic()`, `anchor + time.monotonic()`.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, TypeVar

from bot.channels.telegram.fair_queue import aside

Priority = Literal["answer", "bulk"]
Chat = int | str
"""The id of a chat, or the @name of a channel."""

CHAT_GAP: Final = 1.0
"""Seconds between two messages in one chat, on average."""
BURST: Final = 3
"""Answers that may go to one chat at once, to be made up for by silence afterwards."""
PER_GROUP: Final = 20
"""Messages a minute in one group or channel."""
MINUTE: Final = 60.0
LATENESS: Final = 0.02
"""Seconds a mass send may always make up for, so that it keeps its rate where timers are coarse."""

T = TypeVar("T")


@dataclass
class _InChat:
    """The messages of one chat: when it has made up for all of them, and in groups when the last ones went."""

    even: float = -math.inf
    times: deque[float] = field(default_factory=lambda: deque(maxlen=PER_GROUP))

    def forgotten_at(self) -> float:
        return max(self.even, self.times[-1] + MINUTE if self.times else -math.inf)


class Pace:
    """The rate limits, as a pure function of the times of past messages."""

    def __init__(self, bulk_rate: int = 25, overall: int = 30) -> None:
        if not 1 <= bulk_rate <= overall:
            raise ValueError("the rate of mass sends must be at least 1, and at most the rate of everything")
        self._gap = 1 / bulk_rate
        self._sent: deque[float] = deque(maxlen=overall)
        self._bulk: deque[float] = deque(maxlen=bulk_rate)
        self._slot = -math.inf
        self._chats: OrderedDict[Chat, _InChat] = OrderedDict()
        self._pauses: dict[Chat | None, float] = {}

    def wait(self, kind: Priority, chat: Chat, now: float) -> float:
        """Return the seconds until a message may go; 0 means now."""
        return max(self.wait_for_any(kind, now), self.wait_for_chat(kind, chat, now))

    def wait_for_any(self, kind: Priority, now: float) -> float:
        """Return the seconds until a message of this kind may go to any chat."""
        free = _after(self._sent, 1.0)
        if kind == "bulk":
            free = max(free, _after(self._bulk, 1.0), self._slot, self._pauses.get(None, -math.inf))
        return max(0.0, free - now)

    def wait_for_chat(self, kind: Priority, chat: Chat, now: float) -> float:
        """Return the seconds until a chat may get a message of this kind."""
        free = self._pauses.get(chat, -math.inf)
        if before := self._chats.get(chat):
            credit = (BURST - 1) * CHAT_GAP if kind == "answer" else 0.0
            free = max(free, before.even - credit, _after(before.times, MINUTE))
        return max(0.0, free - now)

    def sent(self, kind: Priority, chat: Chat, now: float) -> None:
        """Take note of a message that goes now."""
        self._sent.append(now)
        if kind == "bulk":
            self._bulk.append(now)
            late = now - self._slot
            self._slot = (now if late > max(self._gap, LATENESS) else self._slot) + self._gap
        in_chat = self._chats.setdefault(chat, _InChat())
        in_chat.even = max(in_chat.even, now) + CHAT_GAP
        if _is_group(chat):
            in_chat.times.append(now)
        self._chats.move_to_end(chat)
        self._forget(now)

    def pause(self, chat: Chat | None, until: float, now: float) -> None:
        """Send nothing to a chat, or no mass sends at all (None), before `until`; a longer pause stays."""
        self._pauses[chat] = max(until, self._pauses.get(chat, until))
        self._pauses = self.pauses(now)

    def pauses(self, now: float) -> dict[Chat | None, float]:
        """Return the pauses that last beyond now."""
        return {chat: until for chat, until in self._pauses.items() if until > now}

    def __len__(self) -> int:
        """Return the number of chats remembered."""
        return len(self._chats)

    def _forget(self, now: float) -> None:
        """Drop the chats not written to for longest, where what was sent to them limits nothing any more."""
        while next(iter(self._chats.values())).forgotten_at() <= now:
            self._chats.popitem(last=False)


class WaitingLine(Generic[T]):
    """The line of waiting messages: answers before mass sends, first come first; passing those whose chat must wait."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._waiting: dict[Priority, deque[tuple[Chat, T]]] = {"answer": deque(), "bulk": deque()}

    def join(self, kind: Priority, chat: Chat, ticket: T) -> None:
        """Wait at the end of the line of a kind."""
        self._waiting[kind].append((chat, ticket))

    def __len__(self) -> int:
        """Return the number of those who wait."""
        return sum(map(len, self._waiting.values()))

    def leave(self, gone: Callable[[Priority, Chat, T], bool]) -> None:
        """Take those out for whom `gone` is true."""
        for kind, line in self._waiting.items():
            self._waiting[kind] = deque(each for each in line if not gone(kind, *each))

    def serve(self, now: float) -> tuple[list[T], float]:
        """Return whose turn is now, and the seconds until somebody's may be next (infinite where nobody waits)."""
        turns: list[T] = []
        return turns, min(self._serve("answer", now, turns), self._serve("bulk", now, turns))

    def _serve(self, kind: Priority, now: float, turns: list[T]) -> float:
        line, passed, soonest = self._waiting[kind], [], math.inf
        while line:
            if wait := self.pace.wait_for_any(kind, now):
                soonest = min(soonest, wait)
                break
            chat, ticket = line.popleft()
            if wait := self.pace.wait_for_chat(kind, chat, now):
                soonest = min(soonest, wait)
                passed.append((chat, ticket))
            else:
                self.pace.sent(kind, chat, now)
                turns.append(ticket)
        line.extendleft(reversed(passed))
        return soonest


@dataclass(frozen=True)
class _Ticket:
    future: asyncio.Future[bool]
    until: float


class Pacer:
    """Gives turns, in one event loop. `pauses` restores what `pauses()` told before a restart."""

    def __init__(
        self,
        bulk_rate: int = 25,
        overall: int = 30,
        *,
        clock: Callable[[], float],
        pauses: Mapping[Chat | None, float] | None = None,
    ) -> None:
        self._clock = clock
        self._pace = Pace(bulk_rate, overall)
        self._line: WaitingLine[_Ticket] = WaitingLine(self._pace)
        self._timer: asyncio.TimerHandle | None = None
        for chat, until in (pauses or {}).items():
            self._pace.pause(chat, until, clock())

    async def turn(self, kind: Priority, chat: Chat, *, patience: float = math.inf) -> bool:
        """Wait until one message may go to a chat; False, at once, where a pause or limit outlasts the patience."""
        now = self._clock()
        wait = self._pace.wait(kind, chat, now)
        if wait > patience:
            return False
        if not (wait or self._line):  # nobody waits, as is usual: this halves the time a turn takes
            self._pace.sent(kind, chat, now)
            return True
        future = asyncio.get_running_loop().create_future()
        self._line.join(kind, chat, _Ticket(future, now + patience))
        self._serve()
        try:
            with aside():
                return bool(await future)
        finally:
            if future.cancelled():
                self._line.leave(lambda _, __, ticket: ticket.future is future)

    def wait(self, kind: Priority, chat: Chat) -> float:
        """Return the seconds until a message may go, were nobody waiting."""
        return self._pace.wait(kind, chat, self._clock())

    def pause(self, chat: Chat | None, until: float) -> None:
        """Send nothing to a chat, or no mass sends at all (None), before `until`; who has no patience is sent away."""
        now = self._clock()
        self._pace.pause(chat, until, now)
        self._line.leave(self._loses_patience)
        self._serve()

    def pauses(self) -> dict[Chat | None, float]:
        """Return the pauses under way, to be kept over a restart."""
        return self._pace.pauses(self._clock())

    def _loses_patience(self, kind: Priority, chat: Chat, ticket: _Ticket) -> bool:
        now = self._clock()
        gone = now + self._pace.wait(kind, chat, now) > ticket.until
        if gone and not ticket.future.done():
            ticket.future.set_result(False)
        return gone

    def _serve(self) -> None:
        """Give all turns that are due, and come back for the next."""
        if self._timer:
            self._timer.cancel()
        turns, wait = self._line.serve(self._clock())
        for ticket in turns:
            if not ticket.future.done():
                ticket.future.set_result(True)
        self._timer = None if math.isinf(wait) else asyncio.get_running_loop().call_later(wait, self._serve)


def _after(times: deque[float], window: float) -> float:
    """Return when the window has room for one more, where `times` holds as many as may be in it."""
    return times[0] + window if len(times) == times.maxlen else -math.inf


def _is_group(chat: Chat) -> bool:
    return isinstance(chat, str) or chat < 0
