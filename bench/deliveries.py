"""Deliveries: how fast check-ins leave where no limit holds them, who is answered meanwhile, what planning them costs.

A full delivery is claimed, composed, rendered, sent and recorded in a file; beside it, in the same run, what libraries
and bare HTTP do with the same text and nothing else. Chats and text are the same for all, rounds alternate, and every
sender is held against a full delivery with as many messages in flight; a loop of one after the other, against the most.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic import SecretStr

from bench import meanwhile, planning
from bench.measuring import Row
from bench.receiving import receiving
from bench.senders import SENDERS, Rate, rate
from bot import desk
from bot.answers import Answer
from bot.channels.telegram.channel import Telegram
from bot.content.edition import Edition
from bot.delivery.channel import FEWEST_IN_FLIGHT
from bot.delivery.worker import Deliveries
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from tests.conftest import NOW, built
from tests.delivery.test_kill import fill
from tests.support.botapi import TOKEN

ROOT: Final = Path(__file__).parent.parent
FULL: Final = "full delivery"
ROUNDS: Final = 3
IN_FLIGHT: Final = (FEWEST_IN_FLIGHT, 64)
SLOWLY: Final = 0.05
"""Seconds the Bot API takes to answer."""
WANTED: Final = {"python-telegram-bot": 5.0, "aiogram": 2.0}
"""How many times as fast as these a full delivery is to be, where the server answers at once."""
NO_LIMIT: Final = 1_000_000
"""Messages a second, which nothing here comes near."""


async def _program(
    store: Store,
    edition: Edition,
    url: str,
    *,
    bulk_rate: int = NO_LIMIT,
    in_flight: int = FEWEST_IN_FLIGHT,
    now: Callable[[], dt.datetime] = lambda: NOW,
) -> Program:
    """Return a program on the shipped edition, with a Telegram at an address."""
    program = built(
        store,
        now,
        edition=edition,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=url,
        bulk_rate=bulk_rate,
        overrides={Deliveries: {"workers": in_flight}},
    )
    await program.app.live(edition, NOW - dt.timedelta(days=60))
    return program


def rows() -> Iterator[Row]:
    """Yield the rates of senders and full deliveries, at once and after 50 ms, answers meanwhile, costs of ticks."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    with receiving() as url:
        yield from _compared(edition, url, 2_000, (1, *IN_FLIGHT), "at once")
    with receiving(SLOWLY) as url:
        yield from _compared(edition, url, 300, IN_FLIGHT, "after 50 ms")
    if "aiogram" not in SENDERS:
        yield Row("aiogram", "not installed, not measured")
    yield from meanwhile.judged(asyncio.run(_meanwhile(edition)))
    yield from planning.rows()


def _compared(edition: Edition, url: str, count: int, loops: tuple[int, ...], server: str) -> Iterator[Row]:
    """Yield the rate of every sender, and how it compares with a full delivery."""
    answer = asyncio.run(warm(edition, url))
    rates: defaultdict[tuple[str, int], list[Rate]] = defaultdict(list)
    for _, in_flight in product(range(ROUNDS), loops):
        for name, sender in SENDERS.items():
            rates[name, in_flight].append(measured(rate(sender(url, answer), count, in_flight)))
        if in_flight > 1:
            rates[FULL, in_flight].append(measured(full(edition, url, count, in_flight)))
    for (name, in_flight), found in rates.items():
        ours = rates[FULL, in_flight if in_flight > 1 else IN_FLIGHT[-1]]
        yield _row(f"{name}, {in_flight} in flight, answered {server}", found, None if name == FULL else ours, name)


def measured(sending: Coroutine[Any, Any, Rate]) -> Rate:
    """Return a rate, with all that was there before out of sight of the garbage collector, as serving has it."""
    gc.collect()
    gc.freeze()
    return asyncio.run(sending)


def _row(what: str, found: list[Rate], full: list[Rate] | None, name: str) -> Row:
    """Return a row of medians; the target is for rates, though on a busy machine those of the processor say more."""
    figures = (
        f"{median(each.messages for each in found):6,.0f}/s {median(each.processor for each in found) * 1e3:6.2f} ms"
    )
    if full is None:
        return Row(what, figures)
    times = median(ours.messages / theirs.messages for ours, theirs in zip(full, found, strict=True))
    lighter = median(theirs.processor / ours.processor for ours, theirs in zip(full, found, strict=True))
    wanted = WANTED.get(name) if "at once" in what else None
    target = f"≥ {wanted:g} ×" if wanted else ""
    return Row(
        what,
        f"{figures}; full: {times:5.2f} × (processor {lighter:5.2f} ×)",
        target,
        times >= wanted if wanted else None,
    )


async def warm(edition: Edition, url: str) -> Answer:
    """Return one check-in, as the bare senders send it."""
    with TemporaryDirectory() as name, closing(Store.open(Path(name))) as store:
        program = await _program(store, edition, url)
        await fill(store, 1, NOW)
        await store.ledger.enqueue_due(NOW, 1)
        [delivery] = await store.ledger.claim("telegram", NOW, 1, dt.timedelta(minutes=10))
        composed = await program.app.issue(delivery, NOW)
        assert composed
        return composed[0]


async def full(edition: Edition, url: str, count: int, in_flight: int) -> Rate:
    """Return the rate of the whole way, from what is due to what is recorded."""
    with TemporaryDirectory() as name, closing(Store.open(Path(name))) as store:
        program = await _program(store, edition, url, in_flight=in_flight)
        await fill(store, count, NOW)
        work, telegram = _sending(program)
        async with telegram.sending():
            started, processor = time.perf_counter(), time.process_time()
            await work.tick()
            await work.drain()
            taken, processor = time.perf_counter() - started, time.process_time() - processor
        counts = (await store.figures(NOW - dt.timedelta(days=1))).counts
        assert counts == {"sent": count}, counts
        return Rate(count / taken, processor / count)


async def _meanwhile(edition: Edition) -> meanwhile.Seen:
    """Send at the usual rate and answer who asks; return what the server saw."""
    stop = asyncio.Event()
    with TemporaryDirectory() as name, closing(Store.open(Path(name))) as store:
        async with meanwhile.asking() as (url, seen):
            program = await _program(store, edition, url, bulk_rate=meanwhile.RATE, now=lambda: dt.datetime.now(dt.UTC))
            await fill(store, 2 * meanwhile.RATE * meanwhile.SECONDS, program.now())
            work, telegram = _sending(program)
            running = [asyncio.create_task(each.run(stop)) for each in (telegram, work)]
            await work.tick()
            try:
                found: meanwhile.Seen = await asyncio.to_thread(seen.recv)
            finally:
                stop.set()
                await asyncio.wait(running)
    return found


def _sending(program: Program) -> tuple[Deliveries, Telegram]:
    """Return what sends over Telegram alone, and that."""
    assert program.telegram
    return program.deliveries({"telegram": program.telegram}), program.telegram
