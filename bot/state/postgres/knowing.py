"""What an answer needs to know, as one statement: all that is asked of a reader is known before it is asked.

The functions of `bot.state.sql` ask one thing after the other. Here they are told what was found for all of it at once,
which is as of one moment. Where one of them asks something else, as of whom nobody can foresee, it is all asked anew
within a transaction that sees one moment too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Final

from bot.people.crossings import UNDO_LIFETIME
from bot.people.readers import Guess, Known, Reader
from bot.state.postgres.foreseeing import Asked, Subquery, Who, foresee, named
from bot.state.postgres.session import PostgresConnection, UnforeseenError
from bot.state.postgres.shared import SharedTallies
from bot.state.sql.appeals import APPEALS_OF, SECONDED
from bot.state.sql.connection import text
from bot.state.sql.crossings import LAST_CROSSING
from bot.state.sql.editors import FORM, form_values
from bot.state.sql.knowing import FOREVER, NOTHING, NUMBERED, KnownRows
from bot.state.sql.news import LAST_TOLD
from bot.state.sql.reader_votes import COUNTS, MOST_VOTES, VOTES
from bot.state.sql.readers import NUMBER
from bot.state.sql.rows import ANSWERED_ON, ASKED, FOLLOWS, HELD_ISSUE, LAST_ISSUES
from bot.state.sql.subscriptions import SUBSCRIBED
from bot.state.sql.unfound import MOST_ASKED, MOST_TOLD
from bot.state.values import Delivery

_FIRST_WORD: Final = (
    "select min(at) from (select at from votes where reader = ? union all select at from follows where reader = ?"
    " union all select at from appeals where reader = ?) as words"
)
_ANSWERS: Final = "select appeal, replies.at from appeals join replies using (reply) where reader = ? order by appeal"
_MISSED: Final = "select slot from deliveries where reader = ? and state = 'missed'"
_ANY_MEMBER: Final = "select reader from answered_in where chat = ? limit 1"
_ENOUGH: Final = {LAST_ISSUES: f"{LAST_ISSUES} limit 9"}
"""Among so many issues is the last one that can be read."""


class ForeseenRows(PostgresConnection, KnownRows):
    """Reads what is known with one statement."""

    _tallies: SharedTallies

    async def known(
        self,
        chat: Reader,
        person: Reader,
        message: str | None = None,
        now: dt.datetime = FOREVER,
        settled: Mapping[str, dt.datetime] = NOTHING,
        *,
        editor: bool = False,
    ) -> Known:
        """Return what an answer may need to know, all as it is at one moment; see the protocol."""
        number, own = named(chat), named(person)
        asked = [(NUMBERED, number.values), (NUMBER, own.values), *_asked(number, own, message, now)]
        if editor:
            asked += [(FORM, form_values(person, now)), (MOST_ASKED, (MOST_TOLD,))]
        know = super().known
        return await self._at_one_moment(asked, lambda: know(chat, person, message, now, settled, editor=editor))

    async def known_for(
        self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = NOTHING
    ) -> Known:
        """Return what a check-in may need to know, likewise."""
        know, number = super().known_for, delivery.number
        return await self._at_one_moment(_asked(number, number, None, now), lambda: know(delivery, now, settled))

    async def _at_one_moment(self, asked: list[Asked], know: Callable[[], Coroutine[Any, Any, Known]]) -> Known:
        ours, refresh = self._tallies.refreshing()
        with contextlib.suppress(UnforeseenError), self._session.alone():
            foresee(self._session, [*asked, *ours], _ENOUGH)
            refresh()
            return await know()
        with self._session.reading():
            foresee(self._session, asked, _ENOUGH)
            return await know()

    def _first_word(self, number: int) -> str:
        (found,) = self.connection.execute(_FIRST_WORD, (number, number, number)).fetchone()
        return found or ""

    def _answers(self, number: int, since: str, at: str) -> tuple[int, ...]:
        found = self.connection.execute(_ANSWERS, (number,))
        return tuple(appeal for appeal, answered in found if since < answered <= at)

    def _missed(self, number: int, since: str, at: str) -> int:
        return sum(since < slot <= at for (slot,) in self.connection.execute(_MISSED, (number,)))

    def _members(
        self, chat: int, predictions: Iterable[str], settled: Mapping[str, dt.datetime]
    ) -> Mapping[str, tuple[Guess, ...]]:
        if not self.connection.execute(_ANY_MEMBER, (chat,)).fetchone():
            return {}
        return super()._members(chat, predictions, settled)


def _asked(chat: Who, person: Who, message: str | None, now: dt.datetime) -> list[Asked]:
    """Return what `KnownRows._known` asks of a chat and of who asks in it."""
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
        (_FIRST_WORD, (chat, chat, chat)),
        (_ANSWERS, (chat,)),
        (_MISSED, (chat,)),
        (_ANY_MEMBER, (chat,)),
        (LAST_CROSSING, (person, person, text(now - UNDO_LIFETIME))),
        (SECONDED, (person,)),
        (APPEALS_OF, (person,)),
        (COUNTS, (person,)),
    ]
