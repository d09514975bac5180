"""The terminal as a channel: the smallest one, and the example for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.answers import Answer, Block, Button
from bot.reception import EVERYWHERE

LIMITS: Final = replace(EVERYWHERE, edits=False)
"""What stands on a terminal stays as it is."""


def render(answer: Answer) -> str:
    """Return an answer as lines of text; doors and buttons show the command they carry."""
    page = f" ({answer.page}/{answer.pages})" if answer.pages > 1 else ""
    filters = _buttons(answer.filters)
    lines = [f"{answer.title}{page}", *filters, ""]
    lines += [line for block in answer.blocks for line in (_block(block), "")]
    return "\n".join([*lines, *_buttons(answer.buttons)]).rstrip() + "\n"


def _buttons(rows: tuple[tuple[Button, ...], ...]) -> list[str]:
    return [f"[{button.label}] {button.command}" for row in rows for button in row]


def _block(block: Block) -> str:
    text = "".join(
        f"{span.text} <{span.url}>" if span.url and span.url != span.text else span.text for span in block.spans
    )
    return f"{text}\n→ {block.command}" if block.command else text
