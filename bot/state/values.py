"""The values that go into the state and come out of it; those that the core knows too stand in `people`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from bot.content.briefing import Language
from bot.content.drafts import Draft
from bot.people.readers import Issue, PausedBy, Reader
from bot.state.contents import Manifest

KEPT_QUESTIONS: Final = 300
"""Questions of a reader's conversation on the page that are kept; the oldest go first."""
QUESTION_LIFETIME: Final = dt.timedelta(days=30)
"""How long they are kept."""

REPEATED_FOR: Final = dt.timedelta(hours=48)
"""How long what came is known again: Telegram repeats for a day what it takes for undelivered."""


class News(NamedTuple):
    """Something that several processes are to know at once, where they share a state.

    `edition`: another one went live. `ticked`: somebody looked for what is due. `due`: something was queued. `inbox`:
    something waits for a reader of the page, who is `whose`. `missed`: nobody knows what happened until now.
    """

    what: Literal["edition", "ticked", "due", "inbox", "missed"]
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed row: to whom, for which slot, which attempt it is, how often it was in doubt, in which language.

    With a `note` it carries that word of the editors, not a check-in.
    """

    id: int
    number: int
    reader: Reader
    slot: dt.datetime
    attempts: int
    doubts: int
    language: Language | None
    topic: int | None
    skips_empty: bool
    note: int | None = None


class Stretch(NamedTuple):
    """A stretch of time that is one sender's alone: when it begins, and when that was said, in seconds of one clock."""

    begins: float
    said: float


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery left: under which id, with which check-in. Without an id nobody knows whether it arrived."""

    delivery: Delivery
    message: str | None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Requeued:
    """A delivery is to be tried again: when, and why; one that was not really tried has its attempt given back."""

    delivery: Delivery
    at: dt.datetime
    error: str
    doubt: bool = False
    tried: bool = True


@dataclass(frozen=True, slots=True)
class Closed:
    """A delivery ended in a state other than sent; with `paused` its reader shut us out, and gets no more."""

    delivery: Delivery
    state: str
    error: str = ""
    paused: PausedBy | None = None


Result = Sent | Requeued | Closed
"""What became of a claimed delivery."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Deliveries of a stretch of slots by channel and state, the oldest slot that waits, subscriptions by channel.

    `appeals` are those that no editor has answered; `copied` is when the last backup was made.
    """

    deliveries: Mapping[tuple[str, str], int]
    waits_since: dt.datetime | None
    subscriptions: Mapping[tuple[str, Literal["running"] | PausedBy], int]
    appeals: int = 0
    copied: dt.datetime | None = None


class Brought(NamedTuple):
    """How many readers came in from a file: those new to the state, and those it had already."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Checkup:
    """A state looked over: its size in bytes, when it was last written, what is damaged, and when it was backed up.

    `miscounted` is of how many predictions the tallies are not what counting all votes afresh gives.
    One `of_before` was left by an earlier version.
    """

    size: int
    newest: dt.datetime | None
    damage: str
    copied: dt.datetime | None
    miscounted: int = 0
    of_before: bool = False


EDITIONS_KEPT: Final = 1_000
"""Editions whose texts are kept, the last ones and for a while a few more; the chain keeps the seals of all."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept: the files it was made on, and what it does to them; None where it removes one."""

    draft: Draft
    base: Manifest
    files: Mapping[str, bytes | None]
