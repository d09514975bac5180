"""The transport against servers that misbehave in every way: what may have been carried out, and what cannot have."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import json
import logging
import socket
import ssl
import threading
import traceback
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram import transport
from bot.channels.telegram.body import Body
from bot.channels.telegram.faults import MaybeSent, NotSent, Unanswered, Unavailable
from bot.channels.telegram.transport import Transport, call, serialized
from bot.proxies import Proxy
from tests.support import wire
from tests.support.botapi import TOKEN, BotAPI
from tests.support.quiet import PATIENCE

pytestmark = pytest.mark.usefixtures("way")

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("好 👍", callback_data="/yes"), InlineKeyboardButton("b", callback_data="/b")]]
)


@contextlib.asynccontextmanager
async def bot_at(url: str, request: BaseRequest | None = None, **options: Any) -> AsyncIterator[Bot]:
    """A bot that has not logged in, over a transport."""
    request = request or Transport(**options)
    async with request:
        yield Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=Transport())


class Server:
    """Reads requests and does with each what it is told; `bodies` are the requests that arrived whole."""

    def __init__(self, *does: bytes | Callable[[Reader, Writer], Awaitable[None]]) -> None:
        self.does = list(does)
        self.bodies: list[bytes] = []
        self.connections = 0

    async def __call__(self, reader: Reader, writer: Writer) -> None:
        self.connections += 1
        while True:
            self.bodies.append((await wire.request(reader))[1])
            does = self.does.pop(0) if len(self.does) > 1 else self.does[0]
            if not isinstance(does, bytes):
                await does(reader, writer)
                return
            writer.write(does)


async def fails(server: wire.Handler, tls: ssl.SSLContext | None = None, **options: Any) -> TelegramError:
    """Send a message to a server, and return how that fails."""
    async with wire.serving(server, tls) as port:
        return await fails_at(f"{'https' if tls else 'http'}://localhost:{port}", **options)


async def fails_at(url: str, **options: Any) -> TelegramError:
    async with asyncio.timeout(PATIENCE), bot_at(url, **options) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(1, "x")
        with pytest.raises(type(caught.value)):
            await call(bot, "sendMessage", {"chat_id": 1, "text": "x"})
        return caught.value


# What arrives


CALLS: dict[str, Callable[[Bot], Awaitable[object]]] = {
    "a message with everything": lambda bot: bot.send_message(
        7,
        '周报 <b>👍</b> "q" & \\ ü',
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        disable_notification=True,
        message_thread_id=3,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(5, allow_sending_without_reply=True),
    ),
    "a list of objects": lambda bot: bot.set_my_commands([BotCommand("start", "开始"), BotCommand("help", "b")]),
    "nothing at all": lambda bot: bot.get_me(),
    "an unknown parameter": lambda bot: bot.send_message(7, "x", api_kwargs={"new": {"deep": [1, None, 1.5, True]}}),
}


@pytest.mark.parametrize("name", CALLS)
async def test_the_server_reads_what_the_library_itself_would_have_sent(name: str, api: BotAPI) -> None:
    for request in (HTTPXRequest(), Transport()):
        async with bot_at(api.url, request) as bot:
            await CALLS[name](bot)
    assert api.calls[0] == api.calls[1]


async def test_the_short_way_sends_the_same_and_returns_the_plain_result(api: BotAPI) -> None:
    keyboard = serialized(KEYBOARD.to_dict())
    async with bot_at(api.url) as bot:
        await bot.send_message(7, "<b>周报</b>", parse_mode="HTML", reply_markup=KEYBOARD)
        result = await call(
            bot, "sendMessage", {"chat_id": 7, "text": "<b>周报</b>", "parse_mode": "HTML", "reply_markup": keyboard}
        )
    (_, first), (_, second) = api.calls
    assert {**first, "reply_markup": ""} == {**second, "reply_markup": ""}
    assert api.messages[7, 1].keyboard == api.messages[7, 2].keyboard == KEYBOARD.to_dict()["inline_keyboard"]
    assert result["message_id"] == 2


async def test_a_text_that_is_not_unicode_is_refused_for_good(api: BotAPI) -> None:
    async with bot_at(api.url) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(7, "\ud800")
    assert not api.calls


@pytest.mark.parametrize("handle", [False, True], ids=["read into memory", "as an open file"])
async def test_a_real_file_arrives_whole_under_its_chinese_name(handle: bool, api: BotAPI, tmp_path: Path) -> None:
    content = bytes(range(256)) * 12_345
    file = tmp_path / '周报 "42".txt'
    file.write_bytes(content)
    async with bot_at(api.url) as bot:
        with file.open("rb") as stream:
            await bot.send_document(7, InputFile(stream, read_file_handle=not handle), caption="说明")
            assert not stream.closed
    assert api.uploads["document"] == ("周报 %2242%22.txt", "text/plain", content)
    assert api.calls[0][1]["caption"] == "说明"


class Pipe(io.BytesIO):
    """A stream that cannot go back, and does not know its length."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    tell = seek


async def test_files_that_are_empty_or_half_read_or_cannot_seek_arrive(api: BotAPI) -> None:
    half = io.BytesIO(b"123456")
    half.read(3)
    arrived: list[bytes] = []
    async with bot_at(api.url) as bot:
        for content in (io.BytesIO(), half, Pipe(b"789")):
            await bot.send_document(7, InputFile(content, "a.txt", read_file_handle=False))
            arrived.append(api.uploads["document"][2])
    assert arrived == [b"", b"456", b"789"]


async def test_a_file_is_downloaded_whole_even_beyond_the_limit_of_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 10)
    async with wire.serving(Server(wire.answer(200, b"x" * 300_000))) as port, Transport() as request:
        assert await request.retrieve(f"http://127.0.0.1:{port}/file/bot{TOKEN}/a") == b"x" * 300_000


async def test_connections_are_kept_and_never_more_than_the_limit() -> None:
    server = Server(wire.answer(200, wire.DONE))
    async with (
        wire.serving(server) as port,
        bot_at(f"http://127.0.0.1:{port}", connection_pool_size=3, pool_timeout=None) as bot,
    ):
        await asyncio.gather(*(bot.send_message(1, "x") for _ in range(50)))
    assert len(server.bodies) == 50
    assert server.connections == 3


# Refusals


def refusal(status: int, description: str, **parameters: Any) -> bytes:
    return wire.answer(
        status,
        json.dumps({"ok": False, "error_code": status, "description": description, "parameters": parameters}).encode(),
    )


HTML = b"<html>" + f"cannot fetch /bot{TOKEN}/sendMessage".encode() + b"</html>"


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter, "0:00:07"),
        (refusal(429, "Too Many Requests"), RetryAfter, "0:00:05"),
        (wire.answer(429, HTML, "Retry-After: 9"), RetryAfter, "0:00:09"),
        (wire.answer(429, HTML, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"), RetryAfter, "0:00:05"),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden, "blocked"),
        (refusal(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (refusal(400, "Bad Request: group upgraded", migrate_to_chat_id=-100), ChatMigrated, "-100"),
        (refusal(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (refusal(500, "Internal Server Error: restart"), Unavailable, "restart"),
        (wire.answer(502, HTML), Unavailable, "502 Bad Gateway"),
        (wire.answer(599, b""), Unavailable, "599"),
        (wire.answer(404, HTML), NetworkError, "not from Telegram"),
        (wire.answer(407, b"[]"), NetworkError, "not from Telegram"),
        (wire.answer(302, b"", "Location: http://portal.invalid/"), NetworkError, "302 Found"),
        (wire.answer(200, HTML), MaybeSent, "not one of Telegram"),
        (wire.answer(200, b'{"ok":true}'), MaybeSent, "not one of Telegram"),
        (wire.answer(200, b""), MaybeSent, "not one of Telegram"),
        (wire.answer(200, wire.DONE[:-2]), MaybeSent, "cannot be read"),
        (wire.answer(200, b'["result"]'), MaybeSent, "cannot be read"),
        (wire.answer(200, b'{"result":' + b"[" * 100_000), MaybeSent, "cannot be read"),
        (wire.answer(200, wire.DONE, "Content-Encoding: gzip"), MaybeSent, "broke"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", MaybeSent, "broke"),
    ],
    ids=lambda value: value.decode("latin-1")[:60].replace("\r\n", " ") if isinstance(value, bytes) else "",
)
async def test_each_answer_becomes_the_error_that_tells_what_to_do(
    said: bytes, error: type[Exception], words: str
) -> None:
    caught = await fails(Server(said))
    assert type(caught) is error
    assert words in str(caught)
    assert len(str(caught)) < 200
    assert TOKEN not in str(caught)


async def test_an_answer_with_broken_letters_is_read_all_the_same() -> None:
    async with (
        wire.serving(Server(wire.answer(200, wire.DONE.replace(b'"x"', b'"\xff"')))) as port,
        bot_at(f"http://127.0.0.1:{port}") as bot,
    ):
        assert (await bot.send_message(1, "x")).text == "�"


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_endless_answer_is_not_read(chunked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 1 << 20)

    async def flood(_: Reader, writer: Writer) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\n"
            + (b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 99999999999")
            + b"\r\n\r\n"
        )
        while True:
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()

    assert "longer than 1 MiB" in str(await fails(Server(flood)))


# Never sent


async def closes(_: Reader, __: Writer) -> None:
    """Accept a connection, and close it."""


async def forever(_: Reader, __: Writer) -> None:
    """Accept, and say nothing."""
    await asyncio.Event().wait()


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


async def test_a_refused_connection_is_not_sent(closed_port: int) -> None:
    caught = await fails_at(f"http://127.0.0.1:{closed_port}")
    assert isinstance(caught, NotSent)
    assert f"127.0.0.1:{closed_port} cannot be reached" in str(caught)


async def test_an_unknown_name_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    caught = await fails_at("http://nowhere.test")
    assert isinstance(caught, NotSent)
    assert "nowhere.test:80 cannot be reached (Name or service not known)" in str(caught)


async def test_a_server_without_tls_is_not_sent_to() -> None:
    async def plain(reader: Reader, writer: Writer) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with wire.serving(plain) as port:
        assert isinstance(await fails_at(f"https://localhost:{port}"), NotSent)


async def test_a_certificate_nobody_vouches_for_is_not_sent_to() -> None:
    server = Server(wire.answer(200, wire.DONE))
    caught = await fails(server, wire.server_tls())
    assert isinstance(caught, NotSent)
    assert "certificate" in str(caught)
    assert not server.bodies


async def test_a_connection_that_takes_too_long_is_not_sent() -> None:
    async with wire.serving(forever) as port:
        caught = await fails_at(f"https://localhost:{port}", connect_timeout=0.05)
    assert isinstance(caught, NotSent)
    assert "no connection in time (0.05 s)" in str(caught)


async def test_a_full_pool_is_not_sent() -> None:
    entered = asyncio.Event()

    async def busy(_: Reader, __: Writer) -> None:
        entered.set()
        await forever(_, __)

    server = Server(busy)
    async with (
        wire.serving(server) as port,
        bot_at(f"http://127.0.0.1:{port}", connection_pool_size=1, pool_timeout=0.05) as bot,
    ):
        first = asyncio.create_task(bot.send_message(1, "first"))
        await entered.wait()
        with pytest.raises(NotSent, match="all 1 connections were busy"):
            await bot.send_message(1, "second")
        first.cancel()
        await asyncio.wait([first])
    assert len(server.bodies) == 1


async def test_an_address_that_is_none_is_not_sent() -> None:
    assert isinstance(await fails_at("http://"), NotSent)


async def test_a_transport_that_is_not_open_sends_nothing() -> None:
    with pytest.raises(NotSent):
        await Bot(TOKEN, request=Transport()).send_message(1, "x")


async def big(bot: Bot) -> None:
    await bot.send_document(1, b"x" * 20_000_000, filename="big")


async def test_an_upload_cut_short_is_not_sent() -> None:
    async def cuts(reader: Reader, writer: Writer) -> None:
        await reader.readexactly(100_000)
        wire.reset(writer)

    async with wire.serving(cuts) as port, bot_at(f"http://127.0.0.1:{port}") as bot:
        with pytest.raises(NotSent, match="whole"):
            await big(bot)


async def test_an_upload_that_stalls_is_given_up_and_is_not_sent() -> None:
    async with wire.serving(forever) as port, bot_at(f"http://127.0.0.1:{port}", media_write_timeout=0.05) as bot:
        with pytest.raises(NotSent, match="whole"):
            await big(bot)


async def test_an_upload_may_take_longer_than_its_timeout_while_it_moves() -> None:
    async def slow(reader: Reader, writer: Writer) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        left = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        loop = asyncio.get_running_loop()
        start = loop.time()
        while left:
            left -= len(await reader.read(1 << 20))
            pause: asyncio.Future[None] = loop.create_future()
            loop.call_later(0.01, pause.set_result, None)
            await pause
        took.append(loop.time() - start)
        writer.write(wire.answer(200, wire.DONE))

    took: list[float] = []
    async with wire.serving(slow) as port, bot_at(f"http://127.0.0.1:{port}", media_write_timeout=0.4) as bot:
        await big(bot)
    assert took[0] > 0.4


async def test_a_file_that_becomes_shorter_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 1_000_000)
    async with wire.serving(Server(wire.answer(200, wire.DONE))) as port, bot_at(f"http://127.0.0.1:{port}") as bot:
        with (tmp_path / "file").open("rb") as stream:
            measured = stream.seek

            def seek(offset: int, whence: int = 0) -> int:
                return measured(offset, whence) + 500 if whence == 2 else measured(offset, whence)

            with pytest.raises(NotSent, match="whole"):
                await bot.send_document(1, InputFile(_Lying(stream, seek), "f", read_file_handle=False))  # type: ignore[arg-type]


class _Lying(io.IOBase):
    """A file that says it is longer than it is."""

    def __init__(self, stream: io.BufferedReader, seek: Callable[..., int]) -> None:
        self.read, self.tell, self.seek = stream.read, stream.tell, seek  # type: ignore[method-assign]

    def seekable(self) -> bool:
        return True


# In doubt


async def closes_after_reading(_: Reader, __: Writer) -> None:
    """Close the connection as soon as the request is read."""


async def resets_after_reading(_: Reader, writer: Writer) -> None:
    wire.reset(writer)


async def closes_in_the_answer(_: Reader, writer: Writer) -> None:
    writer.write(wire.answer(200, wire.DONE)[:-10])


async def stalls_in_the_answer(_: Reader, writer: Writer) -> None:
    writer.write(wire.answer(200, wire.DONE)[:-10])
    await forever(_, writer)


@pytest.mark.parametrize(
    ("does", "error"),
    [
        (closes_after_reading, MaybeSent),
        (resets_after_reading, MaybeSent),
        (closes_in_the_answer, MaybeSent),
        (stalls_in_the_answer, Unanswered),
        (forever, Unanswered),
    ],
)
@pytest.mark.parametrize("kept", [False, True], ids=["first on its connection", "on a kept connection"])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_a_request_that_was_read_is_in_doubt_and_never_sent_again(
    does: Any, error: type[Exception], kept: bool, tls: bool
) -> None:
    server = Server(*([wire.answer(200, wire.DONE)] if kept else []), does)
    async with (
        wire.serving(server, wire.server_tls() if tls else None) as port,
        bot_at(f"{'https' if tls else 'http'}://localhost:{port}", tls=wire.trusting()) as bot,
    ):
        if kept:
            await bot.send_message(1, "first")
        with pytest.raises(MaybeSent) as caught:
            await bot.send_message(1, "second", read_timeout=0.2)
    assert type(caught.value) is error
    assert isinstance(caught.value, TimedOut) is (error is Unanswered)
    assert [b"second" in body for body in server.bodies] == [*([False] if kept else []), True]
    assert server.connections == 1


async def test_a_late_answer_is_waited_for_where_the_call_says_so() -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def late(_: Reader, writer: Writer) -> None:
        asked.set()
        await go.wait()
        writer.write(wire.answer(200, wire.DONE))

    async with wire.serving(Server(late)) as port, bot_at(f"http://127.0.0.1:{port}", read_timeout=0.01) as bot:
        sending = asyncio.create_task(bot.send_message(1, "x", read_timeout=PATIENCE))
        await asked.wait()
        asyncio.get_running_loop().call_later(0.05, go.set)
        assert (await sending).message_id == 1


# Kept connections that the server has closed


async def test_a_kept_connection_closed_by_the_server_costs_no_message() -> None:
    closed = asyncio.Event()

    async def once(reader: Reader, writer: Writer) -> None:
        bodies.append((await wire.request(reader))[1])
        writer.write(wire.answer(200, wire.DONE))
        await writer.drain()
        writer.close()
        closed.set()

    bodies: list[bytes] = []
    async with wire.serving(once) as port, bot_at(f"http://127.0.0.1:{port}") as bot:
        for number in range(5):
            closed.clear()
            await bot.send_message(1, str(number))
            await closed.wait()
    assert [f'"{number}"'.encode() in body for number, body in enumerate(bodies)] == [True] * 5


async def test_not_even_where_the_event_loop_has_not_noticed_yet() -> None:
    """The server closes while the loop is held up, so that the news waits in the kernel when the next message goes."""
    hung_up = threading.Semaphore(0)
    bodies: list[bytes] = []

    def serve() -> None:
        while True:
            peer, _ = listener.accept()
            with peer:
                received = b""
                while not received.endswith(b"}"):
                    if not (chunk := peer.recv(65536)):
                        return
                    received += chunk
                bodies.append(received)
                peer.sendall(wire.answer(200, wire.DONE))
            hung_up.release()
            if len(bodies) == 20:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        async with bot_at(f"http://127.0.0.1:{listener.getsockname()[1]}") as bot:
            for _ in range(20):
                await bot.send_message(1, "x")
                assert hung_up.acquire(timeout=PATIENCE)
        thread.join()
    assert len(bodies) == 20


async def test_a_body_looks_for_a_closed_connection_before_its_first_byte() -> None:
    closed = asyncio.Event()

    async def closes_first(_: Reader, writer: Writer) -> None:
        writer.close()
        await writer.wait_closed()
        closed.set()

    async with wire.serving(closes_first) as port:
        connection, _ = await asyncio.get_running_loop().create_connection(Deaf, "127.0.0.1", port)
        await closed.wait()
        body, writer = Body([b"{}"], "application/json", None), _Writer(connection)
        with pytest.raises(ConnectionResetError):
            await body.write(writer)  # type: ignore[arg-type]
        connection.close()
    assert not body.begun
    assert not writer.written


class Deaf(asyncio.Protocol):
    """Reads nothing, so that nobody tells it that the other side hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()


class _Writer:
    def __init__(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.written = transport, b""

    async def write(self, chunk: bytes) -> None:
        self.written += chunk


# Secrets, and the end


def everything(error: BaseException | None) -> str:
    """Return all that an error and what is behind it would tell."""
    text = ""
    while error is not None:
        text += "".join(traceback.format_exception(error)) + repr(error) + str(error) + repr(error.args)
        error = error.__cause__ or error.__context__
    return text


@pytest.mark.parametrize(
    ("does", "options"),
    [
        (wire.answer(404, HTML), {}),
        (wire.answer(502, HTML), {}),
        (wire.answer(200, HTML), {}),
        (b"nonsense\r\n\r\n", {}),
        (closes_after_reading, {}),
        (resets_after_reading, {}),
        (closes_in_the_answer, {}),
        (forever, {"read_timeout": 0.05}),
        (forever, {"proxy": Proxy.parse("http://127.0.0.1:1")}),
    ],
)
async def test_no_error_and_no_line_of_any_log_holds_the_token(
    does: Any, options: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(
        logging.INFO, "telegram.Bot"
    )  # it tells the token itself when a bot is made; `logs` strikes it out
    caught = await fails(Server(does), **options)
    assert TOKEN not in everything(caught)
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(Transport())


@pytest.mark.parametrize("way", ["refused", "tls", "slow", "invalid"])
async def test_nor_where_there_was_no_connection(way: str, closed_port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(
        logging.INFO, "telegram.Bot"
    )  # it tells the token itself when a bot is made; `logs` strikes it out
    async with wire.serving(forever if way == "slow" else closes) as port:
        url = {"refused": f"http://127.0.0.1:{closed_port}", "invalid": "http://"}.get(way, f"https://localhost:{port}")
        caught = await fails_at(url, connect_timeout=0.05)
    assert isinstance(caught, NotSent)
    assert TOKEN not in everything(caught)
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_nothing_is_left_open_and_a_closed_transport_can_be_opened_again(tls: bool) -> None:
    server = Server(wire.answer(200, wire.DONE))
    async with wire.serving(server, wire.server_tls() if tls else None) as port:
        request = Transport(tls=wire.trusting())
        bot = Bot(TOKEN, base_url=f"{'https' if tls else 'http'}://localhost:{port}/bot", request=request)
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            await asyncio.gather(*(bot.send_message(1, "x") for _ in range(5)))
            await request.shutdown()
            await request.shutdown()
            gc.collect()  # whatever was left open would warn, and warnings are errors
    assert len(server.bodies) == 10


async def test_closing_ends_what_is_under_way() -> None:
    entered = asyncio.Event()

    async def busy(_: Reader, __: Writer) -> None:
        entered.set()
        await forever(_, __)

    server = Server(busy)
    async with wire.serving(server) as port:
        async with bot_at(f"http://127.0.0.1:{port}", connection_pool_size=1, pool_timeout=None) as bot:
            sending = [asyncio.create_task(bot.send_message(1, "x")) for _ in range(2)]
            await entered.wait()
        first, second = await asyncio.gather(*sending, return_exceptions=True)
    assert isinstance(first, MaybeSent)
    assert isinstance(second, NotSent)
    assert len(server.bodies) == 1


async def test_a_cancelled_request_gives_its_place_back() -> None:
    entered = asyncio.Event()

    async def busy(_: Reader, __: Writer) -> None:
        entered.set()
        await forever(_, __)

    async with (
        wire.serving(Server(busy, wire.answer(200, wire.DONE))) as port,
        bot_at(f"http://127.0.0.1:{port}", connection_pool_size=1) as bot,
    ):
        sending = asyncio.create_task(bot.send_message(1, "x"))
        await entered.wait()
        sending.cancel()
        await asyncio.wait([sending])
        assert (await bot.send_message(1, "y")).message_id == 1
