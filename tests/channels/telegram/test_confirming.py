"""What Telegram may forget: the first update without an outcome and all behind it come again, and are taken once."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.confirming import MOST_HELD, Taken
from bot.serve.program import Program
from tests.conftest import polling
from tests.support.botapi import BotAPI, Person

GROUP: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "G"}


@given(st.permutations(range(7)), st.integers(0, 7))
async def test_nothing_is_confirmed_before_its_outcome_is_stored(order: list[int], many: int) -> None:
    taken = Taken()
    for number in range(7):
        assert await taken.add(number)
    for number in order[:many]:
        await taken.decided(number)
    taken.confirmed(taken.offset)
    assert taken.offset == min(order[many:], default=7)
    again = [await taken.add(number) for number in range(taken.offset, 7)]
    assert not any(again), "what comes again is passed over"


def test_before_the_first_update_nothing_is_confirmed() -> None:
    assert Taken().offset is None and Taken().following is None


async def test_so_many_may_wait_that_new_ones_are_still_heard_of() -> None:
    taken = Taken()
    for number in range(MOST_HELD):
        await taken.add(number)
    assert taken.offset == MOST_HELD
    taken.confirmed(taken.offset)
    await taken.add(MOST_HELD)
    assert taken.offset == MOST_HELD, "from there on outcomes are waited for again"


async def test_a_stop_is_heard_in_the_very_moment_the_last_outcome_is_stored() -> None:
    """Else polling goes on after it for ever, and the program never ends."""
    taken, turns = Taken(), 0
    while turns < 6:
        await taken.add(7)
        waiting = asyncio.create_task(taken.settled())
        await asyncio.sleep(0)
        await taken.decided(7)
        for _ in range(turns):
            await asyncio.sleep(0)
        if waiting.done():
            break
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled(), turns
        turns += 1
    assert turns, "it did wait"


async def test_who_waits_for_an_outcome_holds_up_nobody_and_is_answered_once(api: BotAPI, program: Program) -> None:
    api.hold["getChatMember"] = asyncio.Event()
    async with polling(program, api):
        member, ann = Person(api, 2, "en", chat=GROUP), Person(api, 1, "en")
        await member.send("/subscribe@hindsight_test_bot")
        await api.called("getChatMember", 1)
        for _ in range(3):
            assert (await ann.write("/help")).text
        assert api._updates, "that nobody knows the outcome of"
        api.hold["getChatMember"].set()
        assert (await member.read()).text
        await api.handled()
        assert (await ann.write("/help")).text
    assert api.outbox[GROUP["id"]].empty() and [name for name, _ in api.calls].count("getChatMember") == 1
