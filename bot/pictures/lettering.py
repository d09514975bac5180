"""Estimates the width of words and breaks lines without a font: never too narrow, whichever font a reader has."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.content.briefing import Language

_WIDTHS: Final = {
    letter: width
    for width, letters in {
        0.3: " ",
        0.35: "',.:;Iijl",
        0.4: "!()-/[\\]f{}",
        0.45: "rt",
        0.6: '"$*+0123456789<=>J^_acesvxyz|~–',
        0.65: "#?FLTZ`bdghknopqu",
        0.7: "EPSVXY",
        0.75: "&ABCDKNRU",
        0.8: "GHOQ",
        0.9: "Mw",
        0.95: "W",
        1.05: "%m@",
        1.75: "⸺",
        2.55: "⸻",
    }.items()
    for letter in letters
}
"""In em: the widest of Noto Sans CJK SC, WenQuanYi Micro Hei and Liberation Sans, regular and bold, rounded up."""
_WIDE: Final = 1.0
_ACCENT: Final = 0.1
"""What an accent may add to its letter: Ư is wider than U."""
_UNKNOWN: Final = 1.2
"""Letters of scripts not measured here; Cyrillic Щ and ‰ are wider than a Chinese character."""

_HAIR: Final = 1e-6
"""Sums of widths differ by less, in whichever order they are added."""

_PIECE: Final = re.compile(r" |[!-~\u00a1-\u1fff]+|.", re.DOTALL)
_OPENING: Final = "([{（［｛《〈「『【〔“‘"
_CLOSING: Final = ")]}）］｝》〉」』】〕”’、。，．：；！？…—·%"
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "-"})


@lru_cache(maxsize=4096)
def typeset(text: str, language: Language) -> str:
    """Return a text on one line, as it is set in a picture of a language.

    Left out is what SVG cannot hold and what would turn the direction of the rest. In a Chinese font curly quotes and
    ellipses are as wide as a Chinese character, which tears English apart: there they are straight.
    """
    kept = "".join(" " if (kind := unicodedata.category(each)) in ("Cc", "Zl", "Zp") else each * (kind[0] != "C")
                   for each in text)  # fmt: skip
    line = " ".join(unicodedata.normalize("NFC", kept).replace("\ufffe", "").split())
    return line.translate(_STRAIGHT) if language == "en" else line


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if "\u0300" <= letter <= "\u036f":
        return 0  # accents that stand on the letter before them
    if letter.isalpha() and (plain := unicodedata.normalize("NFD", letter)[0]) in _WIDTHS:
        return _WIDTHS[plain] + _ACCENT
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" or letter in "“”‘’…—·" else _UNKNOWN


def width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of its size."""
    return sum(map(_letter, text)) * size


def _pieces(text: str) -> list[str]:
    """Split a text where a line may end: between Chinese characters and at spaces, but not before a closing mark."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        joins = pieces and (piece[0] in _CLOSING or pieces[-1][-1] in _OPENING) and " " not in (piece, pieces[-1])
        if joins:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def shorten(text: str, size: float, room: float) -> str:
    """Return a text as far as there is room, with an ellipsis in place of the rest."""
    if width(text, size) <= room:
        return text
    while text:
        text = text[:-1].rstrip()
        dots = "…" if text and _letter(text[-1]) == _WIDE else "..."
        if width(text + dots, size) <= room:
            return text + dots
    return ""


def wrap(text: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """Return a text in lines no wider than the room; what more than `most` lines would take is shortened away."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most - 1:
        line = _line(rest, size, room)
        if not line:
            break
        lines.append(line.rstrip())
        rest = rest[len(line) :].strip()
    if rest and (last := shorten(rest, size, room)):
        lines.append(last)
    return tuple(lines)


@lru_cache(maxsize=1024)
def balanced(text: str, size: float, room: float, most: int = 2) -> tuple[str, ...]:
    """Return a text in as few lines as `wrap` does, but about equally wide: no date is left alone."""
    lines = wrap(text, size, room, most)
    if len(lines) < 2:
        return lines
    for narrow in range(round(room / 2), round(room), round(size)):
        even = wrap(text, size, narrow, most)
        whole = len(even) == len(lines) and _letters(even) == _letters(lines)
        if whole and (" ".join(even) == text or " ".join(lines) != text):  # at spaces, if it was at spaces before
            return even
    return lines


def _letters(lines: tuple[str, ...]) -> str:
    return "".join(lines).replace(" ", "")


def _line(text: str, size: float, room: float) -> str:
    """Return the start of a text that fits into a line, broken within a word only where that is wider than a line."""
    line, used = "", 0.0
    for piece in _pieces(text):
        wide = width(piece, size)
        if piece != " " and used + wide > room - _HAIR:
            break
        line, used = line + piece, used + wide
    if line.strip():
        return line
    fitting = 0
    while fitting < len(text) and width(text[: fitting + 1], size) <= room:
        fitting += 1
    return text[:fitting]
