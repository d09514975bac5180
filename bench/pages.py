"""Pages of the shipped edition: made anew, answered from what is kept, and how much a first visit loads."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from time import thread_time
from typing import Any

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bench.answers import ROOT, TODAY
from bench.measuring import Row, above, below, seconds, spread
from bot import desk
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.pages.routes import Pages
from bot.channels.web.public_url import Below, Public
from bot.channels.web.security import Protected
from bot.channels.web.throttle import Throttled
from bot.pages import Publication
from bot.words import WRITTEN

ASKED = 1_000
"""Requests of one page in a row."""
OF_A_KIND = 8
"""Pages of one kind that are made anew."""
PUBLIC = Public("https://forecasts.example")
CACHED = ("/en/", "/zh/predictions", "/en/predictions/ten-hypotheses/support-first", "/zh/timeline")
WEB = ROOT / "bot" / "channels" / "web"
NOW = dt.datetime.combine(TODAY, dt.time(), dt.UTC)


def rows() -> Iterator[Row]:
    """Yield a row for each kind of page made anew, for those that are kept, and for what a first visit loads."""
    publication = Publication(desk.load_folders(ROOT / "briefings", ROOT / "seeds"), TODAY)
    made = _made(publication)
    for kind, times in made.items():
        yield spread(f"{kind or 'home'}, made anew ({len(times)})", times, p99=30)
    yield spread("any page, made anew", [each for times in made.values() for each in times], p99=30)
    app = _site(publication)
    for path in CACHED:
        yield from _kept(app, path)
    for path in CACHED:
        yield below(f"{path}, first visit", _loaded(app, path) / 1_000, 60, "kB")


def _made(publication: Publication) -> dict[str, list[float]]:
    """Return how long each page takes to be made, by what stands under the first part of its address."""
    found: dict[str, list[float]] = {}
    counts = Counter[str]()
    for place in publication.places():
        counts[place.kind.path] += 1
        if counts[place.kind.path] > OF_A_KIND:
            continue
        for language in WRITTEN:
            layout = Layout(publication, language, PUBLIC)
            layout.html(publication.page(language, place, {}))  # what an edition keeps is made once
            found.setdefault(place.kind.path, []).append(
                seconds(lambda: layout.html(publication.page(language, place, {})))  # noqa: B023 - called at once
            )
    return found


def _site(publication: Publication) -> ASGIApp:
    web = Starlette(routes=[*Pages(lambda: publication, PUBLIC, "en").routes()])
    return Protected(Throttled(Below(web, ""), PUBLIC, lambda: NOW), PUBLIC)


def _kept(app: ASGIApp, path: str) -> Iterator[Row]:
    """Yield how many answers a core gives in a second, and how many of the same bytes the framework alone gives."""
    body, _ = asyncio.run(_answered(app, path))

    async def bare(_: Any) -> Response:
        return Response(body, media_type="text/html")

    rate = _rate(app, path)
    alone = _rate(Starlette(routes=[Route(path, bare)]), path)
    yield above(f"{path}, kept", rate, 2_000, "answers/s", 0)
    yield above(f"{path}, kept, to Starlette alone", rate / alone, 0.5, "of its answers")


def _rate(app: ASGIApp, path: str) -> float:
    async def ask() -> float:
        await _sent(app, path)
        started = thread_time()
        for _ in range(ASKED):
            await _sent(app, path)
        return thread_time() - started

    return ASKED / asyncio.run(ask())


async def _answered(app: ASGIApp, path: str) -> tuple[bytes, bytes]:
    """Return what is sent, and the same as a browser reads it."""
    sent = await _sent(app, path)
    return sent, gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent


async def _sent(app: ASGIApp, path: str) -> bytes:
    """Return what is sent: to read it is the reader's work, which an answer a second is not to count."""
    sent = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.extend(message.get("body", b""))

    headers = [(b"host", b"forecasts.example"), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "https"}
    await app({**scope, "http_version": "1.1", "root_path": ""}, receive, send)
    return bytes(sent)


def _loaded(app: ASGIApp, path: str) -> int:
    """Return the bytes that come with a page: itself, and the files it names."""
    sent, page = asyncio.run(_answered(app, path))
    files = set(re.findall(r'(?:src|href)="/(static/[^"]+)"', page.decode()))
    loaded: int = len(sent) + sum((WEB / each).stat().st_size for each in files)
    return loaded
