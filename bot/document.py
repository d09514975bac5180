"""YAML text → plain data and the place of every value; hostile or surprising YAML becomes problems, not data."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import yaml

LARGEST_FILE: Final = 1_000_000
"""Bytes; a thorough briefing has 100,000."""
MOST_NODES: Final = 100_000
DEEPEST: Final = 20
"""Levels of nesting; a briefing has ten. The C parser's own composer overflows the stack on thousands."""

# Characters YAML forbids, and line breaks that editors do not count as such: positions would be off.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_TAG = "tag:yaml.org,2002:"

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file: line and column, both from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place, as a code and its arguments: words are put to it where it is shown."""

    file: str
    mark: Mark
    code: str
    args: tuple[tuple[str, str | int], ...] = ()

    @property
    def order(self) -> tuple[str, Mark, str]:
        """Sort key: by file, then from top to bottom."""
        return self.file, self.mark, self.code


def problem(file: str, mark: Mark, code: str, **args: str | int) -> Problem:
    """Return a `Problem` with named arguments."""
    return Problem(file, mark, code, tuple(args.items()))


class _Fatal(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, found: Problem) -> None:
        self.found = found


@dataclass(frozen=True)
class Document:
    """One YAML file: its data (None where it could not be read) and its problems."""

    file: str
    text: str
    data: Any
    problems: tuple[Problem, ...]

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.file.rpartition("/")[2].rpartition(".")[0]

    @cached_property
    def _root(self) -> yaml.Node | None:
        return yaml.compose(self.text, Loader=_LOADER)

    def mark(self, path: Path, *, key: bool = False) -> Mark:
        """Return where the value (or the `key`) at `path` stands; where it is missing, the nearest parent's place."""
        node, mark = self._root, Mark(1, 1)
        if node is not None:
            mark = _mark(node.start_mark)
        for position, step in enumerate(path):
            pair = _child(node, step)
            if pair is None:
                break
            last = position == len(path) - 1
            mark, node = _mark((pair[0] if key and last else pair[1]).start_mark), pair[1]
        return mark

    def problem(self, path: Path, code: str, *, key: bool = False, **args: str | int) -> Problem:
        """Return a problem at the value (or key) that stands at `path`."""
        return problem(self.file, self.mark(path, key=key), code, **args)


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    return None


def _mark(mark: yaml.Mark) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def load(file: str, content: bytes) -> Document:
    """Read one file. Never raises: whatever is wrong with it stands in `problems`."""
    text = ""
    try:
        text = _decode(file, content)
        builder = _Builder(file)
        data = builder.build(text)
    except _Fatal as fatal:
        return Document(file, text, None, (fatal.found,))
    except yaml.MarkedYAMLError as error:
        return Document(file, text, None, (_syntax(file, text, error),))
    except yaml.YAMLError as error:
        return Document(file, text, None, (problem(file, Mark(1, 1), "syntax", said=str(error).splitlines()[0]),))
    return Document(file, text, None if builder.fatal else data, tuple(builder.problems))


def _decode(file: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise _Fatal(problem(file, Mark(1, 1), "too-large", most=LARGEST_FILE))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        raise _Fatal(problem(file, _end(before), "encoding")) from None
    if found := _FORBIDDEN.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise _Fatal(problem(file, _end(text[: found.start()]), "forbidden-character", character=code))
    return text


def _end(text: str) -> Mark:
    """Return the place after a text."""
    lines = text.splitlines() or [""]
    return Mark(len(lines) + 1, 1) if text.endswith("\n") else Mark(len(lines), len(lines[-1]) + 1)


_KNOWN_SYNTAX: Final = {
    "mapping values are not allowed": "syntax-colon",
    "could not find expected ':'": "syntax-no-colon",
    "did not find expected key": "syntax-indent",
    "did not find expected '-' indicator": "syntax-indent",
    "did not find expected ',' or": "syntax-bracket",
    "found unexpected end of stream": "syntax-quote",
    "found character that cannot start any token": "syntax-token",
}


def _syntax(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = _mark(mark) if mark else Mark(1, 1)
    said = error.problem or str(error)
    line = (text.splitlines() or [""])[min(place.line, len(text.splitlines()) or 1) - 1]
    if "\t" in line[: place.column] and not line[: place.column].strip("\t "):
        return problem(file, place, "syntax-tab")
    opened = error.context_mark.line + 1 if error.context_mark else place.line
    code = next((code for start, code in _KNOWN_SYNTAX.items() if said.startswith(start)), "syntax")
    return problem(file, place, code, said=said, opened=opened)


@dataclass
class _Open:
    """A mapping or sequence that is being read."""

    items: dict[str, Any] | list[Any]
    key: str | None = None
    first: dict[str, int] = field(default_factory=dict)
    expects_key: bool = True


class _Builder:
    """Builds data from the parser's events without recursion, one pass, all problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.fatal = False
        self.open: list[_Open] = []
        self.root: Any = None

    def build(self, text: str) -> Any:
        """Return the data of the one document in `text`; raises _Fatal or yaml.YAMLError where it cannot go on."""
        documents = 0
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
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
        return self.root

    def _start(self, event: Any) -> None:
        self._guard(event)
        if len(self.open) >= DEEPEST:
            raise _Fatal(self._problem(event, "too-deep", most=DEEPEST))
        if self._at_key():
            raise _Fatal(self._problem(event, "key-not-plain"))
        items: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._add(items, event)
        self.open.append(_Open(items))

    def _leaf(self, event: Any) -> None:
        self._guard(event)
        if self._at_key():
            self._key(event)
        else:
            self._add(self._value(event), event)

    def _at_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].items, dict) and self.open[-1].expects_key

    def _key(self, event: Any) -> None:
        here = self.open[-1]
        name = getattr(event, "value", "")
        if name in here.first:
            self.problems.append(self._problem(event, "duplicate-key", key=name, first=here.first[name]))
        here.first.setdefault(name, event.start_mark.line + 1)
        here.key, here.expects_key = name, False

    def _add(self, value: Any, event: Any) -> None:
        if not self.open:
            self.root = value
            return
        here = self.open[-1]
        if isinstance(here.items, list):
            here.items.append(value)
        else:
            here.items.setdefault(here.key or "", value)  # of two equal keys the first one counts
            here.expects_key = True

    def _guard(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self.problems.append(self._problem(event, "alias", name=event.anchor))
            self.fatal = True
        elif event.tag and event.tag != "!":
            self.problems.append(self._problem(event, "tag", tag=event.tag))
            self.fatal = True

    def _value(self, event: Any) -> Any:
        """Return the string, whole number, day or None a scalar stands for; anything else in it is a problem."""
        if isinstance(event, yaml.AliasEvent):
            return None
        text: str = event.value
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
        self.problems.append(self._problem(event, "unquoted", value=text, kind=kind.removeprefix(_TAG)))
        return text

    def _day(self, text: str, event: Any) -> dt.date | str:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.problems.append(self._problem(event, "no-such-day", value=text))
            return text

    def _problem(self, event: Any, code: str, **args: str | int) -> Problem:
        return problem(self.file, _mark(event.start_mark), code, **args)
