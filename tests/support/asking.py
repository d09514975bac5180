"""Questions as tests ask them: on a day, at midnight where no instant is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from bot.answers import Answer, Personal, answer
from bot.answers.limits import EVERYWHERE
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Known

IN_ONE: Final = replace(EVERYWHERE, edits=False)
"""The limits of a channel that edits nothing: there a check-in stands in one message."""


def asking(
    edition: Edition,
    language: Language,
    today: dt.date,
    *,
    known: Known | None = None,
    now: dt.datetime | None = None,
    **context: Any,
) -> Personal:
    """Return what is asked of an edition on a day, with whatever else is known of who asks it."""
    now = now or dt.datetime.combine(today, dt.time(), dt.UTC)
    return Personal(edition=edition, language=language, today=today, now=now, known=known or Known(), **context)


def whole(text: str, asked: Personal) -> Answer:
    """Return an answer with the blocks of all its pages."""
    first = answer(text, asked).answer
    others = (answer(f"{text} p{page}", asked).answer.blocks for page in range(2, first.pages + 1))
    return replace(first, blocks=sum(others, first.blocks))
