"""The shell every channel asks: gather what is known, decide in pure code, apply what is to be remembered."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from bot.answers import Answer, Change, Question, answer, say
from bot.answers.answer import paragraph
from bot.briefing import Language
from bot.edition import Edition
from bot.store import Reader, Store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel received: who asks, what, and in which language their client speaks."""

    reader: Reader
    text: str
    language: Language
    editor: bool = False


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
            reply = answer(Question(message.text, language, message.editor), self.edition, now.date())
            if reply.change:
                self._apply(message.reader, reply.change)
            return reply.answer
        except Exception:
            name = self._new_id()
            logger.exception("%s: no answer on %s", name, message.reader.channel)
            return Answer(say(message.language, "name"), (paragraph(say(message.language, "failure", id=name)),))

    def _apply(self, reader: Reader, change: Change) -> None:
        self._store.choose_language(reader, change.language)
