"""Finds the comments in YAML, and those that cut off the rest of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from bot.content.problem import LINE_BREAK, Mark
from bot.content.yaml_errors import LOADER, end_of, within

WORKING_NOTE: Final = "#~"
"""With this a working note of a draft begins, as long as the briefing is being written."""

_BLANKS: Final = (" ", "\t", "\r", "\n")
_COMMENT = re.compile(r"(?<![^\s,\[\]{}])#[^\r\n]*")
"""What a hash sign between two values begins; one within a tag or an anchor begins nothing."""
_NEXT = re.compile(r"[ \t\r\n]+#")
"""What a comment that takes the rest of a text follows: nothing but blanks and ends of lines."""
_TAKEN = re.compile(rf"([ \t]+)(?!{WORKING_NOTE})#")
_WORDS: Final = r"#(?![\s#~])"
"""A hash sign that reads like part of a text (#1 …), and not like a remark (# …)."""
_BELOW = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))+( +)#")
_TAKEN_BELOW = re.compile(rf"(?:[ \t]*(?:\r\n|\r|\n))+( +){_WORDS}")
_TAKEN_BEFORE = re.compile(rf"(?<![^\s,\[\]{{}}]){_WORDS}")
_ITEM = re.compile(rf"(?:^|[\r\n])[ \t]*(?:-[ \t]+)+(?={_WORDS})")
_HEADER = re.compile(rf"[|>][-+0-9]*[ \t]+(?={_WORDS})")
_SET_OUT = re.compile(rf"( +){_WORDS}")


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
        self._before = 0, 0  # what stands between the last value and the one before it

    def read(self, start: int, end: int = 0) -> None:
        """Find the comments before a value that stands from `start` to `end`, in characters from 0."""
        if self.text.find("#", self._read_to, start) >= 0:
            found = _COMMENT.finditer(self.text[self._read_to : start])
            self.places += [self._read_to + each.start() for each in found]
        self._before = self._read_to, start
        self._read_to = max(self._read_to, start, end)

    def beginning(self, sign: str) -> list[int]:
        """Return where the comments stand that begin with a sign, as far as the text is read."""
        return [place for place in self.places if self.text.startswith(sign, place)]

    def taken_of(self, event: Any, indent: int, *, item: bool) -> Mark | None:
        """Return where a comment begins that takes words from the value just read; nothing where it has quotes.

        `indent` is the column, from 1, past which its text stands; an `item` is one of a list.
        """
        style = getattr(event, "style", "'")
        if style in ("'", '"'):
            return None
        if style:
            return self._around(event.start_mark, event.end_mark, indent)
        return self._opening(item=item) or self.taking(event.end_mark, indent)

    def taking(self, end: yaml.Mark, indent: int, *, missed: bool = False) -> Mark | None:
        """Return where a comment begins that takes the rest of a text without quotes, which ends at `end`.

        `indent` is the column, from 1, past which further lines of the text would stand; `missed` tells that one does.
        """
        if self.text[end.index : end.index + 1] not in _BLANKS or not _NEXT.match(self.text, end.index):
            return None
        if found := _TAKEN.match(self.text, end.index):
            return Mark(end.line + 1, end.column + 1 + len(found[1]))
        found = (_BELOW if missed else _TAKEN_BELOW).match(self.text, end.index)
        if not found or len(found[1]) < indent:
            return None
        return Mark(end.line + 1 + len(LINE_BREAK.findall(found.group())), len(found[1]) + 1)

    def _opening(self, *, item: bool) -> Mark | None:
        """Return where a comment begins that reads like the beginning of the text below it, the value last read.

        Of an `item` of a list only what stands behind its dash does: above it may stand others, made comments.
        """
        start, end = self._before
        if self.text.find("#", start, end) < 0:
            return None
        found = (_ITEM if item else _TAKEN_BEFORE).search(self.text[start:end])
        return end_of(self.text[: start + (found.end() if item else found.start())]) if found else None

    def _around(self, begin: yaml.Mark, end: yaml.Mark, indent: int) -> Mark | None:
        """Return where a comment begins that takes words from a block of text: beside its sign, or set out below it."""
        if found := _HEADER.match(self.text, begin.index):
            return within(begin, found.group())
        found = _SET_OUT.match(self.text, end.index)
        return Mark(end.line + 1, len(found[1]) + 1) if found and len(found[1]) >= indent else None

    def swallowing(self, error: Any) -> Mark | None:
        """Return where the comment begins that swallowed the end of a bracket, if the parser stumbled over that."""
        if not str(getattr(error, "context", "")).startswith("while parsing a flow"):
            return None
        self.read(error.problem_mark.index)
        found = (place for place in self.places if place > error.context_mark.index)
        place = next((each for each in found if not self.text.startswith(WORKING_NOTE, each)), None)
        return None if place is None else end_of(self.text[:place])


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield every comment of a sound text with its place: what stands between the parser's tokens after a hash sign."""
    end = 0
    for token in yaml.scan(text, Loader=LOADER):
        for found in re.finditer(r"#[^\r\n]*", text[end : token.start_mark.index]):
            yield end + found.start(), found.group().rstrip()
        end = max(end, token.end_mark.index)
