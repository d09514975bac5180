"""Tells channels about a command before it is answered: whether it is one, whom it concerns, where its answer goes."""

from __future__ import annotations

from bot.answers import COMMANDS, harmless, in_place, link, menu, row_of
from bot.answers.parsing import is_command, parse
from bot.answers.table import Once

__all__ = [
    "completed",
    "concerns_all",
    "foremost",
    "harmless",
    "in_place",
    "known",
    "link",
    "menu",
    "of_editors",
    "once",
    "pressed_here",
    "sets_language",
]


def known(name: str) -> bool:
    """Tell whether there is a command of a name, which is given in small letters and without its slash."""
    return name in COMMANDS


def completed(command: str, replied_to: str) -> str:
    """Return a command with the words its message replies to, where it looks for words and has none of its own."""
    row = row_of(command) if is_command(command) else None
    return f"{command} {replied_to}" if row and row.seeks and not parse(command).words else command


def sets_language(command: str) -> bool:
    """Tell whether a command chooses the language of all answers."""
    row = row_of(command)
    return row is not None and row.sets_language


def foremost(command: str) -> bool:
    """Tell whether a command is one of the few to offer at a glance."""
    row = row_of(command)
    return row is not None and row.foremost


def once(command: str) -> Once:
    """Tell to whom a page offers a command: to everybody, or to who is stored, or subscribed."""
    row = row_of(command)
    return row.once if row else "always"


def of_editors(command: str) -> bool:
    """Tell whether a command exists for editors alone."""
    row = row_of(command)
    return row is not None and row.editors


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
