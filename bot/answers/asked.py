"""What every command's function is given, and the phrases they share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.content.briefing import Card, Language, Prediction, Text
from bot.content.edition import STATES, Edition, State, Statement, state
from bot.content.periods import Paragraphs
from bot.people.readers import Known
from bot.words import say

MARKS: Final[dict[State, str]] = {
    "held": "✅",
    "partly": "🌓",
    "failed": "❌",
    "unclear": "❔",
    "void": "⚪",
    "open": "⏳",
    "due": "🔔",
}

_WITHIN: Final = {"zh": str.maketrans("《》", "〈〉"), "en": str.maketrans("“”", "‘’")}
"""Quotation marks of a title, as they are written inside those of `title`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command's words, the edition to answer from, the language to answer in, and the day it is."""

    edition: Edition
    language: Language
    today: dt.date
    words: tuple[str, ...] = ()
    editor: bool = False
    shared: bool = False
    # What follows is not part of the question: commands that are not personal never look at it.
    known: Known = field(default_factory=Known, compare=False)
    now: dt.datetime = field(default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC), compare=False)
    decides: bool = field(default=True, compare=False)
    zone: str = field(default="Asia/Shanghai", compare=False)
    topic: int | None = field(default=None, compare=False)
    anonymous: bool = field(default=False, compare=False)

    def about(self, *words: str) -> Asked:
        """Return the same question with other words."""
        return replace(self, words=words)

    def speaking(self, language: Language) -> Asked:
        """Return the same question, answered in a language."""
        return replace(self, language=language)

    def knowing(self, known: Known) -> Asked:
        """Return the same question with more known of its reader."""
        return replace(self, known=known)

    def in_public(self) -> Asked:
        """Return the same question as all who see its answer may: in a shared chat without what the person said."""
        return self.knowing(self.known.without_person()) if self.shared else self

    def say(self, message: str, **args: str | int) -> str:
        """Return a message of the interface in the reader's language."""
        return say(self.language, message, **args)

    def text(self, text: Text) -> str:
        """Return an editor's text in the reader's language."""
        return text.in_(self.language)

    def mark(self, prediction: Prediction) -> str:
        """Return the mark of a prediction's state."""
        return MARKS[state(prediction, self.today)]

    def title(self, card: Card) -> str:
        """Return a source's title, marked as one."""
        return self.say("title", title=self.text(card.title).translate(_WITHIN[self.language]))

    def authors(self, card: Card) -> str:
        """Return a source's authors."""
        return self.say("list-comma").join(self.text(author) for author in card.authors)

    def source(self, statement: Statement[Any]) -> str:
        """Return where a statement stands: title, date, paragraphs."""
        return f"{self.dated(statement.card)} · {self.at(statement.record.at)}"

    def dated(self, card: Card) -> str:
        """Return a source's title and date."""
        return f"{self.title(card)} {card.published}"

    def at(self, citation: Iterable[Paragraphs]) -> str:
        """Return the paragraphs of a citation."""
        return "¶" + ", ".join(str(each).replace("-", "–") for each in citation)

    def tally(self, predictions: Iterable[Prediction]) -> str:
        """Return how many predictions are in each state, with marks."""
        counts = Counter(state(prediction, self.today) for prediction in predictions)
        return " · ".join(f"{MARKS[each]} {counts[each]}" for each in STATES if counts[each])
