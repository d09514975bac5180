"""Keeps one client from taking all: each network has a bucket of tokens, and who finds it empty is told when to return.

What must be worked out costs more than what is kept: what is known to be dear is weighed before, and what turns out to
have been, as a page that is not kept or one that is not there, is charged afterwards. Programs of this machine are let
through: behind a proxy that says for whom it asks nobody is this machine, and behind one that does not, all readers
would share its bucket.
"""

from __future__ import annotations

import ipaddress
import logging
import math
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import chat
from bot.channels.web.clients import network, spoken
from bot.channels.web.languages import named
from bot.channels.web.public_url import Public
from bot.people.schedule import Clock
from bot.words import WRITTEN, say

logger = logging.getLogger(__name__)
RATE: Final = 40.0
"""Tokens a second that flow into a bucket."""
BURST: Final = 1_200.0
"""Tokens a bucket holds: a room full of readers behind one address opens the page at once."""
DEAR: Final = 5.0
"""Tokens of what must be worked out: an answer, a search, a page that is not kept; all else costs one."""
MOST: Final = 20_000
"""Networks that are remembered, those seen last; each takes some 200 bytes."""
_OPEN: Final = frozenset(("/healthz", "/readyz", "/metrics"))
"""Paths that must answer whoever asks how often: operators' programs."""
_DEAR: Final = ("/ask", "/earlier", "/card/", "/mcp", "/file", "/api/", "/oembed", "/mydata.json")
_ANYWHERE: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Retry-After",
    "cross-origin-resource-policy": "cross-origin",
}
_QUIET: Final = 60.0
"""Seconds for which the log says nothing more of clients that were turned away."""


class Throttle:
    """Buckets of tokens by network; `clock` tells seconds, which may jump but count for nothing where they go back."""

    def __init__(self, clock: Callable[[], float], rate: float = RATE, burst: float = BURST, most: int = MOST) -> None:
        self._clock, self._rate, self._burst, self._most = clock, rate, burst, most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, cost: float = 1.0) -> float:
        """Take tokens out of a bucket; return 0, or where there are too few the seconds until there are enough."""
        now = self._clock()
        left, at = self._buckets.pop(client, (self._burst, now))
        left = min(self._burst, left + max(0.0, now - at) * self._rate)
        enough = left >= cost
        self._buckets[client] = (left - cost if enough else left, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0.0 if enough else (cost - left) / self._rate

    def charge(self, client: str, cost: float) -> None:
        """Take tokens for what was done already, also those that are not there yet: who asks next waits for them."""
        if client in self._buckets:
            left, at = self._buckets[client]
            self._buckets[client] = (left - cost, at)


class Throttled:
    """Serves an application to clients that leave something for the others; of the rest the log tells operators."""

    def __init__(self, app: ASGIApp, public: Public, now: Clock, throttle: Throttle | None = None) -> None:
        self._app, self._public, self._now = app, public, now
        self._throttle = throttle or Throttle(self._seconds)
        self._told = -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or that it is too much: 429, with the seconds until it no longer is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, path = Request(scope), self._public.below(scope["path"])
        if path in _OPEN or _here(client := network(request)):
            await self._app(scope, receive, send)
            return
        cost = DEAR if _dear(request, path) else 1.0
        if wait := self._throttle.wait(client, cost):
            self._tell(client)
            await _refusal(request, path, self._public.path, max(1, math.ceil(wait)))(scope, receive, send)
            return
        request.state.worked_out = False  # whatever is inside writes into the same state

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and (request.state.worked_out or message["status"] == 404):
                self._throttle.charge(client, DEAR - cost)
            await send(message)

        await self._app(scope, receive, watched)

    def _seconds(self) -> float:
        return self._now().timestamp()

    def _tell(self, client: str) -> None:
        if abs(self._seconds() - self._told) >= _QUIET:
            self._told = self._seconds()
            logger.warning(
                "%s asks more often than one client may and is told to wait; if that is a proxy of yours,"
                " name it in FORWARDED_ALLOW_IPS",
                client,
            )


def worked_out(request: Request) -> None:
    """Note that the answer to a request had to be made, so that it costs what such answers do."""
    request.state.worked_out = True


def _refusal(request: Request, path: str, base: str, seconds: int) -> Response:
    """Return that it is too much: in both languages, or to programs as a problem that pages of anybody may read.

    A page that somebody opens comes back by itself: nobody but scripts obeys Retry-After.
    """
    if path.startswith("/api/"):
        from bot.channels.web.api.problems import problem  # it brings the dataset, which not every site is asked for

        return problem(request, 429, "too-many", {**_ANYWHERE, "retry-after": str(seconds)}, seconds=seconds)
    waits = {"retry-after": str(seconds)}
    if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
        shown = chat.busy(named(request) or spoken(request, "en"), seconds, base=base)
        return HTMLResponse(shown, 429, {**waits, "refresh": str(seconds)})
    told = "\n".join(say(each, "too-many", seconds=seconds) for each in WRITTEN)
    return PlainTextResponse(told, 429, waits)


@lru_cache(maxsize=1_000)
def _here(client: str) -> bool:
    """Tell whether this machine asks, or somebody of whom nothing is said, as by a socket of the system.

    What a proxy says of whom it asks for need be no address: `unknown` is one client among others.
    """
    try:
        return ipaddress.ip_network(client).is_loopback
    except ValueError:
        return not client


def _dear(request: Request, path: str) -> bool:
    asked = request.scope.get("query_string", b"")
    searches = b"q=" in asked and "q" in parse_qs(asked.decode("latin-1"))
    return path.startswith(_DEAR) or request.method == "POST" or searches
