"""Characters that no file may hold, and those that look like a space but are letters to YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.content.problem import LINE_BREAK, Mark, Problem, problem

# Characters YAML forbids, line breaks that editors do not count as such (positions would be off), and marks that
# nobody sees: they hide in copied text, split words for the search, or let a text pose as another.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2061-\u2065\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
LOOKALIKE: Final = re.compile(f"[{_SPACES}{_UNSEEN}]")
"""Within words for people they are lawful: a wide space between Chinese words, a narrow one before a French colon."""

_MISPLACED: Final = re.compile(
    rf"^[ \t-]*(?P<begins>{LOOKALIKE.pattern})"
    rf"|(?<![^\s{{\[,])[\"']?[A-Za-z_][\w-]*[\"']?(?:(?P<ends>{LOOKALIKE.pattern})+:|:(?P<follows>{LOOKALIKE.pattern}))"
    rf"|[\[{{,] *(?P<opens>{LOOKALIKE.pattern})|[\"'}}\]](?P<closes>{LOOKALIKE.pattern})"
)
_INDENTING: Final = re.compile(r"[\r\n][ \t]*([\u00a0\u1680\u2000-\u200a\u202f\u205f])")
"""A text may begin its lines with wide spaces, as Chinese paragraphs do, but not with those that pages are full of."""
_BEFORE_COMMENT: Final = re.compile(rf"(?<!{LOOKALIKE.pattern})({LOOKALIKE.pattern}){LOOKALIKE.pattern}*#(?=\s|$)")


def forbidden(file: str, text: str) -> Iterator[Problem]:
    """Yield the characters of a file that may stand nowhere in it."""
    for number, line in enumerate(LINE_BREAK.split(text) if FORBIDDEN.search(text) else (), 1):
        for match in FORBIDDEN.finditer(line):
            code = f"U+{ord(match.group()):04X}"
            yield problem(file, Mark(number, match.start() + 1), "forbidden-character", character=code)


def misplaced(line: str) -> int | None:
    """Return the index of the first character in a line that stands where YAML wants a space; None without one."""
    found = _MISPLACED.search(line)
    return found.start(found.lastgroup or 0) if found else None


def fouling(raw: str, *, plain: bool) -> int | None:
    """Return the index of the first character that became part of a text as it stands in a file; None without one.

    It was to indent a further line, or in a text without quotes (`plain`) to set off a comment.
    """
    found = _INDENTING.search(raw) or (_BEFORE_COMMENT.search(raw) if plain else None)
    return found.start(1) if found else None


def taken_for_space(file: str, mark: Mark, character: str) -> Problem:
    """Return the problem of such a character at its place."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) != "Zs":
        return problem(file, mark, "forbidden-character", character=code)
    name = unicodedata.name(character).lower().replace(" ", "-")
    return problem(file, mark, "look-alike", character=code, name=name)
