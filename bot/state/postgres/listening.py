"""Hears what processes with the same database tell each other, over a connection of its own, however long it takes.

What is told while nobody listens is lost: after each new connection `missed` says so, and whoever hears it looks up
what there is. A network that is cut is noticed by whoever speaks, so something is asked now and then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Final

import psycopg

from bot.state.postgres.session import CHANNEL
from bot.state.values import News

logger = logging.getLogger(__name__)
ALIVE: Final = 15.0
"""Seconds without any news after which it is tried whether the connection still leads anywhere."""
PATIENCE: Final = (0.2, 0.5, 1.0, 2.0)
"""Seconds before each try to connect anew, the last for all that follow."""


async def heard(address: str) -> AsyncGenerator[News, None]:
    """Yield what is told, and `missed` at each beginning; it never ends by itself."""
    tries = 0
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"listen {CHANNEL}".encode())
                tries = 0
                yield News("missed")  # after it listens: else what comes between is lost
                while True:
                    async for each in connection.notifies(timeout=ALIVE):
                        yield _news(each.payload)
                    await connection.execute("select 1")
        except psycopg.Error as error:
            if tries == 0:
                logger.warning("other processes are not heard (%s); connecting anew until it works", _said(error))
            await asyncio.sleep(PATIENCE[min(tries, len(PATIENCE) - 1)])
            tries += 1


def _news(payload: str) -> News:
    """Return what a process told; one of another version may tell what nobody knows here: then all is looked up."""
    what, _, whose = payload.partition(" ")
    return News(what, whose) if what in ("edition", "ticked", "due", "inbox") else News("missed")  # type: ignore[arg-type]


def _said(error: psycopg.Error) -> str:
    return " ".join((error.diag.message_primary or str(error)).split())
