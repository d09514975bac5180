"""Measuring: times, percentiles, memory, and the rows of the one table all of them end in."""

from __future__ import annotations

import gc
import os
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the figures, and the target they are held against, if any."""

    what: str
    figures: str
    target: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the columns."""
        return self.what, self.figures, self.target, {True: "met", False: "MISSED", None: ""}[self.met]


def seconds(action: Callable[..., Any], *args: Any) -> float:
    """Return the processor time of a call: what other programs take meanwhile does not count."""
    started = thread_time()
    action(*args)
    return thread_time() - started


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which a share of all values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def spread(what: str, times: Sequence[float], p50: float | None = None, p99: float | None = None) -> Row:
    """Return a row of median and 99th percentile; times in seconds, targets in milliseconds."""
    median, slow = percentile(times, 0.5) * 1000, percentile(times, 0.99) * 1000
    wanted = [(name, value, most) for name, value, most in (("p50", median, p50), ("p99", slow, p99)) if most]
    target = ", ".join(f"{name} < {most:g}" for name, _, most in wanted)
    met = all(value < most for _, value, most in wanted) if wanted else None
    return Row(what, f"p50 {median:7.2f}  p99 {slow:7.2f} ms", f"{target} ms" if target else "", met)


def below(what: str, value: float, most: float | None, unit: str, digits: int = 2) -> Row:
    """Return a row of one figure that should be below `most`."""
    target = f"< {most:g} {unit}" if most else ""
    return Row(what, f"{value:.{digits}f} {unit}", target, value < most if most else None)


def above(what: str, value: float, least: float | None, unit: str, digits: int = 2) -> Row:
    """Return a row of one figure that should not be below `least`."""
    target = f"≥ {least:g} {unit}" if least else ""
    return Row(what, f"{value:.{digits}f} {unit}", target, value >= least if least else None)


def ratio(
    what: str, pairs: Sequence[tuple[float, float]], *, least: float | None = None, most: float | None = None
) -> Row:
    """Return a row of how many times the second of each pair the first one is: the median, and how far it spreads."""
    found = sorted(one / other for one, other in pairs)
    middle = percentile(found, 0.5)
    target = f"≥ {least:g} ×" if least else f"≤ {most:g} ×" if most else ""
    met = middle >= least if least else middle <= most if most else None
    return Row(what, f"{middle:.2f} × ({found[0]:.2f}–{found[-1]:.2f})", target, met)


def resident(process: int | str = "self") -> float:
    """Return the megabytes a process holds in memory; not a number where the system does not tell."""
    gc.collect()
    return _memory(process, "VmRSS")


def processor_time(process: int) -> float:
    """Return the seconds of the processor another process has used; not a number where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return float("nan")
    user, system = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak() -> float:
    """Return the most megabytes this process ever held; not a number where the system does not tell."""
    return _memory("self", "VmHWM")


def _memory(process: int | str, what: str) -> float:
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), float("nan"))


def gathered(rows: Callable[..., Iterable[Row]], *sizes: int) -> list[Row]:
    """Return the rows of one kind of measuring, of some size; another process can be asked for them."""
    return list(rows(*sizes))


def table(rows: Sequence[Row]) -> str:
    """Return rows as text in columns, Chinese characters counted as two."""
    widths = [max(map(_width, column)) for column in zip(*(row.cells for row in rows), strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row.cells, widths, strict=True)).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
