"""YAML text → plain data and the place of every value; hostile or surprising YAML becomes problems, not data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml

from bot.problem import MOST_PROBLEMS, Mark, Problem, capped, problem, shown
from bot.syntax import LINE_BREAK, LOADER, comments, end_of, half_quoted, mark_of, stumble

LARGEST_FILE: Final = 1_000_000
"""Bytes; a thorough briefing has 100,000."""
MOST_NODES: Final = 100_000
DEEPEST: Final = 20
"""Levels of nesting; a briefing has ten. The C parser's own composer overflows the stack on thousands."""

# Characters YAML forbids, line breaks that editors do not count as such (positions would be off), and marks that
# nobody sees: they hide in copied text, split words for the search, or let a text pose as another.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TAG = "tag:yaml.org,2002:"

NOTE: Final = "#~"
"""With this a working note of a draft begins, as long as the briefing is being written."""

Path = tuple[str | int, ...]


class _Fatal(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, found: Problem) -> None:
        self.found = found


@dataclass(slots=True)
class Place:
    """Where a value stands, in a mapping also its key, and the places of what it holds."""

    mark: Mark
    key: Mark | None = None
    inside: dict[str | int, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One YAML file: its data (None where it could not be read) with their places, and its problems."""

    file: str
    text: str
    data: Any
    place: Place
    problems: tuple[Problem, ...]

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.file.rpartition("/")[2].rpartition(".")[0]

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return where the value (or the `key`) at `path` stands; where it is missing, the nearest parent's place."""
        place = self.place
        for position, step in enumerate(path, 1):
            if step not in place.inside:
                break
            place = place.inside[step]
            if key and place.key and position == len(path):
                return place.key
        return place.mark

    def problem(self, path: Path, code: str, *, key: bool = False, **args: str | int) -> Problem:
        """Return a problem at the value (or key) that stands at `path`."""
        return problem(self.file, self.mark(path, key=key), code, **args)

    def without(self, paths: Collection[Path]) -> Document:
        """Return the document less some of its keys and some entries of its lists, all others at their places."""
        data: dict[str, Any] = {}
        inside: dict[str | int, Place] = {}
        for name, value in self.data.items():
            if (name,) in paths:
                continue
            data[name], inside[name] = value, self.place.inside[name]
            if isinstance(value, list):
                kept = [number for number in range(len(value)) if (name, number) not in paths]
                data[name] = [value[number] for number in kept]
                moved: dict[str | int, Place] = {new: inside[name].inside[old] for new, old in enumerate(kept)}
                inside[name] = replace(inside[name], inside=moved)
        return replace(self, data=data, place=replace(self.place, inside=inside))


def load(file: str, content: bytes) -> Document:
    """Read one file. Never raises: whatever is wrong with it stands in `problems`."""
    builder = _Builder(file)
    text = ""
    hidden: tuple[Problem, ...] = ()
    try:
        text = _decode(file, content)
        hidden = capped(_forbidden(file, text))
        builder.build(legible := _FORBIDDEN.sub("\ufffd", text))
    except _Fatal as fatal:
        return _unread(file, text, (*hidden, *builder.problems, fatal.found))
    except yaml.YAMLError as error:
        # What the syntax trips over may well be the forbidden character.
        return _unread(file, text, hidden or (*builder.problems, stumble(file, text, error)))
    return Document(file, text, builder.root, builder.place, (*hidden, *builder.problems, *_notes(file, legible)))


def _unread(file: str, text: str, problems: tuple[Problem, ...]) -> Document:
    return Document(file, text, None, Place(Mark(1, 1)), problems)


def _decode(file: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise _Fatal(problem(file, Mark(1, 1), "too-large", most=LARGEST_FILE))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig")
        raise _Fatal(problem(file, end_of(before), "encoding")) from None


def _notes(file: str, text: str) -> Iterator[Problem]:
    """Yield at most one problem: where the working notes of a draft begin, and how many there are."""
    notes = [at for at, comment in comments(text) if comment.startswith(NOTE)] if NOTE in text else []
    if notes:
        yield problem(file, end_of(text[: notes[0]]), "notes", count=len(notes))


def _forbidden(file: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(LINE_BREAK.split(text) if _FORBIDDEN.search(text) else (), 1):
        for match in _FORBIDDEN.finditer(line):
            code = f"U+{ord(match.group()):04X}"
            yield problem(file, Mark(number, match.start() + 1), "forbidden-character", character=code)


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read, and the key whose value comes next."""

    items: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None
    key_mark: Mark | None = None


class _Builder:
    """Builds data from the parser's events without recursion, one pass, all problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Any = None
        self.place = Place(Mark(1, 1))

    def build(self, text: str) -> None:
        """Read the one document in `text`; raises _Fatal or yaml.YAMLError where it cannot go on."""
        documents = 0
        for count, event in enumerate(yaml.parse(text, Loader=LOADER)):
            if count > MOST_NODES:
                raise _Fatal(self._problem(event, "too-many-nodes", most=MOST_NODES))
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Fatal(self._problem(event, "several-documents"))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._leaf(event)

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
        if self._at_key():
            self._key(event)
        else:
            self._add(self._value(event), event)

    def _at_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].items, dict) and self.open[-1].key is None

    def _key(self, event: Any) -> None:
        here = self.open[-1]
        here.key, here.key_mark = getattr(event, "value", ""), mark_of(event.start_mark)
        if (first := here.place.inside.get(here.key)) and first.key:
            self._report(self._problem(event, "duplicate-key", key=shown(here.key), first=first.key.line))

    def _add(self, value: Any, event: Any) -> Place:
        place = Place(mark_of(event.start_mark))
        if not self.open:
            self.root, self.place = value, place
            return place
        here = self.open[-1]
        if isinstance(here.items, list):
            here.place.inside[len(here.items)] = place
            here.items.append(value)
        elif here.key is not None:
            place.key = here.key_mark
            here.items.setdefault(here.key, value)  # of two equal keys the first one counts
            here.place.inside.setdefault(here.key, place)
            here.key = None
        return place

    def _guard(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._report(self._problem(event, "alias", name=shown(event.anchor)))
        elif event.tag:
            self._report(self._problem(event, "tag", tag=shown(event.tag.replace(_TAG, "!!", 1))))

    def _value(self, event: Any) -> Any:
        """Return the string, whole number, day or None a scalar stands for; anything else in it is a problem."""
        if isinstance(event, yaml.AliasEvent):
            return None
        text: str = event.value
        if event.style not in ("'", '"') and half_quoted(text):
            self._report(self._problem(event, "stray-quote"))
        if not event.implicit[0]:
            return text
        kind = next((tag for tag, pattern in _RESOLVERS.get(text[:1], ()) if pattern.match(text)), None)
        if kind is None:
            return text
        if kind == _TAG + "null":
            return None
        if kind == _TAG + "int" and _INTEGER.fullmatch(text) and len(text) < 16:
            return int(text)
        if kind == _TAG + "timestamp" and _DAY.fullmatch(text):
            return self._day(text, event)
        self._report(self._problem(event, "unquoted", value=shown(text), kind=kind.removeprefix(_TAG)))
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
