"""`site`: writes the site as files, for any host of files, or none: it can be read from the disk."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from bot import logs
from bot.cli import terminal
from bot.cli.content import edition
from bot.cli.output import Failure, complain, write
from bot.cli.site_folder import SiteFolder
from bot.cli.state import in_memory
from bot.people.schedule import Clock
from bot.settings import Settings
from bot.words import WRITTEN, say

if TYPE_CHECKING:
    from bot.channels.web.export.rewriting import ToChat
    from bot.dataset import Dataset, LinkTo
    from bot.serve.program import Program

NO_ADDRESS: Final = "site: without --base there are no feeds, calendars and sitemap: they must say where they stand"


def site(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Write every page, with feeds, calendars, data and a search, into a folder; nothing of readers is in it."""
    logs.setup("error", chosen.log_format, chosen.secrets)
    folder, live, at = SiteFolder(asked.folder), edition(chosen), now()
    if not asked.base:
        complain(NO_ADDRESS)
    with contextlib.closing(in_memory()) as state, folder.renewed() as aside:
        from bot.serve.program import compose

        served = chosen.model_copy(update={"public_url": asked.base or _nowhere()})
        program = compose(served, state, lambda: at, edition=live)
        count, size = asyncio.run(_write(program, chosen, asked, aside))
    write(f"{count:,} files, {size / 1e6:.1f} MB, in {asked.folder}\n")
    return 0


def _nowhere() -> str:
    from bot.channels.web.export.rewriting import NOWHERE

    return NOWHERE


async def _write(program: Program, chosen: Settings, asked: argparse.Namespace, aside: Path) -> tuple[int, int]:
    """Write all files; return how many, and their bytes."""
    from bot.channels.web.export.front import front
    from bot.channels.web.export.rewriting import Rewriter
    from bot.channels.web.export.walk import Unserved, Walk
    from bot.channels.web.public_url import Public
    from bot.channels.web.site import build

    base = (asked.base or "").rstrip("/")
    rewriter = Rewriter(base, _to_chat(chosen, asked), Public.at(base or None).path)
    walk = Walk(build(program.page), rewriter, _starts(program, based=bool(base)))
    count = size = 0
    with terminal.counted("pages") as tell:
        for name, content in [("index.html", front()), *_own(program, asked)]:
            count, size = count + 1, size + _file(aside, name, content)
        try:
            async for name, content in walk.files():
                count, size = count + 1, size + _file(aside, name, content)
                tell(count, walk.total)
        except Unserved as why:
            raise Failure(
                f"site: an address that is linked to is not served, which is an error of ours: {why}"
            ) from None
    return count, size


def _file(folder: Path, name: str, content: bytes) -> int:
    """Write a file within a folder; return its bytes. Raises Failure where its name leads out of it."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Failure(*(say(language, "site-outside", name=name) for language in WRITTEN))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(content)


def _to_chat(chosen: Settings, asked: argparse.Namespace) -> ToChat:
    """Return where questions are asked: of the bot on Telegram, or of the site that the settings name."""
    from bot.reception import link

    def to_chat(question: str, language: str) -> str:
        if asked.bot:
            return f"https://t.me/{asked.bot}?start={link(question or '/start')}"
        if chosen.public_url:
            query = f"?{urlencode({'q': question})}" if question else ""
            return f"{chosen.public_url.rstrip('/')}/{language}/chat{query}"
        return ""

    return to_chat


def _own(program: Program, asked: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """Yield what is made of the edition itself: whole editions, and what lets pages search and narrow by themselves."""
    from importlib.resources import files

    from bot.channels.web.export.addresses import API
    from bot.channels.web.languages import PATHS
    from bot.dataset import DOWNLOADS, script

    base = asked.base or ""
    dataset = _dataset(program, lambda language, address: _page(base, PATHS[language], address))
    for kind, (_, make) in DOWNLOADS.items():
        yield f"{API}/edition.{kind}", make(dataset)
    yield "static/offline.js", files("bot.channels.web.export").joinpath("offline.js").read_bytes()
    for language, path in PATHS.items():
        yield f"static/data-{path}.js", script(dataset, language)


def _page(base: str, language: str, address: str) -> str:
    """Return where a page stands: by its whole address, or else as seen from the first folder."""
    if base:
        return f"{base}/{language}/{address}"
    folder, mark, part = address.partition("#")
    return f"{language}/{f'{folder}/' if folder else ''}index.html{mark}{part}"


def _starts(program: Program, *, based: bool) -> Iterator[str]:
    """Yield where a walk begins: every page there is, and the data; the rest is led to by them."""
    from bot.channels.web.languages import PATHS
    from bot.dataset import RESOURCES

    yield from ("/robots.txt", "/sitemap.xml")
    forecasts = program.page.publication().edition.by_ref
    for path in PATHS.values():
        yield from (f"/embed/{path}/predictions/{name}" for name in forecasts if based)
        yield from (f"/{path}/{place.address}" for place in program.page.publication().places())
        yield f"/{path}/search"
    dataset = _dataset(program, lambda _, address: address)
    for each in RESOURCES:
        if each.whole:
            yield f"/api/v1/{each.path}"
        if each.find:
            yield from (f"/api/v1/{each.path}/{quote(getattr(record, 'id', ''))}" for record in each.all(dataset))


def _dataset(program: Program, link_to: LinkTo) -> Dataset:
    from bot.dataset import Dataset

    live = program.page.publication()
    return Dataset(live.edition, live.today, link_to)
