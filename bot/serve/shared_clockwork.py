"""The clockwork of several processes: Procrastinate has each chore done by one of them, whichever is free.

Chores look for what there is to do, so that one that is called twice, or again, does nothing twice. Only when they
are called is the engine's: what is to be sent to whom, and who has it in hand, the state says.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final
from zoneinfo import ZoneInfo

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from bot.serve.chores import MORNING, NIGHT, TICK, Chores

logger = logging.getLogger(__name__)

SCHEMA: Final = "jobs"
"""Where the engine has its tables, apart from ours."""
QUEUE: Final = "chores"
EACH_TICK: Final = f"* * * * * */{TICK}"
EACH_NIGHT: Final = f"0 {NIGHT} * * *"
EACH_QUARTER: Final = "*/15 * * * *"
"""When some zone may have a full hour: they differ from UTC by quarters."""
QUARTER: Final = dt.timedelta(minutes=15)
AT_ONCE: Final = 4
"""Chores of one process at once: a long night holds up no tick."""
STOP_PATIENCE: Final = 5.0
"""Seconds a stop waits for a chore; what it did not come to another one does."""
HEARTBEAT: Final = 10.0
DEAD: Final = 60.0
"""Seconds without a heartbeat after which the chores of a process are called again elsewhere."""
AGAIN: Final = 1.0
"""Seconds until the next try, where the database is gone."""


@contextlib.asynccontextmanager
async def clockwork(chores: Chores, address: str, *, each_tick: str = EACH_TICK) -> AsyncIterator[None]:
    """Have chores done while the context lasts, here or by another process with the same database."""
    working = asyncio.create_task(_working(_app(chores, address, each_tick)))
    try:
        yield
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _app(chores: Chores, address: str, each_tick: str) -> App:
    """Return the engine with all chores; how often it ticks is by the clock, not by when anybody began."""
    connection = {"options": f"-c search_path={SCHEMA}", "application_name": "hindsight"}
    app = App(connector=PsycopgConnector(conninfo=address, kwargs=connection, min_size=1, max_size=3))

    def periodic(cron: str, name: str, chore: Callable[[int], Awaitable[object]]) -> None:
        app.periodic(cron=cron)(app.task(name=name, queue=QUEUE)(_carried_out(name, chore)))

    async def morning(at: int) -> None:
        if is_morning(dt.datetime.fromtimestamp(at, dt.UTC), chores.zone):
            await chores.morning()

    async def sweep(_: int) -> None:
        await _swept(app)

    periodic(each_tick, "tick", lambda _: chores.tick())
    periodic(EACH_NIGHT, "nightly", lambda _: chores.nightly())
    periodic(EACH_QUARTER, "morning", morning)
    periodic(EACH_QUARTER, "sweep", sweep)
    return app


def is_morning(at: dt.datetime, zone: str) -> bool:
    """Tell whether the hour at which editors are told begins in a zone, in the quarter that begins now."""
    local = at.astimezone(ZoneInfo(zone))
    return local.hour == MORNING and local - local.replace(minute=0, second=0, microsecond=0) < QUARTER


def _carried_out(name: str, chore: Callable[[int], Awaitable[object]]) -> Callable[..., Awaitable[None]]:
    """Return a task that always succeeds: the engine tries nothing again, the next call finds what is left."""

    async def task(timestamp: int = 0) -> None:
        try:
            await chore(timestamp)
        except Exception:
            logger.exception("the chore %s was not done; the next call finds what is left", name)

    return task


async def _swept(app: App) -> None:
    """Call again what a dead process had begun, and delete what is done: nobody looks at it any more."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
        await app.job_manager.retry_job(job)
    await app.connector.execute_query_async(
        "delete from procrastinate_jobs where status in ('succeeded', 'failed', 'cancelled', 'aborted')"
    )


async def _working(app: App) -> None:
    """Work until cancelled; the engine ends, without a word, when the database does: it is begun anew."""
    told = False
    while True:
        try:
            async with app.open_async():
                await _prepared(app)
                await app.tasks["tick"].defer_async(timestamp=0)
                told = False
                await app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_ONCE,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=STOP_PATIENCE,
                    update_heartbeat_interval=HEARTBEAT,
                )
            why = "the database has gone"
        except (ConnectorException, OSError) as error:
            why = _said(error)
        if not told:
            logger.warning("chores are not done (%s); trying again until they are", why)
        told = True
        await asyncio.sleep(AGAIN)


async def _prepared(app: App) -> None:
    """Make the engine's tables where they are missing; of several who do so at once one does."""
    if await app.check_connection_async():
        return
    try:
        await app.connector.execute_query_async(f"create schema if not exists {SCHEMA}")
        await app.schema_manager.apply_schema_async()
    except ConnectorException:
        if not await app.check_connection_async():
            raise


def _said(error: BaseException) -> str:
    return " ".join(str(error.__cause__ or error).split())
