"""Everything that runs: the web server, Telegram where there is a token, and an orderly stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import gc
import logging
import random
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import chores
from bot.answers import finding
from bot.app import App
from bot.delivery import Channel, Deliveries
from bot.ledger import Ledger
from bot.readers import WEEK
from bot.reloading import Reloader
from bot.settings import Settings
from bot.store import Store
from bot.web import site
from bot.web.inbox import Inbox

if TYPE_CHECKING:
    from bot.telegram.channel import Telegram

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
TICK: Final = 30
"""Seconds between two looks at what is due."""
NIGHT: Final = 19
"""The hour, in UTC, of the nightly chores: three in the morning in Shanghai."""
LAST_WORDS: Final = site.SLOWEST_BODY + 1
"""Seconds a stop waits for requests that are still being read or answered."""


class CannotRun(Exception):
    """Serving is impossible; the message says why and what to do, on one line."""


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: one stop for everything."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(settings: Settings, app: App, store: Store, now: Clock) -> None:
    """Serve until SIGINT or SIGTERM; raises CannotRun."""
    listener = _listen(settings.web_host, settings.web_port)
    finding.warm(app.edition)
    gc.freeze()  # an edition lives long: looking through it for garbage would hold up an answer for 20 ms
    asyncio.run(_serve(settings, app, store, now, listener))


def tick(settings: Settings, app: App, store: Store, now: Clock) -> dict[str, int]:
    """Send what is due, once, and return how many deliveries of the last week are in which state."""

    async def once() -> None:
        telegram = _telegram(settings, app, now)
        work = deliveries(app, store, Inbox(store, now), telegram, now, editors=settings.editors)
        work.recover()
        async with telegram.sending() if telegram else contextlib.nullcontext():
            await work.tick()
            await work.drain()

    asyncio.run(once())
    return Ledger(store).figures(now() - WEEK).counts


def _listen(host: str, port: int) -> socket.socket:
    """Bind before anything else starts; asyncio turns off Nagle's delay only where the protocol is named."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with contextlib.ExitStack() as on_failure:
            listener = on_failure.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()  # whoever reads our address in the log can connect, and no other process can bind it
            on_failure.pop_all()
            return listener
    except (OSError, UnicodeError) as error:  # a name that is no host name is a UnicodeError
        said = error.strerror if isinstance(error, OSError) else "not a host name"
        raise CannotRun(
            f"BOT_WEB_HOST, BOT_WEB_PORT: {host}:{port} cannot be used ({said}); choose another host or port"
        ) from None


async def _serve(settings: Settings, app: App, store: Store, now: Clock, listener: socket.socket) -> None:
    stop, halt = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    host, port = listener.getsockname()[:2]
    url = settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    inbox = Inbox(store, now)
    logger.info("chat: %s/", url)
    telegram = _telegram(settings, app, now)
    work = deliveries(app, store, inbox, telegram, now, editors=settings.editors)
    work.recover()
    tell = functools.partial(_tell, telegram, settings.editors)
    reloader = Reloader(app, settings.briefings, settings.seeds, now=now, tell=tell)
    loop.add_signal_handler(signal.SIGHUP, lambda: background.append(asyncio.create_task(reloader.reload())))
    background: list[asyncio.Task[bool]] = []
    server = _Server(
        uvicorn.Config(
            site.build(app, now=now, default=settings.language, inbox=inbox, reloader=reloader),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=LAST_WORDS,
        )
    )
    tasks = [
        asyncio.create_task(server.serve(sockets=[listener])),
        asyncio.create_task(_polling(telegram, halt)),
        asyncio.create_task(reloader.watch(halt)),
    ]
    working = asyncio.create_task(work.run(stop))
    with _clockwork(work, store, settings.data, now):
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([*tasks, working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.wait([working])  # what is in flight still needs its channel
    halt.set()
    inbox.close()
    server.should_exit = True
    await asyncio.wait(tasks)
    for task in (*tasks, working):
        task.result()


@contextlib.contextmanager
def _clockwork(work: Deliveries, store: Store, data: Path, now: Clock) -> Iterator[None]:
    """Tick every half minute and do the nightly chores; a tick that is late runs once, however late it is."""
    scheduler = AsyncIOScheduler(timezone=dt.UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    scheduler.add_job(work.tick, "interval", seconds=TICK, next_run_time=now())
    scheduler.add_job(chores.nightly, "cron", hour=NIGHT, args=[store, data, now])
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def deliveries(
    app: App, store: Store, inbox: Inbox, telegram: Telegram | None, now: Clock, *, editors: Iterable[str] = ()
) -> Deliveries:
    """Return what carries out the deliveries, over every channel there is."""

    async def alarm(name: str) -> None:
        await _tell(telegram, editors, app.alarm(name))

    channels: dict[str, Channel] = {"web": inbox} | ({"telegram": telegram} if telegram else {})
    return Deliveries(Ledger(store), app.issue, channels, moved=app.moved, now=now, jitter=random.random, alarm=alarm)


async def _tell(telegram: Telegram | None, editors: Iterable[str], text: str) -> None:
    """Send a line to every editor who is on Telegram."""
    for editor in editors:
        channel, _, chat = editor.partition(":")
        if telegram and channel == "telegram":
            await telegram.tell(chat, text)


def _telegram(settings: Settings, app: App, now: Clock) -> Telegram | None:
    """Return the Telegram channel where there is a token."""
    if settings.telegram_token is None:
        logger.info("Telegram: off, as BOT_TELEGRAM_TOKEN is not set")
        return None
    from bot.telegram.channel import Telegram

    return Telegram(
        app,
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        language=settings.language,
        now=now,
        editors=settings.editors,
        bulk_rate=settings.bulk_rate,
    )


async def _polling(telegram: Telegram | None, stop: asyncio.Event) -> None:
    """Serve Telegram where there is a channel; else only wait, so that the web runs alone."""
    if telegram is None:
        await stop.wait()
        return
    from bot.telegram.channel import Refused

    try:
        await telegram.run(stop)
    except Refused as refused:
        raise CannotRun(str(refused)) from None
