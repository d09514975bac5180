"""Parses YAML into plain data and the position of every value; hostile or surprising YAML becomes problems."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import yaml

from bot.content.characters import FORBIDDEN, forbidden, fouling, taken_for_space
from bot.content.problem import MOST_PROBLEMS, Mark, Problem, capped, problem, shortened
from bot.content.yaml_comments import WORKING_NOTE, Comments, Cut
from bot.content.yaml_document import YamlDocument
from bot.content.yaml_errors import LOADER, SEPARATES, end_of, half_quoted, mark_of, stumble, unfinished, within
from bot.content.yaml_places import COLUMNS, NOTHING, Position, packed

LARGEST_FILE: Final = 1_000_000
"""Bytes; a thorough briefing has 100,000."""
MOST_NODES: Final = 100_000
DEEPEST: Final = 20
"""Levels of nesting; a briefing has ten. The C parser's own composer overflows the stack on thousands."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TAG = "tag:yaml.org,2002:"


class _Fatal(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, found: Problem) -> None:
        self.found = found


def load_yaml(file: str, content: bytes) -> YamlDocument:
    """Read one file. Never raises: whatever is wrong with it stands in `problems`."""
    builder = _Builder(file, "")
    text = ""
    hidden: tuple[Problem, ...] = ()
    try:
        text = _decode(file, content)
        hidden = capped(chain(forbidden(file, text), unfinished(file, text)))
        builder = _Builder(file, FORBIDDEN.sub("\ufffd", text))
        builder.build()
    except _Fatal as fatal:
        return _unread(file, text, (*hidden, *builder.problems, fatal.found))
    except yaml.YAMLError as error:
        # What the syntax trips over may well be the forbidden character.
        return _unread(file, text, hidden or (*builder.problems, builder.cut(error) or stumble(file, text, error)))
    found = (*hidden, *(each for each in builder.problems if each not in hidden), *_notes(builder))
    return YamlDocument(file, text, builder.root, builder.place, found)


def _unread(file: str, text: str, problems: tuple[Problem, ...]) -> YamlDocument:
    return YamlDocument(file, text, None, Position(0, NOTHING), problems)


def _decode(file: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise _Fatal(problem(file, Mark(1, 1), "too-large", most=LARGEST_FILE))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig")
        raise _Fatal(problem(file, end_of(before), "encoding")) from None


def _notes(builder: _Builder) -> Iterator[Problem]:
    """Yield at most one problem: where the working notes of a draft begin, and how many there are."""
    if notes := builder.comments.beginning(WORKING_NOTE):
        yield problem(builder.file, end_of(builder.text[: notes[0]]), "notes", count=len(notes))


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read, and the key whose value comes next."""

    items: dict[str, Any] | list[Any]
    place: Position
    key: str | None = None
    key_at: int | None = None


class _Builder:
    """Builds data from the parser's events without recursion, one pass, all problems."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.comments = Comments(text)
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Any = None
        self.place = Position(0, NOTHING)
        self.plain: yaml.Mark | None = None  # where the last value ends, if it has no quotes
        self.taken: Mark | None = None  # where the comment begins that may have taken it, or the rest of it

    def build(self) -> None:
        """Read the one document in the text; raises _Fatal or yaml.YAMLError where it cannot go on."""
        documents = 0
        for count, event in enumerate(yaml.parse(self.text, Loader=LOADER)):
            if count > MOST_NODES:
                raise _Fatal(self._problem(event, "too-many-nodes", most=MOST_NODES))
            if isinstance(event, yaml.ScalarEvent):  # as most are
                self._leaf(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Fatal(self._problem(event, "several-documents"))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._leaf(event)
        self.comments.read(len(self.text))

    def cut(self, error: Any) -> Problem | None:
        """Return the comment that took a text which the parser then missed, if that is what it stumbled over."""
        place, found = self.comments.swallowing(error), getattr(error, "problem_mark", None)
        colon = str(getattr(error, "problem", "")).startswith("mapping values")
        if not place and self.plain and self.open and found and not colon and found.column >= self._indent():
            place = self.comments.taking(self.plain, self._indent(), missed=True)
        return problem(self.file, place, "comment-in-text") if place else None

    def _indent(self) -> int:
        """Return the column, from 1, past which a value goes on in a next line."""
        here = self.open[-1]
        return (here.place.at if here.key_at is None else here.key_at) % COLUMNS + 1

    def _start(self, event: Any) -> None:
        self._guard(event)
        if len(self.open) >= DEEPEST:
            raise _Fatal(self._problem(event, "too-deep", most=DEEPEST))
        if self._at_key():
            raise _Fatal(self._problem(event, "key-not-plain"))
        items: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(items, self._add(items, event)))

    def _leaf(self, event: Any) -> None:
        self._guard(event)
        self.comments.read(event.start_mark.index, event.end_mark.index)
        if self._at_key():
            self._key(event)
        else:
            self._look_for_fouls(event)
            self._add(self._value(event), event)

    def _at_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].items, dict) and self.open[-1].key is None

    def _key(self, event: Any) -> None:
        here = self.open[-1]
        # The same few keys stand thousands of times.
        here.key, here.key_at = sys.intern(getattr(event, "value", "")), packed(event.start_mark)
        if (first := here.place.inside.get(here.key)) and (key := first.key):
            self._report(self._problem(event, "duplicate-key", key=shortened(here.key), first=key.line))

    def _add(self, value: Any, event: Any) -> Position:
        inside: dict[str | int, Position] = {} if isinstance(value, dict | list) else NOTHING
        place = Position(packed(event.start_mark), inside)
        if value is None or isinstance(value, Cut):
            place.cut = self.taken
        if not self.open:
            self.root, self.place = value, place
            return place
        here = self.open[-1]
        if isinstance(here.items, list):
            here.place.inside[len(here.items)] = place
            here.items.append(value)
        elif here.key is not None:
            place.key_at = here.key_at
            here.items.setdefault(here.key, value)  # of two equal keys the first one counts
            here.place.inside.setdefault(here.key, place)
            here.key = None
        return place

    def _guard(self, event: Any) -> None:
        if event.anchor:  # an alias always has one
            self._report(self._problem(event, "alias", name=shortened(event.anchor)))
        elif event.tag:
            self._report(self._problem(event, "tag", tag=shortened(event.tag.replace(_TAG, "!!", 1))))

    def _look_for_fouls(self, event: Any) -> None:
        """Note the comment that may have taken a value; report what became part of it and was not meant to."""
        several = event.start_mark.line != event.end_mark.line
        if not several and getattr(event, "style", "") in ("'", '"'):  # most values by far
            self.plain = self.taken = None
            return
        plain = isinstance(event, yaml.ScalarEvent) and not event.style
        self.plain = event.end_mark if plain else None
        item = not self.open or isinstance(self.open[-1].items, list)
        self.taken = self.comments.taken_of(event, self._indent() if self.open else 1, item=item)
        if not several and (not plain or event.value.isascii()):
            return
        raw = self.text[event.start_mark.index : event.end_mark.index]
        if several and event.style != "|" and (found := SEPARATES.search(raw)):
            self._report(problem(self.file, within(event.start_mark, raw[: found.start(1)]), "unfinished-merge"))
        if (place := fouling(raw, plain=plain) if event.style not in ("|", ">") else None) is not None:
            self._report(taken_for_space(self.file, within(event.start_mark, raw[:place]), raw[place]))

    def _value(self, event: Any) -> Any:
        """Return the string, whole number, day or None a scalar stands for; anything else in it is a problem."""
        if isinstance(event, yaml.AliasEvent):
            return None
        text: str = event.value
        if event.style in ("'", '"'):
            return text
        if half_quoted(text):
            self._report(self._problem(event, "stray-quote"))
        if not event.implicit[0]:
            return Cut(text) if self.taken else text
        kind = next((tag for tag, pattern in _RESOLVERS.get(text[:1], ()) if pattern.match(text)), None)
        if kind is None:
            return Cut(text) if self.taken else text
        if kind == _TAG + "null":
            return None
        if kind == _TAG + "int" and _INTEGER.fullmatch(text) and len(text) < 16:
            return int(text)
        if kind == _TAG + "timestamp" and _DAY.fullmatch(text):
            return self._day(text, event)
        self._report(self._problem(event, "unquoted", value=shortened(text), kind=kind.removeprefix(_TAG)))
        return text

    def _day(self, text: str, event: Any) -> dt.date | str:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self._report(self._problem(event, "no-such-day", value=text))
            return text

    def _report(self, found: Problem) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Fatal(problem(self.file, found.mark, "more-problems", most=MOST_PROBLEMS))
        self.problems.append(found)

    def _problem(self, event: Any, code: str, **args: str | int) -> Problem:
        return problem(self.file, mark_of(event.start_mark), code, **args)
