"""What pages say to programs in the words of schema.org: a ClaimReview of each verdict, a Dataset of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.answers.asked import Asked
from bot.content.briefing import Verdict
from bot.content.edition import Forecast, State
from bot.content.texts import TAGS
from bot.pages.addresses import Place
from bot.pages.rows import to

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
RATINGS: Final[Mapping[State, int]] = {"failed": 1, "partly": 3, "held": 5}
"""Ratings of verdicts that say what came true, from 1 to 5; the others are none."""
Absolute = Callable[[str], str]
"""Returns the whole address of what stands at an address of ours, or under a path that begins with a slash."""


def linked_data(asked: Asked, place: Place, whole: Absolute) -> dict[str, Any] | None:
    """Return what a page says to programs; None where that is nothing."""
    if not place.thing:
        return _dataset(asked, whole) if place.kind.path in ("", "predictions") else None
    forecast = asked.edition.by_ref.get(place.thing) if place.kind.path == "predictions" else None
    verdict = forecast.record.verdict if forecast else None
    if not (forecast and verdict and verdict.outcome in RATINGS):
        return None
    return _claim_review(asked, forecast, verdict, whole)


def _claim_review(asked: Asked, forecast: Forecast, verdict: Verdict, whole: Absolute) -> dict[str, Any]:
    record, card = forecast.record, forecast.card
    page = whole(to("predictions", f"{forecast.briefing.briefing}/{record.id}"))
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{page}#verdict",
        "url": page,
        "inLanguage": TAGS[asked.language],
        "claimReviewed": asked.text(record.statement),
        "reviewBody": asked.text(verdict.because),
        "datePublished": str(verdict.on),
        "author": _ourselves(asked, whole),
        "license": LICENCE,
        "itemReviewed": {
            "@type": "Claim",
            "author": [{"@type": "Person", "name": asked.text(each)} for each in card.authors],
            "datePublished": str(card.published.first),
            "appearance": {
                "@type": "CreativeWork",
                "name": asked.text(card.title),
                **({"url": card.url} if card.url else {}),
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict.outcome],
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": asked.say(f"state-{verdict.outcome}"),
        },
    }


def _dataset(asked: Asked, whole: Absolute) -> dict[str, Any]:
    feeds = (("application/atom+xml", "/feeds/all.atom"), ("application/feed+json", "/feeds/all.json"))
    files = (
        *feeds,
        ("text/calendar", "/due.ics"),
        *((kind, f"/api/v1/edition.{ending}") for ending, kind in _DOWNLOADS.items()),
    )
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": whole("") + "#dataset",
        "url": whole(""),
        "name": asked.say("name"),
        "description": asked.say("home-lead"),
        "inLanguage": TAGS[asked.language],
        "version": asked.edition.digest,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": _ourselves(asked, whole),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": whole(path)} for kind, path in files
        ],
    }


_DOWNLOADS: Final = {"json": "application/json", "csv": "text/csv"}


def _ourselves(asked: Asked, whole: Absolute) -> dict[str, Any]:
    return {"@type": "Organization", "name": asked.say("name"), "url": whole("")}
