"""Answers as anybody gets them who names nobody: whole, in no pages, changing nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from bot.answers import COMMANDS
from bot.answers.answer import Answer, Reply
from bot.answers.asked import Personal
from bot.answers.limits import Limits
from bot.answers.parsing import parse
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.appeals import Heard
from bot.people.readers import Known

WHOLE: Final = Limits(page=10**9, doors=10**9, row=10**9, command=1_000, edits=False)
"""A page has room for all there is."""


def asking(edition: Edition, today: dt.date, language: Language, heard: Mapping[str, Heard] | None = None) -> Personal:
    """Return a question of nobody in particular, of whom nothing is known; `heard` is what all may know of appeals."""
    now, known = dt.datetime.combine(today, dt.time(), dt.UTC), Known(heard=heard or {})
    return Personal(edition=edition, language=language, today=today, now=now, known=known, anonymous=True, limits=WHOLE)


def unpaged(asked: Personal, command: str) -> Answer:
    """Return the whole answer to a command that only reads."""
    name, words, _ = parse(command)
    row = COMMANDS[name]
    assert not row.acts and not row.editors, "a page only reads"
    outcome = row.run(asked.about(*words))
    return (outcome.answer if isinstance(outcome, Reply) else outcome).whole
