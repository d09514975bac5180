"""Readers taken to another state: all of them and all of each, once however often, and never from a damaged file."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import datetime as dt
import hashlib
import io
import json
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.app import App
from bot.content.edition import Edition
from bot.content.texts import Written
from bot.delivery.channel import Gone
from bot.people.appeals import DECISIONS, Reply
from bot.people.changes import MakeAppeal, Second
from bot.people.readers import CHANCES, RULINGS, Issue, Reader, Subscription
from bot.people.schedule import Weekly
from bot.state import Closed, Delivery, Requeued, Sent, Unusable
from bot.state.sql.transfer import export_readers
from bot.state.sqlite.migrations import migrations
from bot.state.sqlite.store import Store
from bot.state.transfer import CARRIED
from tests.conftest import NOW, ROOT, built
from tests.delivery.test_worker import DAY, SLOT, World
from tests.support.at_once import at_once
from tests.support.botapi import TOKEN
from tests.support.home import Home, running

ANN, BEN, GROUP, PAGE = Reader("telegram", "1"), Reader("telegram", "2"), Reader("telegram", "-100"), Reader("web", "k")
CHATS = (ANN, BEN, GROUP, PAGE)
LEFT = {
    "votes": {"vote"},
    "issues": {"issue"},
    "deliveries": {"delivery", "channel", "lease_until", "message", "note"},
    "inbox": {"item"},
    "conversations": {"question"},
    "editors": {"since"},
    "forms": {"form", "at"},
    "appeals": {"appeal", "reply"},
    "passes": {"key", "until"},
    "crossings": {"crossing", "maker", "key", "at", "answers", "carried"},
}
"""What stays behind: numbers, what only the old bot's messages mean, its notes, and rights: the settings give those.

So do links by which readers go on elsewhere, and the way back: they lead to this bot, and are good for days at most.
"""

Act = Callable[[Store], object]


@contextlib.contextmanager
def state() -> Iterator[Store]:
    """An empty state in memory."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        yield Store(connection)


def exported(store: Store) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        export_readers(store.connection, Path(folder) / "readers.jsonl")
        return (Path(folder) / "readers.jsonl").read_bytes()


def imported(store: Store, file: bytes) -> tuple[int, int]:
    return store.bring(io.BytesIO(file))


def everything(store: Store, reader: Reader) -> dict[str, Any]:
    """All that is stored of a reader, less what stays behind; a delivery has its issue in place of its number."""
    found = store.everything(reader)
    issues = {row["issue"]: row for row in found.get("issues", ())}
    for row in found.get("deliveries", ()):
        row["issue"] = issues.get(row["issue"])
        row["state"] = "queued" if row["state"] == "sending" else row["state"]
    for table, names in LEFT.items():
        for row in found.get(table, ()):
            for name in names - {"issue"} if table == "deliveries" else names:
                del row[name]
    return found


# Whatever a state went through


def act(choice: tuple[int, Reader, str, str, int]) -> Act:
    """One thing a reader, or we for a reader, may have done at an hour."""
    kind, reader, prediction, value, hour = choice
    now = NOW + dt.timedelta(hours=hour)
    weekly = Weekly(hour % 7, hour * 7 % 1440, "Europe/London")
    subscription = Subscription(weekly, now + DAY, now, now if hour % 3 else None, (prediction,), hour, hour % 2 == 0)
    issue = Issue((prediction,), now.date(), ("v",), (value,))
    acts: list[Act] = [
        lambda store: store.vote(reader, prediction, value, now),
        lambda store: store.choose_language(reader, "en" if hour % 2 else "zh"),
        lambda store: at_once(store.subscribe(reader, subscription)),
        lambda store: store.keep_issue(reader, issue, now),
        lambda store: at_once(store.pause(reader, "reader" if hour % 2 else "blocked", now)),
        lambda store: store.unsubscribe(reader),
        lambda store: at_once(store.put(reader, f"/{value}", now)),
        lambda store: at_once(store.seen(reader, hour % 3)),
        lambda store: at_once(store.keep_question(reader, f"/{value}", now, f"/{CHANCES[hour % 4]}")),
        lambda store: at_once(store.live([prediction], [value], now)),
        lambda store: at_once(store.ledger.enqueue_due(now + 2 * DAY, 10)),
        lambda store: at_once(delivered(store, issue, now + 2 * DAY, hour)),
        lambda store: store.appeals.make(reader, MakeAppeal(prediction, "held 2026-11-01", value), now),
        lambda store: store.appeals.second(reader, Second(prediction, off=hour % 5 == 0), now),
        lambda store: answered(store, prediction, now, hour),
    ]
    return acts[kind % len(acts)]


async def delivered(store: Store, issue: Issue, now: dt.datetime, hour: int) -> None:
    """Deliver what is queued, or fail to, or be interrupted."""
    ledger = store.ledger
    for each in await ledger.claim("telegram", now, 3, DAY):
        if hour % 4 == 0:
            await ledger.record([Sent(each, str(hour), issue)], now)
        elif hour % 4 == 1:
            await ledger.record([Requeued(each, now + DAY, "no route")], now)
        elif hour % 4 == 2:
            await ledger.record([Closed(each, "gone", "blocked", "blocked")], now)


def answered(store: Store, prediction: str, now: dt.datetime, hour: int) -> None:
    """Answer all appeals about a prediction, one way or another; sometimes a reader leaves after that."""
    words: dict[Written, str] = {"zh": "答复", "en": f"answer {hour % 3}"}
    store.appeals.answer(Reply("forecast", prediction, 10**6, DECISIONS[hour % 3], words), "telegram:7", now)
    if hour % 4 == 0:
        store.forget(CHATS[hour % len(CHATS)])


ACTS = st.lists(
    st.builds(
        act,
        st.tuples(
            st.integers(0, 14),
            st.sampled_from(CHATS),
            st.sampled_from(("a/b", "c/d", "丙/丁")),
            st.sampled_from((*CHANCES, *RULINGS)),
            st.integers(0, 300),
        ),
    ),
    max_size=40,
)


def went(acts: list[Act], store: Store) -> Store:
    for each in acts:
        each(store)
    return store


@given(ACTS)
async def test_a_fresh_state_gets_all_of_every_reader(acts: list[Act]) -> None:
    with state() as old, state() as new:
        file = exported(went(acts, old))
        count = old.connection.execute("select count(*) from readers").fetchone()[0]
        assert imported(new, file) == (count, 0)
        assert [everything(new, each) for each in CHATS] == [everything(old, each) for each in CHATS]
        assert exported(new) == file
        ann, same = await old.known(ANN, ANN), await new.known(ANN, ANN)
        assert (same.tallies, same.rulings, same.chances) == (ann.tallies, ann.rulings, ann.chances)
        assert (same.asked, same.issue, same.missed) == (ann.asked, ann.issue, ann.missed)
        assert (same.new_verdicts, same.new_briefings) == (ann.new_verdicts, ann.new_briefings)


@given(ACTS, ACTS)
def test_twice_is_once_whatever_was_there_before(acts: list[Act], others: list[Act]) -> None:
    with state() as old, state() as new:
        file = exported(went(acts, old))
        imported(went(others, new), file)
        once = exported(new)
        imported(new, file)
        assert exported(new) == once


@given(ACTS, ACTS)
def test_nothing_a_reader_said_or_was_asked_is_lost_on_either_side(acts: list[Act], others: list[Act]) -> None:
    with state() as old, state() as new:
        file = exported(went(acts, old))
        before = {
            each: (everything(old, each), everything(went(others if each == ANN else [], new), each)) for each in CHATS
        }
        imported(new, file)
        for each, sides in before.items():
            joined = everything(new, each)
            for side in filter(None, sides):
                for table in ("votes", "issues"):
                    assert all(row in joined[table] for row in side[table])
                asked = {row["prediction"]: row["at"] for row in joined["asked"]}
                assert all(asked[row["prediction"]] >= row["at"] for row in side["asked"])
                assert len(joined["subscriptions"]) >= len(side["subscriptions"])
                slots = {row["slot"]: row["state"] for row in joined["deliveries"]}
                done = [row for row in side["deliveries"] if row["state"] != "queued"]
                assert all(slots[row["slot"]] != "queued" for row in done)


# What is joined


def subscription(day: int, **changes: Any) -> Subscription:
    return replace(Subscription(SLOT, NOW + 7 * DAY, NOW + day * DAY), **changes)


@pytest.mark.parametrize(
    ("there", "brought", "stays"),
    [
        (subscription(0), subscription(-9), "there"),
        (subscription(-9), subscription(0), "brought"),
        (subscription(-9), subscription(-9, last_at=NOW), "brought"),
        (subscription(-9, last_at=NOW), subscription(-2), "there"),
        (subscription(-9, last_at=NOW - 7 * DAY), subscription(-9, paused="reader", paused_on=NOW.date()), "brought"),
        (subscription(-9, paused="reader", paused_on=NOW.date()), subscription(-9, last_at=NOW - 7 * DAY), "there"),
        (subscription(0), subscription(0, topic=7), "there"),
        (None, subscription(0), "brought"),
        (subscription(0), None, "there"),
    ],
)
async def test_of_two_subscriptions_the_newer_one_stays(
    there: Subscription | None, brought: Subscription | None, stays: str
) -> None:
    with state() as old, state() as new:
        for store, each, language in ((old, brought, "en"), (new, there, "zh")):
            store.choose_language(ANN, "en" if language == "en" else "zh")
            if each:
                await store.subscribe(ANN, each)
        imported(new, exported(old))
        assert await new.subscription(ANN) == {"there": there, "brought": brought}[stays]
        assert await new.language(ANN) == {"there": "zh", "brought": "en"}[stays]


async def test_the_last_word_counts_wherever_it_was_said() -> None:
    with state() as old, state() as new:
        old.vote(ANN, "a/b", "20", NOW)
        new.vote(ANN, "a/b", "80", NOW + DAY)
        old.vote(ANN, "c/d", "95", NOW + DAY)
        new.vote(ANN, "c/d", "5", NOW)
        imported(new, exported(old))
        known = await new.known(ANN, ANN)
        assert known.chances == {"a/b": "80", "c/d": "95"}
        assert known.tallies == {"a/b": {"80": 1}, "c/d": {"95": 1}}


@pytest.mark.parametrize("days", [1, -1])
async def test_when_a_reader_was_last_asked_is_the_later_and_when_something_was_new_the_earlier_time(days: int) -> None:
    with state() as old, state() as new:
        for store, now in ((old, NOW), (new, NOW + days * DAY)):
            await store.subscribe(ANN, subscription(-9))
            store.keep_issue(ANN, Issue(("a/b",), now.date()), now)
            await store.live([], ["x"], now)
        imported(new, exported(old))
        assert (await new.known(ANN, ANN)).asked == {"a/b": max(NOW, NOW + days * DAY).date()}
        [(at,)] = new.connection.execute("select at from news")
        assert dt.datetime.fromisoformat(at) == min(NOW, NOW + days * DAY)


async def test_a_conversation_keeps_its_order_whatever_the_clock_said() -> None:
    with state() as old, state() as new:
        old.choose_language(PAGE, "en")
        for command, hours in (("/timeline", 2), ("/scores", 0), ("/sectors", 1)):
            assert await old.keep_question(PAGE, command, NOW + dt.timedelta(hours=hours))
        file = exported(old)
        assert imported(new, file) == (1, 0)
        assert exported(new) == file
        assert [each for _, each in await new.conversation(PAGE, NOW, 9)] == ["/timeline", "/scores", "/sectors"]


def test_an_issue_is_known_again_however_its_lists_were_written() -> None:
    with state() as old, state() as new:
        for store in (old, new):
            store.keep_issue(ANN, Issue(("a/b", "丙/丁"), NOW.date()), NOW)
        old.connection.execute("update issues set questions = ?", (json.dumps(["a/b", "丙/丁"], indent=1),))
        imported(new, exported(old))
        assert len(new.everything(ANN)["issues"]) == 1


SHOWN = Issue(("a/b",), NOW.date())


async def slot(store: Store, state: str, since: int) -> None:
    """Subscribe a reader and bring the delivery of one slot into a state."""
    store.keep_issue(ANN, Issue(("c/d",), NOW.date()), NOW - 7 * DAY)
    await store.subscribe(ANN, replace(subscription(since), next_at=NOW))
    ledger = store.ledger
    if state:
        await ledger.enqueue_due(NOW, 1)
    if state in ("sending", "sent", "failed"):
        [delivery] = await ledger.claim("telegram", NOW, 1, DAY)
        if state == "failed":
            await ledger.record([Closed(delivery, "failed")], NOW)
        if state == "sent":
            await ledger.record([Sent(delivery, "77", SHOWN)], NOW)


@pytest.mark.parametrize(
    ("there", "brought", "newer", "older"),
    [
        ("", "queued", "queued", ""),
        ("", "sending", "queued", ""),
        ("", "sent", "sent", "sent"),
        ("queued", "sent", "sent", "sent"),
        ("sending", "sent", "sent", "sent"),
        ("sent", "queued", "sent", "sent"),
        ("sent", "sending", "sent", "sent"),
        ("sent", "sent", "sent", "sent"),
        ("sent", "failed", "sent", "sent"),
        ("failed", "sent", "sent", "sent"),
        ("failed", "queued", "failed", "failed"),
        ("sending", "queued", "sending", "sending"),
    ],
)
async def test_what_either_side_sent_is_sent_and_what_waits_comes_with_a_newer_subscription(
    there: str, brought: str, newer: str, older: str
) -> None:
    for since, after in ((1, newer), (3, older)):
        with state() as old, state() as new:
            await slot(old, brought, 2)
            await slot(new, there, since)
            imported(new, exported(old))
            rows = new.everything(ANN)["deliveries"]
            assert [row["state"] for row in rows] == [after][: len(after)]
            shown = {row["issue"]: row["questions"] for row in new.everything(ANN)["issues"]}
            assert [shown[row["issue"]] for row in rows if row["state"] == "sent"] == [["a/b"]] * (after == "sent")


# What a move to a new bot is for


@pytest.fixture
def moved(undecided: Edition) -> Iterator[Callable[[World], Awaitable[World]]]:
    """Moves a world to another bot with an empty state."""
    with contextlib.ExitStack() as states:

        async def move(old: World) -> World:
            store = states.enter_context(state())
            app = built(store, edition=undecided).app
            await app.live(undecided, old.now + DAY)  # to a bot that was started before, all would be new
            imported(store, exported(old.store))
            new = World(app, store)
            new.now = old.now
            return new

        yield move


@pytest.fixture
async def old(app: App, store: Store) -> World:
    await app.live(app.edition, NOW - 30 * DAY)
    return World(app, store)


async def test_nobody_is_asked_twice_or_told_twice_by_the_new_bot(
    old: World, moved: Callable[[World], Awaitable[World]]
) -> None:
    await old.subscribe("1")
    await old.pass_by()
    told = (await old.store.known(ANN, ANN)).issue
    new = await moved(old)
    await new.pass_by()
    assert not new.post.sent
    await new.pass_by(7 * DAY)
    again = (await new.store.known(ANN, ANN)).issue
    assert told and again and told.questions and again.questions
    assert not set(told.questions) & set(again.questions) and not again.briefings


async def test_what_waits_at_the_old_bot_is_sent_by_the_new_one(
    old: World, moved: Callable[[World], Awaitable[World]]
) -> None:
    await old.subscribe("1", "2")
    await old.work.tick()
    assert len(await old.ledger.claim("telegram", old.now, 1, DAY)) == 1
    new = await moved(old)
    await new.pass_by()
    assert new.post.counts() == {"1": 1, "2": 1}


async def test_a_note_of_the_editors_is_for_the_bot_they_gave_it_to(
    old: World, moved: Callable[[World], Awaitable[World]]
) -> None:
    await old.subscribe("1")
    await old.pass_by()
    notes = old.store.notes
    await notes.begin({"zh": "搬家了", "en": "We move"}, "telegram:9", old.now)
    assert await notes.spread(old.now, 10) == 1 and old.states() == {"sent": 1, "queued": 1}
    new = await moved(old)
    assert new.states() == {"sent": 1}


async def test_who_has_not_started_the_new_bot_is_paused_until_they_do(
    old: World, moved: Callable[[World], Awaitable[World]]
) -> None:
    await old.subscribe("1", "2")
    new = await moved(old)
    new.post.says = {"1": [Gone("Forbidden: bot can't initiate conversation with a user")]}
    await new.pass_by()
    assert new.post.counts() == {"2": 1} and await new.paused("1") == "blocked"
    imported(new.store, exported(old.store))
    assert await new.paused("1") == "blocked"
    await new.app.came_back(ANN, new.now)
    await new.pass_by(7 * DAY)
    assert new.post.counts() == {"1": 1, "2": 2}


def test_all_that_the_state_holds_of_a_reader_is_taken_along_or_named_as_left_behind(store: Store) -> None:
    tables = [row[0] for row in store.connection.execute("select name from sqlite_master where type = 'table'")]
    columns = {each: {row[1] for row in store.connection.execute(f"pragma table_info({each})")} for each in tables}
    of_readers = {table: names - {"reader"} for table, names in columns.items() if "reader" in names}
    del of_readers["readers"]
    carried = {table: set(record.model_fields) for table, record in CARRIED.items()}
    assert of_readers == {each: carried.get(each, set()) | LEFT.get(each, set()) for each in of_readers}
    assert not {"issue"} & LEFT["deliveries"]


# Damage


@pytest.fixture(scope="module")
def file() -> bytes:
    """Two readers, exported."""
    with state() as store:
        for reader in (ANN, PAGE):
            store.choose_language(reader, "en")
            at_once(store.subscribe(reader, subscription(0)))
            store.vote(reader, "a/b", "35", NOW)
            store.keep_issue(reader, Issue(("a/b",), NOW.date()), NOW)
            at_once(store.put(reader, "/checkin", NOW))
        at_once(store.live(["a/b"], ["x"], NOW))
        ledger = store.ledger
        at_once(ledger.enqueue_due(NOW + 8 * DAY, 9))
        [delivery] = at_once(ledger.claim("telegram", NOW + 8 * DAY, 9, DAY))
        at_once(ledger.record([Sent(delivery, "77", Issue(("c/d",), NOW.date()))], NOW + 8 * DAY))
        return exported(store)


async def refused(file: bytes) -> str:
    """Return why a file is refused, which leaves a state as it was."""
    with state() as store:
        store.vote(ANN, "a/b", "no", NOW)
        before = exported(store)
        with pytest.raises(Unusable) as why:
            imported(store, file)
        assert exported(store) == before and (await store.known(ANN, ANN)).tallies == {"a/b": {"no": 1}}
    assert len(str(why.value).splitlines()) == 1
    return str(why.value)


@given(st.data())
async def test_a_file_with_any_byte_changed_is_refused_whole(file: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(file) - 2))  # the last line break may be another blank
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != file[at]))
    await refused(file[:at] + bytes([other]) + file[at + 1 :])


@given(st.data())
async def test_a_file_that_was_not_copied_whole_is_refused(file: bytes, data: st.DataObject) -> None:
    await refused(file[: data.draw(st.integers(0, len(file) - 2))])


async def test_lines_lost_or_added_or_swapped_are_noticed(file: bytes) -> None:
    head, first, second, end = file.splitlines(keepends=True)
    for lines in (
        [head, first, end],
        [head, second, first, end],
        [head, first, second, second, end],
        [head, first, second, end, end],
        [head, first, second],
        [first, second, end],
    ):
        await refused(b"".join(lines))


@pytest.mark.parametrize("other", [b"\n", b"PK\x03\x04", b"SQLite format 3\x00", b"[]", b'{"a": 1}\n', b"1", b"\xff"])
async def test_a_file_of_others_is_refused_as_such(other: bytes) -> None:
    assert await refused(other) == "this is no file that `readers export` wrote"


def sealed(file: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a file in which the first reader is changed, with an end that fits."""
    head, first, second, _ = file.splitlines(keepends=True)
    reader = json.loads(first)
    change(reader)
    line = json.dumps(reader, default=lambda _: "DEEP").replace('"DEEP"', "[" * 100_000 + "]" * 100_000)
    return ended(head, line.encode() + b"\n", second)


class Deep:
    """A list in a list in a list, and so on, which json would not even write."""


def ended(*lines: bytes) -> bytes:
    """Return a file of a head and readers, with an end that fits."""
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    end = json.dumps({"readers": len(lines) - 1, "sha256": digest}, separators=(",", ":"))
    return b"".join([*lines, end.encode()])


async def test_a_file_that_somebody_sealed_again_is_read(file: bytes) -> None:
    with state() as store:
        assert imported(store, sealed(file, lambda reader: reader.update(language="zh"))) == (2, 0)
        assert await store.language(ANN) == "zh"


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("subscription.zone", lambda reader: reader["subscription"].update(zone="Mars/Base")),
        ("subscription.weekday", lambda reader: reader["subscription"].update(weekday=7)),
        ("subscription.minute", lambda reader: reader["subscription"].update(minute=1440)),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="2026-11-24T09:30:00")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="2026-11-31T09:30:00Z")),
        ("subscription.topic", lambda reader: reader["subscription"].update(topic=1 << 70)),
        ("votes.0.value", lambda reader: reader["votes"][0].update(value="3517")),
        ("votes.0.at", lambda reader: reader["votes"][0].update(at=3517)),
        ("issues.0.questions", lambda reader: reader["issues"][0].update(questions="3517")),
        ("deliveries.0.state", lambda reader: reader["deliveries"][0].update(state="3517")),
        ("a delivery holds an issue", lambda reader: reader["deliveries"][0].update(issue=2)),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="2026-11-24 23:59:59Z")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="2026-W48-1T09:30:00Z")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="20261124T093000.0000Z")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="2026-11-24T24:00:00Z")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="２026-11-24T09:30:00Z")),
        ("subscription.next_at", lambda reader: reader["subscription"].update(next_at="9999-12-31T23:59:59Z")),
        ("subscription.since", lambda reader: reader["subscription"].update(since="0001-01-01T00:00:00Z")),
        ("subscription.last_at", lambda reader: reader["subscription"].update(last_at="2026-11-24t09:30:00Z")),
        ("subscription.paused_on", lambda reader: reader["subscription"].update(paused_on="2026-W48-2")),
        ("subscription.paused_on", lambda reader: reader["subscription"].update(paused_on="20261124")),
        ("subscription.paused", lambda reader: reader["subscription"].update(paused="3517")),
        ("subscription.zone", lambda reader: reader["subscription"].update(zone="../3517")),
        ("subscription.zone", lambda reader: reader["subscription"].update(zone="america/new_york")),
        ("subscription.weekday", lambda reader: reader["subscription"].update(weekday=True)),
        ("subscription.minute", lambda reader: reader["subscription"].update(minute=float("nan"))),
        ("subscription.minute", lambda reader: reader["subscription"].update(minute=float("inf"))),
        ("subscription.topic", lambda reader: reader["subscription"].update(topic=10**100)),
        ("votes.0.at", lambda reader: reader["votes"][0].update(at="2026-11-24T09:30:00+")),
        ("issues.0.at", lambda reader: reader["issues"][0].update(at="2026-11-24T09:60:00Z")),
        ("deliveries.0.slot", lambda reader: reader["deliveries"][0].update(slot="2026-11-24T09:30Z....")),
        ("deliveries.0.attempts", lambda reader: reader["deliveries"][0].update(attempts=(1 << 63) - 1)),
        ("deliveries.0.doubts", lambda reader: reader["deliveries"][0].update(doubts=-1)),
        (
            "inbox.1.seen",
            lambda reader: reader["inbox"].append({"command": "/x", "at": "2026-11-24T09:30:00Z", "seen": 2}),
        ),
        ("channel", lambda reader: reader.update(channel="3517")),
        ("the id is none", lambda reader: reader.update(id="@ann3517")),
        ("the id is none", lambda reader: reader.update(id="00")),
        ("the id is none", lambda reader: reader.update(channel="web", id="k\n3517")),
        ("language", lambda reader: reader.update(language="fr")),
        ("Invalid JSON", lambda reader: reader.update(id="\ud800")),
        ("nested", lambda reader: reader.update(votes=Deep())),
        ("token", lambda reader: reader.update(token="3517")),
        ("asked", lambda reader: reader.pop("asked")),
        ("id", lambda reader: reader.update(id="")),
    ],
)
async def test_what_cannot_be_is_refused_by_line_and_place_and_without_what_was_said(
    file: bytes, place: str, change: Callable[[dict[str, Any]], object]
) -> None:
    why = await refused(sealed(file, change))
    assert why.startswith("line 2: ") and place in why and "3517" not in why


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"channel":', b'"channel":"web","channel":', "line 2: a key stands there twice"),
        (b'"weekday":', b'"weekday":6,"weekday":', "line 2: a key stands there twice"),
        (b'"minute":570', b'"minute":NaN', "line 2: "),
        (b'"minute":570', b'"minute":' + b"9" * 5000, "line 2: "),
        (b'{"channel"', b"[" * 100_000 + b'{"channel"', "line 2: it is nested too deeply"),
        (b'"telegram"', b'"\xff"', "line 2: "),
    ],
)
async def test_what_no_export_writes_is_refused_by_its_line(file: bytes, old: bytes, new: bytes, told: str) -> None:
    head, first, second, _ = file.splitlines(keepends=True)
    assert old in first
    assert (await refused(ended(head, first.replace(old, new, 1), second))).startswith(told)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: b"", "the file is empty"),
        (lambda file: codecs.BOM_UTF8 + file, "another encoding"),
        (lambda file: file.decode().encode("utf-16"), "another encoding"),
        (lambda file: file.replace(b"\n", b"\r\n"), "not as it was exported"),
        (lambda file: file.rstrip(b"\n") + b"\r\n\r\n", "not as it was exported"),
        (lambda file: b"[" * 100_000, "no file that"),
        (lambda file: b'{"a":' * 100_000, "no file that"),
        (lambda file: b'{"hindsight":"readers","version":1,"news":' + b"[" * 100_000, "no file that"),
        (lambda file: file.replace(b'"version":1', b'"version":1,"version":1', 1), "line 1: a key stands there twice"),
        (lambda file: file.replace(b'"readers"', b'"readers","x":NaN', 1), "line 1: x"),
        (lambda file: bytes(10_000), "no file that"),
    ],
)
async def test_a_file_that_went_through_other_hands_is_refused_in_words(
    file: bytes, change: Callable[[bytes], bytes], told: str
) -> None:
    assert told in await refused(change(file))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=5), st.data()
)
async def test_whatever_stands_in_a_place_it_is_imported_and_delivered_or_refused(
    file: bytes, value: object, data: st.DataObject
) -> None:
    places: list[tuple[Any, Any]] = []

    def walk(part: Any) -> None:
        for key in part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ():
            places.append((part, key))
            walk(part[key])

    def change(reader: dict[str, Any]) -> None:
        walk(reader)
        part, key = data.draw(st.sampled_from(range(len(places))).map(places.__getitem__))
        part[key] = value

    with state() as store:
        try:
            imported(store, sealed(file, change))
        except Unusable as why:
            assert len(str(why).splitlines()) == 1
            return
        ledger = store.ledger
        await ledger.pull_back(NOW, 10)
        await ledger.enqueue_due(NOW + 30 * DAY, 10)
        await ledger.claim("telegram", NOW + 30 * DAY, 10, DAY)
        for number in (1, 2):
            await store.known_for(Delivery(number, number, Reader("telegram", ""), NOW, 1, 0, None, None, False), NOW)


def test_an_export_of_before_imports_whole() -> None:
    before = (ROOT / "tests" / "data" / "readers-2026-11.jsonl").read_bytes()
    with state() as store:
        assert imported(store, before) == (4, 0)
        lines = zip(before.splitlines()[:-1], exported(store).splitlines()[:-1], strict=True)
        for old, new in ((json.loads(old), json.loads(new)) for old, new in lines):
            same = old.keys() - ({"id"} if old.get("channel") == "web" else set())  # a key is kept as its digest
            for issue in old.get("issues", ()):
                issue["answered"] = []  # of which a file of before says nothing
            assert {name: new[name] for name in same} == {name: old[name] for name in same}


async def test_a_file_of_a_later_version_says_what_to_do(file: bytes) -> None:
    assert "newer" in await refused(file.replace(b'"version":1', b'"version":2', 1))


# The commands


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


async def test_readers_are_exported_beside_a_server_and_imported_where_none_runs(home: Home) -> None:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.subscribe(ANN, subscription(0))
        store.vote(PAGE, "a/b", "35", NOW)
        before = [everything(store, each) for each in CHATS]
    async with running(home) as bot:
        await bot.address()
        told = await asyncio.to_thread(home.bot, "readers", "export", "readers.jsonl", BOT_TELEGRAM_TOKEN=TOKEN)
        assert (told.code, told.err, told.out) == (0, "", "2 readers exported to readers.jsonl\n")
        refusal = await asyncio.to_thread(home.bot, "readers", "import", "readers.jsonl")
        assert (refusal.code, len(refusal.lines)) == (2, 1) and "stop it first" in refusal.err
        assert (await bot.stop()).code == 0
    file = home.folder / "readers.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and TOKEN.encode() not in file.read_bytes()
    for new, known in ((2, 0), (0, 2)):
        brought = home.bot("readers", "import", "readers.jsonl", BOT_DATA="other")
        assert (brought.code, brought.err) == (0, "")
        assert brought.out == f"2 readers imported: {new} new, {known} known already\n"
    with contextlib.closing(Store.open(home.folder / "other")) as store:
        assert [everything(store, each) for each in CHATS] == before


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("export", "x.jsonl"), 2, "BOT_DATA: there is no state in data"),
        (("import", "x.jsonl"), 2, "x.jsonl: there is no such file"),
        (("import", "briefings"), 2, "briefings: there is no such file; this is a folder"),
        (("import", "/dev/null"), 1, "/dev/null: the file is empty"),
        (("import", "/dev/zero"), 1, "/dev/zero: this is no file that"),
        (("import", "briefings/debates.yaml"), 1, "briefings/debates.yaml: this is no file that"),
        ((), 2, "hindsight readers: "),
    ],
)
def test_what_cannot_be_moved_is_told_in_one_line(home: Home, arguments: tuple[str, ...], code: int, told: str) -> None:
    ended = home.bot("readers", *arguments)
    assert (ended.code, ended.out, len(ended.lines)) == (code, "", 1) and ended.err.startswith(told)


def test_a_state_of_an_earlier_version_is_exported_too(home: Home) -> None:
    (home.folder / "data").mkdir()
    with contextlib.closing(sqlite3.connect(home.folder / "data" / "hindsight.db")) as earlier:
        migrations.apply(Database(earlier), stop_before="inbox")
        earlier.execute("insert into readers (channel, id, language) values ('telegram', '1', 'en')")
        earlier.commit()
    assert home.bot("readers", "export", "readers.jsonl").out == "1 reader exported to readers.jsonl\n"


def test_an_export_that_fails_leaves_the_one_before(home: Home) -> None:
    Store.open(home.folder / "data").close()
    assert home.bot("readers", "export", "readers.jsonl").code == 0
    before = (home.folder / "readers.jsonl").read_bytes()
    (home.folder / "data" / "hindsight.db").write_bytes(b"this is not a database" * 100)
    failed = home.bot("readers", "export", "readers.jsonl")
    assert (failed.code, len(failed.lines)) == (2, 1) and failed.err.startswith("BOT_DATA: ")
    assert (home.folder / "readers.jsonl").read_bytes() == before
    assert not (home.folder / "readers.jsonl.partial").exists()
