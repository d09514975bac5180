"""The editors' folders, watched: told once per settled change, whatever text editors leave there while they save."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from watchfiles import awatch

from bot.desk import content
from bot.edition import Edition, InvalidEdition

logger = logging.getLogger(__name__)

SETTLED: Final = 0.1
"""Seconds without another change after which files count as written."""
LONGEST: Final = 3.0
"""Seconds after which files are read even if changes never end."""
PATIENCE: Final = 1.0
"""Seconds a bad edition must stay as it is before anybody is told: a file may be written in two goes."""
LOOK: Final = 0.5
"""Seconds between looks that need no notice of the system: folders come back, and some drives give none."""

Signature = tuple[tuple[str, int, int, int], ...]


def signature(*folders: Path) -> Signature:
    """Return what tells whether a file of the editors came, went or changed; hidden and other files do not count."""
    return tuple(found for folder in folders for found in _signature(folder))


def _signature(folder: Path) -> list[tuple[str, int, int, int]]:
    found = []
    with contextlib.suppress(OSError):
        for path in content(folder):
            with contextlib.suppress(OSError):  # gone since
                facts = path.stat()
                found.append((str(path), facts.st_mtime_ns, facts.st_size, facts.st_ino))
        return found
    return [(str(folder), 0, -1, 0)]


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

    `seen` is the signature taken before the edition that is live was loaded; without it the first thing is to load.
    """
    worry: tuple[InvalidEdition, float] | None = None
    told: frozenset[object] = frozenset()
    clock = asyncio.get_running_loop().time
    async for _ in _notices(folders, stop):
        if signature(*folders) != seen:
            seen = await _quiet(folders, stop)
            try:
                await on_edition(await asyncio.to_thread(load))
            except InvalidEdition as invalid:
                worry = invalid, clock() + PATIENCE
            except Exception:
                logger.exception("the edition cannot be loaded")
            else:
                worry, told = None, frozenset()
        elif worry and clock() >= worry[1]:
            worried, worry = worry[0], None
            if _gist(worried) != told:
                told = _gist(worried)
                await on_problems(worried)


def _gist(invalid: InvalidEdition) -> frozenset[object]:
    """Return what is wrong, wherever it has moved to in its file."""
    return frozenset((found.file, found.code, found.args) for found in invalid.problems)


async def _quiet(folders: Sequence[Path], stop: asyncio.Event) -> Signature:
    """Wait until nothing changes any more and return how the folders look then."""
    now = signature(*folders)
    until = asyncio.get_running_loop().time() + LONGEST
    while asyncio.get_running_loop().time() < until:
        before = now
        await _pause(stop, SETTLED)
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
                debounce=round(SETTLED * 1_000),
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
        await asyncio.wait_for(stop.wait(), seconds)
