"""What comes while something is done is done together, next; nobody gets what is another's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.batches import Batches

OF_TWO = 2


class Work:
    """Doubles numbers, once it is let; odd ones are refused."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.let = asyncio.Event(), asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.batches.append([*numbers])
        self.begun.set()
        await self.let.wait()
        if 0 in numbers:
            raise ZeroDivisionError
        return [ValueError(number) if number % 2 else 2 * number for number in numbers]


async def begun(batches: Batches[int, int], work: Work, first: int) -> asyncio.Future[int]:
    """Have a first one that is being done."""
    found = batches.add(first)
    await work.begun.wait()
    return found


async def test_what_comes_meanwhile_is_done_together() -> None:
    batches = Batches(work := Work())
    found = [await begun(batches, work, 2), *(batches.add(number) for number in (4, 6, 8))]
    work.let.set()
    assert await asyncio.gather(*found) == [4, 8, 12, 16]
    assert work.batches == [[2], [4, 6, 8]]


async def test_each_gets_its_own_whether_good_or_bad() -> None:
    batches = Batches(work := Work())
    work.let.set()
    good, bad = await asyncio.gather(batches.add(2), batches.add(3), return_exceptions=True)
    assert good == 4
    assert isinstance(bad, ValueError)
    assert bad.args == (3,)


async def test_where_all_of_it_fails_all_are_told_and_the_next_begins_anew() -> None:
    batches = Batches(work := Work())
    work.let.set()
    found = await asyncio.gather(batches.add(0), batches.add(2), return_exceptions=True)
    assert [type(each) for each in found] == [ZeroDivisionError] * 2
    assert await batches.add(2) == 4


async def test_no_more_than_so_many_are_done_together_and_in_their_order() -> None:
    batches = Batches(work := Work(), most=OF_TWO)
    work.let.set()
    assert await asyncio.gather(*(batches.add(2 * number) for number in range(1, 6))) == [4, 8, 12, 16, 20]
    assert work.batches == [[2, 4], [6, 8], [10]]


async def test_who_waits_no_more_takes_nothing_from_others() -> None:
    batches = Batches(work := Work())
    first = await begun(batches, work, 2)
    left, stays = batches.add(4), batches.add(6)
    left.cancel()
    work.let.set()
    assert (await first, await stays) == (4, 12)


async def test_the_end_is_waited_for_also_of_what_nobody_waits_for() -> None:
    batches = Batches(work := Work(), gather=0.001)
    found = [await begun(batches, work, 2), batches.add(4), batches.add(6)]
    for each in found:
        each.cancel()
    work.let.set()
    await batches.done()
    assert work.batches == [[2], [4, 6]]


async def test_where_nothing_is_done_nothing_is_waited_for() -> None:
    await Batches(Work()).done()


@pytest.mark.parametrize("gather", [0.0, 0.001])
async def test_what_comes_while_others_are_gathered_is_with_them(gather: float) -> None:
    batches = Batches(work := Work(), gather)
    work.let.set()
    await asyncio.gather(*(batches.add(2 * number) for number in range(1, 3)))
    found = [batches.add(number) for number in (6, 8)]
    assert await asyncio.gather(*found) == [12, 16]
    assert work.batches == [[2, 4], [6, 8]]
