"""The web application: the chat page, questions, health."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.answers import Answer
from bot.channels.web import chat, languages
from bot.channels.web.editor_link import EditorLink
from bot.channels.web.form_results import Outcome, Outcomes
from bot.channels.web.hooks import Hooks
from bot.channels.web.inbox import Inbox
from bot.channels.web.operators import Operators
from bot.channels.web.pages.embeds import Embeds
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.pages.responses import moved
from bot.channels.web.pages.routes import Pages
from bot.channels.web.programs import Programs
from bot.channels.web.public_url import Below, Public
from bot.channels.web.request_body import read_form
from bot.channels.web.requests import Requests
from bot.channels.web.scripted import Scripted
from bot.channels.web.security import Guard, Protected, failed, later, missing, refusal, unavailable
from bot.channels.web.sessions import Session, Sessions
from bot.channels.web.shown import Shown
from bot.channels.web.throttle import Throttled
from bot.content.briefing import Language
from bot.delivery.pulse import Pulse
from bot.pages import Publication
from bot.people.schedule import Clock
from bot.reception import Conversations, Reception, StateError

logger = logging.getLogger(__name__)


def routes(site: Site) -> list[Route | Mount]:
    """Return what is served under which path."""
    return [
        Route("/healthz", site.operators.health),  # first, as what is asked for most is found soonest
        Route("/readyz", site.operators.ready),
        Route("/metrics", site.operators.metrics),
        Route("/", site.front),
        Route("/chat", site.front),
        Route("/", site.said, methods=["POST"]),  # pages that are open since before the chat had an address
        *(Route(languages.chat("", language), site.chat) for language in languages.PATHS),
        *(Route(languages.chat("", language), site.said, methods=["POST"]) for language in languages.PATHS),
        Route("/ask", site.scripted.ask, methods=["POST"]),
        Route("/earlier", site.scripted.earlier, methods=["POST"]),
        Route("/editor", site.editor, methods=["GET", "POST"]),
        Route("/events", site.scripted.events),
        Route("/seen", site.scripted.seen, methods=["POST"]),
        Route("/file", site.file),
        Route("/mydata.json", site.mydata),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def build(site: Site) -> ASGIApp:
    """Return the web application of what is to be served, below the path that is ours."""
    pages = Pages(site.publication, site.public, site.default)
    embeds = Embeds(site.publication, site.public)
    web = Starlette(
        routes=[
            *routes(site),
            *pages.routes(),
            *embeds.routes(),
            Programs(site.programs),
        ],
        exception_handlers={404: site.missing, StateError: unavailable, Exception: failed},
    )
    web.router.redirect_slashes = False  # it would name the host by which a proxy calls us
    readers = Throttled(Below(web, site.public.path), site.public, site.now)
    return Protected(Hooks(readers, site.public, site.hooks) if site.hooks else readers, site.public)


class Site:
    """The handlers, with what they need.

    Only what comes by POST, from a page of ours, with the token of the session, may change anything: that is what
    `Message.on_purpose` says here. All else is answered, and shown what it is about.
    """

    def __init__(
        self,
        reception: Reception,
        conversations: Conversations,
        *,
        now: Clock,
        default: Language,
        inbox: Inbox | None = None,
        key: str = "",
        trouble: Callable[[], str] = str,
        public: Public | None = None,
        secret: bytes | None = None,
        pulse: Pulse | None = None,
        metrics_for_all: bool = False,
        hooks: Mapping[str, ASGIApp] = MappingProxyType({}),
    ) -> None:
        """`default` is the language of readers whose browser names none.

        `key` makes an editor of whoever comes in by /editor?key=… first. `public` is where readers reach the page;
        `secret` signs the keys in their cookies, which without one are good until the next start. `trouble` says what
        else does not work, in words for operators; nothing where all does. `pulse` is that of the deliveries. `hooks`
        are at home at paths where other networks bring what their readers say.
        """
        self.public = public or Public()
        self.default, self.now, self.hooks = default, now, hooks
        self._reception, self._conversations, self._outcomes = reception, conversations, Outcomes()
        self._door = EditorLink(now, key)
        self._sessions = Sessions(secret or secrets.token_bytes(32), self.public, reception.knows)
        self._requests = Requests(reception, self._sessions, Guard(self.public, now), default)
        self._shown = Shown(self.public.origin, self.public.path)
        self.scripted = Scripted(
            self._requests, reception, conversations, self._outcomes, inbox, self.public, self._shown
        )
        self.operators = Operators(
            reception, now, trouble=trouble, pulse=pulse or Pulse(ticked=now()), to_all=metrics_for_all
        )

    def invite(self) -> str:
        """Return the path of a new link that makes an editor of whoever comes in by it first, within an hour."""
        return self._door.link()

    def publication(self) -> Publication:
        """Return the edition that is live, as it is published today."""
        return self._reception.publication

    def programs(self) -> tuple[ASGIApp, ASGIApp]:
        """Load what programs are served: the API, and what assistants ask."""
        from bot.channels.mcp.http import Door
        from bot.channels.web.api.api import Api

        reception = self._reception
        api = Api(self.publication, self.public, tallies=reception.tallies, editions=reception.editions)
        return api.app(), Door(api.dataset, self.public)

    async def front(self, request: Request) -> Response:
        """Lead to the pages, or to the chat, in the language of ?lang=, of the reader, or else of their browser.

        A question stands in the address of the chat; until lately it stood in this one.
        """
        session = await self._sessions.of(request)
        language = languages.asked(request) or await self._requests.language(request, session)
        query = {name: value for name in ("q", "done") if (value := request.query_params.get(name))}
        if query or request.url.path.endswith("/chat"):
            return _by_browser(self._to_chat(language, query))
        return _by_browser(RedirectResponse(f"{self.public.path}/{languages.PATHS[language]}/", 303))

    async def chat(self, request: Request) -> Response:
        """Serve the chat page; with ?q= the question is answered in it, without JavaScript too. Nothing is changed.

        Whoever has chosen a language is led to the chat in that one.
        """
        session = await self._sessions.of(request)
        if (language := await self._requests.language(request, session)) != languages.named(request):
            return self._to_chat(language, request.query_params)
        if done := self._outcomes.of(session.reader, request.query_params.get("done", "")):
            return await self._page(request, session, done.asked, done.answer, done.kept)
        asked = request.query_params.get("q", "").strip()
        message = self._requests.message(request, session, asked or "/start", on_purpose=False)
        question = await self._conversations.question(message) if asked else ""
        return await self._page(request, session, asked, await self._reception.answer(message), question)

    async def said(self, request: Request) -> Response:
        """Take what a page without JavaScript sends, and show what came of it on a page that may be loaded again."""
        session, form = await self._sessions.of(request), await read_form(request)
        text = form.get("q", "").strip()
        ours = self._requests.ours(request, session, form.get("csrf", ""))
        message = self._requests.message(request, session, text, on_purpose=ours)
        if not text or not await self._reception.changes(message):
            asked = {"q": text[:1_000]} if text else {}
            to = self._to_chat(await self._requests.language(request, session), asked)
            return self._sessions.remembered(to, request, session)
        question, answer = await self._conversations.question(message), await self._reception.answer(message)
        if not ours:
            return await self._page(request, session, text, answer, question, refused=True)
        done = self._outcomes.keep(Outcome(session.reader, text, answer, question))
        to = self._to_chat(await self._requests.language(request, session), {"done": done})
        return self._sessions.remembered(to, request, session)

    async def editor(self, request: Request) -> Response:
        """Make an editor of whoever opens the link that was printed, and presses the button there; once.

        Opening it changes nothing yet: what shows previews of links, or fetches them in advance, uses none up. Whoever
        comes in gets a fresh key: the one they had may have been given to them by somebody who wants to come in too.
        """
        session, key = await self._sessions.of(request), request.query_params.get("key", "")
        if not await self._reception.edits(session.reader):
            if not self._door.opens(key):
                return refusal("chat-link-spent")
            if request.method != "POST":
                page = chat.door(
                    self._requests.spoken(request), key, self._sessions.token(session), base=self.public.path
                )
                return self._sessions.remembered(Response(page, media_type="text/html"), request, session)
            if not self._requests.ours(request, session, (await read_form(request)).get("csrf", "")):
                return refusal()
            admitted = self._sessions.fresh()
            await self._reception.admit(admitted.reader, was=session.reader)
            self._door.close()
            session = admitted
        to = self._to_chat(await self._requests.language(request, session), {"q": "/help"})
        return self._sessions.remembered(to, request, session)

    async def mydata(self, request: Request) -> Response:
        """Hand over what is stored of a reader, as a file: there is one, unless it cannot be read."""
        return await self._handed(request, "/mydata", "application/json") or later()

    async def missing(self, request: Request, error: Exception) -> Response:
        """Lead to the page that was meant, or say kindly that there is none: to a browser by a page that leads on."""
        if request.method in ("GET", "HEAD") and (to := languages.meant(self.public.below(request.scope["path"]))):
            return moved(f"{self.public.path}{quote(to)}")
        if "text/html" not in request.headers.get("accept", ""):
            return await missing(request, error)
        return Response(
            chat.missing(self._requests.spoken(request), base=self.public.path), 404, media_type="text/html"
        )

    async def file(self, request: Request) -> Response:
        """Hand over the file that goes with the answer to ?q=."""
        asked = request.query_params.get("q", "")
        found = await self._handed(request, asked, "application/octet-stream")
        return found or await self.missing(request, HTTPException(404))

    async def _handed(self, request: Request, text: str, kind: str) -> Response | None:
        answer = await self._reception.answer(
            self._requests.message(request, await self._sessions.of(request), text, on_purpose=False)
        )
        if answer.file is None:
            return None
        name = answer.file.name
        called = f'filename="{name}"' if quote(name) == name else f"filename*=utf-8''{quote(name)}"
        headers = {"content-disposition": f"attachment; {called}"}
        return Response(answer.file.content, media_type=kind, headers=headers)

    async def _page(
        self, request: Request, session: Session, asked: str, answer: Answer, kept: str, *, refused: bool = False
    ) -> Response:
        """Return the chat page with a question and its answer, in the language the reader wants from now on.

        `kept` is the question as a conversation keeps it: what is none has no page of its own.
        """
        language = await self._requests.language(request, session)
        token, editor = self._sessions.token(session), await self._reception.edits(session.reader)
        message = self._requests.message(request, session, asked, on_purpose=False)
        shown = self._shown.page(
            language,
            asked,
            answer,
            token=token,
            said=await self._conversations.said(message, asked, answer),
            stands=await self._reception.stands(session.reader),
            editor=editor,
            refused=refused,
            page=Layout(self.publication(), language, self.public).page_of(answer.command or kept),
        )
        response = Response(shown, 403 if refused else 200, media_type="text/html")
        return self._sessions.remembered(response, request, session)

    def _to_chat(self, language: Language, query: Mapping[str, str]) -> RedirectResponse:
        asked = f"?{urlencode(query, errors='replace', safe='/')}" if query else ""
        return RedirectResponse(languages.chat(self.public.path, language) + asked, 303)


def _by_browser(response: Response) -> Response:
    """Say of an answer what it depends on beside its address."""
    response.headers["vary"] = "accept-language, cookie"
    return response
