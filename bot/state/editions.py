"""The protocol of the editors' part of the state: drafts, and the chain of editions that were live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from bot.content.chain import Link, Sealed
from bot.content.drafts import Draft, EditionEntry
from bot.state.contents import Manifest
from bot.state.values import KeptDraft


class Editions(Protocol):
    """Drafts, and the editions that were live. What it has kept survives a loss of power too.

    Several processes may use it at once, and any thread, but one at a time.
    """

    def record(self, entry: EditionEntry, contents: Mapping[str, bytes], goalposts: Mapping[str, str]) -> None:
        """Keep an edition that went live, and seal it; one that is the last already is not kept twice."""

    shared: bool
    """Whether several processes keep editions here, each with folders of its own: the last edition is that of all."""

    def alone(self) -> AbstractContextManager[None]:
        """Let no other desk publish while the context lasts; raises StateError where one does not end."""

    def links(self) -> tuple[Link, ...]:
        """Return the chain, the oldest link first; it outlasts what it seals."""

    def seal(self) -> str:
        """Return the seal of the edition that went live last; an empty text where there is none."""

    def sealed(self, number: int) -> Sealed | None:
        """Return what is kept of an edition as it was sealed; None where it is kept no more."""

    def entries(self, most: int, before: int | None = None) -> tuple[EditionEntry, ...]:
        """Return the editions that were live, the last one first; those `before` a number where one is given."""

    def last(self) -> EditionEntry | None:
        """Return the edition that went live last."""

    def manifest(self, number: int) -> Manifest:
        """Return which texts an edition was made of."""

    def texts(self, files: Manifest) -> dict[str, bytes]:
        """Return the texts of files."""

    def add_draft(self, kept: KeptDraft, now: dt.datetime) -> None:
        """Keep a draft, in place of another one of the same edition; those nobody published for long go."""

    def draft(self, name: str) -> KeptDraft | None:
        """Return the draft of an edition."""

    def drafts(self) -> tuple[Draft, ...]:
        """Return all drafts, the newest first."""

    def drop_draft(self, name: str) -> bool:
        """Forget the draft of an edition; tell whether there was one."""

    def close(self) -> None:
        """Let go of it."""
