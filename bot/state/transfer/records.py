"""The lines of a file of readers, as records: the values they may hold, and the columns of the state they stand for."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Final, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.content.briefing import Language
from bot.people.appeals import LONGEST_APPEAL, Decision
from bot.people.readers import PausedBy

VERSION: Final = 1
LIST_COLUMNS: Final = {"interests", "questions", "verdicts", "briefings", "answered"}
"""Columns that hold lists, which are JSON in the state too."""


def _instant(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII):
        raise ValueError("no time in UTC such as 2026-11-24T09:30:00Z")
    _within_reach(dt.datetime.fromisoformat(text).year)
    return text


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("no day such as 2026-11-24")
    _within_reach(dt.date.fromisoformat(text).year)
    return text


def _within_reach(year: int) -> None:
    """Weeks, and other zones, must be to be reckoned from what is imported."""
    if not 1970 <= year < 3000:
        raise ValueError("no year from 1970 to 2999")


def _zone(text: str) -> str:
    if text not in _zones():
        raise ValueError("no time zone this machine knows")
    return text


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it holds what no reader writes")
    return text


_zones = cache(available_timezones)
Instant = Annotated[str, AfterValidator(_instant)]
DayText = Annotated[str, AfterValidator(_day)]
Count = Annotated[int, Field(ge=0, lt=1 << 53)]
Tries = Annotated[int, Field(ge=0, le=1_000)]
Flag = Annotated[int, Field(ge=0, le=1)]
Name = Annotated[str, Field(min_length=1)]


class ExportRecord(BaseModel):
    """Part of a line; its fields are the columns of a table."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class New(ExportRecord):
    """When a verdict or briefing was first live."""

    kind: Literal["verdict", "briefing"]
    what: Name
    at: Instant


class TakenReply(ExportRecord):
    """What editors said to appeals; by whom is known where they edit."""

    zh: Name
    en: Name
    at: Instant


class TakenAppeal(ExportRecord):
    """What a reader objected to; `reply` is a place among the replies of the head."""

    prediction: Name
    against: str
    words: Annotated[str, Field(max_length=LONGEST_APPEAL), AfterValidator(_printable)]
    at: Instant
    decision: Decision | None
    reply: Count | None
    seconds: Count

    @model_validator(mode="after")
    def _answered_or_not(self) -> Self:
        if (self.decision is None) != (self.reply is None):
            raise ValueError("an appeal is answered or it is not")
        return self


class TakenSecond(ExportRecord):
    """At which prediction a reader said so too."""

    prediction: Name
    at: Instant


class Head(ExportRecord):
    """The first line: what was new when, what editors said to appeals, and the answered ones whose readers left."""

    hindsight: Literal["readers"]
    version: int
    news: tuple[New, ...]
    replies: tuple[TakenReply, ...] = ()
    taken_back: tuple[TakenAppeal, ...] = ()


class End(ExportRecord):
    """The last line: how many readers there are, and the digest of all lines before."""

    readers: Count
    sha256: str


class TakenSubscription(ExportRecord):
    """A subscription."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    minute: Annotated[int, Field(ge=0, lt=24 * 60)]
    zone: Annotated[str, AfterValidator(_zone)]
    interests: tuple[str, ...]
    topic: Count | None
    skips_empty: Flag
    since: Instant
    next_at: Instant
    last_at: Instant | None
    paused: PausedBy | None
    paused_on: DayText | None


class TakenVote(ExportRecord):
    """A vote of a reader on a prediction."""

    prediction: Name
    value: Literal["1", "5", "20", "35", "50", "65", "80", "95", "99", "yes", "partly", "no", "unclear"]
    at: Instant


class TakenIssue(ExportRecord):
    """The contents of a check-in."""

    at: Instant
    questions: tuple[str, ...]
    verdicts: tuple[str, ...]
    briefings: tuple[str, ...]
    answered: tuple[str, ...] = ()  # a file of before says nothing of it


class TakenAsked(ExportRecord):
    """When a reader was last asked about a prediction."""

    prediction: Name
    at: Instant


class TakenFollow(ExportRecord):
    """Since when a reader follows a prediction."""

    prediction: Name
    at: Instant


class TakenAnsweredIn(ExportRecord):
    """In which group of the same channel, by its id, a reader answered about a prediction."""

    chat: Name
    prediction: Name


class TakenDelivery(ExportRecord):
    """The delivery of a slot; `issue` is a place among the issues of the reader."""

    slot: Instant
    state: Literal["queued", "sent", "empty", "missed", "gone", "muted", "failed", "doubt"]
    attempts: Tries
    doubts: Tries
    next_at: Instant
    issue: Count | None
    error: str | None
    done_at: Instant | None


class TakenItem(ExportRecord):
    """A check-in on the page."""

    command: Name
    at: Instant
    seen: Flag


class TakenVisit(ExportRecord):
    """On which day a reader of the page came first, and whether they came back later."""

    first: DayText | None
    back: Flag


class TakenQuestion(ExportRecord):
    """A question of a conversation on the page."""

    command: Name
    at: Instant


class TakenReader(ExportRecord):
    """A line: all that is taken along of a reader."""

    channel: Literal["telegram", "web"]
    id: Annotated[str, Field(min_length=1, max_length=200)]
    language: Language | None
    subscription: TakenSubscription | None
    votes: tuple[TakenVote, ...]
    issues: tuple[TakenIssue, ...]
    asked: tuple[TakenAsked, ...]
    follows: tuple[TakenFollow, ...] = ()
    answered_in: tuple[TakenAnsweredIn, ...] = ()
    deliveries: tuple[TakenDelivery, ...]
    inbox: tuple[TakenItem, ...]
    visits: tuple[TakenVisit, ...] = (TakenVisit(first=None, back=1),)  # a file of before says nothing of them
    conversations: tuple[TakenQuestion, ...] = ()
    appeals: tuple[TakenAppeal, ...] = ()
    seconds: tuple[TakenSecond, ...] = ()

    @model_validator(mode="after")
    def _id_of_channel(self) -> Self:
        number = r"-?[1-9]\d{0,18}" if self.channel == "telegram" else r"\S+"
        if not (self.id.isprintable() and re.fullmatch(number, self.id, re.ASCII)):
            raise ValueError("the id is none of that channel")
        return self

    @model_validator(mode="after")
    def _deliveries_hold_issues(self) -> Self:
        if any(each.issue is not None and each.issue >= len(self.issues) for each in self.deliveries):
            raise ValueError("a delivery holds an issue that is not there")
        return self


CARRIED: Final[dict[str, type[ExportRecord]]] = {
    "subscriptions": TakenSubscription,
    "votes": TakenVote,
    "issues": TakenIssue,
    "asked": TakenAsked,
    "follows": TakenFollow,
    "answered_in": TakenAnsweredIn,
    "deliveries": TakenDelivery,
    "inbox": TakenItem,
    "visits": TakenVisit,
    "conversations": TakenQuestion,
    "appeals": TakenAppeal,
    "seconds": TakenSecond,
}
"""The tables that are taken along, and what of them."""
