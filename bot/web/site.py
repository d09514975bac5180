"""The web application: chat page, questions, health."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from starlette import types
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answers import LANGUAGES, Answer, harmless, say
from bot.app import App, Message
from bot.briefing import Language
from bot.editorial import Editorial
from bot.readers import Reader
from bot.reloading import Reloader
from bot.web import pages
from bot.web.inbox import Inbox

COOKIE: Final = "reader"
LARGEST_BODY: Final = 200_000
"""Bytes of a question that are taken in; the app reads the first thousand characters."""
SLOWEST_BODY: Final = 3
"""Seconds in which a question must have arrived."""
_HEADERS: Final = {
    b"content-security-policy": b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"private, no-cache",
}
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
Clock = Callable[[], dt.datetime]


def build(
    app: App,
    *,
    now: Clock,
    default: Language,
    inbox: Inbox | None = None,
    reloader: Reloader | None = None,
    editorial: Editorial | None = None,
) -> Starlette:
    """Return the web application. `default` is the language of readers whose browser speaks neither."""
    site = Site(app, now, default, inbox, reloader, editorial)
    routes = [
        Route("/", site.chat),
        Route("/ask", site.ask, methods=["POST"]),
        Route("/events", site.events),
        Route("/seen", site.seen, methods=["POST"]),
        Route("/mydata.json", site.mydata),
        Route("/healthz", site.health),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Protected)], exception_handlers={404: _missing})


class Site:
    """The handlers, with what they need."""

    def __init__(
        self,
        app: App,
        now: Clock,
        default: Language,
        inbox: Inbox | None = None,
        reloader: Reloader | None = None,
        editorial: Editorial | None = None,
    ) -> None:
        self._app, self._now, self._default, self._inbox, self._reloader = app, now, default, inbox, reloader
        self._editorial = editorial
        self._started = now()

    async def chat(self, request: Request) -> Response:
        """Serve the chat page; with ?q= the question is answered in it, without JavaScript too."""
        reader = _reader(request)
        asked = request.query_params.get("q", "").strip()
        if not _on_purpose(request):
            asked = harmless(asked)
        answer, language = self._reply(request, reader, asked or "/start")
        return _known(Response(pages.chat(language, asked, answer), media_type="text/html"), request, reader)

    async def ask(self, request: Request) -> Response:
        """Answer {"q": …} with the HTML of a bubble and the language it is in."""
        reader = _reader(request)
        text = await _question(request)
        if text is None:
            return PlainTextResponse('Send JSON such as {"q": "/sectors"}, at most 200 kB.', 400)
        answer, language = self._reply(request, reader, text if _returning(request) else harmless(text))
        return _known(JSONResponse({"html": pages.bubble(language, answer), "language": language}), request, reader)

    async def events(self, request: Request) -> Response:
        """Push check-ins to an open page: those not seen yet, then each as it comes."""
        if self._inbox is None or not _returning(request):
            return Response(status_code=204)  # which tells a browser not to come back
        reader = _reader(request)

        async def pushed(inbox: Inbox) -> AsyncIterator[str]:
            yield "retry: 5000\n\n"
            async for item, command in inbox.items(reader):
                answer, language = self._reply(request, reader, harmless(command))
                data = json.dumps({"item": item, "html": pages.bubble(language, answer)}, ensure_ascii=False)
                yield f"data: {data}\n\n"

        return StreamingResponse(pushed(self._inbox), media_type="text/event-stream")

    async def seen(self, request: Request) -> Response:
        """Note that a page has shown {"item": …} of the inbox."""
        item = await _posted(request, "item")
        if not isinstance(item, int) or not 0 < item < 2**63:
            return PlainTextResponse('Send JSON such as {"item": 7}.', 400)
        if self._inbox and _returning(request):
            self._inbox.seen(_reader(request), item)
        return Response(status_code=204)

    async def mydata(self, request: Request) -> Response:
        """Hand over what is stored of a reader, as a file."""
        answer, _ = self._reply(request, _reader(request), "/mydata")
        assert answer.file
        headers = {"content-disposition": f'attachment; filename="{answer.file.name}"'}
        return Response(answer.file.content, media_type="application/json", headers=headers)

    async def health(self, _: Request) -> Response:
        """Tell that we live, and on which edition."""
        facts = {"status": "ok", "version": version("hindsight"), "edition": self._app.edition.digest}
        good, tried = (
            (self._reloader.last_good, self._reloader.last_tried) if self._reloader else (self._started, self._started)
        )
        return JSONResponse({**facts, "reload": {"last_good": good.isoformat(), "last_tried": tried.isoformat()}})

    def _reply(self, request: Request, reader: Reader, text: str) -> tuple[Answer, Language]:
        """Return an answer, and the language its reader wants from now on."""
        spoken = self._spoken(request)
        answer = self._app.reply(Message(reader, text, spoken), self._now())
        return answer, self._app.language(reader, spoken)

    def _spoken(self, request: Request) -> Language:
        """Return the first language of the browser that is one of ours."""
        for part in request.headers.get("accept-language", "").lower().split(","):
            code = part.strip()[:2]
            if code == "zh":
                return "zh"
            if code == "en":
                return "en"
        return self._default


def _returning(request: Request) -> bool:
    """Tell whether a request comes from somebody who has seen the page: nobody is counted who comes only to vote."""
    return bool(_KEY.fullmatch(request.cookies.get(COOKIE, "")))


def _on_purpose(request: Request) -> bool:
    """Tell whether a reader followed a link of our own page, and the browser did not just fetch it in advance."""
    own = request.headers.get("sec-fetch-site") == "same-origin" and "sec-purpose" not in request.headers
    return own and _returning(request)


def _reader(request: Request) -> Reader:
    """Return who our cookie says it is, or somebody new."""
    key = request.cookies.get(COOKIE, "")
    return Reader("web", key if _KEY.fullmatch(key) else secrets.token_urlsafe(16))


def _known(response: Response, request: Request, reader: Reader) -> Response:
    """Let the browser remember who it is for another year or so."""
    response.set_cookie(
        COOKIE,
        reader.id,
        max_age=400 * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


async def _question(request: Request) -> str | None:
    text = await _posted(request, "q")
    return text if isinstance(text, str) else None


async def _posted(request: Request, key: str) -> object:
    """Return a value of the JSON object a page sent; None for anything else."""
    body = b""
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_BODY:
                    return None
        asked = json.loads(body)
    except (ValueError, RecursionError, ClientDisconnect, TimeoutError):
        return None
    return asked.get(key) if isinstance(asked, dict) else None


async def _missing(request: Request, _: Exception) -> Response:
    return PlainTextResponse("\n".join(say(each, "chat-no-page") for each in LANGUAGES), 404)


class _Protected:
    """Adds the headers that keep foreign scripts and frames out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def protected(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, protected if scope["type"] == "http" else send)
