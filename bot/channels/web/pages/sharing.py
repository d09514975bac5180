"""What a page has for whoever shares it: its whole address, a citation, a picture, a frame for other pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from markupsafe import Markup, escape

from bot.channels.web.languages import PATHS
from bot.pages import Citation, Page
from bot.words import say

if TYPE_CHECKING:
    from bot.channels.web.pages.rendering import Layout

FRAMED: Final = (560, 380)
"""Width and height, in CSS pixels, that a frame is given."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is offered on a page of one thing; addresses are whole, those of what the page lacks are empty."""

    url: str
    cited: Citation
    picture: str
    frame: str
    described: str


def sharing(layout: Layout, page: Page) -> Sharing:
    """Return what a page has for whoever shares it."""
    url, path = layout.whole(page.address), f"{PATHS[layout.language]}/{page.place.address}"
    pictured = page.place.kind.path == "authors" or page.layout == "forecast"
    picture = layout.whole(f"/card/{path}.png?v={layout.publication.digest[:12]}") if pictured else ""
    framed = page.layout == "forecast"
    return Sharing(
        url=url,
        cited=layout.publication.citation(layout.language, page, url),
        picture=picture,
        frame=frame(layout, page) if framed else "",
        described=layout.whole(f"/oembed?url={quote(url, safe='')}") if framed else "",
    )


def frame(layout: Layout, page: Page, wide: int = FRAMED[0], tall: int = FRAMED[1]) -> str:
    """Return the HTML by which another page frames a forecast: it may open links, and nothing else."""
    source = layout.whole(f"/embed/{PATHS[layout.language]}/{page.place.address}")
    title = escape(f"{say(layout.language, 'name')}: {page.title}")
    return (
        f'<iframe src="{escape(source)}" title="{title}" width="{wide}" height="{tall}" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0;max-width:100%"></iframe>'
    )


def data_block(data: dict[str, Any] | None) -> Markup:
    """Return data as it may stand in a script element, which no browser runs; empty where there is none."""
    if data is None:
        return Markup()
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(written)  # noqa: S704 - every mark that could end the element is escaped
