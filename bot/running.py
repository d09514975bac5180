"""Everything that runs: the web server, Telegram where there is a token, and an orderly stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn

from bot.answers import finding
from bot.app import App
from bot.settings import Settings
from bot.web import site

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]
LAST_WORDS: Final = site.SLOWEST_BODY + 1
"""Seconds a stop waits for requests that are still being read or answered."""


class CannotRun(Exception):
    """Serving is impossible; the message says why and what to do, on one line."""


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: one stop for everything."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(settings: Settings, app: App, now: Clock) -> None:
    """Serve until SIGINT or SIGTERM; raises CannotRun."""
    listener = _listen(settings.web_host, settings.web_port)
    finding.warm(app.edition)
    gc.freeze()  # an edition lives long: looking through it for garbage would hold up an answer for 20 ms
    asyncio.run(_serve(settings, app, now, listener))


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


async def _serve(settings: Settings, app: App, now: Clock, listener: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    host, port = listener.getsockname()[:2]
    url = settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    server = _Server(
        uvicorn.Config(
            site.build(app, now=now, default=settings.language),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=LAST_WORDS,
        )
    )
    logger.info("chat: %s/", url)
    tasks = [
        asyncio.create_task(server.serve(sockets=[listener])),
        asyncio.create_task(_telegram(settings, app, now, stop)),
    ]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    server.should_exit = True
    await asyncio.wait(tasks)
    for task in tasks:
        task.result()


async def _telegram(settings: Settings, app: App, now: Clock, stop: asyncio.Event) -> None:
    """Serve Telegram where there is a token; else only wait, so that the web runs alone."""
    if settings.telegram_token is None:
        logger.info("Telegram: off, as BOT_TELEGRAM_TOKEN is not set")
        await stop.wait()
        return
    from bot.telegram.channel import Refused, Telegram

    token = settings.telegram_token.get_secret_value()
    try:
        await Telegram(app, token=token, api_url=settings.telegram_api_url, language=settings.language, now=now).run(
            stop
        )
    except Refused as refused:
        raise CannotRun(str(refused)) from None
