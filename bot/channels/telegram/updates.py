"""Telegram's updates → what is asked, by whom, and where the answer goes; None for what is not meant for us."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Document,
    InlineQuery,
    MaybeInaccessibleMessage,
    Update,
    User,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.channels.telegram.group_chats import alone
from bot.channels.telegram.render import LIMITS
from bot.content.briefing import Language
from bot.people import zones
from bot.people.readers import Reader
from bot.reception import Limits, Membership, Message, completed, concerns_all, in_place, known
from bot.words import language_of

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_MASKS = (ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL)
"""Who Telegram names as the author of what is written in the name of a group or channel: everybody who does so."""
_COMMAND = re.compile(r"/\w+(?:@(\w+))?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A message for the app, and where its answer goes: into a chat and topic, or in place of an older message.

    `press` is the button press to acknowledge. In a `shared` chat only admins decide for all, and who writes as the
    chat itself is one; what else is pressed there its person gets to see alone, at the address that `opens` it.
    `attached` is a file that came in a private chat, perhaps one of an `album`. Without words or file it is something
    we cannot read. In a group that is new to us it comes from nobody, but we were `invited_by` somebody. `update` is
    the number by which it came.
    """

    message: Message
    chat: int
    topic: int | None = None
    replies_to: int | None = None
    edits: int | None = None
    press: str | None = None
    opens: str = ""
    shared: bool = False
    attached: Document | None = None
    album: str | None = None
    invited_by: Reader | None = None
    update: int = 0


def asking(update: Update, username: str, otherwise: Language, limits: Limits = LIMITS) -> Asking | None:
    """Return what an update asks, within `limits` of ours; `otherwise` is the language where a client tells none."""
    if update.callback_query:
        return _pressed(update.callback_query, username, otherwise, limits)
    if written := update.message or update.channel_post:
        return _written(written, username, otherwise, limits)
    if edited := update.edited_message or update.edited_channel_post:
        return _edited(edited, username, otherwise, limits)
    return None


def asked_inline(query: InlineQuery, otherwise: Language) -> Message:
    """Return what somebody looks for who is about to send it elsewhere."""
    person = query.from_user
    return Message(
        reader=as_reader(person.id),
        text=query.query,
        language=_language(person, otherwise),
        limits=LIMITS,
        on_purpose=False,
    )


def moved_chat(update: Update) -> tuple[Reader, Reader] | None:
    """Return the old and the new id of a group that became a supergroup; either of two messages may tell it."""
    if (message := update.message) is None:
        return None
    if message.migrate_to_chat_id:
        return as_reader(message.chat.id), as_reader(message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return as_reader(message.migrate_from_chat_id), as_reader(message.chat.id)
    return None


def membership(update: Update, otherwise: Language) -> Membership | None:
    """Return what an update says of our own place in a chat; a topic that is opened again is one too."""
    if (opened := update.message) and opened.forum_topic_reopened and opened.from_user:
        reader, person = as_reader(opened.chat.id), opened.from_user
        return Membership(reader, True, True, False, as_reader(person.id), _language(person, otherwise))
    if (changed := update.my_chat_member) is None:
        return None
    within, before = map(_within, (changed.new_chat_member, changed.old_chat_member))
    group = changed.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    invited = group and within and not before
    person = changed.from_user
    return Membership(
        as_reader(changed.chat.id),
        within,
        _writes(changed.new_chat_member),
        invited,
        as_reader(person.id),
        _language(person, otherwise),
    )


def _writes(own: ChatMember) -> bool:
    """Tell whether our place in a chat lets us write there."""
    if isinstance(own, ChatMemberRestricted):
        return own.can_send_messages
    return not (isinstance(own, ChatMemberAdministrator) and own.can_post_messages is False)  # asked for in channels


def as_reader(chat: int) -> Reader:
    """Return the reader a chat or a person of Telegram is to us."""
    return Reader("telegram", str(chat))


def _within(member: ChatMember) -> bool:
    """Tell whether a member is in the chat; one whom admins restrict may have left it."""
    return member.is_member if isinstance(member, ChatMemberRestricted) else member.status not in _OUT


def _pressed(query: CallbackQuery, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    if query.message is None or not query.data or _another_bot(query.from_user):
        return None
    chat = query.message.chat
    text = query.data if query.data.startswith("/") else "/start"
    shared = chat.type != ChatType.PRIVATE
    topic = (
        query.message.message_thread_id
        if isinstance(query.message, TelegramMessage) and query.message.is_topic_message
        else None
    )
    message = Message(
        reader=as_reader(chat.id),
        text=text,
        language=_language(query.from_user, otherwise),
        limits=limits,
        person=None if query.from_user.id in _MASKS else as_reader(query.from_user.id),
        topic=topic,
        shown=str(query.message.message_id),
        shared=shared,
    )
    opens = alone(text, username) if shared and not concerns_all(text) else ""
    edits = query.message.message_id if _gives_way(query.message, text, shared=shared) else None
    return Asking(message, chat.id, topic, edits=edits, press=query.id, opens=opens, shared=shared)


def _gives_way(message: MaybeInaccessibleMessage, text: str, *, shared: bool) -> bool:
    """Tell whether the answer to a button takes the place of its message; of those all see, only settings do.

    What stands below a file or picture is no text, and cannot become one.
    """
    if not isinstance(message, TelegramMessage) or message.text is None:
        return False
    if not shared or message.reply_markup is None:
        return in_place(text)
    keys = [key for row in message.reply_markup.inline_keyboard for key in row]
    return all(isinstance(key.callback_data, str) and concerns_all(key.callback_data) for key in keys)


def _written(written: TelegramMessage, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    if written.is_automatic_forward or _another_bot(written.from_user) or _shared(written, username):
        return None
    private = written.chat.type == ChatType.PRIVATE
    said, replied_to = (_said(written) if private else _said_to_us(written, username)), _replied_to(written, username)
    if said is None:
        return None
    called = not (private or said or _unreadable(written))  # and no more: what they reply to is what they mean
    text = (replied_to or "/help") if called else completed(said, replied_to)
    attached = written.document if private else None
    if not (text.strip() or attached or _unreadable(written)):
        return None
    if private and names_another(text, username):
        return None
    topic = written.message_thread_id if written.is_topic_message else None
    message = Message(
        reader=as_reader(written.chat.id),
        text=text,
        language=_language(written.from_user, otherwise),
        limits=limits,
        person=None if written.from_user is None or _masked(written) else as_reader(written.from_user.id),
        topic=topic,
        shared=not private,
        on_purpose=not (_passed_on(written) or (replied_to and text != said)),
    )
    shared = not private and written.chat.type != ChatType.CHANNEL and written.sender_chat != written.chat
    replies_to = None if private else written.message_id
    album = written.media_group_id
    return Asking(message, written.chat.id, topic, replies_to, shared=shared, attached=attached, album=album)


def _edited(edited: TelegramMessage, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    """Return what an edited message asks. It changes nothing by itself: what it said before may have done so."""
    if edited.location or not (asked := _written(edited, username, otherwise, limits)):  # a live one moves by itself
        return None
    return replace(asked, message=replace(asked.message, on_purpose=False))


def _masked(written: TelegramMessage) -> bool:
    """Tell whether somebody writes in the name of a group or channel, so that nobody can tell who."""
    return bool(written.sender_chat or (written.from_user and written.from_user.id in _MASKS))


def names_another(text: str, username: str) -> bool:
    """Tell whether a command names a bot that is not ours."""
    command = _COMMAND.match(text)
    return bool(command and command[1] and command[1].lower() != username.lower())


def _another_bot(user: User | None) -> bool:
    """Tell whether a bot writes or presses: two that answer each other would never end."""
    return user is not None and user.is_bot and user.id not in _MASKS


def _passed_on(written: TelegramMessage) -> bool:
    """Tell whether the words of a message are another's: forwarded, or made by another bot."""
    return bool(written.forward_origin or written.via_bot)


def _shared(written: TelegramMessage, username: str) -> bool:
    """Tell whether somebody sent what we gave them to share: they ask nothing."""
    return written.via_bot is not None and (written.via_bot.username or "").lower() == username.lower()


def _unreadable(written: TelegramMessage) -> bool:
    """Tell whether somebody said something without words, of whatever kind: all but notices of Telegram's own."""
    if written.text:
        return False
    from telegram.ext import filters  # the whole framework with it, of which we need nothing else

    return not filters.StatusUpdate.ALL.check_update(Update(0, written))


def _said(written: TelegramMessage) -> str:
    """Return the words of a message; a location says where its reader lives."""
    if (place := written.location) and not written.venue:  # where somebody goes out is not where they live
        return f"/settings zone {zones.nearest_zone(place.latitude, place.longitude)}"
    return written.text or written.caption or ""


def _said_to_us(written: TelegramMessage, username: str) -> str | None:
    """Return what a message that many see asks of us, None where it is not for us.

    Meant for us is a command that names us, or one of ours that names nobody; in a group also what mentions us, or
    replies to us. No words are left of what only calls us, and there are none in what we cannot read.
    """
    text = written.text or written.caption or ""
    if command := _COMMAND.match(text):
        named = command[1].lower() == username.lower() if command[1] else known(command[0][1:].lower())
        return text if named else None
    if written.chat.type == ChatType.CHANNEL or _passed_on(written):
        return None
    words = re.sub(rf"(?<!\w)@{username}(?!\w)", " ", text, flags=re.IGNORECASE).strip()
    if words != text.strip():
        return words
    before = written.reply_to_message
    if before is None or before.forum_topic_created:  # whoever writes in a topic seems to reply to what opened it
        return None
    said = _said(written)
    return said if _ours(before, username) and (said or _unreadable(written)) else None


def _replied_to(written: TelegramMessage, username: str) -> str:
    """Return the words a message replies to: what it quotes, else all that another one says."""
    if written.quote:
        return written.quote.text
    before = written.reply_to_message
    return "" if before is None or _ours(before, username) else before.text or before.caption or ""


def _ours(message: TelegramMessage, username: str) -> bool:
    """Tell whether a message is ours."""
    return message.from_user is not None and (message.from_user.username or "").lower() == username.lower()


def _language(user: User | None, otherwise: Language) -> Language:
    return spoken(user.language_code if user else None, otherwise)


def spoken(tag: str | None, otherwise: Language) -> Language:
    """Return the language of a client by its tag, `otherwise` where it tells none."""
    return (language_of(tag) or "en") if tag else otherwise
