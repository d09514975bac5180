"""The way to Telegram through proxies of HTTP and SOCKS: that it is taken, what it hides, and how it fails."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.faults import NotSent
from bot.channels.telegram.transport import Transport
from bot.proxies import Proxy
from bot.words import say
from tests.channels.telegram.test_transport import HTML, Server, closes_after_reading, everything, resets_after_reading
from tests.conftest import ROOT
from tests.support import wire
from tests.support.botapi import TOKEN, BotAPI, Person
from tests.support.home import Home, running
from tests.support.proxies import HTTPProxy, SOCKS5Proxy
from tests.support.quiet import PATIENCE

HOST = "telegram.example"
"""A name that only proxies know."""
CREDENTIALS = "me:s3cr:t/word"
WRITTEN = "me:s3cr%3At%2Fword"
"""The same as an address holds them."""
KINDS = {"http": HTTPProxy, "socks5": SOCKS5Proxy, "socks5h": SOCKS5Proxy, "socks": SOCKS5Proxy}


@contextlib.asynccontextmanager
async def bot_by(proxy: str, url: str, connect_timeout: float = PATIENCE) -> AsyncIterator[Bot]:
    """A bot that has not logged in, by a proxy."""
    async with (
        asyncio.timeout(PATIENCE),
        Transport(proxy=Proxy.parse(proxy), tls=wire.trusting(), connect_timeout=connect_timeout) as request,
    ):
        yield Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=Transport())


async def fails(proxy: str, url: str = "https://localhost:9", connect_timeout: float = PATIENCE) -> TelegramError:
    async with bot_by(proxy, url, connect_timeout) as bot:
        with pytest.raises(NotSent) as caught:
            await bot.send_message(1, "x")
    for secret in (TOKEN, WRITTEN, CREDENTIALS, CREDENTIALS.partition(":")[2]):
        assert secret not in everything(caught.value)
    return caught.value


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("kind", KINDS)
async def test_messages_go_by_the_proxy_which_looks_the_server_up(kind: str, tls: bool) -> None:
    host = "localhost" if tls else HOST
    proxy, server = KINDS[kind](CREDENTIALS, {host: "127.0.0.1"}), Server(wire.answer(200, wire.DONE))
    async with wire.serving(proxy) as there, wire.serving(server, wire.server_tls() if tls else None) as port:
        url = f"{'https' if tls else 'http'}://{host}:{port}"
        async with bot_by(f"{kind}://{WRITTEN}@127.0.0.1:{there}", url) as bot:
            await bot.send_message(1, "x")
            await bot.send_message(1, "y")
    assert (proxy.connections, proxy.asked) == (1, [f"{host}:{port}"])
    assert [b'"x"' in body for body in server.bodies] == [True, False]


@pytest.mark.parametrize(
    ("does", "words"),
    [
        (wire.answer(407, HTML), "the proxy refuses to connect (407)"),
        (wire.answer(502, HTML), "the proxy refuses to connect (502)"),
        (closes_after_reading, "closed before the request was sent"),
        (resets_after_reading, "closed before the request was sent"),
    ],
)
async def test_a_failing_proxy_of_http_means_not_sent(does: object, words: str) -> None:
    async with wire.serving(Server(does)) as port:  # type: ignore[arg-type]
        assert words in str(await fails(f"http://{WRITTEN}@127.0.0.1:{port}"))


@pytest.mark.parametrize("code", [1, 2, 4, 5, 8])
async def test_a_proxy_of_socks_that_does_not_connect_means_not_sent(code: int) -> None:
    proxy = SOCKS5Proxy(CREDENTIALS, refuses=code)
    async with wire.serving(proxy) as port:
        said = str(await fails(f"socks5://{WRITTEN}@127.0.0.1:{port}"))
    assert said.startswith("the proxy refuses to connect (") and not proxy.asked


@pytest.mark.parametrize("given", ["", "me:another@"])
@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_wrong_credentials_mean_not_sent(kind: str, given: str) -> None:
    proxy = KINDS[kind](CREDENTIALS)
    async with wire.serving(proxy) as port:
        assert "the proxy refuses to connect" in str(await fails(f"{kind}://{given}127.0.0.1:{port}"))
    assert not proxy.asked


async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def waits(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("kind", ["http", "socks5", "socks4"])
async def test_a_proxy_that_hangs_up_or_never_answers_means_not_sent(kind: str) -> None:
    async with wire.serving(hangs_up) as port:
        await fails(f"{kind}://{WRITTEN}@127.0.0.1:{port}")
    async with wire.serving(waits) as port:
        assert "in time" in str(await fails(f"{kind}://{WRITTEN}@127.0.0.1:{port}", connect_timeout=0.2))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("kind", ["http", "https", "socks5", "socks4"])
async def test_a_proxy_that_is_away_is_named_as_the_reason(kind: str, closed_port: int) -> None:
    said = str(await fails(f"{kind}://{WRITTEN}@127.0.0.1:{closed_port}"))
    assert said.startswith("the proxy cannot be reached (") and "None" not in said


async def test_a_certificate_nobody_vouches_for_is_not_sent_to_by_socks_either() -> None:
    server = Server(wire.answer(200, wire.DONE))
    async with (
        wire.serving(SOCKS5Proxy()) as there,
        wire.serving(server, wire.server_tls()) as port,
        Transport(proxy=Proxy.parse(f"socks5://127.0.0.1:{there}")) as request,
    ):
        bot = Bot(TOKEN, base_url=f"https://localhost:{port}/bot", request=request, get_updates_request=Transport())
        with pytest.raises(NotSent, match="the certificate of the server is not valid"):
            await bot.send_message(1, "x")
    assert not server.bodies


# The program, as operators set it up


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.mark.parametrize("in_file", [False, True], ids=["environment", "file"])
@pytest.mark.parametrize(
    ("variable", "kind"),
    [("HTTP_PROXY", "http"), ("http_proxy", "http"), ("ALL_PROXY", "http"), ("ALL_PROXY", "socks5h")],
)
async def test_run_serves_by_the_proxy_that_is_named_and_shows_no_credentials(
    home: Home, api: BotAPI, variable: str, kind: str, in_file: bool
) -> None:
    proxy = KINDS[kind](CREDENTIALS, {HOST: "127.0.0.1"})
    async with wire.serving(proxy) as port:
        named = {variable: f"{kind}://{WRITTEN}@127.0.0.1:{port}"}
        if in_file:
            (home.folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in named.items()))
        others = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": f"http://{HOST}:{api.port}", "BOT_LOG": "debug"}
        async with running(home, **others, **({} if in_file else named)) as bot:
            assert f"by the proxy {kind}://127.0.0.1:{port}" in await bot.says("by the proxy")
            assert say("en", "help-title") in (await Person(api, 1, "en").write("/help")).text
            ended = await bot.stop()
    assert ended.code == 0 and proxy.connections and set(proxy.asked) == {f"{HOST}:{api.port}"}
    assert "s3cr" not in ended.err


@pytest.mark.parametrize("exception", ["127.0.0.1", "127.0.0.0/8", "example.org, 127.0.0.1:{port}", "*"])
async def test_no_proxy_leads_past_it(home: Home, api: BotAPI, exception: str) -> None:
    proxy = HTTPProxy()
    async with wire.serving(proxy) as port:
        (home.folder / ".env").write_text(f"NO_PROXY={exception.format(port=api.port)}\n")
        named = {"ALL_PROXY": f"http://127.0.0.1:{port}"}
        async with running(home, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url, **named) as bot:
            assert (await Person(api, 1).write("/help")).text
            assert (await bot.stop()).code == 0
    assert not proxy.connections and api.calls


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_a_tick_by_a_proxy_that_is_away_says_so_in_one_line(home: Home, closed_port: int, kind: str) -> None:
    named = {"ALL_PROXY": f"{kind}://{WRITTEN}@127.0.0.1:{closed_port}"}
    refused = await asyncio.to_thread(home.bot, "tick", BOT_TELEGRAM_TOKEN=TOKEN, **named)
    assert (refused.code, len(refused.lines)) == (1, 1)
    assert "the proxy cannot be reached" in refused.err and "s3cr" not in refused.err


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_the_doctor_looks_at_a_token_by_the_proxy_and_says_where_that_is_away(
    home: Home, api: BotAPI, closed_port: int, kind: str
) -> None:
    async def told(port: int) -> str:
        named = {"ALL_PROXY": f"{kind}://{WRITTEN}@127.0.0.1:{port}", "BOT_WEB_PORT": 0}
        server = f"http://{HOST}:{api.port}"
        ended = await asyncio.to_thread(
            home.bot, "doctor", BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=server, **named
        )
        assert "s3cr" not in ended.out + ended.err
        (line,) = (line for line in ended.out.splitlines() if " telegram " in line)
        return line

    async with wire.serving(KINDS[kind](CREDENTIALS, {HOST: "127.0.0.1"})) as port:
        assert "the token is that of @hindsight_test_bot" in await told(port)
    away = await told(closed_port)
    assert away.startswith("BAD") and f"by the proxy {kind}://127.0.0.1:{closed_port}" in away
    assert "the proxy cannot be reached" in away
