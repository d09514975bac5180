"""What programs ask: the API, and assistants by MCP. Both are loaded when the first of them comes, beside the loop.

What shapes records for them costs time and memory, and most who run the bot are asked by people alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

API: Final = "/api/v1"
DOCUMENT: Final = "/openapi.json"
"""Where programs look for what an API is like."""
MCP: Final = "/mcp"
_ALL_OF_API: Final = "/api/"
"""How paths begin at which programs look for any version of it: they are told in their own form what there is."""


class Programs(BaseRoute):
    """Takes the paths that are theirs, whatever characters they are made of, to the applications that `load` returns.

    It returns that of the API and that of MCP.
    """

    def __init__(self, load: Callable[[], tuple[ASGIApp, ASGIApp]]) -> None:
        self._load, self._turn = load, asyncio.Lock()
        self._apps: tuple[ASGIApp, ASGIApp] | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a path is theirs."""
        path = _path(scope)
        theirs = scope["type"] == "http" and (path in (MCP, DOCUMENT) or f"{path}/".startswith(_ALL_OF_API))
        return Match.FULL if theirs else Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        async with self._turn:
            if self._apps is None:
                self._apps = await asyncio.to_thread(self._load)
        api, mcp = self._apps
        await (mcp if _path(scope) == MCP else api)(scope, receive, send)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
