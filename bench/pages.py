"""Pages of the shipped edition: made anew, from what is kept, loaded first; those of 10,000 forecasts; sites of both.

`python -m bench pages` writes the site of the shipped edition, `python -m bench pages 10000` also that of so many.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any, Final

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bench import files
from bench.answers import ROOT, TODAY
from bench.measuring import Row, above, below, seconds, spread
from bot import desk, garbage
from bot.channels.web.pages.rendering import Layout
from bot.channels.web.pages.routes import Pages
from bot.channels.web.public_url import Below, Public
from bot.channels.web.security import Protected
from bot.channels.web.throttle import Throttled
from bot.pages import Place, Publication
from bot.pages.addresses import TABLE
from bot.pages.facets import SORTS
from bot.words import WRITTEN

ASKED = 1_000
"""Requests of one page in a row."""
OF_A_KIND = 8
"""Pages of one kind that are made anew."""
PUBLIC = Public("https://forecasts.example")
CACHED = ("/en/", "/zh/predictions", "/en/predictions/ten-hypotheses/support-first", "/zh/timeline")
WEB = ROOT / "bot" / "channels" / "web"
NOW = dt.datetime.combine(TODAY, dt.time(), dt.UTC)
MANY: Final = 10_000
OF_A_BRIEFING: Final = 11
"""Forecasts of a generated briefing."""
LISTS: Final = 400
"""Tables of many forecasts that are asked for, each by other fields."""
TABLE_SIZE: Final = 20
"""Kilobytes of a page of that table, as it is sent."""
SITE, LARGE_SITE = 30, 600
"""Seconds that a site of the shipped edition may take, and one of many forecasts."""
MEMORY: Final = 1_000
"""Megabytes that the latter may hold."""


def rows(written: int = 0) -> Iterator[Row]:
    """Yield a row for each kind of page made anew, for those kept, for what a first visit loads, and for whole sites.

    Tables are of `MANY` forecasts; a site of so many as `written` says is written if that is not 0: it takes minutes.
    """
    shipped = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    publication = Publication(shipped, TODAY)
    made = _made(publication)
    for kind, times in made.items():
        yield spread(f"{kind or 'home'}, made anew ({len(times)})", times, p99=30)
    yield spread("any page, made anew", [each for times in made.values() for each in times], p99=30)
    app = _site(publication)
    for path in CACHED:
        yield from _kept(app, path)
    for path in CACHED:
        yield below(f"{path}, first visit", _loaded(app, path) / 1_000, 60, "kB")
    yield from _site_of(ROOT, "the shipped edition", SITE, None)
    with TemporaryDirectory() as name:
        files.write(Path(name), ROOT, shipped, -(-(written or MANY) // OF_A_BRIEFING))
        yield from _tables(Publication(desk.load_folders(Path(name, "briefings"), Path(name, "seeds")), TODAY))
        if written:
            yield from _site_of(Path(name), f"{written:,} forecasts", LARGE_SITE, MEMORY)


def _tables(publication: Publication) -> Iterator[Row]:
    """Yield how long tables of many forecasts take by any fields, once those are known for the day, and their size."""
    place, random = publication.place(TABLE), Random(7)
    assert place
    layouts = [Layout(publication, language, PUBLIC) for language in WRITTEN]
    known = {field.name: field.choices for field in publication.page("en", place, {}).shown.fields}
    garbage.leave_alone()  # as serving does
    times = []
    for number in range(LISTS):
        names = random.sample(sorted(name for name in known if known[name]), random.randint(0, 3))
        asked = {name: random.choice(known[name]).value for name in names}
        asked |= {"sort": random.choice(SORTS), "page": str(random.randint(1, 9))}
        times.append(seconds(_table, layouts[number % len(layouts)], place, asked))
    many = len(publication.edition.predictions)
    yield spread(f"the table of {many:,} forecasts, by filter", times[LISTS // 10 :], p99=60)
    sizes = [len(gzip.compress(_table(each, place, {}).encode(), 6)) for each in layouts]
    yield below("  a page of it, compressed", max(sizes) / 1_000, TABLE_SIZE, "kB")


def _table(layout: Layout, place: Place, asked: dict[str, str]) -> str:
    query = layout.publication.understood(place, asked)
    return layout.html(layout.publication.page(layout.language, place, query))


def _site_of(folder: Path, what: str, most: float, memory: float | None) -> Iterator[Row]:
    """Yield how long the command takes that writes a site, and the most memory it holds."""
    with TemporaryDirectory() as name:
        own = {"BOT_BRIEFINGS": str(folder / "briefings"), "BOT_SEEDS": str(folder / "seeds"), "BOT_DATA": name}
        began = perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "site", f"{name}/site", "--base", PUBLIC.origin],
            env=os.environ | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        _, status, used = os.wait4(process.pid, 0)
        taken = perf_counter() - began
        assert process.stdout and status == 0, f"the site of {what} was not written"
        with process.stdout as told:
            yield Row(f"site of {what}", told.read().partition(", in")[0])
        yield below("  written in", taken, most, "s", 1)
        yield below("  processor time", used.ru_utime + used.ru_stime, None, "s", 1)
        yield below("  most memory", used.ru_maxrss / 1024, memory, "MB", 0)


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
    yield above(
        "  to Starlette alone, both without HTTP: `bench peers` has it over that", rate / alone, None, "of its answers"
    )


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
