"""The sheet all pictures are drawn on: SVG with presentation attributes alone, as the site's CSP asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, Literal, Protocol
from xml.etree import ElementTree

from bot.content.briefing import Language
from bot.content.texts import TAGS
from bot.pictures.lettering import balanced, typeset

WIDTH: Final = 1280
MARGIN: Final = 40
LEFT: Final = MARGIN
RIGHT: Final = WIDTH - MARGIN
TALLEST: Final = 8_000
"""Telegram takes no photo whose width and height add up to more than 10,000; what would be taller is left out."""

TITLE, HEADING, PLAIN, SMALL = 54, 38, 34, 32
"""Sizes of letters: on a phone that shows the picture 390 wide, the smallest is that of a footnote."""
MIDDLE: Final = 0.36
"""How far below its middle the baseline of a word is, in its size."""
INK, SOFT, RULE, CARD, TINT, ACCENT = "#1b1f23", "#57606a", "#d0d7de", "#f6f8fa", "#d9e4ee", "#0b6e69"

FONTS: Final = (
    "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
)

Anchor = Literal["start", "middle", "end"]


class Say(Protocol):
    """How a caller says messages of the interface in its reader's language: `Asked.say` does."""

    def __call__(self, message: str, /, **args: str | int) -> str:
        """Return a message in the language."""


class Sheet:
    """A picture in the making, painted in the order of the calls; its height is known last."""

    def __init__(self, language: Language, title: str, description: str, *, wide: int = WIDTH) -> None:
        self.language, self._wide = language, wide
        self._root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
        self._root.set("xml:lang", TAGS[language])
        for tag, words in (("title", title), ("desc", description)):
            ElementTree.SubElement(self._root, tag).text = typeset(words, language)
        self._within = self._root
        self._paper = self.add("rect", width=wide, fill="#ffffff")
        self._root.set("font-family", FONTS)

    def add(self, tag: str, **attributes: str | float) -> ElementTree.Element:
        """Draw a shape; attributes are named as in SVG, with _ for -."""
        named = {name.replace("_", "-"): _written(value) for name, value in attributes.items()}
        return ElementTree.SubElement(self._within, tag, named)

    @contextmanager
    def door(self, command: str, name: str) -> Iterator[None]:
        """Make of what is drawn meanwhile a link to a command, whose channel knows its address; of none nothing."""
        if command:
            self._within = ElementTree.SubElement(self._root, "a", {"href": command, "aria-label": name})
            self._root.set("role", "group")  # of an image nobody is told what is in it
        yield
        self._within = self._root

    def box(self, left: float, top: float, right: float, bottom: float, **attributes: str | float) -> None:
        """Draw a rectangle between four edges."""
        self.add("rect", x=left, y=top, width=right - left, height=bottom - top, **attributes)

    def line(self, *points: tuple[float, float], colour: str, weight: float, **attributes: str | float) -> None:
        """Draw a line through points."""
        self.add("path", d=trace(points), fill="none", stroke=colour, stroke_width=weight, **attributes)

    def words(
        self,
        x: float,
        baseline: float,
        text: str,
        size: int = SMALL,
        colour: str = INK,
        *,
        bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Write words on one line; nothing is written where there are none."""
        if not (text := typeset(text, self.language)):
            return
        style = {"font-weight": "700"} if bold else {}
        written = self.add("text", x=x, y=baseline, font_size=size, fill=colour, **{"text-anchor": anchor}, **style)
        written.text = text

    def lines(
        self, x: float, baseline: float, lines: Iterable[str], size: int, colour: str = INK, *, bold: bool = False
    ) -> float:
        """Write lines below each other; returns the baseline of a line that would follow."""
        for line in lines:
            self.words(x, baseline, line, size, colour, bold=bold)
            baseline += leading(size)
        return baseline

    def head(self, title: str) -> float:
        """Write the title; returns the baseline of a line that would follow."""
        lines = balanced(typeset(title, self.language), TITLE, RIGHT - LEFT)
        return self.lines(LEFT, TITLE + 28, lines, TITLE, bold=True) - 16

    def svg(self, height: float) -> str:
        """Return the picture."""
        tall = round(height)
        self._paper.set("height", str(tall))
        self._root.set("width", str(self._wide))
        self._root.set("height", str(tall))
        self._root.set("viewBox", f"0 0 {self._wide} {tall}")
        return ElementTree.tostring(self._root, encoding="unicode")


def leading(size: int) -> float:
    """Return the distance between the baselines of two lines."""
    return round(size * 1.35)


def trace(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """Return points as the data of a path."""
    return "M" + "L".join(f"{_written(x)} {_written(y)}" for x, y in points) + ("Z" if closed else "")


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
