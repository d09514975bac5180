"""Pictures as PNG, for channels that show no SVG: finds a font with Chinese, and refuses where there is none."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from PIL import ImageFont

from bot.content.briefing import Language
from bot.pictures import painter
from bot.words import say

KEPT: Final = 32
"""PNGs kept in memory; one is about 150 kB."""

_PROBE: Final = "回头看应验落空期限骨Aé1%"
"""Characters of both languages a font must have to be chosen."""
_PACKAGE: Final = "justmytype_intl_cjk"
"""Brings Noto Sans SC: the extra `fonts`."""
_BEST: Final = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
"""Families by how well they set our pictures; any other with the characters comes after them."""
_FOLDERS: Final = (
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_HINTS: Final = (
    "cjk",
    "notosanssc",
    "sourcehan",
    "pingfang",
    "hiragino",
    "msyh",
    "wqy",
    "wenquanyi",
    "droidsansfallback",
)
"""What the names of files are like that are worth a look, where nobody has a list of fonts."""
_ITALIC: Final = 2
_REGULAR, _BOLD = 400, 700


class NoFont(Exception):
    """No font with Chinese characters is installed, without which a picture would lose its words."""

    def __init__(self) -> None:
        super().__init__(say("en", "no-font"))


@dataclass(frozen=True, slots=True)
class _Face:
    """A face in a font file; one whose weight varies is of any weight."""

    file: Path
    number: int
    family: str
    weight: int
    varies: bool

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """The lower, the better it sets our pictures."""
        liked = _BEST.index(self.family) if self.family in _BEST else len(_BEST)
        ornate = any(word in self.family for word in ("Serif", "Mono", "Song", "Ming", "Kai"))
        simplified = self.family.endswith((" SC", " CN", " GB"))
        return liked, ornate, not simplified, abs(self.weight - _REGULAR)


@dataclass(frozen=True, slots=True)
class _Font:
    """What pictures are painted with: a face, a bold one too where there is one; the characters of the first."""

    plain: _Face
    bold: _Face
    characters: frozenset[int]


def available() -> bool:
    """Tell whether pictures can be painted here; looks for a font the first time, which takes a moment."""
    return _font() is not None


def font() -> Path | None:
    """Return the file of the font that pictures are painted with; None where there is none."""
    found = _font()
    return found.plain.file if found else None


def missing_font(language: Language) -> str | None:
    """Return how to get a font, in words, where there is none that pictures can be painted with."""
    return None if available() else say(language, "no-font")


def png(svg: str) -> bytes:
    """Paint a picture; raises NoFont. Threads may call it at once, and others run while it paints."""
    if (found := _font()) is None:
        raise NoFont
    return _painted(_spelled(svg, found.characters), found)


@lru_cache(maxsize=KEPT)
def _painted(svg: str, found: _Font) -> bytes:
    return painter.paint(svg, lambda size, bold: _opened_at(found.bold if bold else found.plain, size, bold))


@lru_cache(maxsize=32)
def _opened_at(face: _Face, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """Return a face to paint with; one whose weight varies is set to the weight."""
    letters = ImageFont.truetype(face.file, size, face.number, layout_engine=ImageFont.Layout.BASIC)
    if face.varies:  # its default may be hair-thin
        weight = _BOLD if bold else _REGULAR
        axes = letters.get_variation_axes()
        letters.set_variation_by_axes([weight if each["name"] == b"Weight" else each["default"] or 0 for each in axes])
    return letters


def _spelled(text: str, characters: frozenset[int]) -> str:
    """Return a text in the characters a font has: others as plainer ones they stand for, else as a question mark."""
    missing = {ord(each) for each in text} - characters - {ord("\n")}
    return text.translate({each: _plain(chr(each), characters) for each in missing})


def _plain(letter: str, characters: frozenset[int]) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if ord(each) in characters)
    if plain and not set(plain) & set("<>&\"'"):  # the text is SVG already: nothing may become a tag
        return plain
    return "" if unicodedata.category(letter)[0] in "CM" else "?"


@lru_cache(maxsize=1)
def _font() -> _Font | None:
    return _chosen(_files())


def _files() -> Iterator[Path]:
    """Yield files of fonts that may have Chinese: the extra's, those fontconfig lists, else those of usual folders."""
    package = find_spec(_PACKAGE)
    for folder in (package.submodule_search_locations or ()) if package else ():
        yield from sorted(Path(folder).rglob("NotoSansSC*"))
    listed = _listed()
    yield from listed or _lying_about()


def _listed() -> list[Path]:
    """Return the files of fonts with Chinese that fontconfig knows; none where it is not installed."""
    lister = shutil.which("fc-list")
    if not lister:
        return []
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed command
            [lister, "--format", "%{file}\n", ":lang=zh-cn"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return []
    return [Path(line) for line in sorted(set(listed.stdout.splitlines()))]


def _lying_about() -> Iterator[Path]:
    """Yield files in the usual folders whose names promise Chinese."""
    for folder in map(Path, _FOLDERS):
        files = sorted(folder.expanduser().rglob("*")) if folder.expanduser().is_dir() else []
        yield from (file for file in files if any(hint in file.name.lower().replace("-", "") for hint in _HINTS))


def _chosen(files: Iterable[Path]) -> _Font | None:
    """Return the best font of some files that has the characters of both languages and is painted."""
    faces = sorted((face for file in files for face in _faces(file)), key=lambda face: face.rank)
    for face in faces:
        characters = _characters(face)
        bolder = [each for each in faces if each.family == face.family and each.weight >= 600 and not face.varies]
        bold = min(bolder, key=lambda each: abs(each.weight - _BOLD), default=face)
        found = _Font(face, bold, characters)
        if characters.issuperset(map(ord, _PROBE)) and _shows(found):
            return found
    return None


def _faces(file: Path) -> Iterator[_Face]:
    """Yield the upright faces in a file; none where it is no font that we can read."""
    collection = file.suffix.lower() in (".ttc", ".otc")
    for number in count() if collection else range(file.suffix.lower() in (".ttf", ".otf")):
        try:
            with _opened(file, number) as opened:
                face = _described(file, number, opened)
        except Exception:  # a broken font may raise anything; also the end of a collection is an error
            return
        if face:
            yield face


def _described(file: Path, number: int, opened: TTFont) -> _Face | None:
    varies, name = "fvar" in opened, opened["name"]
    family = name.getDebugName(16) or name.getDebugName(1)
    if not family or opened["head"].macStyle & _ITALIC:
        return None
    return _Face(file, number, family, _REGULAR if varies else opened["OS/2"].usWeightClass, varies)


@contextmanager
def _opened(file: Path, number: int) -> Iterator[TTFont]:
    with file.open("rb") as stream:  # what fontTools opens itself it leaves open where it cannot read it
        yield TTFont(stream, fontNumber=number, lazy=True)


def _characters(face: _Face) -> frozenset[int]:
    try:
        with _opened(face.file, face.number) as opened:
            return frozenset(opened.getBestCmap() or {})
    except Exception:  # as above
        return frozenset()


def _shows(found: _Font) -> bool:
    """Tell whether words are painted with a font: outlines of a kind the painter does not know simply vanish."""

    def painted(words: str) -> bytes:
        letters = _opened_at(found.plain, 50, False).getmask(words)
        return bytes(letters)

    try:
        blank, one, other = map(painted, (" ", "回", "头"))
    except OSError:
        return False
    return any(one) and any(other) and one != other and not any(blank)
