"""Renders the SVG of our pictures as PNG: the shapes that a `Sheet` draws, smooth on slopes, words in given fonts.

Any other shape is an error, never a hole in a picture. A renderer of all of SVG, resvg, takes four times as long, and
holds the interpreter for all that time: every reader would wait for the picture of one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil, floor, hypot
from typing import Final
from xml.etree import ElementTree

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

Fonts = Callable[[int, bool], FreeTypeFont]
"""Return the font of a size, in bold or not."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]

_FINE: Final = 4
"""How many times finer than the picture soft edges are worked out, each way."""
_PACKED: Final = 3
"""How hard zlib tries: more makes a picture a tenth smaller and takes half as long again."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_ANCHORS: Final = {"start": "ls", "middle": "ms", "end": "rs"}


def paint(svg: str, fonts: Fonts) -> bytes:
    """Return a picture as PNG; whoever draws what is not painted here hears of it as a KeyError or ValueError."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by `pictures`, never sent to us
    canvas = _Canvas(int(root.attrib["width"]), int(root.attrib["height"]), fonts)
    for element in _shapes(root):
        _SHAPES[_tag(element)](canvas, element)
    return _png(canvas.image)


def _shapes(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield what is painted, also within links."""
    for element in root:
        if _tag(element) == "a":
            yield from element
        elif _tag(element) not in ("title", "desc"):
            yield element


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


class _Canvas:
    """A sheet of pixels, and how to put soft shapes on it."""

    def __init__(self, wide: int, tall: int, fonts: Fonts) -> None:
        self.image = Image.new("RGB", (wide, tall), "#ffffff")
        self.pen = ImageDraw.Draw(self.image)
        self.fonts = fonts

    def block(self, box: Box, colour: str) -> None:
        """Paint a rectangle with hard edges, at least a pixel wide and tall."""
        left, top = round(box[0]), round(box[1])
        right, bottom = max(left + 1, round(box[2])), max(top + 1, round(box[3]))
        self.pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)

    def soft(self, box: Box, colour: str, draw: Callable[[ImageDraw.ImageDraw, Callable[..., Point]], None]) -> None:
        """Paint what `draw` draws within a box, in a finer grid, into which its second argument puts points."""
        left, top = floor(box[0]), floor(box[1])
        wide, tall = ceil(box[2]) - left + 1, ceil(box[3]) - top + 1
        mask = Image.new("L", (wide * _FINE, tall * _FINE))
        draw(ImageDraw.Draw(mask), lambda x, y: ((x - left) * _FINE, (y - top) * _FINE))
        self.image.paste(colour, (left, top), mask.reduce(_FINE))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Paint a disc."""
        box = (x - radius, y - radius, x + radius, y + radius)

        def draw(pen: ImageDraw.ImageDraw, at: Callable[..., Point]) -> None:
            (left, top), (right, bottom) = at(*box[:2]), at(*box[2:])
            pen.ellipse((left, top, right - 1, bottom - 1), fill=255)

        self.soft(box, colour, draw)

    def ring(self, x: float, y: float, radius: float, weight: float, colour: str) -> None:
        """Paint the edge of a circle, half of it on either side of the radius, and nothing within."""
        out = radius + weight / 2
        box = (x - out, y - out, x + out, y + out)

        def draw(pen: ImageDraw.ImageDraw, at: Callable[..., Point]) -> None:
            (left, top), (right, bottom) = at(*box[:2]), at(*box[2:])
            pen.ellipse((left, top, right - 1, bottom - 1), outline=255, width=round(weight * _FINE))

        self.soft(box, colour, draw)

    def polygon(self, points: list[Point], colour: str) -> None:
        """Paint the area between points."""
        self.soft(_around(points), colour, lambda pen, at: pen.polygon([at(*each) for each in points], fill=255))

    def round(self, box: Box, radius: float, colour: str) -> None:
        """Paint a rectangle with round corners."""
        left, top, right, bottom = (round(each) for each in box)
        radius = min(radius, (right - left) / 2, (bottom - top) / 2)
        for x in (left + radius, right - radius):
            for y in (top + radius, bottom - radius):
                self.disc(x, y, radius, colour)
        self.block((left + radius, top, right - radius, bottom), colour)
        self.block((left, top + radius, right, bottom - radius), colour)

    def stroke(self, points: list[Point], colour: str, weight: float, *, caps: bool = False) -> None:
        """Paint a line through points, hard where it runs straight down or across; `caps`: with round ends."""
        box = left, top, right, bottom = _around(points)
        half = weight / 2
        if len(points) == 2 and not caps and left == right:
            self.block((round(left - half), top, round(left - half) + weight, bottom), colour)
        elif len(points) == 2 and not caps and top == bottom:
            self.block((left, round(top - half), right, round(top - half) + weight), colour)
        else:
            wide = (box[0] - weight, box[1] - weight, box[2] + weight, box[3] + weight)
            self.soft(wide, colour, lambda pen, at: _line(pen, [at(*each) for each in points], weight, caps=caps))


def _line(pen: ImageDraw.ImageDraw, points: list[Point], weight: float, *, caps: bool) -> None:
    thick = weight * _FINE
    pen.line(points, fill=255, width=round(thick), joint="curve")
    for x, y in (points[0], points[-1]) if caps else ():
        pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2 - 1, y + thick / 2 - 1), fill=255)


def _around(points: list[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _numbers(element: ElementTree.Element, *names: str) -> list[float]:
    return [float(element.get(name, "0")) for name in names]


def _rect(canvas: _Canvas, element: ElementTree.Element) -> None:
    x, y, wide, tall, radius, edge = _numbers(element, "x", "y", "width", "height", "rx", "stroke-width")
    stroke = element.get("stroke", "none")
    for colour, out in ((stroke, edge / 2), (element.attrib["fill"], -edge / 2 if stroke != "none" else 0)):
        box = (x - out, y - out, x + wide + out, y + tall + out)
        if colour != "none" and radius:
            canvas.round(box, radius + out, colour)
        elif colour != "none":
            canvas.block(box, colour)


def _circle(canvas: _Canvas, element: ElementTree.Element) -> None:
    x, y, radius, edge = _numbers(element, "cx", "cy", "r", "stroke-width")
    if (fill := element.attrib["fill"]) != "none":
        canvas.disc(x, y, radius, fill)
    if edge:
        canvas.ring(x, y, radius, edge, element.attrib["stroke"])


def _path(canvas: _Canvas, element: ElementTree.Element) -> None:
    """Paint a path of straight lines, closed or not."""
    data = element.attrib["d"]
    if not set(data) <= set("MLZ -.0123456789"):
        raise ValueError(data)
    numbers = [float(each) for each in _NUMBER.findall(data)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    if (fill := element.attrib["fill"]) != "none":
        canvas.polygon(points, fill)
    if stroke := element.get("stroke"):
        [weight] = _numbers(element, "stroke-width")
        whole = [*points, *points[:2]] if data.endswith("Z") else points
        lengths = [float(each) for each in element.get("stroke-dasharray", "").split()]
        for part in _dashes(whole, *lengths) if lengths else [whole]:
            canvas.stroke(part, stroke, weight, caps=element.get("stroke-linecap") == "round")


def _dashes(points: list[Point], dash: float, gap: float) -> Iterator[list[Point]]:
    """Yield the dashes of straight lines."""
    for (x, y), (to_x, to_y) in pairwise(points):
        length = hypot(to_x - x, to_y - y)

        def at(way: float, x: float = x, y: float = y, dx: float = to_x - x, dy: float = to_y - y) -> Point:
            return x + dx * way, y + dy * way

        for number in range(ceil(length / (dash + gap))):
            begins = number * (dash + gap)
            yield [at(begins / length), at(min(1, (begins + dash) / length))]


def _text(canvas: _Canvas, element: ElementTree.Element) -> None:
    x, y, size = _numbers(element, "x", "y", "font-size")
    font = canvas.fonts(int(size), element.get("font-weight") == "700")
    anchor = _ANCHORS[element.attrib["text-anchor"]]
    canvas.pen.text((x, y), element.text or "", fill=element.attrib["fill"], font=font, anchor=anchor)


_SHAPES: Final = {"rect": _rect, "circle": _circle, "path": _path, "text": _text}


def _png(image: Image.Image) -> bytes:
    """Pack pixels as they are: flat colours need none of PNG's filters, which take Pillow twice the time."""
    (wide, tall), pixels = image.size, image.tobytes()
    lines = b"".join(b"\0" + pixels[at : at + 3 * wide] for at in range(0, len(pixels), 3 * wide))
    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines, _PACKED)), (b"IEND", b""))
    )
