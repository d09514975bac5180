"""Shared chats: which buttons act for everybody there, and links to a chat with the bot alone."""

from __future__ import annotations

from typing import Final

from bot.answers import COMMANDS, link, row_of
from bot.answers.parsing import parse

_ALONE: Final = "https://t.me/{username}?start={payload}"


def concerns_all(command: str) -> bool:
    """Tell whether a command asks for what only the admins of a group or channel choose."""
    row = row_of(command)
    return row is not None and row.concerns_all


def pressed_here(command: str) -> bool:
    """Tell whether a shared chat is where a button is pressed: to vote, which is answered aside, or to decide for all.

    All else would show everybody what one person wants to read.
    """
    name, words, _ = parse(command)
    row = COMMANDS.get(name)
    return row is not None and (row.concerns_all or (row.aside and bool(words)))


def alone(command: str, username: str) -> str:
    """Return the address that asks a command, or what is nearest to it, in a chat with the bot alone."""
    return _ALONE.format(username=username, payload=link(command))
