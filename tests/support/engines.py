"""Every database that may hold the state, for tests of what all of them promise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.state import Engine
from bot.state.sqlite.engine import SQLite
from tests.support import postgres

_MISSING: Final = postgres.missing()
POSTGRES: Final = pytest.param(
    "postgresql", marks=(pytest.mark.process, pytest.mark.skipif(bool(_MISSING), reason=_MISSING or "there"))
)
KINDS: Final = ("sqlite", POSTGRES)
"""Their names, as parameters of tests; what this machine does not have is skipped."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@contextlib.contextmanager
def engines(kind: str) -> Iterator[Callable[[Path], Engine]]:
    """Yield what makes databases of a kind, one for each folder; what is no file is gone with the context."""
    with contextlib.ExitStack() as lent:
        addresses: dict[Path, str] = {}

        def at(folder: Path) -> Engine:
            from bot.state.postgres.engine import Postgres

            if folder not in addresses:
                addresses[folder] = lent.enter_context(postgres.database())
            return Postgres(addresses[folder])

        yield SQLite if kind == "sqlite" else at
