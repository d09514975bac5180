"""What somebody asks on Telegram, and where its answer goes; who they are to us, what language their client speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from telegram import Document, User
from telegram.constants import ChatID

from bot.content.briefing import Language
from bot.people.readers import Reader
from bot.reception import Message
from bot.words import language_of

MASKS: Final = (ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL)
"""Who Telegram names as the author of what is written in the name of a group or channel: everybody who does so."""
COMMAND: Final = re.compile(r"/\w+(?:@(\w+))?")
"""A command, and the bot it names if any."""


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


def as_reader(chat: int) -> Reader:
    """Return the reader a chat or a person of Telegram is to us."""
    return Reader("telegram", str(chat))


def names_another(text: str, username: str) -> bool:
    """Tell whether a command names a bot that is not ours."""
    command = COMMAND.match(text)
    return bool(command and command[1] and command[1].lower() != username.lower())


def another_bot(user: User | None) -> bool:
    """Tell whether a bot writes or presses: two that answer each other would never end."""
    return user is not None and user.is_bot and user.id not in MASKS


def client_language(user: User | None, otherwise: Language) -> Language:
    """Return the language of who writes or presses; `otherwise` where their client tells none."""
    return spoken(user.language_code if user else None, otherwise)


def spoken(tag: str | None, otherwise: Language) -> Language:
    """Return the language of a client by its tag, `otherwise` where it tells none."""
    return (language_of(tag) or "en") if tag else otherwise
