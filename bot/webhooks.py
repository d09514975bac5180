"""Where Telegram brings what readers ask: the address of a webhook and its secret, and which of them it takes.

Whoever knows the secret speaks for every reader and every editor. Where none is chosen it is derived from the token of
the bot, by a digest that cannot be undone: it is as hard to guess as the token, the same in every process, goes when
the token is replaced, and there is nothing to keep or to forget.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

PATH: Final = "/telegram/webhook"
"""Where it is, unless its address names another path."""
PORTS: Final = (443, 80, 88, 8443)
"""Those to which Telegram connects; a Bot API server of one's own connects to any, and without TLS too."""
SHORTEST, LONGEST = 16, 256
"""Characters of a secret: fewer can be guessed, more Telegram does not take."""
_ADDRESS: Final = re.compile(r"https?://[^/?#@]+(?P<path>(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*)", re.IGNORECASE)
_SECRET: Final = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST},{LONGEST}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address that Telegram is told, and the secret by which it is known."""

    url: str
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path


def checked_address(url: str, *, local: bool, base: str, taken: frozenset[str]) -> str:
    """Return the whole address of a webhook; raises ValueError with what is wrong and what to do.

    `local` says that the Bot API server is our own; `base` is the path below which our pages are, and `taken` are the
    first parts of theirs.
    """
    found = _ADDRESS.fullmatch(url)
    if not found:
        raise ValueError(
            f"is an address such as https://example.org{PATH}; its path is made of letters, digits and - . _ ~,"
            " and nothing follows it"
        )
    parts = urlsplit(url)
    if not local and parts.scheme.lower() != "https":
        raise ValueError(
            "begins with https://: Telegram brings nothing unencrypted; only a Bot API server of one's own does"
        )
    if not local and (parts.port or 443) not in PORTS:
        raise ValueError(f"has the port {parts.port}, but Telegram connects to {', '.join(map(str, PORTS))} only")
    path = found["path"]
    own = path[len(base) :] if f"{path}/".startswith(f"{base}/") else path
    if own != PATH and own.strip("/").partition("/")[0] in taken:
        raise ValueError(f"cannot be {path}, where a page of its own is; choose another path, such as {base}{PATH}")
    return url if own else f"{url}{PATH}"


def checked_secret(secret: str) -> str:
    """Return a secret; raises ValueError, which does not show it."""
    if not _SECRET.fullmatch(secret):
        raise ValueError(
            f"has {SHORTEST} to {LONGEST} characters, each a letter A–Z or a–z, a digit, _ or -;"
            " leave it out, and one is made from the token"
        )
    return secret


def derived_secret(token: str) -> str:
    """Return the secret of a bot for whose webhook none was chosen."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
