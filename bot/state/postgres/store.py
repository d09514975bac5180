"""The state on PostgreSQL, as one process of any number has it open."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import IO, Any, Final

import psycopg

from bot.people.changes import Vote
from bot.people.readers import Known, Note, Reader
from bot.state.errors import StateError, StateUnavailable
from bot.state.postgres.budget import SharedBudget
from bot.state.postgres.calls import SESSION
from bot.state.postgres.foreseeing import Answers, Asked, foresee, named
from bot.state.postgres.knowing import ForeseenRows
from bot.state.postgres.listening import heard
from bot.state.postgres.pool import Pool
from bot.state.postgres.received import SharedReceived
from bot.state.postgres.session import OthersError, Session, directly
from bot.state.postgres.shared import SHARED, SharedNotes, SharedTallies
from bot.state.sql import rows, statistics
from bot.state.sql.appeals import APPEALED
from bot.state.sql.errors import answering, translated
from bot.state.sql.expiring import expire
from bot.state.sql.news import NEWS
from bot.state.sql.notes import NOTES
from bot.state.sql.rows import ANSWERED, HELD
from bot.state.sql.store import StoreRows
from bot.state.sql.tallies import BASIS, TALLIES
from bot.state.values import Brought, News, Totals

logger = logging.getLogger(__name__)

FRESH: Final = 1.0
"""Seconds for which is at hand what other processes may have changed."""


@answering
class PostgresStore(ForeseenRows, StoreRows):
    """What readers chose and said, and what they were asked."""

    _parts = SHARED
    _tallies: SharedTallies
    notes: SharedNotes
    received: SharedReceived

    def __init__(self, address: str, pool: Pool, clock: Callable[[], float]) -> None:
        """Work with a state whose tables are those of today; raises StateError."""
        self._address, self._pool, self._clock = address, pool, clock
        with self._directly():
            self._put_together()
        self.budget = SharedBudget(self)
        self._read_at = clock()

    @property
    def _session(self) -> Session:
        if (found := SESSION.get(None)) is None:
            raise StateUnavailable("the state is asked outside of any call")
        return found

    @contextlib.contextmanager
    def _directly(self) -> Iterator[None]:
        """Have a session that waits without giving way, before or after a program runs."""
        with translated(), contextlib.closing(connected(self._address)) as connection:
            token = SESSION.set(directly(connection))
            try:
                yield
            finally:
                SESSION.reset(token)

    async def known(self, *args: Any, **named: Any) -> Known:
        """Return what an answer may need to know, all as it is at one moment; see the protocol."""
        self._refresh()
        return await super().known(*args, **named)

    async def known_for(self, *args: Any, **named: Any) -> Known:
        """Return what a check-in may need to know, likewise."""
        self._refresh()
        return await super().known_for(*args, **named)

    async def found_of(self, *args: Any, **named: Any) -> list[Answers]:
        """Return what there is of several readers, likewise."""
        self._refresh()
        return await super().found_of(*args, **named)

    async def apply(self, *args: Any, **named: Any) -> Note | None:
        """Remember what an answer changes; nothing by what others have in hand, or have handled. See the protocol."""
        with contextlib.suppress(OthersError):
            return await super().apply(*args, **named)
        return None

    def _apply(self, *args: Any) -> Note | None:
        """Remember what an answer changes as one transaction: others may be in its way at any point."""
        with self.writing():
            return super()._apply(*args)

    def _answered(self, reader: Reader, chat: Reader, said: Vote, now: dt.datetime) -> None:
        """Keep a vote; all that is asked for it by and by is asked at once, with what it is about held."""
        with self.writing() as db:
            self._tallies.share()
            self._session.later(HELD, (reader.channel, reader.id))
            if not self._foreseen(reader, said):
                rows.reader_number(db, reader)
                self._foreseen(reader, said)
            super()._answered(reader, chat, said, now)

    def _foreseen(self, reader: Reader, said: Vote) -> bool:
        """Have at hand what a vote depends on, of a reader who is held; tell whether there is one."""
        who, names = named(reader), self._names.all_of(said.prediction)
        asked: list[Asked] = [(BASIS, ()), *self._tallies.words(who, [said.prediction], names)]
        if said.within is not None:
            asked.append((ANSWERED, (said.within, who)))
        number = foresee(self._session, asked)[who]
        if number is not None:
            self._session.foreseen({(HELD, (reader.channel, reader.id)): [(number,)]})
        return number is not None

    def _refresh(self) -> None:
        """Take to hand again once a moment what all readers say together and what is new.

        Other processes write too, and tell nobody. What we changed ourselves is asked for at once, see `ForeseenRows`.
        """
        if self._clock() - self._read_at < FRESH:
            return
        self._read_at = self._clock()
        foresee(self._session, [(query, ()) for query in (BASIS, TALLIES, NEWS, APPEALED, NOTES)])
        self.reread()
        self.notes.refresh()

    def hear(self) -> AsyncGenerator[News, None]:
        """Return what any process with this database tells the others."""
        return heard(self._address)

    def close(self) -> None:
        """Let go of what was taken and is not handled, for others to take, and of all connections."""
        self._pool.close()
        if self.received.takes:
            with contextlib.suppress(StateError), self._directly():
                self.received.let_go()

    def bring(self, file: IO[bytes]) -> Brought:
        """Take all readers of a file that `export` wrote, or none; twice is the same as once. Raises Unusable too."""
        if self._pool.closed:
            raise StateUnavailable("the state is closed")
        with self._directly():
            return super().bring(file)

    # For operators

    async def look(self) -> None:
        """Raise StateError where the state cannot be read."""
        self.connection.execute("select 1 from readers limit 1")

    async def totals(self, since: dt.datetime) -> Totals:
        """Count what the state holds, deliveries by their slots since then."""
        return statistics.totals(self.connection, since)

    async def nightly(self, now: Callable[[], dt.datetime]) -> None:
        """Forget what has expired; what fails is logged, and tried again the next night. Backups are the database's."""
        try:
            self._unfound.expire(now())
            while expired := expire(self, now()):
                logger.debug("%d rows have expired", expired)
                await asyncio.sleep(0)
        except StateError:
            logger.exception("the nightly maintenance was not done")


def connected(address: str) -> psycopg.Connection:
    """Return a connection that waits without giving way; raises psycopg's errors."""
    return psycopg.connect(address, autocommit=True)
