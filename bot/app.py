"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from bot.answers import Answer, Change, ChooseLanguage, Forget, KeepQuestions, Question, Vote, answer, say
from bot.answers.answer import paragraph
from bot.briefing import Language
from bot.edition import Edition
from bot.readers import Known, Reader
from bot.store import Store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel received: in whose chat, what, in which language the client speaks, and which person asks.

    The person matters in groups: the group chose the language, but each member votes alone.
    """

    reader: Reader
    text: str
    language: Language
    editor: bool = False
    person: Reader | None = None

    @property
    def voter(self) -> Reader:
        """The person who asks: in a private chat the reader itself."""
        return self.person or self.reader


class App:
    """The live edition and the order of things. `edition` is swapped whole, never changed."""

    def __init__(self, edition: Edition, store: Store, *, new_id: Callable[[], str]) -> None:
        self.edition = edition
        self._store = store
        self._new_id = new_id

    def language(self, reader: Reader, otherwise: Language) -> Language:
        """Return the language a reader chose; that of their client where none was, or the state cannot be read."""
        try:
            return self._store.language(reader) or otherwise
        except sqlite3.Error:
            logger.exception("the choice of a reader on %s cannot be read", reader.channel)
            return otherwise

    def reply(self, message: Message, now: dt.datetime) -> Answer:
        """Answer a message and remember what it chose. Never raises: an error in us is a kind sentence and an id."""
        try:
            language = self.language(message.reader, message.language)
            question = Question(message.text, language, message.editor)
            reply = answer(question, self.edition, now.date(), self._known(message))
            if reply.change:
                self._apply(message, reply.change, now)
            return reply.answer
        except Exception:
            name = self._new_id()
            logger.exception("%s: no answer on %s", name, message.reader.channel)
            return Answer(say(message.language, "name"), (paragraph(say(message.language, "failure", id=name)),))

    def _known(self, message: Message) -> Known:
        """Return what the state holds of a reader; where it cannot be read nothing, so that they are still answered."""
        try:
            return self._store.known(message.reader, message.voter)
        except sqlite3.Error:
            logger.exception("what is known of a reader on %s cannot be read", message.reader.channel)
            return Known()

    def _apply(self, message: Message, change: Change, now: dt.datetime) -> None:
        match change:
            case ChooseLanguage(language):
                self._store.choose_language(message.reader, language)
            case Vote(prediction, value):
                self._store.vote(message.voter, prediction, value, now)
            case Forget():
                self._store.forget(message.voter)
            case KeepQuestions(questions):
                self._store.keep_issue(message.reader, questions, now)
