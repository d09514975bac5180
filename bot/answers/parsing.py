"""Parses what somebody typed, pressed or followed into a command and its words; free words search."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from bot.answers.table import COMMANDS, Command
from bot.search import as_in_taiwan, normal
from bot.words import WRITTEN, say

LONGEST_QUESTION: Final = 1_000
"""Characters of a question that are read."""

_COMMAND = re.compile(r"[/／]([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_PAGE = re.compile(r"p(\d{1,4})")
_GREETINGS: Final = ("你好", "您好", "嗨", "hello", "hi")


class Parsed(NamedTuple):
    """A command's name, which need not be one of the table, its words, and the page that is wanted, from 1."""

    name: str
    words: tuple[str, ...]
    page: int = 1


def parse(text: str) -> Parsed:
    """Return the command, its words and the page a text asks for; plain words search unless they name a command."""
    return _parsed(text[:LONGEST_QUESTION])


@lru_cache(maxsize=128)
def _parsed(text: str) -> Parsed:
    """Parse a text once for all who look at it: on its way to an answer it is looked at several times."""
    text = _printable(text)
    if not (written := _written(text)):
        named = _named(text)
        return Parsed(named, ()) if named else Parsed("search", tuple(text.split()))
    name, words = written
    page = _page(name, words)
    return Parsed(name, words[:-1] if page else words, int(page[1]) if page else 1)


@lru_cache(maxsize=128)  # asked five times on the way to an answer
def is_command(text: str) -> bool:
    """Tell whether a text is written as a command, of the table or not."""
    return _COMMAND.fullmatch(text.strip()) is not None


def is_words(text: str) -> bool:
    """Tell whether a text asks for no command, neither written as one nor by its plain name."""
    row = None if is_command(text) else row_of(text)  # what does not show in a text may hide a command, of ours or not
    return row is not None and row.seeks


def row_of(text: str) -> Command | None:
    """Return the row of what a text asks for; None where it is no command of ours."""
    return COMMANDS.get(parse(text).name)


def in_place(command: str) -> bool:
    """Tell whether the answer to a button's command takes the place of the one it stands under; pages do."""
    if not (written := _written(command)):
        return False
    name, words = written
    if _page(name, words):
        return True
    row = COMMANDS.get(name)
    return row is not None and (row.in_place == "always" or (row.in_place == "with words" and bool(words)))


def _written(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and the words of what is written as a command."""
    match = _COMMAND.fullmatch(text.strip())
    return (match[1].lower(), tuple((match[2] or "").split())) if match else None


def _page(name: str, words: tuple[str, ...]) -> re.Match[str] | None:
    """Return the last word of a command where it names a page."""
    paged = name not in COMMANDS or COMMANDS[name].paged
    return _PAGE.fullmatch(words[-1]) if words and paged else None


def one_line(text: str) -> str:
    """Return what is read of a text, on one line."""
    return " ".join(_printable(text[:LONGEST_QUESTION]).split())


def _printable(text: str) -> str:
    if text.isprintable():  # as nearly all are
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def _named(text: str) -> str | None:
    """Return the command whose plain name in some language is all of the text.

    Traditional Chinese is compared as simplified: to turn all names into it would take dictionaries of 40 MB.
    """
    called = (each.strip() for each in (normal(text), as_in_taiwan(text)))
    return next((name for each in called if (name := _names().get(each))), None)


@lru_cache
def _names() -> dict[str, str]:
    """Return the listed commands by their plain names in the languages they are written in; a greeting is a start."""
    listed = [name for name, command in COMMANDS.items() if command.public]
    named = dict.fromkeys(_GREETINGS, "start")
    named |= {normal(say(language, f"name-{name}")): name for language in WRITTEN for name in listed}
    return named | {name: name for name in listed}
