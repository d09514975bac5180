"""Cuts long answers into pages at items; an item too long for a message is cut at a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from bot.answers.answer import Answer, Block, Button, Span

ROOM: Final = 2_400
"""UTF-16 units of blocks on one page: a comfortable screen or two, with room below Telegram's 4,096 for a title."""
LONGEST_BLOCK: Final = 1_800
"""UTF-16 units of a block that is not cut; with its headings and a title a whole page stays far below 4,096."""
LONGEST_HEADINGS: Final = 900
"""UTF-16 units of headings that stay with the block below them."""
MOST_DOORS: Final = 8
"""Doors on one page: as many numbers as one row of buttons can show on a phone."""

_FLAG_LETTERS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_SKIN_TONES: Final = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_SENTENCE_END = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s|\n")


def units(text: str) -> int:
    """Return the length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(block: Block) -> int:
    """Return the UTF-16 units a block takes on a page, its number and line breaks included."""
    return units("".join(span.text for span in block.spans)) + 8


def turn(answer: Answer, page: int, command: str, labels: tuple[str, str]) -> Answer:
    """Return one page of an answer, from 1, with buttons (back, on) that ask `command` for its neighbours."""
    pages = paginate(answer.blocks)
    number = min(max(page, 1), len(pages))
    wanted = [(labels[0], number - 1), (labels[1], number + 1)]
    turns = [Button(label, f"{command} p{to}") for label, to in wanted if 1 <= to <= len(pages)]
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
    pages: list[list[Block]] = [[]]
    room, doors = ROOM, MOST_DOORS
    for group in _groups(piece for block in blocks for piece in split(block)):
        size, opens = sum(map(length, group)), sum(bool(block.command) for block in group)
        if pages[-1] and (size > room or opens > doors):
            pages.append([])
            room, doors = ROOM, MOST_DOORS
        pages[-1] += group
        room, doors = room - size, doors - opens
    return [tuple(page) for page in pages]


def page_of(command: str, blocks: Iterable[Block]) -> int:
    """Return the page, from 1, on which the door of a command stands; the first where there is none."""
    pages = enumerate(paginate(blocks), 1)
    return next((number for number, page in pages if any(block.command == command for block in page)), 1)


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield each block together with the headings right before it."""
    headings: list[Block] = []
    for block in blocks:
        if block.kind == "heading" and sum(map(length, [*headings, block])) <= LONGEST_HEADINGS:
            headings.append(block)
            continue
        yield [*headings, block]
        headings = []
    if headings:
        yield headings


def split(block: Block) -> Iterator[Block]:
    """Yield the block, or where it is too long for any page, its parts: cut at sentences, else between characters."""
    if length(block) <= LONGEST_BLOCK:
        yield block
        return
    part: list[Span] = []
    size = 8
    for span in chain.from_iterable(map(_sentences, block.spans)):
        if part and size + units(span.text) > LONGEST_BLOCK:
            yield replace(block, spans=tuple(part))
            part, size = [], 8
        part.append(span)
        size += units(span.text)
    yield replace(block, spans=tuple(part))


def _sentences(span: Span) -> Iterator[Span]:
    for sentence in filter(None, _keep_ends(span.text)):
        start = 0
        while start < len(sentence):
            end = _cut(sentence, start + LONGEST_BLOCK // 2)
            yield replace(span, text=sentence[start:end])
            start = end


def _cut(text: str, most: int) -> int:
    """Return where to cut a sentence that is too long, at most at `most`: after a space, else between characters."""
    if len(text) <= most:
        return len(text)
    space = text.rfind(" ", most - 100, most) + 1
    return space or next((cut for cut in range(most, most - 20, -1) if not _inside(text, cut)), most)


def _inside(text: str, cut: int) -> bool:
    """Tell whether a cut would fall into what a reader sees as one character: a flag, an accent, a joined emoji."""
    flags = cut - len(text[:cut].rstrip(_FLAG_LETTERS))
    return (
        unicodedata.category(text[cut]) in ("Mn", "Mc", "Me", "Cf")
        or text[cut] in _SKIN_TONES
        or text[cut - 1] == "\u200d"
        or (text[cut] in _FLAG_LETTERS and flags % 2 == 1)
    )


def _keep_ends(text: str) -> list[str]:
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]
