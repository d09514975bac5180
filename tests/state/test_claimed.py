"""What is known of readers whose check-ins are claimed together is what is known of each, whatever happened since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import pytest

from bot.people.appeals import Reply
from bot.people.changes import Change, Cross, Follow, MakeAppeal, MakePass, Second, Vote
from bot.people.readers import Issue, Known, Reader, Subscription
from bot.state import Closed, Delivery, Sent
from bot.state.sqlite.store import Store
from tests.conftest import NOW, TODAY
from tests.delivery.test_worker import DAY, SLOT
from tests.support.at_once import at_once

BEFORE: Final = NOW - 30 * DAY
PAGE: Final = Reader("web", "k" * 43)
CROSSED: Final = Reader("telegram", "77")


def says(store: Store, reader: Reader, change: Change, at: dt.datetime = BEFORE) -> None:
    at_once(store.apply(change, chat=reader, person=reader, language="en", now=at))


def misses(store: Store, reader: Reader) -> None:
    with store.writing() as db:
        slot = f"{NOW - DAY:%Y-%m-%dT%H:%M:%SZ}"
        query = (
            "insert into deliveries (reader, channel, slot, state, next_at) values (?1, 'telegram', ?2, 'missed', ?2)"
        )
        db.execute(query, (at_once(store.number(reader)), slot))


def crosses(store: Store, reader: Reader) -> None:
    says(store, CROSSED, MakePass(key := f"key of {reader.id}"), NOW - DAY)
    says(store, reader, Cross(key), NOW - DAY)


def is_answered(store: Store, reader: Reader) -> None:
    says(store, reader, MakeAppeal("a/1", "held 2026-11-01", "It did not."))
    [appeal] = at_once(store.known(reader, reader, now=NOW)).appeals
    store.appeals.answer(
        Reply("one", str(appeal.number), appeal.number, "upheld", {"zh": "对", "en": "Right"}), "editor", NOW - DAY
    )


KINDS: Final[dict[str, Callable[[Store, Reader], object]]] = {
    "nothing": lambda store, reader: None,
    "votes": lambda store, reader: says(store, reader, Vote("a/b", "65")),
    "follows": lambda store, reader: says(store, reader, Follow("a/b")),
    "check-ins": lambda store, reader: store.keep_issue(reader, Issue(("a/b",), TODAY), BEFORE),
    "an appeal": is_answered,
    "seconds": lambda store, reader: says(store, reader, Second("a/1")),
    "a crossing": crosses,
    "a missed check-in": misses,
}


@pytest.fixture
async def claimed(store: Store) -> dict[str, Delivery]:
    """The claimed check-ins of readers of each kind, by kind."""
    readers = {kind: Reader("telegram", str(number)) for number, kind in enumerate(KINDS, 1)}
    await store.live(["a/b held 2026-11-01"], ["a"], NOW - 2 * DAY)
    for reader in (PAGE, *readers.values()):
        await store.subscribe(reader, Subscription(SLOT, NOW, NOW - 90 * DAY))
    says(store, PAGE, MakeAppeal("a/1", "held 2026-11-01", "It did not."))
    for kind, reader in readers.items():
        KINDS[kind](store, reader)
    await store.ledger.enqueue_due(NOW, 99)
    found = {each.reader: each for each in await store.ledger.claim("telegram", NOW, 99, DAY)}
    return {kind: found[reader] for kind, reader in readers.items()}


def alone(store: Store, delivery: Delivery) -> Known:
    """Return what is known where nothing was looked up for all."""
    return store._known(delivery.number, delivery.number, None, NOW, {}, language=delivery.language)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_looked_up_for_all_is_what_each_has(
    store: Store, claimed: dict[str, Delivery], kind: str
) -> None:
    assert store._claimed._holds() and await store.known_for(claimed[kind], NOW) == alone(store, claimed[kind])


@pytest.mark.parametrize("kind", KINDS)
async def test_what_happens_to_somebody_after_the_claim_is_known(
    store: Store, claimed: dict[str, Delivery], kind: str
) -> None:
    KINDS[kind](store, claimed["nothing"].reader)
    assert await store.known_for(claimed["nothing"], NOW) == alone(store, claimed["nothing"])


async def test_who_was_sent_something_is_looked_up_anew_and_the_others_are_not(
    store: Store, claimed: dict[str, Delivery]
) -> None:
    first = claimed["nothing"]
    await store.ledger.record([Sent(first, "7", Issue(("a/c",), TODAY)), Closed(claimed["votes"], "failed", "x")], NOW)
    assert (await store.known_for(first, NOW)).asked == {"a/c": TODAY} == alone(store, first).asked
    assert store._claimed.of(first.number) != (there := store._claimed.of(claimed["follows"].number)) == {"follows"}
    assert await store.known_for(claimed["follows"], NOW) == alone(store, claimed["follows"]) and there


async def test_for_readers_of_the_page_it_is_known_whose_answers_count(store: Store) -> None:
    await store.subscribe(PAGE, Subscription(SLOT, NOW, NOW - 90 * DAY))
    says(store, PAGE, Vote("a/b", "65"))
    await store.ledger.enqueue_due(NOW, 9)
    [delivery] = await store.ledger.claim("web", NOW, 9, DAY)
    assert await store.known_for(delivery, NOW) == alone(store, delivery)
    assert "uncounted" in store._claimed.of(delivery.number)
