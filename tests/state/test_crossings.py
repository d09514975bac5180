"""What every database promises of readers who go on elsewhere: what comes, what stays, what is undone, and who may."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.people.changes import (
    Change,
    ChooseLanguage,
    Cross,
    CrossBack,
    Follow,
    Forget,
    KeepIssue,
    MakeAppeal,
    MakePass,
    Second,
    Subscribe,
    Vote,
)
from bot.people.crossings import PASS_LIFETIME, UNDO_LIFETIME
from bot.people.readers import Crossing, Issue, Offer, Reader, Subscription
from bot.state import Engine, Sent, State, StateError
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import FILE
from tests.conftest import NOW, TODAY
from tests.state.test_contract import DAY, LEASE, SLOT
from tests.support.engines import KINDS, engines

PAGE, ANN, THIEF, GROUP = (
    Reader("web", "key"),
    Reader("telegram", "1"),
    Reader("telegram", "2"),
    Reader("telegram", "-9"),
)
KEY, OTHER = "a1" * 16, "b2" * 16
SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
WEEKLY = Subscription(SLOT, NOW + 3 * DAY, NOW - 30 * DAY, NOW - 4 * DAY, ("bakeries",))

IN_A_FILE = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    return str(request.param)


@pytest.fixture
def engine(kind: str, tmp_path: Path) -> Iterator[Engine]:
    with engines(kind) as at:
        yield at(tmp_path / "data")


@pytest.fixture
def state(engine: Engine) -> Iterator[State]:
    with closing(engine.open()) as opened:
        yield opened


async def apply(
    state: State, person: Reader, *changes: Change, now: dt.datetime = NOW, chat: Reader | None = None
) -> None:
    for change in changes:
        await state.apply(change, chat=chat or person, person=person, language="zh", now=now)


async def filled(state: State, reader: Reader = PAGE) -> None:
    """Give a reader something of all that goes over."""
    shown = Issue(("a/b", "c/d"), TODAY, (), ())
    await apply(state, THIEF, MakeAppeal("q/r", "verdict 2026-11-01", "That is wrong"))
    await apply(state, reader, Vote("a/b", "20"), Vote("c/d", "80"), Vote("a/b", "35"), Vote("e/f", "yes"))
    await apply(state, reader, KeepIssue(shown), Follow("g/h"), ChooseLanguage("en"), Subscribe(WEEKLY), Second("q/r"))
    await apply(state, reader, MakeAppeal("a/b", "verdict 2026-11-01", "It did not happen"))


async def cross(
    state: State, maker: Reader = PAGE, taker: Reader = ANN, key: str = KEY, now: dt.datetime = NOW
) -> None:
    await apply(state, maker, MakePass(key), now=now)
    await apply(state, taker, Cross(key), now=now)


async def stored(state: State, reader: Reader, *but: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await state.as_json(reader))
    return {table: rows for table, rows in found.items() if table not in ("channel", "id", "crossings", *but)}


async def tallies(state: State) -> dict[str, dict[str, int]]:
    return deepcopy(dict((await state.known(GROUP, GROUP)).tallies))  # type: ignore[arg-type]


async def test_all_that_was_said_and_chosen_comes_and_counts_once(state: State) -> None:
    await filled(state)
    await state.came(PAGE, NOW - 2 * DAY)
    await state.came(PAGE, NOW - DAY)
    before, counted = await stored(state, PAGE, "visits", "asked"), await tallies(state)
    assert counted["a/b"] == {"35": 1}
    await cross(state)
    known = await state.known(ANN, ANN)
    assert (known.chances, known.rulings) == ({"a/b": "35", "c/d": "80"}, {"e/f": "yes"})
    assert known.follows == {"g/h": TODAY} and known.asked == {"a/b": TODAY, "c/d": TODAY}
    assert known.issue and known.issue.questions == ("a/b", "c/d") and known.language == "en"
    assert known.subscription == WEEKLY and known.seconded == {"q/r"}
    assert [each.words for each in known.appeals] == ["It did not happen"]
    assert await stored(state, ANN, "visits", "asked") == before
    assert known.tallies == counted
    left = {table: rows for table, rows in (await stored(state, PAGE)).items() if rows}
    assert set(left) == {"language", "visits"}, "what the channel knows its reader by, and in which language"
    assert await state.subscription(PAGE) is None


async def test_what_crosses_back_is_as_it_was_at_both_ends(state: State) -> None:
    await filled(state)
    await apply(
        state, ANN, Vote("a/b", "5"), Vote("m/n", "no"), Follow("g/h"), Subscribe(replace(WEEKLY, interests=()))
    )
    await apply(
        state, ANN, KeepIssue(Issue(("m/n",), TODAY - 7 * DAY)), MakeAppeal("a/b", "verdict", "Mine, of the same")
    )
    before = await stored(state, PAGE), await stored(state, ANN), await tallies(state)
    await cross(state)
    assert (await stored(state, PAGE), await stored(state, ANN)) != before[:2]
    await apply(state, PAGE, CrossBack())
    assert (await stored(state, PAGE), await stored(state, ANN), await tallies(state)) == before
    assert await state.counterpart(ANN, NOW) is None and await state.counterpart(PAGE, NOW) is None


@pytest.mark.parametrize("who", [PAGE, ANN])
async def test_either_end_may_undo_it_and_what_was_said_since_stays_where_it_was(state: State, who: Reader) -> None:
    await filled(state)
    await cross(state)
    await apply(state, ANN, Vote("a/b", "99"), Vote("x/y", "50"), now=NOW + DAY)
    issue = (await state.known(ANN, ANN)).issue
    assert issue
    await apply(state, ANN, Vote("c/d", "65", within=issue.number), now=NOW + DAY)
    await apply(state, who, CrossBack(), now=NOW + DAY)
    page, ann = await state.known(PAGE, PAGE), await state.known(ANN, ANN)
    assert page.chances == {"a/b": "35", "c/d": "80"} and page.subscription == WEEKLY
    assert page.issue and page.issue.answered == (), "nobody is told what the other end answered meanwhile"
    assert ann.chances == {"a/b": "99", "c/d": "65", "x/y": "50"} and ann.subscription is None
    assert ann.language is None


async def test_the_later_answer_counts_wherever_it_was_given(state: State) -> None:
    await apply(state, ANN, Vote("a/b", "5"))
    await apply(state, PAGE, Vote("a/b", "80"), Vote("c/d", "80"))
    await apply(state, ANN, Vote("c/d", "5"))
    await cross(state)
    assert (await state.known(ANN, ANN)).chances == {"a/b": "80", "c/d": "5"}
    assert (await state.known(ANN, ANN)).tallies == {"a/b": {"80": 1}, "c/d": {"5": 1}}


async def test_what_the_taker_has_goes_nowhere(state: State) -> None:
    """A link that is sent to somebody takes nothing from them, whoever has made it."""
    await apply(state, ANN, Vote("a/b", "5"), Vote("c/d", "95"), Follow("e/f"), ChooseLanguage("zh"))
    await apply(state, THIEF, Vote("a/b", "50"))
    before = await stored(state, ANN)
    await cross(state, THIEF, ANN)
    assert [each["prediction"] for each in (await stored(state, THIEF))["votes"]] == []
    await apply(state, THIEF, CrossBack())
    assert await stored(state, ANN) == before and (await state.known(THIEF, THIEF)).chances == {"a/b": "50"}
    assert (await state.known(THIEF, THIEF)).follows == {}


async def test_a_link_is_told_before_it_is_used_with_what_it_brings(state: State) -> None:
    await filled(state)
    await apply(state, ANN, Vote("a/b", "5"))
    await apply(state, PAGE, MakePass(KEY))
    offer = Offer("web", 3, 1, 1, 1, WEEKLY)
    assert await state.offer(ANN, KEY, NOW) == offer == await state.offer(ANN, KEY, NOW), "to look changes nothing"
    own = await state.offer(PAGE, KEY, NOW)
    assert isinstance(own, Offer) and own.own
    assert await state.offer(Reader("telegram", "77"), KEY, NOW) == replace(offer, twice=0)
    assert await state.number(Reader("telegram", "77")) is None, "nobody is stored who only looks"


@pytest.mark.parametrize(
    ("key", "later"),
    [(OTHER, MINUTE), ("", MINUTE), (KEY.upper(), MINUTE), (KEY, PASS_LIFETIME), (KEY, -SECOND), (KEY, 900 * DAY)],
)
async def test_a_key_that_is_none_or_good_no_more_brings_nothing(state: State, key: str, later: dt.timedelta) -> None:
    await filled(state)
    await apply(state, PAGE, MakePass(KEY))
    before = await stored(state, PAGE)
    assert await state.offer(ANN, key, NOW + later) is None
    await apply(state, ANN, Cross(key), now=NOW + later)
    assert await stored(state, PAGE) == before and (await state.known(ANN, ANN)).chances == {}


async def test_a_link_is_good_once_for_whoever_confirms_first_and_never_for_its_maker(state: State) -> None:
    await filled(state)
    await apply(state, PAGE, MakePass(KEY))
    await apply(state, PAGE, Cross(KEY))
    assert len((await state.known(PAGE, PAGE)).chances) == 2
    await apply(state, ANN, Cross(KEY))
    await apply(state, THIEF, Cross(KEY))
    await apply(state, ANN, Cross(KEY))
    assert len((await state.known(ANN, ANN)).chances) == 2 and (await state.known(THIEF, THIEF)).chances == {}
    assert await state.offer(THIEF, KEY, NOW) is None, "others are not told by whom it was used"
    until = NOW + UNDO_LIFETIME
    assert await state.offer(ANN, KEY, NOW) == Crossing("web", True, NOW, 3, until)
    assert await state.offer(PAGE, KEY, NOW) == Crossing("telegram", False, NOW, 3, until)


async def test_another_link_takes_the_place_of_the_one_before(state: State) -> None:
    await filled(state)
    await apply(state, PAGE, MakePass(KEY), MakePass(OTHER))
    assert await state.offer(ANN, KEY, NOW) is None and await state.offer(ANN, OTHER, NOW)


@IN_A_FILE
async def test_no_file_of_the_state_holds_the_key(engine: Engine, tmp_path: Path) -> None:
    with closing(engine.open()) as state:
        await filled(state)
        await cross(state)
        await apply(state, PAGE, MakePass(OTHER))
        for file in (tmp_path / "data").iterdir():
            assert KEY.encode() not in (held := file.read_bytes()) and OTHER.encode() not in held


@pytest.mark.parametrize("who", [PAGE, ANN])
async def test_after_a_week_nothing_is_undone_and_nobody_knows_of_it(state: State, who: Reader) -> None:
    await filled(state)
    await cross(state)
    await apply(state, who, CrossBack(), now=NOW + UNDO_LIFETIME)
    assert len((await state.known(ANN, ANN)).chances) == 2 and (await state.known(PAGE, PAGE)).chances == {}
    later = NOW + UNDO_LIFETIME + SECOND
    assert (await state.known(PAGE, PAGE, now=later)).crossing is None and await state.counterpart(ANN, later) is None
    await state.nightly(lambda: later)
    assert not json.loads(await state.as_json(ANN))["crossings"]


async def test_whoever_forgets_takes_along_what_came_and_the_way_back_with_it(state: State) -> None:
    await filled(state)
    await cross(state)
    await apply(state, ANN, Forget())
    assert await stored(state, ANN) == {} and (await state.known(PAGE, PAGE, now=NOW)).crossing is None
    await apply(state, PAGE, CrossBack())
    assert (await state.known(PAGE, PAGE)).chances == {} and await tallies(state) == {}


async def test_who_gave_something_away_and_forgets_leaves_it_where_it_is(state: State) -> None:
    await filled(state)
    await apply(state, PAGE, MakePass(OTHER))
    await cross(state)
    await apply(state, PAGE, Forget())
    assert (await state.known(ANN, ANN, now=NOW)).crossing is None and len((await state.known(ANN, ANN)).chances) == 2
    await apply(state, ANN, CrossBack())
    assert len((await state.known(ANN, ANN)).chances) == 2 and await state.offer(ANN, OTHER, NOW) is None


async def test_both_ends_are_handed_over_what_is_known_of_a_crossing(state: State) -> None:
    await filled(state)
    await cross(state)
    for who in (PAGE, ANN):
        [row] = json.loads(await state.as_json(who))["crossings"]
        assert row["answers"] == 3 and row["carried"]["votes"]
    assert "telegram" not in (await state.as_json(PAGE)).decode() and "web" not in (await state.as_json(ANN)).decode()


async def test_a_thief_who_carries_it_on_does_not_keep_it(state: State) -> None:
    """Whoever made the link has it all back, however often it went on meanwhile."""
    await filled(state)
    before = await stored(state, PAGE)
    await cross(state, PAGE, THIEF)
    far = Reader("web", "far away")
    await cross(state, THIEF, far, OTHER)
    assert len((await state.known(far, far)).chances) == 2
    await apply(state, PAGE, CrossBack())
    assert (await state.known(PAGE, PAGE)).chances == {"a/b": "35", "c/d": "80"} and (
        await state.known(far, far)
    ).chances == {}
    assert (await stored(state, PAGE))["votes"] == before["votes"] and (
        await state.known(far, far)
    ).subscription is None
    await apply(state, far, CrossBack())
    assert (await state.known(PAGE, PAGE)).chances == {"a/b": "35", "c/d": "80"}


async def test_there_and_back_by_another_link_leaves_nothing_behind(state: State) -> None:
    await filled(state)
    await cross(state)
    await apply(state, ANN, Vote("x/y", "50"))
    await cross(state, ANN, PAGE, OTHER, now=NOW + DAY)
    page = await state.known(PAGE, PAGE, now=NOW + DAY)
    assert page.chances == {"a/b": "35", "c/d": "80", "x/y": "50"} and page.subscription
    assert page.crossing and page.crossing.came and (await state.known(ANN, ANN)).chances == {}
    await apply(state, ANN, CrossBack(), now=NOW + 2 * DAY)
    assert (await state.known(ANN, ANN)).chances == page.chances and await state.subscription(PAGE) is None


# The weekly check-in: one of two


async def plan(state: State, reader: Reader) -> Subscription:
    found = await state.subscription(reader)
    assert found
    return found


@pytest.mark.parametrize(
    ("here", "comes", "stays"),
    [(None, None, "comes"), (None, "reader", "here"), ("reader", None, "comes"), ("reader", "reader", "here")],
)
async def test_of_two_subscriptions_the_one_that_runs_stays_else_the_one_here(
    state: State, here: Any, comes: Any, stays: str
) -> None:
    stays = "here" if (here, comes) == (None, None) else stays
    await apply(state, PAGE, Subscribe(replace(WEEKLY, interests=("comes",), paused=comes)))
    await apply(state, ANN, Subscribe(replace(WEEKLY, interests=("here",), paused=here)))
    await cross(state)
    assert (await plan(state, ANN)).interests == (stays,) and await state.subscription(PAGE) is None


async def test_nobody_is_asked_twice_in_a_week_across_both_ends(state: State) -> None:
    """The page was asked a day ago, the chat would be tomorrow: it is its turn in the week after."""
    await apply(state, PAGE, Subscribe(replace(WEEKLY, last_at=NOW - DAY, next_at=NOW + 6 * DAY)))
    await apply(state, ANN, Subscribe(replace(WEEKLY, weekly=replace(SLOT, weekday=2), next_at=NOW + DAY, topic=4)))
    await cross(state)
    kept = await plan(state, ANN)
    assert kept.next_at == NOW + 8 * DAY and kept.last_at == NOW - DAY and kept.topic is None


@pytest.mark.parametrize("both", [False, True])
async def test_a_check_in_that_waits_goes_where_the_others_will_go(state: State, both: bool) -> None:
    await apply(state, PAGE, Subscribe(replace(WEEKLY, next_at=NOW, last_at=NOW - 7 * DAY)))
    if both:
        await apply(state, ANN, Subscribe(WEEKLY))
    assert await state.ledger.enqueue_due(NOW, 9) == 1
    await cross(state)
    assert await state.ledger.claim("web", NOW, 9, LEASE) == []
    assert [each.reader for each in await state.ledger.claim("telegram", NOW, 9, LEASE)] == ([] if both else [ANN])
    assert await state.ledger.enqueue_due(NOW + 2 * DAY, 9) == 0, "this week was asked for"


async def test_a_check_in_on_its_way_while_its_reader_crosses_arrives_once(state: State) -> None:
    await apply(state, PAGE, Vote("a/b", "5"), Subscribe(replace(WEEKLY, next_at=NOW, last_at=NOW - 7 * DAY)))
    await state.ledger.enqueue_due(NOW, 9)
    [claimed] = await state.ledger.claim("web", NOW, 9, LEASE)
    await cross(state)
    await state.ledger.record([Sent(claimed, "7", Issue(("a/b",), TODAY))], NOW)
    assert await state.ledger.release(NOW + DAY) == 0 and await state.ledger.enqueue_due(NOW + 2 * DAY, 9) == 0
    assert (await plan(state, ANN)).next_at == NOW + 7 * DAY


async def test_who_chose_something_else_since_keeps_that_when_it_is_undone(state: State) -> None:
    await apply(state, PAGE, Vote("a/b", "5"), Subscribe(WEEKLY))
    await cross(state)
    await apply(state, ANN, Subscribe(replace(await plan(state, ANN), weekly=replace(SLOT, zone="Europe/Berlin"))))
    await apply(state, PAGE, CrossBack())
    assert (await plan(state, ANN)).weekly.zone == "Europe/Berlin" and (await plan(state, PAGE)).weekly == SLOT
    assert (await plan(state, PAGE)).next_at > NOW


async def test_a_weeks_passing_is_no_choice(state: State) -> None:
    await apply(state, PAGE, Vote("a/b", "5"), Subscribe(WEEKLY))
    await cross(state)
    await state.ledger.enqueue_due(NOW + 4 * DAY, 9)
    await apply(state, PAGE, CrossBack(), now=NOW + 4 * DAY)
    assert await state.subscription(ANN) is None and (await plan(state, PAGE)).next_at > NOW + 4 * DAY
    assert await state.ledger.claim("telegram", NOW + 4 * DAY, 9, LEASE) == []


# What a crossing meets


async def said_in(state: State) -> list[int]:
    """Return what the group hears that its members said before the close."""
    known = await state.known(GROUP, THIEF, settled={"a/b": NOW + DAY})
    return [each.percent for each in known.members["a/b"]]


async def test_a_member_who_crosses_stays_among_those_the_group_hears_of(state: State) -> None:
    told = Issue(("a/b",), TODAY, ("a/b",))
    await apply(state, ANN, Vote("a/b", "80", told), chat=GROUP)
    await cross(state, ANN, PAGE)
    assert await said_in(state) == [80]
    await apply(state, ANN, CrossBack())
    assert await said_in(state) == [80]


async def test_a_message_of_before_shows_nothing_of_what_went_over(state: State) -> None:
    await apply(state, ANN, Vote("a/b", "5"), Subscribe(replace(WEEKLY, next_at=NOW, last_at=None)))
    await state.ledger.enqueue_due(NOW, 9)
    [claimed] = await state.ledger.claim("telegram", NOW, 9, LEASE)
    await state.ledger.record([Sent(claimed, "7", Issue(("a/b",), TODAY))], NOW)
    await cross(state, ANN, PAGE)
    assert (await state.known(ANN, ANN, "7")).issue is None and (await state.known(PAGE, PAGE, "7")).issue == Issue(
        ("a/b",), TODAY
    )


async def test_nobody_seconds_themselves_and_an_appeal_counts_on(state: State) -> None:
    await apply(state, ANN, MakeAppeal("a/b", "verdict", "It did not happen"))
    await apply(state, GROUP, Second("a/b"))
    await apply(state, THIEF, Second("a/b"))
    await cross(state, THIEF, ANN)
    heard = (await state.known(PAGE, PAGE)).heard["a/b"]
    assert (heard.since, heard.seconds) == (TODAY, 1)


async def test_an_editor_stays_one_where_they_came_in(state: State) -> None:
    await apply(state, PAGE, Vote("a/b", "5"))
    await state.editors.admit(PAGE, NOW)
    await cross(state)
    assert await state.editors.is_editor(PAGE) and not await state.editors.is_editor(ANN)


async def test_whoever_gets_a_fresh_key_as_editor_can_still_have_it_back(state: State) -> None:
    await filled(state)
    await cross(state)
    fresh = Reader("web", "fresh")
    await state.editors.admit(fresh, NOW, was=PAGE)
    await apply(state, fresh, CrossBack())
    assert (await state.known(fresh, fresh)).chances == {"a/b": "35", "c/d": "80"}


async def test_what_crosses_is_exported_where_it_is(engine: Engine, tmp_path: Path) -> None:
    with closing(engine.open()) as state:
        await apply(state, PAGE, Vote("a/b", "5"), Subscribe(replace(WEEKLY, next_at=NOW, last_at=None)))
        await state.ledger.enqueue_due(NOW, 9)
        [claimed] = await state.ledger.claim("web", NOW, 9, LEASE)
        await state.ledger.record([Sent(claimed, "7", Issue(("a/b",), TODAY))], NOW)
        await cross(state)
    assert engine.export(tmp_path / "readers.jsonl") == 2
    with closing(SQLite(tmp_path / "other").open()) as other:
        with (tmp_path / "readers.jsonl").open("rb") as file:
            assert other.bring(file).new == 2
        assert (await other.known(ANN, ANN)).chances == {"a/b": "5"} and (await other.known(PAGE, PAGE)).chances == {}


@IN_A_FILE
@pytest.mark.parametrize(("column", "value"), [("at", "9999"), ("carried", "no JSON")])
async def test_a_row_that_cannot_be_read_stops_nobody(state: State, engine: Any, column: str, value: str) -> None:
    await filled(state)
    await cross(state)
    with closing(sqlite3.connect(engine.folder / FILE)) as db:
        db.execute(f"update crossings set {column} = ?", (value,))
        db.commit()
    for who in (PAGE, ANN):
        assert bool((await state.known(who, who, now=NOW)).crossing) is (column == "carried")
    await apply(state, PAGE, CrossBack()) if column == "carried" else None
    assert len((await state.known(ANN, ANN)).chances) == 2 and json.loads(await state.as_json(ANN))["crossings"]


# All of it, or nothing


@IN_A_FILE
@pytest.mark.parametrize("table", ["follows", "appeals", "subscriptions", "crossings"])
async def test_what_cannot_be_written_whole_does_not_cross_at_all(state: State, table: str, engine: Any) -> None:
    await filled(state)
    await apply(state, PAGE, MakePass(KEY))
    with closing(sqlite3.connect(engine.folder / FILE)) as db:
        verb = "insert" if table in ("crossings", "subscriptions") else "update"
        db.execute(f"create trigger full before {verb} on {table} begin select raise(abort, 'full'); end")
        db.commit()
    before = await stored(state, PAGE), await tallies(state)
    with pytest.raises(StateError):
        await apply(state, ANN, Cross(KEY))
    assert (await stored(state, PAGE), await tallies(state)) == before and await state.number(ANN) is None
    assert await state.offer(ANN, KEY, NOW), "the link is good still"


def crossing_for_ever(engine: Engine, rounds: Any) -> None:
    asyncio.run(_crossing(engine, rounds))


async def _crossing(engine: Engine, rounds: Any) -> None:
    state = engine.open()
    while True:
        await cross(state)
        rounds.send(None)
        await apply(state, PAGE, CrossBack())


@pytest.mark.process
@pytest.mark.parametrize("after", [1, 2, 5, 20])
async def test_a_kill_in_the_middle_leaves_all_at_one_end(engine: Engine, after: int) -> None:
    with closing(engine.open()) as state:
        await filled(state)
        votes = len((await stored(state, PAGE))["votes"])
    context = multiprocessing.get_context("spawn")
    rounds, there = context.Pipe(duplex=False)
    process = context.Process(target=crossing_for_ever, args=(engine, there), daemon=True)
    process.start()
    for _ in range(after):
        rounds.recv()
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with closing(engine.open()) as state:
        page, ann = await stored(state, PAGE), await stored(state, ANN)
        whole, rest = (page, ann) if page["votes"] else (ann, page)
        assert len(whole["votes"]) == votes and not rest.get("votes")
        assert len(whole["subscriptions"]) == 1 and not rest.get("subscriptions")
        assert len(whole["follows"]) == len(whole["issues"]) == len(whole["appeals"]) == 1
