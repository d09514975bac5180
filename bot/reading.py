"""Files → records, or every problem of all of them with line and column."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.briefing import Briefing, Card, Debates, Record, Text, Vocabulary
from bot.document import Document, Path, Problem, load

VOCABULARY: Final = "briefings/vocabulary.yaml"
DEBATES: Final = "briefings/debates.yaml"


@dataclass(frozen=True)
class Reading:
    """One file, read: its document, and its record unless the file is bad; `problems` has all that is wrong in it."""

    document: Document
    record: Record | None
    problems: tuple[Problem, ...]


def read(file: str, content: bytes) -> Reading:
    """Read one file of the edition; `file` is its name below the content folders. Never raises."""
    document = load(file, content)
    if document.data is None:
        empty = () if document.problems else (document.problem((), "empty-file"),)
        return Reading(document, None, document.problems + empty)
    model = model_of(file)
    try:
        record = model.model_validate(document.data)
    except ValidationError as error:
        return Reading(document, None, document.problems + _problems(document, model, error))
    return Reading(document, None if document.problems else record, document.problems)


def model_of(file: str) -> type[Record]:
    """Return the kind of record a file holds, by its folder and name."""
    if file.startswith("seeds/"):
        return Card
    special: dict[str, type[Record]] = {VOCABULARY: Vocabulary, DEBATES: Debates}
    return special.get(file, Briefing)


def near(word: str, words: Iterable[str]) -> str:
    """Return the word an editor or reader most likely meant, or an empty string."""
    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)), "")


def _problems(document: Document, model: type[BaseModel], error: ValidationError) -> tuple[Problem, ...]:
    """Return the problems of a record, less those that only follow from another one."""
    taken = {found.mark for found in document.problems if found.code in ("unquoted", "no-such-day")}
    details = [item for item in error.errors(include_url=False) if item["type"] != "too_short" or not item["input"]]
    found = [(item["loc"], _problem(document, model, item)) for item in details]
    misspelt = {(*path[:-1], dict(problem.args)["near"]) for path, problem in found if problem.code == "unknown-key"}
    return tuple(problem for path, problem in found if problem.mark not in taken and path not in misspelt)


def _problem(document: Document, model: type[BaseModel], details: ErrorDetails) -> Problem:
    path, value, context = details["loc"], details["input"], details.get("ctx", {})
    shown = _shown(value)
    match details["type"]:
        case "missing":
            return document.problem(path[:-1], "missing", name=str(path[-1]))
        case "extra_forbidden":
            return document.problem(path, "unknown-key", key=True, name=str(path[-1]), **_keys(document, model, path))
        case "literal_error":
            choices = re.findall(r"'([^']*)'", str(context["expected"]))
            return document.problem(path, "choice", value=shown, choices=", ".join(choices), near=near(shown, choices))
        case "string_type" if isinstance(value, int | float | dt.date):
            return document.problem(path, "quote", value=shown)
        case "string_pattern_mismatch":
            return document.problem(path, _WANTED.get(_last_name(path), "pattern"), value=shown)
        case "string_too_long":
            return document.problem(path, "too-long", length=len(value), most=int(context["max_length"]))
        case "unprintable":
            return document.problem(path, "unprintable", character=str(context["code"]))
        case "model_type":
            return document.problem(
                path, "two-languages" if issubclass(_model_at(model, path), Text) else "mapping", value=shown
            )
        case kind if kind in _CODES:
            return document.problem(path, _CODES[kind], value=shown)
    return document.problem(path, "other", value=shown, said=details["msg"])


_CODES: Final = {
    "too_short": "empty-list",
    "tuple_type": "list",
    "string_too_short": "empty-text",
    "string_type": "text",
    "int_type": "number",
    "greater_than_equal": "number",
    "period": "period",
    "paragraphs": "paragraphs",
    "day": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
}
"""pydantic's kinds of error, and ours in its place."""

_WANTED: Final = {
    **dict.fromkeys(("briefing", "sector", "audience", "id", "sectors", "cites"), "slug"),
    **dict.fromkeys(("source", "file"), "file-name"),
    **dict.fromkeys(("sha256", "fingerprints"), "hex"),
    "url": "address",
}
"""What is wanted where a pattern did not match, by the name of the field."""


def _last_name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    """Return a value short enough for a message, on one line."""
    text = " ".join(str("null" if value is None else value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _keys(document: Document, model: type[BaseModel], path: Path) -> dict[str, str]:
    """Return what keys are known where an unknown one stands, and which of those not yet used is nearest to it."""
    known = _fields(_model_at(model, path[:-1]))
    used = _value_at(document.data, path[:-1])
    return {"known": ", ".join(known), "near": near(str(path[-1]), [key for key in known if key not in used])}


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _fields(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """Return the record that stands at a path of a valid document."""
    for step in path:
        if isinstance(step, str):
            info = next(info for name, info in model.model_fields.items() if step == (info.alias or name))
            model = next(_models(info.annotation), model)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)
