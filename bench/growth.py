"""A state of many readers and weeks: how long each of what readers, editors and the night do holds up everybody.

`python -m bench growth` measures 20,000 readers of 26 weeks with 10 votes each; `python -m bench growth 1000 4 5`
as many as it says.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.measuring import Row, below, resident
from bench.planning import watched
from bot import desk
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
SIZES: Final = (20_000, 26, 10)
"""Readers, weeks, votes of each reader."""
ROUNDS: Final = 5
HOLD: Final = 50.0
"""Milliseconds for which the loop may be kept from answering readers."""
RELOADS: Final = 500
WARM: Final = 20
"""Reloads before memory is looked at for the first time."""
WEEK: Final = dt.timedelta(days=7)
STUBBORN: Final = Reader("telegram", "stubborn")
MANY_VOTES: Final = 300_000
VOTE: Final = "insert into votes (reader, prediction, value, at) values (?, ?, ?, ?)"

Action = Callable[[], Awaitable[object]]


def rows(readers: int = SIZES[0], weeks: int = SIZES[1], votes: int = SIZES[2]) -> Iterator[Row]:
    """Yield the longest hold of the loop, and the time, of each thing that is done to a state of that size."""
    edition = desk.load_folders(BRIEFINGS, SEEDS)
    search.warm(edition)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(Store.open(folder / "data")) as store:
            asyncio.run(fill_weeks(store, edition, readers, weeks, votes))
            asyncio.run(_say_much(store, edition))
        started = time.perf_counter()
        state = SQLite(folder / "data")
        with closing(state.open()) as store, closing(state.editions()) as history:
            size = state.file.stat().st_size / 1e6
            yield Row(f"{readers:,} readers, {weeks} weeks, {votes} votes each", f"a file of {size:,.0f} MB")
            yield Row("  open, before serving", f"{time.perf_counter() - started:.2f} s")
            program = built(
                store, history=history, edition=edition, editors=("telegram:1",), briefings=BRIEFINGS, seeds=SEEDS
            )
            gc.freeze()  # as serving does
            yield from asyncio.run(_held(program))
        yield asyncio.run(_reloaded(folder))


async def _held(program: Program) -> list[Row]:
    app, editorial, numbers = program.app, program.editorial, count(2)
    assert editorial

    def asks(question: str, reader: Callable[[], Reader], *, editor: bool = False) -> Action:
        return lambda: editorial.reply(Message(reader=reader(), text=question, language="en", editor=editor), NOW)

    def another() -> Reader:
        return Reader("telegram", str(next(numbers)))

    async def live() -> None:
        await app.live(app.edition, NOW)

    async def totals() -> None:
        await app.totals(NOW)

    done: dict[str, Action] = {
        "/start": asks("/start", another),
        "/scores": asks("/scores", another),
        "/mydata": asks("/mydata", another),
        "/forget yes": asks("/forget yes", another),
        f"/start of one with {MANY_VOTES:,} votes": asks("/start", lambda: STUBBORN),
        f"/mydata of one with {MANY_VOTES:,} votes": asks("/mydata", lambda: STUBBORN),
        "/admin": asks("/admin", lambda: Reader("telegram", "1"), editor=True),
        "/announce": asks("/announce", lambda: Reader("telegram", "1"), editor=True),
        "/metrics": totals,
        "an edition goes live": live,
        "a night": lambda: program.state.nightly(lambda: NOW + dt.timedelta(days=300)),
    }
    return [await _longest(what, action) for what, action in done.items()]


async def _reloaded(folder: Path) -> Row:
    """Return by how much memory grows while a small edition is edited again and again, each time asked for a page."""
    shutil.copytree(ROOT / "tests" / "small", folder, dirs_exist_ok=True)
    folders = folder / "briefings", folder / "seeds"
    with closing(Store.open(folder / "other")) as store:
        program = built(store, briefings=folders[0], seeds=folders[1])
        text, before = (folders[0] / "machine-dough.yaml").read_bytes(), 0.0
        for number in range(RELOADS + WARM):
            before = resident() if number == WARM else before
            (folders[0] / "machine-dough.yaml").write_bytes(text + b"# %d\n" % number)
            assert await program.reloader.reload()
            await program.app.reply(Message(reader=STUBBORN, text="dough", language="en"), NOW)
        return below(f"memory, {RELOADS} editions later", resident() - before, 5, "MB", 1)


async def _longest(what: str, action: Action) -> Row:
    """Return how long something holds up the loop at most, of a few times; each begins with the loop at rest."""
    await action()  # which loads what no question has needed before
    held, taken = [], []
    for _ in range(ROUNDS):
        async with watched() as longest:
            started = time.perf_counter()
            await action()
            taken.append(time.perf_counter() - started)
            await asyncio.sleep(0)
        held.append(max(longest))
    hold = below(f"  {what}: longest hold", max(held) * 1000, HOLD, "ms", 1)
    figures = f"{hold.figures} (least {min(held) * 1000:.1f}), in all {max(taken) * 1000:,.0f} ms"
    return Row(hold.what, figures, hold.target, hold.met)


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


async def _say_much(store: Store, edition: Edition) -> None:
    """Have one reader change their mind again and again."""
    names, at = [ref(each) for each in edition.predictions], f"{NOW - 26 * WEEK:%Y-%m-%dT%H:%M:%SZ}"
    store.choose_language(STUBBORN, "en")
    number = await store.number(STUBBORN)
    with store.writing() as db:
        db.executemany(VOTE, ((number, names[n % 3], ("35", "65")[n // 3 % 2], at) for n in range(MANY_VOTES)))
