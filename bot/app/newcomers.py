"""Limits how many new readers of the page one network brings, and tells when their votes count in the tallies."""

from __future__ import annotations

import datetime as dt
import logging

from bot.people.newcomer_limit import NewcomerLimit
from bot.people.readers import Reader
from bot.state import State, StateError

logger = logging.getLogger(__name__)


class Newcomers:
    """Counts new readers by their network; those who come by none, as on Telegram, are not limited."""

    def __init__(self, state: State) -> None:
        self._state, self._limit = state, NewcomerLimit()

    async def knows(self, reader: Reader) -> bool:
        """Tell whether anything is stored of a reader; where that cannot be read yes, so that nobody is sent away."""
        try:
            return await self._state.number(reader) is not None
        except StateError as error:
            logger.error("whether a reader on %s is known cannot be read: %s", reader.channel, error)
            return True

    def too_many(self, network: str, now: dt.datetime) -> bool:
        """Tell whether one more who is new is one more than a network may bring for now."""
        return bool(network) and self._limit.full(network, now)

    async def came(self, reader: Reader, network: str, now: dt.datetime) -> None:
        """Note that a reader came; one who is back on a later day counts among all readers from now on."""
        try:
            if network and await self._state.came(reader, now):
                self._limit = self._limit.joined(network, now)
        except StateError as error:
            logger.error("that a reader on %s came cannot be noted: %s", reader.channel, error)
