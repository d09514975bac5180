"""HTTP to Telegram, exact about which requests were not sent and which may have been carried out."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from telegram import Bot
from telegram.error import BadRequest
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.faults import MaybeSent, NotSent
from bot.channels.telegram.http_connection import Response
from bot.channels.telegram.http_pool import HttpPool, located
from bot.channels.telegram.parameters import FilePart, Parameters
from bot.channels.telegram.refusals import check_refusal, read_json
from bot.proxies import Proxy

if TYPE_CHECKING:
    from bot.channels.telegram.body import Body
    from bot.channels.telegram.by_aiohttp import Session

LARGEST_ANSWER: Final = 64 << 20
"""Bytes of an answer of the Bot API beyond which it is not read; downloads of files have no limit."""
SHORT: Final = 1 << 16
"""Bytes of a body that goes over a kept connection in one piece; a longer one may take its time."""

Timeout = Any
"""Seconds, None for no limit, or the library's sign that nothing was said."""


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
        self._kept: HttpPool | None = None
        self._session: Session | None = None
        self._free = asyncio.Semaphore(connection_pool_size)

    @property
    def read_timeout(self) -> float | None:
        """The seconds an answer is waited for, unless a call says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool; does nothing where it is open."""
        if self._kept is None:
            self._free = asyncio.Semaphore(self._size)
            self._kept = HttpPool(self._tls)

    async def shutdown(self) -> None:
        """Close every connection; requests under way end with NotSent or MaybeSent."""
        kept, session, self._kept, self._session = self._kept, self._session, None, None
        if kept is not None:
            await kept.close()
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
        connect = _given(connect_timeout, self._connect)
        read = _given(read_timeout, _longer(self._read, self._media_write) if files else self._read)
        content = _content(request_data) if method == "POST" and not files else None
        place = located(url, self.USER_AGENT) if content and len(content) <= SHORT and not self._proxy else None
        await self._enter(_given(pool_timeout, self._pool))
        try:
            if self._kept is None:
                raise NotSent("the connections to Telegram are closed")
            if place and content:
                answer = await self._kept.exchange(place, content, connect=connect, read=read, most=LARGEST_ANSWER)
            else:
                write = _given(write_timeout, self._media_write if files else self._write)
                answer = await self._otherwise(method, url, content or request_data, connect, read, write)
        finally:
            self._free.release()
        return _checked(answer, posted=method == "POST")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram answered; raises MaybeSent where it is not JSON."""
        answer = read_json(payload)
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

    async def _otherwise(
        self,
        method: str,
        url: str,
        data: bytes | RequestData | None,
        connect: float | None,
        read: float | None,
        write: float | None,
    ) -> Response:
        """Send by aiohttp, which is loaded beside the loop when it is first needed."""
        if self._session is None:
            await asyncio.to_thread(importlib.import_module, "bot.channels.telegram.by_aiohttp")
        body = _body(data, write) if method == "POST" else None
        most = LARGEST_ANSWER if body is not None else None
        return await self._by_aiohttp().exchange(method, url, body, connect=connect, read=read, most=most)

    def _by_aiohttp(self) -> Session:
        from bot.channels.telegram.by_aiohttp import Session

        if self._kept is None:
            raise NotSent("the connections to Telegram are closed")
        if self._session is None:
            self._session = Session(self.USER_AGENT, self._proxy, self._tls)
        return self._session


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


def _checked(answer: Response, *, posted: bool) -> tuple[int, bytes]:
    """Return an answer that is one of Telegram."""
    if not 200 <= answer.status <= 299:
        check_refusal(*answer)
    elif posted and b'"result"' not in answer.payload:
        raise MaybeSent(f"the answer ({answer.status}) is not one of Telegram")
    return answer.status, answer.payload


def _given(value: Timeout, default: float | None) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else cast(float | None, value)


def _longer(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def _content(data: RequestData | None) -> bytes:
    try:
        return orjson.dumps(data.parameters if data is not None else {})
    except TypeError as error:  # a lone surrogate, for one: never to be tried again
        raise BadRequest(f"the parameters cannot be sent: {error}") from None


def _body(data: bytes | RequestData | None, write_timeout: float | None) -> Body:
    from bot.channels.telegram.body import Body, form_body  # with aiohttp

    if isinstance(data, bytes):
        return Body([data], "application/json", write_timeout)
    assert data
    return form_body(data.json_parameters, data.multipart_data, write_timeout)
