"""Fixtures: one date, the shipped edition, a small one, and the bot running against its local servers."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import gc
import io
import logging
import math
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import settings
from pydantic import SecretStr
from starlette.types import ASGIApp

from bot import desk, logs
from bot.app import App
from bot.channels.telegram.channel import Telegram
from bot.channels.web import site
from bot.channels.web.connections import Server
from bot.content.assembling import build_edition
from bot.content.briefing import Briefing
from bot.content.edition import Edition
from bot.pictures import png
from bot.reception import Reception
from bot.serve.program import Overrides, Program, compose
from bot.settings import Settings
from bot.state import State
from bot.state.sqlite.store import Store
from bot.webhooks import PATH
from tests import conftest
from tests.support.botapi import TOKEN, BotAPI
from tests.support.markers import Watch
from tests.support.quiet import address, listener

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
ARRIVAL = "polling"
"""How updates arrive at what is `talking`."""

settings.register_profile("patient", deadline=None)  # a machine that is busy is no failure
settings.register_profile("thorough", deadline=None, max_examples=10_000)  # pytest --hypothesis-profile thorough
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Mark tests, and hear Ctrl-C: what a shell starts in the background does not, nor would what a test starts."""
    config.pluginmanager.register(Watch())
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Leave what lives as long as all tests alone when looking for garbage: going through it takes half a second."""
    gc.collect()
    gc.freeze()


@functools.cache
def shipped_edition() -> Edition:
    """Load the shipped edition, once for all modules that make their cases of it."""
    return desk.load_folders(ROOT / "briefings", ROOT / "seeds")


@pytest.fixture(scope="session")
def shipped() -> Edition:
    """The shipped edition."""
    return shipped_edition()


@pytest.fixture(scope="session")
def edition(shipped: Edition) -> Edition:
    """The shipped edition, where a module of tests does not want another one."""
    return shipped


@pytest.fixture(scope="session")
def undecided(shipped: Edition) -> Edition:
    """The shipped edition as it was before any verdict was given."""

    def open_again(briefing: Briefing) -> Briefing:
        predictions = tuple(each.model_copy(update={"verdict": None}) for each in briefing.predictions)
        return briefing.model_copy(update={"predictions": predictions})

    return replace(shipped, briefings=tuple(map(open_again, shipped.briefings)))


@functools.cache
def small_files() -> dict[str, bytes]:
    """Return a small, complete edition, as files."""
    return {
        path.relative_to(ROOT / "tests" / "small").as_posix(): path.read_bytes()
        for path in sorted((ROOT / "tests" / "small").rglob("*.yaml"))
    }


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """A small, complete edition, as files."""
    return small_files()


@pytest.fixture(scope="session")
def small(files: dict[str, bytes]) -> Edition:
    """A small, complete edition."""
    return build_edition(files)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty state in memory."""
    connection = sqlite3.connect(":memory:")
    yield Store(connection)
    connection.close()


def built(
    state: State, now: Callable[[], dt.datetime] = lambda: NOW, *, overrides: Overrides | None = None, **more: Any
) -> Program:
    """Build a program that owes nothing to the environment or to chance.

    `more` is what `compose` takes beside that, by name, and settings of operators.
    """
    chosen = {name: more.pop(name) for name in list(more) if name in Settings.model_fields}
    return compose(
        Settings.model_construct(**chosen),
        state,
        now,
        new_id=lambda: "0123abcd",
        jitter=lambda: 0.5,
        overrides=overrides,
        **more,
    )


@pytest.fixture
def state(store: Store) -> State:
    """That state, as a program knows it; what is tested over one that is waited for has it otherwise."""
    return store


@pytest.fixture
def program(undecided: Edition, state: State) -> Program:
    """A program on the shipped edition, in which readers can still answer everything."""
    return built(state, edition=undecided)


@pytest.fixture
def app(program: Program) -> App:
    """The app of that program."""
    return program.app


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Undo after each test how it set logging up: a command run in this process does, and stays as loud as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def log() -> Callable[..., io.StringIO]:
    """Set logging up as the program does, into a text."""

    def setup(level: str, form: Literal["text", "json"], secrets: list[str]) -> io.StringIO:
        written = io.StringIO()
        logs.setup(level, form, secrets, written)
        return written

    return setup


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder: fontconfig knows its fonts and no others, the extra is not there, and nothing found is kept."""
    folder, known = tmp_path / "fonts", tmp_path / "fonts.conf"
    folder.mkdir()
    known.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(known))
    monkeypatch.setattr(png, "_PACKAGE", "no_such_package")
    caches = (png._font, png._painted, png._opened, png._shows)
    for each in caches:
        each.cache_clear()
    yield folder
    for each in caches:
        each.cache_clear()


@pytest.fixture
async def api() -> AsyncIterator[BotAPI]:
    """A Bot API server."""
    async with BotAPI().serving() as server:
        yield server


@pytest.fixture
async def telegram(api: BotAPI, program: Program) -> AsyncIterator[BotAPI]:
    """The bot polling that server; no call it makes may break a rule of the Bot API."""
    async with polling(program, api):
        yield api
    assert not api.refusals, [str(refusal) for refusal in api.refusals]


@contextlib.asynccontextmanager
async def polling(program: Program, api: BotAPI) -> AsyncIterator[asyncio.Task[None]]:
    """Run the Telegram channel against a server while the context lasts."""
    async with talking(program, api) as (_, task):
        yield task


@pytest.fixture(params=["polling", "webhook"])
def arrival(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How updates arrive: tests that use this run in both ways."""
    monkeypatch.setattr(conftest, "ARRIVAL", request.param)
    return str(request.param)


@contextlib.asynccontextmanager
async def talking(
    program: Program, api: BotAPI, **overrides: Any
) -> AsyncIterator[tuple[Telegram, asyncio.Task[None]]]:
    """Run a Telegram channel of a program while the context lasts; yields what sends check-ins, and what receives.

    There may be several at once; `overrides` are arguments of this one that are other than the program's.
    """
    stop = asyncio.Event()
    with listener() as bound:
        hook = {"webhook_url": f"{address(bound)}{PATH}"} if ARRIVAL == "webhook" else {}
        own = built(
            program.state,
            program.now,
            app=program.app,
            editorial=program.editorial,
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=api.url,
            overrides={Reception: {"look_again": 0.05}, Telegram: {"noticed": math.inf, **overrides}},
            **hook,
        )
        assert own.telegram
        task = asyncio.create_task(own.telegram.run(stop))
        async with serving(site.build(own.page), bound) if hook else contextlib.nullcontext():
            try:
                yield own.telegram, task
            finally:
                stop.set()
                await asyncio.wait([task])


@contextlib.asynccontextmanager
async def serving(application: ASGIApp, bound: socket.socket) -> AsyncIterator[None]:
    """Serve an application in this loop while the context lasts."""
    server = Server(application, last_words=1)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        yield
    finally:
        server.should_exit = True
        await task
