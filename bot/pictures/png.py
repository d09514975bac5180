"""Paints pictures as PNG, for channels that show no SVG, and refuses where no font has the words of both languages.

The font is that of the extra `fonts` where it is installed, else the one fontconfig chooses.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.content.briefing import Language
from bot.words import say

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

KEPT: Final = 32
"""PNGs kept in memory; one is about 150 kB."""

_PROBE: Final = "".join(map(chr, range(0x21, 0x7F))) + "é回头看应验落空期限骨"
"""Characters a font must have: all an SVG is written in, and some of both languages."""
_PACKAGE: Final = "justmytype_intl_cjk"
"""Brings Noto Sans SC: the extra `fonts`."""
_NO_CHARACTER: Final = "\uffff"
"""Never is a character, so it shows how a font paints those it lacks."""
_REGULAR, _BOLD = 400, 700


class NoFont(Exception):
    """No font with Chinese characters is installed, without which a picture would lose its words."""

    def __init__(self) -> None:
        super().__init__(say("en", "no-font"))


@dataclass(frozen=True, slots=True)
class _Face:
    """A face by its file, and its number there: a collection has several."""

    file: Path
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Font:
    """The faces that pictures are painted with; both are one where its weight varies, or nothing bolder is there."""

    plain: _Face
    bold: _Face


def available() -> bool:
    """Tell whether pictures can be painted here; looks for a font the first time, which takes a moment."""
    return _font() is not None


def missing_font(language: Language) -> str | None:
    """Return how to get a font, in words, where there is none that pictures can be painted with."""
    return None if available() else say(language, "no-font")


def png(svg: str) -> bytes:
    """Paint a picture; raises NoFont. Threads may call it at once, and others run while it paints."""
    if (font := _font()) is None:
        raise NoFont
    return _painted(_spelled(svg, font), font)


@lru_cache(maxsize=KEPT)
def _painted(svg: str, font: _Font) -> bytes:
    from bot.pictures import painter  # here and below: Pillow is loaded with the first picture

    return painter.paint(svg, lambda size, bold: _opened(font.bold if bold else font.plain, size, bold))


@lru_cache(maxsize=32)
def _opened(face: _Face, size: int, bold: bool) -> FreeTypeFont:
    """Return a face to paint with, of the weight where it varies; raises OSError where it cannot be read."""
    from PIL import ImageFont

    opened = ImageFont.truetype(face.file, size, face.number, layout_engine=ImageFont.Layout.BASIC)
    with suppress(OSError):  # raised where nothing varies; where it does, the default may be hair-thin
        weight = _BOLD if bold else _REGULAR
        axes = opened.get_variation_axes()
        opened.set_variation_by_axes([weight if each["name"] == b"Weight" else each["default"] or 0 for each in axes])
    return opened


def _spelled(text: str, font: _Font) -> str:
    """Return a text in the characters a font has: others as plainer ones they stand for, else as a question mark."""
    missing = {each for each in set(text) if not _shows(font, each)}
    return text.translate({ord(each): _plainer(each, font) for each in missing})


def _plainer(letter: str, font: _Font) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if _shows(font, each))
    if plain and not set(plain) & set("<>&\"'"):  # the text is SVG already: nothing may become a tag
        return plain
    return "" if unicodedata.category(letter)[0] in "CM" else "?"


@lru_cache(maxsize=8192)
def _shows(font: _Font, letter: str) -> bool:
    """Tell whether a character is painted as itself, plain and bold: not as nothing, nor as the box for those lacking.

    Only the painting tells: outlines of a kind that the painter does not know simply vanish.
    """
    if letter in " \n":  # the one that is meant to be nothing, and the ends of lines of the SVG
        return True
    opened = (_opened(font.plain, 50, False), _opened(font.bold, 50, True))
    return all(_ink(each, letter) != _ink(each, _NO_CHARACTER) for each in opened)


def _ink(opened: FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = opened.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def _font() -> _Font | None:
    """Return the font to paint with: its regular face serves as bold where the bold one lacks characters.

    That of the extra has them all, and is opened with the first picture: it takes 20 MB.
    """
    if packed := _packed():
        return _Font(packed, packed)
    plain, bold = _matched("regular"), _matched("bold")
    fonts = [_Font(plain, each) for each in (bold, plain) if each] if plain else []
    found = next(filter(_complete, fonts), None)
    _opened.cache_clear()  # so are others, once it is known what they have
    return found


def _complete(font: _Font) -> bool:
    try:
        return all(_shows(font, each) for each in _PROBE)
    except OSError:  # no font that can be read
        return False


def _packed() -> _Face | None:
    """Return the face of the extra, whose weight varies; None where it is not installed."""
    package = find_spec(_PACKAGE)
    folders = package.submodule_search_locations or () if package else ()
    return next((_Face(file) for folder in folders for file in Path(folder).rglob("NotoSansSC*")), None)


def _matched(weight: str) -> _Face | None:
    """Return the face fontconfig chooses, which may lack anything; None where it is not installed or has no fonts."""
    if (command := shutil.which("fc-match")) is None:
        return None
    from bot.pictures.sheet import FONTS

    pattern = FONTS.replace("-", r"\-") + ":lang=zh-cn:outline=true"  # what the SVG names, else any with Chinese
    asked = [command, "--format", "%{index} %{file}", f"{pattern}:{weight}"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - fixed
        number, file = answer.stdout.split(" ", 1)
        return _Face(Path(file), int(number) & 0xFFFF)  # above are instances of a weight that varies
    except (OSError, subprocess.SubprocessError, ValueError):  # the last for no answer, or one not understood
        return None
