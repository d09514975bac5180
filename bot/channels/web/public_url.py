"""BOT_PUBLIC_URL, taken apart for cookies, checks of origin and links; and serving below its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


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

    def below(self, path: str) -> str:
        """Return a path without our own before it, whether or not a proxy has taken that off."""
        return path[len(self.path) :] if f"{path}/".startswith(f"{self.path}/") else path


class Below:
    """Serves an application below a base path, whether or not the proxy before us has taken that off."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """`path` ends in no slash; it is empty where the application is at the root."""
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; the base path alone is its first page."""
        if scope["type"] == "http":
            path = scope["path"] if f"{scope['path']}/".startswith(f"{self._path}/") else self._path + scope["path"]
            scope = {**scope, "root_path": self._path, "path": f"{path}/" if path == self._path else path}
        await self._app(scope, receive, send)
