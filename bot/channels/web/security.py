"""Keeps other sites out: checks that a request comes from a page of ours, and adds security headers to answers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette import types
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.public_url import Public
from bot.words import WRITTEN, say

logger = logging.getLogger(__name__)

_HEADERS: Final = {
    b"content-security-policy": b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",  # without one, browsers say of our own forms that they come from nowhere
    b"cache-control": b"private, no-cache",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ENCRYPTED: Final = {b"strict-transport-security": b"max-age=31536000"}
_QUIET: Final = dt.timedelta(minutes=1)
"""How long the log says nothing more of requests that were refused: whoever sends many does not fill it."""


def own(headers: Mapping[str, str], public: Public) -> bool:
    """Tell whether a page of ours sent a request, by what its browser says of it.

    `Sec-Fetch-Site` decides where there is one: browsers send it to https and to this machine. Else `Origin` must be
    the public one, or without such an address name the host that was asked. A program that says neither may be no
    browser: there the token alone decides.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site == "same-origin"
    if origin is None:
        return True
    if public.origin:
        return origin == public.origin
    return _host(origin) == headers.get("host") != ""


def _host(origin: str) -> str:
    """Return the host and port of an origin; nothing for one that is none, such as `null`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


class Guard:
    """Lets through what a page of ours sent with the token of its session; of all else the log tells operators why."""

    def __init__(self, public: Public, now: Callable[[], dt.datetime]) -> None:
        self._public, self._now = public, now
        self._told: dt.datetime | None = None

    def lets(self, request: Request, *, token_fits: bool) -> bool:
        """Tell whether a request may change anything."""
        ours = own(request.headers, self._public)
        if not ours:
            self._tell(request)
        return ours and token_fits

    def _tell(self, request: Request) -> None:
        now = self._now()
        if self._told and abs(now - self._told) < _QUIET:
            return
        self._told = now
        logger.warning(
            "a change sent to %s came from a page of %s, which is not ours, and was refused; if readers reach the page"
            " under that address, BOT_PUBLIC_URL must name it (%s)",
            request.url.path,
            repr(request.headers.get("origin", "elsewhere"))[:100],
            f"now {self._public.origin}" if self._public.origin else "it is not set, so the proxy must pass Host on",
        )


def refusal(why: str = "chat-refused") -> PlainTextResponse:
    """Return what is said, in both languages, to who sent what they may not."""
    return PlainTextResponse(_both(why), 403)


async def missing(request: Request, _: Exception) -> PlainTextResponse:
    """Return what is said of a page that is not there."""
    return PlainTextResponse(_both("chat-no-page"), 404)


async def failed(request: Request, _: Exception) -> PlainTextResponse:
    """Return what is said of an error in us."""
    return PlainTextResponse(_both("chat-failed"), 500)


async def unavailable(request: Request, error: Exception) -> PlainTextResponse:
    """Return what is said where the state cannot be read or written; the log says why."""
    logger.error("a request to %s: %s", request.url.path, error)
    return later()


def later() -> PlainTextResponse:
    """Return what is said of what may work when it is tried again."""
    return PlainTextResponse(_both("chat-failed"), 503)


def _both(message: str) -> str:
    return "\n".join(say(each, message) for each in WRITTEN)


class Protected:
    """Adds the headers that keep foreign scripts and frames out, to pages of errors too."""

    def __init__(self, app: ASGIApp, public: Public) -> None:
        self._app = app
        self._headers = [*_HEADERS.items(), *(_ENCRYPTED.items() if public.encrypted else ())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers; an error in us is logged, and told by the application."""
        started = False

        async def protected(message: types.Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                said = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in self._headers if each[0] not in said)]
            await send(message)

        try:
            await self._app(scope, receive, protected if scope["type"] == "http" else send)
        except Exception:
            if not started:
                raise
            logger.exception("a request to %s failed", scope["path"])
