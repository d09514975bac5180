"""Blocks of an answer as HTML, below the words of a template.

Written here and not as macros: a page has thousands of spans, and to call a macro takes longer than what it writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from html import escape
from itertools import repeat
from typing import Final

from markupsafe import Markup

from bot.answers import Block, Span
from bot.pages import Choice, Field

Href = Callable[[str], str]
"""Returns where a command leads."""
_DAY: Final = re.compile(r"(?<![\w-])\d{4}-\d\d(?:-\d\d)?(?![\w-])", re.ASCII)
_TAGS: Final = {"bold": ("<b>", "</b>"), "italic": ("<i>", "</i>")}


def text(spans: Iterable[Span], href: Href) -> Markup:
    """Return spans as HTML, a break between lines; lines in which nothing stands fall away."""
    lines = [""]
    for span in spans:
        opened, closed = _tags(span, href)
        first, *others = span.text.split("\n")
        lines[-1] += _within(opened, first, closed)
        lines += [_within(opened, other, closed) for other in others]
    return Markup("<br>".join(filter(None, lines)))  # noqa: S704 - every word in it is escaped


def item(block: Block, href: Href) -> Markup:
    """Return an item of a list. Of one that leads on the link is its first bold words, or else its first line.

    What goes on behind bold words on the same line belongs to the link, as a name behind what kind of thing it is.
    """
    if not block.command:
        return text(block.spans, href)
    spans = block.spans
    at = next((number for number, span in enumerate(spans) if span.style == "bold"), None)
    if at is None:
        line, _, others = spans[0].text.strip().partition("\n")
        rest = (replace(spans[0], text=f"\n{others}"), *spans[1:]) if others else spans[1:]
        return _door(block, escape(line, quote=False), rest, href)
    rest, more = spans[at + 1 :], ""
    if rest and rest[0].style == "plain" and not rest[0].command:
        more, line, other = rest[0].text.partition("\n")
        rest = (replace(rest[0], text=line + other), *rest[1:])
    link, further = escape(spans[at].text.strip(), quote=False), escape(more.rstrip(), quote=False)
    return text(spans[:at], href) + _door(block, f"<b>{link}</b>{further}", rest, href)


def _door(block: Block, link: str, rest: tuple[Span, ...], href: Href) -> Markup:
    """Return a link where an item leads, and below or beside it what else the item says."""
    between = "<br>" if rest and rest[0].text.startswith("\n") else " "
    door = f'<a class="door" href="{escape(href(block.command))}">{link}</a>'
    return Markup(f"{door}{between}{text(rest, href)}")  # noqa: S704 - as above


def chip(state: str, words: str) -> Markup:
    """Return how a forecast stands: its mark, and the words for it."""
    return Markup(f'<span class="chip {state}">{icon(state)}{escape(words)}</span>')  # noqa: S704 - as above


@cache
def icon(name: str) -> Markup:
    """Return one of the marks that each page defines."""
    drawn = f'<svg class="mark {name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
    return Markup(f'{drawn}<use href="#m-{name}"/></svg>')  # noqa: S704 - names are ours


def options(field: Field) -> Markup:
    """Return what a field can be narrowed to, each with how many it leaves: of many documents there are as many."""
    return Markup("".join(map(_option, field.choices, repeat(field.chosen))))  # noqa: S704 - every word in it is escaped


def _option(choice: Choice, chosen: str) -> str:
    selected = " selected" if chosen in (choice.value, f"leaning-{choice.value}") else ""
    return f'<option value="{escape(choice.value)}"{selected}>{escape(choice.label)} ({choice.count})</option>\n'


def days(words: str) -> Markup:
    """Return words in which a line breaks at no date."""
    return Markup(_unbroken(words))  # noqa: S704 - as above


def grouped(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Return blocks in runs of one kind, so that items stand in one list."""
    runs: list[tuple[str, list[Block]]] = []
    for block in blocks:
        kind = "items" if block.kind == "item" else block.kind
        if block.kind == "folded" and runs and runs[-1][0] == "items":
            kind = "items"  # it unfolds below the item before it
        if not runs or runs[-1][0] != kind or kind != "items":
            runs.append((kind, []))
        runs[-1][1].append(block)
    return runs


def _tags(span: Span, href: Href) -> tuple[str, str]:
    """Return what stands before the words of a span, and behind them."""
    if span.url:
        return f'<a href="{escape(span.url)}" rel="noopener noreferrer">', "</a>"
    if span.command:
        return f'<a href="{escape(href(span.command))}">', "</a>"
    return _TAGS.get(span.style, ("", ""))


def _within(opened: str, words: str, closed: str) -> str:
    return f"{opened}{_unbroken(words)}{closed}" if words else ""


def _unbroken(words: str) -> str:
    """Return words as HTML, in which a line breaks at no date."""
    written = escape(words, quote=False)
    return _DAY.sub(r"<time>\g<0></time>", written) if "-" in written else written
