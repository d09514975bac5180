"""Telegram's updates → what is asked, by whom, and where the answer goes; None for what is not meant for us."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, InlineQuery, MaybeInaccessibleMessage, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from bot.channels.telegram.asking import MASKS, Asking, another_bot, as_reader, client_language
from bot.channels.telegram.group_chats import alone
from bot.channels.telegram.render import LIMITS
from bot.channels.telegram.written import asked_in
from bot.content.briefing import Language
from bot.reception import Limits, Message, concerns_all, in_place


def asking(update: Update, username: str, otherwise: Language, limits: Limits = LIMITS) -> Asking | None:
    """Return what an update asks, within `limits` of ours; `otherwise` is the language where a client tells none."""
    asked = _asking(update, username, otherwise, limits)
    return replace(asked, update=update.update_id) if asked else None


def _asking(update: Update, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    if update.callback_query:
        return _pressed(update.callback_query, username, otherwise, limits)
    if written := update.message or update.channel_post:
        return asked_in(written, username, otherwise, limits)
    if edited := update.edited_message or update.edited_channel_post:
        return _edited(edited, username, otherwise, limits)
    return None


def asked_inline(query: InlineQuery, otherwise: Language) -> Message:
    """Return what somebody looks for who is about to send it elsewhere."""
    person = query.from_user
    return Message(
        reader=as_reader(person.id),
        text=query.query,
        language=client_language(person, otherwise),
        limits=LIMITS,
        on_purpose=False,
    )


def _pressed(query: CallbackQuery, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    if query.message is None or not query.data or another_bot(query.from_user):
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
        language=client_language(query.from_user, otherwise),
        limits=limits,
        person=None if query.from_user.id in MASKS else as_reader(query.from_user.id),
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


def _edited(edited: TelegramMessage, username: str, otherwise: Language, limits: Limits) -> Asking | None:
    """Return what an edited message asks. It changes nothing by itself: what it said before may have done so."""
    if edited.location or not (asked := asked_in(edited, username, otherwise, limits)):  # a live one moves by itself
        return None
    return replace(asked, message=replace(asked.message, on_purpose=False))
