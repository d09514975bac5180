"""Records in less memory: what was read, with small values shared."""

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
    """Return a record, of which nobody else knows yet, with small values shared.

    Those of one kind that were given the same fields share the set of their names; so do those that keep nothing to
    themselves.
    """
    for name in type(record).__pydantic_fields__:
        _set(record, name, _value(getattr(record, name)))
    _set(record, "__pydantic_fields_set__", _same_set(frozenset(record.__pydantic_fields_set__)))
    if (private := record.__pydantic_private__) is not None and not any(private.values()):
        _set(record, "__pydantic_private__", _same_nothing(frozenset(private)))
    return record


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


@lru_cache(SHARED_KEPT)
def _same_nothing(names: frozenset[str]) -> dict[str, None]:
    """Return nothing by some names, likewise."""
    return dict.fromkeys(names)
