"""Watches the editors' folders: reports each change once it has settled, however programs save their files."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from watchfiles import awatch

from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import NOT_READ, OUT_OF_REACH, Problem
from bot.desk import content
from bot.state import StateError

logger = logging.getLogger(__name__)

SETTLE_TIME: Final = 0.1
"""Seconds without another change after which files count as written."""
LONGEST_SETTLING: Final = 3.0
"""Seconds after which files are read even if changes never end."""
ALARM_PATIENCE: Final = 1.0
"""Seconds a bad edition must stay as it is before anybody is told: a file may be written in two goes."""
REREAD_WAIT: Final = 1.0
"""Seconds until files are read again that could not be read, though nothing changed; each time twice as many."""
LONGEST_REREAD_WAIT: Final = 60.0
"""The most seconds between two such tries."""
LOOK: Final = 0.5
"""Seconds between looks that need no notice of the system: folders come back, and some drives give none."""

_NONE: Final[frozenset[object]] = frozenset()

Signature = tuple[tuple[str, int, int, int, int], ...]


def signature(*folders: Path) -> Signature:
    """Return what tells whether a file of the editors came, went or changed; hidden and other files do not count."""
    return tuple(found for folder in folders for found in _signature(folder))


def _signature(folder: Path) -> list[tuple[str, int, int, int, int]]:
    found = []
    with contextlib.suppress(OSError):
        for path in content(folder):
            with contextlib.suppress(OSError):  # gone since
                facts = _facts(path)
                # What copies files may set the first time back; nobody sets the second one.
                found.append((str(path), facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino))
        return found
    return [(str(folder), 0, 0, -1, 0)]


def _facts(path: Path) -> os.stat_result:
    """Return the facts of a file; those of the link itself where it leads nowhere. Raises OSError."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()


async def watch(
    folders: Sequence[Path],
    load: Callable[[], Edition],
    on_edition: Callable[[Edition], Awaitable[None]],
    on_problems: Callable[[InvalidEdition], Awaitable[None]],
    stop: asyncio.Event,
    *,
    seen: Signature | None = None,
) -> None:
    """Load after every change, in a thread, until `stop`; tell of each edition, and of the same problems once.

    What lies beside the files of an edition and is not read is told as a problem, once the edition is.

    What could not be read, or not go live, is tried again without a change: too many open files are fewer soon.
    `seen` is the signature taken before the edition that is live was loaded; without it the first thing is to load.
    """
    worry: tuple[InvalidEdition, float] | None = None
    told = _NONE
    clock = asyncio.get_running_loop().time
    again = _Again(clock)
    async for _ in _notices(folders, stop):
        if signature(*folders) != seen or again.due:
            seen = await _quiet(folders, stop)
            try:
                edition = await asyncio.to_thread(load)
                await on_edition(edition)
            except InvalidEdition as invalid:
                worry = invalid, clock() + ALARM_PATIENCE
                again.later() if _out_of_reach(invalid.problems) else again.done()
            except Exception as error:
                again.failed(error)
            else:
                left = unread(edition)
                worry, told = (
                    (InvalidEdition(left), clock() + ALARM_PATIENCE) if left else None,
                    told if left else _NONE,
                )
                again.later() if _out_of_reach(left) else again.done()
        elif worry and clock() >= worry[1]:
            worried, worry = worry[0], None
            if _gist(worried) != told:
                told = _gist(worried)
                await on_problems(worried)


class _Again:
    """When to try again what failed though nobody changed anything, and whether that was told already."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.done()

    @property
    def due(self) -> bool:
        """Tell whether it is time to."""
        return self._at is not None and self._clock() >= self._at

    def done(self) -> None:
        """Note that there is nothing to try again."""
        self._at: float | None = None
        self._wait, self._told = REREAD_WAIT, ""

    def later(self) -> float:
        """Try again, after a longer wait each time; return the seconds until then."""
        waits, self._wait = self._wait, min(2 * self._wait, LONGEST_REREAD_WAIT)
        self._at = self._clock() + waits
        return waits

    def failed(self, error: Exception) -> None:
        """Try again later, and log why once: a traceback only of what nobody foresaw."""
        waits, why = self.later(), repr(error)
        if why != self._told:
            unforeseen = not isinstance(error, OSError | MemoryError | StateError)
            logger.error(
                "the edition cannot be loaded now (%s); it is tried again in %g s, then less often",
                why,
                waits,
                exc_info=unforeseen,
            )
        self._told = why


def unread(edition: Edition) -> tuple[Problem, ...]:
    """Return what lay beside the files of an edition and was not read."""
    return tuple(each for each in edition.warnings if each.code in NOT_READ)


def _out_of_reach(problems: Iterable[Problem]) -> bool:
    """Tell whether a file could not even be opened: it may be readable soon, and look as it did."""
    return any(found.code in OUT_OF_REACH for found in problems)


def _gist(invalid: InvalidEdition) -> frozenset[object]:
    """Return what is wrong, wherever it has moved to in its file."""
    return frozenset((found.file, found.code, found.args) for found in invalid.problems)


async def _quiet(folders: Sequence[Path], stop: asyncio.Event) -> Signature:
    """Wait until nothing changes any more and return how the folders look then."""
    now = signature(*folders)
    until = asyncio.get_running_loop().time() + LONGEST_SETTLING
    while asyncio.get_running_loop().time() < until:
        before = now
        await _pause(stop, SETTLE_TIME)
        now = signature(*folders)
        if now == before:
            break
    return now


async def _notices(folders: Sequence[Path], stop: asyncio.Event) -> AsyncIterator[None]:
    """Yield whenever something may have changed, and at least every `LOOK` seconds."""
    while not stop.is_set():
        there = _there(folders)
        yield
        try:
            if not there:
                await _pause(stop, LOOK)
                continue
            changes = awatch(
                *there.values(),
                watch_filter=None,
                step=50,
                debounce=round(SETTLE_TIME * 1_000),
                rust_timeout=round(LOOK * 1_000),
                yield_on_timeout=True,
                stop_event=stop,
                recursive=False,
            )
            async with contextlib.aclosing(changes):
                async for _ in changes:
                    yield
                    if _there(folders) != there:
                        break
        except (OSError, RuntimeError) as error:  # such as too many watches; looking now and then is enough
            logger.warning("the folders are not watched, only looked at: %s", error)
            await _pause(stop, LOOK)


def _there(folders: Sequence[Path]) -> dict[int, Path]:
    """Return the folders that are there, by what tells one from another of the same name."""
    found = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            found[folder.stat().st_ino] = folder  # of a link that of the folder behind it
    return found


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
