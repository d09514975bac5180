"""What a channel can show in one message, as a value: the pages of an answer are made for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Self

from bot.content.briefing import Language

SCREENS: Final[dict[Language, int]] = {"zh": 840, "zh-Hant": 840, "en": 1_400}
"""Characters of text on a page in each language: with a title 900 and 1,500, which nobody scrolls twice to read."""

FEW_ROWS: Final = 4
"""Rows of buttons that take no room from the text above them."""


def units(text: str) -> int:
    """Return the length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a channel; without any, those that every channel here keeps.

    `page` is how much text stands on one page, at least 200, in what `measure` counts. A block with its headings may
    take an eighth more, and the title comes on top: what a message holds is to be more than that. `doors` is how many
    doors a page has, `row` how many buttons stand side by side, `command` how many bytes a button carries. Where
    nothing `edits` an older message, answers do not change by themselves; where there are no `pictures`, words do.
    Where it `reaches` nobody who is not there, what is sent waits until they come back.
    `index` is how many doors a page has that is no more than a list of them; 0 where as many as any.
    `screen` is how many characters of a page people see without unfolding anything; 0 where only the message counts.
    `taken` is how many of them have no room, as there are many buttons.
    """

    page: int = 3_000
    measure: Callable[[str], int] = units
    doors: int = 8
    row: int = 8
    command: int = 64
    edits: bool = True
    pictures: bool = True
    reaches: bool = True
    index: int = 0
    screen: int = 0
    taken: int = 0

    def to_read(self, language: Language) -> Self:
        """Return limits for pages that are read at a glance, in a language."""
        return replace(self, screen=SCREENS[language])

    def to_list(self) -> Self:
        """Return limits for pages that are no more than a list of doors."""
        return replace(self, doors=self.index or self.doors)

    @property
    def message(self) -> int:
        """The longest folded block that is not cut."""
        return self.page * 3 // 4

    @property
    def block(self) -> int:
        """The longest block that is not cut."""
        return min(self.message, self.screen * 7 // 8) if self.screen else self.message

    @property
    def headings(self) -> int:
        """The longest headings that stay with the block below them."""
        return min(self.page * 3 // 8, self.screen // 8) if self.screen else self.page * 3 // 8

    @property
    def line(self) -> int:
        """How many characters a phone's line has: what a block takes beside its text, for its last line and the gap."""
        return self.screen // 40

    @property
    def folded(self) -> int:
        """How many characters of a folded block are seen: its name and two lines or so."""
        return 3 * self.line

    def above(self, rows: int) -> Self:
        """Return limits for a page above rows of buttons: many of them leave less of the screen, two lines each."""
        return replace(self, taken=min(self.screen // 2, 2 * self.line * max(0, rows - FEW_ROWS)))

    def carries(self, command: str) -> bool:
        """Tell whether a button can carry a command."""
        return len(command.encode("utf-8", "replace")) <= self.command


EVERYWHERE: Final = Limits(index=18)
"""A comfortable screen or two, with room below Telegram's 4,096 for a title; Telegram's 64 bytes of callback data."""
