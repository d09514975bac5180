"""An edition as JSON values, in the shape of its files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.content.briefing import Briefing, Record
from bot.content.edition import Edition, state
from bot.content.proposals import as_of


def edition_json(edition: Edition, today: dt.date) -> dict[str, Any]:
    """Return the edition as JSON values in the shape of the files, with the digest and each prediction's state."""
    return {
        "edition": edition.digest,
        "vocabulary": _plain(edition.vocabulary),
        "debates": [_plain(debate) for debate in edition.debates],
        "rules": [_plain(line) for line in edition.register],
        "sources": [_plain(edition.card(briefing)) for briefing in edition.briefings],
        "briefings": [
            _plain_briefing(briefing, counted, today)
            for briefing, counted in zip(edition.briefings, as_of(edition, today).briefings, strict=True)
        ],
    }


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _plain_briefing(briefing: Briefing, counted: Briefing, today: dt.date) -> dict[str, Any]:
    plain = _plain(briefing)
    for item, prediction in zip(plain.get("predictions", ()), counted.predictions, strict=True):
        item["state"] = state(prediction, today)
    return plain
