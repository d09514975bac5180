"""Carries out what editors request of the desk, beside the event loop; the app answers everything else."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final, assert_never

from bot.answers import Answer
from bot.answers.asked import Asked, Personal
from bot.answers.commands import paged
from bot.answers.editors import admin, drafts
from bot.answers.parsing import parse
from bot.app import App, Message
from bot.content.diff import tally
from bot.content.drafts import (
    Declined,
    DeskRequest,
    Discard,
    DraftStanding,
    DraftVerdict,
    Fetch,
    Look,
    LookAfter,
    LookBack,
    Propose,
    Publish,
    Reload,
    Undo,
)
from bot.content.edition import InvalidEdition
from bot.content.problem import shortened
from bot.content.proposals import as_of
from bot.content.sealed import SealedEdition, sealed
from bot.desk import Desk, Proposal
from bot.reload import Reloader

logger = logging.getLogger(__name__)
trail = logging.getLogger("bot.trail")
"""What editors did: who and what, one line each, with the time of the log; never the words of readers."""
MOST_EDITIONS: Final = 10_000
"""Editions of the history that are told of, the last ones."""


class Editorial:
    """Answers editors, and everybody else as the app does."""

    def __init__(self, app: App, desk: Desk, reloader: Reloader) -> None:
        self._app, self._desk, self._reloader = app, desk, reloader

    async def reply(self, message: Message, now: dt.datetime) -> Answer:
        """Answer a message. Never raises: what cannot be done is said."""
        try:
            found = await self._app.desk_request(message, now)
            if isinstance(found, Answer):
                return found
            # What is asked of the desk is done whole, though whoever asked may be gone.
            return await asyncio.shield(self._answer(found, message, now))
        except Exception as error:
            return self._app.failure(message, error)

    async def declined(self, message: Message, why: Declined, now: dt.datetime) -> Answer:
        """Say why what an editor sent does not even come to the desk."""
        return drafts.declined(await self._asked(message, now), why)

    async def editions(self) -> tuple[SealedEdition, ...]:
        """Return the editions that were live, the last one first, without who brought them; none if they are unread."""
        try:
            return await asyncio.to_thread(self._editions)
        except Declined as why:
            logger.warning("the history cannot be read (%s)", why.code)
            return ()

    def _editions(self) -> tuple[SealedEdition, ...]:
        seals, entries = self._desk.seals(), self._desk.history(MOST_EDITIONS)
        return tuple(sealed(each, seals[each.number]) for each in entries if each.number in seals)

    async def _answer(self, request: DeskRequest, message: Message, now: dt.datetime) -> Answer:
        asked, by, act = await self._asked(message, now), message.voter.signature, _act(request)
        try:
            answer = await self._carry_out(request, asked, by)
            if act:
                trail.info("%s by %s", act, by)
            if isinstance(request, DraftVerdict | DraftStanding):
                await self._app.close_form(message.voter, now)
        except InvalidEdition as invalid:
            answer = drafts.refused(asked, invalid)
            trail.info("%s by %s: refused for %d problems", act or "a look", by, len(invalid.problems))
        except Declined as why:
            answer = drafts.declined(asked, why)
            trail.info("%s by %s: declined, %s", act or "a look", by, why.code)
        return paged(answer, asked, parse(message.text).page)

    async def _asked(self, message: Message, now: dt.datetime) -> Personal:
        language = await self._app.language(message.reader, message.language)
        return Personal(
            edition=self._app.edition_on(now),
            language=language,
            today=now.date(),
            editor=True,
            now=now,
            limits=message.limits,
        )

    async def _carry_out(self, request: DeskRequest, asked: Personal, by: str) -> Answer:
        """Do what is asked and show what came of it; raises InvalidEdition and Declined."""
        match request:
            case Propose() | DraftVerdict() | DraftStanding() | Undo():
                return _drafted(asked, await asyncio.to_thread(self._proposal, request, by, asked.now))
            case Look(digest, preview):
                return await self._look(asked, digest, preview)
            case Publish(digest):
                return await self._publish(asked, digest, by)
            case Discard(digest):
                if not await asyncio.to_thread(self._desk.discard, digest):
                    raise Declined("no-draft", digest=digest)
                return drafts.discarded(asked)
            case LookBack(before):
                return drafts.history_page(asked, await asyncio.to_thread(self._desk.history, before=before))
            case LookAfter():
                return await self._look_after(asked, request)
            case Fetch(name):
                return await self._fetch(asked, name)
            case Reload():
                edition = await asyncio.to_thread(self._reloader.load)
                await self._reloader.show(edition)
                return drafts.reloaded(asked, edition)
        assert_never(request)

    def _proposal(self, request: Propose | DraftVerdict | DraftStanding | Undo, by: str, now: dt.datetime) -> Proposal:
        match request:
            case Propose(files):
                return self._desk.propose(files, by, now)
            case DraftVerdict(prediction, ruling, naive):
                return self._desk.rule(prediction, ruling, by, now, naive)
            case DraftStanding(prediction, review):
                return self._desk.stand(prediction, review, by, now)
            case Undo(number):
                return self._desk.undo(by, now, number)

    async def _look_after(self, asked: Personal, request: LookAfter) -> Answer:
        if request.rest:
            return admin.resent(asked, await self._app.send_to_the_rest(asked.now))
        if request.dismissed and not await self._app.dismiss(request.dismissed):
            raise Declined("no-such-editor", name=shortened(request.dismissed))
        signatures = [each.signature for each in await self._app.editors()]
        return admin.deliveries_page(asked, await self._app.figures(asked.now), self._app.reloads, signatures)

    async def _fetch(self, asked: Asked, name: str) -> Answer:
        names = await asyncio.to_thread(self._desk.names)
        found = next((each for each in names if name in (each, each.rpartition("/")[2])), "")
        content = await asyncio.to_thread(self._desk.text, found)
        if name and content is None:
            raise Declined("no-file", name=shortened(name))
        return drafts.fetched(asked, found, content) if content is not None else drafts.files(asked, names)

    async def _look(self, asked: Personal, digest: str, preview: int) -> Answer:
        if not digest:
            return drafts.drafts(asked, await asyncio.to_thread(self._desk.drafts))
        proposal = await asyncio.to_thread(self._desk.drafted, digest)
        return _previewed(asked, proposal, preview) if preview else _drafted(asked, proposal)

    async def _publish(self, asked: Personal, digest: str, by: str) -> Answer:
        try:
            proposal = await asyncio.to_thread(self._desk.publish, digest, by, asked.now)
        except Declined as why:
            return await self._published_before(asked, digest, why)
        await self._reloader.show(proposal.after)
        return drafts.published(asked, digest, tally(proposal.changes))

    async def _published_before(self, asked: Asked, digest: str, why: Declined) -> Answer:
        """Say again that a draft is live where its button was pressed twice; else raise why it is declined."""
        last = await asyncio.to_thread(self._desk.history, 1) if why.code == "no-draft" else ()
        if last and last[0].digest == digest:
            return drafts.published(asked, digest, last[0].what)
        raise why


def _act(request: DeskRequest) -> str:
    """Return what a request does, in words for the log; nothing where it only looks."""
    match request:
        case Propose(files):
            return f"draft of {shortened(', '.join(files))}"
        case DraftVerdict(prediction):
            return f"draft of a verdict on {shortened(prediction)}"
        case DraftStanding(prediction):
            return f"draft of how {shortened(prediction)} stands"
        case Undo(number):
            return f"draft of the edition before {number or 'the last one'}"
        case Publish(digest):
            return f"publication of {shortened(digest)}"
        case Discard(digest):
            return f"end of the draft {shortened(digest)}"
        case Reload():
            return "reload of the files"
        case LookAfter(rest=True):
            return "check-ins sent to the rest"
        case LookAfter(dismissed=editor) if editor:
            return f"dismissal of the editor {shortened(editor)}"
    return ""


def _drafted(asked: Asked, proposal: Proposal) -> Answer:
    return drafts.drafted(asked, proposal.draft, proposal.changes, proposal.after)


def _previewed(asked: Personal, proposal: Proposal, number: int) -> Answer:
    return drafts.previewed(asked, proposal.draft, proposal.changes, as_of(proposal.after, asked.today), number)
