"""Records in less than half the memory: equal to what was read, with small values shared."""

from __future__ import annotations

import datetime as dt
import sys
from functools import lru_cache
from typing import Any, Final, TypeVar

from bot.content.periods import Paragraphs, Period
from bot.content.texts import Record

LONGEST_SHARED: Final = 40
"""Characters of a text that stands in many records, as ids and publishers do; longer ones stand once."""
SHARED_KEPT: Final = 16_384
"""Days, periods and citations that are shared, some 2 MB."""
_SHARED: Final = (dt.date, Period, Paragraphs)

R = TypeVar("R", bound=Record)


def compact(record: R) -> R:
    """Return an equal record.

    pydantic makes a dictionary and a set of names for each of thousands of records, which take more than what they
    say. Here their values stand where CPython keeps those of instances, whose names are those of the class (`Record`
    sees to that), and those of one kind that were given the same fields share one set.
    """
    made = object.__new__(type(record))
    for name, value in vars(record).items():
        _set(made, name, _value(value))
    _set(made, "__pydantic_fields_set__", _same_set(frozenset(record.__pydantic_fields_set__)))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", record.__pydantic_private__)
    return made


_set: Final = object.__setattr__  # records are frozen


def _value(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return sys.intern(value) if len(value) <= LONGEST_SHARED else value
    if kind is tuple:
        return tuple(map(_value, value))
    if isinstance(value, Record):
        return compact(value)
    return _first(value) if kind in _SHARED else value


@lru_cache(SHARED_KEPT)
def _first(value: Any) -> Any:
    """Return the first of all values that equal one."""
    return value


@lru_cache(SHARED_KEPT)
def _same_set(names: frozenset[str]) -> set[str]:
    """Return the set of some names; who copies a record copies it, and nobody changes it."""
    return set(names)
