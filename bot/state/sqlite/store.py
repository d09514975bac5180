"""The state in SQLite: one writer, no `await` inside a transaction.

Every method owns its transaction. Instants go in and come out as aware UTC; readers are named by channel and id.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

from bot import files
from bot.content.briefing import Language
from bot.content.texts import LANGUAGES
from bot.people.changes import (
    Announce,
    AnswerAppeals,
    Change,
    ChooseLanguage,
    Cross,
    CrossBack,
    Follow,
    Forget,
    KeepForm,
    KeepIssue,
    MakeAppeal,
    MakePass,
    Second,
    StopNote,
    Subscribe,
    TakeBack,
    Unsubscribe,
    Vote,
)
from bot.people.readers import Figures, Issue, Known, Note, Reader, Receipt
from bot.people.succession import Succession
from bot.state.errors import InUse
from bot.state.sqlite import maintenance, rows, statistics
from bot.state.sqlite.appeals import AppealRows
from bot.state.sqlite.conversations import ConversationRows
from bot.state.sqlite.crossings import CrossingRows
from bot.state.sqlite.editors import EditorRows
from bot.state.sqlite.errors import answering, translated
from bot.state.sqlite.inbox import InboxRows
from bot.state.sqlite.ledger import LedgerRows
from bot.state.sqlite.news import NewsRows
from bot.state.sqlite.notes import NoteRows
from bot.state.sqlite.reader_votes import NOTHING_SAID, counts, members, votes_of
from bot.state.sqlite.received import ReceivedRows
from bot.state.sqlite.tallies import Tallies
from bot.state.sqlite.unfound import UnfoundRows
from bot.state.values import Brought, Delivery, Totals

CHANGE_PATIENCE: Final = 0.5
"""Seconds a change waits for another process that writes, such as `publish`; no reader is answered meanwhile."""
FILE: Final = "hindsight.db"
JOURNAL: Final = f"{FILE}-wal"
LOCK: Final = "hindsight.lock"
FOREVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_NOTHING: Final[Mapping[str, dt.datetime]] = {}
_NO_SUCCESSORS: Final[Mapping[str, str]] = {}


def alone(folder: Path) -> IO[str]:
    """Take the state in a folder for us alone until what is returned is closed; raises InUse or OSError."""
    files.private_file(folder / LOCK)
    lock = (folder / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InUse("another process works with it; end that one first") from None
    except BaseException:
        lock.close()
        raise
    return lock


@answering
class Store(CrossingRows, NewsRows, InboxRows, ConversationRows):
    """The one writer of the state: what readers chose and said, and what they were asked."""

    def __init__(self, connection: sqlite3.Connection, folder: Path | None = None) -> None:
        """Work with a state, whose files lie in a folder if it is not in memory alone; raises StateError."""
        super().__init__(connection, "normal", CHANGE_PATIENCE)
        self._lock: IO[str] | None = None
        self._folder, self._names = folder, Succession()
        with translated():
            self.appeals = AppealRows(self, lambda: self._names)
            self.reread()
            self.ledger, self.editors, self.notes = LedgerRows(self), EditorRows(self), NoteRows(self)
            self._unfound = UnfoundRows(self)
            self.received = ReceivedRows(self, folder / JOURNAL if folder else None)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the state in a folder, made where it is missing; raises InUse, OSError or StateError.

        One process at a time: two would send every check-in twice.
        """
        files.private_folder(folder)
        with contextlib.ExitStack() as left:
            lock = left.enter_context(alone(folder))
            files.private_file(folder / FILE)
            files.narrow(folder / JOURNAL, folder / f"{FILE}-shm")
            with translated():
                store = cls(sqlite3.connect(folder / FILE, timeout=5), folder)
            left.pop_all()
        store._lock = lock
        return store

    def close(self) -> None:
        """Close the file, and let others have it."""
        super().close()
        if self._lock:
            self._lock.close()

    def reread(self) -> None:
        """Take to hand again what concerns all readers: what they say together, and what is new."""
        self._tallies = Tallies(self.connection, self._names)
        self._all_news = self._read_news()
        self.appeals.reread()

    def live(
        self,
        verdicts: Iterable[str],
        briefings: Iterable[str],
        now: dt.datetime,
        successors: Mapping[str, str] = _NO_SUCCESSORS,
        later: Mapping[str, dt.datetime] = _NOTHING,
    ) -> None:
        """Note which verdicts and briefings are live, and what took the place of predictions of before.

        From then on what was said and asked under a name of before is read under that of its successor.
        """
        before, self._names = self._names, Succession(successors)
        self._tallies.follow(self.connection, self._names)
        self.appeals.look_again(before.changed(self._names))
        self._note_news(verdicts, briefings, now, later)

    # What an answer needs, and what it changes

    def known(
        self,
        chat: Reader,
        person: Reader,
        message: str | None = None,
        now: dt.datetime = FOREVER,
        settled: Mapping[str, dt.datetime] = _NOTHING,
        *,
        editor: bool = False,
    ) -> Known:
        """Return what an answer may need to know of a chat, of the person who asks in it, and of all readers.

        `message` is the message of the chat the question came from: its own check-in is then the one in question.
        What is dated after `now`, by a clock that was wrong, was not yet. `settled` says until when a guess counted at
        a prediction that was ruled on. An `editor` is known with the form they are filling in, and
        with what was asked in vain.
        """
        number, language = self._numbered(chat)
        own = number if person == chat else self.number(person)
        form, unfound = (self.editors.form(person, now), self._unfound.most_asked()) if editor else (None, {})
        return self._known(
            number,
            own,
            message,
            now,
            settled,
            language=language,
            stored=own is not None,
            form=form,
            unfound=unfound,
            notes=self.notes.notes(),
        )

    def known_for(self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = _NOTHING) -> Known:
        """Return what a check-in may need to know of the reader who gets it, and of all readers."""
        return self._known(delivery.number, delivery.number, None, now, settled, language=delivery.language)

    def apply(
        self,
        change: Change,
        *,
        chat: Reader,
        person: Reader,
        language: Language,
        now: dt.datetime,
        receipt: Receipt | None = None,
    ) -> Note | None:
        """Remember what an answer changes for a chat or for the person who asked in it; return the note it begins.

        A change that is none of the state's, such as an editor's request, changes nothing here. `language` is that of a
        chat that chose none: no client tells us its language when a check-in is sent. What came by the `receipt` is
        handled with that.
        """
        with self.received.done_with(receipt) if receipt else contextlib.nullcontext():
            return self._apply(change, chat, person, language, now)

    def _apply(self, change: Change, chat: Reader, person: Reader, language: Language, now: dt.datetime) -> Note | None:
        match change:
            case ChooseLanguage(chosen):
                self.choose_language(chat, chosen)
            case Vote():
                self._answered(person, chat, change, now)
            case KeepIssue(told):
                self.keep_issue(chat, told, now)
            case Subscribe(subscription):
                with self.writing():
                    self.subscribe(chat, subscription)
                    if self.language(chat) is None:
                        self.choose_language(chat, language)
            case Unsubscribe():
                self.unsubscribe(chat)
            case _:
                return self._apply_for_person(change, person, now)
        return None

    def _apply_for_person(self, change: Change, person: Reader, now: dt.datetime) -> Note | None:
        match change:
            case Follow():
                self.follow(person, change, now)
            case MakeAppeal() | TakeBack() | Second():
                self.appeals.say(person, change, now)
            case MakePass() | Cross() | CrossBack():
                self.go_over(person, change, now)
            case Forget():
                self._unfound.forget(person)
                self.forget(person)
            case _:
                return self._apply_for_editor(change, person, now)
        return None

    def _apply_for_editor(self, change: Change, person: Reader, now: dt.datetime) -> Note | None:
        match change:
            case KeepForm(form):
                self.editors.keep_form(person, form, now)
            case AnswerAppeals(reply):
                self.appeals.answer(reply, person.signature, now)
                self.editors.keep_form(person, None, now)
            case StopNote(number):
                self.notes.stop(number)
            case Announce(words):
                note = self.notes.begin(words, person.signature, now)
                self.editors.keep_form(person, None, now)
                return note
        return None

    def keep_issue(self, reader: Reader, issue: Issue, now: dt.datetime) -> None:
        """Keep what a check-in asked and told a reader who asked for it, and when."""
        with self.writing() as db:
            rows.write_issue(db, rows.reader_number(db, reader), issue, now)

    def note_unfound(self, question: str, person: Reader, now: dt.datetime) -> None:
        """Count a question that found nothing; its words are stored once three different people asked it in a month."""
        self._unfound.note(question, person, now)

    # For operators

    async def look(self) -> None:
        """Raise StateError where the state cannot be read: by this connection, or by a new one."""
        statistics.look(self.connection)
        await self.beside(statistics.look)

    async def totals(self, since: dt.datetime) -> Totals:
        """Count what the state holds, deliveries by their slots since then."""
        found = await self.beside(lambda db: statistics.totals(db, since))
        return replace(found, copied=maintenance.copied(self._folder) if self._folder else None)

    async def figures(self, since: dt.datetime) -> Figures:
        """Return how the deliveries of slots since then stand, and the first of those left out."""
        return await self.beside(lambda db: statistics.figures(db, since))

    def newest(self) -> dt.datetime | None:
        """Return when the state was last written; None for one never written."""
        return statistics.newest(self.connection)

    async def nightly(self, now: Callable[[], dt.datetime]) -> None:
        """Forget what has expired, and make a backup; what fails is logged, and tried again the next night."""
        file = self._folder / FILE if self._folder else None
        await maintenance.nightly(self, file, now, self._unfound.expire)

    def bring(self, file: IO[bytes]) -> Brought:
        """Take all readers of a file that `export` wrote, or none; twice is the same as once. Raises Unusable too."""
        from bot.state.sqlite.transfer import import_readers  # readers seldom come from another state

        brought = import_readers(self, file)
        self.reread()
        return brought

    def _numbered(self, reader: Reader) -> tuple[int | None, Language | None]:
        query = "select reader, language from readers where channel = ? and id = ?"
        number, language = self.connection.execute(query, (reader.channel, reader.id)).fetchone() or (None, None)
        return number, language if language in LANGUAGES else None

    def _known(
        self,
        number: int | None,
        own: int | None,
        message: str | None,
        now: dt.datetime,
        settled: Mapping[str, dt.datetime],
        **more: Any,
    ) -> Known:
        said = votes_of(self.connection, own, self._names, settled) if own is not None else NOTHING_SAID
        found: dict[str, Any] = {}
        if number is not None:
            subscription = self._subscription(number)
            issue = rows.last_issue(self.connection, number, self._names, message, now)
            found = {
                "subscription": subscription,
                "asked": rows.asked(self.connection, number, self._names, now),
                "follows": rows.follows(self.connection, number, self._names, now),
                "issue": issue,
                "answered_on": rows.answered_on(self.connection, number, issue, now),
                **(news := self._news(number, subscription, now)),
                "members": members(self.connection, number, self._names, _told(issue, news["new_verdicts"])),
            }
        more |= {"heard": self.appeals.heard}
        if own is not None:
            more |= {"crossing": self._last_crossing(own, now), **self.appeals.of(own)}
        own_counts = own is None or counts(self.connection, own)
        tallies = self._tallies.tallies if own_counts else self._tallies.with_words(said.chances, said.rulings)
        return Known(**said._asdict(), crowd=self._tallies.crowd, tallies=tallies, **found, **more)


def _told(issue: Issue | None, new: Iterable[str]) -> frozenset[str]:
    """Return the predictions whose verdicts or standings a check-in tells: the last one, or the next."""
    return frozenset((*(issue.verdicts if issue else ()), *(key.partition(" ")[0] for key in new)))
