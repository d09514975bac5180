"""Where the values of a YAML text stand: a parser's events as a tree of places, so that an edit moves nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.content.problem import LINE_BREAK
from bot.content.yaml_errors import LOADER


@dataclass(slots=True)
class Node:
    """A value in the text: from where to where, without what only surrounds it, and in which column it begins."""

    start: int
    end: int
    column: int
    flow: bool = False
    pairs: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    entries: list[Node] = field(default_factory=list)


def _tree(events: Iterator[Any], event: Any) -> Node:
    """Return the value that an event begins, with all that it holds."""
    node = Node(event.start_mark.index, event.end_mark.index, event.start_mark.column)
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


def prediction_at(text: str, number: int) -> Node:
    """Return where a prediction stands in a sound file."""
    wanted = yaml.NodeEvent | yaml.CollectionEndEvent
    events: Iterator[Any] = (event for event in yaml.parse(text, Loader=LOADER) if isinstance(event, wanted))
    return _tree(events, next(events)).pairs["predictions"][1].entries[number]


def line_start(text: str, at: int) -> int:
    """Return where the line begins that holds a place."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def next_line(text: str, at: int) -> int:
    """Return where the first line begins that lies wholly after a value that ends at a place."""
    if at and text[at - 1] in "\r\n":  # a block of text takes its last line break with it
        return at
    found = LINE_BREAK.search(text, at)
    return found.end() if found else len(text)
