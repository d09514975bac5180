"""A state of many readers and weeks: how long each of what readers, editors and the night do holds up everybody.

`python -m bench growth` measures 100,000 readers of 26 weeks with 10 votes each; `python -m bench growth 1000 4 5` as
many as it says. Then each of the three is made an eighth, to see with which power the work grows with it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.holds import Action, Held, exponents, held
from bench.measuring import Row
from bot import desk, garbage
from bot.answers import search
from bot.app import Message
from bot.content.edition import Edition, ref
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import Store
from tests.conftest import NOW, built
from tests.delivery.test_kill import fill

ROOT: Final = Path(__file__).parent.parent
BRIEFINGS, SEEDS = ROOT / "briefings", ROOT / "seeds"
SIZES: Final = (100_000, 26, 10)
"""Readers, weeks, votes of each reader."""
DIMENSIONS: Final = ("readers", "weeks", "votes")
LESS: Final = 8
WEEK: Final = dt.timedelta(days=7)
STUBBORN: Final = Reader("telegram", "stubborn")
EDITOR: Final = Reader("telegram", "1")
MANY_VOTES: Final = 300_000
VOTE: Final = "insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)"
RULED: Final = 10
"""Predictions that are ruled on at once."""
NOTHING: Final = "nothing, for as long"
NOT_FITTED: Final = (NOTHING, "a night")


def rows(readers: int = SIZES[0], weeks: int = SIZES[1], votes: int = SIZES[2]) -> Iterator[Row]:
    """Yield the longest hold of the loop by each thing that is done to a state of that size, and how they grow."""
    edition, sizes = desk.load_folders(BRIEFINGS, SEEDS), (readers, weeks, votes)
    search.warm(edition)
    found = yield from _measured(edition, *sizes)
    yield from (each.row(what) for what, each in found.items())
    for place, dimension in enumerate(DIMENSIONS):
        fewer = tuple(max(1, size // LESS) if number == place else size for number, size in enumerate(sizes))
        if (times := sizes[place] / fewer[place]) > 1:
            less = yield from _measured(edition, *fewer)
            of, than = ({what: each.least for what, each in some.items()} for some in (found, less))
            fitted = exponents({what: t for what, t in of.items() if what not in NOT_FITTED}, than, times)
            yield from (Row(f"  {what}: exponent of {dimension}", f"{power:5.2f}") for what, power in fitted.items())


def _measured(edition: Edition, readers: int, weeks: int, votes: int) -> Generator[Row, None, dict[str, Held]]:
    """Yield how large a state is and how it opens; return what each action did to the loop, by what it is."""
    with TemporaryDirectory() as name:
        state = SQLite(Path(name))
        with closing(state.open()) as store:
            asyncio.run(fill_weeks(store, edition, readers, weeks, votes))
            asyncio.run(_say_much(store, edition))
        began = time.perf_counter()
        with closing(state.open()) as store, closing(state.editions()) as history:
            size = state.file.stat().st_size / 1e6
            yield Row(f"{readers:,} readers, {weeks} weeks, {votes} votes each", f"a file of {size:,.0f} MB")
            yield Row("  open, before serving", f"{time.perf_counter() - began:.3f} s")
            program = built(
                store, history=history, edition=edition, editors=("telegram:1",), briefings=BRIEFINGS, seeds=SEEDS
            )
            asyncio.run(program.app.live(edition, NOW))
            garbage.leave_alone()  # as serving does
            return asyncio.run(_held(program, store))


async def _held(program: Program, store: Store) -> dict[str, Held]:
    app, editorial, numbers = program.app, program.editorial, count(2)
    assert editorial
    work = program.deliveries({})

    def asks(question: str, reader: Callable[[], Reader], *, editor: bool = False) -> Action:
        return lambda: editorial.reply(Message(reader=reader(), text=question, language="en", editor=editor), NOW)

    def another() -> Reader:
        return Reader("telegram", str(next(numbers)))

    async def ruled() -> None:
        await store.prepare({}, closings := next(turns))
        await store.live([], [], NOW, {}, {}, closings)

    async def note() -> None:
        await store.notes.begin({"zh": "一", "en": "one"}, EDITOR.signature, NOW)
        await work.tick()

    async def live() -> None:
        await app.expect(app.edition, NOW)
        await app.live(app.edition, NOW)

    names = [ref(each) for each in app.edition.predictions]
    turns = cycle([dict.fromkeys(names[:RULED], NOW - WEEK), dict.fromkeys(names[:RULED], NOW)])
    quick = ("/start", "/checkin", "/predictions", "/scores", "/settings", "/mydata")
    done: dict[str, Action] = {
        NOTHING: lambda: asyncio.sleep(0.3),
        **{each: asks(each, another) for each in (*quick, "/forget yes")},
        **{f"{each} of one with {MANY_VOTES:,} votes": asks(each, lambda: STUBBORN) for each in quick},
        "/admin": asks("/admin", lambda: EDITOR, editor=True),
        "/announce": asks("/announce", lambda: EDITOR, editor=True),
        "/metrics": lambda: app.totals(NOW),
        "a note to all": note,
        f"verdicts on {RULED} forecasts": ruled,
        "an edition goes live": live,
        "a night": lambda: program.state.nightly(lambda: NOW + dt.timedelta(days=300)),
    }
    found = {what: await held(action) for what, action in done.items()}
    last = asks("/forget yes", lambda: STUBBORN)
    return found | {f"/forget yes of one with {MANY_VOTES:,} votes": await held(last, 1, warm=False)}


async def fill_weeks(store: Store, edition: Edition, readers: int, weeks: int, votes: int) -> None:
    """Subscribe so many readers, who got a check-in in each of so many weeks, and gave so many votes each."""
    await fill(store, readers, NOW + WEEK)
    names = [ref(each) for each in edition.predictions]
    at = [f"{NOW - (weeks - week) * WEEK:%Y-%m-%dT%H:%M:%SZ}" for week in range(weeks)]
    with store.writing() as db:
        db.executemany(
            "insert into issues (issue, reader, at, questions) values (?, ?, ?, '[]')",
            ((n * weeks + week, n, at[week]) for n in range(1, readers + 1) for week in range(weeks)),
        )
        db.executemany(
            "insert into deliveries (reader, channel, slot, state, next_at, done_at, message, issue)"
            " values (?1, 'telegram', ?2, 'sent', ?2, ?2, '7', ?3)",
            ((n, at[week], n * weeks + week) for n in range(1, readers + 1) for week in range(weeks)),
        )
        spread = (
            (n, names[(n + v) % len(names)], "35", at[v % weeks]) for n in range(1, readers + 1) for v in range(votes)
        )
        db.executemany(VOTE, spread)
    store.count_anew()


async def _say_much(store: Store, edition: Edition) -> None:
    """Have one reader change their mind again and again."""
    names, at = [ref(each) for each in edition.predictions], f"{NOW - 26 * WEEK:%Y-%m-%dT%H:%M:%SZ}"
    store.choose_language(STUBBORN, "en")
    number = await store.number(STUBBORN)
    with store.writing() as db:
        db.executemany(VOTE, ((number, names[n % 3], ("35", "65")[n // 3 % 2], at) for n in range(MANY_VOTES)))
    store.count_anew()
