"""What somebody asks who writes: in words, with a file, by a place; in a group only what is meant for us."""

from __future__ import annotations

import re
from contextlib import suppress

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType

from bot.channels.telegram.asking import COMMAND, MASKS, Asking, another_bot, as_reader, client_language, names_another
from bot.content.briefing import Language
from bot.people import zones
from bot.reception import Limits, Message, completed, known


def asked_in(written: TelegramMessage, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    """Return what a message asks; None for what is not meant for us, or says nothing."""
    if written.is_automatic_forward or another_bot(written.from_user) or _shared(written, username):
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
        language=client_language(written.from_user, otherwise),
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


def _masked(written: TelegramMessage) -> bool:
    """Tell whether somebody writes in the name of a group or channel, so that nobody can tell who."""
    return bool(written.sender_chat or (written.from_user and written.from_user.id in MASKS))


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
        with suppress(ValueError):  # no place on earth: something we cannot read
            return f"/settings zone {zones.nearest_zone(place.latitude, place.longitude)}"
    return written.text or written.caption or ""


def _said_to_us(written: TelegramMessage, username: str) -> str | None:
    """Return what a message that many see asks of us, None where it is not for us.

    Meant for us is a command that names us, or one of ours that names nobody; in a group also what mentions us, or
    replies to us. No words are left of what only calls us, and there are none in what we cannot read.
    """
    text = written.text or written.caption or ""
    if command := COMMAND.match(text):
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
