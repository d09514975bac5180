"""Track records of groups of forecasts: each forecast is looked at once, however many groups it counts in.

Forecasts nobody made outright (`implied`) are no record of their author and stand apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from statistics import fmean
from typing import Any, Final, Generic, NamedTuple, TypeVar

from bot.content.briefing import Certainty, Prediction, Weight
from bot.content.edition import Forecast, State, state
from bot.scores.tracks import OUTCOME_WORTH, Claim, Compared, Track, in_order

CLAIMS_KEPT: Final = 4_096
"""Kinds of claims that are kept: by what was ruled on each of their forecasts, and what the naive rule says of it."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T", bound=Hashable)


def made(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts that their authors made: not those that are only read between their lines."""
    return [each for each in forecasts if each.record.certainty != "implied"]


def implied(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Return the forecasts that are read between the lines."""
    return [each for each in forecasts if each.record.certainty == "implied"]


def track(forecasts: Iterable[Forecast], today: dt.date) -> Track:
    """Return the track record of some forecasts."""
    return _tracks(forecasts, lambda _: (None,), today).get(None, Track())


def claim_of(forecast: Forecast) -> tuple[str, str]:
    """Return what tells the claim of a forecast from all others; one that names none is a claim of its own."""
    record = forecast.record
    return forecast.briefing.briefing, f"claim {record.claim}" if record.claim else record.id


CELLS_KEPT: Final = 65_536
"""Groups with a state or a kind of claim that are kept, some 6 MB: those of a thousand briefings are half as many."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell(Generic[K, T]):
    """A group and what is counted in it. There is one of each, unless it was forgotten: it counts by what it is.

    Of hundreds of thousands of values that are counted the dearest part would be to tell whether they are equal.
    """

    group: K
    holds: T


@lru_cache(CELLS_KEPT)
def _cell(group: Any, holds: Any) -> Cell[Any, Any]:
    return Cell(group, holds)


class Counted(NamedTuple, Generic[K]):
    """A forecast as it counts in its groups: how it stands in each, and the claim it decides.

    A claim that it shares with others of its briefing comes of what was `ruled` on all of them.
    """

    states: tuple[Cell[K, State], ...]
    claims: tuple[Cell[K, Claim], ...]
    shared: tuple[tuple[K, tuple[str, str]], ...]
    ruled: _Ruled


def counted(
    forecasts: Iterable[Forecast], groups: Callable[[Forecast], Iterable[K]], today: dt.date
) -> Iterator[Counted[K]]:
    """Yield how forecasts count on a day, each in its groups."""

    def cells(own: Iterable[K], holds: T) -> tuple[Cell[K, T], ...]:
        return tuple(_cell(group, holds) for group in own)

    for each in forecasts:
        record, own = each.record, tuple(groups(each))
        states, ruled = cells(own, state(record, today)), _ruled(record)
        if not ruled:
            yield Counted(states, (), (), ())
        elif record.claim is None:
            yield Counted(states, cells(own, _claim((ruled,))), (), ())
        else:
            yield Counted(states, (), tuple(zip(own, repeat(claim_of(each)))), ruled)


class Sums(NamedTuple, Generic[K]):
    """How many forecasts of each group stand how, and how many claims of each kind they decide.

    Those of several briefings add up: no two of them have a claim in common.
    """

    states: Counter[Cell[K, State]]
    claims: Counter[Cell[K, Claim]]

    @classmethod
    def of(cls, forecasts: Iterable[Counted[K]]) -> Sums[K]:
        """Return the sums of some forecasts."""
        forecasts = list(forecasts)
        states = Counter(chain.from_iterable(each.states for each in forecasts))
        claims = Counter(chain.from_iterable(each.claims for each in forecasts))
        together = defaultdict[tuple[K, tuple[str, str]], list[_Ruled]](list)
        for each in forecasts:
            for claim in each.shared:
                together[claim].append(each.ruled)
        claims.update(_cell(group, _claim(tuple(those))) for (group, _), those in together.items())
        return cls(states, claims)

    @classmethod
    def together(cls, parts: Iterable[Sums[K]]) -> Sums[K]:
        """Return the sums of parts of which each has its own briefings."""
        return cls(Counter(), Counter()).revised((), parts)

    def revised(self, gone: Iterable[Sums[K]], came: Iterable[Sums[K]]) -> Sums[K]:
        """Return the same less some parts of it, and with others: an edit costs what it changes."""
        states, claims = self.states.copy(), self.claims.copy()
        for part in came:
            states.update(part.states)
            claims.update(part.claims)
        for part in gone:
            states.subtract(part.states)
            claims.subtract(part.claims)
        return Sums(_some(states), _some(claims))

    def where(self, lets_through: Callable[[K], bool]) -> Sums[K]:
        """Return those of some groups."""
        states = {cell: count for cell, count in self.states.items() if lets_through(cell.group)}
        claims = {cell: count for cell, count in self.claims.items() if lets_through(cell.group)}
        return Sums(Counter(states), Counter(claims))

    def tracks(self) -> dict[K, Track]:
        """Return the track record of each group."""
        counts, kinds = _by_group(self.states), _by_group(self.claims)
        return {group: Track(**states, kinds=in_order(kinds.get(group, {}))) for group, states in counts.items()}


def _by_group(cells: Counter[Cell[K, T]]) -> dict[K, dict[T, int]]:
    """Return how much there is of what in each group."""
    groups: dict[K, dict[T, int]] = {}
    for cell, count in cells.items():
        held = groups.setdefault(cell.group, {})
        held[cell.holds] = held.get(cell.holds, 0) + count
    some = ((group, {what: count for what, count in held.items() if count}) for group, held in groups.items())
    return {group: held for group, held in some if held}


def _some(counts: Counter[T]) -> Counter[T]:
    """Return counts less those of nothing."""
    return counts if all(counts.values()) else Counter({each: count for each, count in counts.items() if count})


_Ruled = tuple[str | None, ...]
"""What was ruled on a forecast, and what the naive rule says and arguably says, if it is known."""


def _ruled(record: Prediction) -> _Ruled | None:
    """Return what was ruled on a forecast; None where that decides nothing."""
    verdict, naive = record.verdict, record.naive
    if verdict is None or verdict.outcome not in OUTCOME_WORTH:
        return None
    return (verdict.outcome, naive.outcome, naive.arguably) if naive else (verdict.outcome,)


@lru_cache(CLAIMS_KEPT)
def _claim(rulings: tuple[_Ruled, ...]) -> Claim:
    """Return a claim by the outcome of each forecast, and what the naive rule says and arguably says, if it is known.

    Of tens of thousands of claims most are alike: each kind is reckoned once, and not again with the next edition.
    """
    outcomes = [outcome for outcome, *_ in rulings]
    compared = [_compared(says, OUTCOME_WORTH[outcome]) for outcome, *says in rulings if outcome and says]
    means = _mean(compared) if compared else None
    return Claim(outcomes.count("held") / len(outcomes), outcomes.count("partly") / len(outcomes), means)


def _mean(compared: list[Compared]) -> Compared:
    """Return the means of several scores; most claims are one forecast, whose scores need no reckoning."""
    return compared[0] if len(compared) == 1 else Compared(*map(fmean, zip(*compared, strict=True)))


def _compared(naive: Iterable[str | None], outcome: float) -> Compared:
    """Return the scores on one forecast: 1 less the distance of what was said from what came, of both alike."""
    says = [OUTCOME_WORTH[each] for each in naive if each]
    scores = [1 - abs(each - outcome) for each in says]
    return Compared(outcome, scores[0], min(scores), max(scores))


def tracks_by(forecasts: Iterable[Forecast], by: Callable[[Forecast], Iterable[K]], today: dt.date) -> dict[K, Track]:
    """Return the track record of each group of forecasts, fairly sorted; a forecast may be in several groups."""
    return fairly(_tracks(forecasts, by, today))


def _tracks(forecasts: Iterable[Forecast], by: Callable[[Forecast], Iterable[K]], today: dt.date) -> dict[K, Track]:
    return Sums.of(counted(forecasts, by, today)).tracks()


def fairly(tracks: Mapping[K, Track]) -> dict[K, Track]:
    """Return track records, best first: by what is least likely to be luck; undecided ones last.

    That is the lower bound of the lead over the naive rule, then of the share: one lucky hit leads nobody.
    """
    return dict(sorted(tracks.items(), key=lambda named: _rank(tuple(named[1].kinds.items()))))


@lru_cache(CLAIMS_KEPT)
def _rank(kinds: tuple[tuple[Claim, int], ...]) -> tuple[bool, float, float, float]:
    """Return the place of a record by its claims; those of many authors, who made a few each, are alike."""
    record = Track(kinds=dict(kinds))
    lead = record.comparison.bounds.low if record.comparison else -1.0
    return not record.decided, -lead, -record.bounds.low, -record.bounds.high


def by_field(forecast: Forecast) -> tuple[str, ...]:
    """Return the sectors of a forecast."""
    return forecast.record.sectors


def by_year(forecast: Forecast) -> tuple[int | None]:
    """Return the year in which a forecast's window ends; None where it is open-ended."""
    until = forecast.record.window.until
    return (until.year if until else None,)


def by_weight(forecast: Forecast) -> tuple[Weight]:
    """Return how much a forecast matters to its source."""
    return (forecast.record.weight,)


def by_certainty(forecast: Forecast) -> tuple[Certainty]:
    """Return how surely a forecast was made."""
    return (forecast.record.certainty,)
