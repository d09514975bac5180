"""Readers as values: their subscription, votes and check-ins; and the tallies of all readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from statistics import median_low
from typing import Final, Literal, NamedTuple

from bot.content.briefing import Language
from bot.content.drafts import Form
from bot.content.texts import Written
from bot.people.appeals import NOTHING_WAITS, Appeal, Heard, Waiting
from bot.people.schedule import Weekly

CHANCES: Final = ("1", "5", "20", "35", "50", "65", "80", "95", "99")
"""Probabilities in percent a reader can give an open prediction."""
RULINGS: Final = ("yes", "partly", "no", "unclear")
"""What a reader can say of a prediction whose window has ended: did it come true?"""
DELIVERY_STATES: Final = ("queued", "sending", "sent", "empty", "missed", "gone", "muted", "failed", "doubt")
"""Those of a delivery, the first two under way, the others final."""
WEEK: Final = dt.timedelta(days=7)


_HASHED: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class Reader:
    """One person or chat on one channel.

    Of a reader of the page the id is the digest of the key in their cookie: whoever reads it cannot speak for them. It
    is taken here, so that no key gets any further.
    """

    channel: str
    id: str

    def __post_init__(self) -> None:
        if self.channel == "web" and not self.id.startswith(_HASHED):
            object.__setattr__(self, "id", _HASHED + sha256(self.id.encode()).hexdigest())

    @property
    def signature(self) -> str:
        """The name others see: of an id that is a digest, as much as tells editors apart."""
        return f"{self.channel}:{self.id.removeprefix(_HASHED)[:8] if self.id.startswith(_HASHED) else self.id}"


PausedBy = Literal["reader", "blocked", "muted"]
"""Who or what paused: the reader, one that shut us out or is there no more, one that forbids us to write."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """When a reader gets the weekly check-in, and about which fields: without interests about all."""

    weekly: Weekly
    next_at: dt.datetime
    since: dt.datetime
    last_at: dt.datetime | None = None
    interests: tuple[str, ...] = ()
    topic: int | None = None
    skips_empty: bool = False
    paused: PausedBy | None = None
    paused_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link brings to who opens it, from a `channel`: how many forecasts are answered there, `twice` here too.

    Besides how many are followed, how many appeals there are, and the subscription. Its maker opens their `own`.
    """

    channel: str
    answers: int = 0
    twice: int = 0
    follows: int = 0
    appeals: int = 0
    subscription: Subscription | None = None
    own: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to bring."""
        return not (self.answers or self.follows or self.appeals or self.subscription)


@dataclass(frozen=True, slots=True)
class Crossing:
    """What came here, or else went away: when, how many answers, which channel the other end is on.

    `until` is when it can be undone no more.
    """

    channel: str
    came: bool
    at: dt.datetime
    answers: int
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """A check-in as it was shown: the predictions it asks about, what is new, and the day.

    `verdicts` are the predictions whose verdicts or standings it tells, `briefings` the new ones. `answered` are the
    questions its reader has answered in it, in that order: its cards turn by them. `number` is its number in the state,
    where it is kept.
    """

    questions: tuple[str, ...]
    on: dt.date
    verdicts: tuple[str, ...] = ()
    briefings: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    number: int | None = field(default=None, compare=False)

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to ask and nothing to tell."""
        return not (self.questions or self.verdicts or self.briefings)

    def with_answer(self, prediction: str) -> Issue:
        """Return the same check-in once a question of it is answered."""
        return replace(self, answered=tuple(dict.fromkeys((*self.answered, prediction))))


class Guess(NamedTuple):
    """A probability in percent a reader once gave a prediction, named slug/id; readers are but told apart."""

    reader: int
    prediction: str
    percent: int
    at: dt.datetime


class Receipt(NamedTuple):
    """By what it is known that something has come: whose numbers are meant, such as a bot's, and which one."""

    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How the deliveries of a stretch of slots stand, by state, and who did not get theirs (reader and reason)."""

    counts: dict[str, int]
    left_out: tuple[tuple[Reader, str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A word of the editors to all who subscribe: by whom, when, and how far it has come.

    `counts` says how its deliveries stand; while it is `spreading` not all of them are in the ledger yet.
    """

    number: int
    words: Mapping[Written, str]
    by: str
    at: dt.datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    spreading: bool = False
    stopped: bool = False


Tally = Mapping[str, int]
"""How many readers say each value, by value."""


def median(tally: Tally) -> int | None:
    """Return the readers' median probability in percent; None where nobody gave one."""
    given = [int(value) for value in CHANCES for _ in range(tally.get(value, 0))]
    return median_low(given) if given else None


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer may need: a person's last votes, when a chat was asked what, and all readers' tallies.

    What is new since the last check-in: verdicts and standings by their keys, briefings by their slugs; and of a chat
    that subscribed how many it `missed`. The predictions it `follows`, each since when; and the days of the check-ins
    before this one in which it answered anything, `answered_on`, the last first and without one between that it left
    unanswered. Of a shared chat: what its `members` said of the predictions that were ruled on now. For editors: the
    `form` they are filling in, the `notes` to all with how far each has come, and how many `receivers` a new one has;
    the questions that enough people asked in vain (`unfound`), each with how often, the one asked most first; and the
    appeals that are `waiting`. What everybody may know of appeals is `heard`, by prediction. Of the person: their
    `appeals`, oldest first, those of them answered since the last check-in (`new_answers`, by number), and the
    predictions at which they `seconded` others. Where they go on elsewhere: what a link brings (`offer`), the last
    `crossing` that can be undone, and the `ways` there are from here, addresses by channel, with the `key` in them.
    The `language` is the one the chat chose; the person is `stored` unless there is nothing of them in the state yet.
    For scores: what probabilities the person gave and when (`history`); and how many readers, the person among them,
    had last given each when a prediction was closed that was ruled on (`crowd`). Nothing of all this is known where it
    was not `readable`.
    """

    chances: Mapping[str, str] = field(default_factory=dict)
    rulings: Mapping[str, str] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    asked: Mapping[str, dt.date] = field(default_factory=dict)
    issue: Issue | None = None
    subscription: Subscription | None = None
    missed: int = 0
    new_verdicts: tuple[str, ...] = ()
    new_briefings: tuple[str, ...] = ()
    follows: Mapping[str, dt.date] = field(default_factory=dict)
    answered_on: tuple[dt.date, ...] = ()
    members: Mapping[str, Sequence[Guess]] = field(default_factory=dict)
    history: Sequence[Guess] = ()
    crowd: Mapping[str, Tally] = field(default_factory=dict)
    form: Form | None = None
    notes: Mapping[int, Note] = field(default_factory=dict)
    receivers: int = 0
    unfound: Mapping[str, int] = field(default_factory=dict)
    heard: Mapping[str, Heard] = field(default_factory=dict)
    appeals: Sequence[Appeal] = ()
    seconded: frozenset[str] = frozenset()
    new_answers: tuple[int, ...] = ()
    waiting: Waiting = NOTHING_WAITS
    crossing: Crossing | None = None
    offer: Offer | Crossing | None = None
    ways: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    language: Language | None = None
    stored: bool = True
    readable: bool = True

    def vote(self, prediction: str) -> str | None:
        """Return what the reader last said of a prediction; one can only be ruled on after it could be guessed at."""
        return self.rulings.get(prediction) or self.chances.get(prediction)

    def current_issue(self, today: dt.date) -> Issue | None:
        """Return the last check-in while its week lasts."""
        return self.issue if self.issue and abs(today - self.issue.on) < WEEK else None

    def without_person(self) -> Known:
        """Return the same without anything the person said."""
        return replace(self, chances={}, rulings={}, history=(), appeals=(), seconded=frozenset())

    def with_vote(self, prediction: str, value: str) -> Known:
        """Return what is known once the reader has said so: the vote, and the tally with it."""
        votes = self.chances if value in CHANCES else self.rulings
        tallies = {**self.tallies, prediction: moved(self.tallies.get(prediction, {}), votes.get(prediction), value)}
        if value in CHANCES:
            return replace(self, chances={**self.chances, prediction: value}, tallies=tallies)
        return replace(self, rulings={**self.rulings, prediction: value}, tallies=tallies)


def moved(tally: Tally, before: str | None, after: str | None) -> dict[str, int]:
    """Return a tally in which one reader says something else than before, or nothing any more."""
    counts = dict(tally)
    if after is not None:
        counts[after] = counts.get(after, 0) + 1
    if before is not None:
        counts[before] = counts.get(before, 0) - 1
    return {value: count for value, count in counts.items() if count > 0}
