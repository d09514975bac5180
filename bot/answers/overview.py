"""The pieces of an answer about one topic that fit one screen: bars, the verdict that says most, a question to answer.

All are composed of records: an editor writes none of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar, get_args

from bot.answers import as_of
from bot.answers.answer import Block, bold, heading, italic, item
from bot.answers.asked import MARKS, Asked
from bot.answers.items import STANCES
from bot.answers.since import ORDER
from bot.content.briefing import Stance
from bot.content.edition import WEIGHTS, Forecast, State, ref, state

LONGEST_BAR: Final = 12
"""Marks of a bar: of more forecasts each mark stands for several."""
CLEAR: Final = ("held", "failed")
DECIDED: Final = (*CLEAR, "partly")

K = TypeVar("K")


def stance_bar(asked: Asked, stances: Iterable[Stance]) -> str:
    """Return a mark for each source that takes a stance, with the stance in words."""
    counts = Counter(stances)
    known: tuple[Stance, ...] = get_args(Stance)
    told = [f"{STANCES[each] * counts[each]} {asked.say(f'stance-{each}')}" for each in known if counts[each]]
    return " · ".join(told)


def marks_bar(counts: Mapping[State, int]) -> str:
    """Return a mark for each forecast in a state, those with a verdict first; of many the marks are in proportion."""
    drawn = _in_proportion({each: counts[each] for each in ORDER if counts.get(each)})
    return "".join(MARKS[each] * drawn[each] for each in drawn)


def _in_proportion(counts: Mapping[K, int]) -> dict[K, int]:
    """Return counts that add up to a bar's length at most: none of them less than one, nor more than it was."""
    total = sum(counts.values())
    if total <= LONGEST_BAR:
        return dict(counts)
    shares = {each: count * LONGEST_BAR / total for each, count in counts.items()}
    drawn = {each: max(1, int(share)) for each, share in shares.items()}
    while sum(drawn.values()) > LONGEST_BAR:
        most = max((each for each in drawn if drawn[each] > 1), key=lambda each: drawn[each] - shares[each])
        drawn[most] -= 1
    while sum(drawn.values()) < LONGEST_BAR:
        drawn[max(drawn, key=lambda each: shares[each] - drawn[each])] += 1
    return drawn


def telling(asked: Asked, forecasts: Iterable[Forecast]) -> Iterator[Block]:
    """Yield the verdict that says most, with its reason."""
    ruled = [each for each in forecasts if each.record.verdict]
    if not ruled:
        return
    said = min(ruled, key=says_most)
    verdict = said.record.verdict
    assert verdict
    ruling = asked.say("ruled-on", state=asked.say(f"state-{verdict.outcome}"), date=str(verdict.on))
    yield heading(asked.say("most-telling"))
    yield item(
        f"{MARKS[verdict.outcome]} ",
        bold(asked.text(said.record.statement)),
        italic(f"\n{as_of.named(asked, said.card)} · {ruling}"),
        f"\n{asked.text(verdict.because)}",
        command=f"/prediction {ref(said)}",
    )


def says_most(forecast: Forecast) -> tuple[int, bool, int, int, bool]:
    """Order verdicts: on core claims, decided, the latest, on few fields, clear rather than in part."""
    verdict = forecast.record.verdict
    assert verdict
    weight, outcome = WEIGHTS.index(forecast.record.weight), verdict.outcome
    fields = len(forecast.record.sectors)
    return weight, outcome not in DECIDED, -verdict.on.toordinal(), fields, outcome not in CLEAR


def to_answer(asked: Asked, forecasts: Iterable[Forecast]) -> Iterator[Block]:
    """Yield the question a reader may answer next: what is due, then what is open, core first, what ends soonest."""
    waiting = [each for each in forecasts if state(each.record, asked.today) in ("due", "open")]
    if not waiting:
        return
    asks = min(waiting, key=lambda each: comes_first(asked, each))
    until = asks.record.window.until
    ends = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    yield heading(asked.say("your-turn"))
    yield item(
        f"{asked.mark(asks.record)} ",
        bold(asked.text(asks.record.statement)),
        italic(f"\n{as_of.named(asked, asks.card)} · {ends}"),
        f"\n👉 {asked.say(f'ask-{state(asks.record, asked.today)}')}",
        command=f"/prediction {ref(asks)}",
    )


def comes_first(asked: Asked, forecast: Forecast) -> tuple[bool, int, dt.date]:
    """Order forecasts that wait: what is due, core claims, what ends soonest."""
    record = forecast.record
    due = state(record, asked.today) == "due"
    return not due, WEIGHTS.index(record.weight), record.window.until or dt.date.max
