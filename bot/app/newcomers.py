"""Readers of the page cost nothing to make up: how many may be new at once, and when what they say counts for all."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3

from bot.people.newcomer_limit import NewcomerLimit
from bot.people.readers import Reader
from bot.state.sqlite.store import Store

logger = logging.getLogger(__name__)


class Newcomers:
    """Who comes, by the network they come by; who comes by none, as on Telegram, is no concern of this."""

    def __init__(self, store: Store) -> None:
        self._store, self._arrivals = store, NewcomerLimit()

    def knows(self, reader: Reader) -> bool:
        """Tell whether anything is stored of a reader; where that cannot be read yes, so that nobody is sent away."""
        try:
            return self._store.number(reader) is not None
        except sqlite3.Error:
            logger.exception("whether a reader on %s is known cannot be read", reader.channel)
            return True

    def too_many(self, reader: Reader, network: str, now: dt.datetime) -> bool:
        """Tell whether a reader is one more than a network may bring for now."""
        return bool(network) and self._arrivals.full(network, now) and not self.knows(reader)

    def came(self, reader: Reader, network: str, now: dt.datetime) -> None:
        """Note that a reader came; one who is back on a later day counts among all readers from now on."""
        try:
            if network and self._store.came(reader, now):
                self._arrivals = self._arrivals.joined(network, now)
        except sqlite3.Error:
            logger.exception("that a reader on %s came cannot be noted", reader.channel)

    def trouble(self) -> str:
        """Return what is wrong with the state, in words for operators; nothing where it can be read."""
        try:
            self._store.number(Reader("web", ""))
        except sqlite3.Error as error:
            return f"the state cannot be read: {error}"
        return ""
