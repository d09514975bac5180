"""What a database gives to those who ask it: statements, one transaction at a time, and instants as text in UTC."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from bot.state.values import News

T = TypeVar("T")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII).fullmatch


class Found(Protocol):
    """What a statement found, or how much it changed."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    @property
    def description(self) -> Any:
        """Its columns, a tuple each that begins with their name."""

    def fetchone(self) -> Any:
        """Return the next row, None behind the last one."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""


class Database(Protocol):
    """A database that takes statements."""

    @property
    def total_changes(self) -> int:
        """A number that stays the same as long as surely nothing is written."""

    def execute(self, query: str, values: Sequence[Any] = ..., /) -> Found:
        """Carry out a statement."""

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Carry out a statement with the values of each row."""


class Connection(ABC):
    """A connection to the state that writes one transaction at a time, and has all tables."""

    connection: Database

    @abstractmethod
    def writing(self) -> AbstractContextManager[Database]:
        """Open a transaction; within one, be a part of that."""

    @abstractmethod
    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the transaction that is open is kept: what is at hand never tells of what is not."""

    @abstractmethod
    def also(self, statement: str, values: tuple[Any, ...]) -> AbstractContextManager[None]:
        """Make a statement part of the first transaction within that succeeds; of none where there is none."""

    @abstractmethod
    def hold(self, what: str) -> None:
        """Let nobody else work at something until this transaction ends."""

    @abstractmethod
    def tell(self, news: News) -> None:
        """Have other processes with this state hear of something once the transaction that is open is kept."""

    @abstractmethod
    async def beside(self, read: Callable[[Any], T]) -> T:
        """Read what takes time by how much there is, so that nobody waits for it."""

    @abstractmethod
    async def since_now(self, read: Callable[[Any], T]) -> T:
        """Do the same with what there is at this moment, whatever is written until it is read."""


def text(at: dt.datetime) -> str:
    """Return an instant as it is stored: UTC to the second, of fixed width."""
    return at.astimezone(dt.UTC).isoformat()[:19] + "Z"


def instant(stored: str) -> dt.datetime:
    """Return a stored instant; raises ValueError where it has another form, in which it would not sort as text."""
    if not _INSTANT(stored):
        raise ValueError("no instant of the form 2026-11-24T09:30:00Z")
    return dt.datetime.fromisoformat(stored)
