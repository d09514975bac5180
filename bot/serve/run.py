"""Runs a program until it is told to stop, orderly; or once, for what is due."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Final

from bot import garbage
from bot.channels.web import site
from bot.channels.web.connections import Server, patient, room, wants
from bot.channels.web.request_body import SLOWEST_BODY
from bot.content.edition import Edition
from bot.delivery.worker import Deliveries
from bot.people.readers import WEEK
from bot.serve.chores import Chores
from bot.serve.clockwork import clockwork
from bot.serve.following import follow
from bot.serve.program import Program
from bot.settings import Settings

logger = logging.getLogger(__name__)
YEAR: Final = dt.timedelta(days=365)
LAST_WORDS: Final = SLOWEST_BODY + 1
"""Seconds a stop waits for requests that are still being read or answered."""


class CannotRun(Exception):
    """Serving is impossible; the message says why and what to do, on one line."""


def run(program: Program, show: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or the end of our terminal; raises CannotRun, or InvalidEdition.

    `show` prints for the eyes of whoever starts it.
    """
    edition = program.app.edition
    with contextlib.closing(_listen(program.settings.web_host, program.settings.web_port)) as listener:
        garbage.leave_alone()  # to look through it for garbage would hold up an answer for 20 ms
        asyncio.run(_serve(program, edition, listener, show))


async def begin(program: Program, edition: Edition, now: dt.datetime) -> None:
    """Answer from an edition, and note what is new in it; warn where the state was written years after `now`.

    The clock is wrong then, or was wrong when it was written.
    """
    last = await program.state.newest()
    if last and last - now > YEAR:
        logger.warning(
            "the clock says %s, but the state was written on %s: set the clock if it is wrong; if it is right,"
            " it was wrong then, and check-ins go by it again",
            f"{now:%Y-%m-%d}",
            f"{last:%Y-%m-%d}",
        )
    await program.app.live(edition, now)


async def tick(program: Program) -> dict[str, int]:
    """Send what is due, once, and return how many deliveries of the last week are in which state.

    The program must have begun. Raises CannotRun where a network does not let us in; what is due there stays queued.
    """
    networks = program.networks
    async with contextlib.AsyncExitStack() as sending:
        for network in networks.values():
            await sending.enter_async_context(network.sending())
        shut = {name for name, network in networks.items() if network.trouble}
        work = program.deliveries({name: each for name, each in program.channels.items() if name not in shut})
        await work.recover()
        await work.tick()
        await work.drain()
    if trouble := program.trouble:
        raise CannotRun(trouble)
    return (await program.state.figures(program.now() - WEEK)).counts


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


async def _serve(program: Program, edition: Edition, listener: socket.socket, show: Callable[[str], None]) -> None:
    await begin(program, edition, program.now())
    stop, halt = asyncio.Event(), asyncio.Event()
    address = _address(program.settings, listener)

    def invite() -> None:
        """Print a link for editors; not logged, as it opens a door and logs go further than a terminal."""
        show(f"editors: {address}{program.page.invite()} (opens once)\n")

    _heed_signals(program, stop, invite)
    logger.info("chat: %s/", address)
    server = Server(
        site.build(program.page), last_words=LAST_WORDS, most=room(), trusted=program.settings.forwarded_allow_ips
    )
    invite()
    tasks = [
        asyncio.create_task(server.serve(sockets=[listener])),
        *(asyncio.create_task(each.run(stop, halt)) for each in program.networks.values()),
        asyncio.create_task(program.reloader.watch(halt)),
    ]
    async with _working(program, stop) as working:
        await program.reception.prepare()
        garbage.leave_alone()
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([*tasks, *working, stopping], return_when=asyncio.FIRST_COMPLETED)
        logger.info("stopping: %s", "told to" if stop.is_set() else "a part of it has ended")
        stop.set()
    program.inbox.close()
    server.should_exit = True
    await asyncio.wait(working)  # what is in flight still needs its channel
    halt.set()
    await asyncio.wait(tasks)
    for task in (*tasks, *working):
        task.result()
    logger.info("stopped: what was begun is done, or waits in the state")


def _heed_signals(program: Program, stop: asyncio.Event, invite: Callable[[], None]) -> None:
    """Stop when told to; at a hangup that is no end invite editors anew, and read the files again."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(wants())
    ends = {signal.SIGINT, signal.SIGTERM} | ({signal.SIGHUP} if _ends_with_terminal() else set())
    for number in ends:
        loop.add_signal_handler(number, stop.set)
    background: list[asyncio.Task[bool]] = []

    def renew() -> None:
        invite()
        background.append(asyncio.create_task(program.reloader.reload()))

    if signal.SIGHUP not in ends:
        loop.add_signal_handler(signal.SIGHUP, renew)


@contextlib.asynccontextmanager
async def _working(program: Program, stop: asyncio.Event) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Do chores while the context lasts, and until `stop` send check-ins and follow others, as far as that is our part.

    Yields what sends and follows.
    """
    work = program.deliveries() if program.role.works else None
    async with contextlib.AsyncExitStack() as left:
        if work:
            await work.recover()
            await left.enter_async_context(_clockwork(program, work))
        parts = [_until(stop, follow(program, work))] if program.shared else []
        yield [asyncio.create_task(each) for each in (*parts, work.run(stop) if work else _until(stop))]


async def _until(stop: asyncio.Event, *parts: Coroutine[Any, Any, None]) -> None:
    """Do all of this until `stop`, or until one of them ends; raises what it failed with."""
    tasks = [asyncio.create_task(each) for each in parts]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    for each in (*tasks, stopping):
        each.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await each


def _ends_with_terminal() -> bool:
    """Tell whether a closed terminal is to stop us: we run in one, and nobody asked us to outlive it, as nohup does."""
    return os.isatty(0) and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN


def _address(settings: Settings, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - everywhere is no place to go to
    return settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _clockwork(program: Program, work: Deliveries) -> contextlib.AbstractAsyncContextManager[None]:
    """Return what calls the chores: the embedded scheduler, or the engine that several processes share."""
    nightly = functools.partial(program.state.nightly, program.now)
    chores = Chores(work.tick, nightly, program.appeal_notices, program.settings.zone)
    if database := program.settings.database_url:
        from bot.serve.shared_clockwork import clockwork as shared  # whose library only those need who have one

        return shared(chores, database.get_secret_value())
    return clockwork(chores, program.now())
