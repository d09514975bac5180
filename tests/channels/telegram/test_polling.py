"""Polling never ends: whatever Telegram answers it is tried again, and told; what cannot be read is passed over."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from telegram import Bot
from telegram.error import InvalidToken, RetryAfter

from bot.answers import Answer
from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.faults import MaybeSent
from bot.channels.telegram.poll_errors import (
    LONGEST_FLOOD,
    NONE,
    POLL_WAITS,
    SILENCE,
    TRIES_BEFORE_ALARM,
    Alarm,
    Trouble,
)
from bot.channels.telegram.polling import Poller, Polling
from bot.channels.telegram.raw_updates import RawUpdate
from bot.serve.program import Program
from bot.words import say
from tests.conftest import NOW, polling, talking
from tests.support.botapi import TOKEN, BotAPI, Garbled, Person, Refusal
from tests.support.quiet import PATIENCE

WORDS = "what nobody but the two of them may read"
CHAT = {"id": 1, "type": "private"}
DEEP: Any = WORDS
for _ in range(300):
    DEEP = {"message_id": 1, "date": 1, "chat": CHAT, "reply_to_message": DEEP}
UNREADABLE = [
    pytest.param({"message": {"chat": 5, "text": WORDS}}, id="a chat that is a number"),
    pytest.param({"message": WORDS}, id="a message that is a text"),
    pytest.param({"message": {"message_id": 1, "chat": CHAT, "text": WORDS}}, id="a message without a date"),
    pytest.param({"message": {"message_id": 1, "date": WORDS, "chat": CHAT}}, id="a date in words"),
    pytest.param({"message": DEEP}, id="answers to answers to answers"),
    pytest.param({"callback_query": {"data": WORDS}}, id="a button nobody pressed"),
    pytest.param({"callback_query": [WORDS]}, id="a list where one is pressed"),
    pytest.param({"my_chat_member": {"chat": CHAT, "date": WORDS}}, id="a change at no time"),
]


@pytest.mark.parametrize("update", UNREADABLE)
async def test_an_update_that_cannot_be_read_is_passed_over_and_the_next_answered(
    api: BotAPI, program: Program, log: Callable[..., io.StringIO], update: dict[str, Any]
) -> None:
    written = log("debug", "text", [])
    async with polling(program, api):
        person = Person(api, 1)
        await api.update(**update)  # alone, and in the same answer as one that can be read
        assert (await person.write("/help")).text
        await api.update(**update)
        assert (await person.write("/help")).text
        await api.handled()
    assert written.getvalue().count("cannot be read and is passed over") >= 2
    assert WORDS not in written.getvalue()


@pytest.mark.parametrize("update", [5, None, [], {}, {"update_id": "7"}, {"update_id": None, "message": 1}])
def test_what_has_no_number_is_dropped(update: object) -> None:
    readable = {"update_id": 8}
    payload = orjson.dumps({"ok": True, "result": [update, readable]})
    assert Polling.parse_json_payload(payload)["result"] == [readable]


@pytest.mark.parametrize("result", [5, None, "x", {"update_id": 7}])
def test_what_is_no_list_of_updates_is_asked_for_again(result: object) -> None:
    with pytest.raises(MaybeSent):
        Polling.parse_json_payload(orjson.dumps({"ok": True, "result": result}))


def test_a_refusal_is_the_librarys_to_read() -> None:
    refusal = {"ok": False, "error_code": 409, "description": "Conflict"}
    assert Polling.parse_json_payload(orjson.dumps(refusal)) == refusal


def words(answer: Answer) -> str:
    return "".join(span.text for span in answer.blocks[0].spans)


REFUSALS = {
    "401": lambda: Refusal(401, "Unauthorized"),
    "403": lambda: Refusal(403, "Forbidden"),
    "404": lambda: Refusal(404, "Not Found"),
    "404 of a gateway": lambda: Garbled(404, b"<html>404</html>"),
    "409": lambda: Refusal(409, "Conflict: terminated by other getUpdates request"),
    "429": lambda: Refusal(429, "Too Many Requests: retry after 1", retry_after=1),
    "500": lambda: Refusal(500, "Internal Server Error"),
    "502 of a gateway": lambda: Garbled(502, b"<html>502</html>"),
    "garbage": lambda: Garbled(200, b"<html>welcome to this hotel</html>"),
    "half an answer": lambda: Garbled(200, b'{"ok":true,"result":[{"upd'),
    "a list": lambda: Garbled(200, b"[]"),
    "nothing": lambda: Garbled(200, b""),
}
SOON = (0.01,)


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_whatever_telegram_answers_to_polling_it_is_tried_until_it_works(
    api: BotAPI, program: Program, method: str, refusal: Callable[[], Refusal]
) -> None:
    api.refuse[method] = [refusal() for _ in range(1 if refusal().code == 429 else 6)]
    async with talking(program, api, waits=SOON) as (channel, task):
        assert (await Person(api, 1).write("/help")).text
        assert not task.done() and not api.refuse[method]
        assert not channel.trouble


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_polling_that_worked_once_is_outlasted_too(
    api: BotAPI, program: Program, refusal: Callable[[], Refusal]
) -> None:
    async with talking(program, api, waits=SOON) as (_, task):
        assert (await Person(api, 1).write("/help")).text
        api.refuse["getUpdates"] = [refusal() for _ in range(1 if refusal().code == 429 else 6)]
        assert (await Person(api, 1).write("/sectors")).text  # of the request under way
        assert (await Person(api, 1).write("/help")).text
        assert not task.done() and not api.refuse["getUpdates"]


async def test_a_webhook_that_somebody_sets_meanwhile_is_taken_off_again(api: BotAPI, program: Program) -> None:
    async with talking(program, api, waits=SOON) as (_, __):
        assert (await Person(api, 1).write("/help")).text
        set_by_another = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        api.refuse["getUpdates"] = [Refusal(409, set_by_another)]
        assert (await Person(api, 1).write("/sectors")).text  # of the request under way
        assert (await Person(api, 1).write("/help")).text
        assert [method for method, _ in api.done].count("deleteWebhook") == 2


async def test_that_nothing_arrives_is_told_once_and_that_it_does_again(
    api: BotAPI, program: Program, log: Callable[..., io.StringIO]
) -> None:
    written, told = log("info", "text", [TOKEN]), list[Answer]()
    async with talking(program, api, waits=SOON, tell=lambda notice: told.append(notice("en"))) as (_, __):
        api.refuse["getUpdates"] = [Refusal(401, "Unauthorized") for _ in range(3 * TRIES_BEFORE_ALARM)]
        assert (await Person(api, 1).write("/help")).text
    refused = say("en", "polling-token")
    assert [words(each) for each in told] == [
        say("en", "polling-stands", why=refused),
        say("en", "polling-again"),
    ]
    lines = [line for line in written.getvalue().splitlines() if refused in line or "works again" in line]
    assert len(lines) == 2 and " WARNING " in lines[0] and f"at try {3 * TRIES_BEFORE_ALARM + 1}" in lines[1]
    assert TOKEN not in written.getvalue()


async def test_why_nothing_arrives_is_known_as_long_as_it_does_not(api: BotAPI, program: Program) -> None:
    api.token = "another"
    async with talking(program, api, waits=SOON) as (channel, _):
        await api.called("getMe", TRIES_BEFORE_ALARM)
        assert channel.trouble == say("en", "polling-token")
        api.token = TOKEN
        assert (await Person(api, 1).write("/help")).text
        assert not channel.trouble


async def test_of_two_who_poll_with_one_token_the_one_that_is_left_serves(api: BotAPI, program: Program) -> None:
    async with talking(program, api, waits=SOON) as (_, younger):
        async with talking(program, api, waits=SOON) as (_, older):
            for _ in range(5):
                assert (await Person(api, 1).write("/help")).text
            assert not older.done()
        assert not younger.done() and not older.exception()
        assert (await Person(api, 1).write("/help")).text


@pytest.mark.parametrize(
    "fault", [RuntimeError("a bug"), MemoryError(), RecursionError(), TimeoutError(), OSError(24, "")]
)
async def test_a_fault_of_ours_ends_polling_no_more_than_one_of_telegram(api: BotAPI, fault: Exception) -> None:
    taken = asyncio.Queue[int]()

    async def take(update: RawUpdate) -> None:
        if taken.empty():
            taken.put_nowait(0)
            raise fault
        taken.put_nowait(update["update_id"])

    async def room() -> None:
        return None

    bot = Bot(TOKEN, f"{api.url}/bot", get_updates_request=(polling := Polling(1)))
    poller = Poller(bot, polling, take, room=room, tell=lambda _: None, taken=Taken(), waits=SOON)
    task = asyncio.create_task(poller.run())
    for _ in range(2):
        await api.update()
        async with asyncio.timeout(PATIENCE):
            await taken.get()
    assert taken.empty() or await taken.get()
    assert not task.done()
    task.cancel()
    await asyncio.wait([task])
    await bot.shutdown()


def test_waits_grow_to_a_minute_and_a_flood_limit_is_waited_for() -> None:
    trouble, waits = NONE, []
    for _ in range(9):
        trouble = trouble.again(InvalidToken("holds the token"))
        waits.append(trouble.wait())
    assert waits == [*POLL_WAITS, 60, 60] and "holds" not in trouble.why
    assert trouble.again(RetryAfter(90)).wait() == 90
    assert trouble.again(RetryAfter(10**9)).wait() == LONGEST_FLOOD
    assert NONE.again(RetryAfter(0)).wait() == POLL_WAITS[0]


def test_editors_are_not_told_the_same_all_day() -> None:
    told, now = list[str](), [NOW]
    alarm = Alarm(lambda notice: told.append(words(notice("en"))), lambda: now[0])
    for _ in range(5):
        alarm(Trouble("elsewhere", tries=TRIES_BEFORE_ALARM))
        alarm(None)
    assert len(told) == 2
    now[0] += SILENCE
    alarm(Trouble("elsewhere", tries=TRIES_BEFORE_ALARM))
    assert len(told) == 3
