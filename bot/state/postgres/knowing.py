"""What an answer needs to know, as one statement: all that is asked of a reader is known before it is asked.

The functions of `bot.state.sql` ask one thing after the other. Here they are told what was found for all of it at once,
which is as of one moment. Where one of them asks something else, as of whom nobody can foresee, it is all asked anew
within a transaction that sees one moment too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any

from bot.people.readers import Guess, Known, Reader
from bot.state.postgres.calls import without_asking
from bot.state.postgres.foreseeing import EACH, Answers, Asked, answered, foresee, foresee_each, named
from bot.state.postgres.questions import ANSWERS, ANY_MEMBER, ENOUGH, FIRST_WORD, MISSED, asked_of
from bot.state.postgres.session import PostgresConnection, UnforeseenError
from bot.state.postgres.shared import SharedTallies
from bot.state.sql.editors import FORM, form_values
from bot.state.sql.knowing import FOREVER, NOTHING, NUMBERED, KnownRows
from bot.state.sql.readers import NUMBER
from bot.state.sql.unfound import MOST_ASKED, MOST_TOLD
from bot.state.values import Delivery


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
        asked = [(NUMBERED, number.values), (NUMBER, own.values), *asked_of(number, own, message, now)]
        if editor:
            asked += [(FORM, form_values(person, now)), (MOST_ASKED, (MOST_TOLD,))]
        know = super().known
        return await self._at_one_moment(asked, lambda: know(chat, person, message, now, settled, editor=editor))

    async def known_for(
        self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = NOTHING
    ) -> Known:
        """Return what a check-in may need to know, likewise."""
        know, number = super().known_for, delivery.number
        return await self._at_one_moment(asked_of(number, number, None, now), lambda: know(delivery, now, settled))

    async def found_of(self, readers: Sequence[tuple[int, dt.datetime]]) -> list[Answers]:
        """Return what there is of several readers, each as of some time of now; by `known_by` it becomes known."""
        ours, refresh = self._tallies.refreshing()
        numbers, latest = [number for number, _ in readers], max(now for _, now in readers)
        each = foresee_each(self._session, numbers, [*asked_of(EACH, EACH, None, latest), *ours], ENOUGH)
        found = [answered([*asked_of(number, number, None, now), *ours], each[number]) for number, now in readers]
        self._session.foreseen(found[0])
        refresh()
        return found

    async def known_by(
        self, found: Answers, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime]
    ) -> Known:
        """Return what a check-in may need to know, by what was found and is at hand; raises UnforeseenError."""
        with without_asking(found):
            return await super().known_for(delivery, now, settled)

    async def _at_one_moment(self, asked: list[Asked], know: Callable[[], Coroutine[Any, Any, Known]]) -> Known:
        ours, refresh = self._tallies.refreshing()
        with contextlib.suppress(UnforeseenError), self._session.alone():
            foresee(self._session, [*asked, *ours], ENOUGH)
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
