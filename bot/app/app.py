"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.answers import Answer, Change, File, HandOver, Reply, answer, row_of
from bot.answers.answer import paragraph
from bot.answers.asked import Personal
from bot.answers.checkin import issue, verdict_key
from bot.answers.checkin_cache import first_page
from bot.answers.editors import announce
from bot.answers.start import unread
from bot.app.newcomers import Newcomers
from bot.content.briefing import Language
from bot.content.drafts import DeskRequest, Form, Propose, Reloads
from bot.content.edition import Edition, ref
from bot.people.readers import WEEK, Figures, Issue, Known, Note, PausedBy, Reader
from bot.people.schedule import reschedule
from bot.scores import settled
from bot.state import Census, Delivery, State, StateError
from bot.words import say

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel received: in whose chat, what, in which language the client speaks, and which person asks.

    The person matters in groups: the group chose the language, but each member votes alone, and only who `decides`
    changes what concerns all; in a `shared` chat others see the answer. `shown` is the message a button was pressed
    under, `topic` the part of a forum, `files` what came with it, `zone` where the client says it is. What was not sent
    `on_purpose`, such as a link that somebody else made or a message that was passed on, changes nothing, whatever it
    says. Where readers cost nothing, the `network` they come by says how many may be new.
    """

    reader: Reader
    text: str
    language: Language
    editor: bool = False
    person: Reader | None = None
    decides: bool = True
    topic: int | None = None
    shown: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    zone: str = ""
    shared: bool = False
    on_purpose: bool = True
    network: str = ""

    @property
    def anonymous(self) -> bool:
        """Tell whether somebody writes in the name of a whole chat: what they say is no person's."""
        return self.shared and self.person is None

    @property
    def voter(self) -> Reader:
        """The person who asks: in a private chat the reader itself."""
        return self.person or self.reader


class App:
    """The live edition and the order of things. `edition` is swapped whole, never changed.

    `answered` and `failed` count questions by channel, since the start.
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
    ) -> None:
        self.edition = edition
        self.reloads: Reloads | None = None
        self._state, self.newcomers = state, Newcomers(state)
        self._editors = tuple(Reader(*each.split(":", 1)) for each in editors)
        self._new_id, self._zone, self._default = new_id, zone, default
        self.answered, self.failed = Counter[str](), Counter[str]()

    def live(self, edition: Edition, now: dt.datetime) -> None:
        """Answer from an edition from now on, and note what is new in it for the check-ins."""
        self.edition, self.reloads = edition, Reloads(now, now)
        ruled = [verdict_key(ref(each), each.record) for each in edition.predictions if each.record.verdict]
        try:
            self._state.live(ruled, list(edition.by_slug), now)
        except StateError as error:  # the next edition, or the next start, notes it
            logger.warning("what is new in edition %s cannot be noted for the check-ins yet: %s", edition.digest, error)

    def is_editor(self, person: Reader) -> bool:
        """Tell whether somebody may edit: the settings name them, or they came by the link of the page."""
        try:
            return person in self._editors or (person.channel == "web" and self._state.editors.is_editor(person))
        except StateError:  # without the state nobody can edit, but everybody still reads
            logger.exception("whether a reader came by the link of the page cannot be read")
            return False

    def editors(self) -> tuple[Reader, ...]:
        """Return all editors; where the state cannot be read, those of the settings."""
        try:
            return tuple(dict.fromkeys((*self._editors, *self._state.editors.admitted())))
        except StateError:
            logger.exception("who came by the link of the page cannot be read")
            return self._editors

    def admit(self, reader: Reader, now: dt.datetime, *, was: Reader | None = None) -> None:
        """Make a reader of the page an editor; where they were another reader so far, with all that one has."""
        self._state.editors.admit(reader, now, was=was)

    def dismiss(self, signature: str) -> bool:
        """Make readers again of the editors who came by the link of the page and sign like this; tell whether any."""
        found = [each for each in self._state.editors.admitted() if each.signature == signature]
        for editor in found:
            self._state.editors.dismiss(editor)
        return bool(found)

    def close_form(self, editor: Reader, now: dt.datetime) -> None:
        """Forget the form an editor has handed in."""
        self._state.editors.keep_form(editor, None, now)

    def language(self, reader: Reader, otherwise: Language | None = None) -> Language:
        """Return the language a reader chose; that of their client where none was, or the state cannot be read."""
        try:
            return self._state.language(reader) or otherwise or self._default
        except StateError:
            logger.exception("the choice of a reader on %s cannot be read", reader.channel)
            return otherwise or self._default

    def reply(self, message: Message, now: dt.datetime) -> Answer:
        """Answer a message and remember what it chose. Never raises: an error in us is a kind sentence and an id."""
        self.answered[message.reader.channel] += 1
        try:
            known = self._gather(message, now)
            return self._applied(message, self._decide(message, known, now), known, now)
        except Exception:
            return self.failure(message)

    def changes(self, message: Message, now: dt.datetime) -> bool:
        """Tell whether answering a message would change anything, without doing so. Never raises."""
        try:
            return bool(message.files) or self._decide(message, self._gather(message, now), now).changes
        except Exception:
            return False  # `reply` says what is wrong

    def desk_request(self, message: Message, now: dt.datetime) -> DeskRequest | Answer:
        """Return what an editor's message asks of the desk; the answer where it asks nothing of it."""
        known = self._gather(message, now)
        found = self._begun(message, known, now)
        return self._applied(message, found, known, now) if isinstance(found, Reply) else found

    async def desk_request_beside(self, message: Message, now: dt.datetime) -> DeskRequest | Answer:
        """Return the same, and read beside the loop what grows with readers, or with all that one of them ever said."""
        known = self._gather(message, now)
        if message.editor and _of_notes(message, known.form):
            notes, receivers = await self._state.notes.counted()
            known = replace(known, notes=notes, receivers=receivers)
        found = self._begun(message, known, now)
        if isinstance(found, Reply) and isinstance(found.change, HandOver):
            return replace(found.answer, file=_data(await self._state.as_json_beside(message.voter)))
        return self._applied(message, found, known, now) if isinstance(found, Reply) else found

    def _begun(self, message: Message, known: Known, now: dt.datetime) -> DeskRequest | Reply:
        self.answered[message.reader.channel] += 1
        if message.editor and message.files and message.on_purpose:
            return Propose(message.files)
        reply = self._decide(message, known, now)
        return reply.change if isinstance(reply.change, DeskRequest) else reply

    def failure(self, message: Message) -> Answer:
        """Return what is said of an error in us, which is logged under an id."""
        self.failed[message.reader.channel] += 1
        name = self._new_id()
        logger.exception("%s: no answer on %s", name, message.reader.channel)
        said = say(message.language, "failure", id=name)
        return Answer(say(message.language, "name"), (paragraph(said),), toast=said if message.shared else "")

    def unread(self, message: Message, *, file: bool = False) -> Answer:
        """Return what is said to who sent something that is no question, or a file that nobody asked for."""
        self.answered[message.reader.channel] += 1
        return unread(self.language(message.reader, message.language), message.voter.signature if file else "")

    def _decide(self, message: Message, known: Known, now: dt.datetime) -> Reply:
        """Return the reply to a message by what is known; nothing is remembered yet, and the state is not asked."""
        reply = answer(message.text, self._asked(message, known, now), on_purpose=message.on_purpose)
        return reply if message.on_purpose else reply.harmless

    def _asked(self, message: Message, known: Known, now: dt.datetime) -> Personal:
        """Return what a message asks, with all that its answer may depend on."""
        return Personal(
            edition=self.edition,
            language=known.language or message.language,
            today=now.date(),
            editor=message.editor,
            shared=message.shared,
            now=now,
            known=known,
            decides=message.decides,
            zone=message.zone or self._zone,
            topic=message.topic,
            anonymous=message.anonymous,
        )

    def _gather(self, message: Message, now: dt.datetime) -> Known:
        """Return what the state holds of a reader; where it cannot be read nothing, so that they are still answered."""
        asker, shown, ruled = (message.reader, message.voter), message.shown, settled(self.edition)
        try:
            return self._state.known(*asker, shown, now, ruled, editor=message.editor)
        except StateError:
            logger.exception("what is known of a reader on %s cannot be read", message.reader.channel)
            return Known()

    async def census(self, now: dt.datetime) -> Census:
        """Count the deliveries of the last week, and the subscriptions; raises StateError."""
        return await self._state.census(now - WEEK)

    async def figures(self, now: dt.datetime) -> Figures:
        """Return how the deliveries of the last week stand."""
        return await self._state.figures(now - WEEK)

    def send_to_the_rest(self, now: dt.datetime) -> int:
        """Queue again what failed or stayed in doubt in the last week; return how many."""
        return self._state.ledger.send_to_the_rest(now - WEEK, now)

    def spread(self, now: dt.datetime, most: int) -> int:
        """Queue the editors' notes for at most so many subscribers; return for how many."""
        return self._state.notes.spread(now, most)

    def issue(self, delivery: Delivery, now: dt.datetime) -> tuple[Answer, Issue | None] | None:
        """Return what a subscriber is sent now, and the check-in it holds; None where they want nothing any more."""
        known = self._state.known_for(delivery, now)
        if known.subscription is None or known.subscription.paused:
            return None
        if delivery.note:
            note = self._state.notes.going(delivery.note, delivery.id)
            return (announce.note_page(delivery.language or self._default, note), None) if note else None
        language, editor = delivery.language or self._default, self.is_editor(delivery.reader)
        asked = Personal(edition=self.edition, language=language, today=now.date(), editor=editor, now=now, known=known)
        told = issue(asked)
        return first_page(asked, told), told

    def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id."""
        self._state.moved(old, new)

    def left(self, reader: Reader, now: dt.datetime, by: PausedBy = "blocked") -> None:
        """Pause the subscription of a chat that shut us out, or forbids us to write; everything of it is kept."""
        self._state.pause(reader, by, now)

    def came_back(self, reader: Reader, now: dt.datetime) -> None:
        """Resume a subscription that was paused because the chat had shut us out, or forbade us to write."""
        before = self._state.subscription(reader)
        if before and before.paused in ("blocked", "muted"):
            at = reschedule(before.weekly, now=now, last=before.last_at, pending=None)
            self._state.subscribe(reader, replace(before, paused=None, paused_on=None, next_at=at))

    def _applied(self, message: Message, reply: Reply, known: Known, now: dt.datetime) -> Answer:
        """Remember what a reply changes; return its answer, with the file where one goes with it."""
        person, network = message.voter, message.network
        if reply.changes and not known.stored and self.newcomers.too_many(network, now):
            return Answer(say(message.language, "name"), (paragraph(say(message.language, "too-many-readers")),))
        answer = reply.answer
        if isinstance(reply.change, HandOver):
            answer = replace(answer, file=_data(self._state.as_json(person)))
        elif reply.change and (note := self._apply(message, reply.change, now)):
            begun = replace(known, form=None, notes={**known.notes, note.number: note})
            answer = self._decide(replace(message, text=f"/announce {note.number}"), begun, now).answer
        if message.on_purpose:
            self.newcomers.came(person, network, now)
        return answer

    def _apply(self, message: Message, change: Change, now: dt.datetime) -> Note | None:
        chat, person = message.reader, message.voter
        return self._state.apply(change, chat=chat, person=person, language=message.language, now=now)


def _of_notes(message: Message, form: Form | None) -> bool:
    """Tell whether a message is about notes: only then is it counted who gets them, and who got them."""
    row = row_of(message.text)
    return bool(form and form.about == announce.NOTE) or (row is not None and row.counts_notes)


def _data(stored: bytes) -> File:
    """Return all that is stored of a reader as a file."""
    return File("hindsight.json", stored)
