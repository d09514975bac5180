"""Gathers all that an answer may depend on into one value. Here, and here alone, an answer waits for the state.

Where the state cannot be read nothing is known of a reader, and they are still answered.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
from collections.abc import Callable
from dataclasses import replace

from bot.answers import row_of
from bot.answers.asked import Asked, Personal
from bot.answers.deep_links import followed
from bot.answers.editors import announce, appeals
from bot.answers.parsing import is_command
from bot.answers.table import Cached
from bot.app.messages import Message
from bot.app.ways import Ways
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Known, Reader
from bot.scores import closings
from bot.state import Delivery, State, StateError

logger = logging.getLogger(__name__)


class Gather:
    """Asks the state; `zone` and `default` are the time zone and the language of readers who chose none.

    `ways` lead to other channels, with keys as `new_key` makes them.
    """

    def __init__(self, state: State, zone: str, default: Language, ways: Ways, new_key: Callable[[], str]) -> None:
        self._state, self._zone, self._default = state, zone, default
        self._ways, self._new_key = ways, new_key

    async def language(self, reader: Reader, otherwise: Language | None = None) -> Language:
        """Return the language a reader chose; that of their client where none was, or the state cannot be read."""
        try:
            return await self._state.language(reader) or otherwise or self._default
        except StateError as error:
            logger.error("the choice of a reader on %s cannot be read: %s", reader.channel, error)
            return otherwise or self._default

    async def impersonal(self, message: Message, edition: Edition, now: dt.datetime) -> Asked:
        """Return what a message asks as anybody might: of its sender nothing is known but the language."""
        language = await self.language(message.reader, message.language)
        return Asked(edition=edition, language=language, today=now.date(), limits=message.limits)

    async def __call__(self, message: Message, edition: Edition, now: dt.datetime) -> Personal:
        """Return what a message asks, with all that its answer may depend on."""
        known = await self._known(message, edition, now)
        return Personal(
            edition=edition,
            language=known.language or message.language,
            today=now.date(),
            editor=message.editor,
            shared=message.shared,
            now=now,
            known=known,
            decides=message.decides,
            zone=message.zone or self._zone,
            topic=message.topic,
            anonymous=message.anonymous,
            limits=message.limits,
        )

    async def due(
        self, delivery: Delivery, edition: Edition, now: dt.datetime, *, editor: bool, shared: bool = False
    ) -> Personal:
        """Return what a check-in may depend on; raises StateError."""
        known = await self._state.known_for(delivery, now, closings(edition))
        if editor and not delivery.note:
            known = replace(known, waiting=await self._state.appeals.waiting())
        language = delivery.language or self._default
        return Personal(
            edition=edition,
            language=language,
            today=now.date(),
            editor=editor,
            shared=shared,
            now=now,
            known=known,
        )

    async def _known(self, message: Message, edition: Edition, now: dt.datetime) -> Known:
        asker, shown = (message.reader, message.voter), message.shown
        try:
            if _same_for_all(message):
                return _unknown(await self._state.language(message.reader))
            ruled = closings(edition)
            known = await self._state.known(*asker, shown, now, ruled, editor=message.editor)
            if message.editor and _of_appeals(message, known):
                return replace(known, waiting=await self._state.appeals.waiting(_numbers(message, known)))
            if message.editor and _of_notes(message, known):
                notes, receivers = await self._state.notes.counted()
                known = replace(known, notes=notes, receivers=receivers)
            return await self._elsewhere(message, known, now)
        except StateError as error:
            logger.error("what is known of a reader on %s cannot be read: %s", message.reader.channel, error)
            return Known(readable=False)

    async def _elsewhere(self, message: Message, known: Known, now: dt.datetime) -> Known:
        """Return what is known with the ways by which a reader can go on elsewhere, or what the key of one brings.

        Words may mean a command that leads there as well.
        """
        text = followed(message.text)
        row, words = row_of(text), text.split()
        if row and row.takes_key and len(words) > 1:
            return replace(known, offer=await self._state.offer(message.voter, words[1], now))
        if row and not row.leads_elsewhere:
            return known
        key = self._new_key()
        ways = {channel: way(f"/cross {key}") for channel, way in self._ways().items()}
        there = {channel: way for channel, way in ways.items() if way and channel != message.reader.channel}
        return replace(known, ways=there, key=key)


@functools.cache
def _unknown(language: Language | None) -> Known:
    """Return what is known of who chose a language, and of whom nothing else is asked."""
    return Known(language=language)


def _same_for_all(message: Message) -> bool:
    """Tell whether what is asked is answered all alike: then there is nothing to know of who asks but a language."""
    return not message.editor and is_command(message.text) and isinstance(row_of(message.text), Cached)


def _of_notes(message: Message, known: Known) -> bool:
    """Tell whether a message is about notes: only then is it counted who gets them, and who got them."""
    form, row = known.form, row_of(message.text)
    return bool(form and form.about == announce.NOTE) or (row is not None and row.counts_notes)


def _of_appeals(message: Message, known: Known) -> bool:
    """Tell whether a message may be about appeals: only then are all that wait weighed."""
    form, row = known.form, row_of(message.text)
    return bool(form and form.about.startswith(appeals.APPEAL)) or (row is not None and row.weighs_appeals)


def _numbers(message: Message, known: Known) -> list[int]:
    """Return the numbers of appeals that a message, or a form, may be about."""
    words = (*message.text.split(), *(known.form.about.split() if known.form else ()))
    return [int(each) for each in words if each.isascii() and each.isdigit() and len(each) < 10]
