"""Questions and names in the one form in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.search import normal

_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])")
LATIN_WORD = re.compile("[a-z]{5,}")
"""A word long enough for a slip of the pen to be seen as one."""
PLAIN_KEPT: Final = 16_384
"""Texts whose plain form is kept: names and phrases are made of the same words over and over."""
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(PLAIN_KEPT)
def plain(text: str) -> str:
    """Return words as they are compared: what `normal` makes of them, less punctuation; what's → whats."""
    return _BETWEEN.sub(" ", _APOSTROPHE.sub("", normal(text))).strip()


def bounded(pattern: str) -> str:
    """Return a pattern that begins and ends with whole Latin words; Chinese has no borders to keep."""
    return rf"(?:(?<![a-z0-9])|(?![a-z0-9]))(?:{pattern})(?:(?![a-z0-9])|(?<![a-z0-9]))"
