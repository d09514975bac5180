"""Who asks on the page, as far as the browser says it: its language, and the network it comes by."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.content.briefing import Language


def spoken(request: Request, otherwise: Language) -> Language:
    """Return the first language of the browser that is one of ours."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        code = part.strip()[:2]
        if code == "zh":
            return "zh"
        if code == "en":
            return "en"
    return otherwise


def network(request: Request) -> str:
    """Return where a request comes from: an address, of IPv6 the network that one line is given; nothing if unknown."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def direct(request: Request) -> bool:
    """Tell whether a program of this machine asks, and no proxy for somebody else.

    A proxy that says nothing of that speaks HTTP/1.0, as nginx does of itself, or asks for another host than ours.
    """
    passed_on = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}
    host = request.client.host if request.client else ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    said_nothing = passed_on.isdisjoint(request.headers.keys()) and request.scope["http_version"] != "1.0"
    return loopback and said_nothing and _names_us(request)


def _names_us(request: Request) -> bool:
    """Tell whether a request asks for the very address it came to."""
    here = request.scope.get("server") or ("", None)
    try:
        asked = urlsplit(f"//{request.headers.get('host', '')}")
        name, port = asked.hostname or "", asked.port or 80
        return port == here[1] and (name == "localhost" or ipaddress.ip_address(name).is_loopback)
    except ValueError:
        return False
