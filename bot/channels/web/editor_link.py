"""The editors' link: signs one editor in, once, within an hour."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Final

LINK_LIFETIME: Final = dt.timedelta(hours=1)
"""How long a link that nobody uses goes on opening the door: it may stand in a log for years."""


class EditorLink:
    """Opens for whoever has the last link that was made; shut until one is."""

    def __init__(self, now: Callable[[], dt.datetime], key: str = "") -> None:
        self._now = now
        self._key, self._until = key, now() + LINK_LIFETIME

    def link(self) -> str:
        """Return the path of a new link; one of before opens nothing any more."""
        self._key, self._until = secrets.token_urlsafe(16), self._now() + LINK_LIFETIME
        return f"/editor?key={self._key}"

    def opens(self, key: str) -> bool:
        """Tell whether a key is that of the link, and the link still good."""
        return (
            bool(self._key) and self._now() < self._until and secrets.compare_digest(key.encode(), self._key.encode())
        )

    def close(self) -> None:
        """Let nobody in any more."""
        self._key = ""
