"""`mcp`: serves an assistant on standard input and output; nothing is stored, and nothing of readers is read."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import logging

from bot import desk, logs
from bot.channels import mcp as door
from bot.channels.web.languages import PATHS
from bot.cli.content import edition
from bot.cli.output import Failure
from bot.content.assembling import Shelf
from bot.content.briefing import Language
from bot.content.edition import Edition, InvalidEdition
from bot.content.proposals import as_of
from bot.dataset import Dataset
from bot.desk.watch import watch
from bot.people.schedule import Clock
from bot.settings import Settings

logger = logging.getLogger(__name__)


def mcp(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Answer an assistant until it goes; files that change are answered from at once."""
    if not door.installed():
        raise Failure(f"mcp: the extra for it is not installed: {door.INSTALL}")
    logs.setup("error", chosen.log_format, chosen.secrets)  # on stderr: the other stream is the assistant's
    asyncio.run(_serve(chosen, edition(chosen), now))
    return 0


async def _serve(chosen: Settings, live: Edition, now: Clock) -> None:
    from mcp.server.stdio import stdio_server

    from bot.channels.mcp.server import server

    site = chosen.public_url or f"http://{chosen.web_host}:{chosen.web_port}"

    def link_to(language: Language, address: str) -> str:
        return f"{site}/{PATHS[language]}/{address}"

    def dataset() -> Dataset:
        today = now().date()
        return Dataset(as_of(live, today), today, link_to)

    async def show(changed: Edition) -> None:
        nonlocal live
        live = changed

    async def complain(invalid: InvalidEdition) -> None:
        logger.error("the files have %s; the edition of before is answered from: see `check`", invalid)

    folders, stop, shelf = (chosen.briefings, chosen.seeds), asyncio.Event(), Shelf()
    load = functools.partial(desk.load_folders, *folders, shelf=shelf)
    watching = asyncio.create_task(watch(folders, load, show, complain, stop))
    answers = server(dataset)
    async with stdio_server() as (incoming, outgoing):
        await answers.run(incoming, outgoing, answers.create_initialization_options())
    stop.set()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
