"""Which tests start programs or a browser, or go through very much: markers by which `make quick` leaves them out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

MARKERS: Final = {"home": "process", "keeper": "process", "browser": "browser"}
"""Fixtures by which a test starts something, and the marker it gets for asking for one."""
SWEEP: Final = Path(__file__).parent.parent / "shipped"
"""A folder whose tests go through all of the shipped edition."""
AT_ONCE: Final = frozenset({"fc-list", "fc-match", "mount", "umount", "uname"})
"""Programs that ask or tell the system something and have ended before anybody waits."""


class Watch:
    """Marks tests by their fixtures or folder, and lets none without a marker start a program."""

    def __init__(self) -> None:
        self._running: pytest.Item | None = None
        sys.addaudithook(self._hear)

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        for fixture in MARKERS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKERS[fixture])
        if SWEEP in item.path.parents:
            item.add_marker("exhaustive")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._running = item
        try:
            return (yield)
        finally:
            self._running = None

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event != "subprocess.Popen" or (item := self._running) is None or Path(str(args[0])).name in AT_ONCE:
            return
        if not any(item.get_closest_marker(name) for name in MARKERS.values()):
            raise RuntimeError(f"{item.nodeid} starts {args[0]}: mark it with pytest.mark.process")
