"""The embedded clockwork: APScheduler calls the chores of the one process there is."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from bot.serve.chores import MORNING, NIGHT, TICK, Chores

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from apscheduler.triggers.cron import CronTrigger


@contextlib.asynccontextmanager
async def clockwork(chores: Chores, first: dt.datetime) -> AsyncIterator[None]:
    """Have chores done while the context lasts, from a `first` tick on."""
    scheduler = await asyncio.to_thread(scheduled, chores, first)  # it loads its library
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def scheduled(chores: Chores, first: dt.datetime) -> AsyncIOScheduler:
    """Return what ticks every half minute from the `first` on; a tick that is late runs once, however late it is."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=dt.UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    scheduler.add_job(chores.tick, "interval", seconds=TICK, next_run_time=first)
    scheduler.add_job(chores.nightly, "cron", hour=NIGHT)
    scheduler.add_job(chores.morning, each_morning(chores.zone))
    return scheduler


def each_morning(zone: str) -> CronTrigger:
    """Return when editors are told, once a day, in a zone."""
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger(hour=MORNING, timezone=zone)
