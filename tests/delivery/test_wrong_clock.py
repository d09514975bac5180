"""A clock that was wrong once, ahead or behind: nobody is left out for it, and nobody is asked twice."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.checkin import news_of
from bot.app import App
from bot.content.drafts import Form
from bot.delivery.channel import TryLater
from bot.people.readers import Issue, Reader, Subscription
from bot.people.schedule import (
    LONGEST_GAP,
    LONGEST_WAIT,
    SHORTEST_GAP,
    Weekly,
    due_slot,
    latest_slot,
    next_slot,
    pulled,
    reschedule,
)
from bot.state.sqlite.store import Store
from tests.conftest import NOW, ROOT
from tests.delivery.test_worker import DAY, HOUR, MINUTE, SLOT, World
from tests.people.test_schedule import INSTANT, futures, weeklies
from tests.support.home import Home

ANN = Reader("telegram", "1")
AHEAD, BEHIND = NOW + 104 * 7 * DAY + 5 * HOUR, NOW - 100 * 7 * DAY
WEEK = 7 * DAY


@pytest.fixture
def world(app: App, store: Store) -> World:
    return World(app, store)


async def at(world: World, now: dt.datetime) -> None:
    world.now = now
    await world.pass_by()


async def pending(world: World) -> dt.datetime:
    found = await world.store.subscription(ANN)
    assert found
    return found.next_at


# A pending slot


@given(weeklies, futures, st.timedeltas(-800 * DAY, 800 * DAY), st.timedeltas(-800 * DAY, 800 * DAY) | st.none())
def test_a_pending_slot_is_never_farther_off_than_the_longest_wait_for_one(
    weekly: Weekly, now: dt.datetime, ahead: dt.timedelta, last: dt.timedelta | None
) -> None:
    queued = None if last is None else now + last
    before = now + ahead
    found = pulled(weekly, before, now, last=queued)
    assert found - now <= LONGEST_GAP and pulled(weekly, found, now, last=queued) == found
    if ahead <= LONGEST_GAP:
        assert found == before
    else:
        assert found > now and (queued is None or found - min(queued, now) >= SHORTEST_GAP)


@given(weeklies, futures, st.timedeltas(dt.timedelta(), 20 * DAY))
def test_what_lies_too_close_to_the_last_issue_or_before_the_subscription_is_not_owed(
    weekly: Weekly, start: dt.datetime, late: dt.timedelta
) -> None:
    slot, long_ago = next_slot(weekly, start), start - 900 * DAY
    now = slot + late
    slot = latest_slot(weekly, now)
    for last, since in ((slot, None), (slot - SHORTEST_GAP + INSTANT, None), (None, min(slot + INSTANT, now))):
        turn = due_slot(weekly, long_ago, now, last=last, since=since)
        if last or since != slot:
            assert turn and turn.slot is None and now < turn.next <= now + LONGEST_GAP + 2 * HOUR
    owed = due_slot(weekly, long_ago, now)
    assert owed and owed.slot == slot
    assert owed == due_slot(weekly, long_ago, now, last=slot - SHORTEST_GAP, since=slot)
    assert owed == due_slot(weekly, long_ago, now, last=now + 700 * DAY, since=now + 700 * DAY)


@given(weeklies, futures, st.timedeltas(dt.timedelta(), 900 * DAY))
def test_a_change_of_plans_trusts_no_issue_of_the_future(weekly: Weekly, now: dt.datetime, ahead: dt.timedelta) -> None:
    found = reschedule(weekly, now=now, last=now + ahead, pending=None)
    assert SHORTEST_GAP <= found - now <= LONGEST_GAP + 2 * HOUR


# Readers


@pytest.mark.parametrize(
    "wrong", [AHEAD, AHEAD + 3 * DAY, NOW + 20 * DAY, NOW + 14 * DAY + 2 * HOUR, NOW + 4 * DAY, BEHIND, NOW - 20 * DAY]
)
@pytest.mark.parametrize("served", [True, False])
async def test_who_is_served_by_a_wrong_clock_once_gets_the_next_in_time(
    world: World, wrong: dt.datetime, *, served: bool
) -> None:
    first, since = (NOW, NOW - 30 * DAY) if served else (NOW + WEEK, NOW + MINUTE)
    await world.store.subscribe(ANN, Subscription(SLOT, first, since))
    await at(world, NOW)
    await at(world, wrong)
    sent = len(world.post.sent)
    assert sent <= 2
    await at(world, NOW + HOUR)
    assert len(world.post.sent) == sent and NOW < await pending(world) <= NOW + HOUR + LONGEST_GAP
    first = await pending(world)
    for day in range(1, 61):
        await at(world, NOW + HOUR + day * DAY)
    assert first - NOW >= SHORTEST_GAP and await world.store.number(ANN)
    assert len(world.post.sent) - sent in (8, 9)


@pytest.mark.parametrize(
    "wrong", [(AHEAD, BEHIND), (BEHIND, AHEAD), (AHEAD, NOW - DAY, BEHIND), (BEHIND, BEHIND + WEEK, AHEAD)]
)
async def test_it_may_be_wrong_both_ways_one_after_the_other(world: World, wrong: tuple[dt.datetime, ...]) -> None:
    await world.subscribe("1")
    await at(world, NOW)
    for each in wrong:
        await at(world, each)
    sent = len(world.post.sent)
    await at(world, NOW + HOUR)
    assert len(world.post.sent) == sent
    for day in range(1, 29):
        await at(world, NOW + HOUR + day * DAY)
    assert len(world.post.sent) - sent in (3, 4)


async def test_a_slot_that_was_sent_is_not_sent_again_when_the_clock_was_behind(world: World) -> None:
    await world.subscribe("1")
    await at(world, NOW)
    await at(world, BEHIND)
    await at(world, NOW + MINUTE)
    assert world.post.counts() == {"1": 1}
    assert await pending(world) == NOW + WEEK


async def test_who_changed_the_hour_is_not_asked_twice_in_half_a_week_when_the_clock_was_behind(world: World) -> None:
    await world.subscribe("1")
    await at(world, NOW)
    other = Weekly((SLOT.weekday + 2) % 7, SLOT.minute, "Etc/UTC")
    before = await world.store.subscription(ANN)
    assert before
    when = reschedule(other, now=NOW + HOUR, last=before.last_at, pending=None)
    await world.store.subscribe(ANN, Subscription(other, when, before.since, before.last_at))
    await at(world, BEHIND)
    await at(world, NOW + 2 * DAY + HOUR)
    assert world.post.counts() == {"1": 1}
    assert await pending(world) == NOW + 9 * DAY


async def test_who_subscribed_today_is_owed_nothing_of_yesterday_when_the_clock_was_behind(world: World) -> None:
    yesterday = Weekly((SLOT.weekday - 1) % 7, SLOT.minute, "Etc/UTC")
    await world.store.subscribe(ANN, Subscription(yesterday, next_slot(yesterday, NOW), NOW))
    await at(world, BEHIND)
    await at(world, NOW + HOUR)
    assert not world.post.sent and not world.states()
    assert await pending(world) == NOW + 6 * DAY


@pytest.mark.parametrize("zone", ["America/New_York", "Antarctica/Troll", "Australia/Lord_Howe", "Pacific/Apia"])
async def test_it_holds_in_zones_that_change_their_clock(world: World, zone: str) -> None:
    weekly = Weekly(6, 150, zone)
    for change in (dt.datetime(2027, 3, 10, 7, 30, tzinfo=dt.UTC), dt.datetime(2027, 10, 28, 1, tzinfo=dt.UTC)):
        await world.subscribe("1", at=next_slot(weekly, change), weekly=weekly)
        await at(world, change + 731 * DAY)
        for hour in range(24 * 12):
            world.now = change + hour * HOUR
            await world.work.tick()
            assert await pending(world) <= world.now + LONGEST_GAP


async def test_a_wrong_clock_puts_no_end_to_what_is_new_and_what_is_asked(world: World) -> None:
    await world.subscribe("1")
    await at(world, AHEAD)
    assert world.post.counts() == {"1": 1}
    now = NOW + HOUR
    await at(world, now)
    await world.app.live(world.app.edition, now)
    await world.store.live(["a/b@2026-11-24"], [], now + MINUTE)
    known = await world.store.known(ANN, ANN, now=now + HOUR)
    assert known.issue is None and not known.asked
    assert set(known.new_verdicts) == {"a/b@2026-11-24", *news_of(world.app.edition)}
    await at(world, await pending(world))
    issue = (await world.store.known(ANN, ANN, now=world.now)).issue
    assert issue and issue.on == world.now.date()


async def test_an_issue_of_the_future_is_not_this_weeks(store: Store) -> None:
    store.keep_issue(ANN, Issue(("a/b",), AHEAD.date()), AHEAD)
    assert (await store.known(ANN, ANN)).current_issue(NOW.date()) is None


async def test_a_form_begun_under_a_wrong_clock_takes_no_words_for_years(store: Store) -> None:
    editors = store.editors
    await editors.keep_form(ANN, Form("note", "en", ()), AHEAD)
    assert await editors.form(ANN, NOW) is None and await editors.form(ANN, AHEAD)


# What waits


async def test_what_waits_to_be_tried_again_and_a_channel_that_rests_do_not_wait_for_years(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {each: [TryLater("flood", HOUR)] for each in ("1", "2")}
    await at(world, AHEAD)
    assert not world.post.sent
    await at(world, NOW)
    assert world.post.counts() == {"1": 1, "2": 1}


async def test_neither_do_they_over_a_restart(world: World) -> None:
    await world.subscribe("1", "2", "3")
    world.post.says = {each: [TryLater("flood", HOUR)] for each in ("1", "2", "3")}
    await at(world, AHEAD)
    world.now = NOW
    world.work = await world.started()
    await world.pass_by()
    assert world.post.counts() == {"1": 1, "2": 1, "3": 1}
    assert await world.store.ledger.pauses("telegram", NOW) == {}


async def test_a_channel_that_says_wait_for_a_month_is_asked_again_before(world: World) -> None:
    await world.subscribe("1")
    world.post.says = {"1": [TryLater("flood", 30 * DAY)]}
    await at(world, NOW)
    await at(world, NOW + MINUTE)
    assert not world.post.sent
    await at(world, NOW + LONGEST_WAIT)
    assert world.post.counts() == {"1": 1}


async def test_looking_for_them_reads_an_index_alone(store: Store) -> None:
    statements = list[str]()
    store.connection.set_trace_callback(statements.append)
    ledger = store.ledger
    await ledger.pull_back(NOW, 250)
    await ledger.hasten("telegram", NOW)
    store.connection.set_trace_callback(None)
    plans = [
        row[3]
        for each in statements
        if each.startswith(("select", "update"))
        for row in store.connection.execute(f"explain query plan {each}")
    ]
    assert any("subscriptions_due" in step for step in plans) and any("deliveries_queued" in step for step in plans)
    assert not any(step.startswith("SCAN") for step in plans)


# Rows that cannot be


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("next_at", "2026-11-24 09:00:00Z"),
        ("next_at", "2026-11-24 23:59:59Z"),
        ("next_at", "2026-W48-2T09:30:00Z"),
        ("next_at", "2026-11-24T09:00:00"),
        ("next_at", "soon"),
        ("next_at", ""),
        ("next_at", "1"),
        ("next_at", "9999-12-31T23:59:59Z"),
        ("last_at", "soon"),
        ("since", "2026-W48-2T09:30:00Z"),
        ("weekday", 9),
        ("minute", -1),
        ("zone", "Mars/Base"),
        ("zone", ""),
        ("zone", "../etc/passwd"),
        ("zone", "America"),
    ],
)
async def test_one_bad_row_never_stops_the_others(world: World, column: str, value: object) -> None:
    await world.subscribe("1", "2")
    world.store.connection.execute(f"update subscriptions set {column} = ? where reader = 1", (value,))
    await at(world, NOW)
    assert world.post.counts()["2"] == 1
    await at(world, NOW + WEEK)
    assert world.post.counts()["2"] == 2
    if column == "next_at":
        assert world.post.counts()["1"] >= 1


# The commands


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@contextlib.contextmanager
def state(home: Home) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        yield store.connection


@pytest.mark.parametrize("now", ["2028-11-28T12:00:00+00:00", "2019-01-01", "8999-12-31T23:59Z"])
async def test_a_tick_by_a_time_far_from_the_clock_must_be_meant(home: Home, now: str) -> None:
    page = Reader("web", "a-key-of-the-page-of-22")
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.subscribe(page, Subscription(SLOT, NOW, NOW - DAY))
    refused = home.bot("tick", "--now", now)
    assert (refused.code, refused.out, len(refused.lines)) == (2, "", 1)
    assert "--even-so" in refused.err and "a day from this machine's clock" in refused.err
    assert home.bot("tick", "--now", now, "--even-so").code == 0


@pytest.mark.parametrize("now", ["0001-01-01", "9999-12-31T23:59Z", "0001-01-01T00:00+23:59"])
def test_a_time_without_weeks_around_it_is_none(home: Home, now: str) -> None:
    refused = home.bot("tick", "--even-so", "--now", now)
    assert (refused.code, len(refused.lines)) == (2, 1) and "is not a time" in refused.err


def test_a_tick_near_the_clock_needs_no_word(home: Home) -> None:
    soon = dt.datetime.now(dt.UTC) + 12 * HOUR
    assert home.bot("tick", "--now", soon.isoformat()).code == 0


def test_a_state_written_years_after_now_is_told(home: Home) -> None:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        store.vote(ANN, "a/b", "35", dt.datetime(2199, 1, 1, tzinfo=dt.UTC))
    told = home.bot("tick")
    assert told.code == 0 and len(told.lines) == 1 and "2199-01-01" in told.err and "clock" in told.err
