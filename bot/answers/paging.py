"""Cuts long answers into pages at items; an item too long for a message is cut at a line, else at a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from bot.answers.answer import Answer, Block, Button, Span
from bot.answers.limits import Limits

_FLAG_LETTERS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_SKIN_TONES: Final = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_WIDEST: Final = "\U0010ffff"
"""A character that takes as much as any, whatever is counted."""
_HEADINGS: Final = ("heading", "group")
_ITEMS: Final = ("item", "folded")
_SENTENCE_END = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s|\n")


COUNTED: Final = 400
"""Entries of a list whose pages are counted, some fifty: of a longer one nobody turns to the last."""


class Start(NamedTuple):
    """Where a page of a list begins: in which entry, the first being the blocks above it, with which part of it.

    And the heading of before that what follows stands below.
    """

    entry: int
    unit: int
    source: Block | None


def length(block: Block, limits: Limits) -> int:
    """Return what a block takes of a page, its number and line breaks included."""
    return limits.measure("".join(span.text for span in block.spans)) + 8


def seen(block: Block, limits: Limits) -> int:
    """Return how many characters a block takes of the screen before anything is unfolded, the gap below it included."""
    text = sum(len(span.text) for span in block.spans)
    return limits.line + (min(text, limits.folded) if block.kind == "folded" else text)


def turn(
    answer: Answer,
    page: int,
    command: str,
    labels: tuple[str, str],
    limits: Limits,
    starts: list[Start] | None = None,
) -> Answer:
    """Return one page of an answer, from 1, with buttons (back, on) that ask `command` for its neighbours.

    `starts` are where pages of the same answer begin that were turned to before; those on the way are added.
    """
    room = limits.to_list() if answer.index else limits.above(len(answer.filters) + len(answer.buttons))
    shown, number, pages = _page(answer, page, room, starts)
    wanted = [(labels[0], number - 1), (labels[1], number + 1)]
    last = pages or number + 1
    turns = [Button(label, f"{command} p{to}") for label, to in wanted if 1 <= to <= last]
    return replace(
        answer,
        blocks=shown,
        listing=None,
        buttons=tuple(_rows((tuple(turns), *answer.buttons), limits)),
        filters=tuple(_rows(answer.filters, limits)),
        page=number,
        pages=pages,
    )


def _page(answer: Answer, page: int, limits: Limits, starts: list[Start] | None) -> tuple[tuple[Block, ...], int, int]:
    """Return the blocks of a page or of the last there is, its number, and of how many; 0 where they are not counted.

    Of a long list only what is shown is made, and what stands before it where nobody turned to that yet.
    """
    if answer.listing is None or len(answer.listing.entries) <= COUNTED:
        pages = _paginated(answer.whole.blocks, limits)
        number = min(max(page, 1), len(pages))
        return pages[number - 1], number, len(pages)
    known, wanted, more = [] if starts is None else starts, max(page, 1), True
    if not known:
        known.append(Start(0, 0, None))
    while more and len(known) <= wanted:
        following = _page_from(answer, known[-1], limits)[1]
        more = following is not None
        known += [following] if following else []
    number = min(wanted, len(known))
    return tuple(_page_from(answer, known[number - 1], limits)[0]), number, 0 if more else len(known)


@lru_cache(maxsize=64)
def _paginated(blocks: tuple[Block, ...], limits: Limits) -> tuple[tuple[Block, ...], ...]:
    """Return the pages of what many are told, or of what somebody leafs through."""
    return tuple(paginate(blocks, limits))


def _page_from(answer: Answer, start: Start, limits: Limits) -> tuple[list[Block], Start | None]:
    """Return the page of a long list that begins somewhere, and where the next one does, as `paginate` would."""
    page: list[Block] = []
    source = start.source
    for entry, unit, group in _units(answer, start, limits):
        if page and not _fits([*page, *group], limits):
            return page, Start(entry, unit, source)
        page += [source] if not page and source and group[0].kind in _ITEMS else []
        page += group
        source = _source(group, source)
    return page, None


def _units(answer: Answer, start: Start, limits: Limits) -> Iterator[tuple[int, int, list[Block]]]:
    """Yield what stays together on a page from a start on, with the entry it is of and its number there."""
    assert answer.listing
    for entry in range(start.entry, len(answer.listing.entries) + 1):
        made = answer.listing.show(answer.listing.entries[entry - 1]) if entry else answer.blocks
        units = enumerate(_together(made, limits))
        yield from ((entry, unit, group) for unit, group in units if entry > start.entry or unit >= start.unit)


def _together(blocks: Iterable[Block], limits: Limits) -> Iterator[list[Block]]:
    return _unfolding(_groups((piece for block in blocks for piece in split(block, limits)), limits), limits)


def _rows(rows: Iterable[tuple[Button, ...]], limits: Limits) -> Iterator[tuple[Button, ...]]:
    """Yield rows of the buttons that a channel can carry, none of them wider than it can show."""
    for row in rows:
        kept = tuple(button for button in row if limits.carries(button.command))
        yield from (kept[start : start + limits.row] for start in range(0, len(kept), limits.row))


def paginate(blocks: Iterable[Block], limits: Limits) -> list[tuple[Block, ...]]:
    """Return blocks in pages (at least one), no heading at the foot of any; a group goes on below its heading."""
    pages: list[list[Block]] = [[]]
    source: Block | None = None
    for group in _together(blocks, limits):
        if pages[-1] and not _fits([*pages[-1], *group], limits):
            pages.append([source] if source and group[0].kind in _ITEMS else [])
        pages[-1] += group
        source = _source(group, source)
    return [tuple(page) for page in pages]


def _fits(page: list[Block], limits: Limits) -> bool:
    return (
        sum(length(block, limits) for block in page) <= limits.page
        and sum(bool(block.command) for block in page) <= limits.doors
        and not 0 < limits.screen - limits.taken < sum(seen(block, limits) for block in page)
    )


def _source(group: list[Block], before: Block | None) -> Block | None:
    """Return the heading that what follows a group of blocks goes on below."""
    headings = [block for block in group if block.kind in _HEADINGS]
    if headings:
        return headings[-1] if headings[-1].kind == "group" else None
    return before if group[-1].kind in _ITEMS else None


def page_of(command: str, blocks: Iterable[Block], limits: Limits) -> int:
    """Return the page, from 1, on which the door of a command stands; the first where there is none."""
    pages = enumerate(paginate(blocks, limits), 1)
    return next((number for number, page in pages if any(block.command == command for block in page)), 1)


def _groups(blocks: Iterable[Block], limits: Limits) -> Iterator[list[Block]]:
    """Yield each block together with the headings right before it."""
    headings: list[Block] = []
    for block in blocks:
        if block.kind in _HEADINGS and sum(length(each, limits) for each in [*headings, block]) <= limits.headings:
            headings.append(block)
            continue
        yield [*headings, block]
        headings = []
    if headings:
        yield headings


def _unfolding(groups: Iterable[list[Block]], limits: Limits) -> Iterator[list[Block]]:
    """Yield groups of blocks, what unfolds below an item together with the item."""
    before: list[Block] = []
    for group in groups:
        if before and group[0].kind == "folded" and before[-1].kind == "item" and _fits([*before, *group], limits):
            before = [*before, *group]
            continue
        if before:
            yield before
        before = group
    if before:
        yield before


def split(block: Block, limits: Limits) -> Iterator[Block]:
    """Yield the block, or where it is too long for any page its parts: cut at lines, sentences, or else characters."""
    longest = limits.message if block.kind == "folded" else limits.block
    if length(block, limits) <= longest:
        yield block
        return
    part: list[Span] = []
    size = 8
    for piece in _pieces(block.spans, longest, limits):
        longer = sum(limits.measure(span.text) for span in piece)
        if part and size + longer > longest:
            yield replace(block, spans=tuple(part))
            part, size = [], 8
        part += piece
        size += longer
    yield replace(block, spans=tuple(part))


def _pieces(spans: Iterable[Span], longest: int, limits: Limits) -> Iterator[list[Span]]:
    """Yield what is kept together where a block is cut: a line, or of one too long for any page its sentences."""
    for line in _lines(spans):
        if sum(limits.measure(span.text) for span in line) + 8 <= longest:
            yield line
        else:
            most = longest // limits.measure(_WIDEST)
            yield from ([sentence] for span in line for sentence in _sentences(span, most))


def _lines(spans: Iterable[Span]) -> Iterator[list[Span]]:
    line: list[Span] = []
    for span in spans:
        for text in span.text.splitlines(keepends=True):
            line.append(replace(span, text=text))
            if text.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _sentences(span: Span, most: int) -> Iterator[Span]:
    for sentence in filter(None, _keep_ends(span.text)):
        start = 0
        while start < len(sentence):
            end = _cut(sentence, start, start + most)
            yield replace(span, text=sentence[start:end])
            start = end


def _cut(text: str, start: int, most: int) -> int:
    """Return where to cut a sentence from `start`, at most at `most`: after a space, else between characters."""
    if len(text) <= most:
        return len(text)
    space = text.rfind(" ", max(start, most - 100), most) + 1
    return space or next((cut for cut in range(most, max(start, most - 20), -1) if not _inside(text, cut)), most)


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
