"""Reads files into records, or finds every problem of all of them, with line and column."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.briefing import Briefing, Card, Debates, Record, Register, Text, Vocabulary
from bot.content.characters import LOOKALIKE, taken_for_space
from bot.content.compact import compact
from bot.content.phrases import Phrases
from bot.content.problem import MOST_PROBLEMS, Mark, Problem, capped, problem, shortened
from bot.content.yaml_document import Document, LaterDocument, Path, YamlDocument
from bot.content.yaml_loading import load_yaml

VOCABULARY: Final = "briefings/vocabulary.yaml"
DEBATES: Final = "briefings/debates.yaml"
RULES: Final = "briefings/rules.yaml"
PHRASES: Final = "briefings/phrases.yaml"
BRIEFLESS: Final = (VOCABULARY, DEBATES, RULES, PHRASES)
"""Files among the briefings that are none."""


@dataclass(frozen=True)
class Reading:
    """One file, read: its document, and its record unless the file is bad; `problems` has all that is wrong in it.

    `sound` is what of a file, good or bad, can be held against the other files.
    """

    document: Document
    record: Record | None
    problems: tuple[Problem, ...]
    sound: tuple[Document, Record] | None

    def later(self, load: Callable[[], YamlDocument]) -> Reading:
        """Return the same of a file that is sound by itself without its document, which is loaded where it is needed.

        Of thousands of files few disagree with others.
        """
        document = LaterDocument(self.document.file, load)
        return Reading(document, self.record, (), (document, self.record)) if self.record else self


def read_file(file: str, content: bytes) -> Reading:
    """Read one file of the edition; `file` is its name below the content folders. Never raises."""
    return read_as(model_of(file), load_yaml(file, content))


def read_as(model: type[Record], document: YamlDocument) -> Reading:
    """Read a document as one kind of record. Never raises."""
    if document.data is None:
        empty = () if document.problems else (document.problem((), "empty-file"),)
        return Reading(document, None, document.problems + empty, None)
    try:
        record = compact(model.model_validate(document.data))
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = list(_problems(document, model, details))
        better = {each.mark for each in found}
        read_otherwise = (each for each in document.problems if each.code != "unquoted" or each.mark not in better)
        return Reading(document, None, capped(chain(read_otherwise, found)), _sound(document, model, details))
    return Reading(document, None if document.problems else record, document.problems, (document, record))


def model_of(file: str) -> type[Record]:
    """Return the kind of record a file holds, by its folder and name."""
    if file.startswith("seeds/"):
        return Card
    special: dict[str, type[Record]] = {VOCABULARY: Vocabulary, DEBATES: Debates, RULES: Register, PHRASES: Phrases}
    return special.get(file, Briefing)


def near(word: str, words: Iterable[str]) -> str:
    """Return the word an editor or reader most likely meant, in whatever case, or an empty string."""
    known = {each.casefold(): each for each in words}
    return next((known[each] for each in difflib.get_close_matches(word[:80].casefold(), known, n=1, cutoff=0.6)), "")


def _sound(
    document: YamlDocument, model: type[Record], details: list[ErrorDetails]
) -> tuple[YamlDocument, Record] | None:
    """Return a file less its bad entries. Of a card, the register or the vocabulary nothing: they hold the others."""
    if model in (Card, Register, Vocabulary) or not isinstance(document.data, dict):
        return None
    bad = {item["loc"][: 2 if len(item["loc"]) > 1 and isinstance(item["loc"][1], int) else 1] for item in details}
    rest = document.without(bad)
    try:
        return rest, model.model_validate(rest.data)
    except ValidationError:
        return None


def _problems(document: YamlDocument, model: type[BaseModel], details: list[ErrorDetails]) -> Iterator[Problem]:
    """Yield the problems of a record, less those that only follow from another one."""
    taken = {found.mark for found in document.problems if found.code in _READ_OTHERWISE}
    told = any(found.code == "forbidden-character" for found in document.problems)
    details = [item for item in details if not _short_of_bad_ones(item)][: MOST_PROBLEMS + 1]
    legible = (item for item in details if not (told and _illegible(item)))
    found = [(item["loc"], _problem(document, model, item)) for item in legible]
    meant = {(*path[:-1], dict(each.args).get(_MEANT.get(each.code, ""))) for path, each in found}
    meant |= {(*item["loc"][:-1], _meant_key(item["loc"][-1])) for item in details if _odd_key(item["loc"])}
    return (each for path, each in found if each.mark not in taken and path not in meant)


def _short_of_bad_ones(details: ErrorDetails) -> bool:
    """Tell whether a list is too short only because entries in it are bad."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _illegible(details: ErrorDetails) -> bool:
    """Tell whether a value or a key is bad only because of a character that no file may hold."""
    key = str(details["loc"][-1]) if details["loc"] else ""
    return "\ufffd" in key or (isinstance(details["input"], str) and "\ufffd" in details["input"])


def _odd_key(path: Path) -> bool:
    return bool(path) and _meant_key(path[-1]) != str(path[-1])


def _meant_key(step: str | int) -> str:
    """Return a key without what passes for a space, or may not stand in a file, and what follows from that."""
    key = LOOKALIKE.sub("", str(step)).replace("\ufffd", "")
    return key if key == str(step) else re.sub("[:：].*", "", key)


def _problem(document: YamlDocument, model: type[BaseModel], details: ErrorDetails) -> Problem:
    path = details["loc"]
    match details["type"]:
        case "missing":
            return document.problem(path[:-1], "missing", name=str(path[-1]))
        case "extra_forbidden":
            return _unknown_key(document, model, path)
        case "cut":
            return _cut(document, path)
        case "string_type" if details["input"] is None and document.cut(path) and _last_name(path) not in _WANTED:
            return _cut(document, path)
        case _ if details["input"] is None:
            return document.problem(path, "nothing")
    return _wrong_value(document, model, details)


def _cut(document: YamlDocument, path: Path) -> Problem:
    return problem(document.file, document.cut(path) or document.mark(path), "comment-in-text")


def _odd_space(document: YamlDocument, path: Path, text: object, *, key: bool = False) -> Problem | None:
    """Return the problem of a value or key that is only wrong because something in it passes for a space."""
    if not (found := LOOKALIKE.search(str(text))):
        return None
    mark = document.mark(path, key=key)
    place = document.lines[mark.line - 1].find(found.group(), mark.column - 1)
    return taken_for_space(document.file, Mark(mark.line, place + 1) if place >= 0 else mark, found.group())


def _wrong_value(document: YamlDocument, model: type[BaseModel], details: ErrorDetails) -> Problem:
    path, value, context = details["loc"], details["input"], details.get("ctx", {})
    text = _shown(value)
    if details["type"] not in _OF_TEXTS and isinstance(value, str) and (odd := _odd_space(document, path, value)):
        return odd
    match details["type"]:
        case "literal_error":
            choices = re.findall(r"'([^']*)'", str(context["expected"]))
            return document.problem(path, "choice", value=text, choices=", ".join(choices), near=near(text, choices))
        case "string_type" if isinstance(value, int | float | dt.date):
            return document.problem(path, "quote", value=text)
        case "string_pattern_mismatch" if (name := _last_name(path)) in _WANTED:
            return document.problem(path, _WANTED[name], value=text, near=_slug(value) if name in _SLUGS else "")
        case "string_too_long":
            return document.problem(path, "too-long", length=len(value.strip()), most=int(context["max_length"]))
        case "too_short":
            return document.problem(path, "too-few", least=int(context["min_length"]))
        case "unprintable":
            return document.problem(path, "unprintable", character=str(context["code"]))
        case "model_type":
            wanted = "two-languages" if issubclass(_model_at(model, path), Text) else "mapping"
            return document.problem(path, wanted, value=text)
        case kind if kind in _CODES:
            return document.problem(path, _CODES[kind], value=text)
    return document.problem(path, "other", value=text, said=details["msg"])


def _unknown_key(document: YamlDocument, model: type[BaseModel], path: Path) -> Problem:
    """Return the problem of a key not known where it stands, with the nearest of those not yet used there."""
    name = str(path[-1])
    known = _fields(_model_at(model, path[:-1]))
    if _meant_key(name) in known and (odd := _odd_space(document, path, name, key=True)):
        return odd
    if (tight := re.match(r"([\w-]+)[:：]", name)) and tight[1] in known:
        mark = document.mark(path, key=True)
        return problem(document.file, Mark(mark.line, mark.column + len(tight[1])), "tight-colon", name=tight[1])
    used = _value_at(document.data, path[:-1])
    likely = near(name, [key for key in known if key not in used])
    return document.problem(path, "unknown-key", key=True, name=shortened(name), known=", ".join(known), near=likely)


_CODES: Final = {
    "tuple_type": "list",
    "string_too_short": "empty-text",
    "neither_language": "empty-text",
    "string_type": "text",
    "int_type": "number",
    "greater_than_equal": "number",
    "period": "period",
    "paragraphs": "paragraphs",
    "pattern": "pattern",
    "day": "day",
    "dated": "dated",
    "quote_length": "quote-length",
    "date_parsing": "no-such-day",
    "date_from_datetime_parsing": "no-such-day",
}
"""pydantic's kinds of error, and ours in its place."""

_READ_OTHERWISE: Final = ("no-such-day", "alias", "tag", "stray-quote", "look-alike")
"""Problems of a value after which it is not what its editor meant."""

_OF_TEXTS: Final = ("string_too_short", "string_too_long", "unprintable", "neither_language")
"""pydantic's kinds of error in words for people, which may hold any space."""

_MEANT: Final = {"unknown-key": "near", "tight-colon": "name"}
"""Problems of a key, and which of their arguments is the key that was meant: it is not missing."""

_SLUGS: Final = ("briefing", "sector", "audience", "id", "sectors", "cites", "was", "claim")
_WANTED: Final = {
    **dict.fromkeys(_SLUGS, "slug"),
    **dict.fromkeys(("source", "file"), "file-name"),
    **dict.fromkeys(("sha256", "fingerprints", "rule"), "hex"),
    **dict.fromkeys(("url", "archive"), "address"),
    "prediction": "reference",
}
"""What is wanted where a pattern did not match, by the name of the field."""


def _last_name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _shown(value: object) -> str:
    """Return a value as it might stand in the file, short enough for a message."""
    match value:
        case dict():
            return shortened("{" + ", ".join(f"{key}: …" for key in value) + "}")
        case list():
            return shortened(
                "[" + ", ".join("…" if isinstance(each, dict | list) else str(each) for each in value) + "]"
            )
    return shortened(value)


def _slug(text: str) -> str:
    """Return the id that resembles a text, or an empty string."""
    return re.sub(r"[^a-z0-9]+", "-", text[:80].lower()).strip("-")[:24].strip("-")


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
