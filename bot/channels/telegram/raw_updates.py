"""Updates as the Bot API tells them → what is asked, where that is plain to see; else the library's object.

Nearly all are words or presses in a private chat. The library takes as long to read one as we do to answer it.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram import Update

from bot.channels.telegram import shapes
from bot.channels.telegram.asking import Asking, as_reader, names_another, spoken
from bot.channels.telegram.render import LIMITS
from bot.content.briefing import Language
from bot.reception import Limits, Message, completed, in_place

logger = logging.getLogger(__name__)

RawUpdate = dict[str, Any]
"""An update as the Bot API tells it, with its number."""

_LOOKS: Final = {"entities", "link_preview_options"}
"""What a message of words may have beside them that changes nothing."""


def ordinary(update: RawUpdate, username: str, otherwise: Language, limits: Limits = LIMITS) -> Asking | None:
    """Return what an update asks, as `updates.asking` does; None for all that is out of the ordinary in any way."""
    match update:
        case {
            "message": {
                "message_id": int(),
                "date": int(),
                "chat": {"id": int(chat), "type": "private"},
                "from": {"id": int(person), "is_bot": False, **client},
                "text": str(said),
                **more,
            }
        } if (
            more.keys() <= _LOOKS
            and said.strip()
            and not names_another(said, username)
            and _sound(client, chat, person)
        ):
            message = _message(chat, person, completed(said, ""), client, otherwise, limits)
            return Asking(message, chat, update=update["update_id"])
        case {
            "callback_query": {
                "id": str(press),
                "from": {"id": int(person), "is_bot": False, **client},
                "data": str(data),
                "message": {
                    "message_id": int(shown),
                    "date": int(date),
                    "chat": {"id": int(chat), "type": "private"},
                } as below,
            }
        } if data and date and not below.get("is_topic_message") and _sound(client, chat, person, shown):
            text = data if data.startswith("/") else "/start"
            message = _message(chat, person, text, client, otherwise, limits, shown=str(shown))
            edits = shown if "text" in below and in_place(text) else None
            return Asking(message, chat, edits=edits, press=press, update=update["update_id"])
    return None


def lane(update: RawUpdate) -> str:
    """Return in which lane an update is kept: its chat's; without one, as an inline query, that of nobody."""
    for about in update.values():
        match about:
            case {"chat": {"id": int(chat)}} | {"message": {"chat": {"id": int(chat)}}}:
                return str(chat)
    return ""


def _sound(client: dict[Any, Any], *numbers: int) -> bool:
    """Tell whether ids are numbers, and not true, and a client's language is a word, if it tells one."""
    return all(type(each) is int for each in numbers) and isinstance(client.get("language_code", ""), str)


def parsed(update: RawUpdate) -> Update | None:
    """Return an update as the library reads it; None, told by its number and the kind of error, where it cannot."""
    try:
        shapes.check(update)
        return Update.de_json(update)
    except Exception as error:
        kind = type(error).__name__
        logger.error("Telegram: update %d cannot be read and is passed over (%s)", update["update_id"], kind)
        return None


def _message(
    chat: int,
    person: int,
    text: str,
    client: dict[Any, Any],
    otherwise: Language,
    limits: Limits,
    shown: str | None = None,
) -> Message:
    return Message(
        reader=as_reader(chat),
        text=text,
        language=spoken(client.get("language_code"), otherwise),
        limits=limits,
        person=as_reader(person),
        shown=shown,
    )
