"""Painting: shapes where they belong, in their colours, soft edges only on slopes, and a PNG any reader reads."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFont

from bot.pictures import painter

Colour = tuple[int, int, int]
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def letters(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont) and not bold
    return face


def painted(shapes: str, wide: int = 40, tall: int = 40) -> Image.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}"><title>x</title>{shapes}</svg>'
    image = Image.open(io.BytesIO(painter.paint(svg, letters)))
    assert image.format == "PNG" and image.size == (wide, tall)
    return image


def colours(image: Image.Image) -> set[Colour]:
    return {colour for _, colour in image.getcolors(2**16)}  # type: ignore[misc, union-attr]


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        (
            '<rect x="10" y="5" width="20" height="10" fill="#ff0000"/>',
            [(10, 5), (29, 14)],
            [(9, 5), (30, 14), (29, 15)],
        ),
        ('<rect x="10" y="5" width="20" height="10" rx="5" fill="#ff0000"/>', [(20, 5), (10, 10)], [(10, 5), (29, 14)]),
        ('<circle cx="20" cy="20" r="10" fill="#ff0000"/>', [(20, 20), (12, 20), (20, 28)], [(8, 20), (12, 12)]),
        (
            '<circle cx="20" cy="20" r="10" fill="none" stroke="#ff0000" stroke-width="4"/>',
            [(20, 10), (10, 20), (29, 20)],
            [(20, 20), (14, 20), (5, 20), (20, 33)],
        ),
        ('<path d="M10 10L30 10L10 30Z" fill="#ff0000"/>', [(12, 12), (26, 11)], [(28, 28), (9, 9)]),
        ('<path d="M5 5L5 35" fill="none" stroke="#ff0000" stroke-width="4"/>', [(3, 5), (6, 34)], [(2, 5), (7, 34)]),
        ('<path d="M5 5L35 5" fill="none" stroke="#ff0000" stroke-width="4"/>', [(5, 3), (34, 6)], [(5, 2), (34, 7)]),
        ('<path d="M5 5L35 35" fill="none" stroke="#ff0000" stroke-width="6"/>', [(20, 20)], [(20, 28), (2, 2)]),
    ],
)
def test_a_shape_is_painted_where_it_is_and_nowhere_else(
    shape: str, inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    image = painted(shape)
    assert [image.getpixel(at) for at in inside] == [RED] * len(inside)
    assert [image.getpixel(at) for at in outside] == [WHITE] * len(outside)


@pytest.mark.parametrize(
    "shape",
    [
        '<rect x="10.3" y="5.6" width="20.2" height="10.7" fill="#ff0000"/>',
        '<path d="M5.4 5L5.4 35" fill="none" stroke="#ff0000" stroke-width="3"/>',
        '<path d="M5 5.4L35 5.4" fill="none" stroke="#ff0000" stroke-width="3"/>',
    ],
)
def test_edges_that_run_straight_are_hard(shape: str) -> None:
    assert colours(painted(shape)) == {RED, WHITE}


@pytest.mark.parametrize(
    "shape",
    [
        '<circle cx="20" cy="20" r="10" fill="#ff0000"/>',
        '<path d="M10 10L30 12L10 30Z" fill="#ff0000"/>',
        '<path d="M5 5L35 25" fill="none" stroke="#ff0000" stroke-width="3"/>',
        '<rect x="4" y="4" width="30" height="30" rx="8" fill="#ff0000"/>',
    ],
)
def test_edges_that_slope_are_soft(shape: str) -> None:
    found = colours(painted(shape))
    assert len(found) > 4 and {RED, WHITE} < found and all(red == 255 and green == blue for red, green, blue in found)


@pytest.mark.parametrize(
    "shape",
    [
        '<rect x="10" y="10" width="20" height="20" fill="#ff0000" stroke="#0000ff" stroke-width="4"/>',
        '<rect x="10" y="10" width="20" height="20" rx="6" fill="#ff0000" stroke="#0000ff" stroke-width="4"/>',
        '<circle cx="20" cy="20" r="10" fill="#ff0000" stroke="#0000ff" stroke-width="4"/>',
        '<path d="M10 10L30 10L30 30L10 30Z" fill="#ff0000" stroke="#0000ff" stroke-width="4"/>',
    ],
)
def test_a_rim_lies_half_inside_and_half_outside_the_edge(shape: str) -> None:
    image = painted(shape)
    assert [image.getpixel((x, 20)) for x in (6, 9, 10, 13, 20, 26, 29, 30, 33)] == [
        *(WHITE, BLUE, BLUE, RED, RED, RED, BLUE, BLUE, WHITE)
    ]


def test_what_is_drawn_later_covers_what_was_drawn_before() -> None:
    below, above = (f'<rect width="40" height="40" fill="{colour}"/>' for colour in ("#ff0000", "#0000ff"))
    assert colours(painted(below + above)) == {BLUE}


def test_a_dashed_line_has_gaps() -> None:
    image = painted(
        '<path d="M0 20L40 20" fill="none" stroke="#ff0000" stroke-width="4" stroke-dasharray="10 5"/>', 40, 40
    )
    row = [image.getpixel((x, 20)) == RED for x in range(40)]
    assert row == [x % 15 < 10 for x in range(40)]


@pytest.mark.parametrize(("anchor", "left", "right"), [("start", 60, 100), ("middle", 40, 80), ("end", 20, 60)])
def test_words_begin_end_or_are_centred_where_they_are_put(anchor: str, left: int, right: int) -> None:
    words = f'<text x="60" y="30" font-size="20" fill="#ff0000" text-anchor="{anchor}">mm</text>'
    box = painted(words, 120, 40).convert("L").point(lambda value: 255 * (value < 250)).getbbox()
    assert box and left <= box[0] and box[2] <= right and box[3] <= 31


@pytest.mark.parametrize(
    "shape",
    [
        "<g/>",
        '<ellipse rx="2" ry="3" fill="#ff0000"/>',
        '<path d="M0 0C1 1 2 2 3 3" fill="#ff0000"/>',
        '<path d="M0 0A5 5 0 0 0 9 9Z" fill="#ff0000"/>',
        '<circle cx="20" cy="20" r="10"/>',
    ],
)
def test_a_shape_that_is_not_painted_here_is_no_hole_in_a_picture(shape: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        painted(shape)
