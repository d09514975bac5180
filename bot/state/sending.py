"""The protocols of what is sent: deliveries of check-ins, and the editors' notes; as `protocol` says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.content.texts import Written
from bot.people.readers import Note
from bot.state.values import Delivery, Result, Stretch


class Ledger(Protocol):
    """The deliveries: one row per reader and slot, from queued to its final state."""

    slice: int
    """How many that are due are best queued at once: few enough for the loop to answer readers in between."""
    planners: int
    """In how many places at the same time what is due is best queued."""
    gathers: float
    """Seconds for which what became of deliveries is best gathered, where many are under way, to be recorded."""

    async def enqueue_due(self, now: dt.datetime, most: int) -> int:
        """Queue what is due, at most so many, and set each reader's next slot; return how many were due."""

    async def pull_back(self, now: dt.datetime, most: int) -> int:
        """Bring nearer, for at most so many, the slots that only a wrong clock can have set; return for how many."""

    async def hasten(self, channel: str, now: dt.datetime) -> int:
        """Let go now what waits for longer than anything does: a wrong clock said until when; return how many."""

    async def claim(self, channel: str, now: dt.datetime, most: int, lease: dt.timedelta) -> list[Delivery]:
        """Take at most so many queued rows of a channel whose time has come; nobody else gets them in their lease."""

    async def next_at(self, channel: str) -> dt.datetime | None:
        """Return when the next queued row of a channel may go."""

    async def release(self, now: dt.datetime, *, everything: bool = False) -> int:
        """Queue again what was claimed and not closed in time; at start everything, as whoever claimed it is dead."""

    async def reclaim(self, now: dt.datetime) -> int:
        """Queue again what other processes claimed and did not close in time; nothing where there are no others."""

    async def ticked(self) -> None:
        """Let other processes know that somebody looked for what is due."""

    async def record(self, results: Sequence[Result], now: dt.datetime) -> None:
        """Write what became of claimed deliveries: all of it, or nothing.

        Of one that took longer than its lease and was claimed anew nothing is written: it is another's by then.
        Of a reader who shut us out the subscription is paused; everything else of them stays.
        """

    async def pause(self, channel: str, chat: str, until: dt.datetime) -> None:
        """Remember that a chat must be left alone until then; or with `*` the whole channel, by all processes."""

    async def pauses(self, channel: str, now: dt.datetime) -> dict[str, dt.datetime]:
        """Return the pauses that still last, by chat, and forget the others, and those that a wrong clock has set."""

    async def send_to_the_rest(self, since: dt.datetime, now: dt.datetime) -> int:
        """Queue again what failed or stayed in doubt since then; never what was sent. Return how many."""


class Notes(Protocol):
    """The editors' notes to all who subscribe."""

    async def begin(self, words: Mapping[Written, str], by: str, now: dt.datetime) -> Note:
        """Keep a note that is to be sent, and return it."""

    async def spread(self, now: dt.datetime, most: int) -> int:
        """Queue notes for at most so many subscribers; return for how many, 0 where all are queued.

        First drop as many that still wait with a note that was called back.
        """

    async def stop(self, number: int) -> None:
        """Call a note back from those for whom it is still queued."""

    async def going(self, number: int, delivery: int) -> Note | None:
        """Return the note of a delivery; one that was called back is dropped, as those that were still queued are."""

    async def notes(self) -> Mapping[int, Note]:
        """Return all notes by number; how far each has come only `counted` tells."""

    async def counted(self) -> tuple[Mapping[int, Note], int]:
        """Return all notes with how their deliveries stand, and how many readers would get one now."""


class Budget(Protocol):
    """How many messages may be sent as one bot, by all processes that do."""

    async def take(self, sender: str, messages: int, pace: float) -> Stretch | None:
        """Take the time that so many messages need at a pace a second, behind all that was taken before.

        It is the same clock that tells all processes when. None where what was taken reaches a second ahead, or the
        channel rests; for no message at all it is told when one could be sent. A `sender` is named by its channel and
        its number there, as in `telegram:123456`.
        """
