"""Feeds of what is published: Atom (RFC 4287) and JSON Feed 1.1 of the same entries."""

from __future__ import annotations

import json
from typing import Any

from bot.channels.web.pages.identity import identity
from bot.channels.web.pages.rendering import Layout
from bot.pages import Entry, Feed
from bot.words import TAGS, say

KINDS = {"atom": "application/atom+xml", "json": "application/feed+json"}
"""Endings of paths, and what is served under them."""


def written(layout: Layout, feed: Feed, ending: str, here: str) -> bytes:
    """Return a feed in the format of an ending; `here` is the address of the site, which ends in no slash."""
    text = _json(layout, feed, here) if ending == "json" else _atom(layout, feed, here)
    return text.encode()


def _atom(layout: Layout, feed: Feed, here: str) -> str:
    return layout.template("feed.xml", feed=feed, **_facts(layout, feed, here), kinds=KINDS)


def _facts(layout: Layout, feed: Feed, here: str) -> dict[str, Any]:
    """Return what both formats say of a feed. It changed when the latest of its entries did."""
    changed = max((each.updated for each in feed.entries), default=None)
    return {
        "here": here,
        "id": identity(f"feed:{feed.path}:{layout.language}").urn,
        "title": f"{say(layout.language, 'name')} · {feed.title}",
        "seal": _seal(layout),
        "updated": f"{changed or '1970-01-01'}T00:00:00Z",
        "own": {ending: f"{here}{layout.feed(feed.path, ending)}" for ending in KINDS},
        "home": f"{here}{layout.local(feed.address)}",
        "identity": lambda name: identity(name).urn,
        "to": lambda address: f"{here}{layout.local(address)}",
        "content": lambda entry: _content(layout, entry),
    }


def _json(layout: Layout, feed: Feed, here: str) -> str:
    facts, rights = _facts(layout, feed, here), say(layout.language, "page-licence")  # the format itself names none
    shown = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": facts["title"],
        "home_page_url": facts["home"],
        "feed_url": facts["own"]["json"],
        "language": TAGS[layout.language],
        "authors": [{"name": say(layout.language, "name")}],
        "_hindsight": {"edition": layout.publication.digest, "seal": layout.publication.seal, "rights": rights},
        **({"description": facts["seal"]} if facts["seal"] else {}),
        "items": [_item(layout, each, facts) for each in feed.entries],
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _seal(layout: Layout) -> str:
    """Return the seal of the edition in words, for whoever keeps the feed; nothing where it stands in no history."""
    seal = layout.publication.seal
    return say(layout.language, "about-seal", seal=seal).splitlines()[0] if seal else ""


def _item(layout: Layout, entry: Entry, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": facts["identity"](entry.name),
        "url": facts["to"](entry.address),
        "title": entry.title,
        "content_html": _content(layout, entry),
        "date_published": f"{entry.published}T00:00:00Z",
        "date_modified": f"{entry.updated}T00:00:00Z",
        "tags": [each.name for each in entry.row.sectors],
        "_hindsight": {"kind": entry.kind, "prediction": entry.row.ref, **_outcome(entry)},
    }


def _outcome(entry: Entry) -> dict[str, str]:
    """Return the outcome of a verdict; that one is due or open depends on the day, and is for pages."""
    return {"state": entry.row.state} if entry.row.ruled else {}


def _content(layout: Layout, entry: Entry) -> str:
    return layout.template("entry.html", entry=entry).strip()
