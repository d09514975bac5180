"""Rules of delivery that show only now and then: what makes a streak, whom a flood stops, what a pause leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer
from bot.app import Message
from bot.content.briefing import Prediction
from bot.content.edition import Edition, Statement, ref
from bot.delivery.channel import InDoubt, Refused, TryLater, Unready
from bot.delivery.rests import CHANNEL_FLOODED, CHANNEL_REST, SICK, STREAK
from bot.people.readers import Reader
from bot.people.schedule import RETRY_WAITS
from tests.conftest import NOW
from tests.delivery.test_worker import DAY, HOUR, MINUTE, SLOT, World, world

__all__ = ["world"]  # a fixture

ANN = Reader("telegram", "1")
SECOND = dt.timedelta(seconds=1)
MISSED = "没能按时送到"


async def pause(world: World, by: str) -> None:
    """Pause the first chat, as its reader does or as Telegram says that it shut us out or forbids us to write."""
    if by == "reader":
        await say(world, "/pause")
    else:
        await world.app.left(ANN, world.now, "muted" if by == "muted" else "blocked")


async def resume(world: World, by: str) -> None:
    """Undo such a pause."""
    if by == "reader":
        await say(world, "/resume")
    else:
        await world.app.came_back(ANN, world.now)


async def say(world: World, text: str) -> None:
    await world.app.reply(Message(reader=ANN, text=text, language="zh"), world.now)


async def prefers(world: World, **other: Any) -> None:
    """Change the subscription of the first chat."""
    subscription = await world.store.subscription(ANN)
    assert subscription
    await world.store.subscribe(ANN, replace(subscription, **other))


def text(answer: Answer) -> str:
    return "".join(span.text for block in answer.blocks for span in block.spans)


# Streaks of failures


async def test_failures_with_a_success_between_them_are_no_streak(world: World) -> None:
    for number in range(2 * STREAK):
        await world.subscribe(chat := str(number))
        world.post.says = {chat: [Refused("can't parse")]} if number % 2 else {}
        await world.pass_by()
    assert world.states() == {"failed": STREAK, "sent": STREAK} and not world.alarms


@pytest.mark.parametrize(
    "error",
    [TryLater("no route"), InDoubt("no answer"), Refused("can't parse"), ZeroDivisionError("a fault of ours")],
    ids=lambda error: type(error).__name__,
)
async def test_as_many_failures_of_any_kind_in_a_row_are_one(world: World, error: Exception) -> None:
    for number in range(STREAK):
        assert not world.alarms
        await world.subscribe(chat := str(number))
        world.post.says[chat] = [error]
        await world.pass_by()
    assert world.alarms == ["telegram"]


async def test_a_rest_after_failures_outlasts_a_restart_and_is_no_other_process_s(world: World) -> None:
    chats = [str(number) for number in range(STREAK)]
    await world.subscribe(*chats)
    world.post.says = {chat: [TryLater("no route")] for chat in chats}
    await world.pass_by()
    assert await world.ledger.pauses("telegram", NOW) == {SICK: NOW + CHANNEL_REST}
    world.work = await world.started()
    await world.pass_by(CHANNEL_REST - SECOND)
    assert not world.post.sent
    await world.pass_by(SECOND)
    assert world.post.counts() == dict.fromkeys(chats, 1)


async def test_while_we_are_not_ready_to_send_nobody_is_tried_and_nothing_is_held_against_the_channel(
    world: World,
) -> None:
    chats = [str(number) for number in range(100)]
    await world.subscribe(*chats)
    world.post.says = {chat: [Unready("not connected yet", 2 * SECOND)] for chat in chats}
    await world.pass_by()
    assert sum(map(len, world.post.says.values())) > 80, "those in flight alone"
    assert not world.program.pulse.floods and not await world.ledger.pauses("telegram", NOW)
    world.post.says = {}
    await world.pass_by(2 * SECOND)
    assert world.post.counts() == dict.fromkeys(chats, 1) and not world.alarms


async def test_nobody_who_is_told_to_wait_counts_as_a_failure(world: World) -> None:
    """Each waits for itself: they are told so too far apart for the whole channel to rest."""
    for number in range(2 * STREAK):
        await world.subscribe(chat := str(number))
        world.post.says[chat] = [TryLater("flood", DAY)]
        await world.pass_by(CHANNEL_FLOODED)
    assert not world.alarms and world.states() == {"queued": 2 * STREAK}


# Flood limits


@pytest.mark.parametrize(("apart", "sent"), [(CHANNEL_FLOODED - SECOND, {}), (CHANNEL_FLOODED, {"3": 1})])
async def test_two_flooded_chats_mean_that_all_must_wait_only_if_one_comes_soon_after_the_other(
    world: World, apart: dt.timedelta, sent: dict[str, int]
) -> None:
    world.post.says = {chat: [TryLater("flood", HOUR)] for chat in "12"}
    await world.subscribe("1")
    await world.pass_by()
    await world.subscribe("2")
    await world.pass_by(apart)
    await world.subscribe("3")
    await world.pass_by()
    assert world.post.counts() == sent


async def test_a_short_wait_does_not_end_a_longer_one_of_the_channel(world: World) -> None:
    world.post.says = {"1": [TryLater("flood", HOUR)], "2": [TryLater("flood", HOUR)], "3": [TryLater("flood", MINUTE)]}
    await world.subscribe("1", "2", "3")
    await world.pass_by()
    assert not any(world.post.says.values()), "all three were under way at once"
    await world.subscribe("4")
    await world.pass_by(HOUR - MINUTE)
    assert not world.post.sent
    await world.pass_by(MINUTE)
    assert world.post.counts() == dict.fromkeys("1234", 1)


async def test_to_be_told_to_wait_uses_up_no_attempt(world: World) -> None:
    """However often that was, the first failure after it is tried again as soon as any first one."""
    floods = len(RETRY_WAITS) + 1
    await world.subscribe("1")
    world.post.says = {"1": [*[TryLater("flood", MINUTE)] * floods, TryLater("no route")]}
    for _ in range(floods + 1):
        await world.pass_by(MINUTE)
    assert not world.post.sent and not world.post.says["1"]
    await world.pass_by(RETRY_WAITS[0])
    assert world.post.counts() == {"1": 1}


# Doubt


async def test_what_is_in_doubt_waits_half_a_minute_before_it_is_sent_again(world: World) -> None:
    await world.subscribe("1")
    world.post.says = {"1": [InDoubt("no answer")]}
    await world.pass_by()
    await world.pass_by(29 * SECOND)
    assert not world.post.sent
    await world.pass_by(SECOND)
    assert world.post.counts() == {"1": 1}


async def test_a_failure_before_it_takes_nothing_from_what_doubt_may_do(world: World) -> None:
    await world.subscribe("1")
    world.post.says = {"1": [TryLater("no route"), InDoubt("no answer")]}
    await world.pass_by()
    await world.pass_by(RETRY_WAITS[0])
    assert world.states() == {"queued": 1}
    await world.pass_by(MINUTE)
    assert world.post.counts() == {"1": 1}


# Pauses


@pytest.mark.parametrize("by", ["reader", "blocked", "muted"])
async def test_who_pauses_and_comes_back_does_not_get_what_was_queued_before(world: World, by: str) -> None:
    await world.subscribe("1")
    await world.work.tick()
    await pause(world, by)
    await resume(world, by)
    assert await world.paused("1") is None
    await world.work.drain()
    assert not world.post.sent
    await world.pass_by(7 * DAY)
    assert world.post.counts() == {"1": 1}


@pytest.mark.parametrize("by", ["reader", "blocked", "muted"])
async def test_what_a_worker_has_claimed_already_is_not_sent_to_who_paused_since(world: World, by: str) -> None:
    await world.subscribe("1")
    await world.work.tick()
    [claimed] = await world.ledger.claim("telegram", world.now, 9, HOUR)
    await pause(world, by)
    assert await world.app.issue(claimed, world.now) is None


@pytest.mark.parametrize("by", ["blocked", "muted"])
async def test_a_pause_of_their_own_outlasts_that_a_chat_shut_us_out_and_let_us_in_again(world: World, by: str) -> None:
    await world.subscribe("1")
    await pause(world, "reader")
    await pause(world, by)
    await resume(world, by)
    await world.pass_by(7 * DAY)
    assert await world.paused("1") == "reader" and not world.post.sent


@pytest.mark.parametrize("by", ["blocked", "muted"])
async def test_who_shuts_us_out_and_comes_back_is_not_promised_two_in_half_a_week(world: World, by: str) -> None:
    await world.subscribe("1")
    await world.pass_by()
    tomorrow = replace(SLOT, weekday=(SLOT.weekday + 1) % 7)
    await prefers(world, weekly=tomorrow)
    await pause(world, by)
    await resume(world, by)
    subscription = await world.store.subscription(ANN)
    assert subscription and subscription.next_at == NOW + 8 * DAY
    await world.pass_by(8 * DAY - SECOND)
    assert world.post.counts() == {"1": 1}
    await world.pass_by(SECOND)
    assert world.post.counts() == {"1": 2}


# What is told


@pytest.mark.parametrize("late", [3, 6])
async def test_a_missed_check_in_is_told_once_in_the_next_however_soon_that_comes(world: World, late: int) -> None:
    await world.subscribe("1")
    await world.pass_by(late * DAY)
    await world.pass_by((7 - late) * DAY)
    await world.pass_by(7 * DAY)
    assert [MISSED in text(answer) for _, answer in world.post.sent] == [True, False]


def ruled(edition: Edition) -> Statement[Prediction]:
    """Return a core claim with a verdict."""
    return next(each for each in edition.predictions if each.record.verdict and each.record.weight == "core")


@pytest.mark.parametrize(
    ("wants", "answered", "told"),
    [("its field", False, True), ("another", False, False), ("another", True, True), ("all", False, True)],
)
async def test_a_new_verdict_is_told_to_whom_its_field_concerns_and_to_who_answered(
    world: World, edition: Edition, wants: str, answered: bool, told: bool
) -> None:
    forecast = ruled(edition)
    others = {name for each in edition.predictions for name in each.record.sectors} - {*forecast.record.sectors}
    interests = {"its field": forecast.record.sectors[:1], "another": (min(others),), "all": ()}[wants]
    await world.subscribe("1")
    await prefers(world, interests=tuple(interests))
    if answered:
        world.store.vote(ANN, ref(forecast), "80", NOW - 3 * DAY)
    await world.app.live(edition, NOW - DAY)
    await world.pass_by()
    issue = (await world.store.known(ANN, ANN)).issue
    assert issue and (ref(forecast) in issue.verdicts) is told


async def test_a_check_in_asks_about_nothing_but_what_its_reader_is_interested_in(world: World) -> None:
    field = world.app.edition.predictions[0].record.sectors[0]
    await world.subscribe("1")
    await prefers(world, interests=(field,))
    for _ in range(4):
        await world.pass_by()
        issue = (await world.store.known(ANN, ANN)).issue
        assert issue and all(field in world.app.edition.by_ref[each].record.sectors for each in issue.questions)
        await world.pass_by(7 * DAY)


# An editor's word


async def test_the_rest_are_those_of_the_last_week(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"1": [Refused("can't parse")], "2": [InDoubt("no answer"), InDoubt("no answer")]}
    await world.pass_by()
    await world.pass_by(MINUTE)
    assert world.states() == {"failed": 1, "doubt": 1}
    assert await world.app.send_to_the_rest(NOW + 7 * DAY + SECOND) == 0
    assert await world.app.send_to_the_rest(NOW + 7 * DAY) == 2


async def test_what_is_sent_to_the_rest_has_all_its_tries_again(world: World) -> None:
    await world.subscribe("1")
    world.post.says = {"1": [TryLater("no route"), InDoubt("no answer"), InDoubt("no answer")]}
    for _ in range(3):
        await world.pass_by(MINUTE)
    assert world.states() == {"doubt": 1} and await world.app.send_to_the_rest(world.now) == 1
    world.post.says = {"1": [TryLater("no route"), InDoubt("no answer")]}
    await world.pass_by()
    await world.pass_by(RETRY_WAITS[0])
    assert not world.post.says["1"] and world.states() == {"queued": 1}
    await world.pass_by(MINUTE)
    assert world.post.counts() == {"1": 1}
