"""Comments of YAML: where they stand, and which of them took the rest of a text for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from bot.problem import Mark
from bot.syntax import LOADER, end_of

NOTE: Final = "#~"
"""With this a working note of a draft begins, as long as the briefing is being written."""

_BLANKS: Final = (" ", "\t", "\r", "\n")
_COMMENT = re.compile(r"(?<![^\s,\[\]{}])#[^\r\n]*")
"""What a hash sign between two values begins; one within a tag or an anchor begins nothing."""
_TAKEN = re.compile(rf"([ \t]+)(?!{NOTE})#")
_BELOW = re.compile(r"[ \t]*(?:\r\n|\r|\n)( +)#")
_TAKEN_BELOW = re.compile(rf"{_BELOW.pattern}(?![\s#~])")
"""A line that reads like the next one of the text above it (#1 …), and not like a remark (# …)."""


class Cut(str):
    """A text without quotes of which a comment took the rest: no loss to an id, but to words for people."""

    __slots__ = ()


class Comments:
    """The comments of a text between the values the parser finds in it, in one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: list[int] = []
        """Where the comments begin, in characters from 0, as far as the text is read."""
        self._read_to = 0

    def read(self, start: int, end: int = 0) -> None:
        """Find the comments before a value that stands from `start` to `end`, in characters from 0."""
        if self.text.find("#", self._read_to, start) >= 0:
            found = _COMMENT.finditer(self.text[self._read_to : start])
            self.places += [self._read_to + each.start() for each in found]
        self._read_to = max(self._read_to, start, end)

    def beginning(self, sign: str) -> list[int]:
        """Return where the comments stand that begin with a sign, as far as the text is read."""
        return [place for place in self.places if self.text.startswith(sign, place)]

    def taking(self, end: yaml.Mark, indent: int, *, missed: bool = False) -> Mark | None:
        """Return where a comment begins that takes the rest of a text without quotes, which ends at `end`.

        `indent` is the column, from 1, past which further lines of the text would stand; `missed` tells that one does.
        """
        if self.text[end.index : end.index + 1] not in _BLANKS:
            return None
        if found := _TAKEN.match(self.text, end.index):
            return Mark(end.line + 1, end.column + 1 + len(found[1]))
        found = (_BELOW if missed else _TAKEN_BELOW).match(self.text, end.index)
        return Mark(end.line + 2, len(found[1]) + 1) if found and len(found[1]) >= indent else None

    def swallowing(self, error: Any) -> Mark | None:
        """Return where the comment begins that swallowed the end of a bracket, if the parser stumbled over that."""
        if not str(getattr(error, "context", "")).startswith("while parsing a flow"):
            return None
        self.read(error.problem_mark.index)
        found = (place for place in self.places if place > error.context_mark.index)
        place = next((each for each in found if not self.text.startswith(NOTE, each)), None)
        return None if place is None else end_of(self.text[:place])


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield every comment of a sound text with its place: what stands between the parser's tokens after a hash sign."""
    end = 0
    for token in yaml.scan(text, Loader=LOADER):
        for found in re.finditer(r"#[^\r\n]*", text[end : token.start_mark.index]):
            yield end + found.start(), found.group().rstrip()
        end = max(end, token.end_mark.index)
