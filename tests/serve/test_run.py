"""Serving as operators meet it: why it will not start, what it says, how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.serve.chores import Chores
from bot.serve.clockwork import each_morning, scheduled
from bot.words import say
from tests.conftest import ROOT
from tests.support.botapi import TOKEN, BotAPI, Person, Refusal
from tests.support.home import Home, Running, running
from tests.support.quiet import PATIENCE
from tests.support.visiting import token


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.mark.parametrize("variable", ["BOT_BRIEFINGS", "BOT_SEEDS"])
def test_a_missing_folder_is_named_with_its_variable(home: Home, variable: str) -> None:
    refused = home.bot("run", **{variable: "nowhere"})
    assert refused.code == 2
    (line,) = refused.lines
    assert line.startswith("nowhere:1:1: ") and variable in line


@pytest.fixture(params=["a file", "below a file", "no database", "a folder", "not writable"])
def no_state(request: pytest.FixtureRequest, home: Home) -> Iterator[Path]:
    """A data folder that cannot hold the state."""
    folder = home.folder / "data"
    if request.param in ("a file", "below a file"):
        folder.write_bytes(b"")
        yield folder / "deeper" if request.param == "below a file" else folder
        return
    folder.mkdir()
    if request.param == "no database":
        (folder / "hindsight.db").write_bytes(b"this is not a database" * 100)
        (folder / "hindsight.db").chmod(0o600)
    elif request.param == "a folder":
        (folder / "hindsight.db").mkdir()
    elif os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    else:
        folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def test_a_state_that_cannot_be_opened_is_told_in_one_line(home: Home, no_state: Path) -> None:
    refused = home.bot("run", BOT_DATA=no_state, BOT_WEB_PORT=0)
    assert (refused.code, refused.out, len(refused.lines)) == (2, "", 1)
    assert refused.err.startswith("BOT_DATA: ") and str(no_state) in refused.err


def test_a_port_that_is_taken_is_told_in_one_line(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = home.bot("run", BOT_WEB_PORT=taken.getsockname()[1])
    assert (refused.code, refused.out, len(refused.lines)) == (2, "", 1)
    assert refused.err.startswith("BOT_WEB_HOST, BOT_WEB_PORT: ") and "choose another" in refused.err


@pytest.mark.parametrize("host", ["nowhere.invalid", "..", "203.0.113.7"])
def test_a_host_that_is_not_ours_is_told_in_one_line(home: Home, host: str) -> None:
    refused = home.bot("run", BOT_WEB_HOST=host, BOT_WEB_PORT=0)
    assert (refused.code, len(refused.lines)) == (2, 1) and refused.err.startswith("BOT_WEB_HOST")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_serves_and_stops_when_told(home: Home, number: signal.Signals) -> None:
    async with running(home) as bot:
        async with httpx.AsyncClient(timeout=PATIENCE) as reader:
            assert (await reader.get(f"{await bot.address()}healthz")).json()["status"] == "ok"
            ended = await bot.stop(number)
        assert ended.code == 0
        assert ended.out == "" and "key=" not in ended.err
        assert " ERROR " not in ended.err and " WARNING " not in ended.err
        assert "stopping: told to" in ended.lines[-2] and "stopped: " in ended.lines[-1]


async def test_what_a_reader_chose_outlasts_a_restart(home: Home) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE, headers={"Accept-Language": "zh"}, follow_redirects=True) as reader:
        async with running(home) as bot:
            page = await reader.get(address := f"{await bot.address()}zh/chat")
            await reader.post(address, data={"csrf": token(page.text), "q": "/language en"})
            assert (await bot.stop()).code == 0
        async with running(home) as bot:
            assert say("en", "welcome") in (await reader.get(f"{await bot.address()}zh/chat")).text
            assert (await bot.stop()).code == 0


async def test_a_hangup_reads_the_files_again(home: Home) -> None:
    async with running(home) as bot, httpx.AsyncClient(timeout=PATIENCE, base_url=await bot.address()) as client:

        async def tried() -> object:
            return (await client.get("/healthz")).json()["reload"]["last_tried"]

        async with asyncio.timeout(PATIENCE):
            before = await tried()
            for _ in range(2):  # the watch reads them once by itself
                bot.process.send_signal(signal.SIGHUP)
                while (now := await tried()) == before:
                    pass
                before = now
        assert (await bot.stop()).code == 0


def at_a_terminal(home: Home, words: str) -> tuple[subprocess.Popen[bytes], int, str]:
    """Run the bot at a terminal by words of a shell; return it, our end of the terminal, and what it said at first."""
    terminal, end = os.openpty()
    bot = subprocess.Popen(
        # Whoever runs the tests may ignore hangups, as nohup does; the shell of a terminal does not.
        ["env", "--default-signal=HUP", "setsid", "--ctty", "sh", "-c", f"{words} {sys.executable} -m bot run"],
        cwd=home.folder,
        env=home.environment(BOT_WEB_PORT=0),
        stdin=end,
        stdout=end,
        stderr=end,
    )
    os.close(end)
    said = b""
    while b"Telegram: off" not in said:
        said += os.read(terminal, 1_000)
    return bot, terminal, said.decode()


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "told"])
def test_the_end_of_its_terminal_stops_it(home: Home, closed: bool) -> None:
    bot, terminal, _ = at_a_terminal(home, "exec")
    with bot, contextlib.ExitStack() as open_for_now:
        open_for_now.callback(os.close, terminal)
        if closed:
            open_for_now.close()
        else:
            bot.send_signal(signal.SIGHUP)
        try:
            assert bot.wait(PATIENCE) == 0
        finally:
            bot.kill()


def test_what_is_to_outlive_its_terminal_reads_the_files_again(home: Home) -> None:
    bot, terminal, said = at_a_terminal(home, "trap '' HUP; exec")
    with bot, httpx.Client(timeout=PATIENCE, base_url=said.split("chat: ")[1].split()[0]) as client:

        def tried() -> object:
            return client.get("/healthz").json()["reload"]["last_tried"]

        try:
            before = tried()
            for _ in range(2):  # the watch reads them once by itself
                bot.send_signal(signal.SIGHUP)
                while (now := tried()) == before:
                    pass
                before = now
            os.close(terminal)
            assert tried()
            bot.terminate()
            assert bot.wait(PATIENCE) == 0
        finally:
            bot.kill()


async def test_a_question_that_never_arrives_whole_does_not_hold_up_the_stop(home: Home) -> None:
    async with running(home) as bot:
        url = httpx.URL(await bot.address())
        _, writer = await asyncio.open_connection(url.host, url.port)
        writer.write(b'POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{"q"')
        await writer.drain()
        ended = await bot.stop()
        writer.close()
        assert ended.code == 0 and " ERROR " not in ended.err


async def test_a_slip_in_a_variables_name_is_warned_of(home: Home) -> None:
    async with running(home, BOT_TELEGRAM_TOKN=TOKEN) as bot:
        assert "BOT_TELEGRAM_TOKN is not known; did you mean BOT_TELEGRAM_TOKEN?" in await bot.says(" WARNING ")
        await bot.address()
        assert (await bot.stop()).code == 0


async def test_every_line_of_a_json_log_is_json(home: Home) -> None:
    async with running(home, BOT_LOG_FORMAT="json", BOT_LOG="debug") as bot:
        await bot.says("chat: ")
        ended = await bot.stop()
        assert {"time", "level", "logger", "message"} <= set.intersection(
            *(set(json.loads(line)) for line in ended.lines)
        )


async def test_run_serves_telegram_and_stops_when_told(home: Home, api: BotAPI) -> None:
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url, BOT_LOG="debug") as bot:
        assert say("en", "help-title") in (await Person(api, 1, "en").write("/help")).text
        assert (await bot.stop()).code == 0


async def health(bot: Running, address: str, status: str) -> dict[str, str]:
    """Wait until the health is what it must become; return it."""
    async with httpx.AsyncClient(base_url=address) as operator, asyncio.timeout(PATIENCE):
        while (told := await operator.get("/healthz")).json()["status"] != status:
            assert told.status_code == 200 and bot.process.returncode is None
        return dict(told.json())


async def test_a_token_that_is_refused_is_told_and_the_page_goes_on_until_it_is_taken(home: Home, api: BotAPI) -> None:
    api.token = "another"
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as bot:
        address = await bot.address()
        said = await bot.says(" WARNING ")
        assert "BOT_TELEGRAM_TOKEN: " in said and "@BotFather" in said
        assert (await health(bot, address, "degraded"))["why"] in said
        async with httpx.AsyncClient() as reader:
            assert (await reader.get(f"{address}en/chat")).status_code == 200
        api.token = TOKEN
        assert "why" not in await health(bot, address, "ok")
        assert (await Person(api, 1).write("/help")).text
        ended = await bot.stop()
        assert ended.code == 0 and " ERROR " not in ended.err
        assert ended.err.count(" WARNING ") == 1


async def test_another_program_with_our_token_is_told_and_outlasted(home: Home, api: BotAPI) -> None:
    api.poller_elsewhere = True
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as bot:
        address = await bot.address()
        assert "another program is polling" in await bot.says(" WARNING ")
        assert "another program is polling" in (await health(bot, address, "degraded"))["why"]
        api.poller_elsewhere = False
        await health(bot, address, "ok")
        assert (await Person(api, 1).write("/help")).text
        assert (await bot.stop()).code == 0


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_a_stop_amid_trouble_is_clean(home: Home, api: BotAPI, method: str) -> None:
    api.refuse[method] = [Refusal(401, "Unauthorized") for _ in range(100)]
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url) as bot:
        await bot.says(" WARNING ")
        ended = await bot.stop()
        assert (ended.code, "Unclosed" in ended.err) == (0, False)


@pytest.mark.parametrize("code", [401, 404, 409, 429, 502])
async def test_a_tick_that_telegram_does_not_let_in_says_why_in_one_line(home: Home, api: BotAPI, code: int) -> None:
    api.refuse["getMe"] = [Refusal(code, "no")]
    refused = await asyncio.to_thread(home.bot, "tick", BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url)
    assert (refused.code, len(refused.lines)) == (1, 1)


async def test_a_restart_that_overlaps_leaves_one_that_serves(home: Home, api: BotAPI) -> None:
    both = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
    async with running(home, **both) as older:
        assert (await Person(api, 1).write("/help")).text
        async with running(home, **both, BOT_DATA="another") as younger:
            await younger.says("polling as")
            await older.says("another program is polling")
            assert (await Person(api, 1).write("/help")).text
            assert (await older.stop()).code == 0
            assert (await Person(api, 1).write("/help")).text
            ended = await younger.stop()
            assert ended.code == 0 and " ERROR " not in ended.err


async def test_a_telegram_that_cannot_be_reached_leaves_the_page_up_and_the_stop_quick(home: Home) -> None:
    async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL="http://127.0.0.1:9") as bot:
        address = await bot.address()
        await bot.says("Telegram")
        async with httpx.AsyncClient(timeout=PATIENCE) as reader:
            assert (await reader.get(f"{address}en/chat")).status_code == 200
        assert (await bot.stop()).code == 0


def test_editors_hear_of_appeals_in_the_morning_of_their_zone() -> None:
    now = dt.datetime(2026, 11, 29, 2, tzinfo=dt.UTC)  # ten in Shanghai
    for zone, hours in (("Asia/Shanghai", 23), ("America/New_York", 12)):
        assert each_morning(zone).get_next_fire_time(None, now) == now + dt.timedelta(hours=hours)


async def test_a_tick_that_is_days_late_runs_once_all_the_same() -> None:
    ticked = asyncio.Queue[None]()

    async def tick() -> None:
        ticked.put_nowait(None)

    scheduler = scheduled(Chores(tick, tick, tick, "Etc/UTC"), dt.datetime.now(dt.UTC) - dt.timedelta(days=3))
    scheduler.start()
    async with asyncio.timeout(PATIENCE):
        await ticked.get()
    await asyncio.sleep(0)
    scheduler.shutdown(wait=False)
    assert ticked.empty()


@pytest.mark.parametrize(("trusted", "secure"), [("127.0.0.1", False), ("127.0.0.2", True), ("127.0.0.0/29", True)])
async def test_a_proxy_that_is_not_on_this_machine_is_believed_where_it_is_named(
    home: Home, trusted: str, secure: bool
) -> None:
    proxy = httpx.AsyncHTTPTransport(local_address="127.0.0.2")
    async with (
        running(home, FORWARDED_ALLOW_IPS=trusted) as bot,
        httpx.AsyncClient(transport=proxy, timeout=PATIENCE, headers={"X-Forwarded-Proto": "https"}) as client,
    ):
        answer = await client.get(f"{await bot.address()}en/chat")
        assert ("secure" in answer.headers["set-cookie"].lower()) is secure
