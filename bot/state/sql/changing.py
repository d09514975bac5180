"""What an answer changes: each change of a chat, of the person who asked in it, or of an editor."""

from __future__ import annotations

import contextlib
import datetime as dt

from bot.content.briefing import Language
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
from bot.people.readers import Issue, Note, Reader, Receipt
from bot.state.sql import rows
from bot.state.sql.crossings import CrossingRows
from bot.state.sql.editors import EditorRows
from bot.state.sql.errors import answering
from bot.state.sql.notes import NoteRows
from bot.state.sql.received import ReceivedRows
from bot.state.sql.unfound import UnfoundRows


@answering
class ChangeRows(CrossingRows):
    """Applies changes; each is one transaction."""

    editors: EditorRows
    notes: NoteRows
    received: ReceivedRows
    _unfound: UnfoundRows

    async def apply(
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
                with self.writing() as db:
                    self._subscribe(db, rows.reader_number(db, chat), subscription)
                    if self._language(chat) is None:
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
                self.editors.write_form(person, form, now)
            case AnswerAppeals(reply):
                self.appeals.answer(reply, person.signature, now)
                self.editors.write_form(person, None, now)
            case StopNote(number):
                self.notes.call_back(number)
            case Announce(words):
                note = self.notes.add(words, person.signature, now)
                self.editors.write_form(person, None, now)
                return note
        return None

    def keep_issue(self, reader: Reader, issue: Issue, now: dt.datetime) -> None:
        """Keep what a check-in asked and told a reader who asked for it, and when."""
        with self.writing() as db:
            rows.write_issue(db, rows.reader_number(db, reader), issue, now)

    async def note_unfound(self, question: str, person: Reader, now: dt.datetime) -> None:
        """Count a question that found nothing; its words are stored once three different people asked it in a month."""
        self._unfound.note(question, person, now)
