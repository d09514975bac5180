"""What check-ins need to know of their readers is asked together, and is true of each, while others write too."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pytest

from bot.people.changes import Change, Follow, KeepIssue, MakeAppeal, MakePass, Second, Unsubscribe, Vote
from bot.people.readers import Issue, Reader, Subscription
from bot.people.schedule import Weekly
from bot.state import Delivery, State, StateUnavailable
from bot.state.postgres import calls
from bot.state.postgres.engine import Postgres
from bot.state.sql.reader_votes import MOST_VOTES
from tests.conftest import NOW, TODAY
from tests.state.test_round_trips import DAY, Ways, ways
from tests.support import postgres
from tests.support.engines import POSTGRES, Clock

__all__ = ["ways"]  # a fixture

pytestmark = [*POSTGRES.marks]
APPELLANT: Final = Reader("telegram", "99")
KINDS: Final[dict[str, tuple[Change, ...]]] = {
    "nothing": (),
    "votes": (Vote("a/b", "65"), Vote("a/b", "80"), Vote("c/d", "20")),
    "follows": (Follow("a/b"),),
    "check-ins": (KeepIssue(Issue(("a/b",), TODAY)), KeepIssue(Issue(("c/d",), TODAY)), Vote("c/d", "35")),
    "an appeal": (MakeAppeal("a/1", "held 2026-11-01", "It did not."),),
    "seconds": (Second("a/1"),),
    "a pass": (MakePass("a key"),),
}
READERS: Final = {kind: Reader("telegram", str(number)) for number, kind in enumerate(KINDS, 1)}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def states(clock: Clock) -> Iterator[tuple[State, State]]:
    with (
        postgres.database() as address,
        closing(Postgres(address, clock).open()) as one,
        closing(Postgres(address).open()) as two,
    ):
        yield one, two


async def says(state: State, reader: Reader, *changes: Change, at: dt.datetime = NOW - 20 * DAY) -> None:
    for number, change in enumerate(changes):
        await state.apply(change, chat=reader, person=reader, language="en", now=at + number * DAY)


@pytest.fixture
async def claimed(states: tuple[State, State], clock: Clock) -> dict[str, Delivery]:
    """The check-ins of readers of each kind, which the first process has claimed, by kind."""
    here, there = states
    await says(there, APPELLANT, MakeAppeal("a/1", "held 2026-11-01", "It did not."))
    for kind, reader in READERS.items():
        await there.subscribe(reader, Subscription(Weekly(1, 570, "Etc/UTC"), NOW, NOW - 90 * DAY))
        await says(there, reader, *KINDS[kind])
    await here.ledger.enqueue_due(NOW, 99)
    clock.seconds += 1  # what concerns all readers is looked up again, and not within the tests
    await here.known(APPELLANT, APPELLANT, now=NOW)
    found = {each.reader: each for each in await here.ledger.claim("telegram", NOW, 99, DAY)}
    return {kind: found[reader] for kind, reader in READERS.items()}


async def test_of_many_it_is_asked_by_one_way_and_told_of_each(
    states: tuple[State, State], claimed: dict[str, Delivery], ways: Ways
) -> None:
    here, there = states
    asked_apart = [await there.known_for(each, NOW) for each in claimed.values()]
    ways.clear()
    asked = [here.known_for(each, NOW) for each in claimed.values()]
    assert await asyncio.gather(*asked) == asked_apart
    assert len(ways) == 1, "all of them came before it began"


@pytest.mark.parametrize("kind", KINDS)
async def test_who_comes_alone_is_asked_about_alone(
    states: tuple[State, State], claimed: dict[str, Delivery], ways: Ways, kind: str
) -> None:
    here, there = states
    asked_apart = await there.known_for(claimed[kind], NOW)
    ways.clear()
    assert await here.known_for(claimed[kind], NOW) == asked_apart
    assert len(ways) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_who_leaves_after_the_claim_has_left(
    states: tuple[State, State], claimed: dict[str, Delivery], kind: str
) -> None:
    here, there = states
    await says(there, READERS[kind], Unsubscribe(), at=NOW)
    assert (await here.known_for(claimed[kind], NOW)).subscription is None


@pytest.mark.parametrize("kind", KINDS)
async def test_what_others_wrote_after_the_claim_is_known(
    states: tuple[State, State], claimed: dict[str, Delivery], kind: str
) -> None:
    here, there = states
    await says(there, READERS[kind], Follow("e/f"), at=NOW)
    assert (await here.known_for(claimed[kind], NOW)).follows["e/f"] == TODAY


async def test_each_is_asked_as_of_its_own_time(states: tuple[State, State], claimed: dict[str, Delivery]) -> None:
    here, there = states
    times = [NOW + number * DAY for number in range(len(claimed))]
    asked = [here.known_for(*each) for each in zip(claimed.values(), times, strict=True)]
    apart = [await there.known_for(*each) for each in zip(claimed.values(), times, strict=True)]
    assert await asyncio.gather(*asked) == apart


async def test_what_was_said_here_counts_at_once(states: tuple[State, State], claimed: dict[str, Delivery]) -> None:
    here, _ = states
    await says(here, READERS["nothing"], Vote("x/y", "65"), at=NOW)
    known, *_ = await asyncio.gather(*(here.known_for(each, NOW) for each in claimed.values()))
    assert known.tallies["x/y"] == {"65": 1}


async def test_of_whom_there_is_more_than_is_asked_together_it_is_asked_apart(
    states: tuple[State, State], claimed: dict[str, Delivery], clock: Clock, ways: Ways
) -> None:
    here, there = states
    await says(there, READERS["votes"], *(Vote(f"q/{number}", "65") for number in range(MOST_VOTES + 1)), at=NOW)
    asked_apart = await there.known_for(claimed["votes"], NOW)
    clock.seconds += 1  # what all say is looked up again
    ways.clear()
    assert await here.known_for(claimed["votes"], NOW) == asked_apart
    assert len(ways) > 2, "together, and apart as it was not enough"


async def test_where_it_cannot_be_asked_all_are_told(
    states: tuple[State, State], claimed: dict[str, Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StateUnavailable("the database is away")

    here, _ = states
    monkeypatch.setattr(calls, "at_once", away)
    asked = (here.known_for(each, NOW) for each in claimed.values())
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in found] == [StateUnavailable] * len(claimed)
