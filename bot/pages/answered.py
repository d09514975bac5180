"""A page as a value, and pages of answers: what the chat says, whole, with the parts that stand behind doors there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.answers.answer import Answer, Block, Button, Span
from bot.answers.asked import Asked, Personal
from bot.answers.terms import explained
from bot.pages.addresses import Place
from bot.pages.impersonal import unpaged
from bot.pages.rows import Row, row
from bot.pages.table import chosen

LONGEST_DESCRIPTION: Final = 200
"""Characters of a description, of which programs that list pages show about that many."""

MOST_UNFOLDED: Final = 5
"""Blocks of a part of a page that are seen at once."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its name in the address, its title, and blocks or a picture (SVG)."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    picture: str = ""

    @property
    def folded(self) -> bool:
        """Tell whether it is so long that only its title is to be seen at first."""
        return bool(self.title) and len(self.blocks) > MOST_UNFOLDED

    @property
    def count(self) -> int:
        """How much there is in it: its items, or else its blocks."""
        return sum(block.kind == "item" for block in self.blocks) or len(self.blocks)


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a language. `layout` says how it is laid out, `shown` is what that wants beside the sections.

    `rows` are the forecasts that belong to it, `links` are commands that lead on, `command` is the question that the
    chat answers likewise.
    """

    place: Place
    address: str
    title: str
    description: str
    layout: str
    sections: tuple[Section, ...] = ()
    links: tuple[Button, ...] = ()
    rows: tuple[Row, ...] = ()
    command: str = ""
    shown: Any = None


def answered(asked: Personal, place: Place) -> Page:
    """Return a page of the answer to its command, with the parts that stand behind doors in the chat below it."""
    answer = unpaged(asked, place.command)
    parts = tuple(_parts(asked, place, answer)) if place.thing else ()
    if place.thing or place.kind.path != "glossary":  # which explains every term there is
        answer = explained(asked, answer)
    title, blocks = _titled(asked, place, answer)
    links = tuple(button for row in (*answer.filters, *answer.buttons) for button in row)
    first, *groups = _divided(blocks) if place.kind.path == "timeline" else (Section("", "", blocks),)
    sections = (replace(first, picture=answer.picture), *groups, *parts)
    rows = tuple(_rows(asked, place)) if place.thing else ()
    return Page(place, place.address, title, described(blocks), "answer", sections, links, rows, place.command)


def _rows(asked: Asked, place: Place) -> Iterator[Row]:
    """Yield the forecasts of a field or a document, in the order of the table."""
    if field := {"sectors": "sector", "briefings": "source"}.get(place.kind.path):
        yield from (row(asked, each) for each in chosen(asked, {field: place.thing}))


def _titled(asked: Asked, place: Place, answer: Answer) -> tuple[str, tuple[Block, ...]]:
    """Return what a page is called, and its blocks without that: an observation or a debate by its own words."""
    title = _own_words(asked, place)
    if not title:
        return answer.title, answer.blocks
    first, *rest = answer.blocks
    return title, (replace(first, spans=unbroken(_around(first.spans, title))), *rest)


def _around(spans: tuple[Span, ...], title: str) -> Iterator[Span]:
    """Yield spans without the one that is the title, nor the colon that leads to it."""
    at = next((number for number, each in enumerate(spans) if each.text == title), 0)
    yield from (replace(each, text=each.text.rstrip(" \n:：")) for each in spans[:at])
    yield from (each for each in spans[at:] if each.text != title)


def _own_words(asked: Asked, place: Place) -> str:
    match place.kind.path:
        case "debates" if place.thing:
            return asked.text(asked.edition.debates_by_id[place.thing].question)
        case "predictions" if place.thing in asked.edition.observed:
            return asked.text(asked.edition.observed[place.thing].record.what)
    return ""


def unbroken(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans that begin with words."""
    first, *rest = spans
    return (replace(first, text=first.text.lstrip("\n")), *rest)


def _parts(asked: Personal, place: Place, answer: Answer) -> Iterator[Section]:
    """Yield the parts of a thing that its answer offers, each as its own command answers it."""
    offered = {button.command for row in answer.buttons for button in row}
    for part in place.kind.parts:
        command = f"{place.command} {part}"
        if command in offered:
            answer = unpaged(asked, command)
            yield Section(part, answer.title.rpartition(" · ")[2], answer.blocks)


def _divided(blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield what stands before any name of a group, then each group below its name; headings hold the groups below."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    held = False
    for block in blocks:
        if block.kind == "heading" or (block.kind == "group" and not held):
            parts.append(("".join(span.text for span in block.spans), []))
        else:
            parts[-1][1].append(block)
        held = held or block.kind == "heading"
    for number, (title, found) in enumerate(parts):
        yield Section(f"part-{number}" if number else "", title, tuple(found))


def described(blocks: Iterable[Block]) -> str:
    """Return the beginning of a text on one line, cut between words."""
    text = " ".join(" ".join(span.text for block in blocks for span in block.spans).split())
    return shortened(text)


def shortened(text: str, most: int = LONGEST_DESCRIPTION) -> str:
    """Return a text of a line, cut where it is too long: after a word, or in Chinese between characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut[: cut.rfind(' ', most - 30)] if ' ' in cut[most - 30 :] else cut}…"
