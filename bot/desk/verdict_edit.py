"""Writes a verdict or a standing into a briefing's YAML, and leaves everything else as it is, byte for byte.

A writer of YAML would lay the whole file out anew. Here the parser only tells where a prediction ends; what comes out
is read again and must say exactly what was meant, with every comment still there, or nothing is written.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.content.briefing import Briefing, Naive, Review, Ruling
from bot.content.drafts import Declined
from bot.content.problem import LINE_BREAK
from bot.content.reading import model_of, read_as, read_file
from bot.content.yaml_comments import comments
from bot.content.yaml_loading import load_yaml
from bot.desk.yaml_lines import DAY, Plain, block, flow, indented, own_lines, whole_lines
from bot.desk.yaml_nodes import Node, line_start, next_line, prediction_at

_BOM: Final = b"\xef\xbb\xbf"

Splice = tuple[int, int, str]
"""Where something goes, from and to, and what comes in its place."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """What comes to stand under a key of a prediction, with all it replaces; another key may go with that."""

    key: str
    record: Plain
    drops: str = ""


def write_verdict(file: str, content: bytes, prediction: str, ruling: Ruling) -> bytes:
    """Return a briefing with a verdict on one of its predictions; the one it replaces joins the `earlier` ones.

    Why a verdict had to wait (`pending`) goes. Raises Declined.
    """
    return _edited(file, content, prediction, _Edit("verdict", _plain(ruling), "pending"))


def write_naive(file: str, content: bytes, prediction: str, naive: Naive) -> bytes:
    """Return a briefing with what the naive rule says of one of its predictions; what it says there already stays.

    Raises Declined.
    """
    record = read_file(file, content).record
    if isinstance(record, Briefing) and any(each.naive for each in record.predictions if each.id == prediction):
        return content
    return _edited(file, content, prediction, _Edit("naive", naive.model_dump(exclude_none=True)))


def write_standing(file: str, content: bytes, prediction: str, review: Review) -> bytes:
    """Return a briefing with a standing of one of its predictions; the one it replaces joins the `earlier` ones.

    Raises Declined.
    """
    return _edited(file, content, prediction, _Edit("standing", _plain(review)))


def _edited(file: str, content: bytes, prediction: str, new: _Edit) -> bytes:
    document = load_yaml(file, content)
    if not isinstance(read_as(model_of(file), document).record, Briefing):
        raise Declined("rule-unsound", file=file)
    entries = document.data.get("predictions", ())
    number = next((place for place, each in enumerate(entries) if each["id"] == prediction), -1)
    if number < 0:
        raise Declined("rule-unknown", name=prediction)
    edit = _Edit(new.key, _replacing(entries[number].get(new.key), new.record), new.drops)
    wanted = copy.deepcopy(document.data)
    wanted["predictions"][number] |= {edit.key: edit.record}
    wanted["predictions"][number].pop(edit.drops, None)
    written = _written(document.text, number, edit)
    again = load_yaml(file, written.encode())
    if again.problems or again.data != wanted or _lost(document.text, written, number, edit.drops):
        raise Declined("rule-layout", file=file, line=str(document.mark(("predictions", number)).line))
    return (_BOM if content.startswith(_BOM) else b"") + written.encode()


def _plain(record: Ruling | Review) -> Plain:
    """Return a ruling or a review as it stands in a file."""
    plain = record.model_dump(by_alias=True, exclude={"earlier"}, exclude_none=True)
    evidence = [each | {"date": _dated(each["date"])} for each in plain["evidence"]]
    return plain | {"evidence": evidence} if evidence else _without(plain, "evidence")


def _dated(date: int | str) -> int | str | dt.date:
    """Return the date of a page as YAML reads it: a whole day is a date to it."""
    return dt.date.fromisoformat(date) if isinstance(date, str) and DAY.fullmatch(date) else date


def _without(plain: Plain, name: str) -> Plain:
    return {key: value for key, value in plain.items() if key != name}


def _replacing(old: Plain | None, new: Plain) -> Plain:
    """Return a new record with all that it replaces, oldest first."""
    return new | {"earlier": [*(old.get("earlier") or []), _without(old, "earlier")]} if old else new


def _written(text: str, number: int, edit: _Edit) -> str:
    """Return the text of a file with an edit in it."""
    found = LINE_BREAK.search(text)
    line_break = found.group() if found else "\n"
    whole = text if text.endswith(("\n", "\r")) else text + line_break
    for start, end, new in sorted(_splices(whole, prediction_at(whole, number), edit), reverse=True):
        whole = whole[:start] + LINE_BREAK.sub(line_break, new) + whole[end:]
    return whole if text.endswith(("\n", "\r")) else whole.removesuffix(line_break)


def _splices(text: str, entry: Node, edit: _Edit) -> Iterator[Splice]:
    """Yield what to do so that a prediction has what an edit says, and no longer what goes with that."""
    if edit.drops in entry.pairs:
        yield (*_dropped(text, entry, edit.drops), "")
    if entry.flow:
        yield _in_braces(entry, edit)
    elif edit.key not in entry.pairs:
        after = next_line(text, entry.end)
        yield after, after, block(entry.column, [f"{edit.key}:", *indented(whole_lines(edit.record))])
    else:
        yield from _in_place(text, *entry.pairs[edit.key], edit.record)


def _in_braces(entry: Node, edit: _Edit) -> Splice:
    if edit.key in entry.pairs:
        old = entry.pairs[edit.key][1]
        return old.start, old.end, " " * (old.start == old.end) + flow(edit.record)
    end = max(value.end for _, value in entry.pairs.values())
    return end, end, f"{' ' * _empty_last(entry)}, {edit.key}: {flow(edit.record)}"


def _empty_last(entry: Node) -> bool:
    """Tell whether the last value in braces is nothing at all: its colon must not touch the comma."""
    last = list(entry.pairs.values())[-1][1]
    return last.start == last.end


def _in_place(text: str, key: Node, old: Node, record: Plain) -> Iterator[Splice]:
    """Yield what puts a record where another one stands, or nothing does."""
    start, end = next_line(text, key.end), next_line(text, old.end)
    if old.flow or not old.pairs:
        yield len(text[: old.start].rstrip(" ")), old.end, ""
        yield end, end, block(key.column + 2, whole_lines(record))
        return
    at, item = old.column, old.column + 2
    kept, rest = block(at, ["earlier:"]), text[start:end]
    if "earlier" in old.pairs:
        before, earlier = old.pairs["earlier"]
        first, last = line_start(text, before.start), next_line(text, earlier.end)
        if not earlier.entries or earlier.flow:  # moved as data, as its layout has no room for lines
            yield start, end, block(at, whole_lines(record))
            return
        kept, rest, item = text[first:last], text[start:first] + text[last:end], earlier.column
    yield start, end, block(at, own_lines(record)) + kept + _as_entry(rest, at, item)


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


def _dropped(text: str, entry: Node, name: str) -> tuple[int, int]:
    """Return from where to where a key of a prediction stands with its value: whole lines, or a part in braces."""
    key, value = entry.pairs[name]
    if not entry.flow:
        return line_start(text, key.start), next_line(text, value.end)
    names = list(entry.pairs)
    place = names.index(name)
    if place:
        return entry.pairs[names[place - 1]][1].end, value.end
    return key.start, entry.pairs[names[1]][0].start


def _lost(old: str, new: str, number: int, dropped: str) -> Counter[str]:
    """Return the comments that are no longer there, apart from those on what was dropped."""
    entry = prediction_at(old, number)
    start, end = _dropped(old, entry, dropped) if dropped in entry.pairs else (0, 0)
    kept = Counter(comment for at, comment in comments(old) if not start <= at < end)
    return kept - Counter(comment for _, comment in comments(new))
