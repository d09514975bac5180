"""A kept-alive connection of HTTP/1.1: one request after the other leaves in one piece; httptools reads the answers."""

from __future__ import annotations

import asyncio
import math
import zlib
from typing import Final, NamedTuple, cast

import httptools
from telegram.error import NetworkError

from bot.channels.telegram.faults import Unanswered, broken, too_long
from bot.channels.telegram.hang_up import watched

_LENGTHS: Final = frozenset({b"content-length", b"transfer-encoding"})
_HEARD: Final = _LENGTHS | {b"retry-after", b"content-encoding"}
_GZIP_OR_ZLIB: Final = 47


class Response(NamedTuple):
    """An answer: its status, its body, and how long the server wants us to wait, as it says that."""

    status: int
    payload: bytes
    wait: str


class HttpConnection(asyncio.Protocol):
    """Asks, and reads what is answered. `lost` is done when the connection is closed."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.lost: asyncio.Future[None] = self._loop.create_future()
        self.idle_since = 0.0
        self._parser = httptools.HttpResponseParser(self)
        self._answered: asyncio.Future[Response] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = math.inf
        self._read: float | None = None
        self._most, self._keeps = 0, True
        self._begin()

    @property
    def usable(self) -> bool:
        """Whether a request may be sent: the last one is answered, and neither side has hung up."""
        return self._keeps and not (self._answered or self.lost.done() or self._hung_up())

    def ask(self, request: bytes, read: float | None, most: int) -> asyncio.Future[Response]:
        """Send a request and return what its answer comes in, which has at most so many bytes; errors are MaybeSent.

        `read` is how many seconds may pass without any of it. Who waits for it no more has to close the connection.
        """
        self._answered = self._loop.create_future()
        self._read, self._most = read, most
        self._watch()
        self._transport.write(request)
        return self._answered

    def close(self) -> None:
        """Close it at once."""
        self._keeps = False
        self._transport.abort()

    # What asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)
        self._hung_up = watched(transport)

    def data_received(self, data: bytes) -> None:
        """Read what has come; what nobody asked for ends the connection."""
        if self._answered is None:
            self.close()
            return
        if self._read is not None:
            self._deadline = self._loop.time() + self._read
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            said = type(error).__name__
        else:
            if not (self._keeps or self._answered):
                self.close()
            return
        self._fail(broken(said))

    def connection_lost(self, error: Exception | None) -> None:
        """End; an answer that names no length is whole by that."""
        if self._timer:
            self._timer.cancel()
        if error is None and self._open_ended:
            self._finish()
        self._fail(broken(type(error).__name__ if error else "it was closed"))
        if not self.lost.done():
            self.lost.set_result(None)

    # What httptools finds

    def on_message_begin(self) -> None:
        """Begin an answer; one that nobody asked for is the last of its connection."""
        self._begin()
        self._keeps &= self._answered is not None

    def on_header(self, name: bytes, value: bytes) -> None:
        """Hear of what comes."""
        if (name := name.lower()) in _HEARD:
            self._headers[name] = value

    def on_headers_complete(self) -> None:
        """Know how the answer ends."""
        self._open_ended = not self._headers.keys() & _LENGTHS

    def on_body(self, chunk: bytes) -> None:
        """Keep a piece of an answer."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > self._most:
            self._fail(too_long(self._most))

    def on_message_complete(self) -> None:
        """Hand an answer over; one that only says to go on is none yet."""
        self._open_ended = False
        if self._parser.get_status_code() >= 200:
            self._keeps &= bool(self._parser.should_keep_alive())
            self._finish()

    def _begin(self) -> None:
        self._chunks: list[bytes] = []
        self._headers: dict[bytes, bytes] = {}
        self._size, self._open_ended = 0, False

    def _finish(self) -> None:
        answered, self._answered = self._answered, None
        if answered is None or answered.done():
            return
        payload = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        if self._headers.get(b"content-encoding", b"identity") != b"identity":
            found = _decoded(payload, self._most)
            if isinstance(found, NetworkError):
                answered.set_exception(found)
                return
            payload = found
        wait = self._headers.get(b"retry-after", b"").decode("latin-1")
        answered.set_result(Response(self._parser.get_status_code(), payload, wait))

    def _fail(self, error: NetworkError) -> None:
        answered, self._answered = self._answered, None
        if answered and not answered.done():
            answered.set_exception(error)
        self.close()

    # How long it may take: one timer serves many requests, as setting one for each costs more than the rest

    def _watch(self) -> None:
        self._deadline = math.inf if self._read is None else self._loop.time() + self._read
        if self._timer and self._timer.when() > self._deadline:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._set_timer()

    def _set_timer(self) -> None:
        if self._deadline < math.inf:
            self._timer = self._loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._answered is None:
            return
        if self._loop.time() < self._deadline:
            self._set_timer()
        else:
            self._fail(Unanswered(self._read))


def _decoded(payload: bytes, most: int) -> bytes | NetworkError:
    """Return what was compressed, though we ask for nothing of the kind."""
    reading = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        found = reading.decompress(payload, most + 1)
    except zlib.error:
        return broken("it cannot be decoded")
    if len(found) > most:
        return too_long(most)
    return found if reading.eof else broken("it was cut short")
