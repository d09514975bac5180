"""The web application: chat page, questions, health."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette import types
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import zones
from bot.answers import LANGUAGES, Answer, harmless, say
from bot.app import App, Message
from bot.briefing import Language
from bot.editorial import Editorial
from bot.editors import Reloads
from bot.readers import Reader
from bot.web import pages, streams, visitors
from bot.web.inbox import Inbox
from bot.web.metrics import Metrics
from bot.web.posted import posted, unpacked
from bot.web.visitors import foreign, on_purpose, remembered, returning, spoken

logger = logging.getLogger(__name__)

_HEADERS: Final = {
    b"content-security-policy": b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"private, no-cache",
}
Clock = Callable[[], dt.datetime]


def build(site: Site) -> Starlette:
    """Return the web application of what is to be served."""
    routes = [
        Route("/", site.chat),
        Route("/ask", site.ask, methods=["POST"]),
        Route("/editor", site.editor, methods=["GET", "POST"]),
        Route("/events", site.events),
        Route("/seen", site.seen, methods=["POST"]),
        Route("/file", site.file),
        Route("/mydata.json", site.mydata),
        Route("/healthz", site.health),
        Route("/metrics", site.metrics),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Protected)], exception_handlers={404: _missing})


class Site:
    """The handlers, with what they need."""

    def __init__(
        self,
        app: App,
        *,
        now: Clock,
        default: Language,
        inbox: Inbox | None = None,
        editorial: Editorial | None = None,
        key: str = "",
        trouble: Callable[[], str] = str,
    ) -> None:
        """`default` is the language of readers whose browser speaks neither.

        `key` makes an editor of whoever comes in by /editor?key=… first. `trouble` says what else does not work, in
        words for operators; nothing where all does.
        """
        self._app, self._now, self._default, self._inbox = app, now, default, inbox
        self._editorial, self._key, self._trouble = editorial, key, trouble
        self._started = now()
        self._metrics = Metrics(app, now, self._reloads)

    async def chat(self, request: Request) -> Response:
        """Serve the chat page; with ?q= the question is answered in it, without JavaScript too."""
        reader = visitors.reader(request)
        asked = request.query_params.get("q", "").strip()
        if not on_purpose(request):
            asked = harmless(asked)
        answer, language = await self._reply(request, reader, asked or "/start")
        page = pages.chat(language, asked, answer, editor=self._edits(reader))
        return remembered(Response(page, media_type="text/html"), request, reader)

    async def ask(self, request: Request) -> Response:
        """Answer {"q": …} with the HTML of a bubble and the language it is in; an editor's {"files": …} too.

        {"zone": …} is where the browser says it is: a new subscription is for there.
        """
        reader, ours = visitors.reader(request), returning(request) and not foreign(request)
        edits = ours and self._edits(reader)
        sent = await posted(request, files=edits)
        text, files = sent.get("q"), unpacked(sent.get("files", {})) if edits else {}
        if not isinstance(text, str) or files is None:
            return PlainTextResponse('Send JSON such as {"q": "/sectors"}, at most 200 kB.', 400)
        text = text if ours else harmless(text)
        answer, language = await self._reply(request, reader, text, files, _zone(sent.get("zone")))
        return remembered(JSONResponse({"html": pages.bubble(language, answer), "language": language}), request, reader)

    async def editor(self, request: Request) -> Response:
        """Make an editor of whoever opens the link that was printed at start, and presses the button there; once.

        Opening it changes nothing yet: what shows previews of links, or fetches them in advance, uses none up.
        """
        reader, key = visitors.reader(request), request.query_params.get("key", "")
        if not self._edits(reader):
            if not self._key or not secrets.compare_digest(key.encode(), self._key.encode()):
                return PlainTextResponse("\n".join(say(each, "chat-link-spent") for each in LANGUAGES), 403)
            if request.method != "POST":
                return Response(pages.door(spoken(request, self._default), key), media_type="text/html")
            self._app.admit(reader, self._now())
            self._key = ""
        return remembered(RedirectResponse("/?q=/help", 303), request, reader)

    async def events(self, request: Request) -> Response:
        """Push check-ins to an open page: those not seen yet, then each as it comes."""
        if self._inbox is None or not returning(request):
            return Response(status_code=204)  # which tells a browser not to come back
        reader = visitors.reader(request)

        async def pushed(inbox: Inbox) -> AsyncIterator[streams.Event]:
            async for found in inbox.items(reader, after=streams.last(request)):
                if found is None:
                    yield None
                    continue
                item, command = found
                answer, language = await self._reply(request, reader, harmless(command))
                yield item, {"item": item, "html": pages.bubble(language, answer)}

        return streams.stream(request, pushed(self._inbox))

    async def seen(self, request: Request) -> Response:
        """Note that a page has shown {"item": …} of the inbox."""
        item = (await posted(request)).get("item")
        if not isinstance(item, int) or not 0 < item < 2**63:
            return PlainTextResponse('Send JSON such as {"item": 7}.', 400)
        if self._inbox and returning(request):
            self._inbox.seen(visitors.reader(request), item)
        return Response(status_code=204)

    async def mydata(self, request: Request) -> Response:
        """Hand over what is stored of a reader, as a file."""
        answer, _ = await self._reply(request, visitors.reader(request), "/mydata")
        assert answer.file
        headers = {"content-disposition": f'attachment; filename="{answer.file.name}"'}
        return Response(answer.file.content, media_type="application/json", headers=headers)

    async def file(self, request: Request) -> Response:
        """Hand over the file that goes with the answer to ?q=."""
        answer, _ = await self._reply(request, visitors.reader(request), harmless(request.query_params.get("q", "")))
        if answer.file is None:
            return await _missing(request, HTTPException(404))
        headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(answer.file.name)}"}
        return Response(answer.file.content, media_type="application/octet-stream", headers=headers)

    async def health(self, _: Request) -> Response:
        """Tell that we live, and on which edition; 200 also where something else is wrong, as the page goes on."""
        why = self._trouble()
        status = {"status": "degraded", "why": why} if why else {"status": "ok"}
        facts = {**status, "version": version("hindsight"), "edition": self._app.edition.digest}
        reloads = self._reloads()
        times = {"last_good": reloads.good.isoformat(), "last_tried": reloads.tried.isoformat()}
        return JSONResponse({**facts, "reload": times})

    async def metrics(self, request: Request) -> Response:
        """Tell what operators watch, in the text format of Prometheus."""
        try:
            text, kind = await self._metrics.text(request.headers.get("accept", ""))
        except sqlite3.Error:
            logger.exception("the state cannot be counted")
            return PlainTextResponse("The state cannot be read; the log says why.", 503)
        return Response(text, media_type=kind)

    def _reloads(self) -> Reloads:
        return self._app.reloads or Reloads(self._started, self._started)

    def _edits(self, reader: Reader) -> bool:
        return self._editorial is not None and self._app.is_editor(reader)

    async def _reply(
        self, request: Request, reader: Reader, text: str, files: Mapping[str, bytes] | None = None, zone: str = ""
    ) -> tuple[Answer, Language]:
        """Return an answer, and the language its reader wants from now on."""
        language, now = spoken(request, self._default), self._now()
        message = Message(reader, text, language, editor=self._edits(reader), files=files or {}, zone=zone)
        front = self._editorial
        answer = await front.reply(message, now) if front else self._app.reply(message, now)
        return answer, self._app.language(reader, language)


def _zone(called: object) -> str:
    """Return the zone a browser names, under the id it is offered as; nothing for what is no zone."""
    return zones.by_id(called) or "" if isinstance(called, str) else ""


async def _missing(request: Request, _: Exception) -> Response:
    return PlainTextResponse("\n".join(say(each, "chat-no-page") for each in LANGUAGES), 404)


class _Protected:
    """Adds the headers that keep foreign scripts and frames out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def protected(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in _HEADERS.items() if each[0] not in said)]
            await send(message)

        await self._app(scope, receive, protected if scope["type"] == "http" else send)
