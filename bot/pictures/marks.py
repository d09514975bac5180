"""The marks of predictions' states, told apart by shape as well as by colour, and their legends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from bot.content.briefing import Language
from bot.content.edition import State
from bot.pictures.lettering import shorten, typeset, width
from bot.pictures.sheet import INK, LEFT, MIDDLE, RIGHT, SMALL, SOFT, Say, Sheet, trace

COLOURS: Final[Mapping[State, str]] = {
    "held": "#009e73",
    "partly": "#e69f00",
    "failed": "#d55e00",
    "unclear": "#cc79a7",
    "void": "#999999",
    "due": "#f0e442",
    "open": "#ffffff",
    "proposed": "#0072b2",
}
"""The palette of Okabe and Ito, which people who see fewer colours can tell apart."""
RADIUS: Final = 16
ORDER: Final[tuple[State, ...]] = ("held", "partly", "failed", "unclear", "void", "proposed", "due", "open")


_HALF: Final = tuple((-sin(pi * step / 16), -cos(pi * step / 16)) for step in range(17))
"""Points along the left half of a circle."""


def mark(sheet: Sheet, state: State, x: float, y: float, radius: float = RADIUS) -> None:
    """Draw the mark of a state around a point."""
    _SHAPES[state](sheet, x, y, radius, COLOURS[state])


def _held(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a full disc with a tick."""
    sheet.add("circle", cx=x, cy=y, r=radius, fill=colour)
    tick = [
        (x - 0.5 * radius, y + 0.05 * radius),
        (x - 0.12 * radius, y + 0.42 * radius),
        (x + 0.5 * radius, y - 0.4 * radius),
    ]
    sheet.line(*tick, colour="#ffffff", weight=radius * 0.28, stroke_linecap="round", stroke_linejoin="round")


def _partly(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a ring, its left half full."""
    ring = radius - 1.5
    sheet.add("circle", cx=x, cy=y, r=ring, fill="#ffffff", stroke=colour, stroke_width=3)
    half = [(x + ring * dx, y + ring * dy) for dx, dy in _HALF]
    sheet.add("path", d=trace(half, closed=True), fill=colour)


def _failed(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a full square with a cross."""
    side, arm = 0.92 * radius, 0.45 * radius
    sheet.add("rect", x=x - side, y=y - side, width=2 * side, height=2 * side, rx=0.2 * radius, fill=colour)
    for lean in (-1, 1):
        ends = ((x - arm, y - lean * arm), (x + arm, y + lean * arm))
        sheet.line(*ends, colour="#ffffff", weight=radius * 0.28, stroke_linecap="round")


def _unclear(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a full diamond with a dot."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    sheet.add("path", d=trace(corners, closed=True), fill=colour)
    sheet.add("circle", cx=x, cy=y, r=0.26 * radius, fill="#ffffff")


def _void(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a ring with a bar across: what was to be judged never arose."""
    ring = radius - 1.5
    sheet.add("circle", cx=x, cy=y, r=ring, fill="#ffffff", stroke=colour, stroke_width=3)
    sheet.line((x - 0.55 * ring, y), (x + 0.55 * ring, y), colour=colour, weight=radius * 0.28, stroke_linecap="round")


def _due(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a triangle with a dark edge: somebody should look here."""
    corners = ((x, y - 0.85 * radius), (x + 0.9 * radius, y + 0.75 * radius), (x - 0.9 * radius, y + 0.75 * radius))
    shape = trace(corners, closed=True)
    sheet.add("path", d=shape, fill=colour, stroke=INK, stroke_width=2.5, stroke_linejoin="round")


def _open(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw an empty ring."""
    sheet.add("circle", cx=x, cy=y, r=radius - 2.5, fill=colour, stroke=SOFT, stroke_width=3)


def _proposed(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    """Draw a ring of dashes around a dot: something is written that does not count yet."""
    ring, dash = radius - 2, 2 * pi * (radius - 2) / 16
    dashes = f"{dash:.2f}"
    sheet.add("circle", cx=x, cy=y, r=ring, fill="#ffffff", stroke=colour, stroke_width=4, stroke_dasharray=dashes)
    sheet.add("circle", cx=x, cy=y, r=0.3 * radius, fill=colour)


_SHAPES: Final[Mapping[State, Callable[[Sheet, float, float, float, str], None]]] = {
    "held": _held,
    "partly": _partly,
    "failed": _failed,
    "unclear": _unclear,
    "void": _void,
    "due": _due,
    "open": _open,
    "proposed": _proposed,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of a legend: its words, and how to draw its sample around a point, so many wide."""

    words: str
    draw: Callable[[Sheet, float, float], None]
    wide: float = 2 * RADIUS + 2


def of_state(state: State, words: str) -> Sample:
    """Return the entry of a mark."""
    return Sample(words, lambda sheet, x, y: mark(sheet, state, x, y))


def counted(name: str, count: int) -> str:
    """Return how many stand how."""
    return f"{name} {count:,}"


def of_states(say: Say, counts: Mapping[State, int]) -> list[Sample]:
    """Return an entry for every mark that occurs, with its name and how often."""
    return [of_state(each, counted(say(f"state-{each}"), counts[each])) for each in ORDER if counts.get(each)]


GAP: Final = 36
STEP: Final = 54


def legend(sheet: Sheet, samples: Iterable[Sample], top: float, right: float = RIGHT, size: int = SMALL) -> float:
    """Draw the entries of a legend from left to right, line after line; returns where what follows may begin."""
    for sample, words, x, y in _placed(sheet.language, samples, top, right, size):
        sample.draw(sheet, x + sample.wide / 2, y)
        sheet.words(x + sample.wide + 10, y + MIDDLE * size, words, size)
        top = max(top, y + STEP / 2)
    return top


def legend_height(language: Language, samples: Iterable[Sample], right: float = RIGHT, size: int = SMALL) -> float:
    """Return how tall a legend is."""
    return max((y + STEP / 2 for *_, y in _placed(language, samples, 0, right, size)), default=0)


def _placed(
    language: Language, samples: Iterable[Sample], top: float, right: float, size: int
) -> Iterator[tuple[Sample, str, float, float]]:
    """Yield each entry with its words, its left edge, and the middle of its line."""
    x, y = float(LEFT), top + STEP / 2
    for sample in samples:
        words = shorten(typeset(sample.words, language), size, right - LEFT - sample.wide - 10)
        wide = sample.wide + 10 + width(words, size)
        if x > LEFT and x + wide > right:
            x, y = LEFT, y + STEP
        yield sample, words, x, y
        x += wide + GAP
