"""Whatever one person or group sends on Telegram, another's question is answered; what is dropped is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.channels.telegram.fair_queue import LONGEST_LANE
from bot.channels.telegram.overload import EXCUSES_AT_ONCE
from bot.serve.program import Program
from bot.words import say
from tests.conftest import polling, talking
from tests.support.botapi import BotAPI, Person, Refusal, Sent

GROUP: dict[str, Any] = {"id": -100500, "type": "supergroup", "title": "Readers"}
DUE = "ten-hypotheses/support-first"
SLOWER = say("en", "slower")


@pytest.fixture
async def slow(api: BotAPI, program: Program) -> AsyncIterator[BotAPI]:
    """The bot; nothing that is sent to person 1 or to the group arrives before the test lets it go."""
    async with polling(program, api):
        api.hold = {1: asyncio.Event(), GROUP["id"]: asyncio.Event()}
        yield api
        for each in api.hold.values():
            each.set()


async def forwards(api: BotAPI) -> None:
    for number in range(100):
        await Person(api, 1, "en").send(f"agents {number}")


async def taps(api: BotAPI) -> None:
    for _ in range(100):
        await Person(api, 1, "en").tap(f"/prediction {DUE}", 5)


async def pictures(api: BotAPI) -> None:
    for _ in range(100):
        await Person(api, 1, "en").tap("/picture timeline", 5)


async def one_member(api: BotAPI) -> None:
    for _ in range(100):
        await Person(api, 1, "en", GROUP).send("/help")


async def all_members(api: BotAPI) -> None:
    for number in range(100):
        await Person(api, 1000 + number, "en", GROUP).send("/help")


async def many_groups(api: BotAPI) -> None:
    for number in range(100):
        chat = {**GROUP, "id": -200_000 - number}
        api.hold[chat["id"]] = api.hold[1]
        await Person(api, 1, "en", chat).send("/help")


@pytest.mark.parametrize("much", [forwards, taps, pictures, one_member, all_members, many_groups])
async def test_however_slow_the_answers_to_one_are_the_next_answer_is_anothers(
    slow: BotAPI, much: Callable[[BotAPI], Awaitable[None]]
) -> None:
    await much(slow)
    assert say("en", "help-title") in (await Person(slow, 2, "en").write("/help")).text
    await slow.handled()
    assert not any(chat in slow.outbox for chat in slow.hold)


async def test_a_member_of_a_group_is_answered_whatever_another_member_sends_there(
    api: BotAPI, program: Program
) -> None:
    async with polling(program, api):
        await one_member(api)
        asked = await Person(api, 2, "en", GROUP).send("/help")
        while (await Person(api, 2, "en", GROUP).read()).replies_to != asked:
            pass


async def test_a_chat_that_is_told_to_wait_holds_up_itself_alone(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        for chat in range(100, 140):
            api.refuse[chat] = [Refusal(429, "Too Many Requests: retry after 25", retry_after=25)]
            await Person(api, chat, "en").send("/help")
        assert (await Person(api, 2, "en").write("/help")).text
        assert set(api.outbox) == {2}
    assert set(api.outbox) == {2}  # a stop gives up those who wait


async def test_of_too_many_questions_the_last_are_answered_and_that_is_told_once(slow: BotAPI) -> None:
    person = Person(slow, 1, "en")
    await person.send("/help")
    await slow.called("sendMessage", 1)
    await forwards(slow)
    assert (await Person(slow, 2, "en").write("/help")).text  # so that all have been taken
    slow.hold[1].set()
    answers = [await person.read() for _ in range(2 + LONGEST_LANE)]
    assert say("en", "help-title") in answers[0].text
    assert [SLOWER in each.text for each in answers] == [False, True] + LONGEST_LANE * [False]
    assert (await person.write("/sectors")).text != answers[-1].text
    assert slow.outbox[1].empty()


async def test_of_too_many_presses_each_is_acknowledged_and_none_seems_counted_that_is_not(slow: BotAPI) -> None:
    person, words = Person(slow, 1, "en"), ["yes", "no"]
    await person.send("/help")
    await slow.called("sendMessage", 1)
    presses = [await person.tap(f"/vote {DUE} {words[number % 2]}", 5) for number in range(3 * LONGEST_LANE)]
    toasts = [(await slow.acknowledged(press)).get("text", "") for press in presses[: 2 * LONGEST_LANE]]
    assert set(toasts) == {SLOWER}
    slow.hold[1].set()
    assert SLOWER not in [(await slow.acknowledged(press)).get("text", "") for press in presses[2 * LONGEST_LANE :]]
    answers = [await person.read() for _ in range(1 + LONGEST_LANE)]
    last = say("en", "you-said", what=say("en", f"ruling-{words[-1]}"))
    assert last in answers[-1].text and not any(SLOWER in each.text for each in answers)
    page: Sent = await person.write(f"/prediction {DUE}")
    assert last in page.text


async def test_who_presses_fast_while_acknowledging_is_slow_takes_few_connections(
    api: BotAPI, program: Program
) -> None:
    async with polling(program, api):
        api.hold["answerCallbackQuery"] = asyncio.Event()
        for _ in range(5):
            for _ in range(LONGEST_LANE):
                await Person(api, 1, "en").tap("/help", 5)
            assert (await Person(api, 2, "en").write("/help")).text
        assert [method for method, _ in api.calls].count("answerCallbackQuery") <= 1 + EXCUSES_AT_ONCE
        api.hold["answerCallbackQuery"].set()


async def test_a_stop_gives_up_what_nobody_can_have_soon(api: BotAPI, program: Program) -> None:
    api.hold[1] = asyncio.Event()
    async with talking(program, api, last_answers=0.05) as (_, task):
        await forwards(api)
        await Person(api, 2, "en").write("/help")
    assert task.done() and not task.exception()
    sent = [form for method, form in api.calls if method == "sendMessage" and form["chat_id"] == "1"]
    assert len(sent) == 1
    api.hold[1].set()
