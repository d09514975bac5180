"""Rows that nobody can read: they are left alone and told of once, and everybody else is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.editors import admin
from bot.app import App, Message
from bot.content.edition import Edition
from bot.people.appeals import Reply
from bot.people.changes import MakeAppeal
from bot.people.readers import Issue, Reader
from bot.state.sql import rows
from bot.state.sqlite.store import Store
from bot.words import LANGUAGES
from tests.conftest import NOW, TODAY, built
from tests.delivery.test_worker import DAY, World
from tests.support.asking import asking

BAD, GOOD = Reader("telegram", "1"), Reader("telegram", "2")
INSTANTS = ("2026-11-24 09:30:00Z", "2026-W48-2T09:30:00Z", "soon", "", "2026-11-31T09:30:00Z")


@pytest.fixture(autouse=True)
def anew() -> None:
    """Each row is told of once as long as the program runs."""
    rows.set_aside.cache_clear()


@pytest.fixture
async def world(app: App, store: Store) -> World:
    world = World(app, store)
    await world.subscribe("1", "2")
    return world


async def harm(store: Store, table: str, column: str, value: object, reader: Reader = BAD) -> None:
    query = f"update {table} set {column} = ? where reader = ?"
    assert store.connection.execute(query, (value, await store.number(reader))).rowcount


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("zone", "Europe/Atlantis"),
        ("zone", "../etc/passwd"),
        ("zone", "Europe"),
        ("zone", ""),
        ("minute", -1),
        ("minute", 24 * 60),
        ("weekday", 9),
        ("interests", "[bakeries"),
        ("interests", '{"a": 1}'),
        ("interests", "[1]"),
        ("interests", ""),
        ("paused_on", "yesterday"),
        *(("next_at", each) for each in INSTANTS),
        *(("last_at", each) for each in INSTANTS),
        *(("since", each) for each in INSTANTS),
    ],
)
async def test_a_subscription_that_cannot_be_read_stops_nobody(world: World, column: str, value: object) -> None:
    await world.subscribe(*map(str, range(3, 9)))
    await harm(world.store, "subscriptions", column, value)
    await world.pass_by()
    await world.pass_by(7 * DAY)
    counts = world.post.counts()
    assert {each: counts[str(each)] for each in range(2, 9)} == dict.fromkeys(range(2, 9), 2)
    assert world.store.connection.execute("select count(*) from subscriptions").fetchone() == (8,)
    assert not await answered(world.app, BAD, "/settings") and not await answered(
        world.app, BAD, "/subscribe sun 09:30"
    )
    assert await world.store.subscription(BAD)


@pytest.mark.parametrize(
    ("column", "value"),
    [*(("slot", each) for each in INSTANTS), *(("next_at", each) for each in INSTANTS), ("state", "posted")],
)
async def test_a_delivery_that_cannot_be_read_stops_nobody_and_its_row_stays(
    world: World, edition: Edition, column: str, value: object
) -> None:
    await world.ledger.enqueue_due(world.now, 9)
    await harm(world.store, "deliveries", column, value)
    await world.pass_by()
    await world.pass_by(7 * DAY)
    assert world.post.counts()["2"] == 2
    assert world.store.connection.execute("select count(*) from deliveries").fetchone() == (4,)
    figures = await world.app.figures(world.now)
    for language in LANGUAGES:
        assert admin.deliveries_page(asking(edition, language, TODAY, editor=True), figures, None, ()).blocks
    await world.app.totals(world.now)


async def test_who_cannot_be_read_is_told_of_once_and_without_what_they_said(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.store.vote(BAD, "a/b", "35", NOW)
    world.store.keep_issue(BAD, Issue(("a/b",), TODAY), NOW)
    await harm(world.store, "issues", "questions", "[a/b")
    await harm(world.store, "votes", "at", "just now")
    for _ in range(3):
        assert not await answered(world.app, BAD, "/scores") and not await answered(world.app, BAD, "/checkin")
    told = [each for each in caplog.messages if "cannot be read" in each]
    assert len(told) == len({each.split(":")[0] for each in told}) == 2
    assert "35" not in caplog.text and "a/b" not in caplog.text


SPOILED: dict[str, str] = {
    "a vote without a time": "update votes set at = 'x' where reader = 1",
    "a chance of no kind": "insert into votes (reader, prediction, value, at) values (1, 'a/b', '7x', '2026')",
    "a word of no kind": "insert into votes (reader, prediction, value, at) values (1, 'a/b', 'maybe', '2026')",
    "a check-in that is no list": "update issues set verdicts = '7' where reader = 1",
    "a question asked on no day": "update asked set at = '' where reader = 1",
    "a language nobody speaks": "update readers set language = 'fr' where reader = 1",
    "a note without a time": "insert into notes (zh, en, by, at) values ('a', 'b', 'c', 'noon')",
    "a rest without an end": "insert into pauses (channel, chat, until) values ('telegram', '*', '2026-11-2x')",
    "a form half written": "insert into forms (reader, form, at) values (1, '{\"about\"', '2026-11-24T09:30:00Z')",
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
async def test_a_state_with_a_row_that_cannot_be_read_opens_and_answers_everybody(
    tmp_path: Path, undecided: Edition, spoiled: str
) -> None:
    store = Store.open(tmp_path)
    for reader in (BAD, GOOD):
        store.choose_language(reader, "en")
        store.vote(reader, "a/b", "35", NOW)
        store.keep_issue(reader, Issue(("a/b",), TODAY), NOW)
    store.connection.execute(spoiled)
    store.close()
    store = Store.open(tmp_path)
    try:
        app = built(store, edition=undecided).app
        await store.ledger.pauses("telegram", NOW)
        for reader in (BAD, GOOD):
            for question in ("/start", "/scores", "/checkin", "/settings", "/mydata", "/announce"):
                assert not await answered(app, reader, question, editor=reader == BAD)
        known = await store.known(GOOD, GOOD)
        assert known.chances == {"a/b": "35"} and known.issue and await store.language(GOOD) == "en"
        assert set(known.tallies["a/b"]) == {"35"}
    finally:
        store.close()


async def answered(app: App, reader: Reader, question: str, *, editor: bool = False) -> int:
    """Return how many answers failed so far, this one among them."""
    await app.reply(Message(reader=reader, text=question, language="en", editor=editor), NOW)
    return sum(app.failed.values())


@pytest.mark.parametrize(("table", "column"), [("appeals", "at"), ("replies", "at")])
@pytest.mark.parametrize("value", ["", "soon", "2026-11-31T09:30:00Z"])
async def test_an_appeal_that_cannot_be_read_hides_no_other_and_stops_no_start(
    store: Store, table: str, column: str, value: str
) -> None:
    for reader in (BAD, GOOD):
        store.appeals.make(reader, MakeAppeal(f"a/{reader.id}", "held 2026-11-01", "It did not hold"), NOW)
    if table == "replies":
        for number in ("1", "2"):
            reply = Reply("one", number, int(number), "declined", {"zh": "不", "en": "No."})
            store.appeals.answer(reply, "telegram:7", NOW)
    store.connection.execute(f"update {table} set {column} = ? where rowid = 1", (value,))
    store.reread()
    known = await store.known(GOOD, GOOD)
    assert [*known.heard] == ["a/2"] and [each.prediction for each in known.appeals] == ["a/2"]
    assert (await store.known(BAD, BAD)).appeals == () and store.everything(BAD)["appeals"]
    await store.appeals.waiting()
