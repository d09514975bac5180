"""What narrows a resource: fields of its address as records; whatever else is asked for is refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from bot.answers import names
from bot.content.briefing import Certainty, Record, Weight
from bot.content.edition import Edition, State
from bot.content.prediction import Leaning
from bot.search import LONGEST_QUERY

MOST: Final = 500
"""Items of one answer."""

Trouble = Literal["unknown", "twice", "value"]


class NotAChoice(Exception):
    """A field of an address is not one there is, stands twice, or has a value it cannot have; `known` are those."""

    def __init__(self, trouble: Trouble, field: str, value: str = "", known: Iterable[str] = ()) -> None:
        self.trouble, self.field, self.value, self.known = trouble, field, value, tuple(known)
        super().__init__(f"{trouble}: {field}")


def _number(value: object) -> object:
    """Let through what is written as a whole number in our digits."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise PydanticCustomError("number", "not a whole number")
    return value


# Limits stand before the validator: behind it they would be none of a number's in the schema.
Page = Annotated[int, Field(ge=1, le=100_000), BeforeValidator(_number)]
Size = Annotated[int, Field(ge=1, le=MOST), BeforeValidator(_number)]
Year = Annotated[int, Field(ge=1000, le=9999), BeforeValidator(_number)]


class Choice(Record):
    """Which part of a list: its pages have up to 500 items."""

    page: Page = 1
    per_page: Size = 100


class OfPredictions(Choice):
    """What narrows and sorts forecasts, as the table of the pages does; with - before it the order turns around."""

    state: State | Literal["ruled"] | None = None
    leaning: Leaning | Literal["leaning"] | None = None
    sector: str | None = None
    source: str | None = None
    author: str | None = None
    year: Year | None = None
    weight: Weight | None = None
    certainty: Certainty | None = None
    sort: Literal["ruled", "until", "said", "state", "-ruled", "-until", "-said", "-state"] = "ruled"


class OfEvents(Choice):
    """What narrows the timeline."""

    source: str | None = None
    year: Year | None = None
    kind: Literal["past", "forecast"] | None = None


class OfAdvice(Choice):
    """What narrows advice."""

    audience: str | None = None
    sector: str | None = None
    source: str | None = None


class OfObservations(Choice):
    """What narrows observations."""

    sector: str | None = None
    source: str | None = None


class OfSearch(Choice):
    """What is searched for, in Chinese or English."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)]


class Nothing(Record):
    """Of one record nothing can be narrowed."""


C = TypeVar("C", bound=Record)


def values(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return what fields can be narrowed to, where that depends on the edition."""
    return {
        "sector": tuple(edition.sectors),
        "source": tuple(edition.by_slug),
        "author": tuple(names.of_authors(edition).known),
        "audience": tuple(edition.audiences),
    }


def choose(kind: type[C], edition: Edition, pairs: Iterable[tuple[str, str]]) -> C:
    """Return what the fields of an address choose; raises NotAChoice."""
    asked: dict[str, str] = {}
    for field, value in pairs:
        if field not in kind.model_fields:
            raise NotAChoice("unknown", field, value, kind.model_fields)
        if field in asked:
            raise NotAChoice("twice", field, value)
        asked[field] = value
    known = values(edition)
    for field in asked.keys() & known.keys():
        if asked[field] not in known[field]:
            raise NotAChoice("value", field, asked[field], known[field])
    try:
        return kind.model_validate(asked)
    except ValidationError as invalid:
        field = str(invalid.errors()[0]["loc"][0])
        raise NotAChoice("value", field, asked.get(field, ""), _allowed(kind, field)) from None


def _allowed(kind: type[Record], field: str) -> tuple[str, ...]:
    """Return the values of a field, or the first and the last of them."""
    schema: Mapping[str, Any] = kind.model_json_schema()["properties"][field]
    parts = [schema, *schema.get("anyOf", ())]
    listed = tuple(
        str(value) for part in parts for value in part.get("enum", [part["const"]] if "const" in part else [])
    )
    return listed or tuple(f"{part['minimum']}–{part['maximum']}" for part in parts if "minimum" in part)
