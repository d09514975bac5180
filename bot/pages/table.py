"""The table of forecasts: narrowed, sorted and cut into pages by its address alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from bot.answers import filters, names
from bot.answers.asked import Asked
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, state
from bot.content.reviews import LEANINGS, current
from bot.pages.addresses import FIELDS, TABLE, filters_of, query_of
from bot.pages.rows import Row, row

A_PAGE: Final = 200
"""Rows of one page."""
SORTS: Final = ("ruled", "until", "said", "state")
"""What the table can be sorted by; the first is how it comes. With - before it the order is turned around."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field can be narrowed to: its name in the address, in words, how many rows it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the address that narrows the table: its choices, and the one that is chosen, if any."""

    name: str
    label: str
    chosen: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by: whether the table is, which way round, and the address that sorts by it."""

    name: str
    chosen: bool
    turned: bool
    address: str


@dataclass(frozen=True, slots=True)
class Table:
    """A page of rows. `chips` are the filters in force, each with the address without it."""

    rows: tuple[Row, ...]
    count: int
    fields: tuple[Field, ...]
    chips: tuple[tuple[str, str], ...]
    sorts: Mapping[str, Sort]
    sort: str
    address: str
    back: str
    on: str


def table(asked: Asked, query: Mapping[str, str]) -> Table:
    """Return the forecasts that the fields of an address let through, in its order."""
    narrowed = filters_of(asked.edition, query)
    sort, turned = _sort(query)
    found = chosen(asked, query)
    number = min(_number(query), max(1, -(-len(found) // A_PAGE)))
    kept = query_of(asked.edition, narrowed.values())
    ordered = {} if (sort, turned) == (SORTS[0], False) else {"sort": f"{'-' * turned}{sort}"}
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    return Table(
        rows=tuple(row(asked, each) for each in shown),
        count=len(found),
        fields=tuple(_field(asked, name, narrowed) for name in FIELDS),
        chips=tuple(_chips(asked, narrowed, ordered)),
        sorts={each: _column(each, kept, sort, turned=turned) for each in SORTS},
        sort=ordered.get("sort", ""),
        address=_address(kept | ordered | _page(number)),
        back=_address(kept | ordered | _page(number - 1)) if number > 1 else "",
        on=_address(kept | ordered | _page(number + 1)) if number * A_PAGE < len(found) else "",
    )


def understood(edition: Edition, query: Mapping[str, str]) -> dict[str, str]:
    """Return what the table makes of the fields of an address: its filters, its order, its page."""
    sort, turned = _sort(query)
    ordered = {} if (sort, turned) == (SORTS[0], False) else {"sort": f"{'-' * turned}{sort}"}
    number = min(_number(query), max(1, -(-len(edition.predictions) // A_PAGE)))
    return {**query_of(edition, filters_of(edition, query).values()), **ordered, **_page(number)}


def chosen(asked: Asked, query: Mapping[str, str]) -> list[Forecast]:
    """Return all forecasts that the fields of an address let through, in its order."""
    sort, turned = _sort(query)
    found = _let_through(asked, filters_of(asked.edition, query).values())
    return _sorted(asked, found, sort, turned=turned)


def _page(number: int) -> dict[str, str]:
    return {"page": str(number)} if number > 1 else {}


def _number(query: Mapping[str, str]) -> int:
    asked = query.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _address(query: Mapping[str, str]) -> str:
    return f"{TABLE}?{urlencode(query)}" if query else TABLE


def _let_through(asked: Asked, names: Iterable[str]) -> list[Forecast]:
    wanted = [filters.wanted(asked, name) for name in names]
    return [each for each in asked.edition.predictions if all(lets_through(each) for lets_through in wanted)]


# Order


def _sort(query: Mapping[str, str]) -> tuple[str, bool]:
    """Return what to sort by, and whether the other way round."""
    asked = query.get("sort", "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in SORTS else (SORTS[0], False)


def _sorted(asked: Asked, found: list[Forecast], sort: str, *, turned: bool) -> list[Forecast]:
    """Return forecasts in an order: those that have no such day last whichever way round; core claims first."""
    key = _KEYS[sort]
    found.sort(key=lambda each: WEIGHTS.index(each.record.weight))
    if sort == "ruled":
        found.sort(key=_until)
    with_key = [each for each in found if key(asked, each) is not None]
    # The latest ruling and the latest word come first, and what ends soonest.
    with_key.sort(key=lambda each: key(asked, each), reverse=turned != (sort in ("ruled", "said")))
    return with_key + [each for each in found if key(asked, each) is None]


def _until(forecast: Forecast) -> dt.date:
    return forecast.record.window.until or dt.date.max


_KEYS: Final[Mapping[str, Callable[[Asked, Forecast], Any]]] = {
    "ruled": lambda _, each: each.record.verdict.on if each.record.verdict else None,
    "until": lambda _, each: each.record.window.until,
    "said": lambda _, each: each.card.published.first,
    "state": lambda asked, each: STATES.index(state(each.record, asked.today)),
}


def _column(name: str, kept: Mapping[str, str], sort: str, *, turned: bool) -> Sort:
    other = {"sort": f"-{name}"} if name == sort and not turned else {"sort": name} if name != SORTS[0] else {}
    return Sort(name, name == sort, turned, _address({**kept, **other}))


# What narrows


def _chips(asked: Asked, chosen: Mapping[str, str], ordered: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for field, name in chosen.items():
        others = (each for other, each in chosen.items() if other != field)
        yield filters.label(asked, name), _address({**query_of(asked.edition, others), **ordered})


def _field(asked: Asked, name: str, chosen: Mapping[str, str]) -> Field:
    """Return a field with how many rows each choice would leave beside the other filters."""
    others = _let_through(asked, (each for other, each in chosen.items() if other != name))
    counts = Counter(value for each in others for value in _VALUES[name](asked, each))
    own = chosen.get(name, "")
    order = _order(asked.edition, name, counts)
    known = [value for value in order if counts[value] or value == own]
    return Field(name, asked.say(f"filter-{name}"), own, tuple(_choice(asked, value, counts[value]) for value in known))


def _choice(asked: Asked, value: str, count: int) -> Choice:
    [written] = query_of(asked.edition, [value]).values()
    return Choice(written, filters.label(asked, value), count)


def _order(edition: Edition, field: str, counts: Mapping[str, int]) -> Iterable[str]:
    """Return the values of a field in the order in which they are offered."""
    match field:
        case "state":
            return (*STATES, filters.RULED)
        case "leaning":
            return (filters.LEANING, *(f"{filters.LEANING}-{each}" for each in LEANINGS))
        case "sector":
            return sorted(edition.sectors, key=lambda each: -counts[each])
        case "weight":
            return WEIGHTS
        case "certainty":
            return filters.CERTAINTIES
    return sorted(counts)


def _states(asked: Asked, forecast: Forecast) -> tuple[str, ...]:
    now = state(forecast.record, asked.today)
    return (now, filters.RULED) if forecast.record.verdict else (now,)


def _leanings(_: Asked, forecast: Forecast) -> tuple[str, ...]:
    stands = current(forecast.record)
    return (filters.LEANING, f"{filters.LEANING}-{stands.leans}") if stands else ()


def _authors(asked: Asked, forecast: Forecast) -> tuple[str, ...]:
    """Return the authors of several documents, whom a document does not tell apart."""
    known = names.of_authors(asked.edition).known
    return tuple(author.zh for author in forecast.card.authors if author.zh in known)


def _years(_: Asked, forecast: Forecast) -> tuple[str, ...]:
    until = forecast.record.window.until
    return (str(until.year),) if until else ()


_VALUES: Final[Mapping[str, Callable[[Asked, Forecast], tuple[str, ...]]]] = {
    "state": _states,
    "leaning": _leanings,
    "sector": lambda _, each: each.record.sectors,
    "source": lambda _, each: (each.briefing.briefing,),
    "author": _authors,
    "year": _years,
    "weight": lambda _, each: (each.record.weight,),
    "certainty": lambda _, each: (each.record.certainty,),
}
