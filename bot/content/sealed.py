"""The history of editions as records: what was live when, under which seal; never who brought it."""

from __future__ import annotations

import datetime as dt

from bot.content.briefing import Record
from bot.content.drafts import EditionEntry


class SealedEdition(Record):
    """One edition in the chain: the digest of its files, when it went live, and its seal."""

    number: int
    digest: str
    at: dt.datetime
    seal: str


def sealed(entry: EditionEntry, seal: str) -> SealedEdition:
    """Return an edition of the history as a record."""
    return SealedEdition(number=entry.number, digest=entry.digest, at=entry.at, seal=seal)
