"""What every database promises that holds the state, by intent; each test runs on every one of them."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from bot.content.drafts import Draft, EditionEntry, Form
from bot.people.appeals import Answered, Appeal, Decision, Heard, Reply, Scope
from bot.people.changes import (
    Announce,
    AnswerAppeals,
    Change,
    ChooseLanguage,
    Follow,
    Forget,
    KeepForm,
    KeepIssue,
    MakeAppeal,
    Second,
    StopNote,
    Subscribe,
    TakeBack,
    Unsubscribe,
    Vote,
)
from bot.people.readers import Issue, Note, Reader, Receipt, Subscription
from bot.people.schedule import Weekly
from bot.state import (
    Closed,
    Delivery,
    Engine,
    InUse,
    KeptDraft,
    Requeued,
    Result,
    Sent,
    State,
    StateError,
    Unusable,
    manifest,
)
from bot.state.sqlite.engine import SQLite
from bot.state.values import KEPT_QUESTIONS, QUESTION_LIFETIME
from tests.conftest import NOW, TODAY
from tests.support.engines import KINDS, engines

ANN, BEN, GROUP, PAGE = Reader("telegram", "1"), Reader("telegram", "2"), Reader("telegram", "-9"), Reader("web", "key")
DAY, WEEK, LEASE = dt.timedelta(days=1), dt.timedelta(days=7), dt.timedelta(minutes=10)
SLOT = Weekly(1, 9 * 60 + 30, "Etc/UTC")  # Tuesdays at NOW
SHOWN = Issue(("a/b", "c/d"), TODAY, ("e/f",), ("a",))
UNWRITABLE = Issue(({"no": "text"},), TODAY)  # type: ignore[arg-type]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def at(kind: str) -> Iterator[Callable[[Path], Engine]]:
    """A database, by the folder it is to work with."""
    with engines(kind) as made:
        yield made


@pytest.fixture
def engine(at: Callable[[Path], Engine], tmp_path: Path) -> Engine:
    return at(tmp_path / "data")


@pytest.fixture
def state(engine: Engine) -> Iterator[State]:
    with closing(engine.open()) as opened:
        yield opened


async def apply(
    state: State, change: Change, person: Reader = ANN, chat: Reader | None = None, now: dt.datetime = NOW
) -> Note | None:
    return await state.apply(change, chat=chat or person, person=person, language="zh", now=now)


async def say(state: State, person: Reader, prediction: str, *values: str, now: dt.datetime = NOW) -> None:
    for value in values:
        await apply(state, Vote(prediction, value), person, now=now)


async def subscribe(state: State, *readers: Reader, **more: Any) -> None:
    for reader in readers:
        await apply(state, Subscribe(Subscription(SLOT, NOW, NOW - 30 * DAY, **more)), reader)


async def stored(state: State, reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await state.as_json(reader))
    return found


async def claimed(state: State, now: dt.datetime = NOW, most: int = 9) -> list[Delivery]:
    await state.ledger.enqueue_due(now, 9)
    return await state.ledger.claim("telegram", now, most, LEASE)


async def counts(state: State) -> dict[str, int]:
    return (await state.figures(NOW - WEEK)).counts


async def test_a_budget_is_kept_where_several_processes_may_send(state: State, kind: str) -> None:
    assert (state.budget is None) == (kind == "sqlite")


# What an answer needs, and what it changes


async def test_of_a_new_reader_nothing_is_known(state: State) -> None:
    known = await state.known(ANN, ANN)
    assert (known.chances, known.rulings, known.asked, known.issue, known.language) == ({}, {}, {}, None, None)
    assert not known.stored and await state.number(ANN) is None and await stored(state, ANN) == {}


async def test_the_last_word_counts_and_a_guess_and_a_ruling_stand_beside_each_other(state: State) -> None:
    await say(state, ANN, "a/b", "20", "80", "yes", "no")
    known = await state.known(ANN, ANN)
    assert (known.chances, known.rulings, known.stored) == ({"a/b": "80"}, {"a/b": "no"}, True)
    assert known.tallies == {"a/b": {"80": 1, "no": 1}}


async def test_every_change_of_mind_is_kept_but_the_same_again_is_no_change(state: State) -> None:
    await say(state, ANN, "a/b", "yes", "yes", "no", "yes")
    assert [(each["value"], each["at"]) for each in (await stored(state, ANN))["votes"]] == [
        ("yes", "2026-11-24T09:30:00Z"),
        ("no", "2026-11-24T09:30:00Z"),
        ("yes", "2026-11-24T09:30:00Z"),
    ]


async def test_all_that_readers_said_is_there_again_after_a_restart(engine: Engine) -> None:
    with closing(engine.open()) as state:
        for reader, value in ((ANN, "35"), (BEN, "35"), (BEN, "65"), (ANN, "yes"), (BEN, "no"), (BEN, "yes")):
            await say(state, reader, "a/b", value)
        before = await state.known(ANN, ANN)
    with closing(engine.open()) as again:
        assert await again.known(ANN, ANN) == before
        assert before.tallies == {"a/b": {"35": 1, "65": 1, "yes": 2}}


async def test_in_a_group_the_group_is_asked_and_each_member_votes(state: State) -> None:
    await apply(state, Vote("a/b", "yes", SHOWN), ANN, GROUP)
    ann, ben = await state.known(GROUP, ANN), await state.known(GROUP, BEN)
    assert ann.issue == ben.issue == SHOWN and ann.asked == {"a/b": TODAY, "c/d": TODAY}
    assert (ann.rulings, ben.rulings, (await state.known(ANN, ANN)).issue) == ({"a/b": "yes"}, {}, None)


async def test_the_last_check_in_counts_unless_the_message_holds_another(state: State) -> None:
    await subscribe(state, ANN)
    await state.ledger.record([Sent(each, "7", SHOWN) for each in await claimed(state)], NOW)
    later = Issue(("g/h",), (NOW + DAY).date())
    await apply(state, KeepIssue(later), now=NOW + DAY)
    assert (await state.known(ANN, ANN)).issue == later and (await state.known(ANN, ANN, message="7")).issue == SHOWN
    assert (await state.known(ANN, ANN, now=NOW)).issue == SHOWN, "what a clock that was ahead has dated was not yet"
    assert (await state.known(ANN, ANN)).asked == {"a/b": TODAY, "c/d": TODAY, "g/h": (NOW + DAY).date()}


async def test_what_is_answered_in_a_check_in_is_kept_with_it_once_and_outlasts_a_restart(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await apply(state, KeepIssue(SHOWN), ANN)
        shown = (await state.known(ANN, ANN)).issue
        assert shown and shown.number and shown.answered == ()
        for value in ("80", "80", "20"):
            await apply(state, Vote("c/d", value, within=shown.number), ANN)
        await apply(state, Vote("a/b", "5", within=shown.number), BEN)  # who has no such check-in
    with closing(engine.open()) as state:
        again = (await state.known(ANN, ANN)).issue
        assert again and again.answered == ("c/d",) and (await state.known(ANN, ANN)).chances == {"c/d": "20"}


async def test_the_same_answer_in_a_later_check_in_is_answered_there_too(state: State) -> None:
    for week in range(3):
        await apply(state, KeepIssue(SHOWN), ANN, now=NOW + week * WEEK)
        issue = (await state.known(ANN, ANN, now=NOW + week * WEEK)).issue
        assert issue and issue.answered == ()
        await apply(state, Vote("a/b", "80", within=issue.number), ANN, now=NOW + week * WEEK)
    assert len((await stored(state, ANN))["votes"]) == 1, "saying the same again is no change"
    days = (await state.known(ANN, ANN, now=NOW + 2 * WEEK)).answered_on
    assert days == (TODAY + WEEK, TODAY)


async def test_a_week_without_an_answer_ends_what_was_answered_in_a_row(state: State) -> None:
    for week in range(3):
        await apply(state, KeepIssue(SHOWN), ANN, now=NOW + week * WEEK)
        issue = (await state.known(ANN, ANN, now=NOW + week * WEEK)).issue
        if week != 1 and issue:
            await apply(state, Vote("a/b", "80", within=issue.number), ANN, now=NOW + week * WEEK)
    assert (await state.known(ANN, ANN, now=NOW + 2 * WEEK)).answered_on == ()


async def test_what_is_followed_is_known_from_then_on_under_the_names_of_now_until_it_is_no_longer(
    state: State,
) -> None:
    await apply(state, Follow("a/old"), ANN)
    await apply(state, Follow("a/old"), ANN, now=NOW + DAY)
    await state.live([], [], NOW, {"a/old": "a/b"})
    assert (await state.known(ANN, ANN)).follows == {"a/b": TODAY} and (await state.known(BEN, BEN)).follows == {}
    assert [each["prediction"] for each in (await stored(state, ANN))["follows"]] == ["a/old"]
    await apply(state, Follow("a/b", off=True), ANN)
    assert (await state.known(ANN, ANN)).follows == {}
    await apply(state, Follow("a/b"), ANN)
    await apply(state, Forget(), ANN)
    assert (await state.known(ANN, ANN)).follows == {}


async def test_who_follows_and_never_subscribed_has_news_since_then(state: State) -> None:
    await apply(state, Follow("a/b"), ANN)
    await state.live(["a/b held 2026-11-25"], [], NOW + DAY)
    assert (await state.known(ANN, ANN, now=NOW + WEEK)).new_verdicts == ("a/b held 2026-11-25",)
    assert (await state.known(BEN, BEN, now=NOW + WEEK)).new_verdicts == ()


async def test_of_a_group_is_known_what_its_members_said_of_what_was_ruled_on(state: State) -> None:
    await apply(state, Vote("a/b", "80"), ANN, GROUP)
    await apply(state, Vote("a/b", "20"), BEN)
    await apply(state, KeepIssue(Issue((), TODAY, ("a/b",))), GROUP)
    await apply(state, Vote("a/b", "35"), ANN, now=NOW + DAY)
    for until, said in ((NOW + DAY, 80), (NOW + 2 * DAY, 35)):
        known = await state.known(GROUP, BEN, settled={"a/b": until})
        assert [each.percent for each in known.members["a/b"]] == [said], "the last that was said before the close"
    await state.moved(GROUP, there := Reader("telegram", "-1009"))
    assert (await state.known(there, BEN, settled={"a/b": NOW + DAY})).members
    await apply(state, Forget(), ANN)
    assert not (await state.known(there, BEN, settled={"a/b": NOW + DAY})).members


async def test_a_language_chosen_outlasts_a_restart(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await apply(state, ChooseLanguage("en"))
        await apply(state, ChooseLanguage("zh"))
    with closing(engine.open()) as again:
        assert (
            await again.language(ANN) == (await again.known(ANN, BEN)).language == "zh"
            and await again.language(BEN) is None
        )


async def test_who_subscribes_without_a_choice_gets_the_language_they_spoke(state: State) -> None:
    await apply(state, ChooseLanguage("en"), BEN)
    await subscribe(state, ANN, BEN)
    assert (await state.language(ANN), await state.language(BEN)) == ("zh", "en")


async def test_a_subscription_comes_back_as_it_was_written(state: State) -> None:
    subscription = Subscription(SLOT, NOW + DAY, NOW, NOW - DAY, ("bakeries", "电"), 7, True, "reader", TODAY)
    await apply(state, Subscribe(subscription))
    assert await state.subscription(ANN) == (await state.known(ANN, ANN)).subscription == subscription
    assert await state.subscription(BEN) is None


async def test_who_pauses_or_leaves_gets_nothing_that_waits_and_keeps_what_they_said(state: State) -> None:
    await subscribe(state, ANN, BEN)
    await say(state, BEN, "a/b", "35")
    await state.ledger.enqueue_due(NOW, 9)
    await state.pause(ANN, "blocked", NOW)
    await apply(state, Unsubscribe(), BEN)
    found = await state.subscription(ANN)
    assert await state.ledger.claim("telegram", NOW, 9, LEASE) == []
    assert found and (found.paused, found.paused_on) == ("blocked", TODAY) and await state.subscription(BEN) is None
    assert (await state.known(BEN, BEN)).chances == {"a/b": "35"}


async def test_who_is_forgotten_leaves_nothing_and_all_that_others_said_as_if_they_had_never_come(
    engine: Engine,
) -> None:
    with closing(engine.open()) as state:
        await say(state, BEN, "a/b", "20")
        before = await state.known(BEN, BEN)
        await subscribe(state, ANN)
        await apply(state, KeepIssue(SHOWN))
        for value in ("35", "yes", "65", "20"):
            await say(state, ANN, "a/b", value)
            await say(state, ANN, "only/hers", value)
        await apply(state, Forget(), ANN)
        await apply(state, Forget(), Reader("telegram", "never seen"))
        assert (
            await state.known(BEN, BEN) == before
            and await stored(state, ANN) == {}
            and not (await state.known(ANN, ANN)).stored
        )
    with closing(engine.open()) as again:
        assert await again.known(BEN, BEN) == before and await stored(again, ANN) == {}


async def test_a_chat_that_moved_has_all_under_its_new_id_and_what_that_had_stays(state: State) -> None:
    await subscribe(state, ANN, interests=("bakeries",))
    await say(state, ANN, "a/b", "35")
    await subscribe(state, BEN, interests=("mills",))
    await state.moved(ANN, GROUP)
    assert await stored(state, ANN) == {} and (await state.known(GROUP, GROUP)).chances == {"a/b": "35"}
    await state.moved(GROUP, BEN)
    found = await state.subscription(BEN)
    assert found and found.interests == ("mills",) and (await state.known(BEN, BEN)).chances == {"a/b": "35"}
    assert (await state.known(BEN, BEN)).tallies == {"a/b": {"35": 1}} and await state.number(GROUP) is None


async def test_a_reader_of_the_page_counts_for_others_from_a_later_day_on(state: State) -> None:
    await say(state, PAGE, "a/b", "35")
    assert not await state.came(ANN, NOW), "of whom nothing is stored nothing is noted"
    assert await state.came(PAGE, NOW) and not await state.came(PAGE, NOW)
    assert (await state.known(PAGE, PAGE)).tallies == {"a/b": {"35": 1}} and (await state.known(BEN, BEN)).tallies == {}
    assert not await state.came(PAGE, NOW + DAY)
    assert (await state.known(BEN, BEN)).tallies == {"a/b": {"35": 1}}


async def test_what_is_new_is_told_until_the_next_check_in(state: State) -> None:
    await state.live([], ["old"], NOW - 40 * DAY)
    await subscribe(state, ANN)
    await state.live(["a/b"], ["old", "new"], NOW - DAY)
    known = await state.known(ANN, ANN, now=NOW)
    assert (known.new_verdicts, known.new_briefings, known.missed) == (("a/b",), ("new",), 0)
    await apply(state, KeepIssue(SHOWN))
    await state.live(["a/b"], ["old", "new"], NOW + DAY)
    known = await state.known(ANN, ANN, now=NOW + WEEK)
    assert (known.new_verdicts, known.new_briefings) == ((), ())


async def test_a_change_that_cannot_be_written_leaves_nothing_half_done(state: State) -> None:
    await say(state, BEN, "a/b", "20")
    before = await state.known(BEN, BEN)
    for change in (KeepIssue(UNWRITABLE), Vote("a/b", "35", UNWRITABLE)):
        with pytest.raises(StateError):
            await apply(state, change)
    assert await stored(state, ANN) == {} and await state.known(BEN, BEN) == before
    await say(state, ANN, "a/b", "yes")
    assert (await state.known(ANN, ANN)).rulings == {"a/b": "yes"}


# Inboxes of the page


async def test_an_inbox_holds_what_was_not_seen_in_the_order_it_came(state: State) -> None:
    first, second = [int(await state.put(PAGE, command, NOW)) for command in ("/checkin", "/admin")]
    assert await state.unseen(PAGE) == [(first, "/checkin"), (second, "/admin")] and await state.unseen(ANN) == []
    await state.seen(ANN, second)
    await state.seen(PAGE, first)
    assert await state.unseen(PAGE) == [(second, "/admin")]


# Deliveries


async def kept(
    state: State, reader: Reader, now: dt.datetime = NOW, most: int = 9, before: int | None = None
) -> list[str]:
    return [command for _, command in await state.conversation(reader, now, most, before)]


async def test_of_who_is_stored_each_question_is_kept_once_where_it_was_asked_last(engine: Engine) -> None:
    state = engine.open()
    assert not await state.keep_question(PAGE, "/sectors", NOW) and await stored(state, PAGE) == {}
    await say(state, PAGE, "a/b", "20")
    for command in ("/sectors", "AI 会怎样", "/sectors", "/about"):
        assert await state.keep_question(PAGE, command, NOW)
    assert await state.keep_question(PAGE, "/about p2", NOW, "/about")
    assert await kept(state, PAGE) == ["AI 会怎样", "/sectors", "/about p2"] and await kept(state, ANN) == []
    state.close()
    with closing(engine.open()) as again:
        assert await kept(again, PAGE) == ["AI 会怎样", "/sectors", "/about p2"]
        assert [row["command"] for row in (await stored(again, PAGE))["conversations"]] == await kept(again, PAGE)
        await apply(again, Forget(), PAGE)
        assert await kept(again, PAGE) == []


async def test_of_a_conversation_the_last_are_told_first_and_none_for_longer_than_a_month(state: State) -> None:
    await say(state, PAGE, "a/b", "20")
    for number in range(KEPT_QUESTIONS + 5):
        await state.keep_question(PAGE, f"/timeline {number}", NOW + number * dt.timedelta(minutes=1))
    last = await state.conversation(PAGE, NOW, 2)
    assert [command for _, command in last] == [f"/timeline {KEPT_QUESTIONS + each}" for each in (3, 4)]
    assert await kept(state, PAGE, most=1, before=last[0][0]) == [f"/timeline {KEPT_QUESTIONS + 2}"]
    assert len(await kept(state, PAGE, most=10_000)) == KEPT_QUESTIONS
    month = NOW + QUESTION_LIFETIME
    assert len(await kept(state, PAGE, month + dt.timedelta(minutes=8), most=10_000)) == KEPT_QUESTIONS - 3
    await state.nightly(lambda: month + dt.timedelta(minutes=8))
    assert len((await stored(state, PAGE))["conversations"]) == KEPT_QUESTIONS - 3
    await state.nightly(lambda: month + DAY)
    assert not (await stored(state, PAGE))["conversations"] and (await stored(state, PAGE))["votes"]


async def test_a_slot_is_queued_once_and_claimed_once(state: State) -> None:
    await subscribe(state, ANN, BEN)
    assert [await state.ledger.enqueue_due(NOW, 9), await state.ledger.enqueue_due(NOW, 9)] == [2, 0]
    assert await state.ledger.next_at("telegram") == NOW and await state.ledger.next_at("web") is None
    [one] = await state.ledger.claim("telegram", NOW, 1, LEASE)
    [other] = await state.ledger.claim("telegram", NOW, 9, LEASE)
    assert {one.reader, other.reader} == {ANN, BEN} and (one.slot, one.attempts, one.language) == (NOW, 1, "zh")
    assert await state.ledger.claim("telegram", NOW, 9, LEASE) == [] and await counts(state) == {"sending": 2}


async def test_who_is_due_is_queued_in_slices_until_none_is_left(state: State) -> None:
    await subscribe(state, ANN, BEN, GROUP)
    assert [await state.ledger.enqueue_due(NOW, 2) for _ in range(3)] == [2, 1, 0]
    assert len(await state.ledger.claim("telegram", NOW, 9, LEASE)) == 3


async def test_who_subscribed_after_what_is_pending_is_not_owed_it_beside_one_who_is(state: State) -> None:
    await subscribe(state, ANN)
    await apply(state, Subscribe(Subscription(SLOT, NOW, NOW + dt.timedelta(hours=1))), BEN)
    assert await state.ledger.enqueue_due(NOW + DAY, 9) == 2
    [one] = await state.ledger.claim("telegram", NOW + DAY, 9, LEASE)
    assert one.reader == ANN and await state.ledger.enqueue_due(NOW + 6 * DAY, 9) == 0


async def test_what_was_claimed_and_not_recorded_is_sent_again_after_its_lease_or_a_restart(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await subscribe(state, ANN)
        await claimed(state)
        assert await state.ledger.release(NOW) == 0 and await state.ledger.release(NOW + LEASE) == 1
        [again] = await claimed(state)
        assert again.attempts == 2
    with closing(engine.open()) as state:
        assert await state.ledger.release(NOW + 2 * LEASE) == 1 and len(await claimed(state)) == 1


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_what_was_claimed_in_a_file_is_sent_again_at_once_after_a_restart(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await subscribe(state, ANN)
        await claimed(state)
    with closing(engine.open()) as state:
        assert await state.ledger.release(NOW, everything=True) == 1 and len(await claimed(state)) == 1


async def test_what_has_waited_longest_is_claimed_first_whenever_it_was_queued(state: State) -> None:
    await subscribe(state, ANN, BEN, GROUP)
    one, two, three = await claimed(state)
    waits = {one: 3, two: 2, three: 1}
    await state.ledger.record([Requeued(each, NOW + minutes * LEASE, "flood") for each, minutes in waits.items()], NOW)
    [first] = await state.ledger.claim("telegram", NOW + DAY, 1, LEASE)
    others = await state.ledger.claim("telegram", NOW + DAY, 9, LEASE)
    assert [each.id for each in (first, *others)] == [three.id, two.id, one.id]


async def test_what_became_of_deliveries_is_written_in_one_go(state: State) -> None:
    await subscribe(state, *(readers := [Reader("telegram", str(number)) for number in range(1, 6)]))
    one, two, three, four, five = await claimed(state)
    results: list[Result] = [
        Sent(one, "77", SHOWN),
        Sent(two, None),
        Requeued(three, NOW + LEASE, "no route", tried=False),
        Closed(four, "gone", "blocked", paused="blocked"),
        Closed(five, "empty"),
    ]
    await state.ledger.record(results, NOW)
    assert await counts(state) == {"sent": 1, "doubt": 1, "queued": 1, "gone": 1, "empty": 1}
    assert (await state.known(readers[0], readers[0], message="77")).issue == SHOWN
    found = await state.subscription(readers[3])
    assert found and found.paused == "blocked" and await state.ledger.next_at("telegram") == NOW + LEASE
    [again] = await state.ledger.claim("telegram", NOW + LEASE, 9, LEASE)
    assert (again.reader, again.attempts, again.doubts) == (readers[2], 1, 0)
    left_out = (await state.figures(NOW - WEEK)).left_out
    assert {(reader, why) for reader, _, why in left_out} == {(readers[1], ""), (readers[3], "blocked")}


@pytest.mark.parametrize(
    "late",
    [
        lambda held: Sent(held, "77", SHOWN),
        lambda held: Sent(held, None),
        lambda held: Requeued(held, NOW + WEEK, "no route", tried=False),
        lambda held: Closed(held, "gone", "blocked", paused="blocked"),
    ],
    ids=("sent", "in doubt", "again", "gone"),
)
async def test_who_took_longer_than_the_lease_records_nothing_of_what_another_has_claimed(
    state: State, late: Callable[[Delivery], Result]
) -> None:
    await subscribe(state, ANN, BEN)
    held, other = await claimed(state)
    await state.ledger.release(NOW + LEASE)
    [again] = await state.ledger.claim("telegram", NOW + LEASE, 1, LEASE)
    assert (again.id, again.attempts) == (held.id, 2)
    await state.ledger.record([late(held), Sent(other, "8")], NOW + LEASE)
    assert await counts(state) == {"sending": 1, "sent": 1}
    known, subscription = await state.known(ANN, ANN), await state.subscription(ANN)
    assert known.issue is None and subscription and not subscription.paused
    await state.ledger.record([Sent(again, "9")], NOW + LEASE)
    assert await counts(state) == {"sent": 2}


async def test_what_was_sent_though_its_lease_had_run_out_is_not_sent_again(state: State) -> None:
    await subscribe(state, ANN)
    [held] = await claimed(state)
    await state.ledger.release(NOW + LEASE)
    await state.ledger.record([Sent(held, "77", SHOWN)], NOW + LEASE)
    assert await counts(state) == {"sent": 1} and await state.ledger.claim("telegram", NOW + LEASE, 9, LEASE) == []


async def test_of_results_that_cannot_be_written_none_is(state: State) -> None:
    await subscribe(state, ANN, BEN)
    one, two = await claimed(state)
    with pytest.raises(StateError):
        await state.ledger.record([Sent(one, "1"), Sent(two, "2", UNWRITABLE)], NOW)
    assert await counts(state) == {"sending": 2}


async def test_what_failed_or_stayed_in_doubt_can_be_sent_to_the_rest_and_nothing_else(state: State) -> None:
    await subscribe(state, ANN, BEN, GROUP)
    one, two, three = await claimed(state)
    await state.ledger.record([Sent(one, "1"), Sent(two, None), Closed(three, "failed", "no")], NOW)
    assert await state.ledger.send_to_the_rest(NOW - WEEK, NOW) == 2 and await counts(state) == {"sent": 1, "queued": 2}


async def test_a_pause_of_a_channel_outlasts_a_restart_but_not_its_time(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await state.ledger.pause("telegram", "*", NOW + LEASE)
    with closing(engine.open()) as again:
        assert (
            await again.ledger.pauses("telegram", NOW) == {"*": NOW + LEASE}
            and await again.ledger.pauses("web", NOW) == {}
        )
        assert await again.ledger.pauses("telegram", NOW + LEASE) == {}


async def test_what_a_wrong_clock_put_far_ahead_comes_nearer(state: State) -> None:
    await apply(state, Subscribe(Subscription(SLOT, NOW + 400 * DAY, NOW - DAY)))
    assert await state.ledger.pull_back(NOW, 9) == 1 and await state.ledger.pull_back(NOW, 9) == 0
    found = await state.subscription(ANN)
    assert found and found.next_at <= NOW + WEEK
    await subscribe(state, BEN)
    [delivery] = await claimed(state)
    await state.ledger.record([Requeued(delivery, NOW + 400 * DAY, "no route")], NOW)
    assert await state.ledger.hasten("telegram", NOW) == 1 and await state.ledger.next_at("telegram") == NOW


# Notes and editors


async def test_a_note_goes_once_to_all_who_subscribe_and_is_counted(state: State) -> None:
    await subscribe(state, ANN, BEN)
    await state.pause(BEN, "reader", NOW)
    note = await apply(state, Announce({"zh": "一", "en": "one"}), ANN)
    assert note and note.words == {"zh": "一", "en": "one"} and note.by == ANN.signature and note.spreading
    while await state.notes.spread(NOW, 1):
        pass
    held = [each for each in await state.ledger.claim("telegram", NOW, 9, LEASE) if each.note]
    assert [(each.reader, each.note) for each in held] == [(ANN, note.number)]
    assert await state.notes.going(note.number, held[0].id)
    notes, receivers = await state.notes.counted()
    assert receivers == 1 and dict(notes[note.number].counts) == {"sending": 1} and not notes[note.number].spreading
    assert (await state.known(ANN, ANN)).notes.keys() == {note.number}


async def test_a_note_that_is_called_back_reaches_nobody_more(state: State) -> None:
    await subscribe(state, ANN, BEN)
    note = await apply(state, Announce({"zh": "一", "en": "one"}), ANN)
    assert note
    while await state.notes.spread(NOW, 9):
        pass
    [held] = await state.ledger.claim("telegram", NOW, 1, LEASE)
    await apply(state, StopNote(note.number), ANN)
    assert await state.notes.going(note.number, held.id) is None and (await state.notes.notes())[note.number].stopped
    assert (
        await state.ledger.claim("telegram", NOW, 9, LEASE) == []
        and await state.ledger.release(NOW, everything=True) == 0
    )


async def test_who_is_admitted_edits_with_all_they_had_until_they_are_dismissed(state: State) -> None:
    old, new = PAGE, Reader("web", "another key")
    await say(state, old, "a/b", "35")
    await state.editors.admit(new, NOW, was=old)
    assert (
        await state.editors.admitted() == [new]
        and await state.editors.is_editor(new)
        and not await state.editors.is_editor(old)
    )
    assert (await state.known(new, new)).chances == {"a/b": "35"}
    await state.editors.dismiss(new)
    assert await state.editors.admitted() == [] and (await state.known(new, new)).chances == {"a/b": "35"}


async def test_a_form_is_kept_for_a_week_and_known_to_editors_alone(state: State) -> None:
    form = Form("note", "en", ("half",))
    await apply(state, KeepForm(form), ANN)
    assert await state.editors.form(ANN, NOW + DAY) == (await state.known(ANN, ANN, now=NOW, editor=True)).form == form
    assert (await state.known(ANN, ANN, now=NOW)).form is None and await state.editors.form(ANN, NOW + 8 * DAY) is None
    await state.editors.keep_form(ANN, None, NOW)
    assert await state.editors.form(ANN, NOW) is None


# What is asked in vain


async def in_vain(state: State, question: str, *people: Reader, now: dt.datetime = NOW) -> None:
    for person in people:
        await state.note_unfound(question, person, now)


async def unfound(state: State) -> Mapping[str, int]:
    return (await state.known(ANN, ANN, now=NOW, editor=True)).unfound


async def test_what_is_asked_in_vain_is_known_to_editors_once_three_people_asked_it(state: State) -> None:
    await in_vain(state, "bakeri", ANN, BEN)
    await in_vain(state, "mils", ANN, BEN)
    assert await unfound(state) == {}
    await in_vain(state, "bakeri", PAGE)
    assert await unfound(state) == {"bakeri": 3} and (await state.known(ANN, ANN, now=NOW)).unfound == {}
    await in_vain(state, "mils", PAGE, PAGE, ANN)
    assert list((await unfound(state)).items()) == [("mils", 5), ("bakeri", 3)]


async def test_one_person_is_one_however_often_they_ask_and_stored_nowhere(state: State) -> None:
    await in_vain(state, "bakeri", ANN, ANN, ANN, BEN, ANN, BEN)
    assert await unfound(state) == {} and await state.number(ANN) is None and await stored(state, ANN) == {}


async def test_three_people_are_three_within_a_month_alone(state: State) -> None:
    await in_vain(state, "bakeri", ANN, BEN)
    await in_vain(state, "bakeri", PAGE, now=NOW + 31 * DAY)
    assert await unfound(state) == {}
    await in_vain(state, "bakeri", ANN, BEN, now=NOW + 60 * DAY)
    assert await unfound(state) == {"bakeri": 3}


async def test_a_clock_that_was_wrong_for_a_while_begins_the_month_anew(state: State) -> None:
    await in_vain(state, "bakeri", ANN, BEN, now=NOW + 900 * DAY)
    await in_vain(state, "bakeri", ANN, BEN)
    assert await unfound(state) == {}
    await in_vain(state, "bakeri", PAGE, now=NOW - LEASE)
    assert await unfound(state) == {"bakeri": 3}


async def test_who_is_forgotten_asked_nothing_that_waits_for_others(state: State) -> None:
    await apply(state, Forget(), ANN)
    await in_vain(state, "bakeri", ANN, BEN)
    await apply(state, Forget(), ANN)
    await in_vain(state, "bakeri", PAGE)
    assert await unfound(state) == {}
    await in_vain(state, "bakeri", ANN)
    assert await unfound(state) == {"bakeri": 3}
    await apply(state, Forget(), ANN)
    assert await unfound(state) == {"bakeri": 3}


async def test_what_is_asked_in_vain_outlasts_a_night_and_a_restart_but_not_months_unasked(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await in_vain(state, "bakeri", ANN, BEN)
        await in_vain(state, "mils", ANN, BEN, PAGE)
        await state.nightly(lambda: NOW + DAY)
    with closing(engine.open()) as state:
        await in_vain(state, "bakeri", PAGE, now=NOW + 2 * DAY)
        assert await unfound(state) == {"bakeri": 3, "mils": 3}
        await in_vain(state, "mils", PAGE, now=NOW + 90 * DAY)
        await state.nightly(lambda: NOW + 110 * DAY)
        assert await unfound(state) == {"mils": 4}


# For operators


async def test_subscriptions_and_deliveries_are_counted_by_channel(state: State) -> None:
    await subscribe(state, ANN, BEN, PAGE)
    await state.ledger.enqueue_due(NOW, 9)
    await state.pause(BEN, "muted", NOW)
    totals = await state.totals(NOW - WEEK)
    assert totals.deliveries == {("telegram", "queued"): 1, ("web", "queued"): 1} and totals.waits_since == NOW
    assert totals.subscriptions == {("telegram", "running"): 1, ("telegram", "muted"): 1, ("web", "running"): 1}
    assert (await state.totals(NOW + WEEK)).deliveries == {}


async def test_when_it_was_last_written_is_known(state: State) -> None:
    assert await state.newest() is None
    await say(state, ANN, "a/b", "35", now=NOW + DAY)
    assert await state.newest() == NOW + DAY


async def test_a_night_leaves_what_is_not_old(state: State) -> None:
    await subscribe(state, ANN)
    await state.ledger.record([Sent(each, "7", SHOWN) for each in await claimed(state)], NOW)
    await state.put(PAGE, "/checkin", NOW)
    await state.nightly(lambda: NOW + DAY)
    assert await state.unseen(PAGE) and await counts(state) == {"sent": 1}
    await state.nightly(lambda: NOW + 500 * DAY)
    assert not await state.unseen(PAGE) and await counts(state) == {} and await state.subscription(ANN)


async def test_a_delivery_is_as_old_as_its_end_however_old_its_slot(state: State) -> None:
    await subscribe(state, ANN)
    await state.ledger.record([Sent(each, "7", SHOWN) for each in await claimed(state)], NOW + 300 * DAY)
    await state.nightly(lambda: NOW + 500 * DAY)
    assert await counts(state) == {"sent": 1}
    await state.nightly(lambda: NOW + 800 * DAY)
    assert await counts(state) == {}


@pytest.mark.parametrize("kind", ["sqlite"])
def test_one_process_at_a_time_works_with_a_file(engine: Engine) -> None:
    with closing(engine.open()), pytest.raises(InUse):
        engine.open()
    engine.open().close()


ASKED: Final[dict[str, Callable[[State], object]]] = {
    "number": lambda state: state.number(ANN),
    "language": lambda state: state.language(ANN),
    "moved": lambda state: state.moved(ANN, BEN),
    "as_json": lambda state: state.as_json(ANN),
    "known": lambda state: state.known(ANN, ANN),
    "apply": lambda state: apply(state, Vote("a/b", "35")),
    "subscription": lambda state: state.subscription(ANN),
    "pause": lambda state: state.pause(ANN, "reader", NOW),
    "came": lambda state: state.came(PAGE, NOW),
    "live": lambda state: state.live(["new"], [], NOW),
    "put": lambda state: state.put(PAGE, "/checkin", NOW),
    "unseen": lambda state: state.unseen(PAGE),
    "seen": lambda state: state.seen(PAGE, 1),
    "newest": lambda state: state.newest(),
    "bring": lambda state: state.bring(io.BytesIO(b'{"hindsight":"readers","version":1,"news":[]}\n')),
    "enqueue_due": lambda state: state.ledger.enqueue_due(NOW, 9),
    "pull_back": lambda state: state.ledger.pull_back(NOW, 9),
    "claim": lambda state: state.ledger.claim("telegram", NOW, 9, LEASE),
    "record": lambda state: state.ledger.record([], NOW),
    "pauses": lambda state: state.ledger.pauses("telegram", NOW),
    "spread": lambda state: state.notes.spread(NOW, 9),
    "admitted": lambda state: state.editors.admitted(),
    "form": lambda state: state.editors.form(ANN, NOW),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_a_state_that_cannot_be_asked_says_so_in_one_error(
    engine: Engine, ask: Callable[[State], object]
) -> None:
    state = engine.open()
    state.close()
    with pytest.raises(StateError):
        asked = ask(state)
        assert isinstance(asked, Awaitable)
        await asked


# Readers taken to another state


async def test_readers_come_over_whole_once_and_twice(
    at: Callable[[Path], Engine], engine: Engine, tmp_path: Path
) -> None:
    with closing(engine.open()) as state:
        await subscribe(state, ANN, BEN)
        await say(state, ANN, "a/b", "35", "80")
        await apply(state, KeepIssue(SHOWN))
        before, known = await stored(state, ANN), await state.known(ANN, ANN)
    assert engine.export(tmp_path / "readers.jsonl") == 2
    with closing(at(tmp_path / "other").open()) as state:
        for brought in ((2, 0), (0, 2)):
            with (tmp_path / "readers.jsonl").open("rb") as file:
                assert state.bring(file) == brought
            assert await state.known(ANN, ANN) == known
        assert [each["value"] for each in (await stored(state, ANN))["votes"]] == [
            each["value"] for each in before["votes"]
        ]


async def test_what_an_earlier_version_kept_with_a_nul_comes_over_without(engine: Engine, tmp_path: Path) -> None:
    with closing((old := SQLite(tmp_path / "old")).open()) as before:
        await apply(before, MakeAppeal("a/b", "held 2026-11-20", "It\0 did\\u0000 not hold."))
    old.export(tmp_path / "readers.jsonl")
    with closing(engine.open()) as new, (tmp_path / "readers.jsonl").open("rb") as file:
        new.bring(file)
        assert [each.words for each in (await new.known(ANN, ANN)).appeals] == ["It did\\u0000 not hold."]


async def test_of_a_file_that_is_damaged_nobody_comes_in(
    at: Callable[[Path], Engine], engine: Engine, tmp_path: Path
) -> None:
    with closing(engine.open()) as state:
        await subscribe(state, ANN)
    engine.export(tmp_path / "readers.jsonl")
    damaged = (tmp_path / "readers.jsonl").read_bytes().replace(b'"minute":570', b'"minute":571')
    with closing(at(tmp_path / "other").open()) as state:
        with pytest.raises(Unusable):
            state.bring(io.BytesIO(damaged))
        assert await state.number(ANN) is None


# The editors' part


def test_editions_are_listed_from_the_last_and_hold_their_texts(engine: Engine) -> None:
    contents = {"briefings/a.yaml": b"a", "briefings/b.yaml": b"b"}
    with closing(engine.editions()) as editions:
        assert editions.last() is None
        for name in ("one", "two", "two"):
            contents["briefings/a.yaml"] = name.encode()
            editions.record(EditionEntry(0, name, "telegram:1", NOW, "published", {"added": 2}), contents, {})
        last, first = editions.entries(9)
        assert (last.digest, first.digest, last.what, last.at) == ("two", "one", {"added": 2}, NOW)
        assert editions.last() == last and editions.entries(9, before=last.number) == (first,)
        assert editions.texts(editions.manifest(last.number)) == contents
    with closing(engine.editions()) as again:
        assert again.texts(again.manifest(first.number)) == {**contents, "briefings/a.yaml": b"one"}


def test_old_editions_leave_with_what_only_they_held_and_their_links_stay(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.sql.editions.EDITIONS_KEPT", 3)
    monkeypatch.setattr("bot.state.sql.editions.LEAVING", 2)
    with closing(engine.editions()) as editions:
        for number in range(1, 8):
            contents = {"briefings/a.yaml": b"%d" % number, "briefings/b.yaml": b"b"}
            editions.record(EditionEntry(0, f"{number}", "telegram:1", NOW, "published", {}), contents, {})
        assert [each.number for each in editions.entries(9)] == [7, 6, 5, 4]
        assert [each.number for each in editions.links()] == [1, 2, 3, 4, 5, 6, 7]
        assert editions.texts(editions.manifest(4)) == {"briefings/a.yaml": b"4", "briefings/b.yaml": b"b"}
        with pytest.raises(StateError):
            editions.texts(manifest({"briefings/a.yaml": b"3"}))


def test_of_a_draft_that_was_published_the_texts_stay_and_of_another_one_they_go(engine: Engine) -> None:
    def draft(name: str, content: bytes) -> KeptDraft:
        return KeptDraft(Draft(name, "telegram:1", NOW, ("briefings/a.yaml",)), {}, {"briefings/a.yaml": content})

    with closing(engine.editions()) as editions:
        editions.add_draft(draft("one", b"one"), NOW)
        editions.add_draft(draft("two", b"two"), NOW)
        editions.record(EditionEntry(0, "one", "telegram:1", NOW, "published", {}), {"briefings/a.yaml": b"one"}, {})
        assert editions.drop_draft("one") and editions.drop_draft("two")
        assert editions.texts(manifest({"briefings/a.yaml": b"one"})) == {"briefings/a.yaml": b"one"}
        with pytest.raises(StateError):
            editions.texts(manifest({"briefings/a.yaml": b"two"}))


def test_a_draft_is_kept_until_it_is_dropped_or_nobody_wants_it(engine: Engine) -> None:
    draft = Draft("d", "telegram:1", NOW, ("briefings/a.yaml", "briefings/b.yaml"))
    base = manifest({"briefings/a.yaml": b"before", "briefings/b.yaml": b"b"})
    kept = KeptDraft(draft, base, {"briefings/a.yaml": b"after", "briefings/b.yaml": None})
    with closing(engine.editions()) as editions:
        editions.add_draft(kept, NOW)
        assert editions.draft("d") == kept and editions.drafts() == (draft,) and editions.draft("e") is None
        assert editions.drop_draft("d") and not editions.drop_draft("d") and editions.drafts() == ()
        editions.add_draft(kept, NOW)
        later = Draft("e", "telegram:1", NOW + 99 * DAY, ("briefings/a.yaml",))
        editions.add_draft(KeptDraft(later, base, {"briefings/a.yaml": b"x"}), NOW + 99 * DAY)
        assert editions.drafts() == (later,)


async def test_the_editors_part_is_open_beside_the_state(engine: Engine) -> None:
    with closing(engine.open()) as state, closing(engine.editions()) as editions:
        editions.record(EditionEntry(0, "one", ANN.signature, NOW, "published", {}), {"briefings/a.yaml": b"a"}, {})
        await apply(state, Forget(), ANN)
        last = editions.last()
        assert last and last.by != ANN.signature


# Appeals

AGAINST, WHY = "held 2026-11-20", "It did not hold: https://example.org/count"
CAROL, PASSER = Reader("telegram", "3"), Reader("web", "only once here")


async def appeal(
    state: State, person: Reader, prediction: str = "a/b", words: str = WHY, now: dt.datetime = NOW
) -> None:
    await apply(state, MakeAppeal(prediction, AGAINST, words), person, now=now)


async def reply(state: State, scope: Scope, what: str, decision: Decision = "upheld", until: int = 10**6) -> None:
    words: dict[Any, str] = {"zh": "说得对", "en": "That is right."}
    await apply(state, AnswerAppeals(Reply(scope, what, until, decision, words)), CAROL, now=NOW + DAY)


async def test_an_appeal_is_its_readers_and_the_editors_and_others_see_that_there_is_one(state: State) -> None:
    await appeal(state, ANN)
    [own] = (await state.known(ANN, ANN)).appeals
    assert (own.prediction, own.against, own.words, own.on, own.answered) == ("a/b", AGAINST, WHY, TODAY, None)
    assert (await state.known(BEN, BEN)).appeals == () and (await state.known(BEN, BEN)).heard == {"a/b": Heard(TODAY)}
    waiting = await state.appeals.waiting()
    assert waiting.first == (own,) and (waiting.total, waiting.newcomers, waiting.newest) == (1, 0, own.number)


async def test_a_reader_has_one_appeal_of_a_prediction_waiting_and_three_in_all(state: State) -> None:
    await state.live([], [], NOW, {"a/old": "a/b"})
    for name in ("a/b", "a/old", "a/b", "c/d", "e/f", "g/h"):
        await appeal(state, ANN, name)
    assert [each.prediction for each in (await state.known(ANN, ANN)).appeals] == ["a/b", "c/d", "e/f"]
    await reply(state, "forecast", "a/b")
    await appeal(state, ANN, "a/b", now=NOW + 2 * DAY)
    assert len((await state.known(ANN, ANN)).appeals) == 4


async def test_who_says_so_too_counts_once_and_never_beside_their_own_appeal(state: State) -> None:
    await apply(state, Second("a/b"), BEN)
    assert (await state.known(BEN, BEN)).seconded == frozenset(), "where nobody objects there is nothing to second"
    await appeal(state, ANN)
    for person in (ANN, BEN, BEN, CAROL):
        await apply(state, Second("a/b"), person)
    assert (await state.known(ANN, ANN)).heard == {"a/b": Heard(TODAY, 2)} and (
        await state.known(ANN, ANN)
    ).seconded == frozenset()
    await apply(state, Second("a/b", off=True), CAROL)
    assert (await state.known(BEN, BEN)).heard["a/b"].seconds == 1 and (await state.known(BEN, BEN)).seconded == {"a/b"}
    await appeal(state, BEN)
    assert (await state.known(BEN, BEN)).heard["a/b"].seconds == 0, "who objects in their own words says it once"


@pytest.mark.parametrize("decision", ["upheld", "declined"])
async def test_what_editors_answered_stands_with_the_words_and_how_many_said_so(
    engine: Engine, decision: Decision
) -> None:
    with closing(engine.open()) as state:
        await appeal(state, ANN)
        await apply(state, Second("a/b"), BEN)
        await apply(state, KeepForm(Form("appeal", "en")), CAROL)
        await reply(state, "one", str((await state.appeals.waiting()).newest), decision)
        assert await state.editors.form(CAROL, NOW) is None and (await state.appeals.waiting()).total == 0
        assert (await stored(state, CAROL))["replies"][0]["en"] == "That is right."
    with closing(engine.open()) as again:
        [heard] = (await again.known(BEN, BEN)).heard.values()
        answered = Answered(decision, (NOW + DAY).date(), "说得对", "That is right.")
        assert heard == Heard(None, 0, (Appeal(1, "a/b", AGAINST, WHY, TODAY, 1, answered),))
        assert (await again.known(BEN, BEN)).seconded == frozenset()
        assert (await again.known(ANN, ANN, now=NOW + 2 * DAY)).new_answers == (1,)
        await apply(again, KeepIssue(SHOWN), ANN, now=NOW + 2 * DAY)
        assert (await again.known(ANN, ANN, now=NOW + 3 * DAY)).new_answers == ()


async def test_many_are_closed_at_once_unpublished_and_none_that_came_after_they_were_looked_at(state: State) -> None:
    for number in range(20):
        await appeal(state, Reader("web", str(number)), f"a/{number % 4}", "Lies!")
    await appeal(state, ANN, "a/0")
    seen = await state.appeals.waiting()
    assert (seen.total, seen.newcomers, seen.first[0].words) == (21, 20, WHY)
    await appeal(state, PASSER, "a/0", "Somebody who came later")
    await reply(state, "newcomers", "", "closed", seen.newest)
    assert [each.words for each in (await state.appeals.waiting()).first] == [WHY, "Somebody who came later"]
    assert (await state.known(BEN, BEN)).heard == {"a/0": Heard(TODAY)}
    await reply(state, "forecast", "a/0", "closed")
    assert (await state.appeals.waiting()).total == 0 and (await state.known(BEN, BEN)).heard == {}


async def test_readers_of_the_page_object_and_second_for_others_from_a_later_day_on(state: State) -> None:
    await appeal(state, PAGE)
    assert (await state.known(BEN, BEN)).heard == {} and len((await state.known(PAGE, PAGE)).appeals) == 1
    assert (await state.appeals.waiting()).first[0].newcomer
    await state.came(PAGE, NOW)
    await state.came(PAGE, NOW + DAY)
    assert (await state.known(BEN, BEN)).heard == {"a/b": Heard(TODAY)} and not (await state.appeals.waiting()).first[
        0
    ].newcomer
    await apply(state, Second("a/b"), PASSER)
    assert (await state.known(PASSER, PASSER)).seconded == {"a/b"} and (await state.known(BEN, BEN)).heard[
        "a/b"
    ].seconds == 0


async def test_who_is_forgotten_takes_their_words_along_and_the_answer_stays(engine: Engine) -> None:
    with closing(engine.open()) as state:
        await appeal(state, ANN)
        await reply(state, "forecast", "a/b")
        for name in ("a/b", "c/d"):
            await appeal(state, ANN, name, now=NOW + 2 * DAY)
        await appeal(state, BEN, "e/f")
        await apply(state, Second("e/f"), ANN)
        assert len((await stored(state, ANN))["appeals"]) == 3 and len((await stored(state, ANN))["seconds"]) == 1
        await apply(state, Forget(), ANN)
        assert await stored(state, ANN) == {} and (await state.appeals.waiting()).total == 1
    with closing(engine.open()) as again:
        heard = (await again.known(BEN, BEN)).heard
        assert heard["a/b"].since is None and heard["e/f"] == Heard(TODAY) and heard.keys() == {"a/b", "e/f"}
        [left] = heard["a/b"].answered
        assert left.words == "" and left.answered and left.answered.en == "That is right."


@pytest.mark.parametrize("gone", [TakeBack("a/b"), Forget()])
@pytest.mark.parametrize("scope", ["one", "newcomers", "forecast"])
async def test_an_answer_is_to_no_appeal_that_came_after_its_own_was_gone(
    engine: Engine, gone: Change, scope: Scope
) -> None:
    """An editor looks at what waits, the newest goes, and another reader objects before the answer is given."""
    with closing(engine.open()) as state:
        await appeal(state, PAGE)
        seen = await state.appeals.waiting()
        await apply(state, gone, PAGE)
    with closing(engine.open()) as again:  # a number is given once, whenever the state is opened
        await appeal(again, PASSER, words="Quite another matter")
        what = {"one": str(seen.newest), "newcomers": "", "forecast": "a/b"}[scope]
        await reply(again, scope, what, "closed", seen.newest)
        waiting = await again.appeals.waiting()
        assert [each.words for each in waiting.first] == ["Quite another matter"] and waiting.newest > seen.newest


@pytest.mark.parametrize("gone", [TakeBack("a/b"), Forget()])
async def test_who_said_so_too_said_it_of_no_later_appeal(state: State, gone: Change) -> None:
    await state.live([], [], NOW, {"a/old": "a/b"})
    await appeal(state, ANN)
    await appeal(state, ANN, "c/d")
    await appeal(state, PAGE, "c/d")
    for name in ("a/old", "c/d"):
        await apply(state, Second(name), BEN)
    await apply(state, gone, ANN)
    assert (await state.known(BEN, BEN)).seconded == {"c/d"}, "there another appeal still waits"
    await appeal(state, CAROL)
    assert (await state.known(BEN, BEN)).heard["a/b"] == Heard(TODAY, 0)


async def test_appeals_follow_a_prediction_to_what_took_its_place(state: State) -> None:
    await appeal(state, ANN, "a/old")
    await apply(state, Second("a/old"), BEN)
    await state.live([], [], NOW, {"a/old": "a/b"})
    known = await state.known(BEN, BEN)
    assert known.heard == {"a/b": Heard(TODAY, 1)} and known.seconded == {"a/b"}
    await reply(state, "forecast", "a/b", "declined")
    assert (await state.known(ANN, ANN)).heard["a/b"].answered[0].prediction == "a/b"
    await state.live([], [], NOW)
    assert [*(await state.known(ANN, ANN)).heard] == ["a/old"]


async def test_appeals_and_what_was_answered_are_taken_to_another_state(
    at: Callable[[Path], Engine], tmp_path: Path
) -> None:
    with closing(at(tmp_path / "old").open()) as old:
        await appeal(old, ANN)
        await appeal(old, BEN)
        await reply(old, "one", "1")
        await apply(old, Second("a/b"), CAROL)
        await apply(old, Forget(), ANN)
        before = await old.known(CAROL, CAROL)
    at(tmp_path / "old").export(tmp_path / "readers.jsonl")
    with closing(at(tmp_path / "new").open()) as new:
        for _ in range(2):
            new.bring(io.BytesIO((tmp_path / "readers.jsonl").read_bytes()))
        known = await new.known(CAROL, CAROL)
        assert (known.heard, known.seconded) == (before.heard, before.seconded) and (
            await new.appeals.waiting()
        ).total == 1


# What networks bring

SOURCE: Final = "telegram:123456"
SEVEN, EIGHT = Receipt(SOURCE, 7), Receipt(SOURCE, 8)


async def test_what_came_is_taken_once_and_again_by_the_next_process_until_it_is_handled(engine: Engine) -> None:
    with closing(engine.open()) as state:
        assert await state.received.keep(EIGHT, b"eight", NOW)
        assert await state.received.keep(SEVEN, b"seven", NOW)
        assert await state.received.take(SOURCE, 9) == [(SEVEN, b"seven"), (EIGHT, b"eight")]
        assert await state.received.take(SOURCE, 9) == []
        await state.received.done(SEVEN)
    with closing(engine.open()) as again:
        assert await again.received.take(SOURCE, 9) == [(EIGHT, b"eight")]


async def test_what_comes_twice_is_known_from_then_on_whether_or_not_it_is_handled(engine: Engine) -> None:
    with closing(engine.open()) as state:
        came = [await state.received.keep(SEVEN, b"seven", NOW) for _ in range(2)]
        assert came == [True, False] and await state.received.take(SOURCE, 9) == [(SEVEN, b"seven")]
        await state.received.done(SEVEN)
        assert not await state.received.keep(SEVEN, b"seven", NOW) and await state.received.take(SOURCE, 9) == []
    with closing(engine.open()) as again:
        assert await again.received.came(SEVEN) and not await again.received.came(EIGHT)
        assert await again.received.keep(EIGHT, b"eight", NOW) and await again.received.came(EIGHT)
        assert not await again.received.keep(SEVEN, b"seven", NOW)


async def test_of_two_that_come_at_the_same_moment_one_is_new(state: State) -> None:
    assert sorted(await asyncio.gather(*(state.received.keep(SEVEN, b"seven", NOW) for _ in range(9)))) == [
        *([False] * 8),
        True,
    ]


async def test_the_numbers_of_one_source_say_nothing_of_anothers(state: State) -> None:
    other = Receipt("telegram:9", 7)
    assert await state.received.keep(SEVEN, b"seven", NOW) and not await state.received.came(other)
    assert await state.received.keep(other, b"other", NOW)
    assert await state.received.take(SOURCE, 9) == [(SEVEN, b"seven")]


async def test_no_more_is_taken_at_a_time_than_is_asked_for(state: State) -> None:
    for number in range(5):
        await state.received.keep(Receipt(SOURCE, number), b"", NOW)
    taken = [[receipt.number for receipt, _ in await state.received.take(SOURCE, 2)] for _ in range(4)]
    assert taken == [[0, 1], [2, 3], [4], []]


async def test_what_a_message_changes_and_that_it_is_handled_are_one(engine: Engine) -> None:
    with closing(engine.open()) as state:
        for each in (SEVEN, EIGHT):
            await state.received.keep(each, b"a vote", NOW)
        await state.apply(Vote("a/b", "35"), chat=ANN, person=ANN, language="zh", now=NOW, receipt=SEVEN)
        with pytest.raises(StateError):
            await state.apply(KeepIssue(UNWRITABLE), chat=ANN, person=ANN, language="zh", now=NOW, receipt=EIGHT)
        await apply(state, Vote("c/d", "35"), ANN)
    with closing(engine.open()) as again:
        assert [receipt for receipt, _ in await again.received.take(SOURCE, 9)] == [EIGHT], "what failed is not handled"


@pytest.mark.parametrize(
    "change",
    [
        ChooseLanguage("en"),
        Vote("a/b", "35"),
        Follow("a/b"),
        KeepIssue(SHOWN),
        Subscribe(Subscription(SLOT, NOW, NOW)),
        MakeAppeal("a/b", "held 2026-11-01", "It did not."),
        Announce({"zh": "话", "en": "word"}),
        KeepForm(Form("note", "en")),
        Forget(),
    ],
    ids=lambda change: type(change).__name__,
)
async def test_whatever_is_changed_is_handled_with_it(engine: Engine, change: Change) -> None:
    with closing(engine.open()) as state:
        await state.received.keep(SEVEN, b"words", NOW)
        await state.apply(change, chat=ANN, person=ANN, language="zh", now=NOW, receipt=SEVEN)
    with closing(engine.open()) as again:
        assert await again.received.take(SOURCE, 9) == [] and await again.received.came(SEVEN)


async def test_that_something_came_is_forgotten_once_nobody_repeats_it(state: State) -> None:
    await state.received.keep(SEVEN, b"seven", NOW)
    await state.received.done(SEVEN)
    await state.nightly(lambda: NOW + dt.timedelta(hours=47))
    assert await state.received.came(SEVEN)
    await state.nightly(lambda: NOW + dt.timedelta(hours=49))
    assert not await state.received.came(SEVEN)
    await state.received.keep(EIGHT, b"eight", NOW)
    assert await state.received.take(SOURCE, 9) == [(EIGHT, b"eight")], "though its table had become empty"
