"""What files were found to hold: one that looks as it did then is not read again, as git's index has it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

RACY: Final = 2_000_000_000
"""Nanoseconds after a change within which another one may leave a file looking the same: some clocks tick slowly."""

Facts = tuple[int, int, int, int, int]


class Found(NamedTuple):
    """What a file holds: the digest of it, and the name it gives itself, if it does."""

    digest: str
    own: str | None


class Seen:
    """Remembers what files were found to hold, by where they are and what the system says of them.

    What it remembers may be wrong all the same, as where a clock was set back: whoever reads a text checks the digest.
    """

    def __init__(self, now: Callable[[], int] = time.time_ns) -> None:
        self._now, self._looked = now, 0
        self._before: dict[str, tuple[Facts, Found]] = {}
        self._files: dict[str, tuple[Facts, Found]] = {}

    def look(self) -> None:
        """Begin to look at all files; those that are not found this time are forgotten."""
        self._before, self._files, self._looked = self._files, {}, self._now()

    def found(self, path: Path, stat: os.stat_result) -> Found | None:
        """Return what a file holds that looks like this; None where it is to be read."""
        before = self._before.get(str(path))
        if before is None or before[0] != _facts(stat):
            return None
        self._files[str(path)] = before
        return before[1]

    def remember(self, path: Path, stat: os.stat_result, found: Found) -> None:
        """Remember what was read of a file after it looked like this, unless it had only just been changed."""
        if max(stat.st_mtime_ns, stat.st_ctime_ns) < self._looked - RACY:
            self._files[str(path)] = _facts(stat), found


def _facts(stat: os.stat_result) -> Facts:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
