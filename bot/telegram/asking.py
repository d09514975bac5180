"""Update → what is asked, by whom, and where the answer goes; None for what is not meant for us."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Update, User
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from bot.answers import COMMANDS, in_place
from bot.app import Message
from bot.briefing import Language
from bot.readers import Reader

_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A message for the app, and where its answer goes: into a chat and topic, or in place of an older message.

    `press` is the button press to acknowledge; in a `shared` chat only the person who pressed may see what they said.
    """

    message: Message
    chat: int
    topic: int | None = None
    replies_to: int | None = None
    edits: int | None = None
    press: str | None = None
    shared: bool = False


def asking(update: Update, username: str, otherwise: Language) -> Asking | None:
    """Return what an update asks. `otherwise` is the language of readers whose client tells none."""
    if update.callback_query:
        return _pressed(update.callback_query, otherwise)
    if update.message:
        return _written(update.message, username, otherwise)
    return None


def _pressed(query: CallbackQuery, otherwise: Language) -> Asking | None:
    if query.message is None or not query.data:
        return None
    chat = query.message.chat
    text = query.data if query.data.startswith("/") else "/start"
    person = Reader("telegram", str(query.from_user.id))
    message = Message(Reader("telegram", str(chat.id)), text, _language(query.from_user, otherwise), person=person)
    edits = query.message.message_id if query.message.is_accessible and in_place(text) else None
    topic = (
        query.message.message_thread_id
        if isinstance(query.message, TelegramMessage) and query.message.is_topic_message
        else None
    )
    return Asking(message, chat.id, topic, edits=edits, press=query.id, shared=chat.type != ChatType.PRIVATE)


def _written(written: TelegramMessage, username: str, otherwise: Language) -> Asking | None:
    text = written.text or written.caption or ""
    private = written.chat.type == ChatType.PRIVATE
    if not text.strip() or not (private or _addressed(text, username)):
        return None
    if private and (other := _COMMAND.match(text)) and other[1] and other[1].lower() != username.lower():
        return None
    person = Reader("telegram", str(written.from_user.id)) if written.from_user else None
    language = _language(written.from_user, otherwise)
    message = Message(Reader("telegram", str(written.chat.id)), text, language, person=person)
    topic = written.message_thread_id if written.is_topic_message else None
    return Asking(message, written.chat.id, topic, replies_to=None if private else written.message_id)


def _addressed(text: str, username: str) -> bool:
    """Tell whether a message in a group is for us: a command that names us, or one of ours that names nobody."""
    command = _COMMAND.match(text)
    if not command:
        return False
    return command[1].lower() == username.lower() if command[1] else command[0].removeprefix("/").lower() in COMMANDS


def _language(user: User | None, otherwise: Language) -> Language:
    if user is None or not user.language_code:
        return otherwise
    return "zh" if user.language_code.lower().startswith("zh") else "en"
