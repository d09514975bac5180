"""HTTP by aiohttp, for what is out of the ordinary: proxies, files, long bodies, odd addresses. Loaded where needed."""

from __future__ import annotations

import ssl
from typing import Final

import aiohttp
from telegram.error import NetworkError
from yarl import URL

from bot.channels.telegram.body import Body
from bot.channels.telegram.faults import NotSent, Stale, Unanswered, broken, too_long
from bot.channels.telegram.http_connection import Response
from bot.proxies import Proxy

CONNECTIONS_TRIED: Final = 3
"""A request that found its kept-alive connection closed, before its first byte, goes over another one."""


class Session:
    """Sends requests over aiohttp, as many at a time as its caller lets it."""

    def __init__(self, agent: str, proxy: Proxy | None, tls: ssl.SSLContext | None) -> None:
        self._proxy, self._tls = proxy, tls
        self._session = aiohttp.ClientSession(
            connector=self._connector(),
            proxy=proxy.address if proxy and not proxy.socks else None,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": agent},
        )

    async def exchange(
        self, method: str, url: str, body: Body | None, *, connect: float | None, read: float | None, most: int | None
    ) -> Response:
        """Send and receive, on another connection where one proves closed before the first byte.

        The answer has at most so many bytes, if that is limited. Raises NotSent or MaybeSent.
        """
        limits = aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)
        for _ in range(CONNECTIONS_TRIED):
            try:
                return await self._once(method, url, body, limits, most)
            except NetworkError:
                raise
            except Exception as error:
                fault = self._refusal(error) or _fault(error, body, limits)
            if not isinstance(fault, Stale):
                break
        raise fault  # outside the except clause: the error of aiohttp, which holds the address, is not its context

    async def close(self) -> None:
        """Close all connections; requests under way end with NotSent or MaybeSent."""
        await self._session.close()

    async def _once(
        self, method: str, url: str, body: Body | None, limits: aiohttp.ClientTimeout, most: int | None
    ) -> Response:
        address = URL(url, encoded=True)
        async with self._session.request(method, address, data=body, timeout=limits, allow_redirects=False) as answer:
            return Response(answer.status, await _read(answer, most), answer.headers.get("Retry-After", ""))

    def _connector(self) -> aiohttp.TCPConnector:
        if self._proxy and self._proxy.socks:
            from bot.channels.telegram import socks  # only where there is such a proxy

            return socks.connector(self._proxy, self._tls)
        return aiohttp.TCPConnector(limit=0, ttl_dns_cache=60, ssl=self._tls or True)  # the caller sets the limit

    def _refusal(self, error: Exception) -> NotSent | None:
        if not (self._proxy and self._proxy.socks):
            return None  # aiohttp's own errors say it
        from bot.channels.telegram import socks

        said = socks.refusal(error)
        return NotSent(said) if said else None


async def _read(answer: aiohttp.ClientResponse, most: int | None) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := await answer.content.readany():
        size += len(chunk)
        if most is not None and size > most:
            raise too_long(most)
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


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
        return Stale(said)
    if body is not None and not body.left:
        return NotSent(f"the request could not be sent whole ({said})")
    return Unanswered(limits.sock_read) if isinstance(error, TimeoutError) else broken(said)
