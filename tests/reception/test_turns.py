"""A state that is waited for: messages of a reader take turns, and whoever goes away leaves nothing half done."""

from __future__ import annotations

import asyncio
import gc
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import App, Message
from bot.app.turns import Turns
from bot.people.readers import Reader
from bot.state import State
from bot.state.sqlite.engine import in_memory
from tests.conftest import NOW, built, shipped_edition
from tests.support.suspending import suspending

ANN, BEN, CLEO, DORA = (Reader("telegram", str(number)) for number in range(1, 5))
GROUP, PAGE = Reader("telegram", "-3"), Reader("web", "w" * 22)
KEY = "0" * 32
NAME = next(name for name, each in shipped_edition().by_ref.items() if not each.record.verdict)
TEXTS = (
    "/subscribe",
    "/settings day wed",
    "/settings time 20:15",
    "/settings zone Asia/Tokyo",
    f"/vote {NAME} 20",
    f"/vote {NAME} 80",
    f"/follow {NAME}",
    "/checkin",
    "/language zh",
    "/pause",
    "/resume",
    "/unsubscribe",
    "/forget yes",
)
WHO = ((ANN, ANN), (BEN, BEN), (GROUP, CLEO), (GROUP, DORA))
SAID = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(TEXTS)))


def asks(text: str, chat: Reader = ANN, person: Reader = ANN) -> Message:
    shared = chat == GROUP
    return Message(reader=chat, text=text, language="en", person=person if shared else None, shared=shared)


def app_of(state: State) -> App:
    return built(state, edition=shipped_edition()).app


async def stored(state: State) -> list[Any]:
    """Return all that is stored of readers but the numbers of rows, which tell who of several was first."""
    found = [json.loads(await state.as_json(each)) for each in (ANN, BEN, CLEO, DORA, GROUP)]
    return [{table: _plain(rows) for table, rows in each.items()} for each in found]


def _plain(rows: Any) -> Any:
    numbers = {"vote", "issue", "chat"}
    return [{name: each[name] for name in each.keys() - numbers} for each in rows] if isinstance(rows, list) else rows


@settings(max_examples=30)
@given(SAID)
async def test_what_comes_at_once_is_answered_and_kept_as_if_it_came_one_after_the_other(
    said: list[tuple[tuple[Reader, Reader], str]],
) -> None:
    messages = [asks(text, *who) for who, text in said]
    one_by_one, at_once = in_memory(), in_memory()
    app = app_of(one_by_one)
    expected = [await app.reply(each, NOW) for each in messages]
    app = app_of(suspending(at_once))
    found = await asyncio.gather(*(app.reply(each, NOW) for each in messages))
    assert [each.title for each in found] == [each.title for each in expected]
    assert await stored(at_once) == await stored(one_by_one)
    one_by_one.close()
    at_once.close()


async def test_two_changes_of_one_subscription_at_once_are_both_kept() -> None:
    state = in_memory()
    app = app_of(suspending(state))
    await app.reply(asks("/subscribe"), NOW)
    await asyncio.gather(*(app.reply(asks(f"/settings {each}"), NOW) for each in ("day wed", "time 20:15")))
    subscription = await state.subscription(ANN)
    assert subscription and (subscription.weekly.weekday, subscription.weekly.minute) == (2, 20 * 60 + 15)
    state.close()


async def test_other_readers_need_not_wait_for_one_who_does() -> None:
    turns = Turns()
    async with turns.of(GROUP, ANN):
        waits = [asyncio.create_task(_turn(turns, *who)) for who in ((ANN,), (GROUP, DORA))]
        await _turn(turns, BEN)
        assert not any(each.done() for each in waits)
    await asyncio.gather(*waits)
    del waits
    gc.collect()
    assert not turns._locks, "what nobody needs is not kept"


async def _turn(turns: Turns, *who: Reader) -> None:
    async with turns.of(*who):
        await asyncio.sleep(0)


@pytest.mark.parametrize("text", ["/subscribe", f"/vote {NAME} 80", f"/follow {NAME}", "/language zh", "/forget yes"])
async def test_whoever_goes_away_at_any_moment_has_changed_all_or_nothing_and_holds_up_nobody(text: str) -> None:
    outcomes = set[bytes]()
    for moment in range(100):
        state = in_memory()
        app = app_of(suspending(state))
        await app.reply(asks(f"/vote {NAME} 20"), NOW)
        before = await state.as_json(ANN)
        leaving = asyncio.create_task(app.reply(asks(text), NOW))
        for _ in range(moment):
            await asyncio.sleep(0)
        gone = leaving.cancel()
        await asyncio.wait([leaving])
        outcomes.add(await state.as_json(ANN))
        async with asyncio.timeout(10):
            await app.reply(asks("/help"), NOW)
        after = await state.as_json(ANN)
        state.close()
        if not gone:
            assert before != after and outcomes == {before, after}, "and it went through both"
            return
    raise AssertionError("it never ends")


async def test_whoever_goes_away_while_their_link_is_used_does_not_keep_the_other_end_from_hearing_of_it() -> None:
    crossed = list[bool]()
    for moment in range(100):
        state, told = in_memory(), list[Reader]()
        app = App(
            shipped_edition(),
            suspending(state),
            new_id=lambda: "0123abcd",
            zone="Etc/UTC",
            default="en",
            editors=(),
            new_key=lambda: KEY,
            ways=lambda: {"web": lambda command: f"https://example.org/?q={command}"},
            tell=lambda reader, _, told=told: told.append(reader),  # type: ignore[misc]
        )
        for text in (f"/vote {NAME} 20", "/continue link"):
            await app.reply(asks(text), NOW)
        leaving = asyncio.create_task(app.reply(Message(reader=PAGE, text=f"/cross {KEY} yes", language="en"), NOW))
        for _ in range(moment):
            await asyncio.sleep(0)
        gone = leaving.cancel()
        for _ in range(100):
            await asyncio.sleep(0)
        crossed.append(NAME in (await state.known(PAGE, PAGE, now=NOW)).chances)
        state.close()
        assert told == [ANN] * crossed[-1]
        if not gone:
            assert set(crossed) == {False, True}
            return
    raise AssertionError("it never ends")
