"""`site`: writes the site as files, for any host of files, or none: it can be read from the disk."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
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
    from bot.channels.web.export.walk import Walk, Written
    from bot.channels.web.export.writing import File, Writer
    from bot.dataset import Dataset, LinkTo
    from bot.serve.program import Program

WRITTEN_FIRST: Final = 8
"""Files that are written before there are several processes: of each language the first page, and others."""
MOST_PROCESSES: Final = 4
"""Processes that write at once: each may come to hold a good part of an edition for itself."""
FILES_OF_ONE: Final = 200
"""Files for which no further process is worth its while."""
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
        count, size = _write(program, chosen, asked, aside)
    write(f"{count:,} files, {size / 1e6:.1f} MB, in {asked.folder}\n")
    return 0


def _nowhere() -> str:
    from bot.channels.web.export.rewriting import NOWHERE

    return NOWHERE


def _write(program: Program, chosen: Settings, asked: argparse.Namespace, aside: Path) -> tuple[int, int]:
    """Write all files; return how many, and their bytes."""
    from bot.channels.web.export.crew import Gone
    from bot.channels.web.export.rewriting import Rewriter
    from bot.channels.web.export.walk import Walk
    from bot.channels.web.export.writing import Unserved, Writer
    from bot.channels.web.public_url import Public
    from bot.channels.web.site import build

    base = (asked.base or "").rstrip("/")
    rewriter, own = Rewriter(base, _to_chat(chosen, asked), Public.at(base or None).path), dict(_own(program, asked))
    walk = Walk(rewriter, _starts(program, based=bool(base)))
    count = size = 0
    try:
        for written in _written(Writer(build(program.page), rewriter, partial(_file, aside), own), walk):
            count, size = count + written.files, size + written.size
    except Unserved as why:
        raise Failure(f"site: an address that is linked to is not served, which is an error of ours: {why}") from None
    except Gone:
        raise Failure(*(say(language, "site-gone") for language in WRITTEN)) from None
    return count, size


def _written(writer: Writer, walk: Walk) -> Iterator[Written]:
    """Write all files of a walk, and yield what came of it, some at a time.

    The first are written before there are several processes: what is loaded for them is shared by all.
    """
    from bot.channels.web.export.crew import Crew

    done = writer.write(walk.batch(WRITTEN_FIRST))
    walk.first(writer.own)
    with Crew(writer.write, _processes(walk.total)) as crew, terminal.counted("pages") as tell:
        count = 0
        for written in chain([done], crew.each(walk.batch)):
            walk.take(written.found, written.told)
            count += written.files
            tell(count, walk.total)
            yield written


def _processes(files: int) -> int:
    """Return how many processes write so many files: of few, none that costs more than it gains."""
    return min(os.cpu_count() or 1, MOST_PROCESSES, 1 + files // FILES_OF_ONE)


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


def _own(program: Program, asked: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Iterable[File]]]]:
    """Yield what is made of the edition itself, by what it is of, with what makes its files.

    That is the first page, whole editions, what lets pages search and narrow by themselves, and former addresses.
    """
    from importlib.resources import files

    from bot.channels.web.export.addresses import API
    from bot.channels.web.export.front import front
    from bot.channels.web.export.moved import moved
    from bot.channels.web.languages import PATHS
    from bot.dataset import DOWNLOADS, messages, search, table

    base = asked.base or ""
    dataset = _dataset(program, lambda language, address: _page(base, PATHS[language], address))
    single: dict[str, Callable[[], bytes]] = {"index.html": front}
    single |= {f"{API}/edition.{kind}": partial(make, dataset) for kind, (_, make) in DOWNLOADS.items()}
    single["static/offline.js"] = files("bot.channels.web.export").joinpath("offline.js").read_bytes
    yield from ((name, partial(_alone, name, make)) for name, make in single.items())
    yield "moved", partial(moved, program.page.publication())
    for what in (messages, search, table):
        yield f"static/{what.__name__}", partial(_scripts, what, dataset)


def _alone(name: str, make: Callable[[], bytes]) -> Iterator[File]:
    yield name, make()


def _scripts(make: Callable[[Dataset], Iterable[File]], dataset: Dataset) -> Iterator[File]:
    yield from ((f"static/{name}.js", content) for name, content in make(dataset))


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
    for place in program.page.publication().places():  # each in all languages: what is reckoned for it is kept
        yield from (f"/{path}/{place.address}" for path in PATHS.values())
    yield from (f"/{path}/search" for path in PATHS.values())
    for name in program.page.publication().edition.by_ref if based else ():
        yield from (f"/embed/{path}/predictions/{name}" for path in PATHS.values())
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
