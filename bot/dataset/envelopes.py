"""What records leave in: the edition and the day they are of, the licence, and the way to the next ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import create_model

from bot.content.briefing import Record
from bot.dataset.choices import Choice
from bot.dataset.dataset import Dataset
from bot.dataset.licence import licence
from bot.dataset.records import Licence
from bot.dataset.resources import Resource

R = TypeVar("R", bound=Record)


class Links(Record):
    """Where this answer stands, and those beside it."""

    self: str
    first: str | None = None
    prev: str | None = None
    next: str | None = None
    last: str | None = None


class Listed(Record, Generic[R]):
    """Some of a list: `total` is how many there are of it, `pages` over how many answers."""

    edition: str
    on: dt.date
    licence: Licence
    links: Links
    total: int
    page: int
    pages: int
    items: tuple[R, ...]


class One(Record, Generic[R]):
    """One record."""

    edition: str
    on: dt.date
    licence: Licence
    links: Links
    item: R


@cache
def list_of(record: type[Record]) -> type[Record]:
    """Return what some records leave in, called by theirs."""
    return create_model(f"{record.__name__}List", __base__=Listed[record], __doc__=Listed.__doc__)  # type: ignore[valid-type]


@cache
def answer_of(record: type[Record]) -> type[Record]:
    """Return what one record leaves in, called by its own."""
    return create_model(f"{record.__name__}Answer", __base__=One[record], __doc__=One.__doc__)  # type: ignore[valid-type]


LinkToPage = Callable[[int], str]
"""Returns the address of a page of the list that was asked for."""


def listed(dataset: Dataset, resource: Resource, choice: Choice, link_to: LinkToPage) -> Record:
    """Return the page of a resource that is chosen; one behind the last is empty."""
    found = resource.select(dataset, choice)
    return page_of(dataset, resource.record, found, choice, link_to, lambda each: resource.shape(dataset, each))


def page_of(
    dataset: Dataset,
    record: type[Record],
    found: Sequence[Any],
    choice: Choice,
    link_to: LinkToPage,
    shape: Callable[[Any], Record],
) -> Record:
    """Return a page of anything, each made a record."""
    size, number = choice.per_page, choice.page
    pages = max(1, -(-len(found) // size))
    links = Links.model_construct(
        self=link_to(number),
        first=link_to(1),
        prev=link_to(min(number - 1, pages)) if number > 1 else None,
        next=link_to(number + 1) if number < pages else None,
        last=link_to(pages),
    )
    items = tuple(map(shape, found[(number - 1) * size : number * size]))
    counted = {"total": len(found), "page": number, "pages": pages}
    return _made(list_of(record), {**_about(dataset), "links": links, **counted, "items": items})


def one(dataset: Dataset, item: Record, here: str) -> Record:
    """Return an answer with one record."""
    return _made(answer_of(type(item)), {**_about(dataset), "links": Links.model_construct(self=here), "item": item})


def _made(envelope: type[Record], parts: dict[str, Any]) -> Record:
    return envelope.model_construct(None, **parts)


def _about(dataset: Dataset) -> dict[str, Any]:
    return {"edition": dataset.edition.digest, "on": dataset.today, "licence": licence()}


def written(record: Record) -> bytes:
    """Return a record as JSON; every field is there, null where nothing is known."""
    return record.model_dump_json(by_alias=True).encode()
