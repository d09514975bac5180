"""How the state is read and written: nothing that readers press walks through what grows with readers or weeks."""

from __future__ import annotations

import ast
import asyncio
import datetime as dt
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

import pytest

from bot import state
from bot.content.drafts import Draft, EditionEntry, Form
from bot.people.appeals import Reply
from bot.people.changes import Cross, CrossBack, Follow, MakeAppeal, MakePass, Second, Vote
from bot.people.readers import CHANCES, Issue, Reader, Receipt, Subscription
from bot.people.succession import Succession
from bot.state import Closed, Delivery, KeptDraft, Ledger, Requeued
from bot.state.sql import leaving, rows, statistics
from bot.state.sql.editions import LEAVING
from bot.state.sql.expiring import SLICE, expire
from bot.state.sql.notes import _counts
from bot.state.sql.reader_votes import MOST_MOMENTS, votes_of
from bot.state.sql.tallies import miscounted
from bot.state.sql.unfound import UnfoundRows
from bot.state.sqlite import maintenance
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.store import Store
from tests.conftest import NOW, ROOT, TODAY
from tests.delivery.test_worker import DAY, SLOT
from tests.support.at_once import at_once

GROWING: Final = {
    "readers",
    "votes",
    "deliveries",
    "issues",
    "asked",
    "follows",
    "answered_in",
    "inbox",
    "subscriptions",
    "visits",
    "conversations",
    "appeals",
    "seconds",
    "passes",
    "crossings",
    "received",
}
"""Tables that grow with readers and weeks."""
SLOWLY: Final = {
    "db.Database.execute": "before serving: a step that takes the state of before to the tables of today",
    "tallies.counted": "in a thread, by a connection of its own that only reads, or before serving",
    "appeals.AppealRows.reread": "before serving: what everybody may know of appeals is read once",
    "appeals.AppealRows.waiting": "for an editor who looks at what waits: all of it is weighed",
    "statistics.totals": "in a thread, by a connection of its own that only reads",
    "notes._counts": "in a thread, by a connection of its own that only reads",
    "ledger.LedgerRows.release": "by an index of those under way alone, of which there are a few for each worker",
    "statistics.newest": "the last row of each table alone",
    "maintenance.look": "the first row of each table alone",
}
"""Where a statement may scan a table that grows, and why nobody waits for it."""
STATE: Final = ROOT / "bot" / "state"
BESIDE: Final = {
    "__init__",
    "connection",
    "engine",
    "errors",
    "first_steps",
    "migrations",
    "restoring",
    "upgrading",
    "whole",
}
"""What opens the state, replaces or moves it, and sends nothing for anybody who waits."""
ROOMS: Final = tuple(path for path in sorted(STATE.glob("sql*/*.py")) if path.stem not in BESIDE)
ANN, BEN, PAGE = Reader("web", "a" * 22), Reader("telegram", "-100"), Reader("web", "p" * 22)


class Sent(NamedTuple):
    """A statement as the program sent it, from which line of which function."""

    room: str
    line: int
    function: str
    sql: str
    values: Any


class Listening(sqlite3.Connection):
    """A connection that keeps what is sent over it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sent: list[Sent] = []

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        self._keep(sys._getframe(1), sql, values)
        return super().execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Any], /) -> sqlite3.Cursor:
        values = list(values)
        self._keep(sys._getframe(1), sql, values[0] if values else None)
        return super().executemany(sql, values)

    def _keep(self, frame: FrameType, sql: str, values: Any) -> None:
        while frame.f_code.co_name.startswith("<") and frame.f_back:
            frame = frame.f_back
        room, name = Path(frame.f_code.co_filename).stem, frame.f_code.co_qualname
        self.sent.append(Sent(room, frame.f_lineno, f"{room}.{name}", sql, values))


@contextmanager
def listening() -> Iterator[tuple[Listening, Store]]:
    with closing(sqlite3.connect(":memory:", factory=Listening)) as db:
        yield db, Store(db)


async def lived(db: Listening, store: Store) -> None:
    """Do everything that the program does with a state, at least once."""
    ledger, editors, notes, history = store.ledger, store.editors, store.notes, SQLiteEditions(db)
    subscription = Subscription(SLOT, NOW, NOW - 30 * DAY)
    await store.live(["a/b"], ["a"], NOW, {"a/old": "a/b"}, {}, {"c/d": NOW + DAY})
    await store.live(["a/b"], ["a"], NOW, {"a/old": "a/b"}, {}, {"a/b": NOW + DAY})
    for reader in (ANN, BEN):
        await readers_press(store, reader, subscription)
    for each in range(MOST_MOMENTS + 1):  # a change of mind more than is kept of one question
        store.vote(ANN, "a/b", CHANCES[each % 2], NOW)
    votes_of(db, await store.number(ANN) or 0, Succession({"a/old": "a/b"}), {"a/b": NOW + DAY}, most=0)
    await store.known(BEN, ANN, message="7")
    number = (await notes.begin({"zh": "一", "en": "one"}, "telegram:1", NOW)).number
    while await notes.spread(NOW, 1):
        pass
    await weeks_pass(ledger, NOW)
    await notes.going(number, 1)
    statistics.figures(db, NOW - DAY)
    statistics.totals(db, NOW - DAY)
    statistics.newest(db)
    maintenance.look(db)
    notes._read()
    _counts(db)
    await notes.stop(number)
    await notes.going(number, 1)
    for reader in (ANN, BEN, PAGE, BEN):
        await store.note_unfound("in vain", reader, NOW)
    await store.known(ANN, ANN, now=NOW, editor=True)
    asked_by_few(store._unfound)
    await readers_object(store)
    await readers_go_elsewhere(store, subscription)
    await networks_bring(store)
    expire(store, NOW + 500 * DAY)
    await editors.admit(ANN, NOW)
    await editors.keep_form(ANN, Form("note", "en"), NOW)
    await editors.form(ANN, NOW)
    await editors.keep_form(ANN, None, NOW)
    await editors.is_editor(ANN)
    await editors.admitted()
    await editors.dismiss(ANN)
    desk_works(history)
    store.everything(ANN)
    rows.reader_as_json(db, ANN)
    await store.subscribe(Reader("telegram", "5"), subscription)
    await store.moved(BEN, Reader("telegram", "5"))
    await store.moved(Reader("telegram", "5"), Reader("telegram", "-1005"))
    store.unsubscribe(ANN)
    store.forget(ANN)
    await said_very_much(store)


async def said_very_much(store: Store) -> None:
    """Vote more than is deleted at once, be brought in again, counted anew and forgotten."""
    for number in range(leaving.AT_ONCE + 1):
        store.vote(Reader("telegram", "6"), "a/b", ("20", "35")[number % 2], NOW)
    await store.known(Reader("telegram", "6"), Reader("telegram", "6"), now=NOW)
    votes_of(store.connection, await store.number(Reader("telegram", "6")) or 0, Succession(), {"a/b": NOW + DAY})
    with store.writing() as db:
        store._tallies.recount(db)
    assert miscounted(store.connection) == 0
    store.forget(Reader("telegram", "6"))
    while store.clear_some():
        pass


async def readers_go_elsewhere(store: Store, subscription: Subscription) -> None:
    """Go to another channel with all there can be, look at what a link brings, and go back from either end."""
    there, key = Reader("telegram", "8"), "k" * 32
    await store.subscribe(PAGE, subscription)
    store.choose_language(PAGE, "en")
    for reader in (PAGE, there):
        store.go_over(PAGE, MakePass(key), NOW)
        await store.offer(there, key, NOW)
        store.go_over(there, Cross(key), NOW)
        await store.offer(there, key, NOW)
        await store.counterpart(PAGE, NOW)
        store.crossing(PAGE, NOW)
        store.go_over(reader, CrossBack(), NOW)
    store.forget(there)


async def readers_object(store: Store) -> None:
    """Appeal, say so too, answer in every scope; and take words back."""
    for reader in (ANN, BEN, PAGE):
        store.appeals.make(reader, MakeAppeal("a/b", "held 2026-11-01", "It did not."), NOW)
    for off in (False, True, False):
        store.appeals.second(Reader("telegram", "9"), Second("a/b", off), NOW)
    await store.appeals.waiting([1])
    for scope, what in (("one", "1"), ("newcomers", ""), ("forecast", "a/b"), ("forecast", "c/d")):
        reply = Reply(scope, what, 99, "declined", {"zh": "不", "en": "No."})  # type: ignore[arg-type]
        store.appeals.answer(reply, "telegram:1", NOW)
    store.appeals.look_again(["a/b"])
    store.appeals.make(BEN, MakeAppeal("c/d", "held 2026-11-01", "It did not."), NOW)
    store.appeals.take_back(BEN, "c/d")
    store.forget(Reader("telegram", "9"))


async def networks_bring(store: Store) -> None:
    receipt = Receipt("telegram:1", 7)
    await store.received.keep(receipt, b"{}", NOW)
    for number in (7, 8):
        await store.received.came(Receipt("telegram:1", number))
    await store.received.take("telegram:1", 9)
    await store.apply(Vote("a/b", "35"), chat=ANN, person=ANN, language="en", now=NOW, receipt=receipt)
    await store.received.done(receipt)


def asked_by_few(unfound: UnfoundRows) -> None:
    unfound.note("hardly ever", ANN, NOW)
    unfound.forget(ANN)
    unfound.expire(NOW + 90 * DAY)


async def readers_press(store: Store, reader: Reader, subscription: Subscription) -> None:
    for value in ("20", "80", "yes"):
        store.vote(reader, "a/b", value, NOW)
    await cards_turn(store, reader)
    store.choose_language(reader, "en")
    await store.language(reader)
    await store.subscribe(reader, subscription)
    store.keep_issue(reader, Issue(("a/b",), TODAY, ("a/b",), ("a",)), NOW)
    await store.pause(reader, "reader", NOW)
    await store.subscribe(reader, subscription)
    await store.subscription(reader)
    await store.put(reader, "/checkin", NOW)
    await store.unseen(reader)
    await store.came(reader, NOW - DAY)
    await store.came(reader, NOW)
    await store.seen(reader, 1)
    await store.keep_question(reader, "/sectors", NOW)
    await store.conversation(reader, NOW, 8)


async def cards_turn(store: Store, reader: Reader) -> None:
    """Answer a check-in kept, one only shown and one of a group, follow and hear of what was ruled."""
    shown = Issue(("a/b",), TODAY, ("a/b",))
    for chat, vote in (
        (reader, Vote("a/b", "35", issue=shown)),
        (reader, Vote("c/d", "65", within=1)),
        (Reader("telegram", "-77"), Vote("a/b", "95")),
    ):
        await store.apply(vote, chat=chat, person=reader, language="en", now=NOW)
    await store.known(Reader("telegram", "-77"), reader, now=NOW, settled={"a/b": NOW + DAY})
    for off in (False, True):
        await store.apply(Follow("a/b", off), chat=reader, person=reader, language="en", now=NOW)
    store.keep_issue(Reader("telegram", "-77"), shown, NOW)
    await store.known(Reader("telegram", "-77"), reader, now=NOW, settled={"a/b": NOW + DAY})
    await store.known(Reader("telegram", "-78"), reader, now=NOW)
    store.forget(Reader("telegram", "-77"))


async def weeks_pass(ledger: Ledger, now: dt.datetime) -> None:
    async def claimed() -> Delivery:
        await ledger.hasten("telegram", now)
        return (await ledger.claim("telegram", now + 9 * DAY, 1, DAY))[0]

    await ledger.enqueue_due(now, 9)
    await ledger.pull_back(now - 90 * DAY, 9)
    await ledger.next_at("telegram")
    await ledger.record([Requeued(await claimed(), now, "no route")], now)
    await ledger.record([state.Sent(held := await claimed(), "7", Issue((), TODAY))], now)
    await ledger.record([state.Sent(replace(held, attempts=0), "7", Issue((), TODAY))], now)
    await ledger.record([Closed(await claimed(), "gone", "blocked", "blocked")], now)
    await ledger.send_to_the_rest(now - DAY, now)
    await ledger.release(now)
    await ledger.release(now, everything=True)
    await ledger.pause("telegram", "*", now + DAY)
    await ledger.pauses("telegram", now)


def desk_works(history: SQLiteEditions) -> None:
    contents = {"briefings/a.yaml": b"a"}
    for number in range(LEAVING):
        history.record(EditionEntry(0, f"{number}", "telegram:1", NOW, "published", {}), contents, {})
    other = {"briefings/a.yaml": b"another"}
    history.add_draft(KeptDraft(Draft("e", "telegram:1", NOW, ("briefings/a.yaml",)), {}, other), NOW)
    history.entries(3)
    history.links()
    history.sealed(1)
    history.seal()
    history.texts(history.manifest(1))
    history.draft("e")
    history.drafts()
    history.drop_draft("e")


def plan(db: sqlite3.Connection, sent: Sent) -> list[str]:
    """Return how SQLite goes about a statement, a line for each table."""
    found = sqlite3.Connection.execute(db, f"explain query plan {sent.sql}", sent.values)
    return [row[3] for row in found]


async def test_no_statement_scans_a_table_that_grows_unless_nobody_waits_for_it() -> None:
    with listening() as (db, store):
        await lived(db, store)
        scans = {
            (sent.function, line)
            for sent in db.sent
            if sent.values is not None and re.match(r"\s*(select|insert|update|delete|with)\b", sent.sql)
            for line in plan(db, sent)
            if ((found := re.match(r"SCAN (\w+)", line)) and found[1] in GROWING) or "AUTOMATIC" in line
        }
    assert not {(function, line) for function, line in scans if function not in SLOWLY}
    assert {function for function, _ in scans} == set(SLOWLY), "what scans no more is no exception"


async def test_every_statement_there_is_was_looked_at() -> None:
    with listening() as (db, store):
        await lived(db, store)
    lines = {(sent.room, sent.line) for sent in db.sent}
    missed = [
        f"{room.stem}:{call.lineno}"
        for room in ROOMS
        for call in calls(room)
        if not any((room.stem, line) in lines for line in range(call.lineno, (call.end_lineno or call.lineno) + 1))
    ]
    assert not missed


def calls(room: Path) -> Iterator[ast.Call]:
    """Yield where a room sends statements; pragmas look at no table."""
    for node in ast.walk(ast.parse(room.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            pragma = node.args and ast.unparse(node.args[0]).lstrip("f\"'").startswith("pragma")
            if node.func.attr in ("execute", "executemany") and not pragma:
                yield node


def test_a_row_that_goes_finds_by_an_index_what_hangs_on_it() -> None:
    """SQLite looks for the children of each row it deletes, and says so in no plan."""
    with listening() as (db, _):
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        links = [(table, link[3]) for table in tables for link in db.execute(f"pragma foreign_key_list({table})")]
        assert len(links) >= 9
        assert not [link for link in links if link[1] not in leading(db, link[0])]


def leading(db: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns by which rows of a table are found: first of an index of all rows, or all where they are."""
    found = {name for _, name, kind, _, _, key in db.execute(f"pragma table_info({table})") if key == 1}
    for _, index, *_, part in db.execute(f"pragma index_list({table})").fetchall():
        first = db.execute(f"pragma index_info({index})").fetchone()[2]
        sql = str(db.execute("select max(sql) from sqlite_master where name = ?", (index,)).fetchone()[0])
        if first and (not part or sql.endswith(f"where {first} is not null")):
            found.add(first)
    return found


# What grows with others costs the one who presses nothing

PRESSES: Final[dict[str, Callable[[Store], object]]] = {
    "a question": lambda store: at_once(store.known(BEN, BEN, now=NOW)),
    "a vote": lambda store: store.vote(BEN, "a/b", "65", NOW),
    "/checkin": lambda store: store.keep_issue(BEN, Issue(("c/d",), TODAY), NOW),
    "/subscribe": lambda store: at_once(store.subscribe(BEN, Subscription(SLOT, NOW, NOW))),
    "/pause": lambda store: at_once(store.pause(BEN, "reader", NOW)),
    "/unsubscribe": lambda store: store.unsubscribe(BEN),
    "/mydata": lambda store: store.everything(BEN),
    "/forget": lambda store: store.forget(BEN),
    "a group that moves": lambda store: at_once(store.moved(BEN, Reader("telegram", "2"))),
    "a look at the page": lambda store: at_once(store.unseen(BEN)),
    "a page that was seen": lambda store: at_once(store.seen(BEN, 10**6)),
    "who edits": lambda store: at_once(store.editors.admitted()),
    "a tick": lambda store: at_once(store.ledger.enqueue_due(NOW - DAY, 250)),
    "a claim": lambda store: at_once(store.ledger.claim("telegram", NOW, 8, DAY)),
    "a question on the page": lambda store: at_once(store.known(PAGE, PAGE, now=NOW)),
    "a vote on the page": lambda store: store.vote(PAGE, "a/b", "65", NOW),
    "what finds nothing": lambda store: at_once(store.note_unfound("in vain", BEN, NOW)),
    "a visit of the page": lambda store: at_once(store.came(PAGE, NOW)),
    "a reader of the page who goes": lambda store: store.forget(PAGE),
    "an appeal": lambda store: store.appeals.make(BEN, MakeAppeal("a/1", "held 2026-11-01", "No."), NOW),
    "an appeal taken back": lambda store: store.appeals.take_back(BEN, "a/0"),
    "somebody who says so too": lambda store: store.appeals.second(PAGE, Second("a/0"), NOW),
    "a night": lambda store: expire(store, NOW),
    "an edition": lambda store: at_once(store.live(["a/b"], ["a"], NOW)),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
async def test_however_many_others_there_are_a_press_takes_as_many_steps(press: Callable[[Store], object]) -> None:
    few, many = [await steps(press, others) for others in (20, 400)]
    assert many <= 1.2 * few + 50


async def steps(press: Callable[[Store], object], others: int) -> int:
    """Return how many steps SQLite takes for a press among so many others, who have been here for ten weeks."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(await crowded(others))
        store = Store(db)
        taken = [0]

        def count() -> int:
            taken[0] += 1
            return 0

        db.set_progress_handler(count, 1)
        press(store)
        return taken[0]


_CROWDED: dict[int, bytes] = {}


async def crowded(others: int) -> bytes:
    """Return a database of so many others, which is made once."""
    if others not in _CROWDED:
        with closing(sqlite3.connect(":memory:")) as db:
            await crowd(Store(db), others)
            _CROWDED[others] = db.serialize()
    return _CROWDED[others]


async def crowd(store: Store, others: int) -> None:
    for number in range(others + 1):
        reader = {10: BEN, 11: PAGE}.get(number) or Reader("web", str(number + 10))
        subscription = Subscription(SLOT, NOW + 7 * DAY, NOW - 90 * DAY)
        with store.writing():
            await store.subscribe(reader, subscription)
            store.appeals.make(reader, MakeAppeal("a/0", "held 2026-11-01", "It did not."), NOW - 70 * DAY)
            store.appeals.second(reader, Second("a/1"), NOW - 70 * DAY)
            for week in range(10):
                at = NOW - (10 - week) * 7 * DAY
                store.vote(reader, f"a/{week % 3}", ("20", "35")[week % 2], at)
                store.keep_issue(reader, Issue((f"a/{week}",), TODAY), at)
                await store.put(reader, "/checkin", at)
                await store.came(reader, at)
                issue = store.connection.execute("select max(issue) from issues").fetchone()[0]
                sent = (await store.number(reader), f"{at:%Y-%m-%dT%H:%M:%SZ}", issue)
                store.connection.execute(
                    "insert into deliveries (reader, channel, slot, state, next_at, done_at, issue)"
                    " values (?1, 'telegram', ?2, 'sent', ?2, ?2, ?3)",
                    sent,
                )


async def test_a_night_deletes_in_slices_and_readers_are_answered_in_between(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path)) as store:
        await crowd(store, 120)
        turns = 0

        async def reader() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        asking = asyncio.create_task(reader())
        await store.nightly(lambda: NOW + 500 * DAY)
        asking.cancel()
        left = [
            store.connection.execute(f"select count(*) from {each}").fetchone()[0] for each in ("deliveries", "inbox")
        ]
    assert left == [0, 0] and turns >= 121 * 10 / SLICE


async def test_a_note_that_is_called_back_from_many_goes_in_slices_and_reaches_nobody() -> None:
    with listening() as (db, store):
        await crowd(store, 40)
        notes, ledger = store.notes, store.ledger
        number = (await notes.begin({"zh": "一", "en": "one"}, "telegram:1", NOW)).number
        while await notes.spread(NOW, 10):
            pass
        assert await ledger.next_at("telegram") == NOW
        db.execute("update notes set stopped = 1 where note = ?", (number,))
        assert [await notes.spread(NOW, 15) for _ in range(4)] == [15, 15, 11, 0]
        assert await ledger.next_at("telegram") is None
