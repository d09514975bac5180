"""Tells what became of what somebody answered: what they said and when, what all readers said, and their Brier score.

Of a shared chat it tells what its members said together, and of no one of them alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from statistics import median_low
from typing import Final, NamedTuple

from bot.answers.answer import Block, bold, italic, paragraph
from bot.answers.asked import Asked, Personal
from bot.answers.checkin_news import was_ruled
from bot.answers.vote_panel import value_label
from bot.content.briefing import Verdict
from bot.content.edition import WEIGHTS, Forecast, ref
from bot.content.reviews import current
from bot.people.readers import CHANCES, Guess, Known, median
from bot.scores import EVEN, OUTCOME_WORTH, at_close, brier

FEWEST_MEMBERS: Final = 3
"""Members of a group who must have answered before it is told what they said together: of fewer each would be known."""
_LAST_WORD: Final = re.compile(r"\s+[!-~“”‘’]*$")
_JOINTS: Final = " ,，、;；:：(（“《"
"""What joins words: a text that is cut does not end with it."""


class Outcome(NamedTuple):
    """What somebody had said of a prediction that was ruled on, or whose standing is news.

    `value` is what they said last while it counted, empty where they only follow it, and `said` the day of a chance.
    `median` is that of all readers in percent, where there were others. `members` is how many of a group it sums up.
    """

    prediction: str
    value: str = ""
    said: dt.date | None = None
    median: int | None = None
    members: int = 0


def outcomes(asked: Personal, names: Iterable[str]) -> tuple[Outcome, ...]:
    """Return what became of all that a reader, or the members of a group, answered, the most telling first."""
    found = [asked.edition.by_ref[name] for name in names if name in asked.edition.by_ref]
    came = _of_group if asked.shared else _of_reader
    known = [(each, outcome) for each in found if (outcome := came(asked.known, each))]
    return tuple(outcome for _, outcome in sorted(known, key=lambda one: _tells(*one)))


def _tells(forecast: Forecast, outcome: Outcome) -> tuple[bool, bool, bool, int, int]:
    """Return how far back an outcome stands: what decides first, then core, then what set this reader apart."""
    verdict, chance = forecast.record.verdict, outcome.value in CHANCES
    apart = abs(int(outcome.value) - (EVEN if outcome.median is None else outcome.median)) if chance else 0
    decides = verdict is not None and verdict.outcome in OUTCOME_WORTH
    return not outcome.value, verdict is None, not decides, WEIGHTS.index(forecast.record.weight), -apart


def _of_reader(known: Known, forecast: Forecast) -> Outcome | None:
    name, verdict = ref(forecast), forecast.record.verdict
    own = [each for each in known.history if each.prediction == name]
    if verdict is None:
        return _standing(known, name, own)
    if last := list(at_close(own, verdict).values()):
        everybody = known.crowd.get(name, {})
        middle = median(everybody) if sum(everybody.values()) > 1 else None
        return Outcome(name, str(last[0].percent), last[0].at.date(), middle)
    value = known.rulings.get(name, "")
    return Outcome(name, value) if value or name in known.follows else None


def _standing(known: Known, name: str, own: Sequence[Guess]) -> Outcome | None:
    value, tally = known.chances.get(name, ""), known.tallies.get(name, {})
    if not value and name not in known.follows:
        return None
    middle = median(tally) if value and sum(tally.get(each, 0) for each in CHANCES) > 1 else None
    return Outcome(name, value, own[-1].at.date() if value and own else None, middle)


def _of_group(known: Known, forecast: Forecast) -> Outcome | None:
    name, verdict = ref(forecast), forecast.record.verdict
    last = at_close(known.members.get(name, ()), verdict) if verdict else {}
    if len(last) < FEWEST_MEMBERS:
        return None
    return Outcome(name, str(median_low(each.percent for each in last.values())), members=len(last))


def told(asked: Asked, outcome: Outcome, most: int | None = None) -> Block:
    """Return what became of a prediction and of what was said of it, as a check-in begins with it.

    Of the prediction itself at most so many characters are told.
    """
    record = asked.edition.by_ref[outcome.prediction].record
    what = asked.text(record.statement)
    return paragraph(
        bold(f"{asked.mark(record)} {what if most is None else _cut(what, most)}"),
        italic(f"\n{sentence(asked, outcome)}"),
    )


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where words are left out."""
    if len(text) <= most:
        return text
    return f"{_LAST_WORD.sub('', text[: most - 1]).rstrip(_JOINTS)}…"


def sentence(asked: Asked, outcome: Outcome) -> str:
    """Return what was said of a prediction, what became of it, and how near the two were."""
    forecast = asked.edition.by_ref[outcome.prediction]
    record, was = forecast.record, was_ruled(forecast)
    verdict, stands = record.verdict, current(record)
    became = f"became-{verdict.outcome}" if verdict else f"leans-now-{stands.leans}" if stands else "state-open"
    parts = [asked.say("outcome-corrected", was=asked.say(f"state-{was}"))] if was else []
    parts.append(asked.say("outcome", said=_said(asked, outcome), became=asked.say(became)))
    if verdict and (score := _brier(outcome, verdict)):
        whose = "outcome-brier-group" if outcome.members else "outcome-brier"
        parts.append(asked.say(whose, score=score))
    return asked.say("sentence-space").join(parts)


def _said(asked: Asked, outcome: Outcome) -> str:
    if not outcome.value:
        return asked.say("outcome-followed")
    label = value_label(asked, outcome.value)
    if outcome.members:
        return asked.say("outcome-members", what=label, count=outcome.members)
    day = outcome.said
    when = asked.say("month-year", year=str(day.year), month=day.month) if day else ""
    said = asked.say("outcome-said-when", when=when, what=label) if when else asked.say("outcome-said", what=label)
    return said if outcome.median is None else asked.say("outcome-beside", said=said, median=str(outcome.median))


def _brier(outcome: Outcome, verdict: Verdict) -> str:
    """Return the Brier score of one answer; nothing where the verdict decides nothing, or it was no chance."""
    if outcome.value not in CHANCES or verdict.outcome not in OUTCOME_WORTH:
        return ""
    return f"{brier([(int(outcome.value) / 100, OUTCOME_WORTH[verdict.outcome])]):.2f}"
