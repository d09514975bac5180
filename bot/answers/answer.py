"""Answers as values: channels turn them into messages, pages and lines; the app applies their changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal

from bot.answers.limits import EVERYWHERE
from bot.content.drafts import Fetch, Look, LookAfter, LookBack
from bot.people.changes import Change, HandOver


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, perhaps a link to a page or to the answer of a command."""

    text: str
    style: Literal["plain", "bold", "italic"] = "plain"
    url: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item of a list; with a `command` it is a door to another answer, numbered on its page.

    A `group` is a heading that says what the items below it have in common, such as their source; where they go on on
    the next page, it stands there again. Of a `folded` text only the beginning is seen until somebody unfolds it; its
    first span is what it is called.
    """

    spans: tuple[Span, ...]
    kind: Literal["text", "heading", "group", "item", "folded"] = "text"
    command: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A long list: its entries, and how each is shown; an entry begins with no folded text and ends in no heading."""

    entries: Sequence[Any]
    show: Callable[[Any], Iterable[Block]]

    def __iter__(self) -> Iterator[Block]:
        return chain.from_iterable(map(self.show, self.entries))


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the command that pressing it asks; `about` is what it belongs to, where only its place tells.

    One with a `style` publishes something, or takes something away for good.
    """

    label: str
    command: str
    about: str = ""
    style: Literal["", "success", "danger"] = ""

    @property
    def fits(self) -> bool:
        """Tell whether every channel can carry the command."""
        return EVERYWHERE.carries(self.command)


@dataclass(frozen=True, slots=True)
class ClientAction:
    """A label, and what a client does by itself when it is pressed: copy a text, or share what a command shows.

    Channels leave out those that their clients cannot do.
    """

    label: str
    kind: Literal["copy", "share"]
    what: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with an answer."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A titled page of blocks with rows of buttons; `page` of `pages`, both from 1.

    Before it is cut into pages, `page` is the one to show where the question names none. `command` asks for it in fewer
    bytes than the question may have had: buttons that turn pages carry it. `toast` is what the person who pressed a
    button sees alone, even where others see the answer. `filters` are rows of buttons that show less of a list, or
    another part of it; they stand before it, where reading begins. `picture` is SVG, for channels that show pictures.
    `first_door` is the number of the first door, where the text numbers something else before.
    One that `follows` changes by itself: channels show it anew every few seconds. `asks` is the command that the
    reader's next words may complete. `actions` are what a client can do with the answer without us. `preview` is the
    address of the page it is about, which is worth to be seen in small. One that
    `forgets` tells that all of a reader is deleted: channels drop what they keep of the conversation. An `index` is no
    more than a list of doors, a line each: a page has room for more of them. A `listing` is a long list below the
    blocks, of which only what a page shows is made; no channel sees one. Where its pages are not counted, `pages` is 0.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    filters: tuple[tuple[Button, ...], ...] = ()
    page: int = 1
    pages: int = 1
    command: str = ""
    toast: str = ""
    file: File | None = None
    picture: str = ""
    follows: bool = False
    first_door: int = 1
    asks: str = ""
    actions: tuple[ClientAction, ...] = ()
    preview: str = ""
    forgets: bool = False
    index: bool = False
    listing: Listing | None = None

    @property
    def whole(self) -> Answer:
        """The same with all of its list."""
        return replace(self, blocks=(*self.blocks, *self.listing), listing=None) if self.listing else self

    @property
    def place(self) -> str:
        """Which page of how many it is; empty where it is the only one."""
        return "" if self.pages == 1 else f"{self.page}/{self.pages or '…'}"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and what to remember of the question.

    `unfound` is the question as it is counted where it found nothing: that concerns no reader, and changes nothing for
    any.
    """

    answer: Answer
    change: Change | None = field(default=None)
    unfound: str = ""

    @property
    def changes(self) -> bool:
        """Tell whether anything is another way afterwards, whatever kind of change is new here: the rest only read."""
        match self.change:
            case None | HandOver() | Look() | LookBack() | Fetch():
                return False
            case LookAfter(rest, dismissed):
                return rest or bool(dismissed)
        return True

    @property
    def harmless(self) -> Reply:
        """The same with nothing to remember."""
        return Reply(self.answer) if self.changes or self.unfound else self


def bold(text: str) -> Span:
    """Return a span in bold."""
    return Span(text, "bold")


def italic(text: str) -> Span:
    """Return a span in italics."""
    return Span(text, "italic")


def paragraph(*spans: Span | str) -> Block:
    """Return a block of text."""
    return Block(_spans(spans))


def heading(text: str) -> Block:
    """Return a heading; it never stands last on a page."""
    return Block((bold(text),), "heading")


def group(text: str) -> Block:
    """Return the heading of items that have one thing in common."""
    return Block((bold(text),), "group")


def folded(name: str, *spans: Span | str) -> Block:
    """Return a long text, of which its name and the beginning are seen."""
    return Block((bold(name), *_spans(("\n", *spans))), "folded")


def item(*spans: Span | str, command: str = "") -> Block:
    """Return an item of a list, a door where it has a command."""
    return Block(_spans(spans), "item", command)


def rows(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Return buttons in rows of `width`, leaving out those no channel could carry."""
    kept = [button for button in buttons if button.fits]
    return tuple(tuple(kept[start : start + width]) for start in range(0, len(kept), width))


def _spans(spans: tuple[Span | str, ...]) -> tuple[Span, ...]:
    return tuple(span if isinstance(span, Span) else Span(span) for span in spans if span)
