"""Connections by a SOCKS proxy. The proxy looks names up: behind a wall nobody else gets the right address."""

from __future__ import annotations

import ssl

import aiohttp
import aiohttp_socks

from bot.proxies import Proxy


def connector(proxy: Proxy, tls: ssl.SSLContext | None) -> aiohttp.TCPConnector:
    """Return what opens connections by a proxy, as many as are asked for."""
    return aiohttp_socks.ProxyConnector(
        proxy.host,
        proxy.port,
        aiohttp_socks.ProxyType.SOCKS4 if proxy.socks == 4 else aiohttp_socks.ProxyType.SOCKS5,
        proxy.username or None,
        proxy.password or None,
        rdns=True,
        limit=0,
        ssl=tls or True,
    )


def refusal(error: Exception) -> str:
    """Return what an error says of a proxy that made no connection, in words without addresses; nothing of others."""
    match error:
        case aiohttp_socks.ProxyConnectionError():
            return f"the proxy cannot be reached ({error.__cause__ and error.__cause__.__cause__})"
        case aiohttp_socks.ProxyTimeoutError():
            return "the proxy makes no connection in time"
        case aiohttp_socks.ProxyError():
            return f"the proxy refuses to connect ({error})"
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return f"the certificate of the server is not valid ({error.__cause__.verify_message})"
    return ""
