"""Applies what was decided: what a reply changes is remembered, and its answer returned.

Here, and here alone, what a message changes waits for the state.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import replace

from bot.answers import Answer, File, Reply, crossing
from bot.answers.answer import paragraph
from bot.answers.asked import Personal
from bot.app.decide import decide
from bot.app.messages import Message
from bot.app.newcomers import Newcomers
from bot.app.unfound import Unfound
from bot.app.ways import TellReader
from bot.people.changes import Announce, AnswerAppeals, Change, Cross, CrossBack, Forget, HandOver, StopNote
from bot.people.readers import Note, Reader
from bot.people.schedule import reschedule
from bot.state import State
from bot.words import say

trail = logging.getLogger("bot.trail")
"""What editors did, as in `editorial`."""


class Apply:
    """Writes to the state; raises StateError where that cannot be done, and then nothing has changed."""

    def __init__(self, state: State, newcomers: Newcomers, unfound: Unfound, tell: TellReader | None = None) -> None:
        self._state, self._newcomers, self._unfound, self._tell = state, newcomers, unfound, tell

    async def __call__(self, message: Message, asked: Personal, reply: Reply) -> Answer:
        """Remember what a reply changes; return its answer, with the file where one goes with it."""
        person, now = message.voter, asked.now
        if reply.changes and not asked.known.stored and self._newcomers.too_many(message.network, now):
            return Answer(say(message.language, "name"), (paragraph(say(message.language, "too-many-readers")),))
        answer = reply.answer
        if isinstance(reply.change, HandOver):
            answer = _with_file(answer, await self._state.as_json(person))
        elif reply.change and (note := await self._change(message, reply.change, now)):
            answer = _begun(message, asked, note)
        if reply.unfound:
            await self._unfound.note(message, reply.unfound, now)
        if message.on_purpose:
            await self._newcomers.came(person, message.network, now)
        if isinstance(reply.change, Forget):
            await self._state.clear()
        return answer

    async def _change(self, message: Message, change: Change, now: dt.datetime) -> Note | None:
        chat, person = message.reader, message.voter
        if isinstance(change, AnswerAppeals):  # who, when and what, never the words
            to = change.reply
            trail.info("appeals %s by %s: %s %s", to.decision, person.signature, to.scope, to.what)
        elif isinstance(change, Announce | StopNote):
            act = "a note to all" if isinstance(change, Announce) else f"end of note {change.number}"
            trail.info("%s by %s", act, person.signature)
        elif isinstance(change, Cross | CrossBack):
            await asyncio.shield(self._cross(message, change, now))  # whoever is told hears of it whatever befalls us
            return None
        return await self._state.apply(
            change, chat=chat, person=person, language=message.language, now=now, receipt=message.receipt
        )

    async def _cross(self, message: Message, change: Cross | CrossBack, now: dt.datetime) -> None:
        """Let something go over or back, and have the other end told."""
        person, state = message.voter, self._state
        before = await state.counterpart(person, now)
        await state.apply(
            change, chat=person, person=person, language=message.language, now=now, receipt=message.receipt
        )
        other = before if isinstance(change, CrossBack) else await state.counterpart(person, now)
        if self._tell and other:
            told = crossing.undone_elsewhere if isinstance(change, CrossBack) else crossing.used
            self._tell(other, lambda language: told(language, person.channel))

    async def resume(self, reader: Reader, now: dt.datetime) -> None:
        """Resume a subscription that was paused because the chat had shut us out, or forbade us to write."""
        before = await self._state.subscription(reader)
        if before and before.paused in ("blocked", "muted"):
            at = reschedule(before.weekly, now=now, last=before.last_at, pending=None)
            await self._state.subscribe(reader, replace(before, paused=None, paused_on=None, next_at=at))


def _begun(message: Message, asked: Personal, note: Note) -> Answer:
    """Return what is shown of a note that has just been begun."""
    known = replace(asked.known, form=None, notes={**asked.known.notes, note.number: note})
    return decide(replace(message, text=f"/announce {note.number}"), replace(asked, known=known)).answer


def _with_file(answer: Answer, stored: bytes) -> Answer:
    """Return an answer that hands over all that is stored of a reader."""
    return replace(answer, file=File("hindsight.json", stored))
