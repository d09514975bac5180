"""Turns among all processes that send as one bot: together they never exceed its rate, in no second there is.

Each takes stretches of time for itself, see `bot.state.Budget`, and gives its turns evenly within them. A message goes
late at most by what is not known of the clock that tells the time to all, and by how late we are ourselves; the pace
leaves room for both, and what would be later is forfeited, never made up for. So whoever stands still for a while
exceeds nothing afterwards, and what somebody had who dies is lost for that moment alone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from bot.delivery.channel import Unready
from bot.reception import StateError
from bot.state import Budget, Stretch

LATENESS: Final = 0.05
"""Seconds a message may be late, half of it by the clock and half by ourselves: the price is as much of the rate."""
SLICE: Final = 0.05
"""Seconds of the budget that are taken at once, or one message's."""
AHEAD: Final = 2 * SLICE
"""Seconds for which turns are kept in hand: more would be lost with us, with fewer we would wait for answers."""
LOOK: Final = SLICE / 2
"""Seconds after which whoever is first in line looks again at what there is to do."""
COMPARED_FOR: Final = 10.0
"""Seconds for which clocks are taken to go alike."""
AGAIN: Final = 0.1
"""Seconds after which it is asked again where nothing was given, on average."""
SOON: Final = dt.timedelta(seconds=2)
"""How long check-ins wait where there is no turn for them."""


class _Answer(NamedTuple):
    at: float
    ahead: float
    took: float


class CommonClock:
    """How far the clock of all is ahead of ours, by the answers of the last seconds.

    It was read between question and answer. What the last to read it before an answer tells is the best that is known,
    and too little by no more than the quickest answer took.
    """

    def __init__(self) -> None:
        self._answers = deque[_Answer](maxlen=64)

    def heard(self, said: float, asked: float, now: float) -> None:
        """Compare with what the other clock said in an answer."""
        self._answers.append(_Answer(now, said - now, now - asked))

    def known(self, now: float) -> bool:
        """Tell whether we know well enough what it says."""
        while self._answers and self._answers[0].at < now - COMPARED_FOR:
            self._answers.popleft()
        return any(each.took <= LATENESS / 2 for each in self._answers)

    def ours(self, at: float) -> float:
        """Return when it is as late as that by our clock, or a little later."""
        return at - max(each.ahead for each in self._answers)


class Turns:
    """The turns we have in hand, as a function of times."""

    def __init__(self, rate: int) -> None:
        self.pace = rate / (1 + LATENESS)
        self._most, self._turns = max(1, int(rate * SLICE)), deque[float]()

    def add(self, begins: float, count: int) -> None:
        """Add those of a stretch of time."""
        self._turns.extend(begins + number / self.pace for number in range(count))

    def wait(self, now: float) -> float | None:
        """Return the seconds until the next one, 0 where it is now; None where there is none. Forfeit what is late."""
        while self._turns and now - self._turns[0] > LATENESS / 2:
            self._turns.popleft()
        return max(0.0, self._turns[0] - now) if self._turns else None

    def use(self) -> None:
        """Use the next one."""
        self._turns.popleft()

    def wanted(self, waiting: int, now: float) -> int:
        """Return how many to take, where so many wait: none before those in hand come to an end, few only then."""
        last, count = self._turns[-1] - now if self._turns else 0.0, min(self._most, waiting - len(self._turns))
        return count if last <= AHEAD and (count > self._most // 2 or last <= LOOK) else 0


class SharedRate:
    """Gives turns in the order in which they are asked for; whoever is first in line sees to it that there are some."""

    def __init__(
        self,
        budget: Budget,
        sender: str,
        rate: int,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`rate` is that of all who send as the `sender`."""
        self._budget, self._sender = budget, sender
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._turns, self._common = Turns(rate), CommonClock()
        self._line, self._waiting, self._ask_at, self._why = asyncio.Lock(), 0, clock(), "too many wait"

    async def turn(self, *, patience: float) -> None:
        """Wait until one message may be sent, which then has to go at once; raises Unready where it may not so soon."""
        until = self._clock() + patience
        self._waiting += 1
        try:
            async with self._line:
                await self._next(until)
        except StateError as error:
            raise Unready(f"the state does not say when it may be sent: {error}", SOON) from None
        finally:
            self._waiting -= 1

    async def _next(self, until: float) -> None:
        while (wait := self._turns.wait(now := self._clock())) != 0:
            if now >= self._ask_at and (count := self._turns.wanted(self._waiting, now)) > 0:
                await self._take(count)
            elif now >= until:
                raise Unready(self._why, SOON)
            else:
                await self._sleep(min(wait or LOOK, LOOK))
        self._turns.use()

    async def _take(self, count: int) -> None:
        """Take turns; where we do not know the time of all, only ask for that."""
        asked = self._clock()
        count = count if self._common.known(asked) else 0
        stretch: Stretch | None = await self._budget.take(self._sender, count, self._turns.pace)
        now = self._clock()
        if stretch:
            self._common.heard(stretch.said, asked, now)
        if stretch and self._common.known(now):
            self._turns.add(self._common.ours(stretch.begins), count)
        else:
            self._why = "the state answers too slowly" if stretch else "others send all that may be sent"
            self._ask_at = now + AGAIN * (0.5 + self._chance())
