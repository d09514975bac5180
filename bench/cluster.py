"""Several processes on one database: how fast they send, within what limit, and what kills and restarts cost.

The database is one that waits for the disk. What the receiving server counts is what counts: when each message came,
and how often each reader got one. Run it with `python -m bench.cluster [READERS [RATE]]`, or among the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg

from bench.measuring import Row, above, below, table
from bot.people.readers import Reader, Subscription
from bot.people.schedule import Weekly
from bot.state.postgres.engine import Postgres
from bot.state.sqlite.engine import SQLite
from tests.delivery.test_kill import IN_FLIGHT, Post, fill
from tests.support import postgres
from tests.support.botapi import TOKEN
from tests.support.home import Home, Running, running

ROOT: Final = Path(__file__).parent.parent
READERS: Final = 3_000
RATE: Final = 1_000
WORKERS: Final = (1, 2, 4)
KILL_EVERY: Final = 200
"""Messages between two kills."""
STILL: Final = 10.0
"""Seconds without any message after which none is waited for."""
LONG: Final = 600


class Counted(Post):
    """A server that notes when each message came."""

    def __init__(self) -> None:
        super().__init__(0)
        self.times: list[float] = []
        self.changed = asyncio.Event()

    def asked(self, method: str, body: bytes) -> bytes:
        """Count a request and return its answer."""
        if method == "sendMessage":
            self.times.append(time.monotonic())
            self.changed.set()
        return super().asked(method, body)

    async def reached(self, messages: int, patience: float | None = None) -> None:
        """Wait until so many came, or none for so long: what the dead have in hand comes only after its lease."""
        with contextlib.suppress(TimeoutError):
            while len(self.times) < messages:
                self.changed.clear()
                async with asyncio.timeout(patience):
                    await self.changed.wait()

    @property
    def rate(self) -> float:
        """Messages a second, from the first tenth on to the last: who begins is no measure of who works."""
        tenth = len(self.times) // 10
        times = self.times[tenth : len(self.times) - tenth]
        return (len(times) - 1) / (times[-1] - times[0])

    @property
    def most(self) -> int:
        """The most messages in any window of a second."""
        first = most = 0
        for last, at in enumerate(self.times):
            while self.times[first] <= at - 1:
                first += 1
            most = max(most, last - first + 1)
        return most


@dataclass
class Cluster:
    """Processes of one bot on one database, each in a folder of its own."""

    folder: Path
    address: str
    post: Counted
    left: AsyncExitStack
    rate: int
    started: int = 0
    working: list[Running] = field(default_factory=list)

    async def work(self, before: Sequence[str] = (), **variables: object) -> Running:
        """Start one more that sends, by a command `before` it, if any."""
        self.started += 1
        folder = self.folder / f"process-{self.started}"
        shutil.copytree(ROOT / "tests" / "small", folder)
        own = {"BOT_DATABASE_URL": self.address, "BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": self.post.url}
        process = await self.left.enter_async_context(
            running(
                Home(folder, forks=False), before, "work", BOT_BULK_RATE=self.rate, BOT_LOG="error", **own | variables
            )
        )
        self.working.append(process)
        return process

    async def end(self) -> None:
        """Stop all that work."""
        await asyncio.gather(*(each.stop() for each in self.working if each.process.returncode is None))
        self.working.clear()

    def asked(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database something."""
        with closing(psycopg.connect(self.address, autocommit=True)) as db:
            found = db.execute(query.encode())
            return found.fetchall() if found.description else []

    async def done(self, query: str) -> None:
        """Wait until the database finds nothing."""
        while self.asked(query):
            await asyncio.to_thread(self.asked, "select pg_sleep(0.2)")


def rows(readers: int = READERS, rate: int = RATE) -> Iterator[Row]:
    """Yield messages a second of one process on a file and of several on a database, and what of faults."""
    postgres.wait_for_the_disk()
    one = asyncio.run(_on_a_file(readers))
    yield above("one process on SQLite, allowed 1,000 messages/s", one.rate, None, "messages/s", 0)
    for workers in WORKERS:
        found = asyncio.run(_on_a_database(readers, workers, rate))
        least = 0.9 * rate if workers == WORKERS[-1] else None
        yield above(f"{workers} on PostgreSQL, allowed {rate:,}", found.rate, least, "messages/s", 0)
        yield below("  most in any second", found.most, rate + 0.5, "messages", 0)
    yield from asyncio.run(_through_faults(readers, rate))


async def _on_a_file(readers: int) -> Counted:
    post, at = Counted(), _now()
    async with post.serving(), asyncio.timeout(LONG), AsyncExitStack() as left:
        folder = Path(left.enter_context(TemporaryDirectory()))
        shutil.copytree(ROOT / "tests" / "small", folder, dirs_exist_ok=True)
        with closing(SQLite(folder / "data").open()) as store:
            await fill(store, readers, at)
        own = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": post.url, "BOT_BULK_RATE": RATE}
        bot = await left.enter_async_context(running(Home(folder, forks=False), BOT_LOG="error", **own))
        await post.reached(readers)
        await bot.stop()
    return post


async def _on_a_database(readers: int, workers: int, rate: int) -> Counted:
    async with cluster(readers, rate) as them:
        await asyncio.gather(*(them.work() for _ in range(workers)))
        await them.post.reached(readers)
        await them.end()
    return them.post


async def _through_faults(readers: int, rate: int) -> list[Row]:
    """Kill workers one after the other while they send, and the database in the middle."""
    chance, kills, restarted = random.Random(4), 0, 0.0
    async with cluster(readers, rate) as them:
        post = them.post
        for _ in range(WORKERS[-1]):
            await them.work()
        while them.asked("select 1 from deliveries where state = 'queued' limit 1") or not post.times:
            await post.reached(len(post.times) + KILL_EVERY, STILL if post.times else None)
            victim = them.working.pop(chance.randrange(len(them.working)))
            if victim.process.returncode is None:  # else it was starting while the database was away, and said so
                victim.process.kill()
            await victim.process.wait()
            kills += 1
            await them.work()
            if not restarted and len(post.times) > readers / 2:
                await asyncio.to_thread(postgres.restart)
                restarted = time.monotonic()
        back = next((at for at in post.times if at > restarted), time.monotonic()) - restarted
        await _settled(them)
        sent = dict(them.asked("select state, count(*) from deliveries group by state"))
    twice = post.counts.total() - len(post.counts)
    return [
        Row(f"{readers:,} readers, 4 processes, kills", str(kills)),
        Row("  forgotten", str(readers - len(post.counts)), "0", len(post.counts) == readers),
        Row("  not recorded as sent", str(readers - sent.get("sent", 0)), "0", sent == {"sent": readers}),
        below("  sent again", twice, (kills + 1) * IN_FLIGHT + 0.5, "messages", 0),
        below("  most in any second", post.most, rate + 0.5, "messages", 0),
        below("  the first message after the database was back", back, 10, "s", 1),
    ]


async def _settled(them: Cluster) -> None:
    """Let all be sent, also what the dead had in hand: the hours that take are not waited for."""
    await them.done("select 1 from deliveries where state = 'queued' limit 1")
    await them.end()
    them.asked("update deliveries set lease_until = '2020-01-01T00:00:00Z' where state = 'sending'")
    await them.work()
    await them.done("select 1 from deliveries where state in ('queued', 'sending') limit 1")
    await them.end()


@contextlib.asynccontextmanager
async def cluster(readers: int, rate: int) -> AsyncIterator[Cluster]:
    """Have a database with subscribers who are due, and a server that receives, while the context lasts."""
    async with asyncio.timeout(LONG), AsyncExitStack() as left:
        address = left.enter_context(postgres.database())
        await fill_database(Postgres(address), readers, _now())
        post = await left.enter_async_context(Counted().serving())
        assert isinstance(post, Counted)
        yield Cluster(Path(left.enter_context(TemporaryDirectory())), address, post, left, rate)


async def fill_database(engine: Postgres, readers: int, at: dt.datetime) -> None:
    """Subscribe so many for a slot at this time."""
    weekly = Weekly(at.weekday(), at.hour * 60 + at.minute, "Etc/UTC")
    with closing(engine.open()) as state:
        await state.subscribe(Reader("telegram", "1"), Subscription(weekly, at, at - dt.timedelta(days=30)))
    columns = "weekday, minute, zone, interests, topic, skips_empty, since, next_at, last_at, paused, paused_on"
    with closing(psycopg.connect(engine.address, autocommit=True)) as db:
        db.execute(
            "insert into readers (channel, id) select 'telegram', number::text from"
            f" generate_series(2, {readers}) as number".encode()
        )
        db.execute(
            f"insert into subscriptions (reader, {columns}) select readers.reader, {columns} from readers,"
            f" (select {columns} from subscriptions) as first on conflict do nothing".encode()
        )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
