"""The paths of the open ledger: pages in each language, and what tells robots of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web.ledger.rendering import PATHS, Layout
from bot.channels.web.ledger.responses import Kept, Made, moved, respond
from bot.channels.web.public_url import Public
from bot.content.briefing import Language
from bot.ledger import FIELDS, Ledger, Place
from bot.words import TAGS

KNOWN: Final = (*FIELDS, "sort", "page", "q", "from", "to")
"""Fields of addresses that mean something; others are passed over."""
LONGEST: Final = 200
"""Characters of such a field that count."""
_LANGUAGES: Final[dict[str, Language]] = {path: language for language, path in PATHS.items()}


class Pages:
    """Serves the pages of whatever ledger is live."""

    def __init__(self, ledger: Callable[[], Ledger], public: Public) -> None:
        self._ledger, self._public, self._kept = ledger, public, Kept()

    def routes(self) -> Iterator[Route]:
        """Yield what is served under which path."""
        for path in PATHS.values():
            yield Route(f"/{path}", self.page)
            yield Route(f"/{path}/{{address:path}}", self.page)
        yield Route("/robots.txt", self.robots)
        yield Route("/sitemap.xml", self.sitemap)

    async def page(self, request: Request) -> Response:
        """Answer with a page, by its one address: any other that means it leads there."""
        language = self._language(request)
        layout = Layout(self._ledger(), language, self._public)
        ledger, address = layout.ledger, request.path_params.get("address")
        query = {name: value[:LONGEST] for name in KNOWN if (value := request.query_params.get(name, "").strip())}
        place = ledger.place((address or "").rstrip("/"))
        if place is None:
            return Response(
                layout.html(ledger.missing(language, (address or "")[:LONGEST])), 404, media_type="text/html"
            )
        if address is None or place.address != quote(address):
            return moved(layout.at(place.address) + (f"?{urlencode(query)}" if query else ""))
        key = (ledger.digest, ledger.today, language, place.address, *query.items())

        def made() -> bytes:
            return layout.html(ledger.page(language, place, query)).encode()

        # What anybody may type would drive out what many ask for.
        return respond(request, Made.of(made()) if "q" in query else self._kept.get(key, made), "text/html")

    async def robots(self, request: Request) -> Response:
        """Tell robots what is not for them: the chat, and as many lists as there are words."""
        base = self._public.path
        lines = ["User-agent: *", f"Disallow: {base}/?", f"Disallow: {base}/editor"]
        lines += [f"Disallow: {base}/{path}/search" for path in PATHS.values()]
        return PlainTextResponse(
            "\n".join([*lines, "", f"Sitemap: {origin(request, self._public)}{base}/sitemap.xml", ""])
        )

    async def sitemap(self, request: Request) -> Response:
        """List every page, in each language with the others."""
        ledger, here = self._ledger(), origin(request, self._public) + self._public.path
        key = ("sitemap", ledger.digest, here)

        def made() -> bytes:
            return "\n".join((_SITEMAP, *(_entry(here, each) for each in ledger.places()), "</urlset>\n")).encode()

        return respond(request, self._kept.get(key, made), "application/xml")

    def _language(self, request: Request) -> Language:
        path = request.scope["path"].removeprefix(self._public.path)
        return _LANGUAGES[path.split("/")[1]]


_SITEMAP: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)


def _entry(here: str, place: Place) -> str:
    """Return a page with its twins, once for each language."""
    ways = {language: escape(f"{here}/{path}/{place.address}") for language, path in PATHS.items()}
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{way}"/>' for language, way in ways.items()
    )
    return "\n".join(f"<url><loc>{way}</loc>{twins}</url>" for way in ways.values())


def origin(request: Request, public: Public) -> str:
    """Return the origin by which readers reach us: as the settings say, else as they asked for it."""
    return public.origin or f"{request.url.scheme}://{request.url.netloc}"
