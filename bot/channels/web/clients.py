"""The client of a request: its preferred language, its network, and whether it comes by a proxy."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from babel.core import negotiate_locale
from starlette.requests import Request

from bot.content.briefing import Language
from bot.words import LANGUAGES, WRITTEN, language_of, written_as

_RANGE: Final = re.compile(
    r"(?P<tag>[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\.[^;]*)?(?:\s*;\s*q\s*=\s*(?P<weight>[01]?(?:\.\d*)?))?(?:[\s;].*)?"
)
"""A language of Accept-Language with its weight; 1 where none can be read, and 0 refuses it."""
LONGEST: Final = 64
"""Characters that count of who asks, where a proxy names no address."""
_CHINESE: Final = frozenset(("cmn", "yue", "wuu", "nan", "hak", "gan", "hsn", "lzh"))
"""Languages whose readers read Chinese, though their codes do not begin with zh."""


def spoken(request: Request, otherwise: Language) -> Language:
    """Return that language of ours which a browser likes best, by the weights it gives (RFC 9110, 12.5.4).

    Of languages it likes equally the one it names first. Whoever reads neither of ours gets English, unless they refuse
    it; `otherwise` is for browsers that name no language.
    """
    parts = ",".join(request.headers.getlist("accept-language")).lower().replace("_", "-").split(",")
    ranges = [match for part in parts if (match := _RANGE.fullmatch(part.strip()))]
    weights: dict[str, float] = {}
    for match in ranges:  # of two names of one language, as zh-TW and zh-HK are, the first
        weights.setdefault(_tag(match["tag"]), _weight(match["weight"]))
    rest, named = weights.pop("*", 0), {tag.partition("-")[0] for tag in weights}
    first: Language = "en" if any(weights.values()) and named.isdisjoint(WRITTEN) else otherwise
    unnamed = [language for language in (first, "en", "zh") if written_as(language) not in named]
    weights |= dict.fromkeys(unnamed, rest)
    liked = sorted(filter(weights.__getitem__, weights), key=weights.__getitem__, reverse=True)
    best = negotiate_locale(liked, LANGUAGES, sep="-")
    return next((language for language in LANGUAGES if language == best), next(iter(unnamed), otherwise))


def _tag(tag: str) -> str:
    """Return a tag of a language as we compare it: ours where it names one, Chinese also by a code of its own."""
    first, _, rest = tag.partition("-")
    return language_of(f"zh-{rest}" if first in _CHINESE else tag) or tag


def _weight(written: str | None) -> float:
    """Return a weight; 1 where none is written, or one that is no number."""
    try:
        return float(written or 1)
    except ValueError:
        return 1


def network(request: Request) -> str:
    """Return where a request comes from: an address, of IPv6 the network that one line is given; nothing if unknown.

    What is no address is what a proxy was told, of any length: its beginning will do.
    """
    return _network(request.client.host[:LONGEST]) if request.client else ""


@lru_cache(maxsize=1_000)
def _network(host: str) -> str:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


_PASSED_ON: Final = frozenset(
    ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
)
"""Headers by which proxies say for whom they ask."""


def direct(request: Request) -> bool:
    """Tell whether a program of this machine asks, and no proxy for somebody else.

    A proxy that says nothing of that speaks HTTP/1.0, as nginx does of itself, or asks for another host than ours.
    """
    headers, (client, *_) = request.headers, request.scope.get("client") or ("",)
    if request.scope["http_version"] == "1.0" or not _PASSED_ON.isdisjoint(headers.keys()):
        return False
    _, port = request.scope.get("server") or ("", None)
    return _here(client) and _names_us(headers.get("host", ""), port)


@lru_cache(maxsize=100)
def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=100)
def _names_us(host: str, here: int | None) -> bool:
    """Tell whether a request to a host asks for the very address it came to, at a port of ours."""
    try:
        asked = urlsplit(f"//{host}")
        name, port = asked.hostname or "", asked.port or 80
        return port == here and (name == "localhost" or ipaddress.ip_address(name).is_loopback)
    except ValueError:
        return False
