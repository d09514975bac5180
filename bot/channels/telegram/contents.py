"""What messages are made of, kept for the answers that many are given: rendering one takes as long as all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.answers import Answer
from bot.channels.latest import Latest

CONTENTS_KEPT: Final = 64
"""Answers whose contents are kept, some 10 kB each."""

Content = dict[str, object]
"""Parameters of a request."""


class Contents:
    """Makes the content of an answer, in a chat that is shared or not, once for all who are given the very same.

    Answers are known by identity: to hash one takes half as long as to render it.
    """

    def __init__(self, make: Callable[[Answer, bool], Content]) -> None:
        self._make = make
        self._kept = Latest[tuple[int, bool], tuple[Answer, Content]](CONTENTS_KEPT)

    def of(self, answer: Answer, *, shared: bool) -> Content:
        """Return the content of an answer, not to be changed."""
        kept = self._kept.get(key := (id(answer), shared))
        if kept is None:
            kept = answer, self._make(answer, shared)  # with the answer itself, so that its id stays its own
            self._kept.put(key, kept)
        return kept[1]
