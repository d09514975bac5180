"""Ten million readers on paper: what a state weighs, and how late check-ins come at each budget of messages.

`python -m bench scale` measures the bytes that a reader, a week and a vote take, and goes through a week of deliveries
minute by minute; `python -m bench scale 1000000 300 2` does so for so many readers, updates a second and bots.
`docs/scale.md` says what follows from it.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.growth import fill_weeks
from bench.measuring import Row
from bot import desk
from bot.content.edition import ref
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW

ROOT: Final = Path(__file__).parent.parent
SAMPLE: Final = (2_000, 20, 20)
"""Readers, weeks, votes of each, of the state that is weighed."""
UPDATES: Final = 50_000
BOT: Final = 1_234_567_890
MINUTES: Final = 7 * 24 * 60
BUDGETS: Final[Mapping[str, float]] = {"free": 25.0, "paid": 950.0}
"""Check-ins a second of one bot: of 30 five are kept for answers; of 1,000 one in twenty, as `rate_limit` needs."""
ZONES: Final[Mapping[int, float]] = {8: 0.6, 0: 0.1, 1: 0.05, -5: 0.1, -8: 0.1, 9: 0.05}
"""Shares of readers by the hours by which their clocks are ahead of UTC: an assumption, as are those below."""
HOURS: Final[Mapping[int, float]] = {7: 0.1, 8: 0.15, 9: 0.35, 12: 0.1, 18: 0.1, 20: 0.15, 21: 0.05}
"""Shares by the hour they choose."""
DAYS: Final = (0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.35)
"""Shares by the day they choose, from Monday on."""
ROUND: Final = 0.5
"""The share that chooses a full or a half hour; all others choose any minute."""


@dataclass(frozen=True, slots=True)
class Week:
    """How a week of check-ins went: the minutes by which they came late, of half of them, of 99 in a hundred, at most.

    `busy` are the hours in which the budget was used up, and `left` is the share that the week was too short for.
    """

    half: float
    nearly_all: float
    most: float
    busy: float
    left: float


def rows(readers: int = 10_000_000, updates: int = 1_000, bots: int = 10) -> Iterator[Row]:
    """Yield what a state weighs, and how late check-ins come, for one bot and for several at each budget."""
    for what, size in weights().items():
        yield Row(f"each {what}", f"{size:,.0f} bytes with its indexes")
    yield Row("", "")
    for name, rate in BUDGETS.items():
        for count in sorted({1, bots}):
            week = simulated(due(readers), rate * count)
            yield Row(f"{readers:,} readers, {name} × {count}", _told(week))
    share = updates / (30 * bots)
    yield Row(f"{updates:,} updates a second, all answered", f"{share:.1f} times what {bots} free bots may send")


def _told(week: Week) -> str:
    if week.left:
        return f"{week.left:.0%} of each week's check-ins are never sent"
    late = f"late by {week.half:,.0f} min (half), {week.nearly_all:,.0f} (99 %), {week.most:,.0f} (the last)"
    return f"{late}; sends at full rate for {week.busy:.1f} h a week"


def due(readers: int) -> list[float]:
    """Return how many check-ins become due in each minute of a week, in UTC, from Monday on."""
    minutes = [0.0] * MINUTES
    for zone, of_zone in ZONES.items():
        for day, of_day in enumerate(DAYS):
            for hour, of_hour in HOURS.items():
                count = readers * of_zone * of_day * of_hour
                start = (day * 24 + hour - zone) * 60
                for minute in range(60):
                    at = ROUND / 2 if minute in (0, 30) else 0.0
                    minutes[(start + minute) % MINUTES] += count * (at + (1 - ROUND) / 60)
    return minutes


def simulated(minutes: list[float], rate: float) -> Week:
    """Send what is due at a rate a second, first come first served; the second of three weeks, so that none is cut off.

    What is due in a minute and what was sent until then are two curves that rise: how late somebody's comes is how far
    they are apart.
    """
    asked = list(accumulate(minutes * 3))
    if (left := 1 - rate * 60 * MINUTES / asked[MINUTES - 1]) > 0:
        return Week(0, 0, 0, 24 * 7, left)
    sent, waiting, busy = list[float](), 0.0, 0
    for number, more in enumerate(minutes * 3):
        waiting += more
        leaves = min(waiting, rate * 60)
        waiting -= leaves
        sent.append((sent[-1] if sent else 0.0) + leaves)
        busy += leaves >= rate * 60 and MINUTES <= number < 2 * MINUTES
    late, at = list[tuple[float, float]](), 0
    for number in range(MINUTES, 2 * MINUTES):
        while sent[at] < asked[number] - 1e-3:
            at += 1
        late.append((float(max(0, at - number)), minutes[number - MINUTES]))
    return Week(_quantile(late, 0.5), _quantile(late, 0.99), max(each for each, _ in late), busy / 60, 0.0)


def _quantile(late: list[tuple[float, float]], share: float) -> float:
    """Return the lateness that a share of all check-ins do not exceed."""
    ordered = sorted(late)
    until = share * sum(count for _, count in ordered)
    for minutes, total in zip((each for each, _ in ordered), accumulate(count for _, count in ordered), strict=True):
        if total >= until:
            return minutes
    return ordered[-1][0]


def weights() -> dict[str, float]:
    """Return the bytes that a reader who subscribes, a week of theirs, and a vote take in the file of the state."""
    readers, weeks, votes = SAMPLE
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    sizes = []
    with TemporaryDirectory() as name:
        for some in ((readers, 0, 0), (readers, weeks, 0), (readers, weeks, votes)):
            folder = Path(name) / "-".join(map(str, some))
            with closing(Store.open(folder)) as store:
                empty = _bytes(folder)
                asyncio.run(fill_weeks(store, edition, *some))
                _ask(store, [ref(each) for each in edition.predictions[:3]])
            sizes.append(_bytes(folder) - empty)
        with closing(Store.open(folder)) as store:
            _bring(store, UPDATES)
        brought = _bytes(folder) - empty - sizes[-1]
    reader, week, vote = sizes[0], sizes[1] - sizes[0], sizes[2] - sizes[1]
    return {
        "reader": reader / readers,
        "week": week / readers / weeks,
        "vote": vote / readers / votes,
        "update that was brought, and answered": brought / UPDATES,
    }


def _bring(store: Store, count: int) -> None:
    """Have so many updates been brought and answered."""
    with store.writing() as db:
        row = ((f"telegram:{BOT}", 100_000_000 + number, f"{NOW:%Y-%m-%dT%H:%M:%SZ}") for number in range(count))
        db.executemany("insert into received (source, number, at) values (?, ?, ?)", row)


def _ask(store: Store, names: list[str]) -> None:
    """Have each check-in have asked three questions, one of them answered."""
    with store.writing() as db:
        db.execute("update issues set questions = ?, answered = ?", (json.dumps(names), json.dumps(names[:1])))


def _bytes(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        (pages,), (size,) = db.execute("pragma page_count").fetchone(), db.execute("pragma page_size").fetchone()
        return int(pages) * int(size)
