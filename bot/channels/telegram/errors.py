"""Classifies Telegram's errors by whose trouble they are: the chat's, the message's, ours."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.faults import MaybeSent
from bot.people.readers import PausedBy


class Meaning(Enum):
    """The meaning of a refusal: whose trouble it is. Each calls for another reaction."""

    GONE = "the chat shut us out, or is there no more"
    MUTED = "the chat has us, but we may not write in it"
    TOPIC_GONE = "the topic is there no more, the chat is"
    TOPIC_CLOSED = "nobody may write in the topic, until it is opened again"
    NO_FILES = "the chat takes words, but no such file"
    UNCHANGED = "the message shows just that already"
    LATE = "the press of a button waits for no answer any more"
    MESSAGE = "this message will never be taken as it is"
    FLOOD = "we must wait"
    DOUBT = "it may have been done or not"
    OURS = "the bot or the way to Telegram is at fault, whatever is sent to whom"


TOPIC: Final = frozenset({Meaning.TOPIC_GONE, Meaning.TOPIC_CLOSED})
SHUT: Final = frozenset({Meaning.GONE, Meaning.MUTED})
"""Nothing at all can be sent to that chat; others may be fine."""

WORDS: Final = (
    ("can't parse", Meaning.MESSAGE),  # first, as it may quote anything
    ("message is not modified", Meaning.UNCHANGED),
    ("query is too old", Meaning.LATE),
    ("query id is invalid", Meaning.LATE),
    ("query_id_invalid", Meaning.LATE),
    ("message thread not found", Meaning.TOPIC_GONE),
    ("topic_deleted", Meaning.TOPIC_GONE),
    ("topic_id_invalid", Meaning.TOPIC_GONE),
    ("topic_closed", Meaning.TOPIC_CLOSED),
    ("chat_send_plain_forbidden", Meaning.MUTED),
    ("chat_send_", Meaning.NO_FILES),  # …PHOTOS_FORBIDDEN, …DOCS_FORBIDDEN, …MEDIA_FORBIDDEN
    ("not enough rights to send photos", Meaning.NO_FILES),
    ("not enough rights to send documents", Meaning.NO_FILES),
    ("not enough rights to send media", Meaning.NO_FILES),
    ("not enough rights", Meaning.MUTED),
    ("have no rights to send", Meaning.MUTED),
    ("have no write access", Meaning.MUTED),
    ("administrator rights", Meaning.MUTED),
    ("chat_admin_required", Meaning.MUTED),
    ("chat_write_forbidden", Meaning.MUTED),
    ("chat_restricted", Meaning.MUTED),
    ("chat_guest_send_forbidden", Meaning.MUTED),
    ("user_banned_in_channel", Meaning.MUTED),
    ("privacy_premium_required", Meaning.MUTED),
    ("allow_payment_required", Meaning.MUTED),
    ("chat not found", Meaning.GONE),
    ("user not found", Meaning.GONE),
    ("peer_id_invalid", Meaning.GONE),
    ("chat_id_invalid", Meaning.GONE),
    ("user_id_invalid", Meaning.GONE),
    ("chat_forbidden", Meaning.GONE),
    ("channel_private", Meaning.GONE),
    ("channel_invalid", Meaning.GONE),
    ("user is deactivated", Meaning.GONE),
    ("user_deactivated", Meaning.GONE),  # INPUT_USER_DEACTIVATED too
    ("user_is_blocked", Meaning.GONE),
    ("you_blocked_user", Meaning.GONE),
    ("user_is_bot", Meaning.GONE),
    ("group chat was deactivated", Meaning.GONE),
    ("group chat is deactivated", Meaning.GONE),
    ("group chat was deleted", Meaning.GONE),
    ("group chat was upgraded", Meaning.GONE),  # where it does not say to which id
    ("bot was blocked", Meaning.GONE),
    ("bot was kicked", Meaning.GONE),
    ("bot is not a member", Meaning.GONE),
    ("can't initiate conversation", Meaning.GONE),
    ("can't send messages to bots", Meaning.GONE),
)
"""What the descriptions of 400 and 403 hold, in small letters, and what that means; the first that fits counts."""


def meaning(error: TelegramError) -> Meaning:
    """Return whose trouble an error is."""
    match error:
        case RetryAfter():
            return Meaning.FLOOD
        case ChatMigrated():
            return Meaning.GONE  # under that id
        case MaybeSent():
            return Meaning.DOUBT
        case Forbidden():
            return _named(error, otherwise=Meaning.GONE)
        case BadRequest():
            return _named(error, otherwise=Meaning.MESSAGE)
    return Meaning.OURS


def _named(error: TelegramError, otherwise: Meaning) -> Meaning:
    words = str(error).lower()
    return next((meaning for part, meaning in WORDS if part in words), otherwise)


def pauses(what: Meaning) -> PausedBy | None:
    """Return as what a chat is paused that refuses check-ins so; None where the trouble is not the chat's."""
    if what in (Meaning.GONE, Meaning.TOPIC_GONE):
        return "blocked"
    return "muted" if what in (Meaning.MUTED, Meaning.NO_FILES, Meaning.TOPIC_CLOSED) else None


def without_quotes(error: TelegramError) -> str:
    """Return what Telegram said, without what it quotes: that may be words of a reader."""
    return re.sub(r'"[^"]*"?', "“…”", str(error))[:200]


def fate(error: TelegramError) -> str:
    """Return what became of something that failed, and why, for a line of the log."""
    became = "may have arrived or not" if meaning(error) is Meaning.DOUBT else "was given up"
    return f"{became} ({without_quotes(error)})"
