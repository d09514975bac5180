"""The Model Context Protocol over HTTP, without sessions: each POST is answered with JSON, and nothing is remembered.

Hosts and origins that are not ours are refused: a page that makes a browser believe that its name leads here could else
ask a server that only the reader can reach (DNS rebinding).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from bot.channels import mcp
from bot.channels.web.public_url import Public
from bot.channels.web.request_body import read_body
from bot.dataset import Dataset
from bot.words import WRITTEN, say

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server
    from mcp.server.transport_security import TransportSecuritySettings

_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class Door:
    """Serves assistants, from the dataset that a request is given."""

    def __init__(self, dataset: Callable[[Request], Dataset], public: Public) -> None:
        self._dataset, self._public = dataset, public
        self._loaded: asyncio.Lock = asyncio.Lock()
        self._ready = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        if scope["method"] != "POST":  # a GET would open a stream of events that says nothing and never ends
            return await _said("mcp-post", 405, {"allow": "POST"})(scope, receive, send)
        if not mcp.installed():
            return await _said("mcp-missing", 501, {}, install=mcp.INSTALL)(scope, receive, send)
        body = await read_body(request)
        if not body:
            return await _said("mcp-body", 400, {})(scope, receive, send)
        await self._load()
        return await self._answer(request, body, send)

    async def _load(self) -> None:
        """Load the SDK, for who asks first, beside the loop."""
        if not self._ready:
            async with self._loaded:
                await asyncio.to_thread(__import__, "bot.channels.mcp.server")
                self._ready = True

    async def _answer(self, request: Request, body: bytes, send: Send) -> None:
        """Have the SDK answer a request whose body has come; what it needs for that lasts as long as the answer."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from bot.channels.mcp.server import server

        answers: Server[Any] = server(lambda: self._dataset(request))
        manager = StreamableHTTPSessionManager(
            answers, stateless=True, json_response=True, security_settings=allowed(self._public)
        )
        unread = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> Message:
            return unread.pop() if unread else await request.receive()

        async with manager.run():
            await manager.handle_request(request.scope, received, send)


def allowed(public: Public) -> TransportSecuritySettings:
    """Return the hosts and origins by which we are reached: the public one, and this machine by any port."""
    from mcp.server.transport_security import TransportSecuritySettings

    hosts = [each for name in _LOOPBACK for each in (name, f"{name}:*")]
    origins = [each for name in _LOOPBACK for each in (f"http://{name}", f"http://{name}:*")]
    named = [public.origin] if public.origin else []
    return TransportSecuritySettings(
        allowed_hosts=[*hosts, *(each.partition("://")[2] for each in named)], allowed_origins=[*origins, *named]
    )


def _said(why: str, status: int, headers: dict[str, str], **args: str) -> PlainTextResponse:
    text = "\n".join(say(each, why, **args) for each in WRITTEN)
    return PlainTextResponse(text, status, headers)
