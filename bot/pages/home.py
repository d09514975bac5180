"""What stands on the first page: what was ruled last, what is due next, one question, and how much there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.answers.asked import MARKS, Asked
from bot.answers.overview import comes_first, says_most
from bot.content.edition import STATES, WEIGHTS, Forecast, State, state
from bot.content.texts import Written, written_as
from bot.pages.rows import Named, Row, row, sector, shorter

RULED: Final = 3
DUE: Final = 5
FIELDS: Final = 12
ROOM: Final[dict[Written, int]] = {"zh": 100, "en": 200}
"""Characters of a reason beside others: as many whole clauses as fit, so that no card ends within a word."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many forecasts are in a state, with the address of their list."""

    state: State
    mark: str
    stands: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: forecasts as they are to be shown there."""

    documents: int
    forecasts: int
    counts: tuple[Count, ...]
    ruled: tuple[Row, ...]
    due: tuple[Row, ...]
    question: Row | None
    sectors: tuple[Named, ...]


def home(asked: Asked) -> Home:
    """Return what stands on the first page."""
    everything = asked.edition.predictions
    waiting = [each for each in everything if state(each.record, asked.today) in ("due", "open")]
    room = ROOM[written_as(asked.language)]
    asks = min(waiting, key=lambda each: comes_first(asked, each), default=None)
    return Home(
        documents=len(asked.edition.briefings),
        forecasts=len(everything),
        counts=tuple(_counts(asked)),
        ruled=tuple(shorter(row(asked, each), room) for each in _latest(everything)[:RULED]),
        due=tuple(row(asked, each) for each in _soonest(waiting)[:DUE]),
        question=row(asked, asks) if asks else None,
        sectors=tuple(sector(asked, each) for each in _fields(everything)[:FIELDS]),
    )


def _counts(asked: Asked) -> Iterable[Count]:
    found = Counter(state(each.record, asked.today) for each in asked.edition.predictions)
    for each in STATES:
        if found[each]:
            yield Count(each, MARKS[each], asked.say(f"state-{each}"), found[each], f"predictions?state={each}")


def _latest(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts with a verdict: of the last day first, and of one day what says most."""
    ruled = [(verdict.on, each) for each in forecasts if (verdict := each.record.verdict)]
    return [each for on, each in sorted(ruled, key=lambda one: (-one[0].toordinal(), says_most(one[1])))]


def _soonest(waiting: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts that end first, core before minor."""
    dated = [(until, each) for each in waiting if (until := each.record.window.until)]
    return [each for _, each in sorted(dated, key=lambda one: (one[0], WEIGHTS.index(one[1].record.weight)))]


def _fields(forecasts: Iterable[Forecast]) -> list[str]:
    """Return the fields most forecasts are about."""
    counts = Counter(each for forecast in forecasts for each in forecast.record.sectors)
    return [name for name, _ in counts.most_common()]
