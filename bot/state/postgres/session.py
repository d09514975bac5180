"""A session with PostgreSQL: the statements of both databases, one transaction at a time, on as few ways as can be."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from bot.state.postgres.round_trips import Rows, Statement, many_one_by_one, one_by_one
from bot.state.sql.connection import Connection, T
from bot.state.values import News

CHANNEL: Final = "hindsight"
"""By what name processes tell each other of what happened."""
MOST_LATER: Final = 20
"""Rows of values that are sent with the next statement; more go at once, as a batch of their own."""
_READS: Final = ("select", "with recursive", "begin")
"""How statements begin that change nothing of what was foreseen."""
_TABLE: Final = re.compile(r"(?:insert into|update|delete from(?= tallies)) (\w+) ")
"""How those begin that change one table alone: what is deleted may take rows of others along."""
Send = Callable[[Any, Sequence[Statement]], list[Rows]]
"""Carries out statements over a connection, by waiting where need be."""
SendMany = Callable[[Any, str, list[Sequence[Any]]], object]
"""Carries out one statement with the values of each row, likewise."""


class OthersError(Exception):
    """What was to be part of a transaction is in the hands of others by now, and the transaction with it."""


class UnforeseenError(Exception):
    """Something is asked that was not foreseen, and would be answered as of another moment."""


class Session:
    """One connection for the time of a call; `send` carries out its statements, and `many` one with many values."""

    def __init__(self, connection: Any, send: Send, many: SendMany) -> None:
        self._connection, self._send, self._many = connection, send, many
        self._later = list[Statement]()
        self._foreseen: dict[str, dict[tuple[Any, ...], list[tuple[Any, ...]]]] = {}
        self._alone = False
        self._also: tuple[str, tuple[Any, ...]] | None = None
        self._afterwards: list[Callable[[], None]] = []
        self._writes, self._changes = False, itertools.count()
        self.kept = False
        """Whether any transaction has been kept, or may have been."""
        self.spoilt = False
        """Whether statements failed that went together: psycopg may then take some for prepared that never were."""

    @property
    def lost(self) -> bool:
        """Whether the connection leads nowhere any more."""
        return bool(self._connection.closed)

    def end(self) -> None:
        """Close the connection."""
        self._connection.close()

    @property
    def total_changes(self) -> int:
        """A number that is never the same twice: others write too."""
        return next(self._changes)

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Rows:
        """Carry out a statement, behind all that waits for one; what was foreseen is known."""
        foreseen = self._foreseen.get(query)
        if foreseen and (found := foreseen.get(tuple(values))) is not None:
            return Rows(found, len(found))
        if self._alone:
            raise UnforeseenError
        return self._sent(Statement(query, values))

    def _sent(self, statement: Statement) -> Rows:
        statements, self._later = [*self._later, statement], []
        self._changed(statement.query)
        try:
            found = self._send(self._connection, statements)
        except BaseException:
            self.spoilt |= len(statements) > 1
            raise
        for each, rows in zip(statements, found, strict=True):
            if each.check:
                each.check(rows)
        return found[-1]

    def later(self, query: str, values: Sequence[Any] = (), check: Callable[[Rows], None] | None = None) -> None:
        """Carry out a statement with the next that is executed: nobody waits for what it finds."""
        self._later.append(Statement(query, values, check))
        self._changed(query)

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Carry out a statement with the values of each row, later where they are few."""
        rows = [*rows]
        if self._writes and len(rows) <= MOST_LATER:
            for each in rows:
                self.later(query, each)
        elif rows:
            if self._later:
                self.execute("select")
            self._changed(query)
            self._many(self._connection, query, rows)

    def foresee(self, statement: Statement) -> Rows:
        """Carry out a statement that asks what will be asked soon; return what it finds, for `foreseen`."""
        return self._sent(statement)

    def foreseen(self, known: Mapping[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]]) -> None:
        """Have answers to statements with their values at hand, until anything is changed."""
        for (query, values), rows in known.items():
            self._foreseen.setdefault(query, {})[values] = rows

    def _changed(self, query: str) -> None:
        """Forget what was foreseen of what a statement changes."""
        if self._foreseen and not query.startswith(_READS):
            table = _TABLE.match(query)
            self._foreseen = {asked: rows for asked, rows in self._foreseen.items() if table and table[1] not in asked}

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Ask nothing but what was foreseen; raises UnforeseenError."""
        self._alone = True
        try:
            yield
        finally:
            self._alone = False
            self._foreseen.clear()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction; within one, be a part of that."""
        if self._writes:
            yield self
            return
        self.later("begin")
        self._writes, kept = True, self.kept
        try:
            if self._also:
                self.later(*self._also, _must_change)
            yield self
            self.kept = True
            self.execute("commit")
            self._also = None
        except BaseException as error:
            # A server that says what went wrong has kept nothing, whichever statement it was; else nobody knows.
            self.kept = self.kept and (kept or not isinstance(error, psycopg.Error) or bool(self._connection.closed))
            self._give_up()
            raise
        finally:
            self._writes = False
        done, self._afterwards = self._afterwards, []
        for action in done:
            action()

    def _give_up(self) -> None:
        self._afterwards.clear()
        self._later.clear()
        if self._connection.info.transaction_status != TransactionStatus.IDLE:
            with contextlib.suppress(psycopg.Error):
                self.execute("rollback")

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """See all as it is at one moment."""
        self.later("begin isolation level repeatable read read only")
        try:
            yield
        finally:
            self._foreseen.clear()
            self._later.clear()
            if self._connection.info.transaction_status == TransactionStatus.INTRANS:
                self.execute("commit")  # psycopg prepares all statements anew after any other end
            self._give_up()

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept."""
        self._afterwards.append(action)

    @contextlib.contextmanager
    def also(self, statement: str, values: tuple[Any, ...]) -> Iterator[None]:
        """Make a statement part of the first transaction within that succeeds, which fails if that changes nothing."""
        self._also = statement, values
        try:
            yield
        finally:
            self._also = None


def directly(connection: psycopg.Connection) -> Session:
    """Return a session over a connection that waits without giving way."""
    return Session(connection, one_by_one, many_one_by_one)


def _must_change(found: Rows) -> None:
    if not found.rowcount:
        raise OthersError


class PostgresConnection(Connection):
    """A connection to the state: whatever session its call has."""

    @property
    def _session(self) -> Session:
        """The session of this call."""
        raise NotImplementedError

    @property
    def connection(self) -> Session:  # type: ignore[override]  # each call has its own
        """What takes statements."""
        return self._session

    def writing(self) -> contextlib.AbstractContextManager[Session]:
        """Open a transaction; within one, be a part of that."""
        return self._session.writing()

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept: what is at hand never tells of what is not."""
        self._session.afterwards(action)

    def also(self, statement: str, values: tuple[Any, ...]) -> contextlib.AbstractContextManager[None]:
        """Make a statement part of the first transaction within that succeeds; of none where there is none.

        Where the statement changes nothing, the transaction raises OthersError.
        """
        return self._session.also(statement, values)

    def hold(self, what: str) -> None:
        """Let nobody else work at something until this transaction ends."""
        self._session.later("select pg_advisory_xact_lock(hashtext(?))", (f"hindsight: {what}",))

    def tell(self, news: News) -> None:
        """Have all processes hear of something once the transaction that is open is kept, this one too."""
        self._session.later("select pg_notify(?, ?)", (CHANNEL, " ".join(news)))

    async def beside(self, read: Callable[[Any], T]) -> T:
        """Read what takes time by how much there is: the database does, and nobody waits for it."""
        return read(self._session)

    async def since_now(self, read: Callable[[Any], T]) -> T:
        """Do the same with what there is at this moment."""
        return read(self._session)
