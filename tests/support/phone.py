"""How tall Telegram shows a message on a phone, by its rendering: 16 px letters in a bubble of 390 px."""

from __future__ import annotations

import html
import re
from typing import Final

from bot.answers import Answer
from bot.channels.telegram import render
from bot.pictures.lettering import width

SCREEN: Final = 640
"""Pixels between the header of a chat and its field for writing, on a phone of 390 by 844."""
_LETTER, _LINE, _ROW, _AROUND = 16, 21, 44, 20
_ROOM: Final = 390 - 60
_MARK: Final = 20
"""Pixels that a quotation leaves to its mark and its edges."""
_FOLDED: Final = 3
"""Lines that are seen of a folded quotation."""
_QUOTATION: Final = re.compile("\n<blockquote expandable>(.*?)</blockquote>", re.DOTALL)
_WORD: Final = re.compile(r"[⺀-￯]|[^\s⺀-￯]+\s*|\s+")


def height(shown: Answer) -> int:
    """Return how many pixels a message takes with its buttons, as it comes: with folded quotations folded."""
    text = render.as_html(shown)
    lines = _lines(_QUOTATION.sub("", text), _ROOM)
    lines += sum(min(_lines(each, _ROOM - _MARK), _FOLDED) for each in _QUOTATION.findall(text))
    rows = (render.plain_keyboard(shown) or {}).get("inline_keyboard", ())
    assert isinstance(rows, list | tuple)
    return lines * _LINE + len(rows) * _ROW + _AROUND


def _lines(text: str, room: float) -> int:
    plain = html.unescape(re.sub("<[^>]+>", "", text))
    return sum(_broken(each, room) for each in plain.split("\n"))


def _broken(paragraph: str, room: float) -> int:
    lines, at = 1, 0.0
    for word in _WORD.findall(paragraph):
        if at and at + width(word.rstrip(), _LETTER) > room:
            lines, at = lines + 1, 0.0
        at += width(word, _LETTER)
    return lines
