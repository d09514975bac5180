"""Drafts, entries of the history and requests to the desk, as values; and why the desk declines one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.content.briefing import Language, Naive, Review, Ruling

EditionOrigin = Literal["published", "undone", "found"]
"""How an edition came: by the desk, as an undo by the desk, or found in the folders, edited by other means."""


class Declined(Exception):
    """The desk declines a request: why, as a code and its arguments, which `answers` puts into words."""

    def __init__(self, code: str, **args: str | int) -> None:
        self.code, self.args_of_code = code, args
        super().__init__(f"{code} {args}" if args else code)


@dataclass(frozen=True, slots=True)
class Draft:
    """A would-be edition: the digest it would have, who drafted it and when, and the names of the files it touches."""

    digest: str
    by: str
    at: dt.datetime
    files: tuple[str, ...]
    how: EditionOrigin = "published"


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition that went live: its number in the history, who brought it, when and how, and how much changed."""

    number: int
    digest: str
    by: str
    at: dt.datetime
    how: EditionOrigin
    what: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reloads:
    """When the files last made an edition, and when they were last read."""

    good: dt.datetime
    tried: dt.datetime


@dataclass(frozen=True, slots=True)
class Form:
    """A form that an editor is filling in: its subject (`about`), its language, and the answers so far."""

    about: str
    language: Language
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Propose:
    """See what would come of files that were sent."""

    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """See a draft again, or one of its previews, counted from 1; without a digest see which drafts there are."""

    digest: str = ""
    preview: int = 0


@dataclass(frozen=True, slots=True)
class Publish:
    """Make a draft what readers see."""

    digest: str


@dataclass(frozen=True, slots=True)
class Discard:
    """Forget a draft."""

    digest: str


@dataclass(frozen=True, slots=True)
class LookBack:
    """See which editions were live; those before a number where one is given."""

    before: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Draft what was live before the last edition, or before the one of a number."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Reload:
    """Make the files live as they are now, or see what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Have a file as it is now; without a name see which there are."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class DraftVerdict:
    """Draft a verdict on a prediction, named slug/id; with it what the naive rule says, where that is new."""

    prediction: str
    ruling: Ruling
    naive: Naive | None = None


@dataclass(frozen=True, slots=True)
class DraftStanding:
    """Draft how a prediction, named slug/id, stands."""

    prediction: str
    review: Review


@dataclass(frozen=True, slots=True)
class LookAfter:
    """See how the week's deliveries stand; have those that failed or stayed in doubt sent again; or dismiss an editor.

    Only who came by the link of the page can be dismissed; the others stand in the settings.
    """

    rest: bool = False
    dismissed: str = ""


DeskRequest = (
    Propose | Look | Publish | Discard | LookBack | Undo | Reload | Fetch | LookAfter | DraftVerdict | DraftStanding
)
"""A request to the desk: it reads or writes files, and whoever asks waits for it."""
