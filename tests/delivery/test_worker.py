"""Deliveries: nobody is forgotten and nobody is asked twice, whatever a channel answers and whenever we stop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import Answer
from bot.answers.checkin import news_of, subject_of
from bot.answers.limits import EVERYWHERE
from bot.app import App, Message
from bot.content.briefing import Outcome, Ruling, Verdict
from bot.content.edition import Edition
from bot.delivery.channel import FEWEST_IN_FLIGHT, Gone, InDoubt, Moved, Refused, TryLater, in_flight
from bot.delivery.rests import STREAK
from bot.delivery.worker import Deliveries
from bot.people.readers import PausedBy, Reader, Subscription
from bot.people.schedule import RETRY_WAITS, TOO_OLD, Weekly
from bot.state import Delivery, StateBusy, StateError, StateFull, StateReadOnly, StateUnavailable
from bot.state.sql import statistics
from bot.state.sqlite.store import Store
from bot.words import say
from tests.conftest import NOW, TODAY, built
from tests.support.at_once import at_once
from tests.support.quiet import PATIENCE

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
SLOT = Weekly(NOW.weekday(), NOW.hour * 60 + NOW.minute, "Etc/UTC")


class Post:
    """A channel that keeps what it sends, and says what it is told to say of the next sends to a chat."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Answer]] = []
        self.says: dict[str, list[Exception]] = {}

    limits = EVERYWHERE

    def shares(self, reader: Reader) -> bool:
        return reader.id.startswith("-")

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        await asyncio.sleep(0)
        if self.says.get(delivery.reader.id):
            raise self.says[delivery.reader.id].pop(0)
        self.sent.append((delivery.reader.id, answer))
        return str(len(self.sent))

    def counts(self) -> Counter[str]:
        return Counter(chat for chat, _ in self.sent)


class World:
    """The app, its state, a channel and a clock that only moves when it is told to."""

    def __init__(self, app: App, store: Store) -> None:
        self.app, self.store, self.post, self.now = app, store, Post(), NOW
        self.ledger, self.alarms = store.ledger, list[str]()
        self.program = built(store, lambda: self.now, app=app, overrides={Deliveries: {"alarm": self.alarm}})
        self.work = at_once(self.started())

    async def started(self) -> Deliveries:
        work = self.program.deliveries({"telegram": self.post})
        await work.recover()
        return work

    async def alarm(self, channel: str) -> None:
        self.alarms.append(channel)

    async def subscribe(
        self, *chats: str, at: dt.datetime = NOW, weekly: Weekly = SLOT, skips_empty: bool = False
    ) -> None:
        for chat in chats:
            subscription = Subscription(weekly, at, NOW - 30 * DAY, skips_empty=skips_empty)
            await self.store.subscribe(Reader("telegram", chat), subscription)

    async def pass_by(self, time: dt.timedelta = dt.timedelta()) -> None:
        """Let time pass, tick, and send what can be sent."""
        self.now += time
        await self.work.tick()
        await self.work.drain()

    def states(self) -> dict[str, int]:
        return statistics.figures(self.store.connection, NOW - 90 * DAY).counts

    async def paused(self, chat: str) -> str | None:
        subscription = await self.store.subscription(Reader("telegram", chat))
        return subscription.paused if subscription else None


@pytest.fixture
def world(app: App, store: Store) -> World:
    return World(app, store)


async def test_everyone_due_gets_one_check_in_and_nobody_else(world: World) -> None:
    await world.subscribe("1", "2")
    await world.subscribe("3", at=NOW + HOUR, weekly=Weekly(SLOT.weekday, SLOT.minute + 60, "Etc/UTC"))
    await world.pass_by()
    await world.pass_by()
    assert world.post.counts() == {"1": 1, "2": 1}
    await world.pass_by(HOUR)
    assert world.post.counts() == {"1": 1, "2": 1, "3": 1}


async def test_there_is_one_a_week_and_never_the_same_question_twice_in_four(world: World) -> None:
    await world.subscribe("1")
    asked: list[str] = []
    for _ in range(4):
        await world.pass_by()
        issue = (await world.store.known(Reader("telegram", "1"), Reader("telegram", "1"))).issue
        assert issue and len(issue.questions) == 3
        asked += issue.questions
        for _ in range(7):
            await world.pass_by(DAY)
        world.now -= HOUR  # a clock set back gives nobody a second one
        await world.pass_by()
        world.now += HOUR
    assert len(asked) == len(set(asked)) == 12
    assert world.post.counts() == {"1": 5}


@pytest.mark.parametrize(("late", "states"), [(DAY, {"sent": 1}), (3 * DAY, {"missed": 1}), (8 * DAY, {"sent": 1})])
async def test_after_an_outage_the_latest_slot_is_sent_once_unless_it_is_too_old(
    world: World, late: dt.timedelta, states: dict[str, int]
) -> None:
    await world.subscribe("1")
    await world.pass_by(late)
    await world.pass_by(MINUTE)
    assert world.states() == states


async def test_a_missed_check_in_is_told_in_the_next(world: World) -> None:
    await world.subscribe("1")
    await world.pass_by(3 * DAY)
    await world.pass_by(4 * DAY)
    [(_, answer)] = world.post.sent
    assert "没能按时送到" in "".join(span.text for block in answer.blocks for span in block.spans)


async def test_who_blocked_us_is_paused_with_everything_kept_and_resumes(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"1": [Gone("bot was blocked by the user")]}
    await world.pass_by()
    assert world.states() == {"gone": 1, "sent": 1} and await world.paused("1") == "blocked"
    await world.pass_by(7 * DAY)
    assert world.post.counts() == {"2": 2}
    await world.app.came_back(Reader("telegram", "1"), world.now)
    await world.pass_by(7 * DAY)
    assert world.post.counts() == {"1": 1, "2": 3}


async def test_a_group_that_became_a_supergroup_gets_its_check_in_under_the_new_id(world: World) -> None:
    await world.subscribe("-1")
    world.post.says = {"-1": [Moved("-1001")]}
    await world.pass_by()
    assert world.post.counts() == {"-1001": 1}
    assert await world.store.subscription(Reader("telegram", "-1")) is None


@pytest.mark.parametrize("before", [True, False], ids=["the new id is known", "the new id is new"])
async def test_a_move_keeps_everything_in_either_order(world: World, before: bool) -> None:
    old, new = Reader("telegram", "-1"), Reader("telegram", "-1001")
    await world.subscribe("-1")
    world.store.choose_language(old, "en")
    if before:
        world.store.vote(new, "x/y", "65", NOW)
    await world.app.moved(old, new)
    await world.app.moved(old, new)
    assert await world.store.subscription(new) and await world.store.language(new) == "en"
    assert (await world.store.known(new, new)).chances == ({"x/y": "65"} if before else {})


@pytest.mark.parametrize("seconds", [2, 600, 43_838])
async def test_a_flooded_chat_waits_as_long_as_it_is_told_and_no_other_does(world: World, seconds: int) -> None:
    await world.subscribe("1", "2", "3")
    world.post.says = {"2": [TryLater("flood", dt.timedelta(seconds=seconds))]}
    await world.pass_by()
    assert world.program.pulse.floods == {"telegram": 1}
    assert world.post.counts() == {"1": 1, "3": 1}
    await world.pass_by(dt.timedelta(seconds=seconds - 1))
    assert world.post.counts() == {"1": 1, "3": 1}
    await world.pass_by(dt.timedelta(seconds=1))
    assert world.post.counts() == {"1": 1, "2": 1, "3": 1}


async def test_two_flooded_chats_mean_that_all_must_wait_over_a_restart_too(world: World) -> None:
    chats = [str(number) for number in range(100)]
    await world.subscribe(*chats)
    world.post.says = {chat: [TryLater("flood", HOUR)] for chat in chats}
    await world.pass_by()
    assert not world.post.sent and sum(map(len, world.post.says.values())) > 80
    world.work, world.post.says = await world.started(), {}
    await world.pass_by(HOUR - MINUTE)
    assert not world.post.sent
    await world.pass_by(MINUTE)
    assert world.post.counts() == dict.fromkeys(chats, 1)


async def test_what_could_not_be_sent_is_tried_again_with_growing_waits_for_as_long_as_it_is_news(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"1": [TryLater("no route") for _ in range(99)]}
    await world.pass_by()
    for wait in RETRY_WAITS:
        assert world.states() == {"queued": 1, "sent": 1}
        await world.pass_by(wait)
    while world.now - NOW <= TOO_OLD:
        assert world.states() == {"queued": 1, "sent": 1}
        await world.pass_by(RETRY_WAITS[-1])
    assert world.states() == {"missed": 1, "sent": 1} and world.alarms == ["telegram"]
    world.post.says = {}
    await world.pass_by(NOW + 7 * DAY - world.now)
    assert world.post.counts() == {"1": 1, "2": 2}
    answer = next(answer for chat, answer in world.post.sent if chat == "1")
    assert any("没能按时送到" in span.text for block in answer.blocks for span in block.spans)


async def test_after_a_night_without_the_channel_everybody_gets_theirs(world: World) -> None:
    chats = [str(number) for number in range(3 * STREAK)]
    await world.subscribe(*chats)
    world.post.says = {chat: [TryLater("Unauthorized")] * 999 for chat in chats}
    while world.now - NOW < 12 * HOUR:
        await world.pass_by(10 * MINUTE)
    assert world.states() == {"queued": len(chats)} and set(world.alarms) == {"telegram"}
    world.post.says = {}
    await world.pass_by(RETRY_WAITS[-1] * 2)
    assert world.post.counts() == dict.fromkeys(chats, 1)


@pytest.mark.parametrize("paused", ["blocked", "muted"])
async def test_chats_that_take_nothing_are_no_sign_of_a_sick_channel(world: World, paused: PausedBy) -> None:
    closed, readers = [f"-{number}" for number in range(1, 2 * STREAK)], [str(number) for number in range(1, 31)]
    await world.subscribe(*closed, *readers)
    world.post.says = {chat: [Gone("not enough rights", paused)] for chat in closed}
    await world.pass_by()
    assert world.post.counts() == dict.fromkeys(readers, 1) and not world.alarms
    assert world.states() == {"muted" if paused == "muted" else "gone": len(closed), "sent": len(readers)}
    assert {await world.paused(chat) for chat in closed} == {paused}
    await world.pass_by(7 * DAY)
    assert world.post.counts() == dict.fromkeys(readers, 2)


async def test_nor_of_a_healthy_one(world: World) -> None:
    """What a chat refuses in between breaks no streak of failures either."""
    chats = [str(number) for number in range(1, 3 * STREAK)]
    await world.subscribe(*chats)
    world.post.says = {chat: [TryLater("Conflict") if int(chat) % 3 else Gone("kicked")] for chat in chats}
    await world.pass_by()
    assert world.alarms == ["telegram"] and not world.post.sent


@pytest.mark.parametrize("paused", ["blocked", "muted"])
@pytest.mark.parametrize("command", ["/resume", "/start"])
async def test_a_chat_that_took_nothing_goes_on_when_it_is_asked_to(
    world: World, paused: PausedBy, command: str
) -> None:
    reader = Reader("telegram", "-1")
    await world.subscribe("-1")
    world.post.says = {"-1": [Gone("CHAT_WRITE_FORBIDDEN", paused)]}
    await world.pass_by()
    assert await world.paused("-1") == paused
    if command == "/start":
        await world.app.came_back(reader, world.now)
    await world.app.reply(Message(reader=reader, text=command, language="en"), world.now)
    assert await world.paused("-1") is None
    await world.pass_by(7 * DAY)
    assert world.post.counts() == {"-1": 1}


async def test_a_message_in_doubt_is_tried_once_more_and_then_left(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"1": [InDoubt("no answer")], "2": [InDoubt("no answer"), InDoubt("no answer")]}
    await world.pass_by()
    await world.pass_by(MINUTE)
    assert world.states() == {"doubt": 1, "sent": 1}
    await world.pass_by(HOUR)
    assert world.post.counts() == {"1": 1}


async def test_a_message_the_channel_refuses_stops_nobody(world: World) -> None:
    await world.subscribe("1", "2", "3")
    world.post.says = {"1": [Refused("can't parse")], "2": [ZeroDivisionError("a fault of ours")]}
    await world.pass_by()
    assert world.states() == {"failed": 2, "sent": 1}


async def test_the_rest_is_sent_on_an_editors_word_and_nobody_gets_it_twice(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"1": [Refused("can't parse")]}
    await world.pass_by()
    assert await world.ledger.send_to_the_rest(NOW - DAY, world.now) == 1
    await world.pass_by()
    assert world.post.counts() == {"1": 1, "2": 1}


async def test_too_many_failures_in_a_row_give_the_channel_a_rest_and_tell_the_editors(world: World) -> None:
    chats = [str(number) for number in range(3 * STREAK)]
    await world.subscribe(*chats)
    world.post.says = {chat: [Refused("down")] for chat in chats}
    await world.pass_by()
    assert world.alarms == ["telegram"]
    assert world.states()["failed"] < 2 * STREAK


async def test_an_empty_week_is_skipped_only_for_who_asked_for_it(world: World) -> None:
    await world.subscribe("1", skips_empty=True)
    await world.subscribe("2")
    without = tuple(each.model_copy(update={"predictions": ()}) for each in world.app.edition.briefings)
    world.app.edition = replace(world.app.edition, digest="without", briefings=without)
    await world.pass_by()
    assert world.post.counts() == {"2": 1} and world.states() == {"empty": 1, "sent": 1}


async def test_who_unsubscribes_or_pauses_while_it_is_on_its_way_gets_nothing(world: World) -> None:
    await world.subscribe("1")
    await world.work.tick()
    await world.app.reply(Message(reader=Reader("telegram", "1"), text="/pause", language="en"), world.now)
    await world.work.drain()
    assert not world.post.sent
    assert await world.paused("1") == "reader"


async def test_no_worker_sends_again_before_its_last_message_is_recorded(world: World) -> None:
    send, workers = world.post.send, FEWEST_IN_FLIGHT

    async def send_watched(delivery: Delivery, answer: Answer) -> str:
        assert len(world.post.sent) - world.states().get("sent", 0) < workers
        return await send(delivery, answer)

    world.post.send = send_watched  # type: ignore[method-assign]
    await world.subscribe(*map(str, range(10 * workers)))
    await world.pass_by()
    assert world.states() == {"sent": 10 * workers}


async def test_what_arrives_together_is_recorded_in_one_transaction(world: World) -> None:
    await world.subscribe(*map(str, range(10 * FEWEST_IN_FLIGHT)))
    await world.work.tick()
    statements = list[str]()
    world.store.connection.set_trace_callback(statements.append)
    await world.work.drain()
    world.store.connection.set_trace_callback(None)
    transactions = "\n".join(statements).split("begin immediate")
    records = [each.count("update deliveries set state = 'sent'") for each in transactions]
    assert sum(records) == 10 * FEWEST_IN_FLIGHT and max(records) == FEWEST_IN_FLIGHT


async def test_one_record_that_is_refused_holds_up_no_other(world: World) -> None:
    await world.subscribe(*map(str, range(FEWEST_IN_FLIGHT)))
    await world.work.tick()
    world.store.connection.execute(
        "create trigger refuse before update of message on deliveries when old.delivery = 3 and new.message is not null"
        " begin select raise(abort, 'refused'); end"
    )
    working = asyncio.create_task(world.work.drain())
    await _until(lambda: world.states().get("sent") == FEWEST_IN_FLIGHT - 1)
    world.store.connection.execute("drop trigger refuse")
    await working
    assert world.states() == {"sent": FEWEST_IN_FLIGHT} and max(world.post.counts().values()) == 1


@pytest.mark.parametrize(("rate", "messages"), [(1, 8), (25, 8), (80, 8), (200, 20), (1000, 100)])
def test_no_more_is_in_flight_than_a_rate_needs(rate: int, messages: int) -> None:
    assert in_flight(rate) == messages


async def test_what_was_under_way_when_we_died_is_sent_after_the_restart(world: World) -> None:
    await world.subscribe("1", "2")
    await world.work.tick()
    assert len(await world.ledger.claim("telegram", world.now, 10, HOUR)) == 2
    await world.pass_by()
    assert not world.post.sent
    world.work = await world.started()
    await world.pass_by()
    assert world.post.counts() == {"1": 1, "2": 1}


async def test_the_check_in_asks_nothing_that_was_decided_since_it_was_queued(world: World, edition: Edition) -> None:
    """Rows hold readers, not questions: what to ask is chosen when it is sent."""
    await world.subscribe("1")
    await world.work.tick()
    world.app.edition = edition
    decided = {name for name, each in world.app.edition.by_ref.items() if each.record.verdict}
    await world.work.drain()
    issue = (await world.store.known(Reader("telegram", "1"), Reader("telegram", "1"))).issue
    assert issue and not decided & set(issue.questions)


async def test_a_new_verdict_is_told_once_with_what_the_reader_said(world: World, edition: Edition) -> None:
    reader = Reader("telegram", "1")
    name = next(name for name, each in edition.by_ref.items() if each.record.verdict)
    world.app.edition = edition
    world.store.vote(reader, name, "80", NOW - 3 * DAY)
    await world.subscribe("1")
    await world.store.live(
        [each for each in news_of(edition) if subject_of(each) != name], edition.by_slug, NOW - 60 * DAY
    )
    await world.app.live(edition, NOW - DAY)
    await world.pass_by()
    await world.pass_by(7 * DAY)
    first, second = (
        "".join(span.text for block in answer.blocks for span in block.spans) for _, answer in world.post.sent
    )
    statement = edition.by_ref[name].record.statement.zh
    assert statement in first and "80%" in first
    assert statement not in second


async def test_who_answered_hears_in_the_next_check_in_that_the_verdict_was_corrected(
    world: World, edition: Edition
) -> None:
    reader = Reader("telegram", "1")
    name, forecast = next(named for named in edition.by_ref.items() if named[1].record.verdict)
    verdict = forecast.record.verdict
    assert verdict
    turned: Outcome = "failed" if verdict.outcome != "failed" else "held"
    earlier = Ruling(outcome=verdict.outcome, on=verdict.on, because=verdict.because)
    again = verdict.model_copy(update={"outcome": turned, "on": TODAY, "earlier": (earlier,)})
    world.app.edition = edition
    world.store.vote(reader, name, "80", NOW - 3 * DAY)
    await world.subscribe("1")
    await world.app.live(edition, NOW - DAY)
    await world.pass_by()
    await world.app.live(ruling(edition, name, again), NOW + DAY)
    await world.pass_by(7 * DAY)
    await world.pass_by(7 * DAY)
    first, second, third = (
        "".join(span.text for block in answer.blocks for span in block.spans) for _, answer in world.post.sent
    )
    wrong = say("zh", "outcome-corrected", was=say("zh", f"state-{verdict.outcome}"))
    assert wrong in second and wrong not in first + third
    assert say("zh", f"became-{turned}") in second
    assert forecast.record.statement.zh in second and "80%" in second


def ruling(edition: Edition, name: str, verdict: Verdict) -> Edition:
    """Return an edition with a verdict on one of its predictions."""
    slug, _, known = name.partition("/")
    briefing = edition.by_slug[slug]
    predictions = tuple(
        each.model_copy(update={"verdict": verdict}) if each.id == known else each for each in briefing.predictions
    )
    changed = briefing.model_copy(update={"predictions": predictions})
    return replace(edition, briefings=tuple(changed if each is briefing else each for each in edition.briefings))


def test_a_hundred_thousand_subscriptions_that_are_not_due_cost_nothing(store: Store) -> None:
    """The plan of the query proves it: an index is searched, no table is scanned."""
    query = (
        "explain query plan select reader, channel, weekday, minute, zone, next_at from subscriptions"
        " join readers using (reader) where paused is null and next_at <= ? order by next_at limit ?"
    )
    plan = [row[3] for row in store.connection.execute(query, ("2026", 1))]
    assert any("subscriptions_due" in step for step in plan) and not any(step.startswith("SCAN") for step in plan)


@pytest.mark.parametrize("error", [StateUnavailable, StateBusy, StateFull, StateReadOnly])
async def test_nobody_is_given_up_while_the_state_is_away(world: World, error: type[StateError]) -> None:
    await world.subscribe("1", "2")
    compose, away = world.work._compose, True

    async def composed(*args: Any, **more: Any) -> Any:
        if away:
            raise error("the database has gone")
        return await compose(*args, **more)

    world.work._compose = composed
    for _ in range(2 * STREAK):
        await world.pass_by(MINUTE)
    assert world.states() == {"queued": 2} and not world.post.sent and not world.alarms
    away = False
    await world.pass_by(MINUTE)
    assert world.post.counts() == {"1": 1, "2": 1} and world.states() == {"sent": 2}


async def test_what_was_claimed_and_not_begun_is_queued_again_at_a_stop(world: World) -> None:
    chats = [str(number) for number in range(1, 4 * FEWEST_IN_FLIGHT + 1)]
    await world.subscribe(*chats)
    await world.work.tick()
    stop, began = asyncio.Event(), asyncio.Event()
    send = world.post.send

    async def held(delivery: Delivery, answer: Answer) -> str:
        began.set()
        await stop.wait()
        return await send(delivery, answer)

    world.post.send = held  # type: ignore[method-assign]
    running = asyncio.create_task(world.work.run(stop))
    await began.wait()
    stop.set()
    await running
    left = len(chats) - len(world.post.sent)
    assert world.states() == {"sent": len(world.post.sent), "queued": left} and 0 < left < len(chats)
    world.post.send = send  # type: ignore[method-assign]
    await world.pass_by()
    assert world.post.counts() == dict.fromkeys(chats, 1)


async def test_workers_stop_when_told_to_and_finish_what_is_in_flight(world: World) -> None:
    await world.subscribe(*map(str, range(50)))
    stop = asyncio.Event()
    running = asyncio.create_task(world.work.run(stop))
    await world.work.tick()
    await _until(lambda: len(world.post.sent) > 5)
    stop.set()
    await running
    assert world.states()["sent"] == len(world.post.sent)


async def test_of_many_workers_that_wait_one_asks_what_there_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[str]()

    def count(name: str) -> None:
        ask = getattr(world.ledger, name)

        async def counted(*args: Any) -> Any:
            asked[name] += 1
            return await ask(*args)

        monkeypatch.setattr(world.ledger, name, counted)

    count("claim")
    count("next_at")
    stop = asyncio.Event()
    running = asyncio.create_task(world.work.run(stop))
    await _until(lambda: asked["next_at"] > 0)
    for _ in range(100):
        await asyncio.sleep(0)
    assert asked == {"claim": 1, "next_at": 1}
    stop.set()
    await running


async def test_what_is_put_off_goes_in_its_time_though_nobody_wakes_the_workers(world: World) -> None:
    await world.subscribe("1", "2")
    world.post.says = {"2": [TryLater("flood", MINUTE)]}
    stop = asyncio.Event()
    running = asyncio.create_task(world.work.run(stop))
    await world.work.tick()
    await _until(lambda: world.states() == {"sent": 1, "queued": 1})
    world.now += MINUTE - dt.timedelta(milliseconds=50)
    world.work.wake()
    await asyncio.sleep(0)
    world.now += dt.timedelta(milliseconds=50)
    await _until(lambda: world.post.counts() == {"1": 1, "2": 1})
    stop.set()
    await running


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - the channel tells nobody that it sent
            await asyncio.sleep(0)


async def test_where_one_of_several_cannot_queue_what_is_due_the_others_finish(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.subscribe(*map(str, range(7)))
    queue, away = world.ledger.enqueue_due, [StateUnavailable("away")]

    async def enqueue_due(now: dt.datetime, most: int) -> int:
        if away:
            raise away.pop()
        return await queue(now, most)

    for name, value in {"planners": 3, "slice": 2, "enqueue_due": enqueue_due}.items():
        monkeypatch.setattr(world.ledger, name, value)
    with pytest.raises(StateUnavailable):
        await world.work.tick()
    assert world.states() == {"queued": 7}
