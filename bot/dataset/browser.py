"""What pages of files narrow forecasts and search by, as scripts: browsers refuse other files to what is on a disk.

Each says a value by its own name: `HINDSIGHT["table/en-0"]={…}`. Of many forecasts a visitor loads the few scripts that
a question needs; numbers stand for forecasts, in the order of the table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, TypeVar

from bot.answers.asked import Asked
from bot.content.edition import Forecast, ref
from bot.dataset.dataset import Dataset
from bot.pages.addresses import FIELDS, query_of
from bot.pages.facets import SORTS, facets, in_order, narrowed
from bot.pages.paging import A_PAGE
from bot.pages.rows import row
from bot.words import LANGUAGES

T = TypeVar("T")

A_PART: Final = 25
"""Lines of a script: a page of a narrowed table is made of twenty, which may come from as many scripts."""
_WORDS: Final = (
    *("search-nothing", "search-counted", "filters-counted"),
    *("button-back", "button-on", "page-pages", "page-number"),
)
"""Messages that scripts say."""
_SHOWN: Final = ("state", "stands", "leans", "statement", "said", "until", "ends", "ruled", "address")
Script = tuple[str, bytes]
"""The name of a script, and what is in it."""


def script(name: str, value: object) -> Script:
    """Return a script that says a value."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return name, f'(window.HINDSIGHT=window.HINDSIGHT||{{}})["{name}"]={written}\n'.encode()


def steps(numbers: Sequence[int]) -> list[int]:
    """Return rising numbers as what each is more than the one before: half as long as they are themselves."""
    return [*numbers[:1], *(after - before for before, after in pairwise(numbers))]


def parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield things in runs of a size."""
    return (things[start : start + size] for start in range(0, len(things), size))


def messages(dataset: Dataset) -> Iterator[Script]:
    """Yield what scripts say in each language."""
    for language in LANGUAGES:
        asked = dataset.asked.speaking(language)
        words = {each: asked.say(each, count="{count}", number="{number}") for each in _WORDS}
        yield script(f"words/{language.lower()}", words)


def table(dataset: Dataset) -> Iterator[Script]:
    """Yield what narrows and sorts the table: of each field its values with their forecasts, and each other order."""
    asked = dataset.asked
    default = [*_in_order(asked, SORTS[0], turned=False)]
    places = {ref(each): number for number, each in enumerate(default)}
    orders = [(sort, turned) for sort in SORTS for turned in (False, True)][1:]
    told = {"count": len(default), "page": A_PAGE, "part": A_PART, "fields": FIELDS}
    yield script("table/index", {**told, "orders": [_called(*each) for each in orders]})
    for field in FIELDS:
        yield script(f"table/by-{field}", dict(_values(asked, field, places)))
    for sort, turned in orders:
        order = [places[ref(each)] for each in _in_order(asked, sort, turned=turned)]
        yield script(f"table/order-{_called(sort, turned)}", order)
    for language in LANGUAGES:
        spoken = asked.speaking(language)
        for number, part in enumerate(parts(default, A_PART)):
            yield script(f"table/{language.lower()}-{number}", [_line(spoken, each) for each in part])


def _called(sort: str, turned: bool) -> str:
    return f"{'-' * turned}{sort}"


def _in_order(asked: Asked, sort: str, *, turned: bool) -> Iterator[Forecast]:
    return in_order(asked, narrowed(asked, {}), sort, turned=turned)


def _values(asked: Asked, field: str, places: dict[str, int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the values of a field as addresses say them, each with the forecasts that have it."""
    forecasts = asked.edition.predictions
    for value, those in facets(asked)[field].items():
        [written] = query_of(asked.edition, [value]).values()
        yield written, steps(sorted(places[ref(forecasts[each])] for each in _bits(those)))


def _bits(number: int) -> Iterable[int]:
    return (place for place, sign in enumerate(reversed(f"{number:b}")) if sign == "1")


def _line(asked: Asked, forecast: Forecast) -> dict[str, Any]:
    """Return a line of the table."""
    shown = row(asked, forecast)
    told = {name: getattr(shown, name) for name in _SHOWN}
    sectors = [[each.name, each.address] for each in shown.sectors]
    return {**told, "source": [shown.source.name, shown.source.address], "sectors": sectors}
