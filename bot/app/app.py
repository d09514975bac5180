"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.answers import (
    Announce,
    Answer,
    ChooseLanguage,
    File,
    Forget,
    HandOver,
    KeepForm,
    KeepIssue,
    Reply,
    StopNote,
    Subscribe,
    Unsubscribe,
    Vote,
    answer,
    row_of,
)
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
from bot.people.readers import WEEK, Figures, Issue, Known, PausedBy, Reader
from bot.people.schedule import reschedule
from bot.scores import settled
from bot.state.sqlite import statistics
from bot.state.sqlite.editors import Staff
from bot.state.sqlite.ledger import Delivery, Ledger
from bot.state.sqlite.notes import Announcements
from bot.state.sqlite.rows import as_json
from bot.state.sqlite.statistics import Census, looked_after
from bot.state.sqlite.store import Store
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
        store: Store,
        *,
        new_id: Callable[[], str],
        zone: str,
        default: Language,
        editors: Iterable[str],
    ) -> None:
        self.edition = edition
        self.reloads: Reloads | None = None
        self._store = store
        self._ledger, self._staff, self.newcomers = Ledger(store), Staff(store), Newcomers(store)
        self._announcements = Announcements(store)
        self._editors = tuple(Reader(*each.split(":", 1)) for each in editors)
        self._new_id, self._zone, self._default = new_id, zone, default
        self.answered, self.failed = Counter[str](), Counter[str]()

    def live(self, edition: Edition, now: dt.datetime) -> None:
        """Answer from an edition from now on, and note what is new in it for the check-ins."""
        self.edition, self.reloads = edition, Reloads(now, now)
        ruled = [verdict_key(ref(each), each.record) for each in edition.predictions if each.record.verdict]
        try:
            self._store.live(ruled, list(edition.by_slug), now)
        except sqlite3.Error as error:  # the next edition, or the next start, notes it
            logger.warning("what is new in edition %s cannot be noted for the check-ins yet: %s", edition.digest, error)

    def is_editor(self, person: Reader) -> bool:
        """Tell whether somebody may edit: the settings name them, or they came by the link of the page."""
        try:
            return person in self._editors or (person.channel == "web" and self._staff.is_editor(person))
        except sqlite3.Error:  # without the state nobody can edit, but everybody still reads
            logger.exception("whether a reader came by the link of the page cannot be read")
            return False

    def editors(self) -> tuple[Reader, ...]:
        """Return all editors; where the state cannot be read, those of the settings."""
        try:
            return tuple(dict.fromkeys((*self._editors, *self._staff.admitted())))
        except sqlite3.Error:
            logger.exception("who came by the link of the page cannot be read")
            return self._editors

    def admit(self, reader: Reader, now: dt.datetime, *, was: Reader | None = None) -> None:
        """Make a reader of the page an editor; where they were another reader so far, with all that one has."""
        self._staff.admit(reader, now, was=was)

    def dismiss(self, signature: str) -> bool:
        """Make readers again of the editors who came by the link of the page and sign like this; tell whether any."""
        found = [each for each in self._staff.admitted() if each.signature == signature]
        for editor in found:
            self._staff.dismiss(editor)
        return bool(found)

    def close_form(self, editor: Reader, now: dt.datetime) -> None:
        """Forget the form an editor has handed in."""
        self._staff.keep_form(editor, None, now)

    def language(self, reader: Reader, otherwise: Language | None = None) -> Language:
        """Return the language a reader chose; that of their client where none was, or the state cannot be read."""
        try:
            return self._store.language(reader) or otherwise or self._default
        except sqlite3.Error:
            logger.exception("the choice of a reader on %s cannot be read", reader.channel)
            return otherwise or self._default

    def reply(self, message: Message, now: dt.datetime) -> Answer:
        """Answer a message and remember what it chose. Never raises: an error in us is a kind sentence and an id."""
        self.answered[message.reader.channel] += 1
        try:
            return self._applied(message, self._decide(message, now), now)
        except Exception:
            return self.failure(message)

    def changes(self, message: Message, now: dt.datetime) -> bool:
        """Tell whether answering a message would change anything, without doing so. Never raises."""
        try:
            return bool(message.files) or self._decide(message, now).changes
        except Exception:
            return False  # `reply` says what is wrong

    def desk_request(self, message: Message, now: dt.datetime) -> DeskRequest | Answer:
        """Return what an editor's message asks of the desk; the answer where it asks nothing of it."""
        found = self._begun(message, now)
        return self._applied(message, found, now) if isinstance(found, Reply) else found

    async def desk_request_beside(self, message: Message, now: dt.datetime) -> DeskRequest | Answer:
        """Return the same, and read beside the loop what grows with readers, or with all that one of them ever said."""
        if message.editor and self._of_notes(message, self._form(message, now)):
            await self._announcements.count()
        found = self._begun(message, now)
        if isinstance(found, Reply) and isinstance(found.change, HandOver):
            return replace(found.answer, file=await self._store.beside(lambda db: _handed_over(db, message.voter)))
        return self._applied(message, found, now) if isinstance(found, Reply) else found

    def _begun(self, message: Message, now: dt.datetime) -> DeskRequest | Reply:
        self.answered[message.reader.channel] += 1
        if message.editor and message.files and message.on_purpose:
            return Propose(message.files)
        reply = self._decide(message, now)
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

    def _decide(self, message: Message, now: dt.datetime) -> Reply:
        """Return the reply to a message; nothing is remembered yet."""
        reply = answer(message.text, self._asked(message, now), on_purpose=message.on_purpose)
        return reply if message.on_purpose else reply.harmless

    def _asked(self, message: Message, now: dt.datetime) -> Personal:
        """Return what a message asks, with all that its answer may depend on."""
        return Personal(
            edition=self.edition,
            language=self.language(message.reader, message.language),
            today=now.date(),
            editor=message.editor,
            shared=message.shared,
            now=now,
            known=self._known(message, now),
            decides=message.decides,
            zone=message.zone or self._zone,
            topic=message.topic,
            anonymous=message.anonymous,
        )

    def _known(self, message: Message, now: dt.datetime) -> Known:
        """Return what the state holds of a reader; where it cannot be read nothing, so that they are still answered."""
        try:
            settled_at = settled(self.edition)
            known = self._store.known(message.reader, message.voter, message.shown, now, settled_at)
            known = replace(known, notes=self._announcements.notes())
            return self._known_to_editors(known, message, now) if message.editor else known
        except sqlite3.Error:
            logger.exception("what is known of a reader on %s cannot be read", message.reader.channel)
            return Known()

    async def census(self, now: dt.datetime) -> Census:
        """Count the deliveries of the last week, and the subscriptions; raises sqlite3.Error."""
        return await statistics.taken(self._store, now - WEEK)

    def _known_to_editors(self, known: Known, message: Message, now: dt.datetime) -> Known:
        form = self._staff.form(message.voter, now)
        if not self._of_notes(message, form):
            return replace(known, form=form)
        notes, receivers = self._announcements.counted(), self._announcements.receivers()
        return replace(known, form=form, notes=notes, receivers=receivers)

    def _form(self, message: Message, now: dt.datetime) -> Form | None:
        with contextlib.suppress(sqlite3.Error):  # which is told where it is asked again
            return self._staff.form(message.voter, now)
        return None

    def _of_notes(self, message: Message, form: Form | None) -> bool:
        """Tell whether a message is about notes: only then is it counted who gets them, and who got them."""
        row = row_of(message.text)
        return bool(form and form.about == announce.NOTE) or (row is not None and row.counts_notes)

    async def figures(self, now: dt.datetime) -> Figures:
        """Return how the deliveries of the last week stand."""
        return await looked_after(self._store, now - WEEK)

    def send_to_the_rest(self, now: dt.datetime) -> int:
        """Queue again what failed or stayed in doubt in the last week; return how many."""
        return self._ledger.send_to_the_rest(now - WEEK, now)

    def spread(self, now: dt.datetime, most: int) -> int:
        """Queue the editors' notes for at most so many subscribers; return for how many."""
        return self._announcements.spread(now, most)

    def issue(self, delivery: Delivery, now: dt.datetime) -> tuple[Answer, Issue | None] | None:
        """Return what a subscriber is sent now, and the check-in it holds; None where they want nothing any more."""
        known = self._store.known_by(delivery.number, delivery.number, now=now)
        if known.subscription is None or known.subscription.paused:
            return None
        if delivery.note:
            note = self._announcements.going(delivery.note, delivery.id)
            return (announce.note_page(delivery.language or self._default, note), None) if note else None
        language, editor = delivery.language or self._default, self.is_editor(delivery.reader)
        asked = Personal(edition=self.edition, language=language, today=now.date(), editor=editor, now=now, known=known)
        told = issue(asked)
        return first_page(asked, told), told

    def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id."""
        self._store.moved(old, new)

    def left(self, reader: Reader, now: dt.datetime, by: PausedBy = "blocked") -> None:
        """Pause the subscription of a chat that shut us out, or forbids us to write; everything of it is kept."""
        self._store.pause(reader, by, now)

    def came_back(self, reader: Reader, now: dt.datetime) -> None:
        """Resume a subscription that was paused because the chat had shut us out, or forbade us to write."""
        before = self._store.subscription(reader)
        if before and before.paused in ("blocked", "muted"):
            at = reschedule(before.weekly, now=now, last=before.last_at, pending=None)
            self._store.subscribe(reader, replace(before, paused=None, paused_on=None, next_at=at))

    def _applied(self, message: Message, reply: Reply, now: dt.datetime) -> Answer:
        person, network = message.voter, message.network
        if reply.changes and self.newcomers.too_many(person, network, now):
            return Answer(say(message.language, "name"), (paragraph(say(message.language, "too-many-readers")),))
        answer = self._apply(message, reply, now) if reply.change else reply.answer
        if message.on_purpose:
            self.newcomers.came(person, network, now)
        return answer

    def _apply(self, message: Message, reply: Reply, now: dt.datetime) -> Answer:
        """Remember what a reply changes; return its answer, with the file where one goes with it."""
        store, chat = self._store, message.reader
        match reply.change:
            case ChooseLanguage(language):
                store.choose_language(chat, language)
            case Vote(prediction, value, told):
                store.vote(message.voter, prediction, value, now)
                if told:
                    store.keep_issue(chat, told, now)
            case Forget():
                store.forget(message.voter)
            case KeepIssue(told):
                store.keep_issue(chat, told, now)
            case Subscribe(subscription):
                store.subscribe(chat, subscription)
                if store.language(chat) is None:  # no client tells us its language when a check-in is sent
                    store.choose_language(chat, message.language)
            case Unsubscribe():
                store.unsubscribe(chat)
            case HandOver():
                return replace(reply.answer, file=_handed_over(store.connection, message.voter))
            case _:
                return self._apply_for_editor(message, reply, now)
        return reply.answer

    def _apply_for_editor(self, message: Message, reply: Reply, now: dt.datetime) -> Answer:
        match reply.change:
            case KeepForm(form):
                self._staff.keep_form(message.voter, form, now)
            case StopNote(number):
                self._announcements.stop(number)
            case Announce(words):
                number = self._announcements.begin(words, message.voter.signature, now)
                self._staff.keep_form(message.voter, None, now)
                return self._decide(replace(message, text=f"/announce {number}"), now).answer
        return reply.answer


def _handed_over(db: sqlite3.Connection, reader: Reader) -> File:
    """Return all that is stored of a reader as a file."""
    return File("hindsight.json", as_json(db, reader))
