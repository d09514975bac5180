"""Editions of 10, 100 and 1,000 briefings of the shipped size: loading, memory, an edit going live, first pages.

`python -m bench contents 10 100` measures those sizes alone; of 1,000 the first loading takes minutes.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time
from typing import Final, NamedTuple

from bench import clones
from bench.measuring import Row, peak, resident
from bot.answers import answer
from bot.app import Message
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.state.sqlite.engine import SQLite
from tests.conftest import NOW, TODAY, built
from tests.support.asking import asking

ROOT: Final = Path(__file__).parent.parent
SIZES: Final = (10, 100, 1_000)
EDITS: Final = 5
TURNS: Final = 100
"""Pages of a long list that are turned to, one after the other."""
LEAKS: Final = 20
"""Edits after which memory is looked at again."""
QUESTIONS: Final = (
    *("/start", "/predictions", "/predictions open", "/predictions ruled", "/predictions agents", "/predictions 2025"),
    *("/timeline", "/timeline all", "/timeline 2025", "/sectors", "/sector agents", "/sector agents views"),
    *("/advice", "/advice founders", "/briefings", "/briefing ten-hypotheses", "/debates", "/term", "/scores"),
    *("/scores agents", "/search agents", "/checkin", "客服", "/help", "/about"),
)
"""First pages, each asked once of an edition that just went live, as its first reader of the day asks."""


class Figure(NamedTuple):
    """What is measured, in which unit, and what it has to stay below at the largest size, if anything."""

    what: str
    unit: str
    most: float | None = None


LOAD: Final = Figure("read, checked and loaded, processor time", "s")
HELD: Final = Figure("memory of the edition, a briefing", "MB")
ALL: Final = Figure("memory in all, served", "MB", 1_000)
PEAK: Final = Figure("memory at most, loading and edits included", "MB")
LIVE: Final = Figure("one edited file → live: read, checked, in the history, searchable", "s", 1)
USED: Final = Figure("  of that, processor time", "s")
FIRST: Final = Figure("first page, the slowest of all", "ms", 50)
LEAK: Final = Figure(f"memory, {LEAKS} edits later", "MB", 20)
TURNED: Final = Figure(f"{TURNS} pages of all forecasts, one after the other: a page", "ms")
LATER: Final = Figure("  the last ten of them to the first ten", "×", 2)
FIGURES: Final = (LOAD, HELD, ALL, PEAK, LIVE, USED, FIRST, LEAK, TURNED, LATER)


def rows(*sizes: int) -> Iterator[Row]:
    """Yield each figure for all sizes, with the exponent by which it grows with briefings."""
    chosen = sizes or SIZES
    measured = {size: _apart(size) for size in chosen}
    slowest = {size: each[1] for size, each in measured.items()}
    yield Row("briefings of the shipped size", ", ".join(f"{each:,}" for each in chosen))
    for figure in FIGURES:
        yield _row(figure, {size: found[figure] for size, (found, _) in measured.items()})
    for size, questions in slowest.items():
        told = ", ".join(f"{question} {taken:.0f}" for question, taken in questions)
        yield Row(f"slowest first pages of {size:,}, ms", told)


def _row(figure: Figure, found: Mapping[int, float]) -> Row:
    largest = found[max(found)]
    digits = 2 if largest < 20 else 0
    figures = f"{', '.join(f'{each:.{digits}f}' for each in found.values())} {figure.unit}"
    target = f"< {figure.most:g} {figure.unit}" if figure.most else ""
    return Row(
        figure.what,
        f"{figures}; exponent {_exponent(found):.2f}",
        target,
        largest < figure.most if figure.most else None,
    )


def _exponent(found: Mapping[int, float]) -> float:
    """Return the exponent of the power law that is nearest to figures by size, by least squares of their logarithms."""
    points = [(math.log(size), math.log(max(value, 1e-9))) for size, value in found.items()]
    if len(points) < 2:
        return math.nan
    return linear_regression(*zip(*points, strict=True)).slope


def _apart(size: int) -> tuple[dict[Figure, float], list[tuple[str, float]]]:
    """Return the figures of a size, measured in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_measured, size).result()


def _measured(size: int) -> tuple[dict[Figure, float], list[tuple[str, float]]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        edited = clones.write(folder, ROOT, size)[size // 2]
        state = SQLite(folder / "data")
        with closing(state.open()) as store, closing(state.editions()) as history:
            before, started = resident(), process_time()
            program = built(store, history=history, briefings=folder / "briefings", seeds=folder / "seeds")
            assert len(program.app.edition.briefings) == size
            found = {LOAD: process_time() - started, HELD: (resident() - before) / size}
            program.app.prepare(NOW)
            text = edited.read_bytes()
            slowest = asyncio.run(_served(program, lambda number: edited.write_bytes(text + b"# %d\n" % number), found))
            return found | {PEAK: peak()}, slowest


async def _served(
    program: Program, write: Callable[[int], object], found: dict[Figure, float]
) -> list[tuple[str, float]]:
    """Return the slowest first pages, with their milliseconds; `write` edits a file."""
    live, used = [], []

    async def edit(number: int) -> None:
        write(number)
        assert await program.reloader.reload()
        message = Message(reader=Reader("telegram", "1"), text="agents", language="en")
        await program.app.reply(message, NOW)

    for number in range(EDITS):
        started, worked = perf_counter(), process_time()
        await edit(number)
        live.append(perf_counter() - started)
        used.append(process_time() - worked)
    found |= {LIVE: min(live), USED: min(used), ALL: resident()}
    first = {question: _taken(lambda: _ask(program, question)) for question in QUESTIONS}  # noqa: B023 - called at once
    found[FIRST] = max(first.values()) * 1_000
    turns = [_taken(lambda: _ask(program, f"/predictions all p{number}")) for number in range(1, TURNS + 1)]  # noqa: B023
    turns = turns[1:]  # the first one looks for all there are
    found |= {TURNED: sum(turns) / len(turns) * 1_000, LATER: sum(turns[-10:]) / sum(turns[:10])}
    before = resident()
    for number in range(LEAKS):
        await edit(EDITS + number)
    found[LEAK] = max(resident() - before, 0)
    return [(question, taken * 1_000) for question, taken in sorted(first.items(), key=lambda one: -one[1])[:6]]


def _ask(program: Program, question: str) -> None:
    answer(question, asking(program.app.edition_on(NOW), "en", TODAY))


def _taken(ask: Callable[[], None]) -> float:
    started = thread_time()
    ask()
    return thread_time() - started
