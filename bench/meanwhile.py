"""Readers who ask while check-ins go out at the usual rate: how much of the rate is used, how long an answer takes."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple

from bench.measuring import Row, above, spread
from tests.support.botapi import BotAPI, Person

RATE: Final = 25
"""Check-ins a second, as the settings have it where they say nothing else."""
SECONDS: Final = 20
ASK_EVERY: Final = 0.25
"""Seconds between two questions; more than five answers a second would take their share of what Telegram allows."""
ASKERS: Final = range(1_000_000, 1_000_010)
QUESTIONS: Final = ("/predictions", "客服", "/checkin", "/briefings", "agents", "/briefing ten-hypotheses")


class Seen(NamedTuple):
    """What a server saw: when check-ins came, and how long each question waited for its answer."""

    sent: list[float]
    waits: list[float]


class _Server(BotAPI):
    """A Bot API server that notes when check-ins come."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[float] = []

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:  # noqa: N802 - the Bot API's name
        if int(form["chat_id"]) not in ASKERS:
            self.sent.append(time.perf_counter())
        return await super()._sendMessage(form)


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[str, Connection]]:
    """Run a server and its readers in a process of their own; what they saw comes through the connection."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that an end of it is an end of waiting for it
    try:
        yield await asyncio.to_thread(ours.recv), ours
    finally:
        process.kill()
        process.join()


def _run(to: Connection) -> None:
    async def serve() -> None:
        server = _Server()
        async with server.serving():
            to.send(server.url)
            await server.called("sendMessage", 1)
            waits = await _ask(server)
            to.send(Seen(server.sent, waits))
            await asyncio.Event().wait()

    asyncio.run(serve())


async def _ask(server: BotAPI) -> list[float]:
    """Ask one question after the other at a steady pace; return how long each waited."""
    waits: list[float] = []

    async def ask(person: Person, question: str) -> None:
        started = time.perf_counter()
        await person.write(question)
        waits.append(time.perf_counter() - started)

    people, questions = cycle(Person(server, number) for number in ASKERS), cycle(QUESTIONS)
    async with asyncio.TaskGroup() as group:
        for _ in range(round(SECONDS / ASK_EVERY)):
            group.create_task(ask(next(people), next(questions)))
            await asyncio.sleep(ASK_EVERY)
    return waits


def judged(seen: Seen) -> Iterator[Row]:
    """Yield the part of the rate that was used, and how long answers took."""
    used = (len(seen.sent) - 1) / (seen.sent[-1] - seen.sent[0]) / RATE
    yield above(f"check-ins at {RATE}/s while readers ask: of the rate", 100 * used, 95, "%", 1)
    yield spread(f"  {len(seen.waits)} answers meanwhile", seen.waits, p99=100)
