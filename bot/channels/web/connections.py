"""Limits of connections: how many at once, and how long the head of a request may take.

uvicorn closes a connection that is silent after an answer, but waits for ever for the first head, or the second half
of one. Whoever opens a thousand such would take the descriptors that everybody else's connections need.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import math
import resource
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

logger = logging.getLogger(__name__)

SLOWEST_HEAD: Final = 10.0
"""Seconds in which the head of a request must have arrived: after the connection, or after the answer before."""
SLOWEST_READER: Final = 60
"""Seconds in which a reader must have taken something of what is on its way, or counts as gone."""
MOST_CONNECTIONS: Final = 5_000
"""Connections at once, most of them pages that wait for check-ins; each takes about 30 kB."""
BACKLOG: Final = 128
"""Connections that may wait to be accepted."""
LONGEST_HEAD: Final = 65_536
"""Bytes in which the head of a request must be whole."""
QUIET: Final = 60.0
"""Seconds between two lines of the log about the same want."""
_WANT: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def room() -> int:
    """Raise the soft limit of open files as far as is of use; return how many connections may take half of it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = [2 * MOST_CONNECTIONS if each == resource.RLIM_INFINITY else each for each in (soft, hard)]
    allowed = max(limits[0], min(limits[1], 2 * MOST_CONNECTIONS))
    if allowed > limits[0]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return min(MOST_CONNECTIONS, allowed // 2)  # the other half is for files, the state, Telegram


def patient(listener: socket.socket) -> None:
    """Let the system give up, of those who will connect, who vanish or take nothing of what we send."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SLOWEST_READER * 1_000)


class Server(uvicorn.Server):
    """uvicorn without signal handlers of its own, with room for everybody whatever one of them does."""

    server_state: _Connections

    def __init__(
        self,
        application: ASGIApp,
        *,
        last_words: int,
        most: int = MOST_CONNECTIONS,
        slowest_head: float = SLOWEST_HEAD,
        trusted: str = "127.0.0.1",
    ) -> None:
        """`last_words` are the seconds a stop waits for what is being read or answered.

        `trusted` are the addresses and networks of proxies, with commas between them, that say who is behind them.
        """
        config = uvicorn.Config(
            application,
            http=_Connection,
            ws="none",
            log_config=None,
            access_log=False,
            backlog=max(1, min(BACKLOG, most // 8)),  # so many at a time, before we see that there is no room
            timeout_graceful_shutdown=last_words,
            forwarded_allow_ips=trusted,
        )
        super().__init__(config)
        self.server_state = _Connections(most, slowest_head)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept; more may wait than asyncio accepts in one go."""
        await super().startup(sockets)
        for each in sockets or []:
            each.listen(BACKLOG)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what was asked, also by who is let in only now; let go whoever is left after the last words."""
        self.server_state.ending = True
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs us: there is one stop for everything."""
        yield


class _Connections(ServerState):
    """All connections: those that owe us a request and those that are served, each kind by how long it has been so."""

    def __init__(self, most: int, slowest_head: float) -> None:
        super().__init__()
        self.most, self.slowest_head = most, slowest_head
        self.ending = False
        self.silent: dict[_Connection, None] = {}
        self.served: dict[_Connection, None] = {}

    def make_room(self) -> None:
        """Where there is no room for one more, let go whoever has been silent longest, or else served longest.

        The silent keep a quarter, so that who has just come gets to say something. Of the others most are pages that
        wait for check-ins, and those come back by themselves.
        """
        if len(self.silent) + len(self.served) >= self.most:
            goes = next(iter(self.silent if len(self.silent) > self.most // 4 or not self.served else self.served))
            self.forget(goes)
            goes.transport.abort()

    def forget(self, connection: _Connection) -> None:
        self.silent.pop(connection, None)
        self.served.pop(connection, None)


class _Connection(HttpToolsProtocol):
    """A connection of which the head of each request must come in time, name one host, and be no longer than others."""

    server_state: _Connections
    _due: asyncio.TimerHandle | None = None
    _head: int | None = 0
    """Bytes that came of a head so far; None once it is whole."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        self.server_state.make_room()
        super().connection_made(transport)
        self._listen()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head is not None and not self.transport.is_closing():
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin to answer; what names no host or several is refused (RFC 9112, 3.2), as proxies may take another."""
        self._head = None
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            raise ValueError("one host must be named")
        super().on_headers_complete()
        self._serve()

    def on_response_complete(self) -> None:
        self._listen()
        super().on_response_complete()  # which goes on with the next request where that has come already
        if self.cycle and not self.cycle.response_complete:
            self._serve()
        if self.server_state.ending and not self.transport.is_closing():
            self.shutdown()  # uvicorn told only those that were there when it began to end

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _serve(self) -> None:
        self._forget()
        self.server_state.served[self] = None

    def _listen(self) -> None:
        self._forget()
        self.server_state.silent[self] = None
        self._due = self.loop.call_later(self.server_state.slowest_head, self.timeout_keep_alive_handler)

    def _forget(self) -> None:
        self.server_state.forget(self)
        if self._due:
            self._due.cancel()


def wants(clock: Callable[[], float] = time.monotonic) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Return a loop's handler of exceptions, which tells but once a minute that no connection can be accepted."""
    told = -math.inf

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal told
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in _WANT and "socket" in context):
            loop.default_exception_handler(context)
        elif clock() - told >= QUIET:
            told = clock()
            logger.warning(
                "no more connections can be accepted for now (%s); it is tried each second."
                " If this comes again, allow more open files: ulimit -n, LimitNOFILE=, ulimits: nofile",
                error.strerror,
            )

    return handle
