"""Updates that Telegram brings: kept before it is told so, answered once, in order; nobody else gets to speak."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answers import Answer
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.poll_errors import TRIES_BEFORE_ALARM
from bot.channels.telegram.receiving import WANTED
from bot.channels.telegram.webhook import AT_ONCE
from bot.channels.telegram.webhook_requests import LARGEST, WebhookRequests
from bot.channels.web.hooks import Hooks
from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from bot.people.readers import Receipt
from bot.reception import StateError
from bot.serve.program import Program
from bot.state.sql.received import ReceivedRows
from bot.state.sqlite.store import FILE, Store
from bot.webhooks import PATH, derived_secret
from bot.words import say
from tests import conftest
from tests.conftest import NOW, built, talking
from tests.support.botapi import TOKEN, BotAPI, Person, Refusal, Sent
from tests.support.bringing import SECRET
from tests.support.faults import holder
from tests.support.quiet import PATIENCE

SOON: Final = (0.01,)
BRIEF: Final = 0.02
"""Seconds between two looks at how Telegram fares."""
WORDS: Final = "what nobody but the two of them may read"


@pytest.fixture(autouse=True)
def brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have updates brought to whatever is talking."""
    monkeypatch.setattr(conftest, "ARRIVAL", "webhook")


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have updates fetched from now on."""
    return lambda: monkeypatch.setattr(conftest, "ARRIVAL", "polling")


def shown(api: BotAPI) -> Counter[str]:
    """Return how many messages each chat has got."""
    return Counter(form["chat_id"] for method, form in api.done if method == "sendMessage")


def said(number: int, text: str = "/help", chat: int = 1) -> dict[str, Any]:
    """Return an update as Telegram tells it."""
    user = {"id": chat, "is_bot": False, "first_name": "R", "language_code": "en"}
    place = {"id": chat, "type": "private", "first_name": "R"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_700_000_000, "chat": place, "from": user, "text": text},
    }


async def left(store: Store, update: dict[str, Any], bot: str = TOKEN.partition(":")[0]) -> None:
    """Keep an update as a process does that is killed then."""
    receipt = Receipt(f"telegram:{bot}", update["update_id"])
    assert await store.received.keep(receipt, json.dumps(update).encode(), NOW)


def first_line(message: Sent) -> str:
    return message.text.partition("\n")[0]


async def looked(api: BotAPI, times: int = 1) -> None:
    """Wait until it has been looked so many times more at how Telegram fares."""
    before = [name for name, _ in api.calls].count("getWebhookInfo")
    await api.called("getWebhookInfo", before + times)


async def post(api: BotAPI, content: bytes, **headers: str) -> int:
    assert api.bringer
    return await api.bringer.post(content, **headers)


async def test_the_webhook_is_set_with_all_that_is_wanted_and_nothing_is_dropped(telegram: BotAPI) -> None:
    assert (await Person(telegram, 1).write("/help")).text
    [form] = [form for method, form in telegram.done if method == "setWebhook"]
    assert json.loads(form.pop("allowed_updates")) == [*WANTED]
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+{PATH}", form.pop("url"))
    assert form == {
        "max_connections": str(AT_ONCE),
        "drop_pending_updates": "false",
        "secret_token": derived_secret(TOKEN),
    }
    assert "getUpdates" not in dict(telegram.calls)


# Once


@pytest.mark.parametrize("together", [False, True])
async def test_an_update_that_comes_again_and_again_is_answered_once(telegram: BotAPI, together: bool) -> None:
    assert (await Person(telegram, 9).write("/help")).text
    content = json.dumps(said(1_000)).encode()
    if together:
        assert await asyncio.gather(*(post(telegram, content) for _ in range(20))) == [200] * 20
    else:
        assert [await post(telegram, content) for _ in range(3)] == [200] * 3
    assert (await Person(telegram, 1).read()).text
    assert await post(telegram, content) == 200, "also once it is answered"
    assert (await Person(telegram, 9).write("/help")).text
    assert shown(telegram) == {"9": 2, "1": 1}


async def test_what_is_answered_is_known_but_its_words_are_gone(telegram: BotAPI, store: Store) -> None:
    assert (await Person(telegram, 1).write(f"/help {WORDS}")).text
    await telegram.handled()
    assert store.connection.execute("select count(*), count(content) from received").fetchone() == (1, 0)


async def test_what_the_last_process_did_not_handle_is_answered_first_and_in_order(
    api: BotAPI, program: Program, store: Store
) -> None:
    """As after a kill between the 200 and the answers."""
    commands = {2: "/help", 3: "/sectors", 4: "/briefings"}
    for number in (4, 2, 3):
        await left(store, said(number, commands[number]))
    ann = Person(api, 1, "en")
    async with talking(program, api):
        kept = [first_line(await ann.read()) for _ in commands]
        assert kept == [first_line(await ann.write(command)) for command in commands.values()]


# Order


async def test_of_forty_at_once_each_chat_is_answered_in_the_order_it_asked(telegram: BotAPI) -> None:
    people = [Person(telegram, number, "en") for number in range(1, 61)]
    commands = ["/help", "/sectors", "/briefings"]
    for command in commands:
        for each in people:
            await each.send(command)
    first = [first_line(await people[0].read()) for _ in commands]
    assert len(set(first)) == 3
    for each in people[1:]:
        assert [first_line(await each.read()) for _ in commands] == first
    assert telegram.bringer and 1 < telegram.bringer.most_at_once <= AT_ONCE
    assert set(shown(telegram).values()) == {3}


# Nobody else

WELL: Final = {"content-type": "application/json", SECRET: derived_secret(TOKEN)}


@pytest.mark.parametrize(
    ("method", "headers", "content", "status"),
    [
        ("POST", {SECRET: "x" * 64}, None, 403),
        ("POST", {SECRET: ""}, None, 403),
        ("POST", {SECRET: derived_secret(TOKEN)[:-1]}, None, 403),
        ("POST", {SECRET: "größer".encode()}, None, 403),
        ("POST", {SECRET: derived_secret(TOKEN).upper()}, None, 403),
        ("GET", {}, None, 405),
        ("PUT", {}, None, 405),
        ("POST", {"content-type": "text/plain"}, None, 415),
        ("POST", {"content-type": "application/x-www-form-urlencoded"}, None, 415),
        ("POST", {"content-type": "application/json; charset=utf-8"}, None, 200),
        ("POST", {}, b"x" * (LARGEST + 1), 413),
        ("POST", {}, b"", 400),
        ("POST", {}, b'{"update_id": 7', 400),
        ("POST", {}, b"[" * 100_000, 400),
        ("POST", {}, b'{"a":' * 100_000, 400),
        ("POST", {}, b"[]", 400),
        ("POST", {}, b'"what nobody but the two of them may read"', 400),
        ("POST", {}, b"{}", 200),
        ("POST", {}, b'{"update_id": "7"}', 200),
        ("POST", {}, b'{"update_id": true}', 200),
        ("POST", {}, b'{"update_id": -7}', 200),
        ("POST", {}, b'{"update_id": 18446744073709551616}', 200),
        ("POST", {}, b'{"update_id": 7.0}', 200),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_what_is_no_update_of_telegram_changes_nothing_and_says_nothing(
    telegram: BotAPI,
    store: Store,
    log: Callable[..., io.StringIO],
    method: str,
    headers: dict[str, str],
    content: bytes | None,
    status: int,
) -> None:
    written = log("debug", "text", [])
    assert (await Person(telegram, 1).write("/help")).text and telegram.bringer
    await telegram.handled()
    before = store.connection.execute("select count(*) from received").fetchone()
    body = json.dumps({"update_id": 1_000, "words": WORDS}).encode() if content is None else content
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        found = await client.request(method, telegram.bringer.url, headers={**WELL, **headers}, content=body)
    assert (found.status_code, found.content) == (status, b"")
    after = store.connection.execute("select count(*) from received").fetchone()
    assert after == before or "charset" in headers.get("content-type", "")
    assert WORDS not in written.getvalue() and derived_secret(TOKEN) not in written.getvalue()
    assert (await Person(telegram, 1).write("/help")).text, "all goes on"


async def test_without_its_secret_nothing_of_a_request_is_read_and_two_are_none(telegram: BotAPI) -> None:
    assert (await Person(telegram, 1).write("/help")).text and telegram.bringer
    secret = derived_secret(TOKEN)
    for shown_secrets in ([], [secret, secret], [secret, "x"]):
        headers = [("content-type", "application/json"), *((SECRET, each) for each in shown_secrets)]
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            found = await client.post(telegram.bringer.url, headers=headers, content=b"x" * (4 * LARGEST))
        assert found.status_code == 403


async def test_who_does_not_show_the_secret_is_told_of_once_a_minute(log: Callable[..., io.StringIO]) -> None:
    written, now = log("info", "text", []), [0.0]

    async def keep(number: int, content: bytes, lane: str) -> None:
        raise AssertionError("nothing is kept")

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(WebhookRequests("s", keep, clock=lambda: now[0]))
    ) as client:
        for now[0] in (0, 1, 59, 61, 62):
            assert (await client.post("http://bot/hook")).status_code == 403
    assert written.getvalue().count("did not show its secret") == 2


async def test_a_body_that_is_too_long_is_not_read_to_its_end_though_it_does_not_say_so(telegram: BotAPI) -> None:
    assert (await Person(telegram, 1).write("/help")).text and telegram.bringer

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * LARGEST

    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        assert (await client.post(telegram.bringer.url, headers=WELL, content=endless())).status_code == 400


async def test_a_body_that_does_not_come_in_time_is_not_waited_for() -> None:
    async def keep(number: int, content: bytes, lane: str) -> None:
        raise AssertionError("nothing is kept")

    never = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await never.wait()
        raise AssertionError("it never comes")

    sent = list[dict[str, Any]]()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (SECRET.lower().encode(), b"s")]
    scope = {"type": "http", "method": "POST", "path": PATH, "headers": headers, "query_string": b""}
    await WebhookRequests("s", keep, patience=0.01)(scope, receive, send)
    assert sent[0]["status"] == 400


ODD: Final = {
    "NUL": "/help \u0000 " + WORDS,
    "lone surrogate": "/help \ud83d " + WORDS,
    "surrogates the wrong way round": "/help \udc00\ud800" + WORDS,
    "every plane": "/help \U0010ffff\ufffe\u202e",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_words_of_whatever_characters_are_answered_once(telegram: BotAPI, store: Store, text: str) -> None:
    ann = Person(telegram, 1)
    assert (await ann.write(text)).text
    assert (await ann.write("/help")).text
    assert shown(telegram) == {"1": 2}
    await telegram.handled()
    assert store.connection.execute("select count(*), count(content) from received").fetchone() == (2, 0)


DEEP: Any = WORDS
for _ in range(300):
    DEEP = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "reply_to_message": DEEP}


@pytest.mark.parametrize("update", [{"message": DEEP}, {"message": WORDS}, {"callback_query": [WORDS]}, {"strange": 1}])
async def test_an_update_that_cannot_be_read_is_passed_over_and_the_next_answered(
    telegram: BotAPI, store: Store, log: Callable[..., io.StringIO], update: dict[str, Any]
) -> None:
    written = log("debug", "text", [])
    assert (await Person(telegram, 1).write("/help")).text
    assert await post(telegram, json.dumps({"update_id": 1_000, **update}).encode()) == 200
    assert (await Person(telegram, 1).write("/help")).text
    await telegram.handled()
    assert store.connection.execute("select count(*), count(content) from received").fetchone() == (3, 0)
    assert WORDS not in written.getvalue()


async def test_telegram_comes_as_often_as_it_likes_and_past_the_path_of_the_page() -> None:
    async def full(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 429, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def taken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    app: ASGIApp = Hooks(full, Public.at("https://example.org/bot"), {"/bot/hook": taken, "/elsewhere": taken})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        found = {
            path: (await client.post(path)).status_code for path in ("/bot/hook", "/hook", "/elsewhere", "/bot", "/")
        }
    assert found == {"/bot/hook": 200, "/hook": 200, "/elsewhere": 200, "/bot": 429, "/": 429}


# Where it cannot be kept


@pytest.mark.process
async def test_what_cannot_be_kept_is_brought_again_and_answered_once(
    api: BotAPI, undecided: Edition, tmp_path: Path, log: Callable[..., io.StringIO]
) -> None:
    written = log("info", "text", [])
    with closing(Store.open(tmp_path)) as store, holder(tmp_path / FILE) as other:
        program = built(store, edition=undecided)
        async with talking(program, api):
            ann = Person(api, 1)
            assert (await ann.write("/help")).text
            other.take()
            await ann.send("/sectors")
            assert api.bringer
            async with asyncio.timeout(PATIENCE):
                await api.bringer.failed.wait()
            other.give()
            assert (await ann.read()).text
            await api.handled()
    assert shown(api) == {"1": 2}
    assert "cannot be kept, and will come again" in written.getvalue()


# There and back


async def test_what_waits_is_answered_once_whichever_way_is_chosen_next(
    api: BotAPI, program: Program, fetched: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = Person(api, 1, "en")
    for way in ("webhook", "polling", "webhook", "polling"):
        await ann.send("/sectors")  # while nobody listens
        await ann.send("/briefings")
        monkeypatch.setattr(conftest, "ARRIVAL", way)
        async with talking(program, api):
            assert len({(await ann.read()).text for _ in range(2)}) == 2
            assert (await ann.write("/help")).text
            await api.handled()
    assert shown(api) == {"1": 12}
    methods = [method for method, _ in api.done if method in ("setWebhook", "deleteWebhook")]
    assert methods == ["setWebhook", "deleteWebhook"] * 2
    assert all(form.get("drop_pending_updates", "false") == "false" for _, form in api.done)


async def test_what_was_kept_though_telegram_never_heard_so_is_not_fetched_again(
    api: BotAPI, program: Program, store: Store, fetched: Callable[[], None]
) -> None:
    """As after a kill between keeping and the 200, and a start without the webhook."""
    ann = Person(api, 1, "en")
    await ann.send("/sectors")
    [update] = api._updates
    await left(store, update)
    fetched()
    async with talking(program, api):
        assert (await ann.read()).text
        await api.handled()
        assert (await ann.write("/help")).text
    assert shown(api) == {"1": 2}


async def test_a_webhook_that_another_program_takes_away_is_set_again(api: BotAPI, program: Program) -> None:
    async with talking(program, api, every=BRIEF, waits=SOON):
        ann = Person(api, 1)
        assert (await ann.write("/help")).text
        await api._deleteWebhook({})
        assert (await ann.write("/sectors")).text
        assert [method for method, _ in api.done].count("setWebhook") == 2


REFUSALS: Final = {
    "429": lambda: Refusal(429, "Too Many Requests: retry after 1", retry_after=1),
    "500": lambda: Refusal(500, "Internal Server Error"),
    "401": lambda: Refusal(401, "Unauthorized"),
    "bad": lambda: Refusal(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("method", ["getMe", "setWebhook", "getWebhookInfo"])
async def test_whatever_telegram_answers_it_is_tried_until_it_works(
    api: BotAPI, program: Program, method: str, refusal: Callable[[], Refusal]
) -> None:
    api.refuse[method] = [refusal() for _ in range(1 if refusal().code == 429 else 6)]
    async with talking(program, api, every=BRIEF, waits=SOON) as (channel, task):
        assert (await Person(api, 1).write("/help")).text
        while api.refuse[method]:
            await looked(api)
        await looked(api, 2)
        assert not task.done() and not channel.trouble


async def test_that_telegram_does_not_get_through_is_told_once_and_that_it_does_again(
    api: BotAPI, program: Program, log: Callable[..., io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    written, told = log("info", "text", [TOKEN]), list[Answer]()
    broken = True
    keep = Telegram.keep

    async def kept(self: Telegram, number: int, content: bytes, lane: str) -> None:
        if broken:
            raise StateError("no room")
        await keep(self, number, content, lane)

    monkeypatch.setattr(Telegram, "keep", kept)
    tell = lambda notice: told.append(notice("en"))  # noqa: E731
    async with talking(program, api, every=BRIEF, waits=SOON, tell=tell, now=lambda: NOW) as (channel, _):
        await Person(api, 1).send("/help")
        while len(told) < 1:
            await looked(api)
        assert say("en", "polling-webhook") in channel.trouble and "503" in channel.trouble
        broken = False
        assert (await Person(api, 1).read()).text
        while len(told) < 2:
            await looked(api)
        assert not channel.trouble
    words = ["".join(span.text for span in each.blocks[0].spans) for each in told]
    assert words == [say("en", "polling-stands", why=say("en", "polling-webhook")), say("en", "polling-again")]
    assert TRIES_BEFORE_ALARM and TOKEN not in written.getvalue()


# At the end


async def test_what_a_stop_leaves_unanswered_is_answered_by_the_next_process(
    api: BotAPI, program: Program, store: Store, log: Callable[..., io.StringIO]
) -> None:
    written = log("info", "text", [])
    ann, held = Person(api, 1, "en"), asyncio.Event()
    async with talking(program, api, last_answers=0.01):
        assert (await ann.write("/help")).text
        api.hold["sendMessage"] = held
        for command in ("/sectors", "/briefings", "/debates"):
            await ann.send(command)
        await api.called("sendMessage", 2)
        await api.handled()  # all three are kept, the first is on its way
    held.set()
    del api.hold["sendMessage"]
    store.received = ReceivedRows(store, None)  # as the next process has it
    async with talking(program, api):
        rest = [(await ann.read()).text for _ in range(3)]
        assert (await ann.write("/help")).text
    assert len(set(rest)) == 3 and shown(api) == {"1": 5}
    assert "2 questions are answered after the next start" in written.getvalue()


async def test_what_one_bot_left_is_not_for_another(api: BotAPI, program: Program, store: Store) -> None:
    await left(store, said(7), bot="999")
    async with talking(program, api):
        assert (await Person(api, 2).write("/help")).text
    assert shown(api) == {"2": 1}
    assert store.connection.execute("select count(content) from received").fetchone() == (1,)
