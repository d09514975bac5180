"""Tells what became of what a source wrote: its forecasts, composed of verdicts and standings, and facts it got wrong.

Verdicts are counted by outcome; open forecasts by which way they lean, where somebody looked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from bot.answers.asked import Asked
from bot.content.briefing import Leaning, Prediction, Text
from bot.content.edition import STATES, State, state
from bot.content.reviews import LEANINGS, current

_WAIT: Final[tuple[State, ...]] = ("proposed", "due", "open")
ORDER: Final = (*(each for each in STATES if each not in _WAIT), *_WAIT)
"""States as they are told: what was ruled, then what waits."""


class Stands(NamedTuple):
    """How many forecasts are in each state on a day, and how many lean which way, of which somebody says so."""

    states: Counter[State]
    leans: Counter[Leaning]

    @classmethod
    def of(cls, predictions: Iterable[Prediction], today: dt.date) -> Stands:
        """Count forecasts."""
        found = list(predictions)
        leans = (stands.leans for each in found if (stands := current(each)))
        return cls(Counter(state(each, today) for each in found), Counter(leans))


def since(asked: Asked, stands: Stands, correction: Text | None = None) -> str:
    """Return what became of forecasts, with an editor's correction behind it where there is one."""
    told = [became(asked, stands), *([asked.text(correction)] if correction else [])]
    return asked.say("since-then", what=asked.say("sentence-space").join(told))


def became(asked: Asked, stands: Stands) -> str:
    """Return a sentence on how forecasts stand; that there are none, where there are none."""
    count = stands.states.total()
    if not count:
        return asked.say("became-none")
    if count == 1:
        [only], leans = stands.states, [*stands.leans]
        leaning = asked.say("in-brackets", what=asked.leans(leans[0])) if leans else ""
        return asked.say("became-one", state=only, leaning=leaning)
    if len(stands.states) == 1:
        return asked.say("became-all", count=count, state=next(iter(stands.states)), leaning=_leanings(asked, stands))
    return asked.say("became-some", count=count, parts=parts(asked, stands))


def parts(asked: Asked, stands: Stands) -> str:
    """Return how many forecasts are in each state, in words."""
    told = [asked.say(f"counted-{each}", count=stands.states[each]) for each in ORDER if stands.states[each]]
    return asked.joined(told) + _leanings(asked, stands)


def _leanings(asked: Asked, stands: Stands) -> str:
    """Return which way open forecasts lean, in brackets; nothing where nobody looked."""
    told = [
        asked.say("counted-leaning", count=stands.leans[each], leans=each) for each in LEANINGS if stands.leans[each]
    ]
    return asked.say("in-brackets", what=asked.joined(told)) if told else ""
