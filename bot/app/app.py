"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.answers import Answer, Asked, Reply, as_said, shown_as
from bot.answers.answer import ClientAction, paragraph
from bot.answers.checkin import issue
from bot.answers.checkin_cache import first_page
from bot.answers.commands import paged
from bot.answers.editors import announce
from bot.answers.excerpts import Excerpt, excerpts
from bot.answers.follow_ups import completed
from bot.answers.limits import EVERYWHERE, Limits
from bot.answers.prepared import prepare, prepare_day
from bot.answers.start import unread
from bot.app.apply import Apply
from bot.app.decide import decide, decide_for_desk
from bot.app.gather import Gather
from bot.app.messages import Message
from bot.app.newcomers import Newcomers
from bot.app.news import news_for
from bot.app.turns import Turns
from bot.app.unfound import Unfound
from bot.app.ways import TellReader, Ways
from bot.content.briefing import Language
from bot.content.drafts import DeskRequest, Reloads
from bot.content.edition import Edition
from bot.content.proposals import as_of
from bot.people.appeals import Heard
from bot.people.readers import WEEK, Figures, Issue, PausedBy, Reader, Tally
from bot.state import Delivery, State, StateError, Totals
from bot.words import say

logger = logging.getLogger(__name__)


class App:
    """The live edition and the order of things. `edition` is swapped whole, never changed.

    `answered` and `failed` count questions by channel, since the start. `ways` lead to other channels by links with a
    `new_key`; at one end of such a way a reader is told what happens at the other, where somebody can `tell`.
    """

    def __init__(
        self,
        edition: Edition,
        state: State,
        *,
        new_id: Callable[[], str],
        zone: str,
        default: Language,
        editors: Iterable[str],
        new_key: Callable[[], str] = secrets.token_urlsafe,
        ways: Ways = dict,
        tell: TellReader | None = None,
    ) -> None:
        self.edition = edition
        self.reloads: Reloads | None = None
        self._state, self.newcomers = state, Newcomers(state)
        self._gather = Gather(state, zone, default, ways, new_key)
        self._apply = Apply(state, self.newcomers, Unfound(state, self.is_editor), tell)
        self._turns = Turns()
        self._editors = tuple(Reader(*each.split(":", 1)) for each in editors)
        self._new_id = new_id
        self.answered, self.failed = Counter[str](), Counter[str]()

    async def expect(self, edition: Edition, now: dt.datetime) -> None:
        """Do beside the loop what of `live` takes time by how much there is; it does what was not prepared itself."""
        try:
            news, successors = await asyncio.to_thread(lambda: (news_for(edition, now.date()), edition.successors))
            await self._state.prepare(successors, news.closings)
        except StateError as error:
            logger.warning("the tallies of edition %s cannot be counted yet: %s", edition.digest, error)

    async def live(self, edition: Edition, now: dt.datetime) -> None:
        """Answer from an edition from now on, and note what is new in it for the check-ins."""
        self.edition, self.reloads = edition, Reloads(now, now)
        try:
            news = news_for(edition, now.date())
            await self._state.live(news.verdicts, edition.by_slug, now, edition.successors, news.later, news.closings)
        except StateError as error:  # the next edition, or the next start, notes it
            logger.warning("what is new in edition %s cannot be noted for the check-ins yet: %s", edition.digest, error)

    def prepare(self, now: dt.datetime) -> None:
        """Make what the first questions ask of the live edition, which takes a moment; on any thread."""
        edition = self.edition_on(now)
        prepare(edition)
        prepare_day(edition, now.date())

    def edition_on(self, now: dt.datetime) -> Edition:
        """Return the live edition as of a day: verdicts that are still proposed count for nothing."""
        return as_of(self.edition, now.date())

    @property
    def heard(self) -> Mapping[str, Heard]:
        """What everybody may know of readers' appeals, by forecast."""
        return self._state.appeals.heard

    async def is_editor(self, person: Reader) -> bool:
        """Tell whether somebody may edit: the settings name them, or they came by the link of the page."""
        try:
            return person in self._editors or (person.channel == "web" and await self._state.editors.is_editor(person))
        except StateError as error:  # without the state nobody can edit, but everybody still reads
            logger.error("whether a reader came by the link of the page cannot be read: %s", error)
            return False

    async def editors(self) -> tuple[Reader, ...]:
        """Return all editors; where the state cannot be read, those of the settings."""
        try:
            return tuple(dict.fromkeys((*self._editors, *await self._state.editors.admitted())))
        except StateError as error:
            logger.error("who came by the link of the page cannot be read: %s", error)
            return self._editors

    async def admit(self, reader: Reader, now: dt.datetime, *, was: Reader | None = None) -> None:
        """Make a reader of the page an editor; where they were another reader so far, with all that one has."""
        async with self._turns.of(was or reader):
            await self._state.editors.admit(reader, now, was=was)
        logging.getLogger("bot.trail").info("the editors' link opened by %s", reader.signature)

    async def dismiss(self, signature: str) -> bool:
        """Make readers again of the editors who came by the link of the page and sign like this; tell whether any."""
        found = [each for each in await self._state.editors.admitted() if each.signature == signature]
        for editor in found:
            await self._state.editors.dismiss(editor)
        return bool(found)

    async def close_form(self, editor: Reader, now: dt.datetime) -> None:
        """Forget the form an editor has handed in."""
        await self._state.editors.keep_form(editor, None, now)

    async def language(self, reader: Reader, otherwise: Language | None = None) -> Language:
        """Return the language a reader chose; that of their client where none was, or the state cannot be read."""
        return await self._gather.language(reader, otherwise)

    async def completed(self, message: Message, asks: str) -> Message:
        """Return a message as the command it completes, where its words answer what was asked for."""
        language = await self.language(message.reader, message.language)
        return replace(message, text=completed(asks, message.text, self.edition, language))

    async def reply(self, message: Message, now: dt.datetime) -> Answer:
        """Answer a message and remember what it chose. Never raises: an error in us is a kind sentence and an id."""
        self.answered[message.reader.channel] += 1
        try:
            async with self._turns.of(message.reader, message.voter):
                asked = await self._gather(message, self.edition_on(now), now)
                return await self._apply(message, asked, decide(message, asked))
        except Exception as error:
            return self.failure(message, error)

    async def excerpts(self, message: Message, now: dt.datetime) -> tuple[Excerpt, ...]:
        """Return the forecasts that fit the words of a message, to be shared. Never raises; changes nothing."""
        try:
            asked = await self._gather.impersonal(message, self.edition_on(now), now)
            return excerpts(asked.about(*message.text.split()))
        except Exception as error:
            self.failure(message, error)
            return ()

    async def keep_question(self, message: Message, command: str, now: dt.datetime, instead_of: str = "") -> bool:
        """Keep what was asked as the last of a conversation; tell whether it is kept. Never raises.

        `instead_of` is the question whose answer made room for this one's.
        """
        try:
            return await self._state.keep_question(message.voter, command, now, instead_of)
        except StateError as error:
            logger.error("what was asked on %s cannot be kept: %s", message.reader.channel, error)
            return True  # nobody else is to keep it either

    async def conversation(
        self, reader: Reader, now: dt.datetime, most: int, before: int | None = None
    ) -> list[tuple[int, str]]:
        """Return the last questions of a conversation, by number, oldest first. Never raises."""
        try:
            return await self._state.conversation(reader, now, most, before)
        except StateError as error:
            logger.error("what a reader on %s asked before cannot be read: %s", reader.channel, error)
            return []

    async def tallies(self, now: dt.datetime) -> Mapping[str, Tally]:
        """Return what all readers say of each forecast; nothing where that cannot be read. Never raises."""
        nobody = Reader("api", "")
        try:
            return (await self._state.known(nobody, nobody, now=now)).tallies
        except StateError as error:
            logger.error("what readers say cannot be read: %s", error)
            return {}

    async def subscribed(self, reader: Reader) -> bool:
        """Tell whether a reader has a subscription, paused or not; where that cannot be read yes."""
        try:
            return await self._state.subscription(reader) is not None
        except StateError as error:
            logger.error("the subscription of a reader on %s cannot be read: %s", reader.channel, error)
            return True

    def as_said(self, text: str, title: str, language: Language, now: dt.datetime) -> str:
        """Return what a person says who asks a question that is answered under a title."""
        return as_said(text, Asked(edition=self.edition_on(now), language=language, today=now.date()), title)

    def shown_as(self, text: str, title: str, language: Language, now: dt.datetime) -> str:
        """Return what a question of before is called where it is shown again, above an answer with a title."""
        return shown_as(text, Asked(edition=self.edition_on(now), language=language, today=now.date()), title)

    async def changes(self, message: Message, now: dt.datetime) -> bool:
        """Tell whether answering a message would change anything, without doing so. Never raises.

        What asks the reader something does: it changes what their next words mean.
        """
        try:
            reply = decide(message, await self._gather(message, self.edition_on(now), now))
            return bool(message.files) or reply.changes or bool(reply.answer.asks)
        except Exception:
            return False  # `reply` says what is wrong

    async def desk_request(self, message: Message, now: dt.datetime) -> DeskRequest | Answer:
        """Return what an editor's message asks of the desk; the answer where it asks nothing of it."""
        self.answered[message.reader.channel] += 1
        async with self._turns.of(message.reader, message.voter):
            asked = await self._gather(message, self.edition_on(now), now)
            found = decide_for_desk(message, asked)
            return await self._apply(message, asked, found) if isinstance(found, Reply) else found

    def failure(self, message: Message, error: Exception) -> Answer:
        """Return what is said of an error in us, which is logged under an id."""
        self.failed[message.reader.channel] += 1
        name, channel = self._new_id(), message.reader.channel
        if isinstance(error, StateError):  # which says all there is to know
            logger.error("%s: no answer on %s: %s", name, channel, error)
        else:
            logger.error("%s: no answer on %s", name, channel, exc_info=error)
        said = say(message.language, "failure", id=name)
        copy = ClientAction(say(message.language, "button-copy", what=name), "copy", name)
        toast = said if message.shared else ""
        return Answer(say(message.language, "name"), (paragraph(said),), toast=toast, actions=(copy,))

    async def unread(self, message: Message, *, file: bool = False) -> Answer:
        """Return what is said to who sent something that is no question, or a file that nobody asked for."""
        self.answered[message.reader.channel] += 1
        return unread(await self.language(message.reader, message.language), message.voter.signature if file else "")

    async def trouble(self) -> str:
        """Return what is wrong with the state, in words for operators; nothing where it can be read."""
        try:
            await self._state.look()
        except StateError as error:
            return f"the state cannot be read: {error}"
        return ""

    async def totals(self, now: dt.datetime) -> Totals:
        """Count the deliveries of the last week, and the subscriptions; raises StateError."""
        return await self._state.totals(now - WEEK)

    async def figures(self, now: dt.datetime) -> Figures:
        """Return how the deliveries of the last week stand."""
        return await self._state.figures(now - WEEK)

    async def send_to_the_rest(self, now: dt.datetime) -> int:
        """Queue again what failed or stayed in doubt in the last week; return how many."""
        return await self._state.ledger.send_to_the_rest(now - WEEK, now)

    async def spread(self, now: dt.datetime, most: int) -> int:
        """Queue the editors' notes for at most so many subscribers; return for how many."""
        return await self._state.notes.spread(now, most)

    async def issue(
        self, delivery: Delivery, now: dt.datetime, limits: Limits = EVERYWHERE, *, shared: bool = False
    ) -> tuple[Answer, Issue | None] | None:
        """Return what a subscriber is sent now, and the check-in it holds; None where they want nothing any more.

        In a `shared` chat others see it.
        """
        edition, editor = self.edition_on(now), await self.is_editor(delivery.reader)
        asked = await self._gather.due(delivery, edition, now, editor=editor, shared=shared)
        if asked.known.subscription is None or asked.known.subscription.paused:
            return None
        asked = replace(asked, limits=limits)
        if delivery.note:
            note = await self._state.notes.going(delivery.note, delivery.id)
            return (paged(announce.note_page(asked.language, note), asked), None) if note else None
        told = issue(asked)
        return first_page(asked, told), told

    async def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id."""
        async with self._turns.of(old, new):
            await self._state.moved(old, new)

    async def left(self, reader: Reader, now: dt.datetime, by: PausedBy = "blocked") -> None:
        """Pause the subscription of a chat that shut us out, or forbids us to write; everything of it is kept."""
        await self._state.pause(reader, by, now)

    async def came_back(self, reader: Reader, now: dt.datetime) -> None:
        """Resume a subscription that was paused because the chat had shut us out, or forbade us to write."""
        async with self._turns.of(reader):
            await self._apply.resume(reader, now)
