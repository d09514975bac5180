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

from bot.people.readers import Guess, Known, Reader
from bot.state.postgres.claimed import SharedClaimed
from bot.state.postgres.foreseeing import Answers, Asked, foresee, named
from bot.state.postgres.questions import ANSWERS, ANY_MEMBER, ENOUGH, FIRST_WORD, MISSED, asked_of
from bot.state.postgres.session import PostgresConnection, UnforeseenError
from bot.state.postgres.shared import SharedTallies
from bot.state.sql.editors import FORM, form_values
from bot.state.sql.knowing import FOREVER, NOTHING, NUMBERED, KnownRows
from bot.state.sql.readers import NUMBER
from bot.state.sql.subscriptions import SUBSCRIBED
from bot.state.sql.unfound import MOST_ASKED, MOST_TOLD
from bot.state.values import Delivery

NOTHING_AT_HAND: Final[Answers] = {}


class ForeseenRows(PostgresConnection, KnownRows):
    """Reads what is known with one statement."""

    _tallies: SharedTallies
    _claimed: SharedClaimed

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
        asked = [(NUMBERED, number.values), (NUMBER, own.values), *asked_of(number, own, message, now)]
        if editor:
            asked += [(FORM, form_values(person, now)), (MOST_ASKED, (MOST_TOLD,))]
        know = super().known
        return await self._at_one_moment(asked, lambda: know(chat, person, message, now, settled, editor=editor))

    async def known_for(
        self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = NOTHING
    ) -> Known:
        """Return what a check-in may need to know, likewise; much of it is at hand since it was claimed."""
        know, number = super().known_for, delivery.number
        at_hand = self._claimed.answers(number, now)
        asked = [(SUBSCRIBED, (number,))] if at_hand else asked_of(number, number, None, now)
        return await self._at_one_moment(asked, lambda: know(delivery, now, settled), at_hand)

    async def _at_one_moment(
        self, asked: list[Asked], know: Callable[[], Coroutine[Any, Any, Known]], at_hand: Answers = NOTHING_AT_HAND
    ) -> Known:
        ours, refresh = self._tallies.refreshing()
        with contextlib.suppress(UnforeseenError), self._session.alone():
            foresee(self._session, [*asked, *ours], ENOUGH)
            self._session.foreseen(at_hand)
            refresh()
            return await know()
        with self._session.reading():
            foresee(self._session, asked, ENOUGH)
            return await know()

    def _first_word(self, number: int) -> str:
        (found,) = self.connection.execute(FIRST_WORD, (number, number, number)).fetchone()
        return found or ""

    def _answers(self, number: int, since: str, at: str) -> tuple[int, ...]:
        found = self.connection.execute(ANSWERS, (number,))
        return tuple(appeal for appeal, answered in found if since < answered <= at)

    def _missed(self, number: int, since: str, at: str) -> int:
        return sum(since < slot <= at for (slot,) in self.connection.execute(MISSED, (number,)))

    def _members(
        self, chat: int, predictions: Iterable[str], settled: Mapping[str, dt.datetime]
    ) -> Mapping[str, tuple[Guess, ...]]:
        if not self.connection.execute(ANY_MEMBER, (chat,)).fetchone():
            return {}
        return super()._members(chat, predictions, settled)
