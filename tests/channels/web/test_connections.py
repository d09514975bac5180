"""Connections that want nothing, or never say what: they are let go, and everybody else is answered all the same."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import resource
import shutil
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.channels.web.connections import LONGEST_HEAD, MOST_CONNECTIONS, QUIET, Server, _Connection, room, wants
from bot.content.edition import Edition
from tests.conftest import ROOT
from tests.support.home import Home, running
from tests.support.quiet import PATIENCE, listener
from tests.support.serving import House, housed

SOON = 0.05
"""Seconds for a head, where a test waits until they are over."""
LAST = b"0\r\n\r\n"
"""How an answer in pieces ends that was not broken off."""
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"

Connect = Callable[[House, bytes], socket.socket]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Open a connection and say something there."""
    with contextlib.ExitStack() as at_last:

        def connect(house: House, says: bytes) -> socket.socket:
            url = httpx.URL(house.address)
            found = at_last.enter_context(socket.create_connection((url.host, url.port), timeout=PATIENCE))
            found.sendall(says)
            return found

        yield connect


async def test_who_is_let_in_while_the_server_ends_is_answered_and_holds_nobody_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["path"] == "/slow":
                asked.set()
                await go.wait()
            await PlainTextResponse("here")(scope, receive, send)

    server, loop = Server(application, last_words=PATIENCE), asyncio.get_running_loop()
    server.config.timeout_keep_alive = 2 * PATIENCE  # so that it is not the silence after an answer that closes
    with listener() as bound, socket.socket() as early:
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        early.connect(bound.getsockname())
        early.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")  # the server waits for its answer
        async with asyncio.timeout(PATIENCE):
            await asked.wait()
            ending = asyncio.create_task(server.shutdown())
            await asyncio.sleep(0)  # it has told all connections there are, and waits for them
            ours, late = socket.socketpair()
            let_in = partial(_Connection, server.config, server.server_state, server.lifespan.state)
            await loop.connect_accepted_socket(let_in, ours)
            late.sendall(HEAD + b"\r\n")
            assert (await asyncio.to_thread(said_until_closed, late)).endswith(b"here")
            go.set()
            await ending
            server.should_exit = True
            await serving
    assert "exceeded" not in caplog.text


def said_until_closed(connection: socket.socket) -> bytes:
    """Return all that is said until the other side closes the connection."""
    with connection:
        return b"".join(iter(partial(connection.recv, 10_000), b""))


def hears(connection: socket.socket, words: bytes) -> None:
    """Read until some words have come."""
    heard = b""
    while words not in heard:
        part = connection.recv(10_000)
        assert part, heard
        heard += part


def gone(connection: socket.socket) -> bool:
    """Wait until a connection is closed; what comes before that is passed over."""
    try:
        while connection.recv(10_000):
            pass
    except ConnectionResetError:
        pass
    return True


def stream(house: House) -> bytes:
    """Return what a page says that waits for check-ins."""
    cookies = httpx.get(f"{house.address}/en/chat", timeout=PATIENCE).cookies
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return f"GET /events HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()


def let_go(house: House) -> None:
    """Let all pages go that wait for check-ins."""

    async def close() -> None:
        house.inbox.close()

    house.within(close)


def answers(house: House) -> bool:
    """Ask as somebody else."""
    return httpx.get(f"{house.address}/healthz", timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"GET",
        HEAD,
        HEAD + b"\r\n" + HEAD,
        HEAD + b"Content-Length: 100\r\n\r\nhalf a body",
        b"POST /seen HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"item\":",
    ],
    ids=["nothing", "half a line", "half a head", "half a second head", "half a body", "half a question"],
)  # fmt: skip
def test_whoever_never_says_what_they_want_is_let_go(small: Edition, connect: Connect, says: bytes) -> None:
    with housed(small, slowest_head=SOON) as house:
        assert gone(connect(house, says))


def test_a_head_that_comes_letter_by_letter_has_no_longer(small: Edition, connect: Connect) -> None:
    with housed(small, slowest_head=SOON) as house:
        slow, later = connect(house, HEAD), connect(house, b"")
        slow.sendall(b"X")
        assert gone(later)
        slow.setblocking(False)
        assert gone(slow), "before one that came later"


def test_a_page_that_waits_for_check_ins_may_wait_for_ever(small: Edition, connect: Connect) -> None:
    with housed(small, slowest_head=SOON) as house:
        waits = connect(house, stream(house))
        hears(waits, b"retry:")
        assert gone(connect(house, b"")), "which came later, and whose time is over"
        let_go(house)
        hears(waits, LAST)


@pytest.mark.parametrize("says", [b"", HEAD, HEAD + b"\r\n", None], ids=["nothing", "half a head", "kept", "streams"])
def test_however_many_connections_one_holds_others_are_answered(
    small: Edition, connect: Connect, says: bytes | None
) -> None:
    with housed(small, most=4) as house:
        held = []
        for _ in range(12):
            held.append(connect(house, stream(house) if says is None else says))
            if says is None:
                hears(held[-1], b"retry:")
        assert answers(house)
        assert all(map(gone, held[:8])), "those that came first gave way"


def test_who_says_nothing_gives_way_before_pages_that_wait(small: Edition, connect: Connect) -> None:
    with housed(small, most=4) as house:
        waits = connect(house, stream(house))
        hears(waits, b"retry:")
        assert all(map(gone, [connect(house, HEAD) for _ in range(12)][:8]))
        let_go(house)
        hears(waits, LAST)


def test_connections_take_half_of_the_descriptors_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (1_024, 0)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, to: limits.update(now=to))
    for soft, hard, may, connections in (
        (64, 64, 64, 32),
        (1_024, 4_096, 4_096, 2_048),
        (1_024, 1_048_576, 2 * MOST_CONNECTIONS, MOST_CONNECTIONS),
        (1_024, resource.RLIM_INFINITY, 2 * MOST_CONNECTIONS, MOST_CONNECTIONS),
        (1_048_576, 1_048_576, 1_048_576, MOST_CONNECTIONS),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, resource.RLIM_INFINITY, MOST_CONNECTIONS),
    ):
        limits["now"] = (soft, hard)
        assert room() == connections
        assert limits["now"] == (may, hard)


@pytest.mark.process
async def test_where_few_descriptors_are_allowed_a_crowd_holds_up_nobody(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    async with running(Home(tmp_path), ("sh", "-c", 'ulimit -n 64; exec "$@"', "sh")) as bot:
        url = httpx.URL(await bot.address())
        with contextlib.ExitStack() as held:
            for _ in range(100):
                held.enter_context(socket.create_connection((url.host, url.port)))
            async with httpx.AsyncClient(timeout=PATIENCE) as reader:
                assert (await reader.get(url.join("en/chat"))).status_code == 200
            ended = await bot.stop()
    assert ended.code == 0 and " WARNING " not in ended.err and " ERROR " not in ended.err


async def test_where_descriptors_run_out_one_line_a_minute_tells_it_and_then_all_are_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop, now = asyncio.get_running_loop(), [0.0]
    refused, accepted = asyncio.Event(), asyncio.Event()
    tell = wants(lambda: now[0])

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        tell(loop, context)
        refused.set()

    loop.set_exception_handler(handle)

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        writer.close()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server, asyncio.timeout(PATIENCE):
        with socket.socket() as client:
            client.setblocking(False)
            with exhausted():
                await loop.sock_connect(client, server.sockets[0].getsockname())
                for minute in range(3):
                    now[0] = minute * QUIET
                    for _ in range(2):
                        refused.clear()
                        await refused.wait()
            await accepted.wait()
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3
    assert "ulimit" in caplog.text and "Traceback" not in caplog.text


@contextlib.contextmanager
def exhausted() -> Iterator[None]:
    """Leave this process no descriptor while the context lasts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        with contextlib.suppress(OSError):
            while True:
                held.append(os.dup(0))
        yield
    finally:
        for each in held:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_other_errors_of_the_loop_are_told_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    wants()(loop, {"message": "a task failed", "exception": OSError(errno.EMFILE, "too many"), "task": None})
    loop.close()
    assert "a task failed" in caplog.text


# Heads that ask for no path


@pytest.mark.parametrize("target", ["GET foo", "OPTIONS *", "GET zh", "GET foo?lang=zh", "GET http:"])
def test_what_is_no_path_is_no_page(
    small: Edition, connect: Connect, caplog: pytest.LogCaptureFixture, target: str
) -> None:
    with housed(small) as house:
        head = f"{target} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        answered = connect(house, head.encode())
        with answered.makefile("rb") as read:
            status = int(read.readline().split()[1])
    assert 400 <= status < 500 and not [each for each in caplog.records if each.exc_info]


@pytest.mark.parametrize(
    "head",
    [
        b"GET /healthz HTTP/1.1\r\n\r\n",
        HEAD + b"Host: y\r\n\r\n",
        HEAD + b"X: " + b"x" * LONGEST_HEAD,
        HEAD + b"X: x\x00\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["no host", "two hosts", "a head without an end", "a control character", "two lengths"],
)
def test_a_head_that_proxies_might_read_otherwise_is_refused(small: Edition, connect: Connect, head: bytes) -> None:
    with housed(small) as house:
        assert said_until_closed(connect(house, head)).startswith(b"HTTP/1.1 400 ")
        assert answers(house)


def test_what_is_asked_before_the_answer_is_there_is_answered_in_turn(small: Edition, connect: Connect) -> None:
    with housed(small) as house:
        last = b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        heard = said_until_closed(connect(house, (HEAD + b"\r\n") * 3 + last))
    assert [part[:3] for part in heard.split(b"HTTP/1.1 ")[1:]] == [b"200"] * 3 + [b"404"]
