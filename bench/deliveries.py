"""Deliveries: how fast check-ins leave where no limit holds them, and what a tick costs with 100,000 subscriptions.

A full delivery is claimed, composed, rendered, sent and recorded in a file; beside it, in the same run, what the
library and bare HTTP do with the same text and nothing else. Chats and text are the same for all.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import aiohttp
import orjson
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions

from bench.measuring import Row, below
from bench.receiving import receiving
from bot import desk
from bot.answers import Answer
from bot.app import App
from bot.delivery import Deliveries
from bot.edition import Edition
from bot.ledger import Ledger
from bot.store import Store
from bot.telegram import render
from bot.telegram.channel import Telegram
from tests.botapi import TOKEN
from tests.test_kill import fill

ROOT: Final = Path(__file__).parent.parent
NOW: Final = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
MESSAGES: Final = {0.0: 2_000, 0.05: 500}
"""How many are sent to a server that answers after so many seconds."""
IN_FLIGHT: Final = 8
SUBSCRIPTIONS: Final = 100_000
DUE: Final = 1_000
NO_LIMIT: Final = 1_000_000
"""Messages a second, which nothing here comes near."""
HOLD: Final = 50.0
"""Milliseconds for which a tick may keep the loop from answering readers."""


@dataclass
class Bench:
    """A state in a file, the app on the shipped edition, and deliveries over the real channel."""

    store: Store
    app: App
    telegram: Telegram

    @classmethod
    def at(cls, folder: Path, edition: Edition, url: str) -> Bench:
        """Set one up in a folder."""
        store = Store.open(folder)
        app = App(edition, store, new_id=str)
        app.live(edition, NOW - dt.timedelta(days=60))
        telegram = Telegram(
            app, token=TOKEN, api_url=url, language="zh", now=lambda: NOW, bulk_rate=NO_LIMIT, clock=time.monotonic
        )
        return cls(store, app, telegram)

    def deliveries(self) -> Deliveries:
        """Return what sends, with as many in flight as in earnest."""
        return Deliveries(
            Ledger(self.store),
            self.app.issue,
            {"telegram": self.telegram},
            moved=self.app.moved,
            now=lambda: NOW,
            jitter=lambda: 0.5,
            workers=IN_FLIGHT,
        )


def rows() -> Iterator[Row]:
    """Yield the rates of full deliveries and of bare sends at once and after 50 ms, then the costs of ticks."""
    edition = desk.load(ROOT / "briefings", ROOT / "seeds")
    for delay, count in MESSAGES.items():
        with receiving(delay) as url:
            yield from _rates(edition, url, count, f"answers after {delay * 1000:.0f} ms", 0.0 if delay else 5.0)
    if importlib.util.find_spec("aiogram") is None:
        yield Row("bare aiogram", "not installed, not measured")
    with TemporaryDirectory() as name, closing(Store.open(Path(name))) as store:
        yield from _ticks(edition, store)


def _rates(edition: Edition, url: str, count: int, server: str, wanted: float) -> Iterator[Row]:
    answer = asyncio.run(_warm(edition, url))
    library = asyncio.run(_rate(_library(url, answer), count))
    bare = asyncio.run(_rate(_bare(url, answer), count))
    full, cpu = asyncio.run(_full(edition, url, count))
    yield Row(f"python-telegram-bot, {server}", f"{library:,.0f} messages/s")
    yield Row(f"bare aiohttp, {server}", f"{bare:,.0f} messages/s")
    yield Row(f"full delivery, {server}", f"{full:,.0f} messages/s, {cpu * 1000:.2f} ms of processor each")
    ratio = full / library
    target, met = (f"> {wanted:g} ×", ratio > wanted) if wanted else ("", None)
    yield Row("  against python-telegram-bot", f"{ratio:.2f} ×", target, met)
    yield Row("  against bare aiohttp", f"{full / bare:.2f} ×")


async def _warm(edition: Edition, url: str) -> Answer:
    """Return one check-in, as the bare senders send it."""
    with TemporaryDirectory() as name:
        bench = Bench.at(Path(name), edition, url)
        with closing(bench.store):
            fill(bench.store, 1, NOW)
            Ledger(bench.store).enqueue_due(NOW, 1)
            [delivery] = Ledger(bench.store).claim("telegram", NOW, 1, dt.timedelta(minutes=10))
            composed = bench.app.issue(delivery, NOW)
            assert composed
            return composed[0]


async def _full(edition: Edition, url: str, count: int) -> tuple[float, float]:
    """Return the messages per second of the whole way, and the processor time of each."""
    with TemporaryDirectory() as name:
        bench = Bench.at(Path(name), edition, url)
        with closing(bench.store):
            fill(bench.store, count, NOW)
            work = bench.deliveries()
            async with bench.telegram.sending():
                started, cpu = time.perf_counter(), time.process_time()
                await work.tick()
                await work.drain()
                taken, cpu = time.perf_counter() - started, time.process_time() - cpu
            counts = Ledger(bench.store).figures(NOW - dt.timedelta(days=1)).counts
            assert counts == {"sent": count}, counts
            return count / taken, cpu / count


Sender = Callable[[int], Awaitable[Any]]


async def _rate(sender: AsyncIterator[Sender], count: int) -> float:
    """Return the messages per second of a sender, with as many in flight as deliveries have."""
    send = await anext(sender)
    chats = iter(range(1, count + 1))

    async def work() -> None:
        for chat in chats:
            await send(chat)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(IN_FLIGHT):
            group.create_task(work())
    taken = time.perf_counter() - started
    await anext(sender, None)
    return count / taken


async def _library(url: str, answer: Answer) -> AsyncIterator[Sender]:
    """Send as the library does as installed, with text and keyboard ready."""
    text, keyboard = render.text(answer), render.keyboard(answer)
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield lambda chat: _send(bot, chat, text, keyboard)


def _send(bot: Bot, chat: int, text: str, keyboard: InlineKeyboardMarkup | None) -> Awaitable[Any]:
    preview = LinkPreviewOptions(is_disabled=True)
    return bot.send_message(chat, text, parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview)


async def _bare(url: str, answer: Answer) -> AsyncIterator[Sender]:
    """Send by HTTP alone, everything but the chat serialised once."""
    keyboard = render.keyboard(answer)
    fixed = {
        "text": render.text(answer),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboard.to_dict() if keyboard else None,
    }
    rest = b"," + orjson.dumps(fixed)[1:]
    async with aiohttp.ClientSession() as session:

        async def send(chat: int) -> None:
            body, kind = b'{"chat_id":%d' % chat + rest, {"Content-Type": "application/json"}
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", data=body, headers=kind) as got:
                await got.read()

        yield send


def _ticks(edition: Edition, store: Store) -> Iterator[Row]:
    """Yield what a tick costs with very many subscriptions, none of them due and then a thousand."""
    later = NOW + dt.timedelta(days=1)
    fill(store, SUBSCRIPTIONS, later)
    app = App(edition, store, new_id=str)
    work = Deliveries(Ledger(store), app.issue, {}, moved=app.moved, now=lambda: NOW, jitter=lambda: 0.5)
    taken, _, due = asyncio.run(_tick(work))
    assert due == 0
    yield below(f"a tick, none of {SUBSCRIPTIONS:,} due", taken * 1000, 10, "ms")
    with store.writing() as db:
        query = "update subscriptions set next_at = ?, minute = ?, weekday = ? where reader <= ?"
        db.execute(query, (f"{NOW:%Y-%m-%dT%H:%M:%SZ}", NOW.hour * 60 + NOW.minute, NOW.weekday(), DUE))
    taken, hold, due = asyncio.run(_tick(work))
    assert due == DUE
    yield Row(f"a tick, {DUE:,} of {SUBSCRIPTIONS:,} due", f"{taken * 1000:.1f} ms")
    yield below("  longest hold of the loop", hold * 1000, HOLD, "ms")


async def _tick(work: Deliveries) -> tuple[float, float, int]:
    """Return how long a tick took, how long it held the loop at most, and how many were due."""
    async with _watched() as holds:
        started = time.perf_counter()
        due = await work.tick()
        taken = time.perf_counter() - started
        await asyncio.sleep(0)
    return taken, max(holds), due


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """Keep how long each turn of the loop took; somebody else who wants to run waits that long."""
    holds: list[float] = []

    async def watch() -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            holds.append(now - before)
            before = now

    task = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield holds
    finally:
        task.cancel()
