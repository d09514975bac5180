"""Keys, tokens and where a request comes from: whom the page takes for whom, and what it lets nobody do."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from sqlite_utils import Database

from bot.app import App, Message
from bot.channels.web.editor_link import LINK_LIFETIME, EditorLink
from bot.channels.web.public_url import Public
from bot.channels.web.security import own
from bot.channels.web.sessions import secret
from bot.channels.web.site import build
from bot.content.edition import Edition, ref
from bot.people.newcomer_limit import MOST_NEWCOMERS, MOST_REMEMBERED, WINDOW, NewcomerLimit
from bot.people.readers import Reader
from bot.state.sqlite.migrations import migrations
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.answers.test_confirmation import questions, tables
from tests.conftest import NOW, built
from tests.support.at_once import at_once
from tests.support.newsroom import KEY, Newsroom, newsroom
from tests.support.quiet import PATIENCE, in_thread
from tests.support.serving import House, housed
from tests.support.visiting import Visitor, token

DAY = dt.timedelta(days=1)
OLD = "k" * 22
"""A key of before keys were signed."""


@pytest.fixture
def house(undecided: Edition) -> Iterator[House]:
    with housed(undecided) as house:
        yield house


@pytest.mark.parametrize(
    ("headers", "public", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, None, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, None, True),
        ({"sec-fetch-site": "none"}, None, False),
        ({"sec-fetch-site": "same-site", "origin": "http://hind.test:8080"}, None, False),
        ({"sec-fetch-site": "cross-site"}, None, False),
        ({"sec-fetch-site": ""}, None, False),
        ({"origin": "http://hind.test:8080"}, None, True),
        ({"origin": "https://hind.test:8080"}, None, True),
        ({"origin": "http://hind.test:8081"}, None, False),
        ({"origin": "http://hind.test"}, None, False),
        ({"origin": "null"}, None, False),
        ({"origin": ""}, None, False),
        ({"origin": "http://["}, None, False),
        ({"origin": "", "host": ""}, None, False),
        ({}, None, True),
        ({"origin": "http://hind.test:8080"}, "https://hind.test/", False),
        ({"origin": "https://hind.test"}, "https://hind.test/", True),
        ({"origin": "https://hind.test", "host": "127.0.0.1:8080"}, "https://hind.test/base", True),
        ({"origin": "http://hind.test"}, "https://hind.test/", False),
        ({"origin": "null"}, "https://hind.test/", False),
    ],
    ids=repr,
)
def test_where_a_request_comes_from(headers: Mapping[str, str], public: str | None, ours: bool) -> None:
    assert own({"host": "hind.test:8080", **headers}, Public.at(public)) is ours


@pytest.mark.exhaustive
def test_no_page_that_is_looked_at_writes_anything(house: House) -> None:
    headers: tuple[dict[str, str], ...] = (
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-purpose": "prefetch"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site"},
    )
    with Visitor(house.address) as known, httpx.Client(base_url=house.address) as stranger:
        known.press("/subscribe")
        known.press("/vote ten-hypotheses/support-first yes")
        before = tables(house.store)
        for number, text in enumerate(list(questions())[::3]):
            stranger.cookies.clear()
            who, method = known if number % 2 else stranger, "HEAD" if number % 11 == 0 else "GET"
            who.request(method, "/file" if number % 7 == 0 else "/", params={"q": text}, headers=headers[number % 5])
        for path in ("/mydata.json", "/healthz", "/metrics", "/editor?key=x", "/?done=x", "/events"):
            known.head(path)
            stranger.head(path)
        assert tables(house.store) == before


@pytest.mark.parametrize("sent", ["", "0" * 64, "another", "cut", "upper"])
def test_a_token_that_does_not_fit_changes_nothing(house: House, sent: str) -> None:
    with Visitor(house.address) as reader, Visitor(house.address) as other:
        mine, before = reader.headers["X-CSRF"], tables(house.store)
        reader.headers["X-CSRF"] = {"another": other.headers["X-CSRF"], "cut": mine[2:], "upper": mine.upper()}.get(
            sent, sent
        )
        refused = reader.post("/ask", json={"q": "/subscribe"})
        assert refused.status_code == 403
        assert refused.text.splitlines() == [say(each, "chat-refused") for each in WRITTEN]
        page = reader.press("/subscribe")
        assert page.status_code == 403 and say("en", "chat-refused") in page.text
        assert reader.post("/seen", json={"item": 1}).status_code == 403
        assert say("en", "help-title") in reader.post("/ask", json={"q": "/help"}).json()["html"]
        assert tables(house.store) == before
        reader.headers["X-CSRF"] = token(page.text)
        assert say("en", "subscribed") in reader.press("/subscribe").text, "the page that says so holds a good one"


def test_tokens_differ_on_each_page_and_all_of_a_session_are_good(house: House) -> None:
    with Visitor(house.address) as reader:
        several = {token(reader.get("/chat").text) for _ in range(3)}
        assert len(several) == 3
        for each in several:
            reader.headers["X-CSRF"] = each
            assert say("en", "you-said", what="Yes") in reader.press("/vote ten-hypotheses/support-first yes").text


def test_what_came_of_a_form_can_be_loaded_again_and_is_its_readers_alone(house: House) -> None:
    with Visitor(house.address) as reader, Visitor(house.address) as other:
        reader.press("/subscribe")
        chosen = reader.press("/settings interest customer-service")
        again, before = str(chosen.url), tables(house.store)
        assert chosen.history[0].status_code == 303 and "/chat?done=" in again
        assert reader.get(again).text.count("<p>✓") == chosen.text.count("<p>✓") == 1
        assert "✓" not in other.get(again).text and say("en", "welcome") in other.get(again).text
        assert tables(house.store) == before


def test_what_changes_nothing_is_a_page_of_its_own(house: House) -> None:
    with Visitor(house.address) as reader:
        assert str(reader.press("customer service").url).endswith("/en/chat?q=customer+service")
        assert str(reader.press(" ").url).endswith("/en/chat")


@pytest.mark.parametrize("key", [OLD, "a" * 40, "A1" * 20])
def test_a_key_that_was_made_up_is_nobodys(house: House, key: str) -> None:
    with Visitor(house.address) as reader:
        reader.cookies.set("reader", key, domain="127.0.0.1")
        page = httpx.get(f"{house.address}/en/chat", headers={"cookie": f"reader={key}"})
        given = page.cookies["reader"]
        assert given != key
        for cookie in (key, given[:-1] + ("A" if given[-1] != "A" else "B")):
            mine = {"cookie": f"reader={cookie}", "x-csrf": token(page.text)}
            assert httpx.post(f"{house.address}/ask", json={"q": "/subscribe"}, headers=mine).status_code == 403
    assert not tables(house.store)["readers"]


def test_readers_of_before_keep_what_they_have(house: House) -> None:
    async def remembered() -> None:
        await house.app.reply(Message(reader=Reader("web", OLD), text="/language en", language="zh"), NOW)

    house.within(remembered)
    page = httpx.get(f"{house.address}/en/chat", headers={"cookie": f"reader={OLD}", "accept-language": "zh"})
    assert say("en", "welcome") in page.text and page.cookies["reader"] == OLD


async def test_over_https_the_cookie_is_bound_to_the_host_and_one_of_before_goes_on(app: App, store: Store) -> None:
    await app.reply(Message(reader=Reader("web", OLD), text="/language en", language="zh"), NOW)
    there = built(store, app=app, public_url="https://hind.test")
    transport = httpx.ASGITransport(build(there.page))
    async with httpx.AsyncClient(transport=transport, base_url="https://hind.test") as client:
        first = await client.get("/en/chat", headers={"cookie": f"reader={OLD}"})
        bound, gone = first.headers.get_list("set-cookie")
        assert bound.startswith(f"__Host-reader={OLD};") and {"Secure", "Path=/", "HttpOnly"} <= {*bound.split("; ")}
        assert gone.startswith('reader="";') and "Max-Age=0" in gone
        assert say("en", "welcome") in (await client.get("/en/chat")).text
        assert first.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("public", "name", "path", "secure"),
    [
        ("https://hind.test/base", "reader", "/base", True),
        ("http://hind.test/base/", "reader", "/base", False),
        ("http://hind.test", "reader", "/", False),
    ],
)
async def test_the_cookie_is_as_the_public_address_is(
    app: App, store: Store, public: str, name: str, path: str, secure: bool
) -> None:
    transport = httpx.ASGITransport(build(built(store, app=app, public_url=public).page))
    async with httpx.AsyncClient(transport=transport, base_url="http://up") as client:
        (cookie,) = (await client.get("/en/chat")).headers.get_list("set-cookie")
    assert cookie.startswith(f"{name}=") and f"Path={path}" in cookie.split("; ") and ("Secure" in cookie) is secure


@pytest.mark.parametrize("first", ["", "reader=rubbish; ", "readers={0}; ", "reader=; "])
def test_of_two_cookies_one_that_was_planted_beside_ours_is_not_taken(house: House, first: str) -> None:
    with Visitor(house.address) as own, Visitor(house.address) as planted:
        planted.press("/language zh")
        cookies = first.format(planted.key) + f"reader={own.key}; reader={planted.key}"
        headers = {"Cookie": cookies, "X-CSRF": own.headers["X-CSRF"]}
        assert httpx.post(f"{house.address}/ask", json={"q": "/language en"}, headers=headers).status_code == 200
        languages = [at_once(house.store.language(each.reader)) for each in (own, planted)]
        assert languages == ["en", "zh"]


def test_another_site_that_sends_a_form_takes_nobodys_cookie_away(house: House) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.test"}):
        refused = httpx.post(house.address, data={"q": "/subscribe"}, headers=headers)
        assert refused.status_code == 403 and "set-cookie" not in refused.headers


def test_operators_are_told_once_what_lets_their_readers_in(house: House, log: Callable[..., io.StringIO]) -> None:
    written = log("info", "text", [])
    for _ in range(3):
        httpx.post(f"{house.address}/ask", json={"q": "/subscribe"}, headers={b"origin": b"http://hind.test\x9f"})
    (line,) = [each for each in written.getvalue().splitlines() if "BOT_PUBLIC_URL" in each]
    assert "'http://hind.test\\x9f'" in line and " WARNING " in line


@pytest.mark.parametrize("left", [b"", b"half a secret"])
def test_a_secret_that_is_not_whole_is_made_anew_once(tmp_path: Path, left: bytes) -> None:
    """As when the process was killed that made it: until now every start asked all readers to reload."""
    (tmp_path / "sessions.key").write_bytes(left)
    made = secret(tmp_path)
    assert len(made) == 32 and secret(tmp_path) == made == (tmp_path / "sessions.key").read_bytes()
    assert (tmp_path / "sessions.key").stat().st_mode & 0o777 == 0o600


def test_the_secret_of_sessions_outlasts_a_restart_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = secret(tmp_path)
    assert len(first) >= 32 and secret(tmp_path) == first
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert len(secret(tmp_path / "nowhere")) >= 32


# The editors' door


@pytest.fixture
def room(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    with newsroom(tmp_path, files) as room:
        yield room


async def test_whoever_set_the_cookie_beforehand_does_not_become_the_editor(room: Newsroom) -> None:
    with in_thread(room.site, room.inbox) as served, Visitor(served.address) as attacker:
        with Visitor(served.address) as victim:
            victim.cookies.clear()
            victim.cookies.set("reader", attacker.key, domain="127.0.0.1")
            victim.enter()
            victim.press("/subscribe")
            assert say("en", "help-editors") in victim.open(f"/editor?key={KEY}").text
            assert victim.key != attacker.key and "subscriptions" in str(victim.get("/mydata.json").json())
            assert say("en", "history-title") in victim.press("/history").text
        assert say("en", "unknown-title") in attacker.press("/history").text
        assert await room.app.is_editor(victim.reader) and not await room.app.is_editor(attacker.reader)
        assert attacker.get("/mydata.json").json() == {}


async def test_an_editor_who_is_let_in_again_still_signs_what_they_published(room: Newsroom) -> None:
    before, after = Reader("web", "a" * 40), Reader("web", "b" * 40)
    room.store.connection.execute(
        "insert into editions (digest, by, at, how, what, files) values ('d', ?, '2026-11-24T09:30:00Z', 'found', '{}',"
        " '{}')",
        (before.signature,),
    )
    await room.app.admit(before, NOW)
    await room.app.admit(after, NOW, was=before)
    assert [each["by"] for each in room.store.everything(after)["editions"]] == [after.signature]
    assert await room.app.is_editor(after) and not await room.app.is_editor(before)


async def test_only_readers_of_the_page_are_let_in_whatever_the_state_says_of_others(room: Newsroom) -> None:
    page, chat = Reader("web", "a" * 40), Reader("telegram", "987654321")
    for reader in (page, chat):
        await room.store.editors.admit(reader, NOW)
    assert await room.app.is_editor(page) and not await room.app.is_editor(chat)


def test_the_link_opens_for_an_hour() -> None:
    now = NOW
    door = EditorLink(lambda: now, "first")
    assert door.opens("first") and not door.opens("") and not door.opens("firs")
    link = door.link().partition("key=")[2]
    assert re.fullmatch(r"[\w-]{22}", link) and door.opens(link) and not door.opens("first")
    now += LINK_LIFETIME
    assert not door.opens(link)
    assert not EditorLink(lambda: now).opens("")


def test_the_state_holds_no_key(room: Newsroom) -> None:
    with in_thread(room.site, room.inbox) as served, Visitor(served.address) as editor:
        keys = {editor.key}
        editor.press("/subscribe")
        editor.open(f"/editor?key={KEY}")
        keys.add(editor.key)
        editor.press("/vote machine-dough/night-shift 50")
        stored = "\n".join(room.store.connection.iterdump())
        assert len(keys) == 2 and not [key for key in keys if key in stored or key in editor.get("/mydata.json").text]


# States and files of before


async def test_keys_in_a_state_of_before_become_digests_and_go_on_working(undecided: Edition) -> None:
    with sqlite3.connect(":memory:", check_same_thread=False) as connection:
        migrations.apply(Database(connection), stop_before="keys")
        connection.execute("insert into readers (channel, id, language) values ('web', ?, 'en')", (OLD,))
        connection.execute("insert into readers (channel, id) values ('telegram', '42')")
        connection.execute("insert into editors values (1, '2026-11-24T09:30:00Z')")
        name = ref(undecided.predictions[0])
        connection.execute(
            "insert into votes (reader, prediction, value, at) values (1, ?, '20', '2026-11-24T09:30:00Z')", (name,)
        )
        connection.commit()
        store = Store(connection)
        app, reader = built(store, edition=undecided).app, Reader("web", OLD)
        assert OLD not in "\n".join(connection.iterdump())
        assert (
            await app.language(reader) == "en"
            and await app.is_editor(reader)
            and await store.number(Reader("telegram", "42")) == 2
        )
        assert (await store.known(reader, reader)).tallies[name] == {"20": 1}, "who was a reader before counts"
        Store(connection)
    connection.close()


async def test_a_file_of_before_holds_keys_and_comes_in_as_digests(store: Store) -> None:
    empty = '"language":"en","subscription":null,"votes":[],"issues":[],"asked":[],"deliveries":[],"inbox":[]'
    lines = [
        '{"hindsight":"readers","version":1,"news":[]}\n',
        f'{{"channel":"web","id":"{OLD}",{empty}}}\n',
    ]
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    file = io.BytesIO(("".join(lines) + f'{{"readers":1,"sha256":"{digest}"}}\n').encode())
    assert store.bring(file) == (1, 0)
    assert await store.language(Reader("web", OLD)) == "en" and OLD not in "\n".join(store.connection.iterdump())


# New readers


def test_a_network_brings_so_many_new_readers_and_no_more_for_a_while() -> None:
    arrivals = NewcomerLimit()
    for _ in range(MOST_NEWCOMERS):
        assert not arrivals.full("here", NOW)
        arrivals = arrivals.joined("here", NOW)
    assert arrivals.full("here", NOW) and not arrivals.full("there", NOW)
    assert not arrivals.full("here", NOW + WINDOW) and not arrivals.full("here", NOW - DAY)
    for number in range(MOST_REMEMBERED + 10):
        arrivals = arrivals.joined(str(number), NOW)
    assert len(arrivals.seen) == MOST_REMEMBERED


async def test_made_up_readers_are_limited_and_leave_the_median_alone(app: App, store: Store) -> None:
    name = "ten-hypotheses/support-first"
    old = Reader("telegram", "1")
    await app.reply(Message(reader=old, text=f"/vote {name} yes", language="en"), NOW)

    async def vote(number: int, now: dt.datetime = NOW, network: str = "192.0.2.1") -> str:
        message = Message(reader=Reader("web", str(number)), text=f"/vote {name} no", language="en", network=network)
        return str(await app.reply(message, now))

    answers = [await vote(number) for number in range(MOST_NEWCOMERS + 5)]
    assert [say("en", "too-many-readers") in each for each in answers] == [False] * MOST_NEWCOMERS + [True] * 5
    assert (await store.known(old, old)).tallies[name] == {"yes": 1}
    assert say("en", "tally", parts="Yes 1 · No 1") in answers[0], "who answers sees their own answer counted"
    assert say("en", "too-many-readers") not in await vote(0), "who is known already is let in"
    assert say("en", "too-many-readers") not in await vote(999, network="192.0.2.2")


async def test_who_comes_back_on_a_later_day_counts_whatever_they_ask_and_after_a_restart(
    app: App, store: Store, undecided: Edition
) -> None:
    name = next(ref(each) for each in undecided.predictions if each.record.window.until is None)
    old, new = Reader("telegram", "1"), Reader("web", "new")

    async def ask(text: str, now: dt.datetime) -> None:
        await app.reply(Message(reader=new, text=text, language="en", network="192.0.2.1"), now)

    await ask(f"/vote {name} 20", NOW)
    await ask(f"/vote {name} 95", NOW)
    await ask("/sectors", NOW)
    await app.reply(
        Message(reader=new, text="/sectors", language="en", network="192.0.2.1", on_purpose=False), NOW + DAY
    )
    assert name not in (await store.known(old, old)).tallies and not (await store.known(old, old)).crowd
    assert name not in (await Store(store.connection).known(old, old)).tallies
    await ask("/sectors", NOW + DAY)
    for each in (store, Store(store.connection)):
        known = await each.known(old, old)
        assert known.tallies[name] == {"95": 1}
    await ask("/forget yes", NOW + DAY)
    assert name not in (await store.known(old, old)).tallies and not (await store.known(old, old)).crowd


async def test_who_forgets_before_they_count_takes_nobodys_votes_along(app: App, store: Store) -> None:
    name, old, new = "ten-hypotheses/support-first", Reader("telegram", "1"), Reader("web", "new")
    await app.reply(Message(reader=old, text=f"/vote {name} yes", language="en"), NOW)
    for text in (f"/vote {name} yes", "/forget yes"):
        await app.reply(Message(reader=new, text=text, language="en", network="192.0.2.1"), NOW)
    assert (await store.known(old, old)).tallies[name] == {"yes": 1}


# What operators watch


@pytest.mark.parametrize("passed_on", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_the_metrics_are_for_this_machine_alone(house: House, passed_on: str) -> None:
    assert httpx.get(f"{house.address}/metrics").status_code == 200
    refused = httpx.get(f"{house.address}/metrics", headers={passed_on: "127.0.0.1"})
    assert refused.status_code == 403 and "BOT_METRICS" in refused.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "evil.example:{}", "203.0.113.9:{}", "[::1", ""])
def test_who_asks_for_another_host_than_ours_gets_no_metrics(house: House, host: str) -> None:
    port = house.address.rpartition(":")[2]
    refused = httpx.get(f"{house.address}/metrics", headers={"Host": host.format(port)})
    assert refused.status_code == 403
    for ours in (f"localhost:{port}", f"[::1]:{port}", f"127.0.0.1:{port}"):
        assert httpx.get(f"{house.address}/metrics", headers={"Host": ours}).status_code == 200


def test_a_proxy_that_says_nothing_of_itself_gets_no_metrics(house: House) -> None:
    host, _, port = house.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as line:  # as nginx asks, where nobody told it how
        line.sendall(f"GET /metrics HTTP/1.0\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        assert line.makefile("rb").readline().split()[1] == b"403"


async def test_the_metrics_may_be_opened_to_all(app: App, store: Store) -> None:
    for opened, status in ((False, 403), (True, 200)):
        there = built(store, app=app, metrics="all" if opened else "local")
        transport = httpx.ASGITransport(build(there.page), client=("203.0.113.9", 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            assert (await client.get("/metrics")).status_code == status
