"""What Telegram says when it does not do what it was asked, and whose trouble that is."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.readers import PausedBy
from bot.telegram.transport import InDoubt


class Trouble(Enum):
    """Whose trouble a refusal is; each calls for something else."""

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


TOPIC: Final = frozenset({Trouble.TOPIC_GONE, Trouble.TOPIC_CLOSED})
SHUT: Final = frozenset({Trouble.GONE, Trouble.MUTED})
"""Nothing at all can be sent to that chat; others may be fine."""

WORDS: Final = (
    ("can't parse", Trouble.MESSAGE),  # first, as it may quote anything
    ("message is not modified", Trouble.UNCHANGED),
    ("query is too old", Trouble.LATE),
    ("query id is invalid", Trouble.LATE),
    ("query_id_invalid", Trouble.LATE),
    ("message thread not found", Trouble.TOPIC_GONE),
    ("topic_deleted", Trouble.TOPIC_GONE),
    ("topic_id_invalid", Trouble.TOPIC_GONE),
    ("topic_closed", Trouble.TOPIC_CLOSED),
    ("chat_send_plain_forbidden", Trouble.MUTED),
    ("chat_send_", Trouble.NO_FILES),  # …PHOTOS_FORBIDDEN, …DOCS_FORBIDDEN, …MEDIA_FORBIDDEN
    ("not enough rights to send photos", Trouble.NO_FILES),
    ("not enough rights to send documents", Trouble.NO_FILES),
    ("not enough rights to send media", Trouble.NO_FILES),
    ("not enough rights", Trouble.MUTED),
    ("have no rights to send", Trouble.MUTED),
    ("have no write access", Trouble.MUTED),
    ("administrator rights", Trouble.MUTED),
    ("chat_admin_required", Trouble.MUTED),
    ("chat_write_forbidden", Trouble.MUTED),
    ("chat_restricted", Trouble.MUTED),
    ("chat_guest_send_forbidden", Trouble.MUTED),
    ("user_banned_in_channel", Trouble.MUTED),
    ("privacy_premium_required", Trouble.MUTED),
    ("allow_payment_required", Trouble.MUTED),
    ("chat not found", Trouble.GONE),
    ("user not found", Trouble.GONE),
    ("peer_id_invalid", Trouble.GONE),
    ("chat_id_invalid", Trouble.GONE),
    ("user_id_invalid", Trouble.GONE),
    ("chat_forbidden", Trouble.GONE),
    ("channel_private", Trouble.GONE),
    ("channel_invalid", Trouble.GONE),
    ("user is deactivated", Trouble.GONE),
    ("user_deactivated", Trouble.GONE),  # INPUT_USER_DEACTIVATED too
    ("user_is_blocked", Trouble.GONE),
    ("you_blocked_user", Trouble.GONE),
    ("user_is_bot", Trouble.GONE),
    ("group chat was deactivated", Trouble.GONE),
    ("group chat is deactivated", Trouble.GONE),
    ("group chat was deleted", Trouble.GONE),
    ("group chat was upgraded", Trouble.GONE),  # where it does not say to which id
    ("bot was blocked", Trouble.GONE),
    ("bot was kicked", Trouble.GONE),
    ("bot is not a member", Trouble.GONE),
    ("can't initiate conversation", Trouble.GONE),
    ("can't send messages to bots", Trouble.GONE),
)
"""What the descriptions of 400 and 403 hold, in small letters, and what that means; the first that fits counts."""


def trouble(error: TelegramError) -> Trouble:
    """Return whose trouble an error is."""
    match error:
        case RetryAfter():
            return Trouble.FLOOD
        case ChatMigrated():
            return Trouble.GONE  # under that id
        case InDoubt():
            return Trouble.DOUBT
        case Forbidden():
            return _named(error, otherwise=Trouble.GONE)
        case BadRequest():
            return _named(error, otherwise=Trouble.MESSAGE)
    return Trouble.OURS


def _named(error: TelegramError, otherwise: Trouble) -> Trouble:
    words = str(error).lower()
    return next((meaning for part, meaning in WORDS if part in words), otherwise)


def pauses(what: Trouble) -> PausedBy | None:
    """Return as what a chat is paused that refuses check-ins so; None where the trouble is not the chat's."""
    if what in (Trouble.GONE, Trouble.TOPIC_GONE):
        return "blocked"
    return "muted" if what in (Trouble.MUTED, Trouble.NO_FILES, Trouble.TOPIC_CLOSED) else None


def said(error: TelegramError) -> str:
    """Return what Telegram said, without what it quotes: that may be words of a reader."""
    return re.sub(r'"[^"]*"?', "“…”", str(error))[:200]
