"""What is kept of answers: no more than there is room for, whatever is asked for and under which host."""

from __future__ import annotations

import asyncio
import threading

import pytest
from starlette.requests import Request

from bot.channels.web.pages.responses import LONGEST_HOST, Kept, Made, at_origin, respond
from bot.channels.web.public_url import Public
from tests.support.quiet import PATIENCE


def request(host: str = "x") -> Request:
    return Request({"type": "http", "scheme": "http", "path": "/", "headers": [(b"host", host.encode())]})


def test_keys_take_room_too() -> None:
    kept, small = Kept(most=10_000), Made(b"x", "tag")
    for each in range(9):
        kept.put(("page", f"{each}{'h' * 2_000}"), small)
    assert [bool(kept.find(("page", f"{each}{'h' * 2_000}"))) for each in range(9)] == [False] * 5 + [True] * 4


def test_what_is_driven_out_makes_room_again() -> None:
    kept, large = Kept(most=10_000), Made(b"x" * 4_000, "tag")
    for each in range(100):
        kept.put(each, large)
    assert [each for each in range(100) if kept.find(each)] == [98, 99]


def test_of_an_edition_that_is_live_no_more_nothing_is_kept() -> None:
    kept, large = Kept(most=10_000), Made(b"x" * 4_000, "tag")
    kept.only_of("first")
    kept.put("a", large)
    kept.only_of("first")
    assert kept.find("a")
    kept.only_of("second")
    assert not kept.find("a")
    for page in "bc":
        kept.put(page, large)
    assert kept.find("b") and kept.find("c"), "there is room for two, as nothing else is kept"


async def test_only_what_is_made_now_is_noted() -> None:
    kept, first, second = Kept(), request(), request()
    for each in (first, second):
        each.state.worked_out = False
        await kept.get(each, "key", lambda: b"made")
    assert first.state.worked_out and not second.state.worked_out


async def test_what_many_ask_for_at_once_is_made_once_and_holds_up_nobody_else() -> None:
    kept, begun, go, made = Kept(), threading.Event(), threading.Event(), list[bytes]()

    def make() -> bytes:
        begun.set()
        assert go.wait(PATIENCE), "nothing else is done meanwhile"
        made.append(b"made")
        return made[-1]

    waiting = [asyncio.create_task(kept.get(request(), "key", make)) for _ in range(5)]
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    go.set()  # which only a loop that is free can do
    assert len({(await each).tag for each in waiting}) == len(made) == 1


async def test_what_cannot_be_made_is_no_hindrance_to_the_next() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        await kept.get(request(), "key", lambda: b"1" * (1 // 0))
    assert (await kept.get(request(), "key", lambda: b"made")).tag == (await kept.once(request(), lambda: b"made")).tag


@pytest.mark.parametrize("host", ["h" * (LONGEST_HOST + 1), f"{'h' * 60_000}.example", f"{'h' * LONGEST_HOST}:8080"])
def test_what_is_longer_than_a_name_names_no_host(host: str) -> None:
    assert at_origin(request(host), Public(path="/p")) == Public(path="/p")
    assert at_origin(request("reader.example:8080"), Public()).origin == "http://reader.example:8080"


@pytest.mark.parametrize(
    ("takes", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5, *;q=0", True),
        ("gzip;q=1.0", True),
        ("gzip;q=0", False),
        ("br, gzip ; q=0.000", False),
        ("gzipped", False),
        ("", False),
    ],
)
def test_gzip_is_sent_to_who_reads_it(takes: str, packed: bool) -> None:
    asked = Request({"type": "http", "headers": [(b"accept-encoding", takes.encode())]})
    answer = respond(asked, Made.of(b"a page"), "text/html")
    assert ("content-encoding" in answer.headers) is packed and (answer.body == b"a page") is not packed
