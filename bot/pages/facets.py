"""Which forecasts have which value of each field that narrows them, kept for an edition and a day.

Sets of forecasts are written as whole numbers, a bit for each by its place in the edition: to narrow ten thousand, and
to count what each of hundreds of values would leave, is an operation each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress
from typing import Any, Final

from bot.answers import filters, names
from bot.answers.asked import Asked
from bot.content.derived import DAYS_KEPT, kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, state
from bot.content.reviews import current

SORTS: Final = ("ruled", "until", "said", "state")
"""What forecasts can be sorted by; the first is how they come."""

_AS_NUMBERS: Final = bytes.maketrans(b"01", b"\0\1")

Facets = Mapping[str, Mapping[str, int]]
"""Of each field the values that occur, each with the set of forecasts that have it."""


def facets(asked: Asked) -> Facets:
    """Return the values of all fields."""
    return _facets(asked.edition, asked.today)


def _found(edition: Edition, today: dt.date) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {field: {} for field in _VALUES}
    for number, each in enumerate(edition.predictions):
        for field, values_of in _VALUES.items():
            for value in values_of(edition, each, today):
                found[field][value] = found[field].get(value, 0) | 1 << number
    return found


def narrowed(asked: Asked, chosen: Mapping[str, str]) -> int:
    """Return the set of forecasts that have the chosen value of each field."""
    found, known = (1 << len(asked.edition.predictions)) - 1, facets(asked)
    for field, value in chosen.items():
        found &= known[field].get(value, 0)
    return found


def in_order(asked: Asked, found: int, sort: str, *, turned: bool) -> Iterator[Forecast]:
    """Yield a set of forecasts in an order: those that have no such day last whichever way round; core claims first.

    The latest ruling and the latest word come first, and what ends soonest; `turned` is the other way round.
    """
    forecasts, order = asked.edition.predictions, _order(asked.edition, asked.today, sort, turned)
    signs = f"{found:b}"[::-1].ljust(len(forecasts), "0").encode().translate(_AS_NUMBERS)
    return (forecasts[each] for each in compress(order, map(signs.__getitem__, order)))


def _in_order(edition: Edition, today: dt.date, sort: str, turned: bool) -> tuple[int, ...]:
    """Return the places of all forecasts in an order."""
    forecasts, key = edition.predictions, _KEYS[sort]
    places = sorted(range(len(forecasts)), key=lambda each: WEIGHTS.index(forecasts[each].record.weight))
    if sort == "ruled":
        places.sort(key=lambda each: forecasts[each].record.window.until or dt.date.max)
    keys = [key(each, today) for each in forecasts]
    dated = [each for each in places if keys[each] is not None]
    dated.sort(key=keys.__getitem__, reverse=turned != (sort in ("ruled", "said")))
    return (*dated, *(each for each in places if keys[each] is None))


_facets = kept_with_edition(_found, DAYS_KEPT)
_order = kept_with_edition(_in_order, DAYS_KEPT * 2 * len(SORTS))

_KEYS: Final[Mapping[str, Callable[[Forecast, dt.date], Any]]] = {
    "ruled": lambda each, _: each.record.verdict.on if each.record.verdict else None,
    "until": lambda each, _: each.record.window.until,
    "said": lambda each, _: each.card.published.first,
    "state": lambda each, today: STATES.index(state(each.record, today)),
}


def _states(_: Edition, forecast: Forecast, today: dt.date) -> tuple[str, ...]:
    now = state(forecast.record, today)
    return (now, filters.RULED) if forecast.record.verdict else (now,)


def _leanings(_: Edition, forecast: Forecast, __: dt.date) -> tuple[str, ...]:
    stands = current(forecast.record)
    return (filters.LEANING, f"{filters.LEANING}-{stands.leans}") if stands else ()


def _authors(edition: Edition, forecast: Forecast, _: dt.date) -> Iterable[str]:
    """Return the authors of several documents, whom a document does not tell apart."""
    known = names.of_authors(edition).known
    return dict.fromkeys(author.zh for author in forecast.card.authors if author.zh in known)


def _years(_: Edition, forecast: Forecast, __: dt.date) -> tuple[str, ...]:
    until = forecast.record.window.until
    return (str(until.year),) if until else ()


_VALUES: Final[Mapping[str, Callable[[Edition, Forecast, dt.date], Iterable[str]]]] = {
    "state": _states,
    "leaning": _leanings,
    "sector": lambda _, each, __: each.record.sectors,
    "source": lambda _, each, __: (each.briefing.briefing,),
    "author": _authors,
    "year": _years,
    "weight": lambda _, each, __: (each.record.weight,),
    "certainty": lambda _, each, __: (each.record.certainty,),
}
