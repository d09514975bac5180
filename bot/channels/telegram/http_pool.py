"""Kept-alive connections to servers, over which short requests go as bytes: HTTP/1.1 at its least.

A client library takes longer for a call of the Bot API than all else that a message needs. What this does not know —
proxies, files, long bodies, addresses out of the ordinary — goes by aiohttp.
"""

from __future__ import annotations

import asyncio
import functools
import re
import socket
import ssl
from collections import defaultdict, deque
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection
from telegram.error import NetworkError

from bot.channels.telegram.faults import NotSent, Stale
from bot.channels.telegram.http_connection import HttpConnection, Response

CONNECTIONS_TRIED: Final = 3
"""A request that finds its connection closed, before its first byte, goes over another one."""
KEPT_FOR: Final = 15.0
"""Seconds a connection is kept idle: one that was idle for long may be dead without anybody having been told."""
SECOND_ADDRESS: Final = 0.25
"""Seconds after which another address of a server is tried beside the first."""
_PRINTED: Final = re.compile(r"[!-~]+")
_PLAIN_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f.:]+", re.ASCII)


class Server(NamedTuple):
    """A server: whether it speaks TLS, its host and its port."""

    tls: bool
    host: str
    port: int


class Place(NamedTuple):
    """Where a request goes, and how it begins."""

    server: Server
    head: bytes


@functools.lru_cache(maxsize=256)
def located(url: str, agent: str) -> Place | None:
    """Return where a request to a URL goes; None where that is out of the ordinary."""
    try:
        parts = urlsplit(url)
        tls, host, port = parts.scheme == "https", parts.hostname or "", parts.port
    except ValueError:
        return None
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and _PLAIN_HOST.fullmatch(host)
    if not (plain and target.startswith("/") and _PRINTED.fullmatch(url)) or parts.fragment:
        return None
    head = (
        f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n"
        "Accept-Encoding: identity\r\nContent-Type: application/json\r\nContent-Length: "
    )
    return Place(Server(tls, host, port or (443 if tls else 80)), head.encode())


class HttpPool:
    """Sends requests over kept connections, as many at a time as its caller lets it."""

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._tls, self._closed = tls, False
        self._open = set[HttpConnection]()
        self._idle = defaultdict[Server, deque[HttpConnection]](deque)

    async def exchange(
        self, place: Place, content: bytes, *, connect: float | None, read: float | None, most: int
    ) -> Response:
        """Send a request and return its answer, of at most so many bytes; raises NotSent or MaybeSent.

        `connect` and `read` are the seconds to wait for a connection, and for any further byte of the answer. A request
        of which a byte has left is never repeated.
        """
        connection = await self._connection(place.server, connect)
        try:
            response = await connection.ask(b"%s%d\r\n\r\n%s" % (place.head, len(content), content), read, most)
        except BaseException:
            connection.close()
            raise
        self._keep(place.server, connection)
        return response

    async def close(self) -> None:
        """Close all connections; what is under way ends with MaybeSent."""
        self._closed = True
        for connection in self._open:
            connection.close()
        if self._open:
            await asyncio.wait([connection.lost for connection in self._open])

    async def _connection(self, server: Server, patience: float | None) -> HttpConnection:
        """Return a connection that is open by now: a kept one, or a new one."""
        idle, now = self._idle[server], asyncio.get_running_loop().time()
        while idle:
            connection = idle.pop()
            if connection.usable and now - connection.idle_since < KEPT_FOR:
                return connection
            connection.close()
        for _ in range(CONNECTIONS_TRIED):
            connection = await self._opened(server, patience)
            if connection.usable:
                return connection
            connection.close()
        raise Stale("it was closed")

    def _keep(self, server: Server, connection: HttpConnection) -> None:
        """Keep a connection for the next request; those that are idle for too long go."""
        idle, now = self._idle[server], asyncio.get_running_loop().time()
        while idle and now - idle[0].idle_since >= KEPT_FOR:
            idle.popleft().close()
        connection.idle_since = now
        idle.append(connection)

    async def _opened(self, server: Server, patience: float | None) -> HttpConnection:
        try:
            async with asyncio.timeout(patience):
                connection = await self._connected(server)
        except Exception as error:
            refused = _refusal(error, server, patience)
        else:
            self._open.add(connection)
            connection.lost.add_done_callback(lambda _: self._open.discard(connection))
            if not self._closed:
                return connection
            connection.close()
            refused = NotSent("the connections to Telegram are closed")
        raise refused  # outside the except clause, so that nothing hangs on to what was on its way

    async def _connected(self, server: Server) -> HttpConnection:
        loop = asyncio.get_running_loop()
        if server.tls and self._tls is None:
            self._tls = await asyncio.to_thread(_trusting)
        addresses = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        # Python 3.11's own way to try several addresses leaves sockets open where it is cancelled.
        found = await start_connection(addresses, happy_eyeballs_delay=SECOND_ADDRESS)
        tls, name = (self._tls, server.host) if server.tls else (None, None)
        _, connection = await loop.create_connection(HttpConnection, sock=found, ssl=tls, server_hostname=name)
        return connection


def _trusting() -> ssl.SSLContext:
    """Return what believes the certificates that the system does."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _refusal(error: Exception, server: Server, patience: float | None) -> NetworkError:
    """Say why there is no connection."""
    match error:
        case TimeoutError() if error.errno is None:
            return NotSent(f"no connection in time ({patience} s)")
        case ssl.SSLCertVerificationError():
            return NotSent(f"the certificate of {server.host} is not valid ({error.verify_message})")
        case OSError():
            return NotSent(f"{server.host}:{server.port} cannot be reached ({error.strerror or error})"[:200])
    return NotSent(f"{server.host}:{server.port} cannot be reached ({type(error).__name__})")
