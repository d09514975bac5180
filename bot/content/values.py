"""The types of values in editors' files: names, words, days, periods, citations, and what each may hold."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from bot.content.periods import Paragraphs, Period, parse_paragraphs, parse_period
from bot.content.yaml_comments import Cut

LONGEST_TEXT: Final = 1_200
"""Characters of one text: an item of an answer, made of three, then fits a Telegram message of 4,096."""
LONGEST_NAME: Final = 120
LONGEST_SHORT_NAME: Final = 32
"""Characters of a source's short name, which stands once above each group of a list."""
LONGEST_RULE: Final = 500
"""Characters of one of the seven parts of a rule, which is shown whole."""
LONGEST_QUOTE: Final = 240
MOST_QUOTED: Final = 25
"""Words of a page that evidence may quote."""
UNDATED: Final = "undated"
"""What stands for the date of a page that names none."""

# Controls break channels, surrogates break UTF-8, and bidirectional marks let a text pose as another.
_UNPRINTABLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def in_chinese(text: str) -> bool:
    """Tell whether there are Chinese characters in a text."""
    return _CHINESE.search(text) is not None


def _parse_day(value: object) -> object:
    """Let through only what was written as a day: pydantic alone would also take numbers and times."""
    if type(value) is dt.date or (isinstance(value, str) and re.fullmatch(_DAY, value)):
        return value
    raise PydanticCustomError("day", "not a day")


def parse_words(value: object) -> object:
    """Return what stands in a file where a text is wanted, refusing what YAML takes for something else."""
    if isinstance(value, Cut):
        raise PydanticCustomError("cut", "cut short by a comment")
    return _parse_printable(value)


def _parse_printable(value: object) -> object:
    if isinstance(value, str) and (found := _UNPRINTABLE.search(value)):
        raise PydanticCustomError("unprintable", "unprintable {code}", {"code": f"U+{ord(found.group()):04X}"})
    return value


def _parse_dated(value: object) -> object:
    """Let through a time as precise as a page gives it, or `undated`; never a span of two."""
    if value == UNDATED:
        return value
    period = parse_period(value)
    if "/" in period.text:
        raise PydanticCustomError("dated", "not a date of a page")
    return period


def _few_words(value: str) -> str:
    """Hold a quotation to the words it relies on: of Chinese, two characters count as one word."""
    chinese = len(_CHINESE.findall(value))
    if len(_CHINESE.sub(" ", value).split()) + chinese / 2 > MOST_QUOTED:
        raise PydanticCustomError("quote_length", "too many words")
    return value


def _year_or_text(period: Period | str) -> int | str:
    text = str(period)
    return int(text) if re.fullmatch(r"\d{4}", text) else text


def _number_or_range(paragraphs: Paragraphs) -> int | str:
    return paragraphs.first if paragraphs.first == paragraphs.last else str(paragraphs)


def _schema(description: str, *types: str) -> WithJsonSchema:
    return WithJsonSchema({"type": list(types), "description": description})


# Patterns go into the JSON Schemas as they stand: they are written in what Rust and ECMA-262 with flag u both read.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
"""A name in commands, links and buttons: two of them and a command fit the 64 bytes of a Telegram button."""
_NUMBER: Final = re.compile(r"p\d{1,4}|page-\d+|\d{4}", re.ASCII)


def is_number(slug: str) -> bool:
    """Tell whether commands and addresses would take a name for the number of a page, or for a year."""
    return _NUMBER.fullmatch(slug) is not None


# Constraints stand before the validator: after it they would no longer be those of a string.
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT), BeforeValidator(parse_words)
]
ShortWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME), BeforeValidator(parse_words)
]
FewWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SHORT_NAME),
    BeforeValidator(parse_words),
]
RuleWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_RULE), BeforeValidator(parse_words)
]
WordsOrNothing = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT), BeforeValidator(parse_words)
]
Quote = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUOTE),
    BeforeValidator(parse_words),
    AfterValidator(_few_words),
]
Address = Annotated[
    str, StringConstraints(pattern=r'^https?://[^\s<>"]+$', max_length=2_000), BeforeValidator(_parse_printable)
]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=100)]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,24}/[a-z0-9-]{1,24}$")]
"""A prediction outside its briefing: slug/id."""
RuleDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Day = Annotated[dt.date, BeforeValidator(_parse_day)]
When = Annotated[
    Period,
    PlainValidator(parse_period),
    PlainSerializer(_year_or_text, return_type=int | str),
    _schema("2024, 2024-H1, 2024-Q3, 2024-05, 2024-05-30, or first/last", "integer", "string"),
]
Dated = Annotated[
    Period | Literal["undated"],
    PlainValidator(_parse_dated),
    PlainSerializer(_year_or_text, return_type=int | str),
    _schema("as precise as the page, never more: 2024, 2024-Q3, 2024-07, 2024-07-31, or undated", "integer", "string"),
]
At = Annotated[
    Paragraphs,
    PlainValidator(parse_paragraphs),
    PlainSerializer(_number_or_range, return_type=int | str),
    _schema("a paragraph of the source, or a range such as 52-54", "integer", "string"),
]
Citation = Annotated[tuple[At, ...], Field(min_length=1)]
