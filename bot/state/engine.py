"""The protocol of a database that holds the state: what opens it, and what works on it from beside whoever has it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from bot.state.editions import Editions
from bot.state.moving import Empty, Whole
from bot.state.protocol import State
from bot.state.values import Checkup


class Engine(Protocol):
    """A database that holds the state, and what works on it from beside whoever has it open."""

    def open(self) -> State:
        """Open the state for one process alone, made where it is missing; raises InUse, NewerState or OSError too."""

    def exists(self) -> bool:
        """Tell whether there is a state; raises OSError too, where nobody can tell."""

    def look(self) -> None:
        """Raise StateError where the state cannot even be read."""

    def editions(self) -> Editions:
        """Open the editors' part, made where it is missing; raises NewerState or OSError too."""

    def backup(self, to: Path) -> None:
        """Copy the whole state into a file, which is replaced at once or not at all; raises OSError too."""

    def checkup(self) -> Checkup:
        """Look over the state from beside whoever has it open; raises NewerState or OSError too."""

    def in_use(self) -> bool:
        """Tell whether a process has the state to itself now; raises OSError."""

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the place of the state; return where that is kept, None where there was none.

        Raises Unusable where the backup is damaged, and InUse, NewerState or OSError too.
        """

    def export(self, to: Path) -> int:
        """Write all readers into a file, replaced at once or not at all; return how many. Raises OSError too."""

    def whole(self) -> AbstractContextManager[Whole]:
        """Have all of the state, while nobody works with it; raises InUse, NewerState or OSError too."""

    def empty(self) -> AbstractContextManager[Empty]:
        """Have a new state to fill, which is there once the context ends well, or not at all.

        Raises Unusable where there is a state, and InUse, NewerState or OSError too.
        """
