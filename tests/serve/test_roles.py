"""Several processes of one bot: those that answer and those that work share a database, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
import pytest

from bot.people.readers import Reader, Subscription
from bot.people.schedule import Weekly
from bot.serve.chores import Chores
from bot.serve.shared_clockwork import clockwork, is_morning
from bot.state.postgres.engine import Postgres
from bot.webhooks import PATH
from tests.conftest import ROOT
from tests.support import postgres
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.engines import POSTGRES
from tests.support.home import Home, Running, running
from tests.support.quiet import PATIENCE
from tests.support.visiting import Visitor, token
from tests.support.wires import Streams, passing

pytestmark = [*POSTGRES.marks]
SECRET: Final = "a secret of forty characters, all of them"
EACH_SECOND: Final = "* * * * * */1"


@pytest.fixture
def address() -> Iterator[str]:
    with postgres.database() as lent:
        yield lent


@pytest.fixture
def engine(address: str) -> Postgres:
    return Postgres(address)


def asked(address: str, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(psycopg.connect(address, autocommit=True)) as db:
        found = db.execute(query.encode())
        return found.fetchall() if found.description else []


class Bot:
    """Starts processes of one bot, each in a folder of its own."""

    def __init__(self, folder: Path, address: str, **variables: object) -> None:
        self._folder, self._started = folder, 0
        self._variables = {"BOT_DATABASE_URL": address, "BOT_SESSION_SECRET": SECRET, **variables}
        self._left = AsyncExitStack()
        self.running: list[Running] = []

    async def __aenter__(self) -> Bot:
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._left.aclose()

    def home(self) -> Home:
        self._started += 1
        folder = self._folder / f"process-{self._started}"
        shutil.copytree(ROOT / "tests" / "small", folder)
        return Home(folder)

    async def start(self, command: str, home: Home | None = None, **variables: object) -> tuple[Running, str]:
        """Start one more process; return it and its address."""
        own = self._variables | variables
        process = await self._left.enter_async_context(running(home or self.home(), (), command, **own))
        self.running.append(process)
        return process, await process.address()

    async def stop(self) -> None:
        """Stop all that run, in order."""
        for each in self.running:
            if each.process.returncode is None:
                ended = await each.stop()
                assert ended.code == 0 and " ERROR " not in ended.err, ended.err


@pytest.fixture
async def bot(tmp_path: Path, address: str) -> AsyncIterator[Bot]:
    async with Bot(tmp_path, address) as made:
        yield made


async def fill(engine: Postgres, count: int, channel: str = "telegram") -> None:
    """Subscribe the chats 1 to `count` for a slot that has come."""
    at = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    weekly = Weekly(at.weekday(), at.hour * 60 + at.minute, "Etc/UTC")
    with contextlib.closing(engine.open()) as state:
        for chat in range(1, count + 1):
            await state.subscribe(Reader(channel, str(chat)), Subscription(weekly, at, at - dt.timedelta(days=30)))


def sent(api: BotAPI) -> Counter[str]:
    return Counter(form["chat_id"] for method, form in api.done if method == "sendMessage")


@pytest.mark.parametrize("command", ["web", "work"])
def test_one_of_several_needs_what_they_share(bot: Bot, command: str) -> None:
    ended = bot.home().bot(command)
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1) and ended.err.startswith("BOT_DATABASE_URL: ")


def test_several_cannot_fetch_what_readers_ask(bot: Bot, address: str) -> None:
    ended = bot.home().bot("web", BOT_DATABASE_URL=address, BOT_TELEGRAM_TOKEN=TOKEN)
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1) and ended.err.startswith("BOT_WEBHOOK_URL: ")


async def test_who_has_a_page_of_one_process_goes_on_at_another_and_hears_there(bot: Bot, address: str) -> None:
    _, here = await bot.start("web")
    _, there = await bot.start("web")
    async with asyncio.timeout(PATIENCE):
        with Visitor(here) as visitor:
            said = await asyncio.to_thread(visitor.press, "/language en")
            assert said.status_code == 200
            key, name = visitor.key, visitor.reader
        async with httpx.AsyncClient(base_url=there, cookies={"reader": key}, timeout=PATIENCE) as client:
            page = await client.get("/en/chat")
            assert page.headers["set-cookie"].startswith(f"reader={key};"), "it is known who comes"
            assert (await client.post("/en/chat", data={"csrf": token(page.text), "q": "/sectors"})).status_code < 400
            async with client.stream("GET", "/events") as events:
                lines = events.aiter_lines()
                due = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
                weekly = Weekly(due.weekday(), due.hour * 60 + due.minute, "Etc/UTC")
                with contextlib.closing(Postgres(address).open()) as state:
                    await state.subscribe(name, Subscription(weekly, due, due - dt.timedelta(days=30)))
                await bot.start("work")
                while not (await anext(lines)).startswith("id:"):
                    pass
    await bot.stop()


async def test_each_subscriber_hears_once_however_many_work(
    tmp_path: Path, address: str, engine: Postgres, api: BotAPI
) -> None:
    await fill(engine, 40)
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, "BOT_BULK_RATE": 1000}
    async with asyncio.timeout(2 * PATIENCE), Bot(tmp_path, address, **variables) as bot:
        for _ in range(3):
            await bot.start("work")
        await api.called("sendMessage", 40)
        await bot.stop()
    assert sent(api) == dict.fromkeys(map(str, range(1, 41)), 1)
    assert asked(address, "select state, count(*) from deliveries group by state") == [("sent", 40)]
    assert not [method for method, _ in api.calls if method in ("getUpdates", "setWebhook")], "others receive"


async def test_what_a_killed_process_had_in_hand_another_sends_after_its_lease(
    tmp_path: Path, address: str, engine: Postgres
) -> None:
    api = _Held()
    await fill(engine, 12)
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_BULK_RATE": 1000}
    async with api.serving(), asyncio.timeout(2 * PATIENCE), Bot(tmp_path, address, **variables) as bot:
        first, _ = await bot.start("work", BOT_TELEGRAM_API_URL=api.url)
        await api.called("sendMessage", 4)
        first.process.kill()
        await first.process.wait()
        in_hand = sum(method == "sendMessage" for method, _ in api.calls)
        api.go.set()
        asked(address, "update deliveries set lease_until = '2020-01-01T00:00:00Z' where state = 'sending'")
        second, _ = await bot.start("work", BOT_TELEGRAM_API_URL=api.url)
        assert "when we stopped" in await second.says("under way")
        while asked(address, "select count(*) from deliveries where state = 'sent'") != [(12,)]:
            await asyncio.to_thread(asked, address, "select pg_sleep(0.05)")
        await bot.stop()
    assert set(sent(api)) == set(map(str, range(1, 13))) and sent(api).total() <= 12 + in_hand


class _Held(BotAPI):
    """A server that keeps its answers to itself until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:
        result = await super()._sendMessage(form)
        await self.go.wait()
        return result


async def test_what_is_published_at_one_process_is_live_at_all(bot: Bot) -> None:
    homes = [bot.home() for _ in range(3)]
    places = [await bot.start("web", homes[0]), await bot.start("web", homes[1]), await bot.start("work", homes[2])]
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(timeout=PATIENCE) as client:

        async def live(at: str) -> str:
            return str((await client.get(f"{at}healthz")).json()["edition"])

        before = {await live(at) for _, at in places}
        homes[0].slip("The machine took one in five.", "The machine took two in ten.", "briefings/quiet-library.yaml")
        while len(now := {await live(at) for _, at in places}) > 1 or now == before:
            pass
        assert len(before) == 1
    texts = {(home.folder / "briefings" / "quiet-library.yaml").read_bytes() for home in homes}
    assert len(texts) == 1 and b"two in ten" in next(iter(texts))
    await bot.stop()


async def test_what_is_brought_to_any_process_is_answered_once(tmp_path: Path, address: str, api: BotAPI) -> None:
    """Telegram brings updates to one address; behind it two processes take turns, by what they share."""
    people = range(1, 21)
    hook = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
    async with asyncio.timeout(2 * PATIENCE), Bot(tmp_path, address, **hook) as bot, _turns() as (door, at):
        for _ in range(2):
            _, place = await bot.start("web", BOT_WEBHOOK_URL=f"http://127.0.0.1:{door}{PATH}")
            at.append(int(place.strip("/").rpartition(":")[2]))
        for value in ("20", "80", "35"):
            for person in people:
                await Person(api, person, "en").send(f"/answer machine-dough/night-shift {value}")
        await api.called("sendMessage", 3 * len(people))
        await api.handled()
        await bot.stop()
    said = asked(address, "select string_agg(value, ' ' order by vote) from votes group by reader")
    assert len(said) == len(people) and {words for (words,) in said} == {"20 80 35"}
    assert sent(api) == dict.fromkeys(map(str, people), 3)


@contextlib.asynccontextmanager
async def _turns() -> AsyncIterator[tuple[int, list[int]]]:
    """Pass connections on to the ports of a list in turn; yields our own port and the list."""
    ports: list[int] = []
    turns = itertools.count()

    async def onwards() -> Streams:
        return await asyncio.open_connection("127.0.0.1", ports[next(turns) % len(ports)])

    async with passing("127.0.0.1", onwards) as port:
        yield port, ports


FAILS: Final = """
import sys
import bot.serve.run

async def fails(program, work):
    raise ValueError("nobody foresaw this")

bot.serve.run.follow = fails
from bot.__main__ import main
sys.exit(main(["work"]))
"""


def test_who_can_follow_others_no_more_stops_orderly(bot: Bot, address: str) -> None:
    """What starts processes then starts another: one that never hears what others publish would say what is past."""
    home = bot.home()
    own = home.environment(BOT_DATABASE_URL=address, BOT_WEB_PORT=0)
    ended = subprocess.run(
        [sys.executable, "-c", FAILS], cwd=home.folder, env=own, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 1 and "ValueError: nobody foresaw this" in ended.stderr
    assert "stopping: a part of it has ended" in ended.stderr


# The clockwork


async def nothing() -> None:
    return


class Counted:
    """Chores of a process, and how often each was done."""

    def __init__(self) -> None:
        self.ticks, self.came = 0, asyncio.Event()

    async def tick(self) -> None:
        self.ticks += 1
        self.came.set()
        raise ValueError("which is logged, and no more")

    @property
    def chores(self) -> Chores:
        return Chores(self.tick, nothing, nothing, "Etc/UTC")


async def test_of_several_processes_one_does_what_is_due(address: str, caplog: pytest.LogCaptureFixture) -> None:
    counts = [Counted() for _ in range(3)]
    began = int(dt.datetime.now(dt.UTC).timestamp())
    async with asyncio.timeout(PATIENCE), AsyncExitStack() as left:
        for each in counts:
            await left.enter_async_context(clockwork(each.chores, address, each_tick=EACH_SECOND))
        while sum(each.ticks for each in counts) < 3 + len(counts):
            await asyncio.wait(
                [asyncio.create_task(each.came.wait()) for each in counts], return_when="FIRST_COMPLETED"
            )
            for each in counts:
                each.came.clear()
    ended = int(dt.datetime.now(dt.UTC).timestamp())
    at_start, seconds = len(counts), ended - began + 1
    assert sum(each.ticks for each in counts) <= at_start + seconds
    assert "the chore tick was not done" in caplog.text


async def test_the_clockwork_goes_on_after_the_database_was_away(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Counted()
    async with asyncio.timeout(PATIENCE), clockwork(counted.chores, address, each_tick=EACH_SECOND):
        await counted.came.wait()
        await asyncio.to_thread(
            asked,
            address,
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()",
        )
        for _ in range(3):
            counted.came.clear()
            await counted.came.wait()


@pytest.mark.parametrize(
    ("at", "zone", "is_it"),
    [
        ("2026-11-30T01:00:00+00:00", "Asia/Shanghai", True),
        ("2026-11-30T01:15:00+00:00", "Asia/Shanghai", False),
        ("2026-11-30T03:15:00+00:00", "Asia/Kathmandu", True),
        ("2026-11-30T09:00:00+00:00", "Etc/UTC", True),
        ("2026-11-30T09:14:59+00:00", "Etc/UTC", True),
        ("2026-11-30T08:59:59+00:00", "Etc/UTC", False),
    ],
)
def test_it_is_morning_once_a_day_in_any_zone(at: str, zone: str, is_it: bool) -> None:
    assert is_morning(dt.datetime.fromisoformat(at), zone) is is_it
