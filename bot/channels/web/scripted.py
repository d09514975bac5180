"""What the scripts of the page ask for: answers as bubbles, the conversation of before, and check-ins as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, TypeGuard
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.answers import Answer
from bot.channels.web import event_stream, languages
from bot.channels.web.form_results import Outcome, Outcomes
from bot.channels.web.inbox import Inbox
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.public_url import Public
from bot.channels.web.request_body import decode_files, read_json
from bot.channels.web.requests import Requests
from bot.channels.web.security import refusal
from bot.channels.web.sessions import Session
from bot.channels.web.shown import Shown
from bot.content.briefing import Language
from bot.people import zones
from bot.reception import AT_ONCE, Conversations, Message, Reception, harmless


class Scripted:
    """The handlers; what changes anything must come from a page of ours, with the token of its session."""

    def __init__(
        self,
        requests: Requests,
        reception: Reception,
        conversations: Conversations,
        outcomes: Outcomes,
        inbox: Inbox | None,
        public: Public,
        shown: Shown,
    ) -> None:
        self._requests, self._reception, self._conversations = requests, reception, conversations
        self._outcomes, self._inbox, self._public, self._shown = outcomes, inbox, public, shown

    async def ask(self, request: Request) -> Response:
        """Answer {"q": …} with the HTML of a bubble and the language it is in; an editor's {"files": …} too.

        {"zone": …} is where the browser says it is: a new subscription is for there. {"language": …} is that of the
        page: where the answer is in another, `page` is where all words are. {"instead": …} is the question whose answer
        makes room for this one's, {"again": true} looks whether an answer has changed by itself. `said` is the question
        as a person says it. Of what the conversation keeps `asked` is the question, and `address` where it is read
        again; it is `kept` here, or else by the browser.
        """
        session = await self._requests.sessions.of(request)
        ours = self._requests.ours(request, session, request.headers.get("x-csrf", ""))
        edits = ours and await self._reception.edits(session.reader)
        sent = await read_json(request, files=edits)
        text, files = sent.get("q"), decode_files(sent.get("files", {})) if edits else {}
        if not isinstance(text, str) or files is None:
            return PlainTextResponse('Send JSON such as {"q": "/sectors"}, at most 200 kB.', 400)
        message = self._requests.message(request, session, text, ours, files, _zone(sent.get("zone")))
        if not ours and await self._reception.changes(message):
            return refusal()
        question, language = (
            await self._conversations.question(message),
            await self._requests.language(request, session),
        )
        answer = await self._reception.answer(message)
        if not answer.forgets:  # a choice that was forgotten holds for the answer that says so
            language = await self._requests.language(request, session)
        found: dict[str, Any] = {"html": self._bubble(language, answer, question), "language": language}
        said = await self._conversations.said(message, text, answer)
        found["said"] = said.encode(errors="replace").decode()  # half a character, as scripts may send, is none of JSON
        found |= {"forgets": True} if answer.forgets else await self._kept(message, language, question, sent)
        found["stands"] = sorted(await self._reception.stands(session.reader))
        if sent.get("language", language) != language:
            done = self._outcomes.keep(Outcome(session.reader, text, answer, question))
            found["page"] = f"{languages.chat(self._public.path, language)}?done={done}"
        return self._requests.sessions.remembered(JSONResponse(found), request, session)

    async def _kept(
        self, message: Message, language: Language, question: str, sent: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Keep a question, and return where it is read again; nothing of one that only shows anew what stands there.

        So does one that changed something in the answer to another question: that one is asked again.
        """
        instead = sent.get("instead")
        if not question or sent.get("again") or (isinstance(instead, str) and harmless(question) != question):
            return {}
        replaced = instead if isinstance(instead, str) else ""
        kept = message.on_purpose and await self._conversations.keep(message, question, replaced)
        return {"asked": question, "address": self._address(language, question), "kept": kept}

    def _bubble(self, language: Language, answer: Answer, question: str) -> str:
        page = Layout(self._reception.publication, language, self._public).page_of(answer.command or question)
        return self._shown.bubble(language, answer, page=page)

    def _address(self, language: Language, question: str) -> str:
        """Return where a question is read, which changes nothing."""
        return f"{languages.chat(self._public.path, language)}?{urlencode({'q': harmless(question)})}"

    async def earlier(self, request: Request) -> Response:
        """Answer what was asked before again, oldest first: {"asked": […]} of the browser, else what is kept here.

        Nothing is changed. Where there is more `before` is what to send for it.
        """
        session, sent = await self._requests.sessions.of(request), await read_json(request)
        message = self._requests.message(request, session, "", on_purpose=False)
        questions, before = await self._questions(message, sent)
        language = await self._requests.language(request, session)
        found = [await self._conversations.again(message, each) for each in questions]
        shown = [
            {
                "asked": each.command,
                "called": each.called,
                "address": self._address(language, each.command),
                "html": self._bubble(language, each.answer, each.command),
            }
            for each in found
        ]
        return JSONResponse({"earlier": shown, "before": before})

    async def _questions(self, message: Message, sent: Mapping[str, Any]) -> tuple[list[str], int | None]:
        asked, before = sent.get("asked"), sent.get("before")
        if isinstance(asked, list):
            return [each for each in asked if isinstance(each, str)][-AT_ONCE:], None
        return await self._conversations.last(message, before if _is_number(before) else None)

    async def events(self, request: Request) -> Response:
        """Push check-ins to an open page: those not seen yet, then each as it comes."""
        session = await self._requests.sessions.of(request)
        if self._inbox is None or not session.held:
            return Response(status_code=204)  # which tells a browser not to come back
        return event_stream.stream(request, self._pushed(request, session, self._inbox))

    async def _pushed(self, request: Request, session: Session, inbox: Inbox) -> AsyncIterator[event_stream.Event]:
        async for found in inbox.items(session.reader, after=event_stream.last(request)):
            if found is None:
                yield None
                continue
            item, command = found
            message = self._requests.message(request, session, command, on_purpose=False)
            answer = await self._reception.answer(message)
            language = await self._reception.language(session.reader, message.language)
            html = self._bubble(language, answer, command)
            yield item, {"item": item, "asked": command, "html": html}

    async def seen(self, request: Request) -> Response:
        """Note that a page has shown {"item": …} of the inbox: from then on it is part of the conversation."""
        session, item = await self._requests.sessions.of(request), (await read_json(request)).get("item")
        if not _is_number(item):
            return PlainTextResponse('Send JSON such as {"item": 7}.', 400)
        if not self._requests.ours(request, session, request.headers.get("x-csrf", "")):
            return refusal()
        for command in await self._inbox.seen(session.reader, item) if self._inbox else ():
            await self._conversations.keep(self._requests.message(request, session, command, on_purpose=True), command)
        return Response(status_code=204)


def _is_number(sent: object) -> TypeGuard[int]:
    """Tell whether a page sent what may be the number of a row."""
    return isinstance(sent, int) and 0 < sent < 2**63


def _zone(called: object) -> str:
    """Return the zone a browser names, under the id it is offered as; nothing for what is no zone."""
    return zones.by_id(called) or "" if isinstance(called, str) else ""
