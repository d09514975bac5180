"""Everything that runs: the web server, Telegram where there is a token, and an orderly stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import gc
import logging
import os
import random
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.answers import search
from bot.answers.editors import admin
from bot.app import App
from bot.channels.web import sessions, site
from bot.channels.web.connections import Server, patient, room, wants
from bot.channels.web.inbox import Inbox
from bot.channels.web.public_url import Public
from bot.channels.web.request_body import SLOWEST_BODY
from bot.delivery.channel import Channel
from bot.delivery.worker import Deliveries, in_flight
from bot.desk import Desk
from bot.editorial import Editorial
from bot.notify import Tell, Teller, Telling
from bot.people.readers import WEEK
from bot.reload import Reloader
from bot.settings import Settings
from bot.state.sqlite import maintenance
from bot.state.sqlite.ledger import Ledger
from bot.state.sqlite.store import Store

if TYPE_CHECKING:
    from bot.channels.telegram.channel import Telegram

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
TICK: Final = 30
"""Seconds between two looks at what is due."""
NIGHT: Final = 19
"""The hour, in UTC, of the nightly chores: three in the morning in Shanghai."""
LAST_WORDS: Final = SLOWEST_BODY + 1
"""Seconds a stop waits for requests that are still being read or answered."""


class CannotRun(Exception):
    """Serving is impossible; the message says why and what to do, on one line."""


def run(settings: Settings, app: App, store: Store, desk: Desk, now: Clock, show: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or the end of our terminal; raises CannotRun.

    `show` prints for the eyes of whoever starts it.
    """
    with contextlib.closing(_listen(settings.web_host, settings.web_port)) as listener:
        search.warm(app.edition)
        gc.freeze()  # an edition lives long: looking through it for garbage would hold up an answer for 20 ms
        asyncio.run(_serve(settings, app, store, desk, now, listener, show))


def tick(settings: Settings, app: App, store: Store, now: Clock) -> dict[str, int]:
    """Send what is due, once, and return how many deliveries of the last week are in which state.

    Raises CannotRun where Telegram does not let us in; what is due there stays queued.
    """
    telegram = _telegram(settings, app, now)

    async def once() -> None:
        async with telegram.sending() if telegram else contextlib.nullcontext():
            reached = None if telegram and telegram.trouble else telegram
            work = deliveries(app, store, Inbox(store, now), reached, now, settings.bulk_rate)
            work.recover()
            await work.tick()
            await work.drain()

    asyncio.run(once())
    if telegram and telegram.trouble:
        raise CannotRun(telegram.trouble)
    return Ledger(store).figures(now() - WEEK).counts


def _listen(host: str, port: int) -> socket.socket:
    """Bind before anything else starts; asyncio turns off Nagle's delay only where the protocol is named."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with contextlib.ExitStack() as on_failure:
            listener = on_failure.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            patient(listener)
            listener.bind(address)
            listener.listen()  # whoever reads our address in the log can connect, and no other process can bind it
            on_failure.pop_all()
            return listener
    except (OSError, UnicodeError) as error:  # a name that is no host name is a UnicodeError
        said = error.strerror if isinstance(error, OSError) else "not a host name"
        raise CannotRun(
            f"BOT_WEB_HOST, BOT_WEB_PORT: {host}:{port} cannot be used ({said}); choose another host or port"
        ) from None


@dataclass(frozen=True)
class _House:
    """What serves readers and editors, put together."""

    inbox: Inbox
    telegram: Telegram | None
    work: Deliveries
    reloader: Reloader
    page: site.Site
    server: Server


def _built(settings: Settings, app: App, store: Store, desk: Desk, now: Clock) -> _House:
    inbox = Inbox(store, now)
    channels: dict[str, Telling] = {"web": inbox}
    tell = Teller(app.editors, app.language, channels)
    reloader = Reloader(app, settings.briefings, settings.seeds, desk.load, now=now, tell=tell)
    editorial = Editorial(app, desk, reloader)
    telegram = _telegram(settings, app, now, editorial, tell)
    if telegram:
        channels["telegram"] = telegram
    page = site.Site(
        app,
        now=now,
        default=settings.language,
        inbox=inbox,
        editorial=editorial,
        trouble=lambda: telegram.trouble if telegram else "",
        public=Public.at(settings.public_url),
        secret=sessions.secret(settings.data),
        metrics_for_all=settings.metrics == "all",
    )
    work = deliveries(app, store, inbox, telegram, now, settings.bulk_rate, tell)
    server = Server(site.build(page), last_words=LAST_WORDS, most=room())
    return _House(inbox, telegram, work, reloader, page, server)


async def _serve(
    settings: Settings,
    app: App,
    store: Store,
    desk: Desk,
    now: Clock,
    listener: socket.socket,
    show: Callable[[str], None],
) -> None:
    stop, halt = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(wants())
    ends = {signal.SIGINT, signal.SIGTERM} | ({signal.SIGHUP} if os.isatty(0) else set())  # its terminal was closed
    for number in ends:
        loop.add_signal_handler(number, stop.set)
    logger.info("chat: %s/", _address(settings, listener))
    house = _built(settings, app, store, desk, now)

    def invite() -> None:
        """Print a link for editors; not logged, as it opens a door and logs go further than a terminal."""
        show(f"editors: {_address(settings, listener)}{house.page.invite()} (opens once)\n")

    def renew() -> None:
        invite()
        background.append(asyncio.create_task(house.reloader.reload()))

    invite()
    house.work.recover()
    background: list[asyncio.Task[bool]] = []
    if signal.SIGHUP not in ends:
        loop.add_signal_handler(signal.SIGHUP, renew)
    tasks = [
        asyncio.create_task(house.server.serve(sockets=[listener])),
        asyncio.create_task(_polling(house.telegram, stop, halt)),
        asyncio.create_task(house.reloader.watch(halt)),
    ]
    working = asyncio.create_task(house.work.run(stop))
    with _clockwork(house.work, store, settings.data, now):
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([*tasks, working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    house.inbox.close()
    house.server.should_exit = True
    await asyncio.wait([working])  # what is in flight still needs its channel
    halt.set()
    await asyncio.wait(tasks)
    for task in (*tasks, working):
        task.result()


def _address(settings: Settings, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - everywhere is no place to go to
    return settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"


@contextlib.contextmanager
def _clockwork(work: Deliveries, store: Store, data: Path, now: Clock) -> Iterator[None]:
    """Tick and do the nightly chores while the context lasts."""
    scheduler = scheduled(work.tick, functools.partial(maintenance.nightly, store, data, now), now())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def scheduled(
    tick: Callable[[], Awaitable[object]], nightly: Callable[[], Awaitable[object]], first: dt.datetime
) -> AsyncIOScheduler:
    """Return what ticks every half minute from the `first` on; a tick that is late runs once, however late it is."""
    scheduler = AsyncIOScheduler(timezone=dt.UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    scheduler.add_job(tick, "interval", seconds=TICK, next_run_time=first)
    scheduler.add_job(nightly, "cron", hour=NIGHT)
    return scheduler


def deliveries(
    app: App, store: Store, inbox: Inbox, telegram: Telegram | None, now: Clock, rate: int, tell: Tell | None = None
) -> Deliveries:
    """Return what carries out the deliveries, over every channel there is, at so many messages a second."""

    async def alarm(name: str) -> None:
        if tell:
            tell(lambda language: admin.alarm(language, name))

    channels: dict[str, Channel] = {"web": inbox} | ({"telegram": telegram} if telegram else {})
    return Deliveries(
        Ledger(store),
        app.issue,
        channels,
        moved=app.moved,
        now=now,
        jitter=random.random,
        alarm=alarm,
        spread=app.spread,
        workers=in_flight(rate),
    )


def _telegram(
    settings: Settings, app: App, now: Clock, editorial: Editorial | None = None, tell: Tell | None = None
) -> Telegram | None:
    """Return the Telegram channel where there is a token."""
    if settings.telegram_token is None:
        logger.info("Telegram: off, as BOT_TELEGRAM_TOKEN is not set")
        return None
    from bot.channels.telegram.channel import Telegram

    return Telegram(
        app,
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        language=settings.language,
        now=now,
        editorial=editorial,
        bulk_rate=settings.bulk_rate,
        tell=tell,
    )


async def _polling(telegram: Telegram | None, stop: asyncio.Event, halt: asyncio.Event) -> None:
    """Serve Telegram where there is a channel; else only wait, so that the web runs alone."""
    await (telegram.run(stop, halt) if telegram else stop.wait())
