"""Answer → Telegram HTML and keyboard, within Telegram's limits."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Iterator
from itertools import count
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from bot.answers import Answer, Block, Button, ClientAction, Span
from bot.channels.telegram.group_chats import alone
from bot.reception import EVERYWHERE, pressed_here

LIMITS: Final = EVERYWHERE
"""Those of messages: the smallest of ours, as every answer was first made for them."""
COLUMNS: Final = 63
"""Columns of letters on a row of buttons of a phone, reckoned; a Chinese character takes two."""
EDGES: Final = 5
"""Columns that a button takes beside its label. All in a row are as wide as each other, and cut what is wider."""
_SHARE: Final = "https://t.me/share/url?url={url}"
"""What asks a client to whom to send an address."""

Key = dict[str, Any]
"""A button as the Bot API takes it."""


class Own(NamedTuple):
    """What Telegram says of the bot itself: its username, and whether its owner has turned inline mode on."""

    username: str
    inline: bool


def as_html(answer: Answer) -> str:
    """Return an answer as HTML; after parsing it is at most 4,096 UTF-16 units long, which its paging sees to."""
    page = f" ({answer.place})" if answer.place else ""
    numbers = count(answer.first_door)
    blocks = [f"<b>{_escaped(answer.title)}</b>{page}"]
    blocks += [(f"{next(numbers)}. " if block.command else "") + _block(block) for block in answer.blocks]
    return "\n\n".join(blocks)


def content(answer: Answer) -> dict[str, object]:
    """Return the text of a message as the Bot API takes it, below which only a page that an answer is about is seen."""
    page = {"url": answer.preview, "prefer_small_media": True} if answer.preview else {"is_disabled": True}
    return {"text": as_html(answer), "parse_mode": ParseMode.HTML, "link_preview_options": page}


def keyboard(answer: Answer, shared_by: str = "", bot: Own | None = None) -> InlineKeyboardMarkup | None:
    """Return the buttons: a number for each door on the page, the answer's own rows, and what clients can do with it.

    In a chat that a bot of this username shares with many, what one of them wants to read opens in a chat of their own.
    Without a `bot` clients do nothing.
    """
    rows = [[_object(key) for key in row] for row in _keys(answer, shared_by, bot)]
    return InlineKeyboardMarkup(rows) if rows else None


def plain_keyboard(answer: Answer, shared_by: str = "", bot: Own | None = None) -> dict[str, object] | None:
    """Return the same as the Bot API takes it: objects of the library take thirty times as long."""
    rows = _keys(answer, shared_by, bot)
    return {"inline_keyboard": rows} if rows else None


def _keys(answer: Answer, shared_by: str, bot: Own | None) -> list[list[Key]]:
    rows = [[_key(button, shared_by) for button in part] for row in _rows(answer) for part in _uncut(row)]
    return [*rows, [_client_key(each, bot) for each in answer.actions]] if bot and answer.actions else rows


def _key(button: Button, shared_by: str) -> Key:
    looks = {"style": button.style} if button.style else {}
    if shared_by and not pressed_here(button.command):
        return {"text": button.label, "url": alone(button.command, shared_by), **looks}
    return {"text": button.label, "callback_data": button.command, **looks}


def _client_key(action: ClientAction, bot: Own) -> Key:
    """Return a button that a client carries out; without inline mode it shares the address that opens the answer."""
    if action.kind == "copy":
        return {"text": action.label, "copy_text": {"text": action.what}}
    if bot.inline:
        return {"text": action.label, "switch_inline_query": action.what.partition(" ")[2]}
    return {"text": action.label, "url": _SHARE.format(url=quote(alone(action.what, bot.username), safe=""))}


def _rows(answer: Answer) -> list[tuple[Button, ...]]:
    """Return filters first, and doors before the answer's own rows; those of questions, numbered first, above them."""
    # of all questions in one message, with the row that turns pages, where there is one
    asking = [number for number, row in enumerate(answer.buttons, 1) if row[0].about] if answer.first_door > 1 else []
    above = max(asking, default=0)
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


def _object(key: Key) -> InlineKeyboardButton:
    return InlineKeyboardButton.de_json(key)


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
