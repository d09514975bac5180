"""The records of `phrases.yaml`: how people ask, and the command that answers them."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from bot.content.texts import Record, Text
from bot.content.values import ShortWords, parse_words

OfContent = Literal[
    "briefings",
    "briefing",
    "sectors",
    "sector",
    "timeline",
    "advice",
    "predictions",
    "prediction",
    "debates",
    "debate",
    "scores",
    "term",
    "search",
]
"""The commands that show what the edition holds."""
OfChat = Literal[
    "start",
    "help",
    "about",
    "checkin",
    "subscribe",
    "settings",
    "pause",
    "resume",
    "unsubscribe",
    "language",
    "privacy",
    "mydata",
    "continue",
    "forget",
]
"""The commands about the bot, and about who asks."""
Askable = Literal[OfContent, OfChat]
"""The commands that words may stand for: those that everybody may ask."""
Subject = Literal["sector", "audience", "briefing", "term", "year", "schedule"]
"""What of a question may complete a command."""
_LISTS: Final = frozenset({"timeline", "debates", "sectors", "briefings", "advice"})
"""Commands that show everything of a kind."""
_FILTERED: Final = frozenset({"predictions"})
"""Commands whose words narrow a list down, so that several phrases do so together."""

LONGEST_PATTERN: Final = 200
_MARKS = re.compile(r"[?？+.^$\[\]{}\\]")
"""Marks that no question is compared by, and that look as if they stood for something."""
_PARTS = re.compile(r"\((?:[^()*]*\|)+[^()*]*\)")


def _readable(pattern: str) -> str:
    """Hold a phrase to what can be read of it: words, `*` for a few words between, `(this|that)` for either; no `?`."""
    rest = _PARTS.sub("", pattern)
    if (
        re.search(r"[()|]", rest)
        or _MARKS.search(pattern)
        or not re.search(r"\w", rest + "".join(_PARTS.findall(pattern)))
    ):
        raise PydanticCustomError("pattern", "not a phrase")
    return pattern


Pattern = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PATTERN),
    BeforeValidator(parse_words),
    AfterValidator(_readable),
]


class Phrase(Record):
    """Ways to ask for one thing: a command with its `words`, completed by what of the question it `takes` up.

    `zh` and `en` are phrases that a question holds. Without what it `needs` a question does not mean this. What matches
    `whole` is all that a question says, as thanks are, or what a short one begins with; `alone`, never its beginning.
    One that `yields` asks about AI at large: where a question names a field that is none of its words, it is about
    that. `says` is answered first.
    """

    command: Askable
    words: tuple[ShortWords, ...] = ()
    takes: tuple[Subject, ...] = ()
    needs: tuple[Subject, ...] = ()
    yields: tuple[Literal["sector"], ...] = ()
    match: Literal["within", "whole", "alone"] = "within"
    zh: tuple[Pattern, ...] = ()
    en: tuple[Pattern, ...] = ()
    says: Text | None = None

    @property
    def lists(self) -> bool:
        """Tell whether it asks for everything of a kind, nothing of it named."""
        return self.command in _LISTS and not self.words

    @property
    def filters(self) -> bool:
        """Tell whether it narrows a list down, so that several phrases may do so together."""
        return self.command in _FILTERED


class Phrases(Record):
    """The file of phrases."""

    phrases: tuple[Phrase, ...]
