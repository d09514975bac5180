"""The map of the site, for search engines: every page, in each language with the others; of many pages in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from bot.channels.web.languages import PATHS
from bot.pages import Place
from bot.words import TAGS

A_PART: Final = 5_000
"""Pages of a part, each in three languages with links to the others: 15,000 addresses in some 10 MB.

The format has room for 50,000 of them in 50 MB.
"""
_XML: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def parts(places: Sequence[Place]) -> int:
    """Return of how many parts the map is; none where all pages stand in it."""
    return -(-len(places) // A_PART) if len(places) > A_PART else 0


def written(here: str, places: Sequence[Place], number: int) -> bytes:
    """Return the map of a site at an address: a part of it by its number, or else all of it, or where its parts are."""
    if number:
        return _pages(here, places[(number - 1) * A_PART : number * A_PART])
    return _index(here, parts(places)) if parts(places) else _pages(here, places)


def _index(here: str, count: int) -> bytes:
    ways = (escape(f"{here}/sitemap/{number}.xml") for number in range(1, count + 1))
    lines = (f"<sitemap><loc>{way}</loc></sitemap>\n" for way in ways)
    return f"{_XML}<sitemapindex {_NAMESPACE}>\n{''.join(lines)}</sitemapindex>\n".encode()


def _pages(here: str, places: Iterable[Place]) -> bytes:
    head = f'{_XML}<urlset {_NAMESPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return "\n".join((head, *(_entry(here, each) for each in places), "</urlset>\n")).encode()


def _entry(here: str, place: Place) -> str:
    """Return a page with its twins, once for each language."""
    ways = {language: escape(f"{here}/{path}/{place.address}", {'"': "&quot;"}) for language, path in PATHS.items()}
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{way}"/>' for language, way in ways.items()
    )
    return "\n".join(f"<url><loc>{way}</loc>{twins}</url>" for way in ways.values())
