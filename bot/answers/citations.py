"""Where it says so: the section of the source by its heading, the paragraphs, the address where the card has one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.answers.answer import Block, Span, folded, italic, paragraph
from bot.answers.asked import Asked
from bot.content.briefing import Card, Part
from bot.content.edition import Statement
from bot.content.periods import Paragraphs

_INNER: Final = str.maketrans("“”", "‘’")
"""Quotation marks within a heading that stands in quotation marks itself."""


def address(asked: Asked, card: Card) -> Block:
    """Return which document a source is and where it can be read; that our copy names no address, where it has none."""
    return paragraph(f"{asked.dated(card)}\n", *_copy(asked, card))


def whereabouts(asked: Asked, statement: Statement[Any]) -> Block:
    """Return which document a statement stands in and where in it, to be unfolded."""
    card = statement.card
    where = f"\n{place(asked, card, statement.record.at)}"
    return folded(asked.say("part-where"), f"{asked.dated(card)}\n", *_copy(asked, card), where)


def _copy(asked: Asked, card: Card) -> tuple[Span | str, ...]:
    facts = [asked.publisher(card), asked.say("of-paragraphs", count=card.paragraphs)]
    if card.reposted and str(card.reposted) != str(card.published):
        facts.insert(1, asked.say("reposted", date=str(card.reposted)))
    known = Span(asked.say("read-source"), url=card.url) if card.url else Span(asked.say("no-address"), "italic")
    return italic(" · ".join(facts)), "\n", known


def place(asked: Asked, card: Card, at: Iterable[Paragraphs]) -> str:
    """Return the sections in which paragraphs stand, a line for each; without an outline the paragraphs alone."""
    sections: dict[str, list[Paragraphs]] = {}
    for each in at:
        part = _part(card, each)
        sections.setdefault(asked.text(part.title) if part else "", []).append(each)
    return "\n".join(_in_section(asked, title, found) for title, found in sections.items())


def _in_section(asked: Asked, title: str, found: Iterable[Paragraphs]) -> str:
    if not title:
        return asked.at(found)
    return asked.say("in-section", title=title.translate(_INNER), at=asked.at(found))


def _part(card: Card, wanted: Paragraphs) -> Part | None:
    """Return the smallest part of an outline that holds the first of some paragraphs."""
    return min(_holding(card.outline, wanted.first), key=_size, default=None)


def _holding(outline: Iterable[Part], paragraph: int) -> Iterator[Part]:
    return (part for part in outline if any(each.first <= paragraph <= each.last for each in part.at))


def _size(part: Part) -> int:
    return sum(each.last - each.first + 1 for each in part.at)
