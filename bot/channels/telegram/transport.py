"""HTTP to Telegram over aiohttp, exact about which requests were not sent and which may have been carried out."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.client
import json
import ssl
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, cast

import aiohttp
import orjson
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram.body import Body, FilePart, Parameters, form_body
from bot.proxies import Proxy

LARGEST_ANSWER: Final = 64 << 20
"""Bytes of an answer of the Bot API beyond which it is not read; downloads of files have no limit."""
CONNECTIONS_TRIED: Final = 3
"""A request that found its kept-alive connection closed, before its first byte, goes over another one."""
FLOOD_WAIT: Final = 5
"""Seconds to wait after a flood limit that does not say how long it lasts."""

Timeout = Any
"""Seconds, None for no limit, or the library's sign that nothing was said."""


class NotSent(NetworkError):
    """The server cannot have got the whole request: sending it again is safe."""


class MaybeSent(NetworkError):
    """The request left and no readable answer came: it may have been carried out or not."""


class Unanswered(MaybeSent, TimedOut):
    """The request left and no answer came in time: it may have been carried out or not."""


class Unavailable(NetworkError):
    """The server answered that it failed (5xx): most likely nothing was done, and it is time to wait."""


class Transport(BaseRequest):
    """What python-telegram-bot sends its requests with. Arguments are named as those of its own HTTPXRequest.

    A POST of which a byte has left is never repeated here. No error holds an address, because addresses hold the
    token, nor what a proxy is told.
    """

    def __init__(
        self,
        connection_pool_size: int = 256,
        *,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: Proxy | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._size = connection_pool_size
        self._read, self._write, self._connect, self._pool = read_timeout, write_timeout, connect_timeout, pool_timeout
        self._media_write = media_write_timeout
        self._proxy, self._tls = proxy, tls
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(connection_pool_size)

    @property
    def read_timeout(self) -> float | None:
        """The seconds an answer is waited for, unless a call says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool; does nothing where it is open."""
        if self._session is not None:
            return
        self._free = asyncio.Semaphore(self._size)
        self._session = aiohttp.ClientSession(
            connector=self._connector(),
            proxy=self._proxy.address if self._proxy and not self._proxy.socks else None,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
        )

    def _connector(self) -> aiohttp.TCPConnector:
        if self._proxy and self._proxy.socks:
            from bot.channels.telegram import socks  # only where there is such a proxy

            return socks.connector(self._proxy, self._tls)
        return aiohttp.TCPConnector(limit=0, ttl_dns_cache=60, ssl=self._tls or True)  # `_free` is the limit

    def _refusal(self, error: Exception) -> NotSent | None:
        if not (self._proxy and self._proxy.socks):
            return None  # aiohttp's own errors say it
        from bot.channels.telegram import socks

        said = socks.refusal(error)
        return NotSent(said) if said else None

    async def shutdown(self) -> None:
        """Close every connection; requests under way end with NotSent or InDoubt."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body of an answer of Telegram; raises what this module or the library defines."""
        files = bool(request_data and request_data.contains_files)
        write = _given(write_timeout, self._media_write if files else self._write)
        read = _given(read_timeout, _longer(self._read, self._media_write) if files else self._read)
        limits = _timeout(_given(connect_timeout, self._connect), read)
        body = _body(request_data, write) if method == "POST" else None
        await self._enter(_given(pool_timeout, self._pool))
        try:
            status, payload, wait = await self._exchange(method, url, body, limits)
        finally:
            self._free.release()
        if not 200 <= status <= 299:
            _check_refusal(status, payload, wait)
        elif body is not None and b'"result"' not in payload:
            raise MaybeSent(f"the answer ({status}) is not one of Telegram")
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram answered; raises InDoubt where it is not JSON."""
        answer = _parsed(payload)
        if answer is None:
            raise MaybeSent("the answer cannot be read")
        return answer

    async def _enter(self, pool_timeout: float | None) -> None:
        """Take a place in the pool."""
        if not self._free.locked():
            await self._free.acquire()  # at once: a timer for every request would cost more than all else here
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pool_timeout):
                await self._free.acquire()
                return
        raise NotSent(f"all {self._size} connections were busy for {pool_timeout:g} s")

    async def _exchange(
        self, method: str, url: str, body: Body | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes, str]:
        """Send and receive, on another connection where one proves closed before the first byte."""
        for _ in range(CONNECTIONS_TRIED):
            try:
                return await self._once(method, url, body, limits)
            except NetworkError:
                raise
            except Exception as error:
                fault = self._refusal(error) or _fault(error, body, limits)
            if not isinstance(fault, _Stale):
                break
        raise fault  # outside the except clause: the error of aiohttp, which holds the address, is not its context

    async def _once(
        self, method: str, url: str, body: Body | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes, str]:
        if self._session is None:
            raise NotSent("the connections to Telegram are closed")
        address = URL(url, encoded=True)
        async with self._session.request(method, address, data=body, timeout=limits, allow_redirects=False) as answer:
            payload = await _read(answer, LARGEST_ANSWER if body is not None else None)
            return answer.status, payload, answer.headers.get("Retry-After", "")


class _Stale(NotSent):
    """A connection was closed before the first byte of the request."""


async def call(
    bot: Bot, method: str, parameters: Mapping[str, object], files: Mapping[str, FilePart] = MappingProxyType({})
) -> Any:
    """Call a method of the Bot API and return its plain result: no objects of the library are built, from whatever.

    Errors are those of the library. Rate limiters, `Defaults` and None values are not looked after.
    """
    return await bot.request.post(f"{bot.base_url}/{method}", cast(RequestData, Parameters(parameters, files)))


def serialized(value: object) -> orjson.Fragment:
    """Return a parameter for `call` that is serialised once, such as the keyboard of all messages of a mass send."""
    return orjson.Fragment(orjson.dumps(value))


def _given(value: Timeout, default: float | None) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else cast(float | None, value)


def _longer(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


@functools.lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _body(data: RequestData | None, write_timeout: float | None) -> Body:
    if data is not None and data.contains_files:
        return form_body(data.json_parameters, data.multipart_data, write_timeout)
    try:
        return Body([orjson.dumps(data.parameters if data is not None else {})], "application/json", write_timeout)
    except TypeError as error:  # a lone surrogate, for one: never to be tried again
        raise BadRequest(f"the parameters cannot be sent: {error}") from None


async def _read(answer: aiohttp.ClientResponse, most: int | None) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := await answer.content.readany():
        size += len(chunk)
        if most is not None and size > most:
            raise MaybeSent(f"the answer is longer than {most >> 20} MiB")
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _parsed(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(payload)
    except ValueError:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))  # more lenient, as the library's own
        except (ValueError, RecursionError):
            return None
    return answer if isinstance(answer, dict) else None


def _check_refusal(status: int, payload: bytes, wait: str) -> None:
    """Raise for refusals the library would misread; text that is not Telegram's is never shown: it may quote us."""
    answer = _parsed(payload)
    phrase = f"{status} {http.client.responses.get(status, '')}".strip()
    if status == HTTPStatus.TOO_MANY_REQUESTS and not ((answer or {}).get("parameters") or {}).get("retry_after"):
        raise RetryAfter(int(wait) if wait.isdecimal() and int(wait) else FLOOD_WAIT)
    if status >= 500:
        raise Unavailable(str((answer or {}).get("description") or phrase)[:200])
    if answer is None:
        raise NetworkError(f"{phrase}, but not from Telegram; are BOT_TELEGRAM_API_URL and the proxy right?")


def _fault(error: Exception, body: Body | None, limits: aiohttp.ClientTimeout) -> NetworkError:
    """Say what became of a request, in words without addresses."""
    match error:
        case aiohttp.ClientProxyConnectionError():
            return NotSent(f"the proxy cannot be reached ({error.os_error.strerror})")
        case aiohttp.ClientHttpProxyError():
            return NotSent(f"the proxy refuses to connect ({error.status})")
        case aiohttp.ClientConnectorCertificateError():
            return NotSent(f"the certificate of {error.host} is not valid ({error.certificate_error})")
        case aiohttp.ClientConnectorError():
            return NotSent(f"{error.host}:{error.port} cannot be reached ({error.os_error.strerror})")
        case aiohttp.ConnectionTimeoutError():
            return NotSent(f"no connection in time ({limits.connect} s)")
        case aiohttp.InvalidURL():
            return NotSent("the address of the Bot API is not a URL")
    said = type(error).__name__
    if body is not None and not body.begun:
        return _Stale(f"the connection was closed before the request was sent ({said})")
    if body is not None and not body.left:
        return NotSent(f"the request could not be sent whole ({said})")
    if isinstance(error, TimeoutError):
        return Unanswered(f"no answer in time ({limits.sock_read} s)")
    return MaybeSent(f"the connection broke before the answer ({said})")
