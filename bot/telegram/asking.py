"""Update → what is asked, by whom, and where the answer goes; None for what is not meant for us."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Document, Update, User
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType

from bot import zones
from bot.answers import COMMANDS, in_place
from bot.app import Message
from bot.briefing import Language
from bot.readers import Reader

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A message for the app, and where its answer goes: into a chat and topic, or in place of an older message.

    `press` is the button press to acknowledge; in a `shared` chat only the person who pressed may see what they said,
    and only admins decide for all. Who writes as the chat itself is one. `attached` is a file that came in a private
    chat, perhaps one of an `album`.
    """

    message: Message
    chat: int
    topic: int | None = None
    replies_to: int | None = None
    edits: int | None = None
    press: str | None = None
    shared: bool = False
    attached: Document | None = None
    album: str | None = None


def asking(update: Update, username: str, otherwise: Language) -> Asking | None:
    """Return what an update asks. `otherwise` is the language of readers whose client tells none."""
    if update.callback_query:
        return _pressed(update.callback_query, otherwise)
    if written := update.message or update.channel_post:
        return _written(written, username, otherwise)
    return None


def moved(update: Update) -> tuple[Reader, Reader] | None:
    """Return the old and the new id of a group that became a supergroup; either of two messages may tell it."""
    if (message := update.message) is None:
        return None
    if message.migrate_to_chat_id:
        return _reader(message.chat.id), _reader(message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return _reader(message.migrate_from_chat_id), _reader(message.chat.id)
    return None


@dataclass(frozen=True, slots=True)
class Membership:
    """A chat let us in or shut us out; `invited` into a group where we were not before, by somebody of a `language`."""

    reader: Reader
    within: bool
    invited: bool
    language: Language


def membership(update: Update, otherwise: Language) -> Membership | None:
    """Return what an update says of our own place in a chat."""
    if (changed := update.my_chat_member) is None:
        return None
    within, before = (member.status not in _OUT for member in (changed.new_chat_member, changed.old_chat_member))
    group = changed.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    invited = group and within and not before
    return Membership(_reader(changed.chat.id), within, invited, _language(changed.from_user, otherwise))


def _reader(chat: int) -> Reader:
    return Reader("telegram", str(chat))


def _pressed(query: CallbackQuery, otherwise: Language) -> Asking | None:
    if query.message is None or not query.data:
        return None
    chat = query.message.chat
    text = query.data if query.data.startswith("/") else "/start"
    edits = query.message.message_id if query.message.is_accessible and in_place(text) else None
    topic = (
        query.message.message_thread_id
        if isinstance(query.message, TelegramMessage) and query.message.is_topic_message
        else None
    )
    message = Message(
        _reader(chat.id),
        text,
        _language(query.from_user, otherwise),
        person=_reader(query.from_user.id),
        topic=topic,
        shown=str(query.message.message_id),
        shared=chat.type != ChatType.PRIVATE,
    )
    return Asking(message, chat.id, topic, edits=edits, press=query.id, shared=chat.type != ChatType.PRIVATE)


def _written(written: TelegramMessage, username: str, otherwise: Language) -> Asking | None:
    text = _said(written)
    private = written.chat.type == ChatType.PRIVATE
    attached = written.document if private else None
    if (
        not (text.strip() or attached)
        or not (private or _addressed(text, username))
        or (written.location and not private)
    ):
        return None
    if private and (other := _COMMAND.match(text)) and other[1] and other[1].lower() != username.lower():
        return None
    person = _reader(written.from_user.id) if written.from_user else None
    language = _language(written.from_user, otherwise)
    topic = written.message_thread_id if written.is_topic_message else None
    message = Message(_reader(written.chat.id), text, language, person=person, topic=topic, shared=not private)
    shared = not private and written.chat.type != ChatType.CHANNEL and written.sender_chat != written.chat
    replies_to = None if private else written.message_id
    album = written.media_group_id
    return Asking(message, written.chat.id, topic, replies_to, shared=shared, attached=attached, album=album)


def _said(written: TelegramMessage) -> str:
    """Return the words of a message; a location says where its reader lives."""
    if place := written.location:
        return f"/settings zone {zones.nearest(place.latitude, place.longitude)}"
    return written.text or written.caption or ""


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
