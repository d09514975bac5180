"""Where readers reach the page: BOT_PUBLIC_URL taken apart, into what cookies, checks and links need of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Public:
    """The `origin` readers type, such as https://forecasts.example, and the base `path` behind it, such as /hindsight.

    Without an address both are empty: the page is then at the root of whatever host a request names.
    """

    origin: str = ""
    path: str = ""

    @classmethod
    def at(cls, url: str | None) -> Self:
        """Take an address apart; it may end in a slash."""
        if not url:
            return cls()
        parts = urlsplit(url)
        name = parts.hostname or ""
        host = f"[{name}]" if ":" in name else name.encode("idna").decode()
        usual = parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme.lower()))  # browsers leave it out
        return cls(f"{parts.scheme.lower()}://{host}{'' if usual else f':{parts.port}'}", parts.path.rstrip("/"))

    @property
    def encrypted(self) -> bool:
        """Tell whether readers come by https."""
        return self.origin.startswith("https:")
