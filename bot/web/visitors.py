"""Who asks on the page, as far as the browser says it: its language, and the network it comes by."""

from __future__ import annotations

import ipaddress

from starlette.requests import Request

from bot.briefing import Language


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
    """Tell whether a program of this machine asks, and no proxy for somebody else."""
    passed_on = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}
    host = request.client.host if request.client else ""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    return loopback and passed_on.isdisjoint(request.headers.keys())
