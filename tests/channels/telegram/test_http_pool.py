"""Our own HTTP/1.1: what servers may answer in, when a connection is kept, and what goes by aiohttp instead."""

from __future__ import annotations

import asyncio
import gzip
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator

import pytest
from telegram.error import TelegramError

from bot.channels.telegram import http_pool
from bot.channels.telegram.faults import MaybeSent, NotSent
from bot.channels.telegram.http_pool import HttpPool, Server, located
from bot.channels.telegram.transport import Transport, call
from tests.channels.telegram.test_transport import Server as Answering
from tests.channels.telegram.test_transport import bot_at
from tests.support import wire
from tests.support.botapi import TOKEN
from tests.support.quiet import PATIENCE

HEAD = b"HTTP/1.1 200 OK\r\n"
HALF = len(wire.DONE) // 2
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in (wire.DONE[:HALF], wire.DONE[HALF:], b""))
ZIPPED = gzip.compress(wire.DONE)


@pytest.fixture
async def pool() -> AsyncIterator[HttpPool]:
    pool = HttpPool(None)
    yield pool
    await pool.close()


async def asked(pool: HttpPool, port: int, most: int = 1 << 20) -> bytes:
    """Send a request and return the answer."""
    place = located(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage", "agent")
    assert place
    async with asyncio.timeout(PATIENCE):
        return (await pool.exchange(place, b"{}", connect=PATIENCE, read=PATIENCE, most=most)).payload


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (wire.answer(200, wire.DONE), True),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED, True),
        (HEAD + b"transfer-encoding: CHUNKED\r\nTrailer: x\r\n\r\n" + CHUNKED[:-2] + b"x: y\r\n\r\n", True),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + wire.answer(200, wire.DONE), True),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + wire.answer(200, wire.DONE), True),
        (wire.answer(200, ZIPPED, "Content-Encoding: gzip"), True),
        (wire.answer(200, wire.DONE, "Connection: close"), False),
        (wire.answer(200, wire.DONE).replace(b"1.1", b"1.0"), False),
        (wire.answer(200, wire.DONE) + wire.answer(200, b"more"), False),
        (wire.answer(200, wire.DONE) + b"nonsense", False),
    ],
)
@pytest.mark.parametrize("pieces", [1, 7])
async def test_an_answer_is_read_in_every_form_and_its_connection_kept_where_it_may(
    pool: HttpPool, said: bytes, kept: bool, pieces: int
) -> None:
    async def says(reader: Reader, writer: Writer) -> None:
        connections.append(writer)
        while True:
            await wire.request(reader)
            for start in range(0, len(said), len(said) // pieces + 1):
                writer.write(said[start : start + len(said) // pieces + 1])
                await writer.drain()

    connections = list[Writer]()
    async with wire.serving(says) as port:
        assert [await asked(pool, port) for _ in range(3)] == [wire.DONE] * 3
    assert len(connections) == (1 if kept else 3)


@pytest.mark.parametrize("said", [HEAD + b"\r\n", HEAD + b"Connection: keep-alive\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n"])
async def test_an_answer_without_a_length_is_whole_when_the_server_hangs_up(pool: HttpPool, said: bytes) -> None:
    async def says(reader: Reader, writer: Writer) -> None:
        await wire.request(reader)
        writer.write(said + wire.DONE)

    async with wire.serving(says) as port:
        assert await asked(pool, port) == wire.DONE


@pytest.mark.parametrize(
    "said",
    [
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED[:40],
        wire.answer(200, wire.DONE)[:-1],
        HEAD,
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        wire.answer(200, ZIPPED[:-4], "Content-Encoding: gzip"),
        wire.answer(200, wire.DONE, "Content-Encoding: br"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    ],
)
async def test_what_is_no_whole_answer_is_in_doubt(pool: HttpPool, said: bytes) -> None:
    async def says(reader: Reader, writer: Writer) -> None:
        await wire.request(reader)
        writer.write(said)

    async with wire.serving(says) as port:
        with pytest.raises(MaybeSent, match="broke") as caught:
            await asked(pool, port)
    assert type(caught.value) is MaybeSent


async def test_what_is_packed_small_may_not_unpack_without_end(pool: HttpPool) -> None:
    server = Answering(wire.answer(200, gzip.compress(bytes(1 << 22)), "Content-Encoding: gzip"))
    async with wire.serving(server) as port:
        with pytest.raises(MaybeSent, match="longer than 1 MiB"):
            await asked(pool, port)


async def test_a_connection_on_which_something_comes_that_nobody_asked_for_is_used_no_more(pool: HttpPool) -> None:
    gone = asyncio.Event()

    async def chats(reader: Reader, writer: Writer) -> None:
        await wire.request(reader)
        writer.write(wire.answer(200, wire.DONE))
        await writer.drain()
        writer.write(wire.answer(408, b""))
        await reader.read()
        gone.set()

    async with wire.serving(chats) as port:
        for _ in range(3):
            gone.clear()
            assert await asked(pool, port) == wire.DONE
            async with asyncio.timeout(PATIENCE):
                await gone.wait()


async def test_a_connection_that_was_idle_for_long_is_not_trusted(
    pool: HttpPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Answering(wire.answer(200, wire.DONE))
    async with wire.serving(server) as port:
        await asked(pool, port)
        await asked(pool, port)
        monkeypatch.setattr(http_pool, "KEPT_FOR", 0.0)
        await asked(pool, port)
    assert server.connections == 2


async def test_connections_of_a_burst_are_closed_when_nobody_needs_them(
    pool: HttpPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Answering(wire.answer(200, wire.DONE))
    async with wire.serving(server) as port:
        await asyncio.gather(*(asked(pool, port) for _ in range(5)))
        assert len(pool._idle[Server(False, "127.0.0.1", port)]) == server.connections
        monkeypatch.setattr(http_pool, "KEPT_FOR", 0.0)
        await asked(pool, port)
        assert len(pool._idle[Server(False, "127.0.0.1", port)]) == 1


async def test_a_server_that_always_hangs_up_at_once_is_asked_no_more_than_thrice() -> None:
    """It may end in doubt: whether the server has hung up is known only once the news has come."""
    connections = list[Writer]()

    async def hangs_up(_: Reader, writer: Writer) -> None:
        connections.append(writer)

    async with wire.serving(hangs_up) as port, bot_at(f"http://127.0.0.1:{port}") as bot:
        with pytest.raises(TelegramError) as caught:
            await call(bot, "sendMessage", {})
    assert isinstance(caught.value, NotSent | MaybeSent) and 1 <= len(connections) <= http_pool.CONNECTIONS_TRIED


async def test_what_is_cancelled_leaves_no_connection_that_another_answer_may_come_on(pool: HttpPool) -> None:
    entered, go = asyncio.Event(), asyncio.Event()

    async def late(reader: Reader, writer: Writer) -> None:
        await wire.request(reader)
        if not entered.is_set():
            entered.set()
            await go.wait()
            writer.write(wire.answer(200, b"of before"))
        writer.write(wire.answer(200, wire.DONE))

    async with wire.serving(late) as port:
        first = asyncio.create_task(asked(pool, port))
        await entered.wait()
        first.cancel()
        await asyncio.wait([first])
        go.set()
        assert await asked(pool, port) == wire.DONE


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("http://127.0.0.1:8081/bot1:a/getMe", Server(False, "127.0.0.1", 8081)),
        ("https://api.telegram.org/bot1:a/getMe", Server(True, "api.telegram.org", 443)),
        ("http://[::1]:81/bot1:a/getMe", Server(False, "::1", 81)),
        ("http:///bot1:a/getMe", None),
        ("http://me:secret@host/bot1:a/getMe", None),
        ("http://höst/bot1:a/getMe", None),
        ("http://host:port/bot1:a/getMe", None),
        ("http://host/bot 1/getMe", None),
        ("http://host/bot1/\r\nx", None),
        ("ftp://host/bot1:a/getMe", None),
        ("http://host", None),
    ],
)
def test_addresses_out_of_the_ordinary_are_left_to_aiohttp(url: str, server: Server | None) -> None:
    place = located(url, "agent")
    assert (place and place.server) == server
    assert not place or b"\r\n\r\n" not in place.head


async def test_a_long_body_goes_by_aiohttp_and_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Answering(wire.answer(200, wire.DONE))
    async with wire.serving(server) as port, bot_at(f"http://127.0.0.1:{port}") as bot:
        assert isinstance(bot.request, Transport)
        await call(bot, "sendMessage", {"text": "x" * 10})
        assert bot.request._session is None
        await call(bot, "sendMessage", {"text": "x" * 100_000})
        assert bot.request._session is not None
    assert [len(body) > 100_000 for body in server.bodies] == [False, True]
