"""The chain of editions: each link seals one edition and the link before it, so that nothing past changes unseen.

Whoever kept a seal can tell later whether the history up to it is still the same. Who brought an edition is not sealed:
an editor may take their name back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from bot.content.drafts import EditionEntry
from bot.content.goalposts import digest, digest_with

SHORTEST_SEAL: Final = 12
"""Digits by which a seal can be named."""


@dataclass(frozen=True, slots=True)
class Link:
    """One edition in the chain: its number, the seal of the one before, the digest of its content, and its own seal.

    Of the first one the seal before is empty.
    """

    number: int
    before: str
    content: str
    seal: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is kept of an edition that was sealed: its entry, the digests of its files, and of its goalposts.

    Editions that were live before there was a chain were sealed without goalposts.
    """

    entry: EditionEntry
    files: Mapping[str, str]
    goalposts: Mapping[str, str] | None

    @property
    def content(self) -> str:
        """The digest of all of it but who brought it."""
        entry = self.entry
        at = entry.at.astimezone(dt.UTC).isoformat(timespec="seconds")
        plain = [entry.digest, at, entry.how, entry.what, self.files]
        return digest([*plain, None]) if self.goalposts is None else digest_with(plain, self.goalposts)


FlawKind = Literal[
    "order", "before", "seal", "gone", "unreadable", "text", "edition", "goalpost", "entry", "head", "unsealed"
]


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first thing that does not fit: in which edition, of which kind, and what it is called."""

    kind: FlawKind
    number: int
    name: str = ""


def link(number: int, before: str, sealed: Sealed) -> Link:
    """Return the link of an edition that follows the one of a seal."""
    content = sealed.content
    return Link(number, before, content, _seal(number, before, content))


def _seal(number: int, before: str, content: str) -> str:
    return digest([number, before, content])


def first_flaw(links: Iterable[Link], look: Callable[[Link], Flaw | None], head: str = "") -> Flaw | None:
    """Return the first thing in a chain that does not fit, oldest link first; None where all does.

    `look` tells what is wrong inside one edition. `head` is a seal, or its beginning, that somebody kept: the chain
    must hold it.
    """
    links = list(links)
    start = Link(0, "", "", "")
    for before, each in pairwise([start, *links]):
        if flaw := _misplaced(before, each) or look(each):
            return flaw
    if head and not any(each.seal.startswith(head) for each in links):
        return Flaw("head", links[-1].number if links else 0, head)
    return None


def _misplaced(before: Link, each: Link) -> Flaw | None:
    """Return how a link does not follow the one before it."""
    if each.number <= before.number:
        return Flaw("order", each.number)
    if each.before != before.seal:
        return Flaw("before", each.number)
    return None if each.seal == _seal(each.number, each.before, each.content) else Flaw("seal", each.number)
