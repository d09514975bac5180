"""The web application: chat page, questions, health."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import app as application
from bot.app import App
from bot.briefing import Language
from bot.store import Reader
from bot.web import pages

COOKIE: Final = "reader"
LARGEST_BODY: Final = 200_000
"""Bytes of a question that are taken in; the app reads the first thousand characters."""
_HEADERS: Final = {
    b"content-security-policy": b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}
Clock = Callable[[], dt.datetime]


def build(app: App, *, now: Clock, default: Language) -> Starlette:
    """Return the web application. `default` is the language of readers whose browser speaks neither."""
    site = Site(app, now, default)
    routes = [
        Route("/", site.chat),
        Route("/ask", site.ask, methods=["POST"]),
        Route("/healthz", site.health),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Protected)], exception_handlers={404: _missing})


class Site:
    """The handlers, with what they need."""

    def __init__(self, app: App, now: Clock, default: Language) -> None:
        self._app, self._now, self._default = app, now, default
        self._started = now()

    async def chat(self, request: Request) -> Response:
        """Serve the chat page; with ?q= the question is answered in it, without JavaScript too."""
        reader = _reader(request) or Reader("web", secrets.token_urlsafe(16))
        asked = request.query_params.get("q", "").strip()
        answer = self._app.reply(self._message(request, reader, asked or "/start"), self._now())
        language = self._app.language(reader, self._spoken(request))
        response = Response(pages.chat(language, asked, answer), media_type="text/html")
        response.set_cookie(
            COOKIE,
            reader.id,
            max_age=400 * 24 * 3600,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def ask(self, request: Request) -> Response:
        """Answer {"q": …} with the HTML of a bubble and the language it is in."""
        reader = _reader(request)
        text = await _question(request)
        if reader is None or text is None:
            return PlainTextResponse('Send JSON such as {"q": "/sectors"}, with the cookie of the chat page.', 400)
        answer = self._app.reply(self._message(request, reader, text), self._now())
        language = self._app.language(reader, self._spoken(request))
        return JSONResponse({"html": pages.bubble(language, answer), "language": language})

    async def health(self, _: Request) -> Response:
        """Tell that we live, and on which edition."""
        facts = {"status": "ok", "version": version("hindsight"), "edition": self._app.edition.digest}
        return JSONResponse(
            {**facts, "reload": {"last_good": self._started.isoformat(), "last_tried": self._started.isoformat()}}
        )

    def _message(self, request: Request, reader: Reader, text: str) -> application.Message:
        return application.Message(reader, text, self._spoken(request))

    def _spoken(self, request: Request) -> Language:
        """Return the first language of the browser that is one of ours."""
        for part in request.headers.get("accept-language", "").lower().split(","):
            code = part.strip()[:2]
            if code == "zh":
                return "zh"
            if code == "en":
                return "en"
        return self._default


def _reader(request: Request) -> Reader | None:
    key = request.cookies.get(COOKIE, "")
    return Reader("web", key) if 16 <= len(key) <= 64 and key.isascii() else None


async def _question(request: Request) -> str | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return None
    text = asked.get("q") if isinstance(asked, dict) else None
    return text if isinstance(text, str) else None


async def _missing(request: Request, _: Exception) -> Response:
    return PlainTextResponse("There is no such page. The chat is at /", 404)


class _Protected:
    """Adds the headers that keep foreign scripts and frames out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, protected if scope["type"] == "http" else send)
