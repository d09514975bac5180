"""Explains failures of receiving to editors and operators, and gives the wait before the next try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.answers import channel_errors
from bot.channels.telegram.bulk import seconds
from bot.notify import Tell
from bot.words import say

TroubleKind = Literal["token", "elsewhere", "webhook", "flood", "unreachable", "fault"]

POLL_WAITS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds between two tries; the last one for ever."""
TRIES_BEFORE_ALARM: Final = 4
"""Tries in vain after which editors are told: some seven seconds; a restart that overlaps is over by then."""
LONGEST_FLOOD: Final = 900.0
"""Seconds that a flood limit is believed to last, whatever it says."""
SILENCE: Final = dt.timedelta(hours=1)
"""How long editors are not told again."""


class Undelivered(TelegramError):
    """Telegram does not take the address of a webhook, or does not get through to it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The kind of trouble, and how many tries in a row have failed."""

    kind: TroubleKind
    said: str = ""
    tries: int = 0
    flood: float = 0.0

    def again(self, error: Exception) -> Trouble:
        """Return the trouble after one more try in vain."""
        kind = _kind(error)
        # What the library says of a token holds the token.
        said = "" if kind in ("token", "fault") else str(error)[:200]
        flood = min(seconds(error), LONGEST_FLOOD) if isinstance(error, RetryAfter) else 0.0
        return Trouble(kind, said, self.tries + 1, flood)

    def wait(self, waits: tuple[float, ...] = POLL_WAITS) -> float:
        """Return the seconds until the next try: they grow, and a flood limit is waited for."""
        return max(waits[min(self.tries, len(waits)) - 1], self.flood)

    @property
    def why(self) -> str:
        """Return what is wrong in English words, for operators."""
        return say("en", f"polling-{self.kind}") + (f" ({self.said})" if self.said else "")


NONE: Final = Trouble("fault")
"""Before the first try in vain."""


def _kind(error: Exception) -> TroubleKind:
    match error:
        case InvalidToken():  # 401 and 404
            return "token"
        case Conflict():
            return "elsewhere"
        case Undelivered():
            return "webhook"
        case RetryAfter():
            return "flood"
        case TelegramError():
            return "unreachable"
    return "fault"


class Alarm:
    """Tells editors of a trouble that lasts, and of its end; not again within an hour: two programs may take turns."""

    def __init__(self, tell: Tell | None, now: Callable[[], dt.datetime]) -> None:
        self._tell, self._now = tell, now
        self._known: Trouble | None = None
        self._told_at: dt.datetime | None = None

    def __call__(self, trouble: Trouble | None) -> None:
        """Tell of a trouble, or (None) of the end of one that was told."""
        now = self._now()
        if trouble and self._told_at and abs(now - self._told_at) < SILENCE:
            return
        if self._tell and (trouble or self._known):
            kind = trouble.kind if trouble else ""
            self._tell(lambda language: channel_errors.polling(language, kind))
        self._known, self._told_at = trouble, now if trouble else self._told_at
