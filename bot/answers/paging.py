"""Long answers in pages: never cut in an item unless one item alone would pass a message, then at a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from bot.answers.answer import Answer, Block, Button, Span

ROOM: Final = 2_400
"""UTF-16 units of blocks on one page: a comfortable screen or two, with room below Telegram's 4,096 for a title."""
LONGEST_BLOCK: Final = 3_600
"""UTF-16 units a single block may have on a page of its own."""
MOST_DOORS: Final = 8
"""Doors on one page: as many numbers as one row of buttons can show on a phone."""

_SENTENCE_END = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s|\n")


def units(text: str) -> int:
    """Return the length Telegram counts: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def length(block: Block) -> int:
    """Return the UTF-16 units a block takes on a page, its number and line breaks included."""
    return sum(units(span.text) for span in block.spans) + 8


def turn(answer: Answer, page: int, command: str, labels: tuple[str, str]) -> Answer:
    """Return one page of an answer, from 1, with buttons (back, on) that ask `command` for its neighbours."""
    pages = paginate(answer.blocks)
    number = min(max(page, 1), len(pages))
    wanted = [(labels[0], number - 1), (labels[1], number + 1)]
    turns = [Button(label, f"{command} p{to}", turns=True) for label, to in wanted if 1 <= to <= len(pages)]
    row = tuple(button for button in turns if button.fits)
    return replace(
        answer,
        blocks=pages[number - 1],
        buttons=((row,) if row else ()) + answer.buttons,
        page=number,
        pages=len(pages),
    )


def paginate(blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """Return blocks in pages (at least one): within `ROOM` and `MOST_DOORS`, no heading at the foot of a page."""
    pages: list[tuple[Block, ...]] = []
    page: list[Block] = []
    for group in _groups(piece for block in blocks for piece in split(block)):
        if page and not _fit([*page, *group]):
            pages.append(tuple(page))
            page = []
        page += group
    return [*pages, tuple(page)] if page or not pages else pages


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield each block together with the headings right before it."""
    headings: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and len(headings) < 3:
            headings.append(block)
            continue
        yield [*headings, block]
        headings = []
    if headings:
        yield headings


def _fit(blocks: Sequence[Block]) -> bool:
    return sum(map(length, blocks)) <= ROOM and sum(bool(block.command) for block in blocks) <= MOST_DOORS


def split(block: Block) -> Iterator[Block]:
    """Yield the block, or where it is too long for any page, its parts: cut at sentences, else between characters."""
    if length(block) <= LONGEST_BLOCK // 2:
        yield block
        return
    part: list[Span] = []
    size = 8
    for span in chain.from_iterable(map(_sentences, block.spans)):
        if part and size + units(span.text) > LONGEST_BLOCK // 2:
            yield replace(block, spans=tuple(part))
            part, size = [], 8
        part.append(span)
        size += units(span.text)
    yield replace(block, spans=tuple(part))


def _sentences(span: Span) -> Iterator[Span]:
    most = LONGEST_BLOCK // 4
    for sentence in filter(None, _keep_ends(span.text)):
        for start in range(0, len(sentence), most):
            yield replace(span, text=sentence[start : start + most])


def _keep_ends(text: str) -> list[str]:
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]
