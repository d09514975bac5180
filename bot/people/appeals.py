"""Appeals as values: what readers object to in a verdict or standing, and what editors answered.

Until an editor has answered one, readers see of it that there is one and how many say so too, never its words. Those
of readers of the page who came on one day alone wait behind those of others, and nobody sees that they are there: such
readers cost nothing to make up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, get_args

from bot.content.texts import Written

LONGEST_APPEAL: Final = 500
"""Characters of an appeal: a sentence or two, and a link."""
SHORTEST_APPEAL: Final = 8
"""Characters of one: fewer say no reason, in Chinese either."""
MOST_OPEN: Final = 3
"""Appeals of one reader that may wait for an answer at a time."""
MOST_SHOWN: Final = 50
"""Waiting appeals that editors are shown at once, the weightiest; the others come up as those are answered."""

Decision = Literal["upheld", "declined", "closed"]
"""What editors made of an appeal: they agreed; they did not; or they closed it unpublished, with others like it."""
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)
Scope = Literal["one", "forecast", "newcomers"]
"""Which waiting appeals an answer is to: one by its number, all about a forecast, or all of new readers."""


class Answered(NamedTuple):
    """What the editors said to an appeal, in both languages, and on which day."""

    decision: Decision
    on: dt.date
    zh: str
    en: str


class Appeal(NamedTuple):
    """A reader's objection: to which prediction, `against` which ruling or review of it, in which words, when.

    `seconds` is how many other readers say so too; of one that was answered, how many did by then. Without words it was
    taken back. `newcomer` tells that its reader was there on one day alone.
    """

    number: int
    prediction: str
    against: str
    words: str
    on: dt.date
    seconds: int = 0
    answered: Answered | None = None
    newcomer: bool = False


class Heard(NamedTuple):
    """What everybody may know of the appeals about one prediction.

    `since` is the day of the first that waits for an answer, if one does; `seconds` how many say so too. `answered`
    are those that were upheld or declined, the oldest first.
    """

    since: dt.date | None = None
    seconds: int = 0
    answered: tuple[Appeal, ...] = ()


class Waiting(NamedTuple):
    """What waits for editors: the weightiest appeals, how many there are in `total`, and how many of newcomers.

    `newest` is the number of the last of all: an answer to many closes none that came after they were looked at.
    """

    first: tuple[Appeal, ...] = ()
    total: int = 0
    newcomers: int = 0
    newest: int = 0


NOTHING_WAITS: Final = Waiting()


class Reply(NamedTuple):
    """An answer of the editors: to which appeals, what they decided, and in which words of both languages.

    `what` is the number of an appeal, the name of a prediction, or empty, as the scope has it; none newer than `until`
    is answered.
    """

    scope: Scope
    what: str
    until: int
    decision: Decision
    words: Mapping[Written, str]


class Lodged(NamedTuple):
    """What an appeal that waits is weighed by: its number, about which prediction, of which reader, whether new.

    `channel` is where its reader is: on one of them readers may be cheaper to make up than on another.
    """

    number: int
    prediction: str
    reader: int
    newcomer: bool
    channel: str = ""


def weightiest(lodged: Iterable[Lodged], seconds: Mapping[str, int]) -> list[int]:
    """Return the numbers of appeals in the order in which editors look at them.

    However many somebody makes up, they bury no other: those of new readers come last; of each reader, and about each
    prediction, the first come before any second one; among these the ones that most others second, then the ones of
    readers who have been here longest; and channels come in turn. `seconds` counts by prediction. Readers are numbered
    in the order they came.
    """
    channels: dict[str, list[Lodged]] = {}
    for each in lodged:
        channels.setdefault(each.channel, []).append(each)
    in_turn: list[tuple[bool, int, str, int]] = []
    for channel, those in channels.items():
        places = Counter[bool]()
        for each in _of_channel(those, seconds):
            in_turn.append((each.newcomer, places[each.newcomer], channel, each.number))
            places[each.newcomer] += 1
    return [number for *_, number in sorted(in_turn)]


def _of_channel(lodged: Iterable[Lodged], seconds: Mapping[str, int]) -> list[Lodged]:
    """Return the appeals of one channel in their order."""
    in_turn: list[tuple[bool, int, int, Lodged]] = []
    of_reader, of_prediction = Counter[int](), Counter[tuple[bool, int, str]]()
    for each in sorted(lodged, key=lambda one: one.number):
        of_reader[each.reader] += 1
        in_turn.append((each.newcomer, of_reader[each.reader], each.reader, each))
    ranked: list[tuple[bool, int, int, int, int, int, Lodged]] = []
    for newcomer, nth, reader, each in sorted(in_turn):
        turn = newcomer, nth, each.prediction
        of_prediction[turn] += 1
        said = -seconds.get(each.prediction, 0)
        ranked.append((newcomer, nth, of_prediction[turn], said, reader, each.number, each))
    return [each[-1] for each in sorted(ranked)]


def upheld(heard: Iterable[Heard]) -> tuple[int, int]:
    """Return how many appeals were upheld, and how many were answered in public."""
    decisions = [each.answered.decision for one in heard for each in one.answered if each.answered]
    return decisions.count("upheld"), len(decisions)
