"""The forecasts that filters let through, in the order of their list, kept for an edition and a day.

What is found of a briefing is kept with it, and lists are merged of those: an edit costs what it changes. Pages are cut
from what is kept here: to turn on asks for no other look at tens of thousands.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, overload

from bot.answers import filters
from bot.answers.asked import Asked
from bot.answers.items import Sourced
from bot.content.briefing import Briefing, Card
from bot.content.derived import DAYS_KEPT, kept_with_briefings, kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, State, Statement, state
from bot.content.prediction import Leaning, Prediction
from bot.content.reviews import current

SELECTIONS_KEPT: Final = 64
"""Choices of filters whose forecasts are kept: of a thousand briefings the longest takes 300 KB."""


class Row(NamedTuple):
    """A forecast and how it stands on a day: its state, and which way it leans where somebody looked."""

    forecast: Forecast
    state: State
    leans: Leaning | None

    @property
    def rank(self) -> tuple[int, dt.date]:
        """Its place in a list: core ones come before minor ones, those whose windows end first before later ones."""
        record = self.forecast.record
        return WEIGHTS.index(record.weight), record.window.until or dt.date.max


class Group(NamedTuple):
    """Forecasts of one source that stand together in a list, below its name, and below a day where it is by one."""

    rows: Sequence[Row]
    day: dt.date | None = None


class Entries(Sequence[Sourced[Prediction]]):
    """The forecasts of groups below their sources, each made an entry where it is looked at."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self._ends = list(accumulate(len(each.rows) for each in groups))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Sourced[Prediction]]:
        return chain.from_iterable(map(_below_source, self.groups))

    @overload
    def __getitem__(self, at: int) -> Sourced[Prediction]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sourced[Prediction]]: ...
    def __getitem__(self, at: int | slice) -> Sourced[Prediction] | Sequence[Sourced[Prediction]]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]  # which raises where there is none
        group = self.groups[bisect(self._ends, place)]
        first = self._ends[bisect(self._ends, place)] - len(group.rows)
        return Sourced(group.rows[place - first].forecast, place == first, group.day)


def _below_source(group: Group) -> Iterator[Sourced[Prediction]]:
    return (Sourced(row.forecast, not number, group.day) for number, row in enumerate(group.rows))


@dataclass(frozen=True, slots=True)
class Selected:
    """Forecasts below their sources, and how many of them are in each state and lean which way."""

    entries: Entries
    states: Mapping[State, int]
    leans: Mapping[Leaning | None, int]

    @property
    def ruled(self) -> bool:
        """Tell whether any has a verdict."""
        return any(row.forecast.record.verdict for row in self.rows)

    @property
    def rows(self) -> Iterator[Row]:
        """The forecasts as they stand, likewise."""
        return chain.from_iterable(group.rows for group in self.entries.groups)


def selected(asked: Asked, names: Iterable[str]) -> Selected:
    """Return the forecasts that every one of these filters lets through.

    Core ones come before minor ones, those whose windows end first before later ones; where only those with a verdict
    or with a standing are asked for, the latest come first.
    """
    return _kept(asked.edition, tuple(names), asked.today)


def let_through(asked: Asked, name: str) -> list[Row]:
    """Return the forecasts that one filter lets through, newest source first."""
    return [*chain.from_iterable(_by_first(asked.edition, name, asked.today))]


def soonest(asked: Asked) -> Sequence[Forecast]:
    """Return the forecasts that wait and have an end, those that end first before later ones, core before minor."""
    return _soonest(asked.edition, asked.today)


def latest(asked: Asked) -> Sequence[Forecast]:
    """Return the forecasts with a verdict, the latest first, of a day core before minor."""
    return _latest(asked.edition, asked.today)


def ruled_on(forecast: Forecast) -> dt.date:
    """Return the day of the verdict; the first of all days where there is none."""
    ruling = forecast.record.verdict
    return ruling.on if ruling else dt.date.min


def reviewed_on(forecast: Forecast) -> dt.date:
    """Return the day of the standing, likewise."""
    stands = current(forecast.record)
    return stands.on if stands else dt.date.min


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The forecasts of a briefing in the order of lists, and those of them that filters let through, by name.

    `waiting`: those that wait and have an end, with it and their weight; `ruled`: those with a verdict, with its day.
    """

    rows: Sequence[Row]
    by_filter: Mapping[str, Sequence[Row]]
    waiting: Sequence[tuple[dt.date, int, Forecast]]
    ruled: Sequence[tuple[int, int, Forecast]]


@kept_with_briefings
def _parts(briefing: Briefing, card: Card, today: dt.date) -> _Part:
    statements = (Statement(briefing, card, each) for each in briefing.predictions)
    stand = [Row(each, state(each.record, today), _leans(each.record)) for each in statements]
    rows = sorted(stand, key=attrgetter("rank"))
    by_filter: dict[str, list[Row]] = {}
    for row in rows:
        for name in filters.names_of(row.forecast.record, row.state, row.leans):
            by_filter.setdefault(name, []).append(row)
    ended = ((until, each) for each in stand if each.state in _WAITING and (until := each.forecast.record.window.until))
    waiting = [(until, each.rank[0], each.forecast) for until, each in ended]
    ruled = [(-ruled_on(each.forecast).toordinal(), each.rank[0], each.forecast) for each in stand if _is_ruled(each)]
    return _Part(rows, by_filter, sorted(waiting, key=_FIRST_TWO), sorted(ruled, key=_FIRST_TWO))


_FIRST_TWO: Final = itemgetter(0, 1)
_WAITING: Final[tuple[State, ...]] = ("open", "due")


def _is_ruled(row: Row) -> bool:
    return row.forecast.record.verdict is not None


def _leans(record: Prediction) -> Leaning | None:
    stands = current(record)
    return stands.leans if stands else None


def _select(edition: Edition, names: tuple[str, ...], today: dt.date) -> Selected:
    day, groups = _day(names), [Group(rows) for rows in _let_through(edition, names, today) if rows]
    if day:
        groups = list(chain.from_iterable(_by_day(group.rows, day) for group in groups))
    groups.sort(key=_place)
    entries = Entries(groups)
    rows = [row for group in groups for row in group.rows]
    return Selected(entries, Counter(map(itemgetter(1), rows)), Counter(map(itemgetter(2), rows)))


_kept = kept_with_edition(_select, SELECTIONS_KEPT)


def _place(group: Group) -> tuple[int, tuple[int, dt.date]]:
    """Return where a group stands in its list: by its day, the latest first, then by its first forecast."""
    return -(group.day or dt.date.min).toordinal(), group.rows[0].rank


def _let_through(edition: Edition, names: tuple[str, ...], today: dt.date) -> Iterator[Sequence[Row]]:
    """Yield the forecasts of each briefing that every one of these filters lets through."""
    first, others = (names or (filters.ALL,))[0], [_lets_through(edition, name, today) for name in names[1:]]
    for rows in _by_first(edition, first, today):
        yield [row for row in rows if all(lets_through(row) for lets_through in others)] if others else rows


def _by_first(edition: Edition, name: str, today: dt.date) -> Iterable[Sequence[Row]]:
    """Return the forecasts of each briefing that one filter lets through."""
    parts = _parts(edition, today)
    if name == filters.ALL:
        return (part.rows for part in parts.values())
    if filters.is_by_source(edition, name):
        return (part.rows for slug, part in parts.items() if filters.is_source(edition, name, slug))
    return (part.by_filter.get(name, ()) for part in parts.values())


def _by_day(rows: Iterable[Row], day: Callable[[Forecast], dt.date]) -> Iterator[Group]:
    """Yield the forecasts of a briefing, what happened on another day apart."""
    days: dict[dt.date, list[Row]] = {}
    for row in rows:
        days.setdefault(day(row.forecast), []).append(row)
    return (Group(those, on) for on, those in days.items())


def _day(names: Sequence[str]) -> Callable[[Forecast], dt.date] | None:
    """Return the day by which a list is in order, where it is by one."""
    if filters.RULED in names:
        return ruled_on
    return reviewed_on if not {*filters.OF_LEANING}.isdisjoint(names) else None


def _lets_through(edition: Edition, name: str, today: dt.date) -> Callable[[Row], bool]:
    if name in STATES:
        return lambda row: row.state == name
    asked = Asked(edition=edition, language="zh", today=today)  # filters let through the same in every language
    lets_through = filters.wanted(asked, name)
    return lambda row: lets_through(row.forecast)


def _waiting(edition: Edition, today: dt.date) -> Sequence[Forecast]:
    found = chain.from_iterable(part.waiting for part in _parts(edition, today).values())
    return [each for *_, each in sorted(found, key=_FIRST_TWO)]


_soonest = kept_with_edition(_waiting, DAYS_KEPT)


def _ruled(edition: Edition, today: dt.date) -> Sequence[Forecast]:
    found = chain.from_iterable(part.ruled for part in _parts(edition, today).values())
    return [each for *_, each in sorted(found, key=_FIRST_TWO)]


_latest = kept_with_edition(_ruled, DAYS_KEPT)
