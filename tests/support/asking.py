"""Questions as tests ask them: on a day, at midnight where no instant is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.answers import Personal
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Known


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
