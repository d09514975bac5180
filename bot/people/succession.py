"""Succession: what readers said and were asked under the name of a prediction of before, under the name of today.

The content changes at any time, by an editor's `was:` or by an undo, so nothing that is stored is rewritten: names are
resolved as they are read. A successor that is an observation takes over too; nobody asks for answers to that one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.people.readers import Issue


@dataclass(frozen=True)
class Succession:
    """What took the place of predictions of before: of each its slug/id, by theirs."""

    successors: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def former(self) -> Mapping[str, tuple[str, ...]]:
        """The names of before, by the one that leads on from them."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for old, new in self.successors.items():
            found[new].append(old)
        return {new: tuple(olds) for new, olds in found.items()}

    def current(self, name: str) -> str:
        """Return the name that stands now; one that nothing succeeded as it is."""
        return self.successors.get(name, name)

    def all_of(self, name: str) -> tuple[str, ...]:
        """Return a name and all that lead to it: what was said under any of them was said of the same."""
        return (name, *self.former.get(name, ()))

    def changed(self, other: Succession) -> frozenset[str]:
        """Return the names, old and new, whose answers belong elsewhere by the other succession than by this one."""
        if self.successors == other.successors:
            return frozenset()
        names = {*self.successors, *other.successors}
        moved = {each for each in names if self.current(each) != other.current(each)}
        return frozenset(each for old in moved for each in (self.current(old), other.current(old)))

    def last_words(self, said: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the last value of each prediction, of (name, value) pairs in the order in which they were given.

        Who answered both a prediction of before and the one in its place is counted once, with the later answer. Later
        is what was given after it, by the order of the answers themselves: a clock that was wrong brings no old word
        back.
        """
        return {self.current(name): value for name, value in said}

    def last_days(self, asked: Iterable[tuple[str, dt.date]]) -> dict[str, dt.date]:
        """Return the last day on which each prediction was asked about, under any of its names."""
        found: dict[str, dt.date] = {}
        for name, day in asked:
            now = self.current(name)
            found[now] = max(day, found.get(now, day))
        return found

    def first_days(self, since: Iterable[tuple[str, dt.date]]) -> dict[str, dt.date]:
        """Return since when each prediction is followed, under any of its names."""
        found: dict[str, dt.date] = {}
        for name, day in since:
            now = self.current(name)
            found[now] = min(day, found.get(now, day))
        return found

    def issue(self, told: Issue) -> Issue:
        """Return a check-in with the names of now, each once and in its place."""
        questions, verdicts, answered = (
            tuple(dict.fromkeys(map(self.current, each))) for each in (told.questions, told.verdicts, told.answered)
        )
        return replace(told, questions=questions, verdicts=verdicts, answered=answered)
