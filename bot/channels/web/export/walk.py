"""The way through everything there is: which files are to come, as pages and data lead to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

from bot.channels.web.export.addresses import API, EDITION, OF_SITE, Target
from bot.channels.web.export.rewriting import Rewriter

A_BATCH: Final = 32
"""Files that are asked for one after the other, a third of a second's work."""


class Ahead(NamedTuple):
    """A file that is to come; `sure` of one that pages of ours lead to, so that there must be one."""

    to: Target
    sure: bool


class Written(NamedTuple):
    """How many files were written, of how many bytes, and where they lead, as a `Rewriter` tells it apart."""

    files: int
    size: int
    found: tuple[Target, ...]
    told: tuple[Target, ...]


class Walk:
    """What is known of a site that is being written; `total` grows as more is found."""

    def __init__(self, rewriter: Rewriter, starts: Iterable[str]) -> None:
        self._based = bool(rewriter.base)
        self._ahead: deque[Target] = deque()
        self._known, self._sure = set[str](), set[str]()
        for each in starts:
            rewriter.target(each)
        self.take(*rewriter.taken())

    @property
    def total(self) -> int:
        """Files that are known to come."""
        return len(self._known)

    def first(self, own: Iterable[str]) -> None:
        """Have come next what is made of the edition itself, file by file or several together."""
        self._known.update(own)
        self._ahead.extendleft(Target(each, "") for each in own)

    def batch(self, most: int = A_BATCH) -> list[Ahead]:
        """Return the next files; none where all that are known were returned."""
        ahead = (self._ahead.popleft() for _ in range(min(most, len(self._ahead))))
        return [Ahead(each, each.file in self._sure) for each in ahead]

    def take(self, found: Iterable[Target], told: Iterable[Target]) -> None:
        """Note where files lead: what was `found` is sure to be there, what was only `told` may be others' words."""
        found = tuple(found)
        self._sure.update(each.file for each in found)
        for each in (*found, *told):
            if each.file not in self._known and not self._is_left_out(each):
                self._known.add(each.file)
                self._ahead.append(each)

    def _is_left_out(self, to: Target) -> bool:
        """Tell whether a file comes from elsewhere, as the first page and whole editions do, or is none here.

        Robots are told nothing of a site that nobody named.
        """
        return (
            to.file.startswith(f"{API}/{EDITION}")
            or to.file == "index.html"
            or (OF_SITE.fullmatch(to.file) is not None and not self._based)
        )
