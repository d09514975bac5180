"""A page as a value, and pages of answers: what the chat says, whole, with the parts that stand behind doors there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from bot.answers.answer import Answer, Block, Button, Span
from bot.answers.asked import Asked, Personal
from bot.answers.terms import explained
from bot.content.briefing import Language
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast
from bot.pages.addresses import Place
from bot.pages.impersonal import asking, unpaged
from bot.pages.paging import A_LONG_PAGE, Pages, cut, entries, last_of, number_of, pages
from bot.pages.rows import Row, row
from bot.pages.table import chosen

LONGEST_DESCRIPTION: Final = 200
"""Characters of a description, of which programs that list pages show about that many."""

WHOLE_KEPT: Final = 8
"""Answers that are kept whole for their next pages: of a field in a thousand documents one is a megabyte."""
MOST_UNFOLDED: Final = 5
"""Blocks of a part of a page that are seen at once."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its name in the address, its title, and blocks or a picture (SVG)."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    picture: str = ""
    items: int = 0

    @property
    def folded(self) -> bool:
        """Tell whether it is so long that only its title is to be seen at first."""
        return bool(self.title) and len(self.blocks) > MOST_UNFOLDED

    @property
    def count(self) -> int:
        """How much there is in it, on whatever page: its items, or else its blocks."""
        return self.items or counted(self.blocks)


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a language. `layout` says how it is laid out, `shown` is what that wants beside the sections.

    `rows` are the forecasts that belong to it, of `count`, `links` are commands that lead on, `command` is the question
    that the chat answers likewise. `pages` are those on which its lists go on.
    """

    place: Place
    address: str
    title: str
    description: str
    layout: str
    sections: tuple[Section, ...] = ()
    links: tuple[Button, ...] = ()
    rows: tuple[Row, ...] = ()
    count: int = 0
    command: str = ""
    shown: Any = None
    pages: Pages | None = None


def answered(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return a page of the answer to its command, with the parts that stand behind doors in the chat below it.

    Where there is more than a page has room for, each of its lists goes on on the next.
    """
    heard = asked.known.heard  # what readers object to changes by itself
    found = _made(asked, place) if heard else _kept(asked.edition, place, asked.language, asked.today)
    last = last_of(max(len(found.forecasts), *map(len, found.lists)))
    shown = pages(min(number_of(query) or 1, last), last, partial(_address, place))
    first, *others = (cut(each, shown.number) for each in found.lists)
    start = (shown.number - 1) * A_LONG_PAGE
    return Page(
        place=place,
        address=_address(place, shown.number),
        title=found.title,
        description=found.description,
        layout="answer",
        sections=(
            *_first(place, first, found.picture if shown.number == 1 else ""),
            *(replace(part, blocks=each) for part, each in zip(found.parts, others, strict=True) if each),
        ),
        links=found.links,
        rows=tuple(row(asked, each) for each in found.forecasts[start : start + A_LONG_PAGE]),
        count=len(found.forecasts),
        command=place.command,
        pages=shown,
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all pages of an answer have in common: its lists are those of the answer and of its `parts`."""

    title: str
    description: str
    picture: str
    parts: tuple[Section, ...]
    lists: tuple[list[list[Block]], ...]
    forecasts: list[Forecast]
    links: tuple[Button, ...]


def _made(asked: Personal, place: Place) -> _Whole:
    answer = unpaged(asked, place.command)
    parts = tuple(_parts(asked, place, answer)) if place.thing else ()
    if place.thing or place.kind.path != "glossary":  # which explains every term there is
        answer = explained(asked, answer)
    title, blocks = _titled(asked, place, answer)
    return _Whole(
        title=title,
        description=described(blocks[:A_LONG_PAGE]),
        picture=answer.picture,
        parts=parts,
        lists=(entries(blocks), *(entries(each.blocks) for each in parts)),
        forecasts=_forecasts(asked, place) if place.thing else [],
        links=tuple(button for row in (*answer.filters, *answer.buttons) for button in row),
    )


def _impersonal(edition: Edition, place: Place, language: Language, today: dt.date) -> _Whole:
    return _made(asking(edition, today, language), place)


_kept = kept_with_edition(_impersonal, WHOLE_KEPT)


def understood(edition: Edition, query: Mapping[str, str]) -> dict[str, str]:
    """Return what a page of an answer makes of the fields of its address: a number, if any page could have it."""
    number = number_of(query) or 1
    said = (edition.predictions, edition.events, edition.views, edition.advice, edition.observed)
    return {"page": str(number)} if 1 < number <= last_of(sum(map(len, said))) else {}


def _address(place: Place, number: int) -> str:
    return f"{place.address}?page={number}" if number > 1 else place.address


def _first(place: Place, blocks: tuple[Block, ...], picture: str) -> Iterator[Section]:
    """Yield what stands first on a page: of a year document by document."""
    first, *groups = _divided(blocks) if place.kind.path == "timeline" else (Section("", "", blocks),)
    yield from (replace(first, picture=picture), *groups)


def _forecasts(asked: Asked, place: Place) -> list[Forecast]:
    """Return the forecasts of a field or a document, in the order of the table."""
    field = {"sectors": "sector", "briefings": "source"}.get(place.kind.path)
    return chosen(asked, {field: place.thing}) if field else []


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
            yield Section(part, answer.title.rpartition(" · ")[2], answer.blocks, items=counted(answer.blocks))


def counted(blocks: Iterable[Block]) -> int:
    """Return how much there is in blocks: their items, or else all of them."""
    found = [*blocks]
    return sum(block.kind == "item" for block in found) or len(found)


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
