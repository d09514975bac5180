"""Stands between channels and what answers: who asks, what they may, and what is set off by a chat, not by a question.

A channel turns what its network says into a `Message`, and an `Answer` into what its network shows. All in between
that is the same on every network is here, so that a new channel has nothing to copy and nothing to forget.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sized
from dataclasses import dataclass, replace
from typing import Final

from bot.answers import Answer, Excerpt, channel_errors, row_of
from bot.answers.limits import EVERYWHERE, Limits
from bot.answers.parsing import is_command
from bot.answers.table import Once
from bot.app import App, Message
from bot.content.briefing import Language
from bot.content.drafts import Declined, Reloads
from bot.content.sealed import SealedEdition
from bot.delivery.channel import Gone, TryLater
from bot.editorial import Editorial
from bot.pages import Publication
from bot.people.readers import PausedBy, Reader, Tally
from bot.reception.commands import concerns_all
from bot.reception.latency import Histogram, Latencies, called
from bot.reception.prompts import Prompts
from bot.state import Totals

logger = logging.getLogger(__name__)

LOOK_AGAIN: Final = 3.0
"""Seconds after which an answer that changes by itself is asked for anew."""

IsAdmin = Callable[[Reader], Awaitable[bool]]
"""Asks a network whether a person decides for the chat they write in; may raise AdminsUnknown."""
FetchFiles = Callable[[], Awaitable[Mapping[str, bytes] | None]]
"""Fetches files by name; None where another message of theirs brings them. May raise Declined."""
Show = Callable[[Answer], Awaitable[bool]]
"""Shows an answer in place of the one before; False where nobody sees that one any more. May raise Gone, TryLater."""


class AdminsUnknown(Exception):
    """Nobody can tell who is an admin: just now, or ever, where the group has them `hidden` from us."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        super().__init__("hidden" if hidden else "not known just now")


@dataclass(frozen=True, slots=True)
class Membership:
    """A chat let us in or shut us out; `invited` into a group where we were not before, `by` somebody of a `language`.

    One that lets us in need not let us write.
    """

    reader: Reader
    within: bool
    writes: bool
    invited: bool
    by: Reader
    language: Language


class Reception:
    """Receives what channels bring, at the time `now` tells; without an `editorial` nobody edits anything.

    What an answer shows that changes by itself is asked for anew after `look_again` seconds. `latencies` are those of
    all answers since the start, in the seconds of the `timer`. `queues` hold the questions that wait, by channel.
    """

    def __init__(
        self,
        app: App,
        now: Callable[[], dt.datetime],
        editorial: Editorial | None = None,
        *,
        look_again: float = LOOK_AGAIN,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app, self._now, self._editorial, self._look_again = app, now, editorial, look_again
        self.latencies, self._timer = Latencies(Histogram), timer
        self._prompts = Prompts()
        self.queues: dict[str, Sized] = {}
        self._preparing: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Make all that words are understood by, beside the loop; questions in words wait for it meanwhile."""
        self._preparing = asyncio.create_task(self._prepared())
        await self._preparing
        self._preparing = None

    async def _prepared(self) -> None:
        try:
            await asyncio.to_thread(self._app.prepare, self._now())
        except Exception:  # the first question makes it then, and says what is wrong
            logger.exception("not ready for questions in words")

    async def edits(self, person: Reader) -> bool:
        """Tell whether somebody may edit."""
        return self._editorial is not None and await self._app.is_editor(person)

    async def editors(self) -> tuple[Reader, ...]:
        """Return all who may edit, on every channel."""
        return await self._app.editors() if self._editorial else ()

    async def language(self, reader: Reader, otherwise: Language | None = None) -> Language:
        """Return the language a reader chose, else that of their client."""
        return await self._app.language(reader, otherwise)

    async def answer(self, message: Message, is_admin: IsAdmin | None = None) -> Answer:
        """Answer a question. Never raises: what cannot be done is said.

        In a shared chat `is_admin` tells who decides for all; without it whoever may write there does. Who starts again
        is back, if the chat had shut us out.
        """
        message, began = await self.completed(message), self._timer()
        try:
            if self._preparing and not is_command(message.text):
                await asyncio.wait([self._preparing])
            return await self._answer(message, is_admin)
        finally:
            self.latencies[called(message.text)].observe(self._timer() - began)

    async def _answer(self, message: Message, is_admin: IsAdmin | None) -> Answer:
        try:
            message = await self._entitled(message, is_admin)
        except AdminsUnknown as unknown:
            language = await self.language(message.reader, message.language)
            return channel_errors.admins_unknown(language, hidden=unknown.hidden)
        if message.on_purpose and is_command(message.text) and (row := row_of(message.text)) and row.resumes:
            await self._back(message.reader)
        answer = await self._reply(message)
        if message.on_purpose:
            self._prompts.keep(message, answer.asks, self._now())
        return answer

    async def excerpts(self, message: Message) -> tuple[Excerpt, ...]:
        """Return the forecasts that fit the words of a message, to be shared. Never raises; changes nothing."""
        return await self._app.excerpts(message, self._now())

    async def completed(self, message: Message) -> Message:
        """Return a message as the command it completes, where it answers what its sender was asked last."""
        asks = self._prompts.of(message, self._now()) if message.on_purpose and not message.files else ""
        return await self._app.completed(message, asks) if asks else message

    async def files(self, message: Message, fetch: FetchFiles) -> Answer | None:
        """Bring an editor's files to the desk, as a draft; those of others are not even fetched.

        None where another message of the same files is answered.
        """
        if self._editorial is None or not await self._edits(message):
            return await self._app.unread(message, file=True)
        try:
            files = await fetch()
        except Declined as why:
            return await self._editorial.declined(message, why, self._now())
        # Editors pass files on to us: a file becomes a draft to look at, and only their own press publishes it.
        return None if files is None else await self.answer(replace(message, files=files, on_purpose=True))

    async def unread(self, message: Message) -> Answer:
        """Return what is said to who sent something that is neither words nor a file."""
        return await self._app.unread(message)

    async def changes(self, message: Message) -> bool:
        """Tell whether a message would change anything if it may."""
        asked = replace(message, editor=await self._edits(message), on_purpose=True)
        message = await self.completed(asked)
        return await self._app.changes(message, self._now())

    async def follow(self, message: Message, answer: Answer, show: Show, is_admin: IsAdmin | None = None) -> None:
        """Ask anew for an answer that changes by itself, and show it where it did, until it says no more."""
        again = replace(message, text=answer.command, files={})
        while answer.follows and message.limits.edits:
            await asyncio.sleep(self._look_again)
            before, answer = answer, await self.answer(again, is_admin)
            if answer == before:
                continue
            try:
                if not await show(answer):
                    return
            except Gone:
                return
            except TryLater as later:
                logger.info("what changes is shown later on %s (%s)", message.reader.channel, later)
                answer = before
                await asyncio.sleep(later.after.total_seconds() if later.after else 0)

    async def membership(self, change: Membership, limits: Limits = EVERYWHERE) -> Message | None:
        """Pause for who shuts us out or up, resume for who is back; return what a new group is to be answered."""
        if change.within and change.writes:
            await self._app.came_back(change.reader, self._now())
        else:
            await self._app.left(change.reader, self._now(), "muted" if change.within else "blocked")
        if not change.invited:
            return None
        return Message(reader=change.reader, text="/start", language=change.language, shared=True, limits=limits)

    async def shut_out(self, message: Message, how: PausedBy, invited_by: Reader | None = None) -> Answer | None:
        """Pause for a chat that takes no answer; return what whoever has just let us in is told alone, if anything."""
        await self._app.left(message.reader, self._now(), how)
        if invited_by is None or how != "muted":
            return None
        return channel_errors.welcome_muted(await self.language(invited_by, message.language))

    async def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id."""
        await self._app.moved(old, new)

    async def knows(self, reader: Reader) -> bool:
        """Tell whether anything is stored of a reader."""
        return await self._app.newcomers.knows(reader)

    async def stands(self, reader: Reader) -> frozenset[Once]:
        """Return how a reader stands with us, by which a page offers commands."""
        stored, subscribed = await self.knows(reader), await self._app.subscribed(reader)
        return frozenset({"always", *(("stored",) if stored else ()), *(("subscribed",) if subscribed else ())})

    async def admit(self, reader: Reader, *, was: Reader) -> None:
        """Make an editor of somebody, with all they have as the reader they were so far."""
        await self._app.admit(reader, self._now(), was=was)

    @property
    def edition(self) -> str:
        """The digest of the edition that is live."""
        return self._app.edition.digest

    @property
    def publication(self) -> Publication:
        """The edition that is live, as it is published today, the same for everybody."""
        return Publication(self._app.edition_on(now := self._now()), now.date(), self._app.heard)

    async def editions(self) -> tuple[SealedEdition, ...]:
        """Return the editions that were live, the last one first; none where there is no history."""
        return await self._editorial.editions() if self._editorial else ()

    async def tallies(self) -> Mapping[str, Tally]:
        """Return what all readers say together, by forecast, as far as it tells of no one of them."""
        return await self._app.tallies(self._now())

    @property
    def reloads(self) -> Reloads | None:
        """When the files were last read, and last found good; None where they are not watched."""
        return self._app.reloads

    @property
    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """How many questions were answered since the start, by channel, and of how many an error of ours came."""
        return self._app.answered, self._app.failed

    async def trouble(self) -> str:
        """Return what is wrong with the state, in words for operators; nothing where it can be read."""
        return await self._app.trouble()

    async def totals(self) -> Totals:
        """Count the deliveries of the last week, and the subscriptions; raises StateError."""
        return await self._app.totals(self._now())

    async def _entitled(self, message: Message, is_admin: IsAdmin | None) -> Message:
        """Return a message with what its sender may do: edit the briefings, decide for a whole group."""
        decides = is_admin is None or not concerns_all(message.text)
        if is_admin and not decides and message.person:
            decides = await is_admin(message.person)
        editor = await self._edits(message)
        if (editor, decides) == (message.editor, message.decides):
            return message  # as nearly always: to make another takes as long as to find out
        return replace(message, editor=editor, decides=decides)

    async def _edits(self, message: Message) -> bool:
        """Tell whether a message is an editor's, said to us alone."""
        return not message.shared and await self.edits(message.voter)

    async def _back(self, reader: Reader) -> None:
        try:
            await self._app.came_back(reader, self._now())
        except Exception:  # they are answered all the same
            logger.exception("a chat on %s that starts again cannot be resumed", reader.channel)

    async def _reply(self, message: Message) -> Answer:
        front, now = self._editorial, self._now()
        return await (front or self._app).reply(message, now)
