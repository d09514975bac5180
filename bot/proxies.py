"""Proxies to other servers: their addresses, and the servers that NO_PROXY excepts."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import unquote, urlsplit

PORTS: Final = {
    "http": 80,
    "https": 443,
    "socks": 1080,  # as desktops write socks5
    "socks5": 1080,
    "socks5h": 1080,
    "socks4": 1080,
    "socks4a": 1080,
}
"""Kinds of proxies, by the scheme of their addresses, and the port of each where none is named."""
LONGEST: Final = 255
"""Bytes of a name or a password that a SOCKS proxy can be told."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, which shows itself without the credentials it is to be told; `address` holds them."""

    scheme: str
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    address: str = field(default="", repr=False, compare=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the proxy at a URL, which is of an HTTP proxy where it has no scheme; raises ValueError."""
        address = url if "://" in url else f"http://{url}"
        parts = urlsplit(address)
        username, password = (unquote(each or "", errors="strict") for each in (parts.username, parts.password))
        codec = "ascii" if parts.scheme.startswith("socks") else "latin-1"
        if max(len(each.encode(codec)) for each in (username, password)) > LONGEST:
            raise ValueError(f"a name or a password is longer than {LONGEST} bytes")
        host = parts.hostname or ""
        if not re.fullmatch(r"[\w.:%-]+", host) or parts.scheme not in PORTS or parts.port == 0:
            raise ValueError("no address of a proxy")
        host.encode("idna")  # a UnicodeError, which is a ValueError, where no name server could be asked for it
        return cls(parts.scheme, host, parts.port or PORTS[parts.scheme], username, password, address.rstrip("/"))

    def __str__(self) -> str:
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def socks(self) -> int:
        """The version of SOCKS it speaks; 0 for HTTP."""
        return 0 if self.scheme.startswith("http") else 4 if self.scheme.startswith("socks4") else 5


def credentials(address: str) -> set[str]:
    """Return what must not be seen of an address of whatever form: what stands before its host, and the password."""
    told = address.rpartition("://")[2].rpartition("@")[0]
    return {found for each in (told, told.partition(":")[2]) for found in (each, unquote(each)) if found}


def excepted(url: str, exceptions: str) -> bool:
    """Tell whether NO_PROXY names a server: itself, with or without its port, a domain or a network it is in, or *."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or PORTS.get(parts.scheme.lower())
    return any(_names(each, host, port) for each in re.split(r"[\s,]+", exceptions.lower()) if each)


def _names(exception: str, host: str, port: int | None) -> bool:
    name = exception.removeprefix("*").removeprefix(".")
    if exception == "*" or name in (f"{host}:{port}", f"[{host}]:{port}", f"[{host}]"):
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        return bool(name) and f".{host}".endswith(f".{name}")
