"""What a process does of all that a bot does: everything, or a part, where several share the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    """A part: whether it `answers` readers on every channel, and whether it `works`: sends check-ins, does chores."""

    answers: bool
    works: bool


ALL: Final = Role(answers=True, works=True)
WEB: Final = Role(answers=True, works=False)
WORK: Final = Role(answers=False, works=True)
