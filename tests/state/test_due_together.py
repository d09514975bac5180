"""What is at hand of readers whose check-ins were claimed, where other processes write too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pytest

from bot.people.changes import Change, Follow, KeepIssue, MakeAppeal, MakePass, Second, Unsubscribe, Vote
from bot.people.readers import Issue, Reader, Subscription
from bot.people.schedule import Weekly
from bot.state import Delivery, Sent, State
from bot.state.postgres.claimed import MOMENT
from bot.state.postgres.engine import Postgres
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


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_at_hand_is_what_each_has(
    states: tuple[State, State], claimed: dict[str, Delivery], ways: Ways, kind: str
) -> None:
    here, there = states
    asked_anew = await there.known_for(claimed[kind], NOW)
    ways.clear()
    assert await here.known_for(claimed[kind], NOW) == asked_anew
    assert len(ways) == 1 and not any("votes" in each for each in ways[0]), "whether they are still subscribed"


@pytest.mark.parametrize("kind", KINDS)
async def test_who_leaves_after_the_claim_has_left(
    states: tuple[State, State], claimed: dict[str, Delivery], kind: str
) -> None:
    here, there = states
    await says(there, READERS[kind], Unsubscribe(), at=NOW)
    assert (await here.known_for(claimed[kind], NOW)).subscription is None


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_not_of_this_moment_is_asked_anew(
    states: tuple[State, State], claimed: dict[str, Delivery], kind: str
) -> None:
    here, there = states
    await says(there, READERS[kind], Follow("e/f"), at=NOW)
    for at in (NOW + MOMENT + dt.timedelta(milliseconds=1), NOW - dt.timedelta(seconds=1)):
        assert await here.known_for(claimed[kind], at) == await there.known_for(claimed[kind], at)


async def test_who_was_sent_one_is_asked_anew_and_others_are_not(
    states: tuple[State, State], claimed: dict[str, Delivery], ways: Ways
) -> None:
    here, _ = states
    first = claimed["nothing"]
    await here.ledger.record([Sent(first, "7", Issue(("a/c",), TODAY))], NOW)
    assert (await here.known_for(first, NOW)).asked == {"a/c": TODAY}
    ways.clear()
    assert (await here.known_for(claimed["follows"], NOW)).follows and not any("votes" in each for each in ways[0])
