"""The paths of what is published: pages in each language, feeds, calendars, and what tells robots of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web.languages import PATHS, asked, named
from bot.channels.web.pages import feeds, sitemap
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.pages.responses import Kept, at_origin, moved, respond
from bot.channels.web.public_url import Public
from bot.channels.web.security import missing
from bot.content.briefing import Language
from bot.pages import FIELDS, Page, Publication

KNOWN: Final = (*FIELDS, "sort", "page", "q", "from", "to")
"""Fields of addresses that mean something; others are passed over."""
LONGEST: Final = 200
"""Characters of such a field that count."""
MOST_CHOSEN: Final = 40
"""Fields a calendar can be of."""


class Pages:
    """Serves the pages of whatever edition is live."""

    def __init__(self, publication: Callable[[], Publication], public: Public, default: Language) -> None:
        """`default` is the language of feeds and calendars whose address names none."""
        self._publication, self._public, self._default, self._kept = publication, public, default, Kept()

    def routes(self) -> Iterator[Route]:
        """Yield what is served under which path."""
        for path in PATHS.values():
            yield Route(f"/{path}", self.page)
            yield Route(f"/{path}/{{address:path}}", self.page)
        yield Route("/feeds/{path:path}", self.feed)
        yield Route("/due.ics", self.due)
        yield Route("/due/{choice}.ics", self.due)
        yield Route("/robots.txt", self.robots)
        yield Route("/sitemap.xml", self.sitemap)
        yield Route("/sitemap/{number:int}.xml", self.sitemap)

    async def page(self, request: Request) -> Response:
        """Answer with a page, by its one address: any other that means it leads there."""
        language = named(request) or self._default
        layout = Layout(self._published(), language, at_origin(request, self._public))
        publication, address = layout.publication, request.path_params.get("address")
        fields = request.query_params if request.scope["query_string"] else {}
        query = {name: value[:LONGEST] for name in KNOWN if (value := fields.get(name, "").strip())}
        place = publication.place("/".join(part for part in (address or "").split("/") if part))
        if place is None and not _shows_html(request):
            return await missing(request, HTTPException(404))
        if place is None:
            asked_for = (address or "")[:LONGEST]
            found = await self._kept.once(request, lambda: _html(layout, publication.missing(language, asked_for)))
            return respond(request, found, "text/html", status=404)
        if address is None or place.address != quote(address):
            return moved(layout.at(place.address) + (f"?{urlencode(query)}" if query else ""))
        told = (publication.appeals_on(place), *publication.edition.proposed)
        about = (language, layout.public.origin, place.address, *told)
        understood = publication.understood(place, query)
        key = (publication.digest, publication.seal, publication.today, *about, *understood.items())

        def make() -> bytes:
            return _html(layout, publication.page(language, place, understood))

        # What anybody may type would drive out what many ask for.
        made = self._kept.once(request, make) if "q" in understood else self._kept.get(request, key, make)
        return respond(request, await made, "text/html")

    async def feed(self, request: Request) -> Response:
        """Answer with a feed, by a path such as /feeds/verdicts.atom or /feeds/sector/music.json; ?lang= chooses."""
        layout, here = self._layout(request), self._here(request)
        path, _, ending = request.path_params["path"].rpartition(".")
        published = layout.publication
        known = published.feeds(layout.language)
        if ending in feeds.KINDS and path not in known and (meant := published.feed_meant(path)) in known:
            return moved(self._public.path + layout.feed(meant, ending))
        if ending not in feeds.KINDS or path not in known:
            return await missing(request, HTTPException(404))
        key = ("feed", published.digest, published.seal, published.answered, layout.language, here, path, ending)
        key = (*key, *published.edition.proposed)

        def make() -> bytes:
            found = published.feed(layout.language, path)
            assert found, "there is one at each path of feeds"
            return feeds.written(layout, found, ending, here)

        return respond(request, await self._kept.get(request, key, make), feeds.KINDS[ending])

    async def due(self, request: Request) -> Response:
        """Answer with the days on which forecasts fall due, as a calendar: of all, or of fields with + between them."""
        layout, here = self._layout(request), self._here(request)
        chosen = request.query_params.getlist("sector")
        if chosen and "choice" not in request.path_params:
            return self._to_choice(layout, chosen)
        wanted = [each for each in request.path_params.get("choice", "").split("+") if each]
        names = [layout.publication.place(f"sectors/{each}") for each in wanted]
        if not all(names):
            return await missing(request, HTTPException(404))
        fields = sorted({each.thing for each in names if each})
        key = ("due", layout.publication.digest, layout.language, here, *fields, *layout.publication.edition.proposed)

        def made() -> bytes:
            from bot.channels.web.pages.calendar import calendar  # 30 ms and 4 MB, for who wants one

            return calendar(layout, layout.publication.due(layout.language, fields), "+".join(fields), here)

        return respond(request, await self._kept.get(request, key, made), "text/calendar")

    def _to_choice(self, layout: Layout, chosen: list[str]) -> Response:
        """Lead from what a form sends to the address that a calendar subscribes to."""
        choice = "+".join(map(quote, sorted({*chosen})[:MOST_CHOSEN]))
        return moved(f"{self._public.path}/due/{choice}.ics?lang={PATHS[layout.language]}")

    def _published(self) -> Publication:
        """Return what is live; of what was live before no page is kept any longer."""
        live = self._publication()
        self._kept.only_of((live.digest, live.seal, live.today))
        return live

    def _layout(self, request: Request) -> Layout:
        """Return the layout in the language that is asked for by ?lang=, or else in that of the site."""
        return Layout(self._published(), asked(request) or self._default, self._public)

    def _here(self, request: Request) -> str:
        return origin(request, self._public) + self._public.path

    async def robots(self, request: Request) -> Response:
        """Tell robots what is not for them: the chat, and as many lists as there are words."""
        base = self._public.path
        lines = ["User-agent: *", f"Disallow: {base}/?", f"Disallow: {base}/editor"]
        lines += [f"Disallow: {base}/{path}/{each}" for path in PATHS.values() for each in ("chat", "search")]
        return PlainTextResponse(
            "\n".join([*lines, "", f"Sitemap: {origin(request, self._public)}{base}/sitemap.xml", ""])
        )

    async def sitemap(self, request: Request) -> Response:
        """List every page, in each language with the others; of many the parts of the list, or one of those."""
        publication, here, number = self._published(), self._here(request), request.path_params.get("number")
        places = publication.places()
        if number is not None and not 0 < number <= sitemap.parts(places):
            return await missing(request, HTTPException(404))
        made = await self._kept.get(
            request,
            ("sitemap", publication.digest, here, number),
            lambda: sitemap.written(here, places, number or 0),
        )
        return respond(request, made, "application/xml")


def _shows_html(request: Request) -> bool:
    """Tell whether who asks can do anything with a page."""
    accepted = request.headers.get("accept", "*/*")
    return any(each in accepted for each in ("text/html", "application/xhtml+xml", "*/*"))


def _html(layout: Layout, page: Page) -> bytes:
    return layout.html(page).encode()


def origin(request: Request, public: Public) -> str:
    """Return the origin by which readers reach us: as the settings say, else as they asked for it."""
    return at_origin(request, public).origin
