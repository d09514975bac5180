"""One who sends much, or whose answers are slow: how soon another is answered meanwhile, and how soon a stop ends."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.measuring import Row, below
from bench.start import running
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.flood import Flood

MUCH: Final = 100
"""Messages that can be forwarded with one tap."""
SLOW: Final = 10.0
"""Seconds a send to the slow chat takes."""
SECONDS: Final = 1.0
STOP: Final = 10.0
"""Seconds after which Docker kills."""


class _Server(BotAPI):
    """A Bot API server with Telegram's limits; sends to chat 3 are slow."""

    def __init__(self) -> None:
        super().__init__()
        self.flood = Flood()
        self.over = asyncio.Event()

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:  # noqa: N802 - the Bot API's name
        if form["chat_id"] == "3":
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SLOW):
                    await self.over.wait()
        return await super()._sendMessage(form)


async def _forwards(api: BotAPI) -> None:
    for number in range(MUCH):
        await Person(api, 1, "en").send(f"agents {number}")


async def _pictures(api: BotAPI) -> None:
    for _ in range(MUCH):
        await Person(api, 1, "en").tap("/picture timeline", 5)


async def _slow(api: BotAPI) -> None:
    for _ in range(MUCH):
        await Person(api, 3, "en").send("/help")


CASES: Final[dict[str, Callable[[BotAPI], Awaitable[None]]]] = {
    f"while one forwards {MUCH} messages": _forwards,
    f"while one asks for {MUCH} pictures": _pictures,
    f"while {MUCH} answers to one take {SLOW:.0f} s each": _slow,
}


def rows() -> Iterator[Row]:
    """Yield, for each way to ask for too much, the wait of another and that of a stop."""
    for case, much in CASES.items():
        with TemporaryDirectory() as name:
            answer, stop = asyncio.run(_measured(Path(name), much))
        yield below(f"/help of another {case}", answer, SECONDS, "s")
        yield below("  and a stop then", stop, STOP, "s")


async def _measured(folder: Path, much: Callable[[BotAPI], Awaitable[None]]) -> tuple[float, float]:
    server = _Server()
    async with server.serving() as api:
        settings = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
        async with running(folder, **settings) as (process, _):
            await Person(api, 9).write("/help")
            await much(api)
            answer = await _taken(lambda: Person(api, 2).write("/help"))
            process.terminate()
            stop = await _taken(process.wait)
            server.over.set()
            return answer, stop


async def _taken(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started
