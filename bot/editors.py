"""What editors drafted and published, as values, and why the desk declines what they ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

How = Literal["published", "undone", "found"]
"""How an edition came: by the desk, as an undo by the desk, or found in the folders, edited by other means."""


class Declined(Exception):
    """What an editor asks cannot be done: why, as a code and its arguments, to which `answers` puts words."""

    def __init__(self, code: str, **args: str | int) -> None:
        self.code, self.args_of_code = code, args
        super().__init__(f"{code} {args}" if args else code)


@dataclass(frozen=True, slots=True)
class Draft:
    """A would-be edition: the digest it would have, who drafted it and when, and the names of the files it touches."""

    digest: str
    by: str
    at: dt.datetime
    files: tuple[str, ...]
    how: How = "published"


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition that went live: its number in the history, who brought it, when and how, and how much changed."""

    number: int
    digest: str
    by: str
    at: dt.datetime
    how: How
    what: Mapping[str, int]
