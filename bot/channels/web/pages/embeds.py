"""Forecasts on other sites: a frame that may stand anywhere, oEmbed that offers it, and pictures beside links."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web.languages import BY_PATH, PATHS
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.pages.responses import Kept, Made, at_origin, respond
from bot.channels.web.pages.sharing import FRAMED, frame
from bot.channels.web.public_url import Public
from bot.channels.web.security import missing
from bot.content.briefing import Language
from bot.pages import Place, Publication, shorter
from bot.pictures.png import NoFont, png
from bot.words import say

LONGEST_REASON: Final = 320
"""Characters of a reason that a frame has room for, as many whole clauses as fit."""
SMALLEST: Final = (240, 160)
"""The least width and height a frame is of use in."""
_ANYWHERE: Final = {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}


class Embeds:
    """Serves what other sites show of ours."""

    def __init__(self, publication: Callable[[], Publication], public: Public) -> None:
        self._publication, self._public = publication, public
        self._kept, self._turn = Kept(), asyncio.Lock()

    def routes(self) -> Iterator[Route]:
        """Yield what is served under which path."""
        yield Route("/oembed", self.oembed)
        for path in PATHS.values():
            yield Route(f"/embed/{path}/predictions/{{ref:path}}", self.embed)
            yield Route(f"/card/{path}/{{address:path}}.png", self.card)

    async def embed(self, request: Request) -> Response:
        """Answer with one forecast, small, for a frame on any page: no script, no cookie, nothing to send."""
        layout, place = self._asked(request, f"predictions/{request.path_params['ref'].rstrip('/')}")
        if place is None or place.thing not in layout.publication.edition.by_ref:
            return await missing(request, HTTPException(404))
        publication = layout.publication
        about = (layout.language, layout.public, place, *publication.edition.proposed)
        key = ("embed", publication.digest, publication.today, *about)
        made = await self._kept.get(request, key, lambda: _framed(layout, place))
        policy = f"default-src 'none'; style-src '{_hashed(_style())}'; frame-ancestors *; base-uri 'none'"
        headers = {"content-security-policy": f"{policy}; form-action 'none'", **_ANYWHERE}
        return respond(request, made, "text/html", headers)

    async def oembed(self, request: Request) -> Response:
        """Answer with oEmbed 1.0 of the page of a forecast, by ?url=; ?maxwidth= and ?maxheight= are obeyed."""
        query = request.query_params
        if query.get("format", "json") != "json":
            return PlainTextResponse("oEmbed is there as JSON alone.", 501)
        layout, place = self._named(request, query.get("url", ""))
        if place is None or place.thing not in layout.publication.edition.by_ref:
            return await missing(request, HTTPException(404))
        page = layout.publication.page(layout.language, place, {})
        wide, tall = (_size(query.get(name), *each) for name, each in zip(_SIDES, _LIMITS, strict=True))
        shown = {"version": "1.0", "type": "rich", "title": page.title, "cache_age": 3600}
        shown |= {"provider_name": say(layout.language, "name"), "provider_url": layout.whole("")}
        shown |= {"width": wide, "height": tall, "html": frame(layout, page, wide, tall)}
        return JSONResponse(shown, headers=_ANYWHERE)

    async def card(self, request: Request) -> Response:
        """Answer with the picture beside links to a forecast or a record; painted beside the loop, one at a time."""
        layout, place = self._asked(request, request.path_params["address"])
        svg = layout.publication.preview(layout.language, place) if place else None
        if svg is None:
            return await missing(request, HTTPException(404))
        async with self._turn:
            made = self._kept.find(svg)
            if made is None:
                try:
                    made = self._kept.put(svg, await asyncio.to_thread(_painted, svg))
                except NoFont as error:
                    return PlainTextResponse(str(error), 404)
        return respond(request, made, "image/png", _ANYWHERE)

    def _asked(self, request: Request, address: str) -> tuple[Layout, Place | None]:
        language = BY_PATH[request.scope["path"].removeprefix(self._public.path).split("/")[2]]
        return self._layout(request, language), self._publication().place(address)

    def _layout(self, request: Request, language: Language) -> Layout:
        return Layout(self._publication(), language, at_origin(request, self._public))

    def _named(self, request: Request, url: str) -> tuple[Layout, Place | None]:
        """Return the place of an address of ours, by which its page is read; None where it is none of ours."""
        here = at_origin(request, self._public)
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        path = parts.path.removeprefix(f"{here.path}/")
        language, _, address = path.partition("/")
        ours = f"{parts.scheme}://{parts.netloc}".lower() == here.origin.lower() and parts.path.startswith(
            f"{here.path}/"
        )
        if not ours or language not in BY_PATH:
            return self._layout(request, "en"), None
        return self._layout(request, BY_PATH[language]), self._publication().place(unquote(address).rstrip("/"))


_SIDES: Final = ("maxwidth", "maxheight")
_LIMITS: Final = tuple(zip(SMALLEST, FRAMED, strict=True))


def _size(asked: str | None, least: int, most: int) -> int:
    """Return a side of a frame: as much as there is room for, of what is of use."""
    known = asked is not None and asked.isascii() and asked.isdigit() and len(asked) < 6
    return min(most, max(least, int(asked or most))) if known else most


def _painted(svg: str) -> Made:
    return Made.of(png(svg))


def _framed(layout: Layout, place: Place) -> bytes:
    whole, foretold = layout.publication.in_short(layout.language, place)
    row, url = shorter(whole, LONGEST_REASON), layout.whole(place.address)
    style = Markup(_style())  # noqa: S704 - a file of ours
    return layout.template("embed.html", row=row, foretold=foretold, style=style, url=url).encode()


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "embed.css").read_text(encoding="utf-8").strip()


def _hashed(style: str) -> str:
    """Return by which name a policy lets a style stand in a page."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"
