"""Records in less memory: what was read, with small values shared."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Final, TypeVar

from bot.content.periods import Paragraphs, Period
from bot.content.texts import Record

LONGEST_SHARED: Final = 40
"""Characters of a text that stands in many files, as ids and publishers do; longer ones stand in one."""
SHARED_KEPT: Final = 16_384
"""Days, periods and citations that are shared, some 2 MB."""
_SHARED: Final = (dt.date, Period, Paragraphs)

R = TypeVar("R", bound=Record)


def compact(record: R) -> R:
    """Return a record, of which nobody else knows yet, with equal values in it shared.

    The same evidence, words and names stand in several places of a file. Records of one kind that were given the same
    fields share the set of their names; so do those that keep nothing to themselves.
    """
    return _record(record, {})


_set: Final = object.__setattr__  # records are frozen
_Known = dict[Hashable, Any]
"""Values by what they are made of, which is known by identity: of equal parts only one is left by then."""


def _record(record: R, known: _Known) -> R:
    names = type(record).__pydantic_fields__
    values = [_value(getattr(record, name), known) for name in names]
    for name, value in zip(names, values, strict=True):
        _set(record, name, value)
    given = _same_set(frozenset(record.__pydantic_fields_set__))
    _set(record, "__pydantic_fields_set__", given)
    if (private := record.__pydantic_private__) is None:
        shared: R = known.setdefault((type(record), id(given), *map(id, values)), record)
        return shared
    if not any(private.values()):
        _set(record, "__pydantic_private__", _same_nothing(frozenset(private)))
    return record


def _value(value: Any, known: _Known) -> Any:
    kind = type(value)
    if kind is str:
        return sys.intern(value) if len(value) <= LONGEST_SHARED else known.setdefault(value, value)
    if kind is tuple:
        made = tuple(_value(each, known) for each in value)
        return known.setdefault((tuple, *map(id, made)), made)
    if isinstance(value, Record):
        return _record(value, known)
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
