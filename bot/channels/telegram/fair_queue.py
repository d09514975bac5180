"""A fair queue of questions in lanes, so that nobody holds up another.

What one person says in one chat is answered in order, one after the other, and few of it may wait. All lanes take
turns at the places where answers are made; one chat, or one person in many chats, gets only a part of them. Whoever
waits for what concerns his chat alone, such as a flood limit, stands `aside` and holds no place meanwhile.

A lane belongs to a person and not to a chat, so that in a group no member uses up what the others may ask.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NamedTuple, TypeVar

from bot.channels.telegram.cancelling import cancelled

logger = logging.getLogger(__name__)

ANSWERS_AT_ONCE: Final = 32
"""Answers made at the same time."""
MOST_OF_A_CHAT: Final = 8
"""Places one chat may hold: the members of a group need more than one."""
MOST_OF_A_PERSON: Final = 2
"""Places one person may hold, in however many chats."""
LONGEST_LANE: Final = 10
"""Questions that may wait in one lane."""
MOST_WAITING: Final = 1000
"""Questions that may wait in all lanes together; some 10 kB each."""

K = TypeVar("K")
T = TypeVar("T")


class Lane(NamedTuple):
    """A lane: the questions of one person in one chat, which are answered in order."""

    chat: int
    person: str


@dataclass(frozen=True, slots=True)
class Waiting(Generic[T]):
    """A question in a lane. Those that belong `together` need not wait for each other.

    What waits is answered by the order of its `number`, in whichever it came. One that is answered `slower` was
    dropped: its sender is told that too much came at once.
    """

    item: T
    together: str | None = None
    slower: bool = False
    number: int = 0


@dataclass(slots=True)
class _Line(Generic[T]):
    """A lane's questions: those waiting, how many are answered now (and what they belong to), whether too many came."""

    waiting: deque[Waiting[T]] = field(default_factory=deque)
    answered: int = 0
    together: str | None = None
    told: bool = False

    @property
    def free(self) -> bool:
        """Tell whether the first who waits may begin, as far as this lane is concerned."""
        first = self.waiting[0].together if self.waiting else None
        return bool(self.waiting) and (not self.answered or (first is not None and first == self.together))


class Lanes(Generic[T]):
    """Decides whose turn it is, of those who wait, without clock or loop."""

    def __init__(self, places: int = ANSWERS_AT_ONCE, everything: int = MOST_WAITING) -> None:
        self._places, self._everything = places, everything
        self._lines: OrderedDict[Lane, _Line[T]] = OrderedDict()
        self._held = 0
        self._of_chat: dict[int, int] = {}
        self._of_person: dict[str, int] = {}

    def __len__(self) -> int:
        """Return how many wait."""
        return sum(len(line.waiting) for line in self._lines.values())

    @property
    def busy(self) -> bool:
        """Tell whether any place is held."""
        return self._held > 0

    @property
    def crowded(self) -> bool:
        """Tell whether so many chats wait for a place that it is no use to hear of more."""
        if self._held < self._places:
            return False
        return len({lane.chat for lane, line in self._lines.items() if line.free}) >= self._places

    def join(self, lane: Lane, turn: Waiting[T], room: int = LONGEST_LANE) -> list[tuple[Lane, T]]:
        """Wait at the end of a lane. Return what is dropped for it, the oldest: the latest is what is still wanted."""
        waiting = self._lines.setdefault(lane, _Line()).waiting
        place = next((at for at in range(len(waiting), 0, -1) if waiting[at - 1].number <= turn.number), 0)
        waiting.insert(place, turn)
        full = [lane] if len(self._lines[lane].waiting) > room else []
        dropped = [(each, self._drop(each)) for each in full]
        while len(self) > self._everything:
            longest = self._longest()
            dropped.append((longest, self._drop(longest)))
        return [(each, turn.item) for each, turn in dropped if not turn.slower]

    def slower(self, lane: Lane, item: T) -> None:
        """Answer what was dropped by the word that too much came at once; once until all of a lane is answered."""
        line = self._lines.setdefault(lane, _Line())
        if not line.told:
            line.told = True
            line.waiting.appendleft(Waiting(item, slower=True))

    def begin(self) -> Iterator[tuple[Lane, Waiting[T]]]:
        """Yield whose turn it is now, while there are places; a lane that had its turn goes behind all others."""
        for lane in [lane for lane, line in self._lines.items() if line.waiting]:
            while self._may(lane):
                yield lane, self._begun(lane)

    def end(self, lane: Lane, *, aside: bool = False) -> None:
        """Note that an answer is done; it held a place unless it stood aside."""
        self._lines[lane].answered -= 1
        if not aside:
            self.aside(lane)
        self._tidy(lane)

    def aside(self, lane: Lane) -> None:
        """Give a place back while an answer waits for what concerns its chat alone."""
        self._hold(lane, -1)

    def back(self, lane: Lane) -> None:
        """Take a place again, even where that is one too many: such waits end one by one."""
        self._hold(lane, 1)

    def clear(self) -> int:
        """Drop all who wait; return how many."""
        count = len(self)
        for lane, line in list(self._lines.items()):
            line.waiting.clear()
            self._tidy(lane)
        return count

    def _may(self, lane: Lane) -> bool:
        of_chat, of_person = self._of_chat.get(lane.chat, 0), self._of_person.get(lane.person, 0)
        few = of_chat < MOST_OF_A_CHAT and of_person < MOST_OF_A_PERSON
        return few and self._held < self._places and self._lines[lane].free

    def _begun(self, lane: Lane) -> Waiting[T]:
        line = self._lines[lane]
        turn = line.waiting.popleft()
        line.answered, line.together = line.answered + 1, turn.together
        self._hold(lane, 1)
        self._lines.move_to_end(lane)
        return turn

    def _hold(self, lane: Lane, more: int) -> None:
        self._held += more
        _count(self._of_chat, lane.chat, more)
        _count(self._of_person, lane.person, more)

    def _longest(self) -> Lane:
        """Return the longest lane of the chat for which most wait: who asks little is not dropped for who asks much."""
        waiting = Counter[int]()
        for lane, line in self._lines.items():
            waiting[lane.chat] += len(line.waiting)
        return max(self._lines, key=lambda lane: (waiting[lane.chat], len(self._lines[lane].waiting)))

    def _drop(self, lane: Lane) -> Waiting[T]:
        """Take the oldest out that is still to be answered."""
        waiting = self._lines[lane].waiting
        oldest = next((number for number, turn in enumerate(waiting) if not turn.slower), 0)
        turn = waiting[oldest]
        del waiting[oldest]
        self._tidy(lane)
        return turn

    def _tidy(self, lane: Lane) -> None:
        """Forget a lane in which nothing is left."""
        line = self._lines[lane]
        if not line.answered and not line.waiting:
            del self._lines[lane]


@dataclass(slots=True)
class _Place:
    """The place of one answer that is being made: held, given back while it stands aside, or gone."""

    lane: Lane
    held: bool = True
    gone: bool = False


class Service(Generic[T]):
    """Answers what stands in the lanes, in one event loop.

    `answer` makes one answer, or says that too much came at once (its second argument); `drop` hears of what is
    dropped and tells whether its sender must still be told so.
    """

    def __init__(
        self,
        answer: Callable[[T, bool], Awaitable[None]],
        drop: Callable[[T], bool],
        lanes: Lanes[T] | None = None,
    ) -> None:
        self._answer, self._drop = answer, drop
        self._lanes: Lanes[T] = lanes or Lanes()
        self._tasks = set[asyncio.Task[None]]()
        self._room, self._idle = asyncio.Event(), asyncio.Event()
        self._look()

    def __len__(self) -> int:
        """Return how many items wait for their turn."""
        return len(self._lanes)

    def put(
        self, lane: Lane, item: T, *, together: str | None = None, room: int = LONGEST_LANE, number: int = 0
    ) -> None:
        """Have an item answered in its lane, as soon as it is its turn."""
        for where, dropped in self._lanes.join(lane, Waiting(item, together, number=number), room):
            if self._drop(dropped):
                self._lanes.slower(where, dropped)
        self._look()

    async def room(self) -> None:
        """Wait until it is of use to hear of more."""
        await self._room.wait()

    async def close(self, patience: float) -> int:
        """Go on for so many seconds, or until only those are left that stand aside; drop these, and return how many."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await asyncio.sleep(0)  # whoever may go on by now holds a place again
                await self._idle.wait()
                await asyncio.sleep(0)  # who ended last has left
        left = self._lanes.clear() + len(self._tasks)
        await cancelled(self._tasks)
        return left

    def _look(self) -> None:
        """Begin what may begin, and let those go on who wait for room or for the end."""
        for lane, turn in self._lanes.begin():
            task = asyncio.create_task(self._serve(_Place(lane), turn))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        for event, true in ((self._room, not self._lanes.crowded), (self._idle, not self._lanes.busy)):
            event.set() if true else event.clear()

    async def _serve(self, place: _Place, turn: Waiting[T]) -> None:
        _here.set((self, place))
        try:
            await self._answer(turn.item, turn.slower)
        except Exception:
            logger.exception("Telegram: an update was not answered")
        finally:
            place.gone = True
            self._lanes.end(place.lane, aside=not place.held)
            self._look()

    @contextmanager
    def _aside(self, place: _Place) -> Iterator[None]:
        place.held = False
        self._lanes.aside(place.lane)
        self._look()
        try:
            yield
        finally:
            place.held = True
            self._lanes.back(place.lane)


_here: ContextVar[tuple[Service[Any], _Place] | None] = ContextVar("_here", default=None)


@contextmanager
def aside() -> Iterator[None]:
    """Hold no place while the context lasts: for waits that concern one chat alone. Elsewhere it does nothing."""
    service, place = _here.get() or (None, None)
    if service is None or place is None or place.gone or not place.held:
        yield
        return
    with service._aside(place):
        yield


def _count(counts: dict[K, int], key: K, more: int) -> None:
    """Count up or down, and forget what comes to nothing."""
    if count := counts.get(key, 0) + more:
        counts[key] = count
    else:
        del counts[key]
