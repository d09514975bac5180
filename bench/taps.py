"""Taps brought to several processes behind a round robin: whether each is answered once, and how many a second.

Each process is one that only answers (`web`), in a folder of its own; they share a database that waits for the disk. On
the vote that a reader gave last everybody's tallies rest, so that what is stored is held against what was tapped: every
tap, in its order. Run it with `python -m bench taps [TAPS [PROCESSES]]`.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import psycopg

from bench.measuring import Row, above, processor_time, spread
from bench.tapping import READERS, TWICE, Counted, Tap, Tapped, people_who_tap
from bot.people.readers import CHANCES
from bot.webhooks import PATH
from tests.support import postgres
from tests.support.botapi import TOKEN
from tests.support.home import Home, Running, running

ROOT: Final = Path(__file__).parent.parent
TAPS: Final = 50_000
PROCESSES: Final = 2
ENDLESS: Final = ("machine-dough/handmade-stays", "quiet-library/no-closures")
"""Forecasts that take a chance on any day."""
SECRET: Final = "a secret of forty characters, all of them"
HOOK: Final = "a-secret-of-the-webhook"
TROUBLE: Final = (" WARNING ", " ERROR ", " CRITICAL ", "Traceback")


class Stored(NamedTuple):
    """The votes that the database holds, in their order by who gave them; and how many say what, by its tallies."""

    votes: dict[int, list[tuple[str, str]]]
    tallies: Counter[tuple[str, str]]


class Process(NamedTuple):
    """A process that answers, its webhook, and what it writes to its log."""

    bot: Running
    hook: str
    log: asyncio.Task[bytes]

    async def stopped(self) -> str:
        """Stop it in order; return its log."""
        self.bot.process.terminate()
        return (await self.log).decode()


def rows(taps: int = TAPS, processes: int = PROCESSES) -> Iterator[Row]:
    """Yield the taps a second, how long each was open, and what became of all: answers, votes, tallies, logs."""
    postgres.wait_for_the_disk()
    with postgres.database() as address:
        tapped, counted, used, logs = asyncio.run(_measured(address, taps, processes))
        stored = _stored(address)
    what = f"{taps:,} taps of {READERS} readers, {processes} processes"
    yield above(what, len(tapped.waits) / tapped.seconds, None, "taps/s", 0)
    yield Row("  processor of the processes, each", f"{used / taps * 1e6:,.0f} µs")
    yield spread("  from a tap to its answer", tapped.waits)
    yield from _answered(tapped, counted)
    yield from _kept(tapped.taps, stored)
    trouble = [line for log in logs for line in log.splitlines() if any(word in line for word in TROUBLE)]
    yield Row("  warnings and errors in the logs", str(len(trouble)), "0", not trouble)
    yield from (Row(f"    {line}", "") for line in trouble[:5])


def _answered(tapped: Tapped, counted: Counted) -> Iterator[Row]:
    count = len(tapped.taps)
    for what, times in ("acknowledged", counted.acknowledged), ("shown", counted.shown):
        yield _all_of(f"  {what} once, of which {count // TWICE:,} came twice", _once(times), count)
        yield Row(f"    never, or {what} again", f"{count - len(times)}, {times.total() - len(times)}")
    yield Row("  messages beside", str(counted.sent), "0", not counted.sent)


def _kept(taps: list[Tap], stored: Stored) -> Iterator[Row]:
    said = defaultdict[int, list[tuple[str, str]]](list)
    for chat, forecast, value in taps:
        said[chat].append((forecast, value))
    last = {(chat, forecast): value for chat, forecast, value in taps}
    found = {(chat, forecast): value for chat, votes in stored.votes.items() for forecast, value in votes}
    yield _all_of("  votes stored", sum(map(len, stored.votes.values())), len(taps))
    in_order = sum(stored.votes.get(chat) == votes for chat, votes in said.items())
    yield _all_of("  readers whose votes are in the order they tapped", in_order, len(said))
    yield _all_of("  last votes that are the last tapped", sum(found.get(of) == last[of] for of in last), len(last))
    right = stored.tallies == Counter((forecast, value) for (_, forecast), value in last.items())
    yield Row("  tallies", "of the last tapped" if right else "of something else", "of the last tapped", right)


def _all_of(what: str, count: int, whole: int) -> Row:
    return Row(what, f"{count:,}", f"{whole:,}", count == whole)


def _once(times: Counter[int]) -> int:
    return sum(count == 1 for count in times.values())


async def _measured(address: str, taps: int, processes: int) -> tuple[Tapped, Counted, float, list[str]]:
    """Return what was tapped and what came of it, the seconds of processor that all processes took, and their logs."""
    async with AsyncExitStack() as left:
        server = left.enter_context(people_who_tap())
        own = {
            "BOT_DATABASE_URL": address,
            "BOT_SESSION_SECRET": SECRET,
            "BOT_TELEGRAM_TOKEN": TOKEN,
            "BOT_TELEGRAM_API_URL": server.url,
            "BOT_WEBHOOK_URL": f"{server.url}{PATH}",
            "BOT_WEBHOOK_SECRET": HOOK,
        }
        bots = [await left.enter_async_context(_answering(**own)) for _ in range(processes)]
        before = sum(map(_used, bots))
        tapped = await asyncio.to_thread(
            server.tap, taps, [each.hook for each in bots], dict.fromkeys(ENDLESS, CHANCES)
        )
        used = sum(map(_used, bots)) - before
        logs = [await each.stopped() for each in bots]
        return tapped, server.counted(), used, logs


def _used(process: Process) -> float:
    return processor_time(process.bot.process.pid)


@contextlib.asynccontextmanager
async def _answering(**variables: object) -> AsyncIterator[Process]:
    """Run a process that answers while the context lasts."""
    with TemporaryDirectory() as name:
        shutil.copytree(ROOT / "tests" / "small", name, dirs_exist_ok=True)
        async with running(Home(Path(name), forks=False), (), "web", **variables) as bot:
            address = await bot.address()
            await bot.says("with a webhook")
            assert bot.process.stderr
            yield Process(bot, address.rstrip("/") + PATH, asyncio.create_task(bot.process.stderr.read()))


def _stored(address: str) -> Stored:
    votes = (
        "select id::bigint, array_agg(prediction order by vote), array_agg(value order by vote)"
        " from votes join readers using (reader) group by id"
    )
    with closing(psycopg.connect(address, autocommit=True)) as db:
        found = {chat: list(zip(*said, strict=True)) for chat, *said in db.execute(votes.encode())}
        tallies = db.execute(b"select prediction, value, readers from tallies where closed = 0").fetchall()
    return Stored(found, Counter({(name, value): readers for name, value, readers in tallies}))
