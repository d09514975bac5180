"""Telegram's flood limits, as a function of times: 30 messages a second overall, 1 in a chat, 20 a minute in a group.

Bursts in one chat are tolerated for a while. The real limits are unpublished and change; these are what its FAQ tells.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque

OVERALL, SECOND = 30, 1.0
PER_GROUP, MINUTE = 20, 60.0
BURST = 20
"""Messages one chat may get at once, to be made up for by silence: one a second."""


class Flood:
    """What was sent; says how long to wait, in whole seconds, before one more message may be sent to a chat."""

    def __init__(self) -> None:
        self._overall: deque[float] = deque(maxlen=OVERALL)
        self._groups: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=PER_GROUP))
        self._even: defaultdict[int, float] = defaultdict(lambda: -math.inf)

    def send(self, chat: int, now: float) -> int:
        """Take note of a message, and return 0; or the seconds to wait, and take no note."""
        free = max(_after(self._overall, SECOND), self._even[chat] - (BURST - 1))
        if chat < 0:
            free = max(free, _after(self._groups[chat], MINUTE))
        if free > now:
            return math.ceil(free - now) + 1
        self._overall.append(now)
        self._even[chat] = max(self._even[chat], now) + 1.0
        if chat < 0:
            self._groups[chat].append(now)
        return 0


def _after(times: deque[float], window: float) -> float:
    return times[0] + window if len(times) == times.maxlen else -math.inf
