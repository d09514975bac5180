"""Changes as values: what a reader or editor chose. Answers make them, the app has the state remember them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.briefing import Language
from bot.content.drafts import DeskRequest, Form
from bot.content.texts import Written
from bot.people.appeals import Reply
from bot.people.readers import Issue, Subscription


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The reader chose a language."""

    language: Language


@dataclass(frozen=True, slots=True)
class Vote:
    """The reader said something of a prediction, named slug/id.

    A check-in only shown so far, the `issue`, is to be kept with it; `within` is the number of one that is kept, and
    that it answers a question of.
    """

    prediction: str
    value: str
    issue: Issue | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """The reader wants to hear of a prediction's verdict and standings in their check-ins; or no longer, with `off`."""

    prediction: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class MakeAppeal:
    """The reader appeals `against` a ruling or review of a prediction, in their words."""

    prediction: str
    against: str
    words: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The reader takes back their appeal about a prediction, which waits for an answer."""

    prediction: str


@dataclass(frozen=True, slots=True)
class Second:
    """The reader says so too, where somebody appealed about a prediction; or no longer, with `off`."""

    prediction: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class AnswerAppeals:
    """An editor answers an appeal, or closes many."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class KeepIssue:
    """A check-in was shown on demand."""

    issue: Issue


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The chat's subscription is new or changed."""

    subscription: Subscription


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The chat wants no check-ins any more."""


@dataclass(frozen=True, slots=True)
class MakePass:
    """The reader wants a link by which they go on elsewhere; its key, of which one is good at a time."""

    key: str


@dataclass(frozen=True, slots=True)
class Cross:
    """The reader wants what a link brings to be theirs; its key."""

    key: str


@dataclass(frozen=True, slots=True)
class CrossBack:
    """The reader wants their last crossing undone, whichever end of it they are."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The reader wants everything of theirs, as a file with the answer."""


@dataclass(frozen=True, slots=True)
class Forget:
    """The reader wants everything of theirs deleted."""


@dataclass(frozen=True, slots=True)
class KeepForm:
    """An editor came further with a form; None where they are done with it, or gave it up."""

    form: Form | None


@dataclass(frozen=True, slots=True)
class Announce:
    """An editor sends a note, in both languages, to all who subscribe."""

    words: Mapping[Written, str]


@dataclass(frozen=True, slots=True)
class StopNote:
    """An editor calls a note back from those who have not got it yet."""

    number: int


Change = (
    ChooseLanguage
    | Vote
    | Follow
    | MakeAppeal
    | TakeBack
    | Second
    | AnswerAppeals
    | MakePass
    | Cross
    | CrossBack
    | KeepIssue
    | Forget
    | Subscribe
    | Unsubscribe
    | HandOver
    | KeepForm
    | Announce
    | StopNote
    | DeskRequest
)
