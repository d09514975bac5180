"""Answer → Telegram HTML and keyboard, within Telegram's limits."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Iterator
from itertools import count
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answers import Answer, Block, Button, Span
from bot.channels.telegram.group_chats import alone
from bot.reception import EVERYWHERE, pressed_here

LIMITS: Final = EVERYWHERE
"""Those of messages: the smallest of ours, as every answer was first made for them."""
COLUMNS: Final = 63
"""Columns of letters on a row of buttons of a phone, reckoned; a Chinese character takes two."""
EDGES: Final = 5
"""Columns that a button takes beside its label. All in a row are as wide as each other, and cut what is wider."""


def as_html(answer: Answer) -> str:
    """Return an answer as HTML; after parsing it is at most 4,096 UTF-16 units long, which its paging sees to."""
    page = f" ({answer.page}/{answer.pages})" if answer.pages > 1 else ""
    numbers = count(answer.first_door)
    blocks = [f"<b>{_escaped(answer.title)}</b>{page}"]
    blocks += [(f"{next(numbers)}. " if block.command else "") + _block(block) for block in answer.blocks]
    return "\n\n".join(blocks)


def keyboard(answer: Answer, shared_by: str = "") -> InlineKeyboardMarkup | None:
    """Return the buttons: a number for each door on the page, then the answer's own rows.

    In a chat that a bot of this username shares with many, what one of them wants to read opens in a chat of their own.
    """
    rows = [[_object(key) for key in row] for row in _keys(answer, shared_by)]
    return InlineKeyboardMarkup(rows) if rows else None


def plain_keyboard(answer: Answer, shared_by: str = "") -> dict[str, object] | None:
    """Return the same as the Bot API takes it, for mass sends: objects of the library take thirty times as long."""
    rows = _keys(answer, shared_by)
    return {"inline_keyboard": rows} if rows else None


def _keys(answer: Answer, shared_by: str) -> list[list[dict[str, str]]]:
    return [[_key(button, shared_by) for button in part] for row in _rows(answer) for part in _uncut(row)]


def _key(button: Button, shared_by: str) -> dict[str, str]:
    if shared_by and not pressed_here(button.command):
        return {"text": button.label, "url": alone(button.command, shared_by)}
    return {"text": button.label, "callback_data": button.command}


def _rows(answer: Answer) -> list[tuple[Button, ...]]:
    """Return filters first, and doors before the answer's own rows; those of questions, numbered first, above them."""
    questions = answer.first_door - 1
    above = questions + (answer.pages > 1) if questions else 0  # with the row that turns pages, where there is one
    return [*answer.filters, *answer.buttons[:above], *_doors(answer), *answer.buttons[above:]]


def _uncut(row: tuple[Button, ...]) -> Iterator[tuple[Button, ...]]:
    """Break a row in which labels would be cut into rows of like length, as far as that helps."""
    widest = max((_columns(button.label) for button in row), default=0)
    beside = max(1, COLUMNS // (widest + EDGES))
    length = math.ceil(len(row) / math.ceil(len(row) / beside)) if row else 1
    return (row[start : start + length] for start in range(0, len(row), length))


def _columns(label: str) -> int:
    """Return the width of a label without the mark of what is chosen: no press is to move the buttons."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in label.removeprefix("✓"))


def _doors(answer: Answer) -> list[tuple[Button, ...]]:
    commands = (block.command for block in answer.blocks if block.command)
    doors = [Button(str(number), command) for number, command in enumerate(commands, answer.first_door)]
    return [tuple(doors[start : start + LIMITS.row]) for start in range(0, len(doors), LIMITS.row)]


def _object(key: dict[str, str]) -> InlineKeyboardButton:
    return InlineKeyboardButton(key["text"], url=key.get("url"), callback_data=key.get("callback_data"))


def _block(block: Block) -> str:
    text = "".join(map(_span, block.spans))
    return f"<blockquote expandable>{text}</blockquote>" if block.kind == "folded" else text


def _span(span: Span) -> str:
    text = _escaped(span.text)
    if span.url:
        text = f'<a href="{html.escape(span.url)}">{text}</a>'
    return {"bold": f"<b>{text}</b>", "italic": f"<i>{text}</i>"}.get(span.style, text)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
