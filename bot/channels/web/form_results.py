"""Results of forms sent by pages without scripts, kept for a while so that loading one again does nothing twice."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import Final, NamedTuple

from bot.answers import Answer
from bot.people.readers import Reader

MOST_OUTCOMES: Final = 512
"""Outcomes kept at once, some few kilobytes each; the oldest goes first."""


class Outcome(NamedTuple):
    """A reader's question, and the answer to it; `kept` is the question as a conversation keeps it, if it does."""

    reader: Reader
    asked: str
    answer: Answer
    kept: str


class Outcomes:
    """The last answers that changed something, each under a name that only its reader is told."""

    def __init__(self) -> None:
        self._kept = OrderedDict[str, Outcome]()

    def keep(self, outcome: Outcome) -> str:
        """Keep an outcome; return its name."""
        name = secrets.token_urlsafe(12)
        self._kept[name] = outcome
        if len(self._kept) > MOST_OUTCOMES:
            self._kept.popitem(last=False)
        return name

    def of(self, reader: Reader, name: str) -> Outcome | None:
        """Return an outcome to the reader whose it is."""
        found = self._kept.get(name)
        return found if found and found.reader == reader else None
