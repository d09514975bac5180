"""Addresses at which other networks bring what their readers say: those answer as often as they are asked."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.public_url import Public


class Hooks:
    """Serves some paths by what is at home there, past the limits of readers: whoever is there has its own."""

    def __init__(self, app: ASGIApp, public: Public, hooks: Mapping[str, ASGIApp]) -> None:
        self._app, self._public = app, public
        self._hooks = {public.below(path): hook for path, hook in hooks.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as what is at home at a path does, or else as the application."""
        hook = self._hooks.get(self._public.below(scope["path"])) if scope["type"] == "http" else None
        await (hook or self._app)(scope, receive, send)
