"""Writes a verdict into a briefing's YAML, and leaves everything else as it is, byte for byte.

A writer of YAML would lay the whole file out anew. Here the parser only tells where a prediction ends; what comes out
is read again and must say exactly what was meant, with every comment still there, or nothing is written.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from bot.content.briefing import Briefing, Ruling
from bot.content.drafts import Declined
from bot.content.problem import LINE_BREAK
from bot.content.reading import read_file
from bot.content.yaml_comments import comments
from bot.content.yaml_document import load_yaml
from bot.content.yaml_errors import LOADER

WIDEST: Final = 120
"""Characters of a line on which a text in both languages still stands whole."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOM: Final = b"\xef\xbb\xbf"
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"'{}\[\],]*[^\s<>\"'{}\[\],:]")

_BARE: Final = ("outcome", "bears", "kind", "lacks")
"""Keys whose values are words of the format, or times, and stand without quotes."""

Plain = dict[str, Any]
Splice = tuple[int, int, str]
"""Where something goes, from and to, and what comes in its place."""


def write_verdict(file: str, content: bytes, prediction: str, ruling: Ruling) -> bytes:
    """Return a briefing with a verdict on one of its predictions; the one it replaces joins the `earlier` ones.

    Why a verdict had to wait (`pending`) goes. Raises Declined.
    """
    reading = read_file(file, content)
    if not isinstance(reading.record, Briefing):
        raise Declined("rule-unsound", file=file)
    document, entries = reading.document, reading.document.data.get("predictions", ())
    number = next((place for place, each in enumerate(entries) if each["id"] == prediction), -1)
    if number < 0:
        raise Declined("rule-unknown", name=prediction)
    verdict = _replacing(entries[number].get("verdict"), _plain(ruling))
    wanted = copy.deepcopy(document.data)
    wanted["predictions"][number] |= {"verdict": verdict}
    wanted["predictions"][number].pop("pending", None)
    written = _written(document.text, number, verdict)
    again = load_yaml(file, written.encode())
    if again.problems or again.data != wanted or _lost(document.text, written, number):
        raise Declined("rule-layout", file=file, line=str(document.mark(("predictions", number)).line))
    return (_BOM if content.startswith(_BOM) else b"") + written.encode()


def _plain(ruling: Ruling) -> Plain:
    """Return a ruling as it stands in a file."""
    plain = ruling.model_dump(by_alias=True, exclude={"earlier"}, exclude_none=True)
    evidence = [each | {"date": _dated(each["date"])} for each in plain["evidence"]]
    return plain | {"evidence": evidence} if evidence else _without(plain, "evidence")


def _dated(date: int | str) -> int | str | dt.date:
    """Return the date of a page as YAML reads it: a whole day is a date to it."""
    return dt.date.fromisoformat(date) if isinstance(date, str) and _DAY.fullmatch(date) else date


def _without(plain: Plain, name: str) -> Plain:
    return {key: value for key, value in plain.items() if key != name}


def _replacing(old: Plain | None, new: Plain) -> Plain:
    """Return a new verdict with all the rulings it replaces, oldest first."""
    return new | {"earlier": [*(old.get("earlier") or []), _without(old, "earlier")]} if old else new


@dataclass(slots=True)
class _Node:
    """A value in the text: from where to where, without what only surrounds it, and in which column it begins."""

    start: int
    end: int
    column: int
    flow: bool = False
    pairs: dict[str, tuple[_Node, _Node]] = field(default_factory=dict)
    entries: list[_Node] = field(default_factory=list)


def _tree(events: Iterator[Any], event: Any) -> _Node:
    """Return the value that an event begins, with all that it holds."""
    node = _Node(event.start_mark.index, event.end_mark.index, event.start_mark.column)
    if isinstance(event, yaml.CollectionStartEvent):
        node.flow = bool(event.flow_style)
        while not isinstance(inner := next(events), yaml.CollectionEndEvent):
            held = _tree(events, inner)
            if isinstance(event, yaml.MappingStartEvent):
                key, held = held, _tree(events, next(events))
                node.pairs[inner.value] = key, held
            else:
                node.entries.append(held)
            node.end = held.end
        if node.flow:
            assert inner.end_mark
            node.end = inner.end_mark.index
    return node


def _entry(text: str, number: int) -> _Node:
    """Return where a prediction stands in a sound file."""
    wanted = yaml.NodeEvent | yaml.CollectionEndEvent
    events: Iterator[Any] = (event for event in yaml.parse(text, Loader=LOADER) if isinstance(event, wanted))
    return _tree(events, next(events)).pairs["predictions"][1].entries[number]


def _written(text: str, number: int, verdict: Plain) -> str:
    """Return the text of a file with a verdict in it."""
    found = LINE_BREAK.search(text)
    line_break = found.group() if found else "\n"
    whole = text if text.endswith(("\n", "\r")) else text + line_break
    for start, end, new in sorted(_splices(whole, _entry(whole, number), verdict), reverse=True):
        whole = whole[:start] + LINE_BREAK.sub(line_break, new) + whole[end:]
    return whole if text.endswith(("\n", "\r")) else whole.removesuffix(line_break)


def _splices(text: str, entry: _Node, verdict: Plain) -> Iterator[Splice]:
    """Yield what to do so that a prediction has a verdict, and no longer waits for one."""
    if "pending" in entry.pairs:
        yield (*_pending(text, entry), "")
    if entry.flow:
        yield _in_braces(entry, verdict)
    elif "verdict" not in entry.pairs:
        after = _next_line(text, entry.end)
        yield after, after, _block(entry.column, ["verdict:", *_indented(_verdict_lines(verdict))])
    else:
        yield from _in_place(text, *entry.pairs["verdict"], verdict)


def _in_braces(entry: _Node, verdict: Plain) -> Splice:
    if "verdict" in entry.pairs:
        old = entry.pairs["verdict"][1]
        return old.start, old.end, " " * (old.start == old.end) + _flow(verdict)
    end = max(value.end for _, value in entry.pairs.values())
    return end, end, f" , verdict: {_flow(verdict)}" if _empty_last(entry) else f", verdict: {_flow(verdict)}"


def _empty_last(entry: _Node) -> bool:
    """Tell whether the last value in braces is nothing at all: its colon must not touch the comma."""
    last = list(entry.pairs.values())[-1][1]
    return last.start == last.end


def _in_place(text: str, key: _Node, old: _Node, verdict: Plain) -> Iterator[Splice]:
    """Yield what puts a verdict where another one stands, or nothing does."""
    start, end = _next_line(text, key.end), _next_line(text, old.end)
    if old.flow or not old.pairs:
        yield len(text[: old.start].rstrip(" ")), old.end, ""
        yield end, end, _block(key.column + 2, _verdict_lines(verdict))
        return
    at, item = old.column, old.column + 2
    kept, rest = _block(at, ["earlier:"]), text[start:end]
    if "earlier" in old.pairs:
        before, earlier = old.pairs["earlier"]
        first, last = _line(text, before.start), _next_line(text, earlier.end)
        if not earlier.entries or earlier.flow:  # moved as data, as its layout has no room for lines
            yield start, end, _block(at, _verdict_lines(verdict))
            return
        kept, rest, item = text[first:last], text[start:first] + text[last:end], earlier.column
    yield start, end, _block(at, _ruling_lines(verdict)) + kept + _as_entry(rest, at, item)


def _as_entry(body: str, at: int, item: int) -> str:
    """Return the lines of a mapping, whose keys stand at a column, as an entry of a list at another one."""
    lines = []
    begun = False
    for line in body.splitlines(keepends=True):
        bare = line.lstrip(" ")
        if not bare.strip():
            lines.append(line)
            continue
        begins = not begun and not bare.startswith("#")
        indent = " " * max(len(line) - len(bare) + item + 2 - at, 0)
        lines.append((" " * item + "- " if begins else indent) + bare)
        begun = begun or begins
    return "".join(lines)


def _pending(text: str, entry: _Node) -> tuple[int, int]:
    """Return from where to where a prediction says why its verdict waits: whole lines, or a part in braces."""
    key, value = entry.pairs["pending"]
    if not entry.flow:
        return _line(text, key.start), _next_line(text, value.end)
    names = list(entry.pairs)
    place = names.index("pending")
    if place:
        return entry.pairs[names[place - 1]][1].end, value.end
    return key.start, entry.pairs[names[1]][0].start


def _line(text: str, at: int) -> int:
    """Return where the line begins that holds a place."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _next_line(text: str, at: int) -> int:
    """Return where the first line begins that lies wholly after a value that ends at a place."""
    if at and text[at - 1] in "\r\n":  # a block of text takes its last line break with it
        return at
    found = LINE_BREAK.search(text, at)
    return found.end() if found else len(text)


def _block(column: int, lines: list[str]) -> str:
    return "".join(f"{' ' * column}{line}\n" for line in lines)


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _verdict_lines(verdict: Plain) -> list[str]:
    """Return a verdict with all it replaced, in lines as editors write them."""
    lines = _ruling_lines(verdict)
    if "earlier" in verdict:
        lines += ["earlier:", *(line for ruling in verdict["earlier"] for line in _entry_lines(_ruling_lines(ruling)))]
    return lines


def _ruling_lines(ruling: Plain) -> list[str]:
    lines = [f"outcome: {ruling['outcome']}", f"on: {ruling['on']}", *_text_lines("because", ruling["because"])]
    for name in ("lacks", "settles", "looked", "thin"):
        if name in ruling:
            lines += _text_lines(name, ruling[name]) if name in ("settles", "thin") else [f"{name}: {ruling[name]}"]
    evidence = [line for each in ruling.get("evidence", ()) for line in _entry_lines(_evidence_lines(each))]
    return [*lines, "evidence:", *evidence] if evidence else lines


def _evidence_lines(evidence: Plain) -> list[str]:
    return [line for name, value in evidence.items() for line in _evidence_line(name, value)]


def _evidence_line(name: str, value: Any) -> list[str]:
    """Return a fact of a piece of evidence as editors write it."""
    match name:
        case "url" | "archive":
            return [f"{name}: {value if _PLAIN_ADDRESS.fullmatch(value) else _quoted(value)}"]
        case "publisher" | "mirrors" | "words":
            return [f"{name}: {_quoted(value)}"]
        case "fact":
            return _text_lines(name, value)
    # A day in quotes, as in JSON, is a text to YAML and stays one.
    return [f"{name}: {_quoted(value) if isinstance(value, str) and _DAY.fullmatch(value) else value}"]


def _entry_lines(lines: list[str]) -> list[str]:
    """Return lines as an entry of a list, set in as it is below its key."""
    return [f"  {'- ' if not number else '  '}{line}" for number, line in enumerate(lines)]


def _text_lines(key: str, text: Plain) -> list[str]:
    line = f"{key}: {_flow(text)}"
    return [line] if len(line) <= WIDEST else [f"{key}:", *(f"  {name}: {_quoted(text[name])}" for name in text)]


def _flow(value: Any) -> str:
    """Return a value in braces and brackets, its texts in quotes."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {_word(key, each)}' for key, each in value.items())}}}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _word(key: str, value: Any) -> str:
    return str(value) if key in _BARE else _flow(value)


def _quoted(text: str) -> str:
    """Return a text in double quotes; what JSON escapes, YAML understands."""
    return json.dumps(text, ensure_ascii=False)


def _lost(old: str, new: str, number: int) -> Counter[str]:
    """Return the comments that are no longer there, apart from those on why a verdict had to wait."""
    entry = _entry(old, number)
    start, end = _pending(old, entry) if "pending" in entry.pairs else (0, 0)
    kept = Counter(comment for at, comment in comments(old) if not start <= at < end)
    return kept - Counter(comment for _, comment in comments(new))
