"""What is asked of a chat, and of who asks in it, for an answer or a check-in: the statements of `KnownRows`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from bot.people.crossings import UNDO_LIFETIME
from bot.state.postgres.foreseeing import Asked, Subquery, Who
from bot.state.sql.appeals import APPEALS_OF, SECONDED
from bot.state.sql.connection import text
from bot.state.sql.crossings import LAST_CROSSING
from bot.state.sql.news import LAST_TOLD
from bot.state.sql.reader_votes import COUNTS, MOST_VOTES, VOTES
from bot.state.sql.rows import ANSWERED_ON, ASKED, FOLLOWS, HELD_ISSUE, LAST_ISSUES
from bot.state.sql.subscriptions import SUBSCRIBED

FIRST_WORD: Final = (
    "select min(at) from (select at from votes where reader = ? union all select at from follows where reader = ?"
    " union all select at from appeals where reader = ?) as words"
)
ANSWERS: Final = "select appeal, replies.at from appeals join replies using (reply) where reader = ? order by appeal"
MISSED: Final = "select slot from deliveries where reader = ? and state = 'missed'"
ANY_MEMBER: Final = "select reader from answered_in where chat = ? limit 1"
ENOUGH: Final[Mapping[str, str]] = {LAST_ISSUES: f"{LAST_ISSUES} limit 9"}
"""Among so many issues is the last one that can be read."""


def asked_of(chat: Who, person: Who, message: str | None, now: dt.datetime) -> list[Asked]:
    """Return what is asked of them, each statement with its values."""
    at = text(now)
    held: list[Asked] = [(HELD_ISSUE, (chat, message, chat))] if message is not None else []
    last = f"select coalesce({'(select issue from (' + HELD_ISSUE + ') as held), ' if held else ''}"
    issue = Subquery(
        f"{last}(select issue from ({LAST_ISSUES} limit 1) as last))", (*(held[0][1] if held else ()), chat, at)
    )
    return [
        *held,
        (LAST_ISSUES, (chat, at)),
        (VOTES, (person, MOST_VOTES + 1)),
        (SUBSCRIBED, (chat,)),
        (ASKED, (chat, at)),
        (FOLLOWS, (chat, at)),
        (ANSWERED_ON, (chat, at, issue, issue, at)),
        (LAST_TOLD, (chat, at)),
        (FIRST_WORD, (chat, chat, chat)),
        (ANSWERS, (chat,)),
        (MISSED, (chat,)),
        (ANY_MEMBER, (chat,)),
        (LAST_CROSSING, (person, person, text(now - UNDO_LIFETIME))),
        (SECONDED, (person,)),
        (APPEALS_OF, (person,)),
        (COUNTS, (person,)),
    ]
