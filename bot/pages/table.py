"""The table of forecasts: narrowed, sorted and cut into pages by its address alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from bot.answers import filters
from bot.answers.asked import Asked
from bot.content.briefing import Language
from bot.content.derived import kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast
from bot.content.reviews import LEANINGS
from bot.pages.addresses import FIELDS, TABLE, filters_of, query_of
from bot.pages.facets import SORTS, facets, in_order, narrowed
from bot.pages.paging import A_PAGE, Pages, last_of, number_of, pages
from bot.pages.rows import Row, row
from bot.words import LANGUAGES

MOST_CHOICES: Final = 40
"""Choices of a field that a page has room for: a thousand documents would be most of its bytes."""
NAMES_KEPT: Final = 2 * len(FIELDS) * len(LANGUAGES)
"""Fields of which the names of all choices are kept, in each language, around midnight of two days."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field can be narrowed to: its name in the address, in words, how many rows it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the address that narrows the table: its choices, and the one that is chosen, if any.

    Of very many choices those are there that leave the most rows, and `left` are not: all stand at the address `whole`.
    """

    name: str
    label: str
    chosen: str
    choices: tuple[Choice, ...]
    left: int = 0
    whole: str = ""

    @property
    def all(self) -> int:
        """How many choices there are."""
        return len(self.choices) + self.left


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
    pages: Pages


def table(asked: Asked, query: Mapping[str, str]) -> Table:
    """Return the forecasts that the fields of an address let through, in its order."""
    chosen = filters_of(asked.edition, query)
    sort, turned = _sort(query)
    found = narrowed(asked, chosen)
    count = found.bit_count()
    last = last_of(count, A_PAGE)
    number = min(number_of(query) or 1, last)
    kept = query_of(asked.edition, chosen.values())
    ordered = {} if (sort, turned) == (SORTS[0], False) else {"sort": f"{'-' * turned}{sort}"}
    shown = islice(in_order(asked, found, sort, turned=turned), (number - 1) * A_PAGE, number * A_PAGE)
    return Table(
        rows=tuple(row(asked, each) for each in shown),
        count=count,
        fields=tuple(_field(asked, each, chosen) for each in FIELDS),
        chips=tuple(_chips(asked, chosen, ordered)),
        sorts={each: _column(each, kept, sort, turned=turned) for each in SORTS},
        sort=ordered.get("sort", ""),
        address=_address(kept | ordered | _page(number)),
        pages=pages(number, last, lambda each: _address(kept | ordered | _page(each))),
    )


def understood(edition: Edition, query: Mapping[str, str]) -> dict[str, str]:
    """Return what the table makes of the fields of an address: its filters, its order, its page."""
    sort, turned = _sort(query)
    ordered = {} if (sort, turned) == (SORTS[0], False) else {"sort": f"{'-' * turned}{sort}"}
    number = min(number_of(query) or 1, last_of(len(edition.predictions), A_PAGE))
    return {**query_of(edition, filters_of(edition, query).values()), **ordered, **_page(number)}


def chosen(asked: Asked, query: Mapping[str, str]) -> list[Forecast]:
    """Return all forecasts that the fields of an address let through, in its order."""
    sort, turned = _sort(query)
    return [*in_order(asked, narrowed(asked, filters_of(asked.edition, query)), sort, turned=turned)]


def _page(number: int) -> dict[str, str]:
    return {"page": str(number)} if number > 1 else {}


def _address(query: Mapping[str, str]) -> str:
    return f"{TABLE}?{urlencode(query)}" if query else TABLE


# Order


def _sort(query: Mapping[str, str]) -> tuple[str, bool]:
    """Return what to sort by, and whether the other way round."""
    asked = query.get("sort", "")
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in SORTS else (SORTS[0], False)


def _column(name: str, kept: Mapping[str, str], sort: str, *, turned: bool) -> Sort:
    other = {"sort": f"-{name}"} if name == sort and not turned else {"sort": name} if name != SORTS[0] else {}
    return Sort(name, name == sort, turned, _address({**kept, **other}))


# What narrows


def _chips(asked: Asked, chosen: Mapping[str, str], ordered: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for field, name in chosen.items():
        others = (each for other, each in chosen.items() if other != field)
        yield filters.label(asked, name), _address({**query_of(asked.edition, others), **ordered})


def _field(asked: Asked, field: str, chosen: Mapping[str, str]) -> Field:
    """Return a field with how many rows each choice would leave beside the other filters."""
    others = narrowed(asked, {each: value for each, value in chosen.items() if each != field})
    counts = {value: (others & those).bit_count() for value, those in facets(asked)[field].items()}
    own, named = chosen.get(field, ""), _named(asked.edition, field, asked.language, asked.today)
    known = [value for value in named if counts.get(value) or value == own]
    if field == "sector":
        known.sort(key=lambda each: -counts.get(each, 0))
    shown = _most(known, counts, own)
    choices = tuple(Choice(*named[each], counts.get(each, 0)) for each in shown)
    return Field(field, asked.say(f"filter-{field}"), own, choices, len(known) - len(shown), _WHOLE.get(field, ""))


def _most(known: list[str], counts: Mapping[str, int], own: str) -> list[str]:
    """Return the choices that leave the most rows, in the order they come in, and the one that is chosen."""
    most = {own, *nlargest(MOST_CHOICES, known, key=lambda each: counts.get(each, 0))}
    return [each for each in known if each in most]


_WHOLE: Final = {"sector": "sectors", "source": "briefings", "author": "authors", "year": "timeline"}
"""Where all choices of a field stand, each with the way to its forecasts."""


def _names(edition: Edition, field: str, language: Language, today: dt.date) -> dict[str, tuple[str, str]]:
    """Return the choices of a field, in the order in which they are offered: as addresses say them, and in words."""
    asked, named = Asked(edition=edition, language=language, today=today), {}
    for value in _order(asked, field):
        [written] = query_of(edition, [value]).values()
        named[value] = written, filters.label(asked, value)
    return named


_named = kept_with_edition(_names, NAMES_KEPT)


def _order(asked: Asked, field: str) -> Iterable[str]:
    match field:
        case "state":
            return (*STATES, filters.RULED)
        case "leaning":
            return (filters.LEANING, *(f"{filters.LEANING}-{each}" for each in LEANINGS))
        case "sector":
            return asked.edition.sectors
        case "weight":
            return WEIGHTS
        case "certainty":
            return filters.CERTAINTIES
    return sorted(facets(asked)[field])
