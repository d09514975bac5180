"""Tells what became of what a source wrote: its forecasts, composed of verdicts and standings, and facts it got wrong.

Verdicts are counted by outcome; open forecasts by which way they lean, where somebody looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from bot.answers.asked import Asked
from bot.content.briefing import Prediction, Text
from bot.content.edition import STATES, State, state
from bot.content.reviews import LEANINGS, current

_WAIT: Final[tuple[State, ...]] = ("proposed", "due", "open")
ORDER: Final = (*(each for each in STATES if each not in _WAIT), *_WAIT)
"""States as they are told: what was ruled, then what waits."""


def since(asked: Asked, predictions: Iterable[Prediction], correction: Text | None = None) -> str:
    """Return what became of forecasts, with an editor's correction behind it where there is one."""
    told = [became(asked, predictions), *([asked.text(correction)] if correction else [])]
    return asked.say("since-then", what=asked.say("sentence-space").join(told))


def became(asked: Asked, predictions: Iterable[Prediction]) -> str:
    """Return a sentence on how forecasts of one source stand; that there are none, where there are none."""
    found = list(predictions)
    if not found:
        return asked.say("became-none")
    if len(found) == 1:
        (only,) = found
        stands = current(only)
        leaning = asked.say("in-brackets", what=asked.leans(stands.leans)) if stands else ""
        return asked.say("became-one", state=state(only, asked.today), leaning=leaning)
    states = {state(each, asked.today) for each in found}
    if len(states) == 1:
        return asked.say("became-all", count=len(found), state=states.pop(), leaning=_leanings(asked, found))
    return asked.say("became-some", count=len(found), parts=parts(asked, found))


def parts(asked: Asked, predictions: Iterable[Prediction]) -> str:
    """Return how many forecasts are in each state, in words."""
    found = list(predictions)
    counts = Counter(state(each, asked.today) for each in found)
    told = [asked.say(f"counted-{each}", count=counts[each]) for each in ORDER if counts[each]]
    return asked.joined(told) + _leanings(asked, found)


def _leanings(asked: Asked, predictions: Iterable[Prediction]) -> str:
    """Return which way open forecasts lean, in brackets; nothing where nobody looked."""
    counts = Counter(stands.leans for each in predictions if (stands := current(each)))
    told = [asked.say("counted-leaning", count=counts[each], leans=each) for each in LEANINGS if counts[each]]
    return asked.say("in-brackets", what=asked.joined(told)) if told else ""
