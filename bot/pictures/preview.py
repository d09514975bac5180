"""Pictures that stand beside a link to a page: a statement and what became of it, or somebody's record, 1200×630."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.content.briefing import Language
from bot.content.edition import State
from bot.pictures.lettering import balanced, shorten, typeset, width
from bot.pictures.marks import COLOURS, mark
from bot.pictures.sheet import INK, RULE, SOFT, Sheet, leading

WIDE: Final = 1200
TALL: Final = 630
"""What programs that show links cut nothing off from."""
_LEFT, _RIGHT = 84.0, WIDE - 64.0
_BAND: Final = 20.0
_TOP, _BOTTOM = 140.0, 478.0
"""Between which the title stands."""
_SIZES: Final = (76, 68, 60, 54, 48, 44, 40, 36, 32)
_STANDS, _COUNT, _FOOT = 40, 34, 30


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands on such a picture: above the `title` how it `stands`, below it `counts` and the `foot`, two lines.

    Without a state the band at the edge has the colour of nothing decided.
    """

    title: str
    stands: str
    aside: str
    foot: tuple[str, str]
    state: State | None = None
    counts: Sequence[tuple[State, str]] = ()


def preview(shown: Preview, language: Language) -> str:
    """Return the picture as SVG."""
    sheet = Sheet(language, shown.title, " · ".join(filter(None, (shown.stands, shown.aside, *shown.foot))), wide=WIDE)
    sheet.box(0, 0, _BAND, TALL, fill=_colour(shown.state))
    _head(sheet, shown)
    _title(sheet, shown, _BOTTOM - (leading(_COUNT) * 2 if shown.counts else 0))
    _counts(sheet, shown.counts)
    _foot(sheet, *shown.foot)
    return sheet.svg(TALL)


def _colour(state: State | None) -> str:
    return SOFT if state in (None, "open") else COLOURS[state]


def _head(sheet: Sheet, shown: Preview) -> None:
    left = _LEFT
    if shown.state:
        mark(sheet, shown.state, left + 24, 84, 24)
        left += 66
    sheet.words(left, 98, shown.stands, _STANDS, INK, bold=True)
    room = _RIGHT - left - width(typeset(shown.stands, sheet.language), _STANDS) - 24
    aside = shorten(typeset(shown.aside, sheet.language), _FOOT, room)
    sheet.words(_RIGHT, 96, aside, _FOOT, SOFT, anchor="end")


def _title(sheet: Sheet, shown: Preview, bottom: float) -> None:
    """Write the title as large as there is room for, in the middle between what is above it and below."""
    title = typeset(shown.title, sheet.language)
    for size in _SIZES:
        most = int((bottom - _TOP) // leading(size))
        lines = balanced(title, size, _RIGHT - _LEFT, most)
        if "".join(lines).replace(" ", "") == title.replace(" ", ""):
            break
    above = (bottom - _TOP - leading(size) * len(lines)) / 2
    sheet.lines(_LEFT, _TOP + above + size, lines, size, INK, bold=True)


def _counts(sheet: Sheet, counts: Sequence[tuple[State, str]]) -> None:
    """Draw how many stand how, each with its mark, in two rows at most."""
    x, y = _LEFT, _BOTTOM - leading(_COUNT) - 10
    for state, words in counts:
        wide = 44 + width(typeset(words, sheet.language), _COUNT) + 32
        if x + wide > _RIGHT:
            x, y = _LEFT, y + leading(_COUNT) + 6
        mark(sheet, state, x + 15, y - 12, 15)
        sheet.words(x + 44, y, words, _COUNT, INK)
        x += wide


def _foot(sheet: Sheet, first: str, second: str) -> None:
    sheet.line((_LEFT, 506), (_RIGHT, 506), colour=RULE, weight=2)
    for number, words in enumerate((first, second)):
        shown = shorten(typeset(words, sheet.language), _FOOT, _RIGHT - _LEFT)
        sheet.words(_LEFT, 551 + number * 44, shown, _FOOT, SOFT, bold=bool(number))
