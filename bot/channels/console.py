"""The terminal as a channel: the smallest one, and the example for the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final, Literal

from bot.answers import Answer, Block, Button
from bot.reception import EVERYWHERE

LIMITS: Final = replace(EVERYWHERE, edits=False)
"""What stands on a terminal stays as it is."""
Style = Literal["", "title", "bold", "italic", "door"]
"""How a part of an answer looks where a terminal shows styles; a door is a command that can be typed."""
Part = tuple[str, Style]


def render(answer: Answer) -> str:
    """Return an answer as lines of text; doors and buttons show the command they carry."""
    return "".join(text for text, _ in parts(answer))


def parts(answer: Answer) -> Iterator[Part]:
    """Yield the same text part by part, each with its style."""
    page = f" ({answer.place})" if answer.place else ""
    yield f"{answer.title}{page}\n", "title"
    yield from _buttons(answer.filters)
    for block in answer.blocks:
        yield "\n", ""
        yield from _block(block)
        yield "\n", ""
    if any(answer.buttons):
        yield "\n", ""
        yield from _buttons(answer.buttons)


def doors(answer: Answer) -> list[str]:
    """Return the commands that an answer leads to, as they stand on the terminal from its top."""
    return [text.strip() for text, style in parts(answer) if style == "door"]


def _buttons(rows: tuple[tuple[Button, ...], ...]) -> Iterator[Part]:
    for button in chain(*rows):
        yield f"[{button.label}] ", ""
        yield f"{button.command}\n", "door"


def _block(block: Block) -> Iterator[Part]:
    for span in block.spans:
        link = f" <{span.url}>" if span.url and span.url != span.text else ""
        yield f"{span.text}{link}", "" if span.style == "plain" else span.style
    if block.command:
        yield "\n→ ", ""
        yield block.command, "door"
