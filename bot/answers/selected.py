"""The forecasts that filters let through, in the order of their list, kept for an edition and a day.

Pages are cut from what is kept here: to turn on asks for no other look at tens of thousands.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.answers import filters
from bot.answers.asked import Asked
from bot.answers.items import Sourced, sourced
from bot.content.derived import kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, State, state
from bot.content.prediction import Leaning, Prediction
from bot.content.reviews import current

SELECTIONS_KEPT: Final = 64
"""Choices of filters whose forecasts are kept: of a thousand briefings the longest takes 3 MB."""
DAYS_KEPT: Final = 2
"""Days of an edition that are asked for at once, around midnight."""


class Row(NamedTuple):
    """A forecast and how it stands on a day: its state, and which way it leans where somebody looked."""

    forecast: Forecast
    state: State
    leans: Leaning | None


@dataclass(frozen=True, slots=True)
class Selected:
    """Forecasts below their sources, and how many of them are in each state and lean which way."""

    entries: Sequence[Sourced[Prediction]]
    states: Mapping[State, int]
    leans: Mapping[Leaning | None, int]

    @property
    def ruled(self) -> bool:
        """Tell whether any has a verdict."""
        return any(each.statement.record.verdict for each in self.entries)


def selected(asked: Asked, names: Iterable[str]) -> Selected:
    """Return the forecasts that every one of these filters lets through.

    Core ones come before minor ones, those whose windows end first before later ones; where only those with a verdict
    or with a standing are asked for, the latest come first.
    """
    return _kept(asked.edition, tuple(names), asked.today)


def soonest(asked: Asked) -> Sequence[Forecast]:
    """Return the forecasts that wait and have an end, those that end first before later ones, core before minor."""
    return _soonest(asked.edition, asked.today)


def latest(edition: Edition) -> Sequence[Forecast]:
    """Return the forecasts with a verdict, the latest first, of a day core before minor."""
    return _latest(edition)


def ruled_on(forecast: Forecast) -> dt.date:
    """Return the day of the verdict; the first of all days where there is none."""
    ruling = forecast.record.verdict
    return ruling.on if ruling else dt.date.min


def reviewed_on(forecast: Forecast) -> dt.date:
    """Return the day of the standing, likewise."""
    stands = current(forecast.record)
    return stands.on if stands else dt.date.min


def _select(edition: Edition, names: tuple[str, ...], today: dt.date) -> Selected:
    wanted = [_lets_through(edition, name, today) for name in names]
    found = [row for row in _rows(edition, today) if all(lets_through(row) for lets_through in wanted)]
    forecasts, day = [row.forecast for row in found], _day(names)
    if day:
        forecasts.sort(key=day, reverse=True)
    return Selected(sourced(forecasts, day), Counter(row.state for row in found), Counter(row.leans for row in found))


_kept = kept_with_edition(_select, SELECTIONS_KEPT)


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


@kept_with_edition
def _in_order(edition: Edition) -> Sequence[Forecast]:
    """Return all forecasts, core ones before minor ones, those whose windows end first before later ones."""
    return sorted(
        edition.predictions,
        key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max),
    )


def _stand(edition: Edition, today: dt.date) -> Sequence[Row]:
    return [Row(each, state(each.record, today), _leans(each.record)) for each in _in_order(edition)]


_rows = kept_with_edition(_stand, DAYS_KEPT)


def _leans(record: Prediction) -> Leaning | None:
    stands = current(record)
    return stands.leans if stands else None


def _waiting(edition: Edition, today: dt.date) -> Sequence[Forecast]:
    waiting = [each for each in edition.predictions if state(each.record, today) in ("open", "due")]
    dated = [(until, each) for each in waiting if (until := each.record.window.until)]
    return [each for _, each in sorted(dated, key=lambda one: (one[0], WEIGHTS.index(one[1].record.weight)))]


_soonest = kept_with_edition(_waiting, DAYS_KEPT)


@kept_with_edition
def _latest(edition: Edition) -> Sequence[Forecast]:
    ruled = [each for each in edition.predictions if each.record.verdict]
    return sorted(ruled, key=lambda each: (-ruled_on(each).toordinal(), WEIGHTS.index(each.record.weight)))
